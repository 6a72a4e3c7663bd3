package edition

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Outcome says what publishing did.
type Outcome struct {
	Dir       string
	Version   int
	Unchanged bool
	Drafted   bool   // left to be approved and signed, not published
	Class     string // 修订 or 更正 of a version after the first
	// Mended names files of the edition that stands that were lost or altered and
	// are back, byte for byte.
	Mended []string
}

// Complete fills in what the manifest says of the edition's files and of its
// place in the chain. It is true when the edition that stands is the same byte
// for byte, and there is nothing to publish.
func (w *Work) Complete(m *Manifest) (unchanged bool, err error) {
	if err := w.seal(m); err != nil {
		return false, err
	}
	m.Version, m.Replaces = 1, ""
	m.Previous, m.PreviousQuarter, m.PreviousVersion = w.Previous.Hash(), w.Previous.Quarter, 0
	if w.Previous.Dir != "" {
		previous, err := Read(w.Previous.Dir)
		if err != nil {
			return false, fmt.Errorf("上一期 %s 读不了：%w", w.Previous.Quarter, err)
		}
		m.PreviousVersion = previous.Version
	}
	if w.Standing.Dir == "" {
		m.Correction = nil
		return false, nil
	}
	old, err := Read(w.Standing.Dir)
	if err != nil {
		return false, fmt.Errorf("已发布的 %s 读不了：%w", w.quarter, err)
	}
	if same(*m, old) {
		m.Version = old.Version
		mended, err := w.mend(old)
		w.mended = append(w.mended, mended...)
		return true, err
	}
	m.Version, m.Replaces = old.Version+1, w.Standing.Hash()
	if m.Correction == nil {
		m.Correction = &Correction{}
	}
	if m.Correction.Class == "" {
		m.Correction.Class = "修订"
	}
	return false, nil
}

// Publish completes the manifest and makes the edition visible in one rename.
// An edition of the same quarter that stood before stays inside the new one as
// v1, v2 …, each with a note of what replaced it; one that is the same byte for
// byte is left as it is.
func (w *Work) Publish(m Manifest) (Outcome, error) {
	unchanged, err := w.Complete(&m)
	if err != nil {
		return Outcome{}, err
	}
	target := filepath.Join(w.out, editionsDir, w.quarter)
	if unchanged {
		return Outcome{Dir: target, Version: m.Version, Unchanged: true, Mended: w.mended}, os.RemoveAll(filepath.Join(w.out, blockedDir, w.quarter))
	}
	if err := w.unsigned(); err != nil {
		return Outcome{}, err
	}
	if err := w.writeManifest(m); err != nil {
		return Outcome{}, err
	}
	return w.promote(m)
}

// promote shows the finished folder, with its manifest, under editions/.
func (w *Work) promote(m Manifest) (Outcome, error) {
	target := filepath.Join(w.out, editionsDir, w.quarter)
	if w.Standing.Dir != "" {
		if err := keepVersions(w.Standing.Dir, w.Edition, m); err != nil {
			return Outcome{}, err
		}
	}
	if err := w.enter(target, m); err != nil {
		return Outcome{}, fmt.Errorf("发布 %s 没有成功：%w", w.quarter, err)
	}
	o := Outcome{Dir: target, Version: m.Version}
	if m.Correction != nil {
		o.Class = m.Correction.Class
	}
	return o, w.clear()
}

// enter files the inputs, registers the edition and shows it. An error at any
// step leaves editions, register and archive as they were.
func (w *Work) enter(target string, m Manifest) error {
	before, err := readRegister(w.out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	first := err != nil
	undo, err := w.file()
	if err != nil {
		return err
	}
	entry := Entry{w.quarter, m.Version, Published{Dir: w.Edition}.Hash(), signoffHash(w.Edition), signatureHash(w.Edition)}
	after := before
	after.Pending = &entry
	if err := after.write(w.out); err != nil {
		undo()
		return err
	}
	if err := w.show(target); err != nil {
		undo()
		if first {
			os.Remove(filepath.Join(w.out, registerFile))
		} else if e := before.write(w.out); e != nil {
			err = errors.Join(err, e)
		}
		return err
	}
	after.enter(entry)
	// The edition stands. Should the disk refuse these last bytes, the pending
	// entry says the same and the next run confirms it.
	_ = after.write(w.out)
	return nil
}

// clear takes away what an earlier run of the quarter left to be mended or
// signed: the edition that stands is newer.
func (w *Work) clear() error {
	return errors.Join(os.RemoveAll(filepath.Join(w.out, blockedDir, w.quarter)), w.dropDraft())
}

// Block leaves what is to be mended under blocked/QUARTER, replacing what an
// earlier blocked run left there. A draft of the quarter goes: nobody shall sign
// what the checks of today would stop.
func (w *Work) Block(m Manifest) (string, error) {
	m.Blocked = true
	if err := w.seal(&m); err != nil {
		return "", err
	}
	if err := w.writeManifest(m); err != nil {
		return "", err
	}
	target := filepath.Join(w.out, blockedDir, w.quarter)
	return target, errors.Join(w.show(target), w.dropDraft())
}

// seal lists every file with size, hash and rows, by name; those of older
// versions are in manifests of their own.
func (w *Work) seal(m *Manifest) (err error) {
	m.Outputs, err = outputs(w.Edition)
	return err
}

// outputs lists the files of one version's folder but for its records.
func outputs(dir string) ([]Output, error) {
	names, err := filesOf(dir)
	if err != nil {
		return nil, err
	}
	var list []Output
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		size, sum, err := hashFile(path)
		if err != nil {
			return nil, err
		}
		rows, err := countRows(path)
		if err != nil {
			return nil, err
		}
		list = append(list, Output{File: name, Size: size, SHA256: sum, Rows: rows})
	}
	return list, nil
}

