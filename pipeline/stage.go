package pipeline

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"time"

	"tongbao/pipeline/ledger"
)

// stageSettings writes what is not in the ledgers but in the request: settings,
// the default units, what was acknowledged, and what the fields are called.
func stageSettings(dir string, r Request, v ledger.Vocabulary) error {
	asOf := r.AsOf
	if asOf.IsZero() {
		asOf = r.Quarter.End()
	}
	settings := [][]string{{"key", "value"}, {"quarter", r.Quarter.String()}, {"quarter_end", r.Quarter.End().Format(time.DateOnly)},
		{"as_of", asOf.Format(time.DateOnly)}}
	for _, s := range r.Settings.Policy(r.Quarter.String()) {
		settings = append(settings, []string{s.Key, s.Value})
	}
	units := [][]string{{"unit_code", "unit", "aliases", "category", "ranked"}}
	for _, u := range r.Settings.Units {
		ranked := "否"
		if u.Ranked {
			ranked = "是"
		}
		units = append(units, []string{u.Code, u.Name, u.Aliases, u.Category, ranked})
	}
	accepted := [][]string{{"rule", "key", "accepted_by", "because"}}
	for _, a := range r.Accepted {
		accepted = append(accepted, []string{a.Rule, a.Key, a.By, a.Because})
	}
	fields := [][]string{{"kind", "field", "title"}}
	for _, k := range v.Kinds() {
		for _, f := range k.Fields {
			fields = append(fields, []string{k.ID, f.ID, f.Title()})
		}
	}
	for name, rows := range map[string][][]string{"field": fields, "setting": settings, "default_unit": units, "accepted": accepted} {
		if err := writeRows(filepath.Join(dir, name+".csv"), "", rows); err != nil {
			return err
		}
	}
	return nil
}

// writeRows writes a CSV file by RFC 4180 with LF, after a prefix.
func writeRows(path, prefix string, rows [][]string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if _, err := f.WriteString(prefix); err != nil {
		return err
	}
	return csv.NewWriter(f).WriteAll(rows)
}
