// Package queries holds all SQL of the product and the few nouns that Go needs
// to run it. A file queries/LAYER/NAME.sql is the object LAYER.NAME; it is one
// SELECT under a comment whose first line is a sentence a clerk would say. An
// object reads from lower layers only, so the order of Layers is build order.
package queries

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"text/template"
)

//go:embed macro load raw frame naming clean refuse admit home place clash fact stand total rank judge kpi proposal suspect check returned doubt mart published stage
var files embed.FS

// Layer is one folder of SQL files and how its files become objects.
type Layer struct {
	Name string
	// create is the word before the object's name.
	create string
	// collect names a template in stage/ that gathers the layer's objects into
	// one table once they stand; empty for none.
	collect string
	// sealed says that the layer belongs to the published ledger.duckdb.
	sealed bool
	// asWritten says that its joins keep the side they are written with: the rows
	// stream through in the order of the ledger, where the engine would rather hold
	// these widest of all tables in memory, having guessed them smaller than they are.
	asWritten bool
	// ordered says that its tables keep an order of their own: the file's, or that
	// of the ORDER BY in each of its files.
	ordered bool
}

// Layers in build order: each reads only from those before it.
//
//	load       what was read: files, sheets, columns, settings
//	raw        one table per kind, all text, with snapshot, file, sheet, line
//	frame      the policy, the units, each sheet's measures
//	naming     every spelling of a unit's name
//	clean      typed and renamed, one to one with raw
//	refuse     rows that are wrong by themselves or repeat another: reason each
//	admit      clean rows that are data and not refused
//	home       each admitted parcel's batch and unit
//	place      each admitted row's batch, parcel and unit
//	clash      placed rows that contradict another ledger: reason each
//	fact       one declared grain each; the only source of figures
//	stand      where each batch and idle parcel stood at each as_of
//	total      sums per unit and as_of, with the dates they are compared with
//	rank       scores, ranks and schedule, from the totals
//	judge      targets and schedules met or not, editions in the low group
//	kpi        one figure per file: unit, as_of, numerator, denominator, value
//	proposal   consequences the rules would have, for a person to confirm
//	suspect    which few rows would explain a gap of an area
//	check      findings about facts and figures: must return no rows
//	returned   what goes back to each unit: refused and flagged rows
//	doubt      what the refused rows could change, which were put right
//	mart       the rows of one chart or table
//	published  what this edition hands on to the next
var Layers = []Layer{
	{Name: "macro", create: "MACRO"},
	{Name: "load", create: "TABLE", sealed: true, ordered: true},
	{Name: "raw", create: "TABLE", sealed: true, ordered: true},
	{Name: "frame", create: "TABLE", sealed: true},
	{Name: "naming", create: "TABLE"},
	{Name: "clean", create: "TABLE"},
	{Name: "refuse", create: "TABLE", collect: "refuse"},
	{Name: "admit", create: "TABLE"},
	{Name: "home", create: "TABLE", asWritten: true},
	{Name: "place", create: "TABLE", asWritten: true},
	{Name: "clash", create: "TABLE", collect: "clash"},
	{Name: "fact", create: "TABLE", sealed: true},
	{Name: "stand", create: "TABLE", sealed: true},
	{Name: "total", create: "TABLE", sealed: true},
	{Name: "rank", create: "TABLE", sealed: true},
	{Name: "judge", create: "TABLE", sealed: true},
	{Name: "kpi", create: "VIEW", collect: "figure", sealed: true},
	{Name: "proposal", create: "TABLE", sealed: true},
	{Name: "suspect", create: "TABLE"},
	{Name: "check", create: "VIEW", collect: "finding"},
	{Name: "returned", create: "TABLE"},
	{Name: "doubt", create: "TABLE", sealed: true},
	{Name: "mart", create: "TABLE", sealed: true, ordered: true},
	{Name: "published", create: "TABLE", sealed: true},
}

// File is one SQL file: its object, its statement and what its header says.
type File struct {
	Layer, Name string
	Title       string            // first line of the header
	Tags        map[string]string // "-- key: value" lines of the header
	SQL         string
}

// Object is the file's name in SQL: "fact".batch. The layer is quoted because
// check is a word of SQL.
func (f File) Object() string { return `"` + f.Layer + `".` + f.Name }

