package pipeline

import (
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"tongbao/bulletins"
	"tongbao/charts"
	"tongbao/queries"
)

// printedText is what pdftotext reads back from a PDF in the order it was
// drawn, without blanks. A machine without the tool must say so, not pass.
func printedText(t *testing.T, path string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Fatal("pdftotext 不在：读回通报的测试要用 poppler-utils（apt-get install poppler-utils，或 make test）")
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", path, err)
	}
	return squeeze(folio.ReplaceAllString(string(out), ""))
}

// folio is a page number, upright and on a page that lies on its side; it stands
// in the middle of a sentence that goes on overleaf.
var folio = regexp.MustCompile(`(?m)^\f?— \d+ —$|^\f?—\n\d+\n—$`)

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// bulletin reads the last edition's PDF back: every cell of its annexes, row by
// row, the headline rates, and the mark of demo data.
func (d demo) bulletin(t *testing.T) {
	text := printedText(t, d.file(d.last(), "bulletin.pdf"))
	body, annexes, found := strings.Cut(text, "附件1批而未供处置进展表")
	if !found {
		t.Fatal("附件1 is not in the bulletin")
	}
	figures := keyed(expected(t, "../fixtures/shilong/expected/"+d.last().String()+".csv"), []string{"indicator", "unit", "as_of"})
	for indicator, words := range map[string]string{"supply_rate": "供地率", "idle_disposal_rate": "处置率"} {
		row := figures[indicator+" 全区 "+d.last().End().Format("2006-01-02")]
		// A page may end between the words and the number, with a chart on top of the next.
		number := exact(t, row["value"]).FloatString(2) + "%"
		if _, after, _ := strings.Cut(body, "总体情况"); !strings.Contains(after, words) || !strings.Contains(after, number) {
			t.Errorf("the text does not say %s%s", words, number)
		}
	}
	content := bulletins.ContentOf(d.tables(t), nil)
	if found := proseHolds(t, content, text); found < 8 {
		t.Errorf("only %d paragraphs could be read back whole", found)
	}
	if !strings.Contains(body, "示例数据") || strings.Count(annexes, "示例数据") < 5 {
		t.Error("the bulletin does not say 示例数据 on its first page and on its annexes")
	}
	annexes = "附件1批而未供处置进展表" + annexes
	for n, title := range []string{"批而未供处置进展表", "闲置土地处置进展表", "综合排名表", "重点地块清单", "数据质量核查情况", "指标口径说明"} {
		table, err := Ask(t.Context(), d.out, d.last().String(), fmt.Sprintf("SELECT * FROM mart.annex_%d", n+1))
		if err != nil {
			t.Fatal(err)
		}
		table.Name = fmt.Sprintf("附件%d", n+1)
		_, after, found := strings.Cut(annexes, fmt.Sprintf("附件%d%s", n+1, title))
		if !found || table.Len() < 5 {
			t.Errorf("附件%d %s: found %v, %d rows", n+1, title, found, table.Len())
			continue
		}
		printsRows(t, table, after)
		annexes = after
	}
}

// printsRows holds a text to every row of a table, cell after cell and row
// after row. A blank cell may be printed as a dash, and one page may end and
// the next begin with its headings inside a long row.
func printsRows(t *testing.T, table queries.Table, text string) {
	t.Helper()
	for i := range table.Len() {
		form := ""
		for _, cell := range table.Rows[i] {
			if c := squeeze(cell.String); c != "" {
				form += regexp.QuoteMeta(c)
			} else {
				form += "—?"
			}
		}
		at := regexp.MustCompile(form).FindStringIndex(text)
		if at == nil {
			t.Errorf("%s row %d is not printed, or not in order: %s; the text goes on %.120s", table.Name, i+1, form, text)
			return
		}
		text = text[at[1]:]
	}
}

