package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// readOnly is the mode of every file of an edition: a slip of the hand is
// refused, a backup can still read.
const readOnly = 0o444

// observe hears of each step that must reach the disk in order: before a name
// changes, and after the disk was asked to keep a path. The test that cuts the
// power listens; nobody else does.
var observe = func(step, path string) {}

// rename gives a file or folder its name.
func rename(from, to string) error {
	observe("rename", to)
	return os.Rename(from, to)
}

// MakeDir makes a folder and those above it, and asks the disk to keep the name of
// each that is new.
func MakeDir(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if err := MakeDir(parent); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncPath(parent)
}

// hashFile is the size and SHA-256 of a file.
func hashFile(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func hashBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// countRows is the rows of a CSV file without its header; nil for another file.
func countRows(path string) (*int, error) {
	if !strings.EqualFold(filepath.Ext(path), ".csv") {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	n := -1
	for {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			n = max(n, 0)
			return &n, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s 写后读不回：%w", filepath.Base(path), err)
		}
		n++
	}
}

// WriteAtomic puts a small file in place whole: beside, to the disk, renamed. A
// reader sees the old bytes or the new ones, whatever happens in between.
func WriteAtomic(path string, b []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), partPrefix)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = syncPath(f.Name())
	}
	if err == nil {
		err = rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return syncPath(filepath.Dir(path))
}

// ClearParts takes away what killed processes left of files they were putting in
// place in a folder. Whoever calls holds the folder's lock.
func ClearParts(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, partPrefix+"*"))
	for _, path := range left {
		os.Remove(path)
	}
}

// linkTree links a file, or every file below a folder.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
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

// linkFile gives a file a second name, or copies it where the file system knows
// no links, as some network shares do not.
func linkFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return copyFile(from, to)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, readOnly)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// protect makes every file below dir read-only; folders stay open, so that an
// edition can be replaced.
func protect(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		return os.Chmod(path, readOnly)
	})
}

// syncTree asks the disk to keep every file and folder below dir. A file with a
// second name was kept when it got its first: an edition of many versions would
// otherwise be written out again with each.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := e.Info(); err == nil && !e.IsDir() {
			if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
				return nil
			}
		}
		return syncPath(path)
	})
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = errors.Join(f.Sync(), f.Close())
	observe("sync", path)
	return err
}

// readRecord reads a record of ours strictly.
func readRecord(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return decode(bytes.Clone(b), v)
}
