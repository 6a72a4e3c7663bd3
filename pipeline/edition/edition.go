// Package edition keeps the published editions of one output folder: it holds
// the folder against other runs, gives a run a place to build in, and makes a
// finished edition visible in one step. Until that step the published editions
// are as they were.
package edition

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrBusy says that another run holds the output folder.
var ErrBusy = errors.New("另一个 tongbao 正在使用这个输出文件夹，请等它结束再运行")

// names of what lives in an output folder.
const (
	editionsDir  = "editions"
	blockedDir   = "blocked"
	lockFile     = ".lock"
	workPrefix   = ".work-"
	manifestFile = "manifest.json"
	ledgerFile   = "ledger.duckdb"
)

var (
	quarterName = regexp.MustCompile(`^\d{4}Q[1-4]$`)
	versionName = regexp.MustCompile(`^v\d+$`)
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

// List is the editions of an output folder, oldest quarter first. Folders that
// are not named after a quarter, such as somebody's copy, are none.
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
		if e.IsDir() && quarterName.MatchString(e.Name()) {
			list = append(list, Published{Dir: filepath.Join(out, editionsDir, e.Name()), Quarter: e.Name()})
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

	out     string
	quarter string
	lock    *os.File
}

// Open takes the output folder for one run and gives it a place to build in, on
// the same file system. It clears what an interrupted run left behind.
func Open(out, quarter string) (*Work, error) {
	// DuckDB takes what follows a question mark in a path for options.
	if strings.Contains(out, "?") {
		return nil, fmt.Errorf("输出文件夹 %s 的名字里有问号，数据库不能放在那里；请换一个名字", out)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, fmt.Errorf("输出文件夹 %s 建不了：%w；请检查路径和权限", out, err)
	}
	lock, err := os.OpenFile(filepath.Join(out, lockFile), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("输出文件夹 %s 写不了：%w；请检查权限和剩余空间", out, err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, ErrBusy
	}
	w := &Work{out: out, quarter: quarter, lock: lock}
	if err := w.prepare(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func (w *Work) prepare() error {
	left, err := os.ReadDir(w.out)
	if err != nil {
		return err
	}
	for _, e := range left {
		if !strings.HasPrefix(e.Name(), workPrefix) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(w.out, e.Name())); err != nil {
			return err
		}
	}
	if w.Dir, err = os.MkdirTemp(w.out, workPrefix); err != nil {
		return fmt.Errorf("输出文件夹 %s 写不了：%w；请检查权限和剩余空间", w.out, err)
	}
	w.Edition = filepath.Join(w.Dir, "edition")
	if err := os.Mkdir(w.Edition, 0o755); err != nil {
		return err
	}
	return w.findPrevious()
}

func (w *Work) findPrevious() error {
	list, err := List(w.out)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Quarter < w.quarter {
			w.Previous = p
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
	w := &Work{Dir: dir, out: out, quarter: quarter}
	if out == "" {
		return w, nil
	}
	if err := w.findPrevious(); err != nil {
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
		w.lock.Close()
	}
}

// Outcome says what publishing did.
type Outcome struct {
	Dir       string
	Version   int
	Unchanged bool
}

// Publish completes the manifest and makes the edition visible in one rename.
// An edition of the same quarter that stood before stays inside the new one as
// v1, v2 …; one that is the same byte for byte is left as it is.
func (w *Work) Publish(m Manifest) (Outcome, error) {
	target := filepath.Join(w.out, editionsDir, w.quarter)
	m.Version = 1
	old, err := readManifest(target)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return Outcome{}, fmt.Errorf("已发布的 %s 读不了：%w", w.quarter, err)
	}
	standing := err == nil
	if err := w.seal(&m); err != nil {
		return Outcome{}, err
	}
	if standing {
		if same(m, old) {
			return Outcome{Dir: target, Version: old.Version, Unchanged: true}, w.unblock()
		}
		m.Version = old.Version + 1
		m.Replaces = Published{Dir: target}.Hash()
		if err := keepVersions(target, w.Edition, old.Version); err != nil {
			return Outcome{}, err
		}
	}
	if err := w.writeManifest(m); err != nil {
		return Outcome{}, err
	}
	if err := w.show(target, standing); err != nil {
		return Outcome{}, fmt.Errorf("发布 %s 没有成功：%w", w.quarter, err)
	}
	return Outcome{Dir: target, Version: m.Version}, w.unblock()
}

// unblock takes away what an earlier blocked run of the quarter left.
func (w *Work) unblock() error {
	return os.RemoveAll(filepath.Join(w.out, blockedDir, w.quarter))
}

// Block leaves what is to be mended under blocked/QUARTER, replacing what an
// earlier blocked run left there.
func (w *Work) Block(m Manifest) (string, error) {
	m.Blocked = true
	if err := w.seal(&m); err != nil {
		return "", err
	}
	if err := w.writeManifest(m); err != nil {
		return "", err
	}
	target := filepath.Join(w.out, blockedDir, w.quarter)
	_, err := os.Stat(target)
	return target, w.show(target, err == nil)
}

// seal lists every file with size and hash, by name; those of older versions
// are in manifests of their own.
func (w *Work) seal(m *Manifest) error {
	m.Outputs = nil
	return filepath.WalkDir(w.Edition, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(w.Edition, path)
		if err != nil || name == manifestFile {
			return err
		}
		if e.IsDir() {
			if versionName.MatchString(name) {
				return filepath.SkipDir
			}
			return nil
		}
		size, sum, err := hashFile(path)
		m.Outputs = append(m.Outputs, Output{File: filepath.ToSlash(name), Size: size, SHA256: sum})
		return err
	})
}

func (w *Work) writeManifest(m Manifest) error {
	b, err := m.encode()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.Edition, manifestFile), b, 0o644)
}

// show puts the finished folder in its place: a rename when the place is free,
// an exchange when it is not. What stood there goes with the run's folder.
func (w *Work) show(target string, standing bool) error {
	if err := syncTree(w.Edition); err != nil {
		return err
	}
	parent := filepath.Dir(target)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	var err error
	if standing {
		err = unix.Renameat2(unix.AT_FDCWD, w.Edition, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE)
	} else {
		err = os.Rename(w.Edition, target)
	}
	if err != nil {
		return err
	}
	return syncDir(parent)
}

// same says whether two manifests speak of the same edition: everything but the
// version and what it replaced.
func same(a, b Manifest) bool {
	a.Version, a.Replaces, b.Version, b.Replaces = 0, "", 0, ""
	x, errX := a.encode()
	y, errY := b.encode()
	return errX == nil && errY == nil && slices.Equal(x, y)
}

func readManifest(dir string) (Manifest, error) {
	var m Manifest
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(b, &m)
}

// keepVersions links the files of the standing edition into the new one as vN,
// and moves its own older versions along.
func keepVersions(standing, next string, version int) error {
	entries, err := os.ReadDir(standing)
	if err != nil {
		return err
	}
	for _, e := range entries {
		to := filepath.Join(next, fmt.Sprintf("v%d", version), e.Name())
		if e.IsDir() && versionName.MatchString(e.Name()) {
			to = filepath.Join(next, e.Name())
		}
		if err := linkTree(filepath.Join(standing, e.Name()), to); err != nil {
			return err
		}
	}
	return nil
}

// linkTree links a file, or every file below a folder.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return linkFile(path, filepath.Join(to, name))
	})
}

func linkFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.Link(from, to)
}

// syncTree asks the disk to keep every file and folder below dir.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncDir(path)
	})
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
