package pipeline

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"tongbao/charts"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Catalogue writes OUT/index.html over every edition that stands, beside the
// editions and in one rename. It holds nothing that the editions do not: should
// it fail, they are published all the same, and the error is told as a warning.
func Catalogue(ctx context.Context, out string) error {
	c, err := readCatalogue(ctx, out)
	if err != nil {
		return fmt.Errorf("通报已发布，总目 index.html 没有写成，下一次运行时重写：%w", err)
	}
	err = replace(filepath.Join(out, "index.html"), func(w io.Writer) error { return charts.Index(w, c) })
	if err != nil {
		return fmt.Errorf("通报已发布，总目 index.html 没有写成，下一次运行时重写：%w", err)
	}
	return nil
}

// readCatalogue lists the editions with their files, and reads the newest one's
// state; one that an earlier build made has none to show.
func readCatalogue(ctx context.Context, out string) (charts.Catalogue, error) {
	var c charts.Catalogue
	list, err := edition.List(out)
	if err != nil || len(list) == 0 {
		return c, err
	}
	for _, p := range list {
		e := charts.Edition{Quarter: p.Quarter}
		entries, err := os.ReadDir(p.Dir)
		if err != nil {
			return c, err
		}
		for _, f := range entries {
			if f.IsDir() && strings.HasPrefix(f.Name(), "v") {
				e.Versions = append(e.Versions, f.Name())
			} else if !f.IsDir() {
				e.Files = append(e.Files, f.Name())
			}
		}
		sort.Slice(e.Versions, func(i, j int) bool { // v2 before v10
			a, b := e.Versions[i], e.Versions[j]
			return len(a) < len(b) || len(a) == len(b) && a < b
		})
		c.Editions = append(c.Editions, e)
	}
	if tables, err := indexTables(ctx, list[len(list)-1]); err == nil {
		c.Tables = tables
	}
	return c, nil
}

// indexTables reads what the index and the comparison show of an edition.
func indexTables(ctx context.Context, p edition.Published) (map[string]queries.Table, error) {
	db, err := openSealed(ctx, "1GB", 2, sealed{Name: "sealed", Path: p.Ledger()})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tables := map[string]queries.Table{}
	for _, name := range charts.IndexMarts() {
		if tables[name], err = queries.Read(ctx, db, name); err != nil {
			return nil, err
		}
	}
	return tables, nil
}
