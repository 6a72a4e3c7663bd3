// Package edition keeps the published editions of one output folder: it holds
// the folder against other runs, gives a run a place to build in, and makes a
// finished edition visible in one step. Until that step the published editions
// are as they were. It keeps what each edition was made from, and can say at any
// time whether every byte is still what was published.
package edition

import (
	"crypto"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"golang.org/x/sys/unix"
)

// names of what lives in an output folder.
const (
	editionsDir  = "editions"
	blockedDir   = "blocked"
	draftsDir    = "drafts"
	archiveDir   = "archive/sha256"
	registerFile = "register.json"
	lockFile     = ".lock"
	workPrefix   = ".work-"
	asidePrefix  = ".aside-"
	partPrefix   = ".part-"
)

// names of what lives in an edition.
const (
	manifestFile  = "manifest.json"
	ledgerFile    = "ledger.duckdb"
	signoffFile   = "signoff.json"
	replacedFile  = "replaced.json"
	signatureFile = "manifest.json.sig"
	// CorrectionsFile lists each figure and rank that a correction changed.
	CorrectionsFile = "corrections.csv"
	// NoticeFile is the 更正说明 that goes with it.
	NoticeFile = "correction.pdf"
)

var (
	quarterName = regexp.MustCompile(`^\d{4}Q[1-4]$`)
	versionName = regexp.MustCompile(`^v[1-9]\d*$`)
)

// Published is one edition as it stands in the output folder.
type Published struct {
	Dir     string
	Quarter string
}

// Ledger is the path of the edition's sealed database; empty for no edition.
func (p Published) Ledger() string {
	if p.Dir == "" {
		return ""
	}
	return filepath.Join(p.Dir, ledgerFile)
}

// Hash is the SHA-256 of the edition's manifest, which holds that of every file;
// empty for no edition.
func (p Published) Hash() string {
	if p.Dir == "" {
		return ""
	}
	_, sum, err := hashFile(filepath.Join(p.Dir, manifestFile))
	if err != nil {
		return ""
	}
	return sum
}

// blocked says that the folder is what the checks stopped, wherever it lies.
func (p Published) blocked() bool {
	m, err := Read(p.Dir)
	return err == nil && m.Blocked
}

