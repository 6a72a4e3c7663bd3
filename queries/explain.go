package queries

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Explained is a published figure with its definition and the rows behind it.
type Explained struct {
	Indicator  string `json:"indicator"`
	Title      string `json:"title"`
	Definition string `json:"definition"`
	Rules      string `json:"rules"` // ids of the rules it follows
	Unit       string `json:"unit"`
	AsOf       string `json:"as_of"`
	Measure    string `json:"measure"`
	// Numerator and Denominator are empty for what is no ratio.
	Numerator   string `json:"numerator,omitempty"`
	Denominator string `json:"denominator,omitempty"`
	Value       string `json:"value"`
	SQL         string `json:"sql"`
	// Rows are the ledger rows: 计入分子, 计入分母 and 计入数值 add up to the figure;
	// a row where all three are NULL is evidence for the row above it. Of
	// supply_gap_ha the rows add up to what is supplied and due.
	Rows Table `json:"-"`
}

// ofYear is the supply rate of one year of approval, as figures.csv has it.
var ofYear = regexp.MustCompile(`^supply_rate_(\d{4})$`)

// Explain draws the rows behind a figure from a sealed edition. An indicator is
// named by its id or its Chinese title; an empty day is the edition's own.
func Explain(ctx context.Context, db Querier, indicator, unit, asOf string) (Explained, error) {
	e, err := defined(indicator)
	if err != nil {
		return e, err
	}
	statement, err := Render("explained", nil)
	if err != nil {
		return e, err
	}
	parameters := []Parameter{{Name: "unit", Kind: "unit", Title: "单位"}, {Name: "as_of", Kind: "as_of", Title: "截止日"}}
	limits := Limits{Rows: 1 << 20, Cells: 1 << 30, Bytes: 1 << 30}
	found, err := Collect(ctx, db, Job{Statement: statement, Parameters: parameters, Limits: limits,
		Bindings: []Binding{{"indicator", e.Indicator}, {"unit", unit}, {"as_of", asOf}}})
	if err != nil {
		return e, err
	}
	if found.Len() != 1 {
		return e, fmt.Errorf("这一期没有公布%s的%s；各单位公布了哪些指标，见 figures.csv", unit, e.Title)
	}
	e.Unit, e.AsOf, e.Measure = found.Text(0, "unit"), found.Text(0, "as_of"), found.Text(0, "measure")
	e.Numerator, e.Denominator, e.Value = found.Text(0, "numerator"), found.Text(0, "denominator"), found.Text(0, "value")
	base, year := e.Indicator, ""
	if m := ofYear.FindStringSubmatch(base); m != nil {
		base, year = "supply_rate", m[1]
	}
	drill, err := drillOf(base)
	if err != nil {
		return e, err
	}
	rows, err := Collect(ctx, db, Job{Statement: drill, Limits: limits,
		Bindings: []Binding{{"indicator", base}, {"unit", e.Unit}, {"as_of", e.AsOf}, {"year", year}}})
	e.Rows = rows.Table
	return e, err
}

// defined is the definition of an indicator, from the header of its file.
func defined(name string) (e Explained, err error) {
	list, err := Files("kpi")
	if err != nil {
		return e, err
	}
	others, err := Files("doubt") // what is published but no indicator of land
	if err != nil {
		return e, err
	}
	for _, f := range others {
		if f.Tags["measure"] != "" {
			list = append(list, f)
		}
	}
	base, year := name, ""
	if m := ofYear.FindStringSubmatch(name); m != nil {
		base, year = "supply_rate", m[1]
	}
	var near []string
	for _, f := range list {
		title, definition, _ := strings.Cut(strings.TrimSuffix(f.Title, "。"), "：")
		if f.Name != base && title != name {
			if strings.Contains(title, name) || strings.Contains(f.Name, name) {
				near = append(near, title+"（"+f.Name+"）")
			}
			continue
		}
		_, rules, _ := strings.Cut(f.Tags["grain"], "rules: ")
		rules, _, _ = strings.Cut(rules, ". ")
		e = Explained{Indicator: f.Name, Title: title, Definition: definition, Rules: rules, SQL: f.SQL}
		if year != "" {
			e.Indicator, e.Title = name, year+"年批准的"+title
		}
		return e, nil
	}
	if near == nil {
		for _, f := range list {
			title, _, _ := strings.Cut(f.Title, "：")
			near = append(near, title+"（"+f.Name+"）")
		}
	}
	return e, fmt.Errorf("没有叫“%s”的指标；有：%s", name, strings.Join(near, "、"))
}

// drillOf is the statement that lists the rows behind an indicator.
func drillOf(indicator string) (string, error) {
	entries, err := questions.ReadDir("explain")
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		text, err := questions.ReadFile(path.Join("explain", entry.Name()))
		if err != nil {
			return "", err
		}
		f := parse("explain", entry.Name(), string(text))
		if slices.Contains(strings.Fields(f.Tags["indicators"]), indicator) {
			return f.SQL, nil
		}
	}
	return "", fmt.Errorf("%s 背后的行还列不出来", indicator)
}