// TestWorkedExample publishes the hand-computed example and looks for its
// figures, and for the wrong mean of rates, in everything that is published.
func TestWorkedExample(t *testing.T) {
	t.Parallel()
	settings, err := ReadSettings("", false)
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	res, err := Run(t.Context(), Request{Ledgers: "../fixtures/worked/ledgers", Out: out, Quarter: queries.Quarter{Year: 2024, N: 2}, Settings: settings, Build: "test"})
	if err != nil || !res.Published {
		t.Fatal(err, res.Blocking)
	}
	texts := artefacts(t, res.Dir)
	// 69.04 % is the mean of the four batches' rates, which R1 forbids. A drawing may have a mark at 69.04 of its own measure.
	wrong := regexp.MustCompile(`(^|[^0-9.])69\.04(0000)?([^0-9]|$)`)
	for name, text := range texts {
		if at := wrong.FindStringIndex(text); at != nil {
			t.Errorf("%s holds the mean of rates: …%s…", name, text[max(0, at[0]-60):min(len(text), at[1]+20)])
		}
	}
	for name, wanted := range map[string]string{
		"bulletin.pdf":   "供地率69.75% 供地率为62.62% 存量消化率54.32% 存量供地率44.83% 尚差6.2957公顷 40.55%",
		"dashboard.html": "69.75 40.55 62.62 6.2957",
		"figures.csv":    "69.751807 62.616813 54.323646 44.830934 6.295680 40.551145",
		"rankings.csv":   "96.740575 92.187500 31.250000",
		"annex.xlsx":     "69.75% 62.62% 54.32% 44.83% 6.2957",
	} {
		for _, want := range strings.Fields(wanted) {
			if !strings.Contains(texts[name], want) {
				t.Errorf("%s does not hold %s", name, want)
			}
		}
	}
	batches(t, out)
}

// batches holds each batch's position in the sealed ledger to those worked out by hand.
func batches(t *testing.T, out string) {
	t.Helper()
	got, err := Ask(t.Context(), out, "", `SELECT batch_id AS approval_no, as_of, approved AS approved_ha, written_off AS writeoff_ha, adjusted AS adjustment_ha,
		due AS due_ha, supplied AS supplied_ha, unsupplied AS unsupplied_ha, pct(supplied, due) AS supply_rate
		FROM stand.position WHERE dimension = 'unit'`)
	if err != nil {
		t.Fatal(err)
	}
	want := expected(t, "../fixtures/worked/expected_batches.csv")
	if len(want) != 8 {
		t.Errorf("%d batches expected", len(want))
	}
	for _, w := range want {
		rows := find(got, w, "approval_no", "as_of")
		if len(rows) != 1 {
			t.Errorf("%s on %s stands %d times", w["batch"], w["as_of"], len(rows))
			continue
		}
		for column, value := range w {
			if column == "batch" {
				continue
			}
			if is := got.Text(rows[0], column); is != value {
				t.Errorf("%s on %s: %s is %s, want %s", w["batch"], w["as_of"], column, is, value)
			}
		}
	}
}

// artefacts is every published file as text: the PDF read back, the workbook
// with its cells as shown, the page without its program and drawings' paths.
func artefacts(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{"bulletin.pdf": printedText(t, filepath.Join(dir, "bulletin.pdf")), "annex.xlsx": shown(t, filepath.Join(dir, "annex.xlsx"))}
	for _, name := range []string{"dashboard.html", "figures.csv", "rankings.csv", "findings.csv", "refused.csv", "manifest.json"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = regexp.MustCompile(`\s(d|transform|points|x|y|x1|x2|y1|y2|width|height|style)="[^"]*"`).ReplaceAllString(string(b), "")
	}
	return texts
}

// shown is every cell of a workbook as it is shown.
func shown(t *testing.T, path string) string {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var all strings.Builder
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	return all.String()
}

// TestMeanOfRates holds the constant that TestWorkedExample looks for: the mean
// of the four rates is 69.04, so finding it would mean that someone took it.
func TestMeanOfRates(t *testing.T) {
	mean := new(big.Rat)
	n := int64(0)
	for _, row := range expected(t, "../fixtures/worked/expected_batches.csv") {
		if row["as_of"] == "2024-06-30" {
			mean.Add(mean, exact(t, row["supply_rate"]))
			n++
		}
	}
	if got := mean.Quo(mean, big.NewRat(n, 1)).FloatString(2); got != "69.04" {
		t.Errorf("the mean of %d rates is %s", n, got)
	}
}

