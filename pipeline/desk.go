package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Ask runs one read-only statement on the sealed database of a published
// edition: external access is off and the configuration is locked, so that a
// statement sees the edition and nothing else. An empty quarter is the latest.
func Ask(ctx context.Context, out, quarter, statement string) (queries.Table, error) {
	path, err := ledgerOf(out, quarter)
	if err != nil {
		return queries.Table{}, err
	}
	db, err := openSealed(ctx, path)
	if err != nil {
		return queries.Table{}, err
	}
	defer db.Close()
	return queries.Select(ctx, db, statement)
}

func ledgerOf(out, quarter string) (string, error) {
	list, err := edition.List(out)
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "", fmt.Errorf("输出文件夹 %s 里还没有已发布的通报；先运行 tongbao run", out)
	}
	if quarter == "" {
		return list[len(list)-1].Ledger(), nil
	}
	var have []string
	for _, p := range list {
		if p.Quarter == quarter {
			return p.Ledger(), nil
		}
		have = append(have, p.Quarter)
	}
	return "", fmt.Errorf("%s 没有已发布的通报；已有：%s", quarter, strings.Join(have, "、"))
}

// Start writes a starter folder for an office: the settings with every key
// explained, and the folder of the first quarter with empty ledgers that have
// the right headers. It never overwrites.
func Start(dir string, quarter queries.Quarter) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("文件夹 %s 不是空的；请换一个新文件夹", dir)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, quarter.String()), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "tongbao.toml"), Starter(), 0o644); err != nil {
		return err
	}
	return starterLedgers(dir, quarter.String())
}
