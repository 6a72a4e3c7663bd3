package pipeline

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Desk answers questions about the published editions of an output folder. A
// reader's own statement runs in a jail; what the program asks itself does not.
type Desk struct {
	Out  string
	Jail Jail

	open   *openEditions
	recall *recalled
}

// Resident is a desk that serves many: it keeps editions open, the answers of its
// own questions, and processes ready, n of them.
func (d Desk) Resident(n int) Desk {
	d.open, d.recall, d.Jail = &openEditions{}, &recalled{known: map[string]queries.Answer{}}, d.Jail.Wait(n)
	return d
}

// Reply is an answer and the edition that gave it.
type Reply struct {
	queries.Answer
	Quarter string
}

// DeskLimits are how much a reader gets at most: rows for a person to read or a
// spreadsheet to hold, and a bound on the memory that holds them.
var DeskLimits = queries.Limits{Rows: 100_000, Cells: 2_000_000, Bytes: 64 << 20}

// Answer runs a statement of the program's own, with the reader's values bound to
// it, on a published edition; an empty quarter is the latest.
func (d Desk) Answer(ctx context.Context, quarter string, job queries.Job) (Reply, error) {
	list, err := d.editions(quarter)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Quarter: list[0].Quarter}
	deadline := d.Jail.Deadline
	if deadline == 0 {
		deadline = defaultDeadline
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	files := []sealed{sealedOf(list[0])}
	edition, err := identity(files)
	if err != nil {
		return reply, err
	}
	key, err := recallKey(edition, job)
	if err != nil {
		return reply, err
	}
	var known bool
	if reply.Answer, known = d.recall.find(key); known {
		return reply, nil
	}
	err = d.open.use(limited, files, func(db *sql.DB) error {
		reply.Answer, err = queries.Collect(limited, db, job)
		return err
	})
	if err == nil {
		d.recall.keep(key, reply.Answer)
	}
	if err != nil && limited.Err() != nil {
		if err = errTooLong; ctx.Err() != nil {
			err = ctx.Err()
		}
	}
	return reply, err
}

// Ask runs one statement of a reader's own on a published edition; an empty
// quarter is the latest. The other editions stand beside it:
// ed_2024q1.kpi.supply_rate.
func (d Desk) Ask(ctx context.Context, quarter string, job queries.Job) (Reply, error) {
	list, err := d.editions(quarter)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Quarter: list[0].Quarter}
	var files []sealed
	for i, p := range list {
		s := sealedOf(p)
		s.Path = filepath.Join(p.Quarter, filepath.Base(s.Path))
		// Opening a file costs a millisecond or two: only those that are named.
		if i == 0 || strings.Contains(strings.ToLower(job.Statement), s.Name) {
			files = append(files, s)
		}
	}
	reply.Answer, err = d.Jail.run(ctx, filepath.Dir(list[0].Dir), files, job)
	return reply, err
}

// Choices are the values each parameter of a question can take in an edition.
func (d Desk) Choices(ctx context.Context, quarter string, q queries.Question) (map[string][]string, error) {
	list, err := d.editions(quarter)
	if err != nil {
		return nil, err
	}
	files := []sealed{sealedOf(list[0])}
	edition, err := identity(files)
	if err != nil {
		return nil, err
	}
	choices := map[string][]string{}
	for _, p := range q.Parameters {
		key := edition + "choices " + p.Kind + " " + p.Words
		a, known := d.recall.find(key)
		if !known {
			if err := d.open.use(ctx, files, func(db *sql.DB) error {
				list, err := queries.Choices(ctx, db, p)
				for _, one := range list {
					a.Rows = append(a.Rows, []sql.NullString{{String: one, Valid: true}})
				}
				return err
			}); err != nil {
				return nil, err
			}
			d.recall.keep(key, a)
		}
		for _, row := range a.Rows {
			choices[p.Name] = append(choices[p.Name], row[0].String)
		}
	}
	return choices, nil
}

func sealedOf(p edition.Published) sealed {
	return sealed{Name: "ed_" + strings.ToLower(p.Quarter), Path: p.Ledger()}
}

// editions lists the published ones, the asked quarter first.
func (d Desk) editions(quarter string) ([]edition.Published, error) {
	list, err := edition.List(d.Out)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("输出文件夹 %s 里还没有已发布的通报；先运行 tongbao run", d.Out)
	}
	if quarter == "" {
		quarter = list[len(list)-1].Quarter
	}
	var have []string
	for i, p := range list {
		if p.Quarter == strings.ToUpper(quarter) {
			return append([]edition.Published{p}, append(list[:i:i], list[i+1:]...)...), nil
		}
		have = append(have, p.Quarter)
	}
	return nil, fmt.Errorf("%s 没有已发布的通报；已有：%s", quarter, strings.Join(have, "、"))
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
