package ledger

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// tokens reads all records: "line:a|b|c" each.
func tokens(r io.Reader, delim byte) (records []string, err error) {
	t := newTokenizer(r, delim)
	for {
		line, cells, plain, err := t.next()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		if plain && bytes.ContainsAny(bytes.Join(cells, nil), "\"\r\n,") {
			return records, errors.New("called plain, but is not")
		}
		records = append(records, itoa(line)+":"+string(bytes.Join(cells, []byte("|"))))
	}
}

func TestTokenizer(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		delim byte
		want  string
	}{
		"lf":                {"a,b\nc,d\n", ',', "1:a|b 2:c|d"},
		"crlf":              {"a,b\r\nc,d\r\n", ',', "1:a|b 2:c|d"},
		"cr":                {"a,b\rc,d\r", ',', "1:a|b 2:c|d"},
		"mixed":             {"a\r\nb\rc\nd", ',', "1:a 2:b 3:c 4:d"},
		"no last break":     {"a,b\nc,", ',', "1:a|b 2:c|"},
		"blank lines":       {"a\n\n\nb\n", ',', "1:a 2: 3: 4:b"},
		"tab":               {"a\tb,c\n", '\t', "1:a|b,c"},
		"semicolon":         {"a;b\n", ';', "1:a|b"},
		"quotes":            {"\"a,b\",\"c\"\"d\",\"\"\n", ',', "1:a,b|c\"d|"},
		"quoted lines lf":   {"\"x\ny\nz\",1\nnext,2\n", ',', "1:x\ny\nz|1 4:next|2"},
		"quoted lines crlf": {"\"x\r\ny\",1\r\nnext,2\r\n", ',', "1:x\r\ny|1 3:next|2"},
		"quoted lines cr":   {"\"x\ry\",1\rnext,2\r", ',', "1:x\ry|1 3:next|2"},
		"bare quote":        {"5\" pipe,b\nc,d\n", ',', "1:5\" pipe|b 2:c|d"},
		"space after quote": {"\"a\" ,b\n", ',', "1:a|b"},
		"quoted at the end": {"a,\"b\"", ',', "1:a|b"},
		"only quotes":       {"\"\"\"\"", ',', "1:\""},
		"empty":             {"", ',', ""},
	} {
		for how, r := range map[string]io.Reader{
			"whole":  strings.NewReader(c.text),
			"pieces": iotest.OneByteReader(strings.NewReader(c.text)),
		} {
			got, err := tokens(r, c.delim)
			if err != nil {
				t.Errorf("%s (%s): %v", name, how, err)
			}
			equal(t, name+" "+how, strings.Join(got, " "), c.want)
		}
	}
}

func TestTokenizerLocatesQuotes(t *testing.T) {
	lines := strings.Repeat("a,b\r\n", 50_000)
	for name, c := range map[string]struct {
		text       string
		opened, at int
	}{
		"never closed":       {lines + "c,\"d\r\ne,f\r\n", 50_001, 0},
		"closed in the next": {lines + "c,\"d\r\ne,\"f\"\r\n", 50_001, 50_002},
		"closed too early":   {"a\n\"b\"c,d\n", 2, 2},
	} {
		_, err := tokens(strings.NewReader(c.text), ',')
		var q *quoteError
		if !errors.As(err, &q) || q.opened != c.opened || q.at != c.at {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := tokens(strings.NewReader("a\n\""+strings.Repeat("x\n", maxRecord)), ',')
	var q *quoteError
	if !errors.As(err, &q) || !q.tooLong || q.opened != 2 {
		t.Errorf("endless record: %v", err)
	}
}

// A record that spans the buffer's end keeps its line and its text.
func TestTokenizerLongRecords(t *testing.T) {
	cell := strings.Repeat("长", 300_000) + "\n" + strings.Repeat("\"\"", 300_000)
	text := "a,\"" + cell + "\"\n"
	got, err := tokens(strings.NewReader(strings.Repeat(text, 3)), ',')
	if err != nil || len(got) != 3 {
		t.Fatal(len(got), err)
	}
	for i, r := range got {
		want := itoa(2*i+1) + ":a|" + strings.ReplaceAll(cell, `""`, `"`)
		if r != want {
			t.Errorf("record %d differs", i)
		}
	}
}

func FuzzTokenizer(f *testing.F) {
	for _, seed := range []string{"a,b\r\nc,\"d\"\"\r\ne\"\n", "\"a", "a\rb\n\"c\"d", ",,\n\n\"\"\"\"", "5\" x,\"y\" \n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, err := tokens(strings.NewReader(text), ',')
		pieces, err2 := tokens(iotest.OneByteReader(strings.NewReader(text)), ',')
		if strings.Join(whole, "\x00") != strings.Join(pieces, "\x00") || (err == nil) != (err2 == nil) {
			t.Fatalf("whole %q %v, in pieces %q %v", whole, err, pieces, err2)
		}
		if err != nil {
			return
		}
		// What is written can be read back by another reader: same cells.
		tk := newTokenizer(strings.NewReader(text), ',')
		for {
			_, cells, plain, err := tk.next()
			if err != nil {
				return
			}
			var row []byte
			for i, c := range cells {
				if i > 0 {
					row = append(row, ',')
				}
				row = appendCell(row, c, plain)
			}
			if len(row) == 0 || bytes.ContainsRune(row, '\r') {
				continue // encoding/csv skips blank lines and turns CR LF into LF
			}
			back, err := csv.NewReader(bytes.NewReader(append(row, '\n'))).Read()
			if err != nil || len(back) != len(cells) {
				t.Fatalf("row %q: %q %v", row, back, err)
			}
			for i := range back {
				if back[i] != string(cells[i]) {
					t.Fatalf("row %q: cell %d is %q, was %q", row, i, back[i], cells[i])
				}
			}
		}
	})
}
