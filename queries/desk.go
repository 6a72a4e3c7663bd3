package queries

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// tableFunctions are the functions that a reader's own statement may take rows
// from. The others reach for files, the network or the engine's settings.
var tableFunctions = map[string]bool{"range": true, "generate_series": true, "unnest": true, "json_each": true, "json_tree": true}

// Select is the result of a reader's own statement, every column as text. One
// SELECT is taken and nothing else: DuckDB's own parser says what a statement is.
func Select(ctx context.Context, db Querier, statement string) (Table, error) {
	statement = strings.TrimRight(strings.TrimSpace(statement), "; \n\t")
	if err := guard(ctx, db, statement); err != nil {
		return Table{}, err
	}
	wrapped, err := Render("select", statement)
	if err != nil {
		return Table{}, err
	}
	return scan(ctx, db, "查询", wrapped)
}

func guard(ctx context.Context, db Querier, statement string) error {
	ask, err := Render("parse", statement)
	if err != nil {
		return err
	}
	t, err := scan(ctx, db, "查询", ask)
	if err != nil {
		return err
	}
	var tree struct {
		Error      bool              `json:"error"`
		Message    string            `json:"error_message"`
		Statements []json.RawMessage `json:"statements"`
	}
	if err := json.Unmarshal([]byte(t.Rows[0][0].String), &tree); err != nil {
		return err
	}
	switch {
	case tree.Error:
		return fmt.Errorf("语句不能执行：只接受一条 SELECT（%s）", tree.Message)
	case len(tree.Statements) != 1:
		return errors.New("语句不能执行：一次只接受一条 SELECT")
	}
	return allowed(tree.Statements[0])
}

// allowed walks the parse tree and refuses a table function that is not on the
// list.
func allowed(node json.RawMessage) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(node, &object) == nil {
		if name, is := tableFunction(object); is && !tableFunctions[strings.ToLower(name)] {
			return fmt.Errorf("语句不能执行：查询里不能用 %s", name)
		}
		for _, child := range object {
			if err := allowed(child); err != nil {
				return err
			}
		}
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(node, &list) == nil {
		for _, child := range list {
			if err := allowed(child); err != nil {
				return err
			}
		}
	}
	return nil
}

func tableFunction(object map[string]json.RawMessage) (string, bool) {
	var kind string
	if json.Unmarshal(object["type"], &kind) != nil || kind != "TABLE_FUNCTION" {
		return "", false
	}
	var function struct {
		Name string `json:"function_name"`
	}
	if json.Unmarshal(object["function"], &function) != nil {
		return "", true
	}
	return function.Name, true
}
