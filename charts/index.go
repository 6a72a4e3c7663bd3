package charts

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"

	"tongbao/queries"
)

//go:embed index.html
var indexHTML string

//go:embed index.css
var indexCSS string

//go:embed index.js
var indexJS string

var indexTemplate = template.Must(template.New("index").Parse(indexHTML))

// Edition is one published edition as the index links to it.
type Edition struct {
	Quarter  string
	Files    []string // names in the edition's folder
	Versions []string // v1, v2 …: what it replaced, oldest first
}

// Catalogue is the index page over all editions of an output folder.
type Catalogue struct {
	Editions []Edition                // oldest first
	Tables   map[string]queries.Table // IndexMarts of the newest edition; empty when it has none
}

// IndexMarts names the tables of the newest edition that the index shows.
func IndexMarts() []string {
	return []string{"mart.masthead", "mart.dash_notice", "mart.dash_track", "mart.dash_lead", "mart.dash_index"}
}

// indexView is the index as the template reads it.
type indexView struct {
	Policy           string
	CSS              template.CSS
	Script           template.JS
	Masthead, Notice map[string]string
	Tracks, Leads    []record
	Rows             []indexRow // newest first
	Newest           string
}

// indexRow is one edition: what it said, and its files.
type indexRow struct {
	Quarter  string
	Said     record // nil when the newest edition does not know it
	Links    []link
	Versions []version
}

type link struct{ Words, Path string }

type version struct {
	Name  string
	Links []link
}

// indexFiles are the files of an edition that people open, by name.
var indexFiles = []link{{"看板", "dashboard.html"}, {"季通报", "bulletin.pdf"}, {"附表", "annex.xlsx"}, {"指标", "figures.csv"}, {"排名", "rankings.csv"},
	{"核查发现", "findings.csv"}, {"退回的行", "refused.csv"}, {"清单与校验值", "manifest.json"}}

// Index writes the page that leads to every edition: the newest state, the
// history as published, and the files, by relative links that hold wherever the
// folder is moved.
func Index(w io.Writer, c Catalogue) error {
	v := indexView{CSS: template.CSS(unixLines(indexCSS)), Script: template.JS(unixLines(indexJS))}
	v.Policy = policy([]template.JS{v.Script}, string(v.CSS))
	said := map[string]record{}
	if len(c.Tables) > 0 {
		for _, name := range IndexMarts() {
			if _, ok := c.Tables[name]; !ok {
				return fmt.Errorf("index: table %s is missing", name)
			}
		}
		v.Masthead, v.Notice = keyed(c.Tables["mart.masthead"]), keyed(c.Tables["mart.dash_notice"])
		v.Tracks = records(c.Tables["mart.dash_track"], func(r record) bool { return r["unit"] == district && r["current"] == "true" })
		v.Leads = records(c.Tables["mart.dash_lead"], nil)
		for _, r := range records(c.Tables["mart.dash_index"], nil) {
			said[r["quarter"]] = r
		}
	}
	for _, e := range slices.Backward(c.Editions) {
		row := indexRow{Quarter: e.Quarter, Said: said[e.Quarter], Links: linksTo(e, "editions/"+e.Quarter+"/")}
		for _, name := range e.Versions {
			list := linksTo(e, "editions/"+e.Quarter+"/"+name+"/")
			row.Versions = append(row.Versions, version{name, list[:min(2, len(list))]})
		}
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) > 0 {
		v.Newest = "editions/" + v.Rows[0].Quarter + "/dashboard.html"
	}
	if err := indexTemplate.Execute(w, v); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

// linksTo are the files of an edition below a folder, in the order people want them.
func linksTo(e Edition, folder string) []link {
	var list []link
	for _, f := range indexFiles {
		if slices.Contains(e.Files, f.Path) {
			list = append(list, link{f.Words, folder + f.Path})
		}
	}
	return list
}
