package queries

import (
	"context"
	"database/sql"
	"errors"
)

// Engine is the database's name and version, for the manifest: another version
// may write other bytes for the same rows.
func Engine(ctx context.Context, db Querier) (string, error) {
	statement, err := Render("engine", nil)
	if err != nil {
		return "", err
	}
	t, err := scan(ctx, db, "engine", statement)
	if err != nil || t.Len() == 0 {
		return "", err
	}
	return "DuckDB " + t.Text(0, "version"), nil
}

// Corrections are the figures and ranks of the working database that differ from
// those of the edition whose sealed ledger is given: indicator, title, unit, as_of,
// old and new (exact), old_text, new_text and change_text (as printed), rows (the
// batches and parcels that moved); what one of the two does not have is NULL there.
func Corrections(ctx context.Context, db *sql.DB, ledger string) (Table, error) {
	if err := Stage(ctx, db, "replaced_edition", ledger); err != nil {
		return Table{}, err
	}
	statement, err := Render("correction", nil)
	if err != nil {
		return Table{}, err
	}
	t, err := scan(ctx, db, "correction", statement)
	return t, errors.Join(err, Stage(ctx, db, "release_replaced", nil))
}
