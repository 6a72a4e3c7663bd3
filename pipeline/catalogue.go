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
// it fail, they are published all the same.
func Catalogue(ctx context.Context, out string) error {
	c, err := readCatalogue(ctx, out)
	if err != nil {
		return fmt.Errorf("通报已发布，总目 index.html 没有写成：%w", err)
	}
	path := filepath.Join(out, ".index.html")
	err = write(path, func(w io.Writer) error { return charts.Index(w, c) })
	if err == nil {
		err = os.Rename(path, filepath.Join(out, "index.html"))
	}
	if err != nil {
		return fmt.Errorf("通报已发布，总目没有写成：%w", err)
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
	db, err := openSealed(ctx, "1GB", 2, sealed{Name: "sealed", Path: list[len(list)-1].Ledger()})
	if err != nil {
		return c, nil
	}
	defer db.Close()
	tables := map[string]queries.Table{}
	for _, name := range charts.IndexMarts() {
		if tables[name], err = queries.Read(ctx, db, name); err != nil {
			return c, nil
		}
	}
	c.Tables = tables
	return c, nil
}
