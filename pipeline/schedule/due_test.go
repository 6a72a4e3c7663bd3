package schedule

import (
	"testing"
	"time"

	"tongbao/queries"
)

// TestNextDue: the edition after 2024Q2 is of 2024Q3 and comes after 30 September,
// in Shanghai, whatever the day of the week or month the settings name.
func TestNextDue(t *testing.T) {
	for _, c := range []struct{ cron, want string }{
		{"0 9 10 1,4,7,10 *", "2024-10-10"},
		{"0 0 1 * *", "2024-10-01"},
		{"30 8 * * 1", "2024-10-07"}, // the first Monday of October 2024
		{"0 9 15 1 *", "2025-01-15"}, // once a year
		{"0 9 30 2 *", "0001-01-01"}, // never
	} {
		got, err := NextDue(c.cron, queries.Quarter{Year: 2024, N: 2})
		if err != nil || got.Format(time.DateOnly) != c.want {
			t.Errorf("%s: the next edition is due on %s, %v; want %s", c.cron, got.Format(time.DateOnly), err, c.want)
		}
	}
	if _, err := NextDue("每季度", queries.Quarter{Year: 2024, N: 2}); err == nil {
		t.Error("no error for what is no cron expression")
	}
}
