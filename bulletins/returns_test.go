package bulletins

import (
	"slices"
	"testing"

	"tongbao/queries"
)

// TestReturnNames keeps unit names out of the way of file systems and of each other.
func TestReturnNames(t *testing.T) {
	problems := queries.NewTable("mart.return_problem", []string{"unit"}, []string{"某/街道"}, []string{"某\\街道"}, []string{".."}, []string{"正常街道"}, []string{"正常街道"})
	got := FileNames(Returns(problems, queries.NewTable("mart.return_cell", []string{"unit"})))
	want := []string{"某_街道.xlsx", "某_街道_2.xlsx", "未明确责任单位.xlsx", "正常街道.xlsx"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
