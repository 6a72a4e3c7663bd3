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

//go:embed dashboard.js
var dashboardJS string

//go:embed parcel_map.js
var parcelMapJS string

var dashboardTemplate = template.Must(template.New("dashboard").Parse(dashboardHTML))

// Page is what the dashboard shows: the marts of one edition and its charts.
type Page struct {
	Masthead    queries.Table // mart.masthead: key, value
	Figure      queries.Table // mart.figure
	Ranking     queries.Table // mart.ranking
	Quality     queries.Table // mart.annex_5: the findings by rule, ready to print
	ParcelMap   queries.Table // mart.parcel_map
	Consequence queries.Table // mart.consequence
	Problem     queries.Table // mart.problem; may be left empty
	Charts      Set
	Drawings    map[string][]byte // Charts.SVGs, shared with the bulletin
}

// view is the page as the template reads it.
type view struct {
	Policy                   string // the content security policy, with the hashes of everything inline
	CSS                      template.CSS
	ECharts, ParcelMapScript template.JS
	Script                   template.JS
	Data, Parcels            template.JS // JSON, escaped for HTML by json.Marshal

	Masthead     map[string]string
	Sample       bool
	Cards        []card
	Charts       []figure
	Ranking      table
	Quality      table
	Consequences table
	Map          mapView
}

// figure is one chart on the page.
type figure struct {
	ID, Title, Description string
	Still                  template.HTML
	Table                  table
}

// Dashboard writes one self-contained page: it opens from disk, asks for no
// further file and runs no script and no style but its own. All words from the
// ledgers reach it as escaped text or as JSON, never as code or markup.
func Dashboard(w io.Writer, p Page) error {
	v := view{
		Masthead: masthead(p.Masthead),
		ECharts:  template.JS(unixLines(echartsJS)), ParcelMapScript: template.JS(unixLines(parcelMapJS)),
		Script: template.JS(unixLines(dashboardJS)), CSS: template.CSS(unixLines(dashboardCSS)),
	}
	v.Sample = v.Masthead["synthetic"] == "true"
	v.Policy = policy([]string{string(v.ECharts), string(v.ParcelMapScript), string(v.Script)}, string(v.CSS))
	var err error
	if v.Cards, err = cards(p); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	if v.Ranking, err = rankingTable(p.Ranking); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	if v.Consequences, err = consequenceTable(p.Consequence); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	v.Quality = plain(p.Quality, "核查规则与处理情况")
	var parcels parcelData
	if parcels, v.Map, err = encodeParcels(p.ParcelMap); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	if v.Parcels, err = embedJSON(parcels); err != nil {
		return fmt.Errorf("dashboard: parcels: %w", err)
	}
	if v.Data, err = embedJSON(pageData(p.Charts)); err != nil {
		return fmt.Errorf("dashboard: options: %w", err)
	}
	for _, c := range p.Charts {
		still, ok := p.Drawings[c.ID]
		if !ok {
			return fmt.Errorf("dashboard: no drawing of chart %s", c.ID)
		}
		v.Charts = append(v.Charts, figure{c.ID, c.Title, c.Description, template.HTML(still), plain(c.Table, c.Title)})
	}
	if err := dashboardTemplate.Execute(w, v); err != nil {
		return fmt.Errorf("dashboard: %w", err)
	}
	return nil
}

// policy lets run exactly the inline scripts and the style sheet given, and
// fetch nothing. Charts style themselves through the CSSOM, which it allows.
func policy(scripts []string, style string) string {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	var hashes []string
	for _, s := range scripts {
		hashes = append(hashes, hash(s))
	}
	return "default-src 'none'; script-src " + strings.Join(hashes, " ") + "; style-src " + hash(style) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

// unixLines undoes line endings a checkout may have changed: a browser hashes a
// script after it has made every CR LF an LF.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// embedJSON is a value as JSON that may stand inside a script element: Marshal
// writes < > & U+2028 and U+2029 as escapes, so no name can end the element.
func embedJSON(v any) (template.JS, error) {
	b, err := json.Marshal(v)
	return template.JS(b), err
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

type optionData struct {
	Inks   [][2]string `json:"inks"`
	Charts []chartData `json:"charts"`
}

func pageData(set Set) optionData {
	var d optionData
	for _, i := range inks {
		d.Inks = append(d.Inks, [2]string{i.light, i.dark})
	}
	for _, c := range set {
		d.Charts = append(d.Charts, chartData{
			ID: c.ID, Rows: c.rows, Series: c.series,
			Options: []json.RawMessage{c.options[Desk], c.options[Phone]},
			Heights: []int{c.heights[Desk], c.heights[Phone]},
		})
	}
	return d
}

// masthead is the key-value mart as a map.
func masthead(t queries.Table) map[string]string {
	m := map[string]string{}
	for i := range t.Len() {
		m[t.Text(i, "key")] = t.Text(i, "value")
	}
	return m
}
