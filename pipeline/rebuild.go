package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// Rebuilt is how an edition made again from the archive compares with the one
// that was published.
type Rebuilt struct {
	Quarter string       `json:"quarter"`
	Version int          `json:"version"`
	Same    bool         `json:"same"`
	Files   int          `json:"files"`
	Differs []Difference `json:"differs,omitempty"`
	// Causes are what else is not as it was then: another build, another database.
	Causes []string `json:"causes,omitempty"`
}

// Difference is one file that came out otherwise.
type Difference struct {
	File    string `json:"file"`
	Message string `json:"message"`
}

// RebuildRequest names the version to make again; 0 is the newest. To is where
// the result is left; empty throws it away.
type RebuildRequest struct {
	Out      string
	Quarter  queries.Quarter
	Version  int
	Build    string
	To       string
	Progress func(step string)
}

// Rebuild makes a published edition again, in a temporary place, from what the
// archive kept: ledgers, settings and request, with the editions that it
// followed and replaced. Nothing of the published editions is touched.
func Rebuild(ctx context.Context, q RebuildRequest) (Rebuilt, error) {
	made, err := edition.Recall(q.Out, q.Quarter.String(), q.Version)
	if err != nil {
		return Rebuilt{}, err
	}
	m := made.Manifest
	work, err := edition.Again(q.Out, made)
	if err != nil {
		return Rebuilt{}, err
	}
	defer work.Close()
	r, err := requestOf(q, m, work)
	if err != nil {
		return Rebuilt{}, err
	}
	drawer := drawerFor(r)
	s, load, err := compute(ctx, r, work)
	if err != nil {
		return Rebuilt{}, err
	}
	defer s.db.Close()
	_, sheets, err := balance(ctx, r, s)
	if err != nil {
		return Rebuilt{}, err
	}
	again, err := manifest(ctx, r, s, load, sheets)
	if err != nil {
		return Rebuilt{}, err
	}
	desk, err := paperOf(r, "")
	if err != nil {
		return Rebuilt{}, err
	}
	again.Inputs = append(again.Inputs, desk.inputs...)
	desk.correction = correctionOf(m)
	set, err := render(ctx, r, s, desk, work.Edition, drawer)
	if err != nil {
		return Rebuilt{}, err
	}
	again.Correction = m.Correction
	if _, err := work.Complete(&again); err != nil {
		return Rebuilt{}, err
	}
	if _, err := corrections(ctx, s, work, set, desk); err != nil {
		return Rebuilt{}, err
	}
	hash, err := work.Finish(&again)
	if err != nil {
		return Rebuilt{}, err
	}
	res := compare(m, again)
	if len(res.Differs) == 0 && len(res.Causes) == 0 && hash != made.Hash {
		res.Differs = append(res.Differs, Difference{"manifest.json", "重做的清单与原来的不同"})
	}
	res.Same = len(res.Differs) == 0
	if q.To != "" {
		err = os.CopyFS(q.To, os.DirFS(work.Edition))
	}
	return res, err
}

// requestOf is the request that an edition was made by, with its ledgers and
// settings laid out from the archive.
func requestOf(q RebuildRequest, m edition.Manifest, work *edition.Work) (Request, error) {
	ledgers := filepath.Join(work.Dir, "ledgers")
	r := Request{Ledgers: ledgers, Quarter: q.Quarter, Build: q.Build, Progress: q.Progress}
	if r.Progress == nil {
		r.Progress = func(string) {}
	}
	settings, err := edition.Restore(q.Out, ledgers, m)
	if err != nil {
		return r, fmt.Errorf("%s 不能从归档重做：%w", q.Quarter, err)
	}
	if r.Settings, err = ReadSettings(settings, settings != ""); err != nil {
		return r, err
	}
	r.Settings.archived = ledgers
	asOf, err := time.Parse(time.DateOnly, m.AsOf)
	if err != nil {
		return r, fmt.Errorf("清单里的截止日 %q 不是日期", m.AsOf)
	}
	r.AsOf = asOf
	for _, a := range m.Accepted {
		r.Accepted = append(r.Accepted, Acceptance(a))
	}
	return r, nil
}

// compare says what came out otherwise, file by file, and what may be why.
func compare(was, is edition.Manifest) Rebuilt {
	res := Rebuilt{Quarter: was.Quarter, Version: was.Version, Files: len(was.Outputs)}
	made := map[string]edition.Output{}
	for _, o := range is.Outputs {
		made[o.File] = o
	}
	for _, o := range was.Outputs {
		now, ok := made[o.File]
		switch {
		case !ok:
			res.Differs = append(res.Differs, Difference{o.File, "重做时没有这个文件"})
		case now.SHA256 != o.SHA256:
			res.Differs = append(res.Differs, Difference{o.File, fmt.Sprintf("原为%d字节 SHA-256 %s，重做为%d字节 SHA-256 %s", o.Size, o.SHA256, now.Size, now.SHA256)})
		}
		delete(made, o.File)
	}
	for _, o := range is.Outputs {
		if _, extra := made[o.File]; extra {
			res.Differs = append(res.Differs, Difference{o.File, "重做时多出这个文件"})
		}
	}
	res.Causes = causes(was, is)
	return res
}

func causes(was, is edition.Manifest) []string {
	var list []string
	if was.Build != is.Build {
		list = append(list, fmt.Sprintf("程序不同：原为 %s，现为 %s", was.Build, is.Build))
	}
	if was.Engine != is.Engine {
		list = append(list, fmt.Sprintf("数据库不同：原为 %s，现为 %s", was.Engine, is.Engine))
	}
	now := map[string]string{}
	for _, s := range is.Settings {
		now[s.Key] = s.Value
	}
	for _, s := range was.Settings {
		if value, ok := now[s.Key]; !ok || value != s.Value {
			list = append(list, fmt.Sprintf("设置不同：%s 原为 %q，现为 %q", s.Key, s.Value, value))
		}
		delete(now, s.Key)
	}
	for _, s := range is.Settings {
		if _, extra := now[s.Key]; extra {
			list = append(list, fmt.Sprintf("设置 %s 是新增的，取默认值 %q", s.Key, s.Value))
		}
	}
	return list
}
