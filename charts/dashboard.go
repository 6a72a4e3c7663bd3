package charts

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"tongbao/queries"
)

//go:embed dashboard.html
var dashboardHTML string

//go:embed dashboard.css
var dashboardCSS string

//go:embed wall.css
var wallCSS string

//go:embed dashboard.js
var dashboardJS string

//go:embed unpack.js
var unpackJS string

//go:embed tables.js
var tablesJS string

//go:embed receipts.js
var receiptsJS string

//go:embed cells.js
var cellsJS string

//go:embed live.js
var liveJS string

//go:embed parcel_shapes.js
var parcelShapesJS string

//go:embed parcel_map.js
var parcelMapJS string

var dashboardTemplate = template.Must(template.New("dashboard").Parse(dashboardHTML))

// Page is what the dashboard shows: the marts of one edition and its charts.
type Page struct {
	Tables   map[string]queries.Table // by name; PageMarts lists them
	Charts   Set
	Drawings map[string][]byte // Charts.SVGs, shared with the bulletin
}

// PageMarts names the tables of the page besides those of the charts.
func PageMarts() []string {
	return []string{"mart.masthead", "mart.ranking", "mart.annex_5", "mart.annex_7", "mart.consequence", "mart.findings_csv", "mart.refused_csv",
		"mart.dash_notice", "mart.dash_track", "mart.dash_lead", "mart.dash_change", "mart.dash_stop", "mart.dash_due", "mart.dash_cut",
		"mart.dash_trust", "mart.dash_word", "mart.dash_receipt", "mart.dash_batch", "mart.dash_parcel", "mart.dash_idle", "mart.sheet_balance", "mart.dash_map", "mart.dash_bound", "mart.dash_life",
		"mart.dash_past_rate", "mart.dash_past_rank", "mart.dash_past_stock"}
}

// view is the page as the template reads it.
type view struct {
	Policy        string // the content security policy, with the hashes of everything inline
	CSS           template.CSS
	Scripts       []template.JS
	Data, Parcels template.HTML // packed

	Masthead, Notice map[string]string
	Sample           bool
	Tracks           []record // 全区, now: both rates
	Leads            []record
	Stops            []record // 全区
	Trust            []record
	Questions        []question
	Lists            map[string]list
	Ranking          table
	Consequences     table
	Map              mapView
	Units, Quarters  [][2]string // value, words
}

// question is one of the six that leaders ask, with the charts that answer it.
type question struct {
	ID, Title string
	Charts    []figure
}

// figure is one chart on the page.
type figure struct {
	ID, Title, Description string
	Still                  template.HTML
	Table                  table
}

// list is a table of evidence; Cut says how many of its rows the page holds.
type list struct {
	ID    string
	Table table
	Cut   string
}

// questions in the order leaders ask them, and the charts under each.
var questions = []struct {
	id, title string
	charts    []string
}{
	{"track", "能否如期完成", []string{"forecast", "rate"}},
	{"lead", "谁在前、谁在后", []string{"ranking", "rank_history", "heat"}},
	{"change", "本季变了什么、为什么", []string{"stock_flow", "disposal_way", "week"}},
	{"stuck", "卡在哪里", []string{"stuck", "idle_age", "flow", "approval_year"}},
	{"map", "是哪些地块", nil},
	{"trust", "能不能信", nil},
}

// Dashboard writes one self-contained page: it opens from disk, asks for no
// further file and runs no script and no style but its own. All words from the
// ledgers reach it as escaped text or as JSON, never as code or markup.
func Dashboard(w io.Writer, p Page) error {
	for _, name := range PageMarts() {
		if _, ok := p.Tables[name]; !ok {
			return fmt.Errorf("dashboard: table %s is missing", name)
		}
	}
	v := view{CSS: template.CSS(unixLines(dashboardCSS + wallCSS))}
	for _, s := range []string{echartsJS, unpackJS, parcelShapesJS, parcelMapJS, tablesJS, receiptsJS, cellsJS, liveJS, dashboardJS} {
		v.Scripts = append(v.Scripts, template.JS(unixLines(s)))
	}
	v.Policy = policy(v.Scripts, string(v.CSS))
	for _, fill := range []func(*view, Page) error{fillWords, fillTables, fillCharts, fillData} {
		if err := fill(&v, p); err != nil {
			return fmt.Errorf("dashboard: %w", err)
		}
	}
	if err := dashboardTemplate.Execute(w, v); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	return nil
}