// TestNarrative publishes the worked example with an editor's paragraph: what the
// figures bear out is printed and sealed as an input; what they do not is told
// with both, by a check as by a run, and nothing is published.
func TestNarrative(t *testing.T) {
	t.Parallel()
	settings, err := ReadSettings("", false)
	if err != nil {
		t.Fatal(err)
	}
	ledgers := t.TempDir()
	if err := os.CopyFS(ledgers, os.DirFS("../fixtures/worked/ledgers")); err != nil {
		t.Fatal(err)
	}
	tell := func(text string, check bool) (Result, error) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(ledgers, "narrative"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(ledgers, "narrative", "2024Q2.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return Run(t.Context(), Request{Ledgers: ledgers, Out: filepath.Join(ledgers, "out"), Quarter: queries.Quarter{Year: 2024, N: 2}, Settings: settings, Build: "test", CheckOnly: check})
	}
	res, err := tell("# 存在问题\n\n龙兴街道供地率25.00%，个别批次长期没有进展。\n", false)
	if err != nil {
		t.Fatal(err)
	}
	if text := printedText(t, filepath.Join(res.Dir, "bulletin.pdf")); !strings.Contains(text, "龙兴街道供地率25.00%，个别批次长期没有进展。") {
		t.Error("the editor's paragraph is not in the bulletin")
	}
	manifest, err := os.ReadFile(filepath.Join(res.Dir, "manifest.json"))
	if err != nil || !strings.Contains(string(manifest), `"narrative/2024Q2.md"`) {
		t.Errorf("the editor's paragraph is no input: %v", err)
	}
	for _, check := range []bool{true, false} {
		res, err = tell("# 存在问题\n\n龙兴街道供地率52.00%。\n", check)
		if err == nil || res.Published || !strings.Contains(err.Error(), "narrative/2024Q2.md 第3行起的一段：“龙兴街道供地率52.00%”与指标不符：龙兴街道供地率25.00%") {
			t.Errorf("check %v: published %v, %v", check, res.Published, err)
		}
	}
}

// tables reads the last edition's marts back from its sealed ledger.
func (d demo) tables(t *testing.T) map[string]queries.Table {
	t.Helper()
	db, err := openSealed(t.Context(), "1GB", 2, sealed{Name: "sealed", Path: d.file(d.last(), "ledger.duckdb")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables := map[string]queries.Table{}
	for _, name := range bulletins.Marts() {
		if tables[name], err = queries.Read(t.Context(), db, name); err != nil {
			t.Fatal(err)
		}
	}
	return tables
}

// measuredNumber is a figure in a sentence: whole, then its digits.
var measuredNumber = regexp.MustCompile(`\d+\.\d+(?:%|个百分点|公顷)`)

// proseHolds takes the paragraphs that a PDF gives back whole (a figure may stand
// in the middle of one), holds them to the figures, and then turns every digit of
// every measured number: each time the figures must object. It gives how many
// paragraphs it found.
func proseHolds(t *testing.T, content bulletins.Content, pdf string) (found int) {
	t.Helper()
	doc, err := bulletins.Compose(content)
	if err != nil {
		t.Fatal(err)
	}
	everyFigureIsSourced(t, doc)
	digits := regexp.MustCompile(`\d+`)
	for _, block := range doc.Body {
		var whole strings.Builder
		for _, run := range block.Runs {
			whole.WriteString(run.Text)
		}
		if whole.Len() == 0 {
			continue
		}
		// The words as composed, the numbers as the PDF has them.
		form := digits.ReplaceAllString(regexp.QuoteMeta(squeeze(whole.String())), `\d+`)
		text := regexp.MustCompile(form).FindString(pdf)
		for _, fault := range bulletins.Proofread(content, whole.String()) {
			t.Errorf("the text contradicts the figures: %s", fault)
		}
		if text == "" {
			continue
		}
		found++
		if faults := bulletins.Proofread(content, text); len(faults) > 0 {
			t.Errorf("the PDF contradicts the figures: %v", faults)
		}
		for _, at := range measuredNumber.FindAllStringIndex(text, -1) {
			for i := at[0]; i < at[1]; i++ {
				if text[i] < '0' || text[i] > '9' {
					continue
				}
				turned := text[:i] + string('0'+(text[i]-'0'+3)%10) + text[i+1:]
				if len(bulletins.Proofread(content, turned)) == 0 {
					t.Errorf("%s turned to %s, and nobody minds: %s", text[at[0]:at[1]], turned[at[0]:at[1]], text)
				}
			}
		}
	}
	return found
}

// TestRandomBulletins sets bulletins of random ledgers, from a handful of batches
// to many, with their charts, and holds their sentences to their figures.
func TestRandomBulletins(t *testing.T) {
	drawer := charts.NewRenderer()
	faces, err := bulletins.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		seed uint64
		size int
	}{{301, 1}, {302, 2}, {303, 4}, {304, 9}, {305, 20}, {306, 40}, {307, 70}, {308, 120}} {
		t.Run(fmt.Sprintf("seed=%d,size=%d", c.seed, c.size), func(t *testing.T) {
			_, ledgers := randomLedgers(t, c.seed, c.size)
			s := built(t, ledgers)
			tables, err := readMarts(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if _, err := pages(tables, paper{faces: faces}, dir, drawer); err != nil {
				t.Fatal(err)
			}
			proseHolds(t, bulletins.ContentOf(tables, nil), printedText(t, filepath.Join(dir, "bulletin.pdf")))
		})
	}
}
