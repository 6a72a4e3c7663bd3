package pipeline

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"

	"tongbao/bulletins"
	"tongbao/queries"
)

// receipt is a line of the list inside the PDF that accounts for its numbers.
type receipt struct {
	page                           int
	place, printed                 string
	indicator, unit, asOf, measure string
	value                          string
}

// auditNumbers reads a bulletin's pages and the list inside it: every number on a
// page stands in the list, every number of the list on its page, and each figure
// is the database's, rounded once.
func auditNumbers(path string, tables map[string]queries.Table) (err error) {
	defer func() {
		if broken := recover(); broken != nil { // the reader panics on a damaged file
			err = fmt.Errorf("不是完整的 PDF（%v）", broken)
		}
	}()
	f, r, err := pdf.Open(path)
	if err != nil {
		return fmt.Errorf("打不开：%w", err)
	}
	defer f.Close()
	list, err := receiptsIn(r)
	if err != nil {
		return err
	}
	listed := map[int][]string{}
	for _, one := range list {
		listed[one.page] = append(listed[one.page], bulletins.Numbers(one.printed)...)
	}
	for n := 1; n <= r.NumPage(); n++ {
		var text strings.Builder
		pageText(r.Page(n), &text)
		if err := sameNumbers(bulletins.Numbers(text.String()), listed[n]); err != nil {
			return fmt.Errorf("第%d页：%w", n, err)
		}
	}
	return auditFigures(list, tables)
}

// sameNumbers compares what a page shows with what the list says it shows.
func sameNumbers(shown, listed []string) error {
	shown, listed = slices.Sorted(slices.Values(shown)), slices.Sorted(slices.Values(listed))
	for i := range max(len(shown), len(listed)) {
		switch {
		case i >= len(listed) || i < len(shown) && shown[i] < listed[i]:
			return fmt.Errorf("印着的%s没有出处", shown[i])
		case i >= len(shown) || shown[i] > listed[i]:
			return fmt.Errorf("出处表里的%s没有印着", listed[i])
		}
	}
	return nil
}

// receiptsIn is the list of receipts that a PDF carries.
func receiptsIn(r *pdf.Reader) ([]receipt, error) {
	names := r.Trailer().Key("Root").Key("Names").Key("EmbeddedFiles").Key("Names")
	for i := 0; i+1 < names.Len(); i += 2 {
		if names.Index(i).RawString() != bulletins.ReceiptsName {
			continue
		}
		data, err := io.ReadAll(names.Index(i + 1).Key("EF").Key("F").Reader())
		if err != nil {
			return nil, fmt.Errorf("附带的 %s：%w", bulletins.ReceiptsName, err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) < 2 {
			return nil, fmt.Errorf("附带的 %s 有%d行：%w", bulletins.ReceiptsName, len(rows), err)
		}
		var list []receipt
		for _, row := range rows[1:] {
			page, err := strconv.Atoi(row[0])
			if err != nil {
				return nil, fmt.Errorf("附带的 %s：%w", bulletins.ReceiptsName, err)
			}
			list = append(list, receipt{page, row[1], row[2], row[3], row[4], row[5], row[7], row[6]})
		}
		return list, nil
	}
	return nil, errors.New("没有附带" + bulletins.ReceiptsName)
}

// auditFigures holds each figure of the list to the database's value and to its
// text; one that the tables do not know by name is held to its own exact value.
func auditFigures(list []receipt, tables map[string]queries.Table) error {
	type key struct{ indicator, unit, asOf string }
	known := map[key][2]string{}
	for _, name := range []string{"mart.figure", "mart.receipt"} {
		t := tables[name]
		for i := range t.Len() {
			known[key{t.Text(i, "indicator"), t.Text(i, "unit"), t.Text(i, "as_of")}] = [2]string{t.Text(i, "value"), t.Text(i, "text")}
		}
	}
	for _, one := range list {
		numbers := bulletins.Numbers(one.printed)
		if one.indicator == "" || len(numbers) == 0 {
			continue
		}
		is, there := known[key{one.indicator, one.unit, one.asOf}]
		texts := bulletins.Numbers(is[1])
		switch {
		case there && is[0] != one.value && one.printed != one.value:
			return fmt.Errorf("第%d页%s：%s的%s出处写的是%s，数据库里是%s", one.page, one.place, one.unit, one.indicator, one.value, is[0])
		case there && len(texts) > 0 && texts[0] == numbers[0], roundsTo(one.value, numbers[0]):
		default:
			return fmt.Errorf("第%d页%s印着%s，%s的%s是%s", one.page, one.place, one.printed, one.unit, one.indicator, one.value)
		}
	}
	return nil
}

// roundsTo says whether an exact value, rounded half up, is written as given. The
// sign stands beside the number, or is a word.
func roundsTo(value, written string) bool {
	v, ok := new(big.Rat).SetString(strings.TrimLeft(value, "+-"))
	if !ok {
		return false
	}
	_, places, _ := strings.Cut(written, ".")
	return v.FloatString(len(places)) == written
}