// policy lets run exactly the inline scripts and the style sheet given, and
// fetch nothing. Charts style themselves through the CSSOM, which it allows.
func policy(scripts []template.JS, style string) string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	var hashes []string
	for _, s := range scripts {
		hashes = append(hashes, hash(string(s)))
	}
	return "default-src 'none'; script-src " + strings.Join(hashes, " ") + "; style-src " + hash(style) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

// unixLines undoes line endings a checkout may have changed: a browser hashes a
// script after it has made every CR LF an LF.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// fillCharts puts each chart under its question.
func fillCharts(v *view, p Page) error {
	for _, q := range questions {
		out := question{ID: q.id, Title: q.title}
		for _, id := range q.charts {
			c, ok := p.Charts.Chart(id)
			if !ok {
				return fmt.Errorf("no chart %s", id)
			}
			still, ok := p.Drawings[id]
			if !ok {
				return fmt.Errorf("no drawing of chart %s", id)
			}
			out.Charts = append(out.Charts, figure{id, c.Title, c.Description, template.HTML(still), plain(c.Table, c.Title)})
		}
		v.Questions = append(v.Questions, out)
	}
	return nil
}

// chartData is what the page's script needs of one chart. The words of tooltips
// are read from the table behind the chart, which stands in the page.
type chartData struct {
	ID      string            `json:"id"`
	Options []json.RawMessage `json:"options"` // desk, phone
	Heights []int             `json:"heights"` // desk, phone
	Rows    [][]int           `json:"rows"`
	Series  []int             `json:"series"`
}

// pageData is the page's data besides its tables and charts' words.
type pageData struct {
	Inks     [][3]string          `json:"inks"` // light, dark, high contrast
	Charts   []chartData          `json:"charts"`
	Tables   map[string]dataTable `json:"tables"`
	Words    []string             `json:"words"` // the cells of the tables, each text once
	District string               `json:"district"`
	Quarter  string               `json:"quarter"`
	Past     map[string]pastData  `json:"past"` // by quarter
}

// dataTable is a mart as JSON: cells are places in the list of words; NULL is -1.
type dataTable struct {
	Columns []string `json:"columns"`
	Rows    [][]int  `json:"rows"`
}

func fillData(v *view, p Page) error {
	d := pageData{Tables: map[string]dataTable{}, District: district, Quarter: v.Masthead["quarter"]}
	for _, i := range inks {
		d.Inks = append(d.Inks, [3]string{i.light, i.dark, i.high})
	}
	for _, q := range questions {
		for _, id := range q.charts {
			c, _ := p.Charts.Chart(id)
			d.Charts = append(d.Charts, c.data())
		}
	}
	words := newLister(&d.Words)
	for _, name := range []string{"track", "stop", "cut", "word", "receipt"} {
		d.Tables[name] = asData(p.Tables["mart.dash_"+name], words)
	}
	var err error
	if d.Past, err = past(v, p, d.Quarter, words); err != nil {
		return err
	}
	parcels, shown, err := encodeParcels(p.Tables["mart.dash_map"], p.Tables["mart.dash_life"], p.Tables["mart.dash_bound"])
	if err != nil {
		return err
	}
	v.Map = shown
	if v.Parcels, err = pack(parcels); err != nil {
		return fmt.Errorf("parcels: %w", err)
	}
	if v.Data, err = pack(d); err != nil {
		return fmt.Errorf("options: %w", err)
	}
	return nil
}

func asData(t queries.Table, words lister) dataTable {
	d := dataTable{Columns: t.Columns, Rows: [][]int{}}
	for i := range t.Len() {
		row := make([]int, len(t.Columns))
		for k := range row {
			row[k] = words.at(t.Rows[i][k].String)
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}
