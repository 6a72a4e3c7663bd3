package queries

import (
	"context"
	"fmt"
)

// Letter reads queries/letter/NAME.sql from a sealed edition: the rows that a
// paper other than the bulletin speaks of. Every cell people read is text (R4).
func Letter(ctx context.Context, db Querier, name string, bindings ...Binding) (Table, error) {
	text, err := questions.ReadFile("letter/" + name + ".sql")
	if err != nil {
		return Table{}, fmt.Errorf("没有 queries/letter/%s.sql：%w", name, err)
	}
	a, err := Collect(ctx, db, Job{Statement: string(text), Bindings: bindings, Limits: Limits{Rows: 1 << 20, Cells: 1 << 30, Bytes: 1 << 30}})
	if err == nil && a.Cut != "" {
		err = fmt.Errorf("queries/letter/%s.sql：%s", name, a.Cut)
	}
	a.Name = "letter." + name
	return a.Table, err
}
