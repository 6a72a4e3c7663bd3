package queries

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"unicode/utf8"
)

// FuzzCells gives any text to the macros that read dates and numbers: none of
// them fails on it, a day lies between 1900 and 2099, and an area that is read at
// all is what the same text is without blanks around it.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"2013-05-12", "2013年5月12日", "二〇一三年十一月三十日", "2013.5", "20130512", "41405", "1,234.5678", "8,0000", "１２．５亩", "12.5 公顷",
		"-3", "1e3", "约3", "—", "NaN", "1_000", "99999999999999999999", "0.0000005", "\\d+", "'; DROP TABLE x; --", "%s", "(", "年月日"} {
		f.Add(s)
	}
	db := open(f, f.TempDir())
	ctx, enough := context.WithCancel(context.Background())
	defer enough()
	err := Build(ctx, db, 1, func(layer string) {
		if layer == "macro" {
			enough()
		}
	})
	if !errors.Is(err, context.Canceled) {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 1000 {
			return // the reader hands on UTF-8 alone
		}
		var year *int
		var month bool
		var area, bare, money, id, document *string
		row := db.QueryRow(`SELECT year(day_of($1)), month_only($1), CAST(area_of($1, 15) AS VARCHAR), CAST(area_of(trimmed($1), 15) AS VARCHAR),
			CAST(money_of($1, '元') AS VARCHAR), identifier($1), document_no($1)`, s)
		if err := row.Scan(&year, &month, &area, &bare, &money, &id, &document); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if year != nil && (*year < 1900 || *year > 2099) {
			t.Errorf("%q is a day of %d", s, *year)
		}
		if (area == nil) != (bare == nil) || area != nil && *area != *bare {
			t.Errorf("%q is another area with blanks around it", s)
		}
		for _, number := range []*string{area, money} {
			if number != nil {
				if _, ok := new(big.Rat).SetString(*number); !ok {
					t.Errorf("%q reads as %s", s, *number)
				}
			}
		}
	})
}
