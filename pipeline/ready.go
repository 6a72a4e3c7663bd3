package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/pipeline/schedule"
	"tongbao/queries"
)

// check refuses a schedule that could not be kept.
func (s Schedule) check() error {
	if _, err := schedule.ParseCron(s.Cron); err != nil {
		return fmt.Errorf("schedule.cron：%w", err)
	}
	var known []string
	for _, k := range ledger.DefaultVocabulary().Kinds() {
		known = append(known, k.Title)
	}
	for _, k := range s.ExpectKinds {
		if !slices.Contains(known, k) {
			return fmt.Errorf("schedule.expect_kinds 里的 %q 不是一种台账，只能是 %s", k, strings.Join(known, "、"))
		}
	}
	return nil
}

// Ready says what a quarter's ledgers still lack before the schedule makes its
// edition: the folder, an expected kind of ledger, a file that can be read, an
// expected unit's rows. Nothing is written.
func Ready(ctx context.Context, r Request) (missing []string, err error) {
	if info, err := os.Stat(filepath.Join(r.Ledgers, r.Quarter.String())); errors.Is(err, os.ErrNotExist) || err == nil && !info.IsDir() {
		return []string{r.Quarter.String() + " 文件夹"}, nil
	}
	v, err := ledger.DefaultVocabulary().With(r.Settings.Synonyms)
	if err != nil {
		return nil, err
	}
	work, err := edition.Sketch("", r.Quarter.String())
	if err != nil {
		return nil, err
	}
	defer work.Close()
	source := ledger.Source{Root: r.Ledgers, Quarter: r.Quarter.String()}
	load, err := ledger.Read(ctx, source, v, work.Dir)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return []string{"能读的台账（" + err.Error() + "）"}, nil
	}
	missing = lacking(load, v, r.Settings.Schedule.ExpectKinds)
	if len(missing) > 0 || len(r.Settings.Schedule.ExpectUnits) == 0 {
		return missing, nil
	}
	return silent(ctx, r)
}

// lacking is the expected kinds that no sheet is of, and the files that cannot be
// read: one that is still being copied, for instance.
func lacking(load ledger.Load, v ledger.Vocabulary, kinds []string) (missing []string) {
	for _, k := range v.Kinds() {
		came := slices.ContainsFunc(load.Sheets, func(s ledger.Sheet) bool { return s.Kind == k.ID && s.Status == ledger.StatusOK })
		if slices.Contains(kinds, k.Title) && !came {
			missing = append(missing, k.Title)
		}
	}
	for _, f := range load.Files {
		if f.Status == ledger.StatusUnreadable {
			missing = append(missing, f.Path+"（现在读不了）")
		}
	}
	return missing
}

// silent is the expected units without a single row.
func silent(ctx context.Context, r Request) (missing []string, err error) {
	work, err := edition.Sketch("", r.Quarter.String())
	if err != nil {
		return nil, err
	}
	defer work.Close()
	r.CheckOnly = true
	if r.Progress == nil {
		r.Progress = func(string) {}
	}
	s, _, err := compute(ctx, r, work)
	if err != nil {
		return nil, err
	}
	defer s.db.Close()
	t, err := queries.Read(ctx, s.db, "published.row_count")
	if err != nil {
		return nil, err
	}
	for _, unit := range r.Settings.Schedule.ExpectUnits {
		has := false
		for i := range t.Len() {
			has = has || t.Text(i, "unit") == unit
		}
		if !has {
			missing = append(missing, unit+"的数据")
		}
	}
	return missing, nil
}
