package pipeline

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/bulletins"
	"tongbao/queries"
)

// casesDir is where an office keeps its typical cases, beside the ledgers.
const casesDir = "narrative/cases"

// Letters are the papers that follow from a published edition: for each unit that
// R12 proposes to summon or to expose a 约谈建议 or 督办函, and the 开竣工提醒.
// They are drafts for the office to finish, and no part of the edition: what is
// only proposed is not laid before everybody who opens the share.
type Letters struct {
	Out     string
	Quarter string // empty: the latest
	To      string // the folder they go to; empty: OUT/letters/QUARTER
	Faces   bulletins.Faces
}

// paperwork is one paper to be written: its file without the extension.
type paperwork struct {
	name   string
	letter bulletins.Letter
}

// Write makes the papers, each as PDF and for Word, and returns their files. A
// file that stands is replaced whole.
func (l Letters) Write(ctx context.Context) ([]string, error) {
	list, err := Desk{Out: l.Out}.editions(l.Quarter)
	if err != nil {
		return nil, err
	}
	if l.To == "" {
		l.To = filepath.Join(l.Out, "letters", list[0].Quarter)
	}
	db, err := openSealed(ctx, "1GB", 2, sealedOf(list[0]))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	base, err := letterOf(ctx, db)
	if err != nil {
		return nil, err
	}
	var papers []paperwork
	for _, unit := range namedBy(base.Consequence, "约谈") {
		papers = append(papers, paperwork{"约谈建议-" + unit, addressed(base, "talk", unit)})
	}
	for _, unit := range namedBy(base.Consequence, "约谈", "曝光停供") {
		papers = append(papers, paperwork{"督办函-" + unit, addressed(base, "urge", unit)})
	}
	for i := range papers {
		p := &papers[i]
		if p.letter.Rows, err = letterRows(ctx, db, []string{"stock", "land", "idle"}, queries.Binding{Name: "unit", Value: p.letter.Unit}); err != nil {
			return nil, err
		}
	}
	remind := addressed(base, "remind", "")
	if remind.Rows, err = letterRows(ctx, db, []string{"due", "due_unit"}, queries.Binding{Name: "unit"}); err != nil {
		return nil, err
	}
	return writePapers(append(papers, paperwork{"开竣工提醒", remind}), l.To, l.Faces)
}

// Report is the closing report of a year, or of the whole programme.
type Report struct {
	Out   string
	Year  string // empty: from T0 to the latest edition
	To    string // the folder it goes to; empty: OUT/letters
	Cases string // folder of ledgers whose narrative/cases/*.md are printed; empty: none
	Faces bulletins.Faces
}

// Write makes the report from the last published edition of the year.
func (r Report) Write(ctx context.Context) ([]string, error) {
	list, err := Desk{Out: r.Out}.editions("")
	if err != nil {
		return nil, err
	}
	at := -1
	for i, p := range append(list[1:len(list):len(list)], list[0]) { // oldest first: the last of the year counts
		if strings.HasPrefix(p.Quarter, r.Year) {
			at = (i + 1) % len(list)
		}
	}
	if at < 0 {
		return nil, fmt.Errorf("%s 里没有%s年的已发布通报；年度总结取自当年最后一期", r.Out, r.Year)
	}
	if r.To == "" {
		r.To = filepath.Join(r.Out, "letters")
	}
	db, err := openSealed(ctx, "1GB", 2, sealedOf(list[at]))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	letter, err := letterOf(ctx, db)
	if err != nil {
		return nil, err
	}
	letter.Kind, letter.Year = "report", r.Year
	if letter.Rows, err = letterRows(ctx, db, []string{"span", "span_quarter", "span_unit"}, queries.Binding{Name: "year", Value: r.Year}); err != nil {
		return nil, err
	}
	if letter.Cases, err = casesIn(r.Cases); err != nil {
		return nil, err
	}
	name := "专项行动工作总结"
	if r.Year != "" {
		name = r.Year + "年工作总结"
	}
	return writePapers([]paperwork{{name, letter}}, r.To, r.Faces)
}

// letterOf reads what every paper takes from an edition.
func letterOf(ctx context.Context, db *sql.DB) (l bulletins.Letter, err error) {
	for _, t := range []struct {
		name string
		into *queries.Table
	}{{"mart.masthead", &l.Masthead}, {"mart.figure", &l.Figure}, {"mart.ranking", &l.Ranking}, {"mart.problem", &l.Problem}, {"mart.consequence", &l.Consequence}} {
		if *t.into, err = queries.Read(ctx, db, t.name); err != nil {
			return l, err
		}
	}
	return l, nil
}

