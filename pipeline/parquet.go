package pipeline

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/duckdb/duckdb-go/v2"

	"tongbao/queries"
)

// parquetType is a type that an answer's text can be cast back to exactly.
// Whatever else a statement may make (lists, blobs, times of day) stays text.
var parquetType = regexp.MustCompile(`^(BOOLEAN|DATE|TIMESTAMP|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|DOUBLE|FLOAT|DECIMAL\(\d{1,2},\d{1,2}\))$`)

// parquetColumn is a column of the table that a Parquet file is made of.
type parquetColumn struct{ Cell, Type, Name string }

// WriteParquet writes an answer as a Parquet file: decimals exact, dates as
// dates. The rows have left the jail as text; a database of the program's own,
// which holds nothing else and runs no statement of the reader's, writes them.
func WriteParquet(ctx context.Context, out io.Writer, answer queries.Answer) error {
	dir, err := os.MkdirTemp("", "tongbao-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	connector, err := duckdb.NewConnector(locked, nil)
	if err != nil {
		return err
	}
	defer connector.Close()
	db := sql.OpenDB(connector)
	defer db.Close()
	db.SetMaxOpenConns(1)
	var columns []parquetColumn
	for i, name := range answer.Columns {
		c := parquetColumn{Cell: "c" + strconv.Itoa(i), Type: "VARCHAR", Name: queries.Quoted(name)}
		if parquetType.MatchString(answer.Types[i]) {
			c.Type = answer.Types[i]
		}
		columns = append(columns, c)
	}
	if err := queries.Stage(ctx, db, "parquet_table", columns); err != nil {
		return err
	}
	if err := appendRows(ctx, db, answer); err != nil {
		return fmt.Errorf("parquet 写不成：%w", err)
	}
	path := filepath.Join(dir, "answer.parquet")
	if err := queries.Stage(ctx, db, "parquet", struct {
		Path    string
		Columns []parquetColumn
	}{path, columns}); err != nil {
		return fmt.Errorf("parquet 写不成：%w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(out, file)
	return err
}

func appendRows(ctx context.Context, db *sql.DB, answer queries.Answer) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		a, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", "answer")
		if err != nil {
			return err
		}
		for i, cells := range answer.Rows {
			row := make([]driver.Value, len(cells)+1)
			row[0] = int64(i)
			for j, c := range cells {
				if c.Valid {
					row[j+1] = c.String
				}
			}
			if err := a.AppendRow(row...); err != nil {
				return err
			}
		}
		return a.Close()
	})
}
