# tongbao: two commands do everything: `make demo` and `make test`.
.DEFAULT_GOAL := build
.PHONY: build demo test faults bench form prove lint vuln tools

ECHARTS := charts/node_modules/echarts/package.json
EDITOR  := cmd/tongbao/editor/node_modules/tongbao-editor.min.js
LAST    := 2025Q4
# Which commit an edition was made by; the manifest says it.
REVISION := $(shell git describe --always --dirty --abbrev=12 2>/dev/null)

build: $(ECHARTS) $(EDITOR)
	go build -trimpath -ldflags "-X main.revision=$(REVISION)" -o bin/tongbao ./cmd/tongbao

$(ECHARTS): charts/package-lock.json charts/package.json charts/echarts.entry.js
	npm ci --prefix charts --no-audit --no-fund
	@touch $@

$(EDITOR): $(addprefix cmd/tongbao/editor/,package-lock.json package.json editor.entry.js names.js)
	npm ci --prefix cmd/tongbao/editor --no-audit --no-fund
	@touch $@

# The demo ledgers, all thirteen quarters.
demo: build
	bin/tongbao run --ledgers fixtures/shilong/ledgers --out demo --all
	@echo
	@echo "季通报    demo/editions/$(LAST)/bulletin.pdf"
	@echo "看板      demo/editions/$(LAST)/dashboard.html"
	@echo "附表      demo/editions/$(LAST)/annex.xlsx"
	@echo "查询      bin/tongbao sql --out demo \"SELECT unit, value FROM kpi.supply_rate WHERE as_of = DATE '2025-12-31'\""

# What the tests call from outside: pdftotext and its kin, qpdf, and a browser.
tools:
	@command -v pdftotext >/dev/null && command -v qpdf >/dev/null && command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends poppler-utils qpdf chromium fonts-noto-cjk fontconfig; }

test: $(ECHARTS) $(EDITOR) tools lint
	go test -timeout 20m ./...

# 1 000 good ledgers with one known fault each; make test makes 40 of them.
faults: $(ECHARTS) $(EDITOR)
	go test -run TestSeededFaults -seeds 1000 -timeout 120m ./pipeline/

lint: $(ECHARTS) $(EDITOR)
	@test -z "$$(gofmt -l cmd pipeline bulletins charts queries fixtures)" || { gofmt -l cmd pipeline bulletins charts queries fixtures; exit 1; }
	go vet ./...
	go tool staticcheck ./...

bench: $(ECHARTS) $(EDITOR)
	go test -run '^$$' -bench . -benchtime 1x -timeout 30m ./pipeline/ ./pipeline/ledger/ ./charts/
	go test -run '^$$' -bench 'District|LongAnnex' -benchtime 1x -timeout 30m ./bulletins/
	go test -run '^$$' -bench Load -benchtime 1x -timeout 30m ./cmd/tongbao -load 60s

# Known faults of the dependencies. The list is fetched from vuln.go.dev; a copy
# will do: make vuln VULNDB=file:///path/to/db
VULNDB := https://vuln.go.dev
vuln: $(ECHARTS) $(EDITOR)
	go tool govulncheck -db $(VULNDB) ./...

# The form of the papers before programs from outside: a PDF/A validator, LibreOffice.
form: $(ECHARTS) tools
	@command -v soffice >/dev/null && command -v java >/dev/null && test -e /usr/share/java/preflight.jar || \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-writer default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java; }
	go test -run 'TestPreflight|TestWordRendered|TestWordOpens' -v ./bulletins/ -args -outside

# The long proofs: 200 runs killed at random moments, a byte flipped in every file.
prove: $(ECHARTS) demo
	go test ./cmd/tongbao -run 'TestKilled$$' -kills 200 -timeout 60m -v
	go test ./cmd/tongbao -run TestFlippedByte -flips $(CURDIR)/demo -timeout 60m -v
