package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tongbao/charts"
	"tongbao/pipeline/edition"
)

// Compare writes the page over several districts' output folders to path, whole
// or not at all. A folder without an edition that can be shown is an error that
// names it.
func Compare(ctx context.Context, outs []string, path string) error {
	var list []charts.District
	home, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, out := range outs {
		editions, err := edition.List(out)
		if err != nil {
			return err
		}
		if len(editions) == 0 {
			return fmt.Errorf("%s 里没有已发布的通报；请写各区的输出文件夹（里面有 editions）", out)
		}
		newest := editions[len(editions)-1]
		tables, err := indexTables(ctx, newest)
		if err != nil {
			return fmt.Errorf("%s 的 %s 读不出看板数据（是较早的程序做的，或已损坏）；请用现在的程序重做这一期：%w", out, newest.Quarter, err)
		}
		full, err := filepath.Abs(out)
		if err != nil {
			return err
		}
		link, err := filepath.Rel(home, filepath.Join(full, "index.html"))
		if err != nil {
			return fmt.Errorf("%s 和要写的 %s 不在同一个盘上，不能用相对链接；请写到同一个盘", out, path)
		}
		list = append(list, charts.District{Folder: out, Link: filepath.ToSlash(link), Tables: tables})
	}
	return replace(path, func(w io.Writer) error { return charts.Compare(w, list) })
}

// replace writes a file beside its place and renames it there.
func replace(path string, fill func(io.Writer) error) error {
	beside := filepath.Join(filepath.Dir(path), "."+filepath.Base(path))
	if err := write(beside, fill); err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	return os.Rename(beside, path)
}
