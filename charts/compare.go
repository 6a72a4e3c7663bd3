package charts

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"tongbao/queries"
)

//go:embed compare.html
var compareHTML string

var compareTemplate = template.Must(template.New("compare").Parse(compareHTML))

// District is one district's output folder as the comparison shows it.
type District struct {
	Folder string                   // as it was named, for messages and where there is no link
	Link   string                   // from the page to the folder's index.html, slashes
	Tables map[string]queries.Table // IndexMarts of its newest edition
}

// compareRow is one district's newest state.
type compareRow struct {
	Name, Quarter, Link string
	Sample, Behind      bool // Behind: its newest quarter is older than another's
	Supply, Idle        record
	First, Last         string
}

type compareView struct {
	Policy  string
	CSS     template.CSS
	Scripts []template.JS
	Rows    []compareRow
}

// Compare writes one page over several districts: each one's newest edition, in
// the order given, in a table that sorts. Districts whose newest quarter is not
// the newest of all are marked: their figures speak of another day.
func Compare(w io.Writer, districts []District) error {
	v := compareView{CSS: template.CSS(unixLines(indexCSS)), Scripts: []template.JS{template.JS(unixLines(tablesJS)), "tongbaoTables.start({unit: () => '', listen: () => {}});"}}
	v.Policy = policy(v.Scripts, string(v.CSS))
	newest := ""
	for _, d := range districts {
		for _, name := range IndexMarts() {
			if _, ok := d.Tables[name]; !ok {
				return fmt.Errorf("compare: %s: table %s is missing", d.Folder, name)
			}
		}
		newest = max(newest, keyed(d.Tables["mart.masthead"])["quarter"])
	}
	for _, d := range districts {
		masthead := keyed(d.Tables["mart.masthead"])
		row := compareRow{Name: masthead["district"], Quarter: masthead["quarter_name"], Link: d.Link, Sample: masthead["synthetic"] == "true", Behind: masthead["quarter"] != newest}
		for _, r := range records(d.Tables["mart.dash_track"], func(r record) bool { return r["unit"] == district && r["current"] == "true" }) {
			if r["part"] == "supply" {
				row.Supply = r
			} else {
				row.Idle = r
			}
		}
		for _, r := range records(d.Tables["mart.dash_lead"], nil) {
			if r["place"] == "first" {
				row.First = joined(row.First, r["unit"])
			} else {
				row.Last = joined(row.Last, r["unit"])
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if err := compareTemplate.Execute(w, v); err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	return nil
}

func joined(list, name string) string {
	if list == "" {
		return name
	}
	return list + "、" + name
}
