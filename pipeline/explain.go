package pipeline

import (
	"context"
	"database/sql"

	"tongbao/queries"
)

// Explanation is a figure of an edition and what it is made of.
type Explanation struct {
	Quarter string `json:"quarter"`
	queries.Explained
}

// Explain says how an edition's figure came about; an empty quarter is the
// latest, an empty day the edition's own. The statements are the program's: no
// jail is needed.
func (d Desk) Explain(ctx context.Context, quarter, indicator, unit, asOf string) (Explanation, error) {
	list, err := d.editions(quarter)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{Quarter: list[0].Quarter}
	err = d.open.use(ctx, []sealed{sealedOf(list[0])}, func(db *sql.DB) error {
		e.Explained, err = queries.Explain(ctx, db, indicator, unit, asOf)
		return err
	})
	return e, err
}
