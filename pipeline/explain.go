package pipeline

import (
	"context"

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
	db, err := openSealed(ctx, "1GB", 2, sealedOf(list[0]))
	if err != nil {
		return e, err
	}
	defer db.Close()
	e.Explained, err = queries.Explain(ctx, db, indicator, unit, asOf)
	return e, err
}
