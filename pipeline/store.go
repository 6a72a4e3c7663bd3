package pipeline

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/duckdb/duckdb-go/v2"

	"tongbao/queries"
)

// locked are the settings every DuckDB of ours starts with: nothing is fetched,
// nothing is loaded. They stand in the DSN because they hold for the instance.
const locked = "?autoinstall_known_extensions=false&autoload_known_extensions=false"

// store is the working database of one run: in memory, spilling to dir.
type store struct {
	db *sql.DB
}

// openStore opens an empty working database whose raw layer will read the stage
// CSVs in dir.
func openStore(ctx context.Context, dir string) (*store, error) {
	variables, err := queries.Render("session", dir)
	if err != nil {
		return nil, err
	}
	connector, err := duckdb.NewConnector(locked, func(e driver.ExecerContext) error {
		_, err := e.ExecContext(ctx, variables, nil)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("DuckDB 打不开：%w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(runtime.NumCPU())
	if err := queries.Stage(ctx, db, "instance", filepath.Join(dir, "spill")); err != nil {
		db.Close()
		return nil, err
	}
	return &store{db: db}, nil
}

// follow attaches the ledger of the edition before, or an empty one.
func (s *store) follow(ctx context.Context, previous string) error {
	if previous == "" {
		return queries.Stage(ctx, s.db, "first_edition", nil)
	}
	if err := queries.Stage(ctx, s.db, "previous_edition", previous); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return damaged(previous, err)
	}
	return nil
}

// damaged says that an edition's sealed database cannot be opened, and what to
// do; DuckDB's own words tell why.
func damaged(path string, err error) error {
	var why *duckdb.Error
	if errors.As(err, &why) {
		err = why
	}
	return fmt.Errorf("已发布一期的数据 %s 打不开（%w）；请从备份恢复该期的文件夹，或把它移出输出文件夹后重新运行", path, err)
}

// seal writes the layers that belong to an edition into a database file of
// their own. One thread, cleared memory and no compression that samples at random:
// the same rows give the same bytes.
func (s *store) seal(ctx context.Context, path string) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// From here on: the order that Seal finds a table in is the one it is copied in.
	alone, err := queries.Render("few_rows", nil)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, alone); err != nil {
		return err
	}
	statements, err := queries.Seal(ctx, conn, path)
	if err != nil {
		return err
	}
	defer clearMemory()()
	for _, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			if strings.Contains(err.Error(), syscall.ENOSPC.Error()) || strings.Contains(err.Error(), "No space left") {
				err = errors.Join(syscall.ENOSPC, err) // DuckDB tells it in words only
			}
			return fmt.Errorf("封存数据库写不成：%s：%w", path, err)
		}
	}
	return nil
}

// sealed is one edition's database and the name it is attached by: ed_2024q2.
type sealed struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

// openSealed opens editions' databases to read: attached to an empty one, so
// that any path will do, with external access off and the configuration locked.
// The one connection stays on the first; memory is in DuckDB's words, "512MB".
func openSealed(ctx context.Context, memory string, threads int, editions ...sealed) (*sql.DB, error) {
	for _, e := range editions {
		if _, err := os.Stat(e.Path); err != nil {
			return nil, damaged(e.Path, err)
		}
	}
	db, err := sql.Open("duckdb", locked)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetConnMaxIdleTime(0)
	if err := queries.Stage(ctx, db, "edition", struct {
		Memory   string
		Threads  int
		Editions []sealed
	}{memory, threads, editions}); err != nil {
		db.Close()
		return nil, damaged(editions[0].Path, err)
	}
	return db, nil
}