// Files are the SQL files of a layer, by name.
func Files(layer string) ([]File, error) {
	entries, err := fs.ReadDir(files, layer)
	if err != nil {
		return nil, fmt.Errorf("queries: layer %s: %w", layer, err)
	}
	var list []File
	for _, e := range entries {
		if path.Ext(e.Name()) != ".sql" {
			continue
		}
		b, err := files.ReadFile(path.Join(layer, e.Name()))
		if err != nil {
			return nil, err
		}
		list = append(list, parse(layer, strings.TrimSuffix(e.Name(), ".sql"), string(b)))
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

func parse(layer, name, text string) File {
	f := File{Layer: layer, Name: name, SQL: text, Tags: map[string]string{}}
	for i, line := range strings.Split(text, "\n") {
		comment, ok := strings.CutPrefix(line, "--")
		if !ok {
			break
		}
		comment = strings.TrimSpace(comment)
		if i == 0 {
			f.Title = comment
			continue
		}
		key, value, ok := strings.Cut(comment, ":")
		if ok && key != "" && !strings.ContainsAny(key, " 、，") {
			f.Tags[key] = strings.TrimSpace(value)
		}
	}
	return f
}

// Build creates every object of the layers on db. Objects of one layer do not
// know each other, so they are made side by side, workers at a time. The session
// variables and the attached catalogs that raw, load and fact name must exist on
// every connection. done hears of each layer that stands; nil for nobody.
func Build(ctx context.Context, db *sql.DB, workers int, done func(layer string)) error {
	return BuildPart(ctx, db, workers, nil, done)
}

// BuildPart is Build without the objects that keep refuses (nil keeps all); what
// is kept must not read from them. A test that looks at a few marts saves the rest.
func BuildPart(ctx context.Context, db *sql.DB, workers int, keep func(File) bool, done func(layer string)) error {
	for _, l := range Layers {
		list, err := Files(l.Name)
		if err != nil {
			return err
		}
		if keep != nil {
			list = slices.DeleteFunc(list, func(f File) bool { return !keep(f) })
		}
		if l.create != "MACRO" {
			if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+`"`+l.Name+`"`); err != nil {
				return err
			}
		}
		if l.asWritten {
			if err := Stage(ctx, db, "joins_as_written", nil); err != nil {
				return err
			}
		}
		makers := workers
		if l.create == "MACRO" {
			makers = 1
			if list, err = callOrder(list); err != nil {
				return err
			}
		}
		if err := each(makers, list, func(f File) error { return create(ctx, db, l, f) }); err != nil {
			return err
		}
		if l.asWritten {
			if err := Stage(ctx, db, "joins_as_planned", nil); err != nil {
				return err
			}
		}
		if l.collect != "" {
			if err := Stage(ctx, db, l.collect, list); err != nil {
				return err
			}
		}
		if done != nil {
			done(l.Name)
		}
	}
	return nil
}

func create(ctx context.Context, db *sql.DB, l Layer, f File) error {
	name := " " + f.Object() + " AS\n"
	if l.create == "MACRO" {
		name = " " + f.Name
	}
	kind := l.create
	if f.Tags["as"] == "view" {
		kind = "VIEW" // wide, cheap and read by few: a copy would only cost memory
	}
	if _, err := db.ExecContext(ctx, "CREATE "+kind+name+f.SQL); err != nil {
		return fmt.Errorf("queries/%s/%s.sql: %w", f.Layer, f.Name, err)
	}
	return nil
}

// callOrder puts macros after those they call: a macro is bound when it is made.
func callOrder(list []File) ([]File, error) {
	var ordered []File
	placed := map[string]bool{}
	for len(list) > 0 {
		var waiting []File
		for _, f := range list {
			if callsAny(f, list, placed) {
				waiting = append(waiting, f)
			} else {
				ordered = append(ordered, f)
				placed[f.Name] = true
			}
		}
		if len(waiting) == len(list) {
			return nil, fmt.Errorf("queries/macro: %s and others call each other in a circle", list[0].Name)
		}
		list = waiting
	}
	return ordered, nil
}

func callsAny(f File, list []File, placed map[string]bool) bool {
	for _, other := range list {
		if other.Name != f.Name && !placed[other.Name] && calls(f.SQL, other.Name) {
			return true
		}
	}
	return false
}

// calls says whether text calls the macro name: the whole word before a bracket.
func calls(text, name string) bool {
	for rest := text; ; {
		i := strings.Index(rest, name+"(")
		if i < 0 {
			return false
		}
		if i == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz_0123456789", rune(rest[i-1])) {
			return true
		}
		rest = rest[i+len(name):]
	}
}

func each(workers int, list []File, do func(File) error) error {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		first error
		next  = make(chan File)
	)
	for range max(1, workers) {
		wg.Go(func() {
			for f := range next {
				if err := do(f); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	for _, f := range list {
		next <- f
	}
	close(next)
	wg.Wait()
	return first
}

// Stage runs the statements of queries/stage/NAME.sql, a text/template over data.
func Stage(ctx context.Context, db *sql.DB, name string, data any) error {
	statement, err := Render(name, data)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("queries/stage/%s.sql: %w", name, err)
	}
	return nil
}

// Render is the text of a stage template. quote makes an SQL string literal.
func Render(name string, data any) (string, error) {
	text, err := files.ReadFile("stage/" + name + ".sql")
	if err != nil {
		return "", err
	}
	t, err := template.New(name).Funcs(template.FuncMap{"quote": quote}).Parse(string(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", err
	}
	return b.String(), nil
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Read is every row of an object as text, in the object's own order.
func Read(ctx context.Context, db Querier, object string) (Table, error) {
	statement, err := Render("read", object)
	if err != nil {
		return Table{}, err
	}
	return scan(ctx, db, object, statement)
}