// List is the editions of an output folder, oldest quarter first. Folders that
// are not named after a quarter, such as somebody's copy, are none, nor is what
// the checks stopped.
func List(out string) ([]Published, error) {
	entries, err := os.ReadDir(filepath.Join(out, editionsDir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []Published
	for _, e := range entries {
		if p := (Published{Dir: filepath.Join(out, editionsDir, e.Name()), Quarter: e.Name()}); e.IsDir() && quarterName.MatchString(e.Name()) && !p.blocked() {
			list = append(list, p)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Quarter < list[j].Quarter })
	return list, nil
}

// Work is a run's own folder. Dir holds what is thrown away at the end, Edition
// what is published.
type Work struct {
	Dir      string
	Edition  string
	Previous Published // the newest edition of an earlier quarter
	Standing Published // the edition of this quarter, which a correction replaces

	out      string
	quarter  string
	lock     *os.File
	mended   []string // files of Standing that were put back
	kept     []string // objects waiting in Dir for the archive
	exchange func(a, b string) error
	keys     []crypto.Signer
}

// Open takes the output folder for one run and gives it a place to build in, on
// the same file system. It clears what an interrupted run left behind.
func Open(out, quarter string, by Holder) (*Work, error) {
	// DuckDB takes what follows a question mark in a path for options.
	if strings.Contains(out, "?") {
		return nil, fmt.Errorf("输出文件夹 %s 的名字里有问号，数据库不能放在那里；请换一个名字", out)
	}
	if err := MakeDir(out); err != nil {
		return nil, fmt.Errorf("输出文件夹 %s 建不了：%w；请检查路径和权限", out, err)
	}
	lock, err := Hold(filepath.Join(out, lockFile), by)
	if errors.Is(err, ErrBusy) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("输出文件夹 %s 写不了：%w；请检查权限和剩余空间", out, err)
	}
	w := &Work{out: out, quarter: quarter, lock: lock, exchange: exchange}
	if err := w.prepare(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

func (w *Work) prepare() error {
	if err := recoverFolder(w.out); err != nil {
		return err
	}
	if err := settle(w.out); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(w.out, workPrefix)
	if err != nil {
		return fmt.Errorf("输出文件夹 %s 写不了：%w；请检查权限和剩余空间", w.out, err)
	}
	w.Dir = dir
	w.Edition = filepath.Join(w.Dir, "edition")
	if err := os.Mkdir(w.Edition, 0o755); err != nil {
		return err
	}
	if err := w.findNeighbours(); err != nil {
		return err
	}
	return w.registered()
}

// registered refuses to build on an edition that no run published here.
func (w *Work) registered() error {
	r, err := readRegister(w.out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, p := range []Published{w.Previous, w.Standing} {
		hash := p.Hash()
		if hash != "" && !slices.ContainsFunc(r.Editions, func(e Entry) bool { return e.Quarter == p.Quarter && e.Manifest == hash }) {
			return fmt.Errorf("%s 与登记簿 %s 不符：它不是程序发布在这里的，或清单被改动过；请用 tongbao verify 查看，从备份恢复或把它移出输出文件夹", p.Dir, registerFile)
		}
	}
	return nil
}

// recoverFolder puts an output folder right after a run that was killed: its
// building place goes, and an edition that it had laid aside comes back.
func recoverFolder(out string) error {
	left, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	for _, e := range left {
		path := filepath.Join(out, e.Name())
		aside, laid := strings.CutPrefix(e.Name(), asidePrefix)
		switch kind, quarter, _ := strings.Cut(aside, "-"); {
		case laid && quarterName.MatchString(quarter) && !exists(filepath.Join(out, kind, quarter)):
			err = putBack(out, path, kind, quarter)
		case laid, strings.HasPrefix(e.Name(), workPrefix), strings.HasPrefix(e.Name(), partPrefix):
			err = os.RemoveAll(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putBack returns an edition or draft that was laid aside. One that the register
// does not know was not laid there by a run, and must not come to stand this way.
func putBack(out, path, kind, quarter string) error {
	r, err := readRegister(out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	hash := Published{Dir: path}.Hash()
	is := func(e Entry) bool { return e.Quarter == quarter && e.Manifest == hash }
	if kind == blockedDir || kind == editionsDir && slices.ContainsFunc(r.Editions, is) || kind == draftsDir && slices.ContainsFunc(r.Drafts, is) {
		return errors.Join(rename(path, filepath.Join(out, kind, quarter)), syncPath(filepath.Join(out, kind)), syncPath(out))
	}
	return fmt.Errorf("%s 不是程序放在这里的（登记簿上没有）；请移到别处", path)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (w *Work) findNeighbours() error {
	list, err := List(w.out)
	if err != nil {
		return err
	}
	for _, p := range list {
		switch {
		case p.Quarter < w.quarter:
			w.Previous = p
		case p.Quarter == w.quarter:
			w.Standing = p
		}
	}
	// Without its manifest the chain of editions would silently begin anew.
	if w.Previous.Dir != "" && w.Previous.Hash() == "" {
		return fmt.Errorf("上一期 %s 读不了 %s；请从备份恢复该期的文件夹，或把它移出输出文件夹", w.Previous.Quarter, filepath.Join(w.Previous.Dir, manifestFile))
	}
	return nil
}

// Sketch is a place to build in that publishes nothing; out, when given, is
// looked at for the edition before.
func Sketch(out, quarter string) (*Work, error) {
	dir, err := os.MkdirTemp("", "tongbao-")
	if err != nil {
		return nil, err
	}
	w := &Work{Dir: dir, Edition: filepath.Join(dir, "edition"), out: out, quarter: quarter}
	if err := os.Mkdir(w.Edition, 0o755); err != nil {
		w.Close()
		return nil, err
	}
	if out == "" {
		return w, nil
	}
	if err := w.findNeighbours(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close throws the run's folder away and lets the output folder go.
func (w *Work) Close() {
	if w.Dir != "" {
		os.RemoveAll(w.Dir)
	}
	if w.lock != nil {
		Release(w.lock)
	}
}