// filesOf names the files of one version's folder, with /, without the older
// versions below it and the records that are no part of the edition's bytes.
func filesOf(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		switch {
		case err != nil:
			return err
		case e.IsDir() && versionName.MatchString(name):
			return filepath.SkipDir
		case !e.IsDir() && name != manifestFile && name != signoffFile && name != replacedFile && name != signatureFile:
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	return names, err
}

func (w *Work) writeManifest(m Manifest) error {
	b, err := m.encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.Edition, manifestFile), b, 0o644); err != nil {
		return err
	}
	return w.signManifest(b)
}

// show puts the finished folder in its place: a rename when the place is free,
// an exchange when it is not. What stood there goes with the run's folder.
func (w *Work) show(target string) error {
	if err := errors.Join(protect(w.Edition), syncTree(w.Edition)); err != nil {
		return err
	}
	parent := filepath.Dir(target)
	if err := MakeDir(parent); err != nil {
		return err
	}
	var err error
	if exists(target) {
		err = w.replace(target)
	} else {
		err = rename(w.Edition, target)
	}
	if err != nil {
		return err
	}
	return syncPath(parent)
}

// replace exchanges the finished folder and the one that stands in one step.
// Where the file system knows no exchange, as some network shares do not, the
// old one is laid aside first: a reader may then find nothing for a moment, and
// the next run brings back what a killed one had laid aside.
func (w *Work) replace(target string) error {
	observe("rename", target)
	err := w.exchange(w.Edition, target)
	if !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.EOPNOTSUPP) {
		return err
	}
	aside := filepath.Join(w.out, asidePrefix+filepath.Base(filepath.Dir(target))+"-"+filepath.Base(target))
	if err := rename(target, aside); err != nil {
		return err
	}
	if err := errors.Join(syncPath(w.out), syncPath(filepath.Dir(target))); err != nil {
		return errors.Join(err, os.Rename(aside, target))
	}
	if err := rename(w.Edition, target); err != nil {
		return errors.Join(err, os.Rename(aside, target))
	}
	if err := syncPath(filepath.Dir(target)); err != nil {
		return err
	}
	return os.RemoveAll(aside)
}

// Replaced is replaced.json: it lies beside a version that no longer stands and
// says which one does. All of it follows from the newer version's manifest.
type Replaced struct {
	Quarter  string `json:"quarter"`
	Version  int    `json:"version"`
	By       int    `json:"replaced_by_version"`
	Manifest string `json:"replaced_by_sha256"`
	Class    string `json:"class"`
	Because  string `json:"because,omitempty"`
	Person   string `json:"by,omitempty"`
}

// replacement is the note beside the version that m, whose manifest has a hash,
// replaced.
func replacement(m Manifest, hash string) Replaced {
	r := Replaced{Quarter: m.Quarter, Version: m.Version - 1, By: m.Version, Manifest: hash}
	if m.Correction != nil {
		r.Class, r.Because, r.Person = m.Correction.Class, m.Correction.Because, m.Correction.By
	}
	return r
}

// keepVersions links the files of the standing edition into the new one as vN,
// marked as replaced, and moves its own older versions along.
func keepVersions(standing, next string, m Manifest) error {
	entries, err := os.ReadDir(standing)
	if err != nil {
		return err
	}
	kept := filepath.Join(next, fmt.Sprintf("v%d", m.Version-1))
	for _, e := range entries {
		to := filepath.Join(kept, e.Name())
		if e.IsDir() && versionName.MatchString(e.Name()) {
			to = filepath.Join(next, e.Name())
		}
		if err := linkTree(filepath.Join(standing, e.Name()), to); err != nil {
			return err
		}
	}
	b, err := encode(replacement(m, Published{Dir: next}.Hash()))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(kept, replacedFile), b, 0o644)
}

// mend puts back what is no longer as the manifest of the standing edition lists
// it: this run made the same files, and only bytes of the listed hash are taken.
// What this run cannot have made, such as the notice of a correction, is an error:
// an edition that somebody changed must not be told to be in order.
func (w *Work) mend(m Manifest) (mended []string, err error) {
	for _, o := range m.Outputs {
		path := filepath.Join(w.Standing.Dir, filepath.FromSlash(o.File))
		if _, sum, err := hashFile(path); err == nil && sum == o.SHA256 {
			continue
		}
		b, err := os.ReadFile(filepath.Join(w.Edition, filepath.FromSlash(o.File)))
		if err != nil || hashBytes(b) != o.SHA256 || w.lock == nil {
			return mended, fmt.Errorf("已发布的 %s 的 %s 与发布时不同；请运行 tongbao verify，并用 tongbao rebuild --to 找回原来的文件", m.Quarter, o.File)
		}
		if err := errors.Join(MakeDir(filepath.Dir(path)), WriteAtomic(path, b, readOnly)); err != nil {
			return mended, err
		}
		mended = append(mended, o.File)
	}
	return mended, nil
}