func letterRows(ctx context.Context, db *sql.DB, names []string, binding queries.Binding) (map[string]queries.Table, error) {
	rows := map[string]queries.Table{}
	for _, name := range names {
		t, err := queries.Letter(ctx, db, name, binding)
		if err != nil {
			return nil, err
		}
		rows[name] = t
	}
	return rows, nil
}

func addressed(l bulletins.Letter, kind, unit string) bulletins.Letter {
	l.Kind, l.Unit = kind, unit
	return l
}

// namedBy are the units that some of the actions are proposed for, each once.
func namedBy(consequence queries.Table, actions ...string) (units []string) {
	for i := range consequence.Len() {
		unit := consequence.Text(i, "unit")
		if slices.Contains(actions, consequence.Text(i, "action")) && !slices.Contains(units, unit) {
			units = append(units, unit)
		}
	}
	return units
}

// casesIn reads the typical cases of a ledger folder, in the order of their names.
func casesIn(ledgers string) ([]bulletins.Narrative, error) {
	if ledgers == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(filepath.Join(ledgers, filepath.FromSlash(casesDir)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list []bulletins.Narrative
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".md") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(ledgers, filepath.FromSlash(casesDir), e.Name()))
		if err != nil {
			return nil, fmt.Errorf("典型案例读不了：%w", err)
		}
		list = append(list, bulletins.Narrative{Name: casesDir + "/" + e.Name(), Text: string(text)})
	}
	return list, err
}

// writePapers typesets each paper and reads it back.
func writePapers(papers []paperwork, dir string, faces bulletins.Faces) (files []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var names []string
	for _, p := range papers {
		names = append(names, p.name)
	}
	for i, name := range bulletins.DistinctNames(names) {
		doc, err := bulletins.ComposeLetter(papers[i].letter)
		if err != nil {
			return nil, fmt.Errorf("%s：%w", name, err)
		}
		path := filepath.Join(dir, name)
		pages := 0
		err = errors.Join(lay(path+".pdf", func(w io.Writer) error {
			stats, err := bulletins.WritePDF(w, doc, faces)
			pages = stats.Pages
			return err
		}, func(path string) (string, error) {
			text, n, err := readPaper(path)
			if err == nil && n != pages {
				err = fmt.Errorf("排了%d页，读回%d页", pages, n)
			}
			return text + "\n" + flowing(text, n, doc.Draft), err
		}, doc), lay(path+".docx", func(w io.Writer) error { return bulletins.WriteDOCX(w, doc, faces) }, func(path string) (string, error) {
			data, err := os.ReadFile(path)
			if err != nil {
				return "", err
			}
			return bulletins.DocxText(data)
		}, doc))
		if err != nil {
			return files, err
		}
		files = append(files, path+".pdf", path+".docx")
	}
	return files, nil
}

// flowing is the text of a PDF without what stands between the last line of a
// page and the first of the next: page numbers and the draft's mark.
func flowing(text string, pages int, mark string) string {
	for n := range pages {
		folio := fmt.Sprintf("— %d —", n+1)
		if strings.Contains(text, folio+mark) {
			folio += mark
		}
		text = strings.Replace(text, folio, "", 1)
	}
	return text
}

// lay writes a paper beside its place, reads it back, finds every word of it, and
// only then puts it there. What somebody has changed by hand is not overwritten.
func lay(path string, fill func(io.Writer) error, read func(path string) (string, error), doc bulletins.Document) error {
	beside := filepath.Join(filepath.Dir(path), "."+filepath.Base(path))
	err := write(beside, fill)
	var text string
	if err == nil {
		text, err = read(beside)
	}
	if err == nil {
		err = holds(text, wordsOf(doc))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s：%w", filepath.Base(path), err), os.Remove(beside))
	}
	standing, err := os.ReadFile(path)
	if err == nil {
		fresh, err := os.ReadFile(beside)
		if err != nil {
			return err
		}
		if !bytes.Equal(standing, fresh) {
			return errors.Join(fmt.Errorf("%s 已有，内容不同（改过，或数据变了），没有覆盖；请先移走，或用 --to 写到别的文件夹", path), os.Remove(beside))
		}
	}
	return os.Rename(beside, path)
}

// wordsOf are every paragraph and every cell of a document: all of it must be
// found in what was written. Rare characters are left to the eye: the PDF holds
// them in private codes.
func wordsOf(doc bulletins.Document) []string {
	words := []string{doc.Title, doc.Addressee, doc.Signature}
	for _, b := range doc.Body {
		for _, r := range b.Runs {
			words = append(words, r.Text)
		}
	}
	for _, a := range doc.Annexes {
		words = append(words, a.Title)
		for _, row := range a.Table.Rows {
			words = append(words, row.Cells...)
		}
	}
	return words
}
