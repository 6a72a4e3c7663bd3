package pipeline

import (
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/queries"
)

// rowsMakeTheFigure lists the rows behind every figure of the edition's own day
// and holds their sums to its numerator and denominator, or to its value.
func rowsMakeTheFigure(t *testing.T, out string) {
	list, err := Desk{Out: out}.editions("2024Q1")
	if err != nil {
		t.Fatal(err)
	}
	db, err := openSealed(t.Context(), "1GB", 2, sealedOf(list[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	seen := map[string]bool{}
	for _, f := range expected(t, filepath.Join(out, "editions/2024Q1/figures.csv")) {
		// One unit, one department and the district; and an earlier day of the district.
		if !(f["as_of"] == "2024-03-31" && slices.Contains([]string{"全区", "先进制造业开发区", "区教育体育局"}, f["unit"]) || f["as_of"] == "2023-06-30" && f["unit"] == "全区") {
			continue
		}
		e, err := queries.Explain(t.Context(), db, f["indicator"], f["unit"], f["as_of"])
		if err != nil {
			t.Errorf("%s %s: %v", f["indicator"], f["unit"], err)
			continue
		}
		what := f["indicator"] + " " + f["unit"] + " " + f["as_of"]
		if e.Definition == "" || e.Rules == "" || e.SQL == "" {
			t.Errorf("%s is not defined: %+v", what, e)
		}
		seen[f["indicator"]] = true
		sums := map[string]string{}
		for _, column := range []string{"计入分子", "计入分母", "计入数值"} {
			sums[column] = sum(t, queries.Answer{Table: e.Rows}, column)
		}
		switch {
		case f["indicator"] == "supply_gap_ha": // what is due at 80 %, less what is supplied
			if gap := gapOf(sums["计入分子"], sums["计入分母"]); gap != "" {
				equal(t, what, gap, f["value"])
			}
		case f["denominator"] != "":
			equal(t, what+" numerator", sums["计入分子"], f["numerator"])
			equal(t, what+" denominator", sums["计入分母"], f["denominator"])
		case f["value"] != "":
			equal(t, what, sums["计入数值"], f["value"])
		}
		for i := range e.Rows.Len() {
			if e.Rows.Text(i, "文件") == "" || e.Rows.Text(i, "行") == "" {
				t.Errorf("%s: row %d (%s) has no place in a ledger", what, i, e.Rows.Text(i, "编号"))
			}
		}
	}
	files, err := queries.Files("kpi")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f.Name] {
			t.Errorf("%s was not explained", f.Name)
		}
	}
	if _, err := queries.Explain(t.Context(), db, "供地", "全区", ""); err == nil || !strings.Contains(err.Error(), "supply_rate") {
		t.Errorf("a near name: %v", err)
	}
	if _, err := queries.Explain(t.Context(), db, "supply_rate", "高庄", ""); err == nil || !strings.Contains(err.Error(), "高庄街道") {
		t.Errorf("an unknown unit: %v", err)
	}
}

// gapOf is 0.8 × due - supplied; empty where the rounding to 0.01 m² has a say.
func gapOf(supplied, due string) string {
	s, _ := new(big.Rat).SetString(supplied)
	d, _ := new(big.Rat).SetString(due)
	gap := new(big.Rat).Sub(new(big.Rat).Mul(d, big.NewRat(4, 5)), s)
	if text := gap.FloatString(6); gap.Sign() > 0 {
		return text
	}
	return "0"
}
