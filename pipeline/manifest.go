package pipeline

import (
	"context"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// manifest says what an edition was made from. It holds no clock and no path of
// this machine: the same input, settings and build give the same manifest.
func manifest(ctx context.Context, r Request, s *store, load ledger.Load, sheets queries.Table) (edition.Manifest, error) {
	m := edition.Manifest{Quarter: r.Quarter.String(), AsOf: r.Quarter.End().Format("2006-01-02"), Build: r.Build, SettingsFile: r.Settings.record()}
	if !r.AsOf.IsZero() {
		m.AsOf = r.AsOf.Format("2006-01-02")
	}
	for _, s := range r.Settings.Policy(r.Quarter.String()) {
		m.Settings = append(m.Settings, edition.Setting{Key: s.Key, Value: s.Value})
	}
	for _, a := range r.Accepted {
		m.Accepted = append(m.Accepted, edition.Acceptance(a))
	}
	bySheet := map[string][]edition.Sheet{}
	for i := range sheets.Len() {
		file := sheets.Text(i, "file")
		bySheet[file] = append(bySheet[file], edition.Sheet{Sheet: sheets.Text(i, "sheet"), Kind: sheets.Text(i, "kind"), Measure: sheets.Text(i, "measure"),
			Status: sheets.Text(i, "status"), Message: sheets.Text(i, "message"), Read: number(sheets, i, "rows_read"), Accepted: number(sheets, i, "accepted"),
			Refused: number(sheets, i, "refused"), LeftOut: number(sheets, i, "left_out")})
	}
	for _, f := range load.Files {
		m.Inputs = append(m.Inputs, edition.Input{File: f.Path, Size: f.Size, SHA256: f.SHA256, Format: f.Format, Encoding: f.Encoding,
			Status: f.Status, Message: f.Message, Sheets: bySheet[f.Path]})
	}
	engine, err := queries.Engine(ctx, s.db)
	m.Engine = engine
	return m, err
}
