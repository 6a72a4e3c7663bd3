package queries

import (
	"fmt"
	"regexp"
	"time"
)

// Quarter is a calendar quarter (rule R14): the name of a snapshot and of an edition.
type Quarter struct {
	Year int
	N    int // 1 to 4
}

var quarterForm = regexp.MustCompile(`^(\d{4})[Qq]([1-4])$`)

// ParseQuarter reads 2024Q2.
func ParseQuarter(s string) (Quarter, error) {
	m := quarterForm.FindStringSubmatch(s)
	if m == nil {
		return Quarter{}, fmt.Errorf("季度写作 2024Q2，而不是 %q", s)
	}
	var q Quarter
	fmt.Sscan(m[1], &q.Year)
	fmt.Sscan(m[2], &q.N)
	return q, nil
}

// QuarterOf is the quarter a day lies in.
func QuarterOf(day time.Time) Quarter {
	return Quarter{Year: day.Year(), N: (int(day.Month())-1)/3 + 1}
}

// String is the folder name: 2024Q2.
func (q Quarter) String() string { return fmt.Sprintf("%04dQ%d", q.Year, q.N) }

// Chinese is the name in a title: 2024年第二季度.
func (q Quarter) Chinese() string {
	return fmt.Sprintf("%d年第%s季度", q.Year, [...]string{"一", "二", "三", "四"}[q.N-1])
}

// End is the quarter's last day, the default as_of of its edition.
func (q Quarter) End() time.Time {
	return time.Date(q.Year, time.Month(q.N*3+1), 0, 0, 0, 0, 0, time.UTC)
}

// Start is the quarter's first day.
func (q Quarter) Start() time.Time {
	return time.Date(q.Year, time.Month(q.N*3-2), 1, 0, 0, 0, 0, time.UTC)
}

// Before orders quarters in time.
func (q Quarter) Before(o Quarter) bool {
	return q.Year < o.Year || q.Year == o.Year && q.N < o.N
}

// Previous is the quarter before.
func (q Quarter) Previous() Quarter {
	if q.N == 1 {
		return Quarter{Year: q.Year - 1, N: 4}
	}
	return Quarter{Year: q.Year, N: q.N - 1}
}
