package pipeline

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"tongbao/queries"
)

// tour asks every saved question of the demo's last edition and holds the answers
// to the table that the README shows: how many rows, and of the first the columns
// that stand there, as "column value".
func (d demo) tour(t *testing.T) {
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	list, err := queries.Questions()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{}
	for _, line := range strings.Split(string(b), "\n") {
		cells := strings.Split(line, " | ")
		if no := strings.TrimPrefix(cells[0], "| "); len(cells) == 4 && no != cells[0] {
			if _, err := strconv.Atoi(no); err == nil {
				told[no] = cells
			}
		}
	}
	for _, q := range list {
		cells, ok := told[strconv.Itoa(q.No)]
		if !ok {
			t.Errorf("the README does not answer question %d %s", q.No, q.Title)
			continue
		}
		a := asked(t, d.out, "2025Q4", q.Name, nil)
		if cells[1] != q.Title || cells[2] != strconv.Itoa(a.Len()) {
			t.Errorf("%d: the README says %q of %s rows, the answer is %q of %d", q.No, cells[1], cells[2], q.Title, a.Len())
		}
		said := strings.TrimSuffix(cells[3], " |")
		if (said == "") != (a.Len() == 0) {
			t.Errorf("%d: the README says %q of %d rows", q.No, said, a.Len())
		}
		for pair := range strings.SplitSeq(said, "；") {
			if column, value, ok := strings.Cut(pair, " "); ok && a.Text(0, column) != value {
				t.Errorf("%d: the README says %s is %q, the answer %q", q.No, column, value, a.Text(0, column))
			}
		}
	}
}
