package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// The archive keeps what editions were made from, each file once under its own
// hash, whichever editions share it.

// Object is where the archive of an output folder keeps a file.
func Object(out, sum string) string {
	return filepath.Join(out, filepath.FromSlash(archiveDir), sum[:2], sum)
}

// Keep puts a copy of an input aside for the archive; it goes there when the
// edition is published. A file that is no longer what was read is an error.
func (w *Work) Keep(path, sum string) error {
	if exists(Object(w.out, sum)) {
		if _, now, err := hashFile(Object(w.out, sum)); err == nil && now == sum {
			return nil
		}
	}
	waiting := filepath.Join(w.Dir, "archive", sum)
	if exists(waiting) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(waiting), 0o755); err != nil {
		return err
	}
	if err := copyFile(path, waiting); err != nil {
		return fmt.Errorf("%s 归档没有成功：%w", path, err)
	}
	_, now, err := hashFile(waiting)
	if err != nil {
		return err
	}
	if now != sum {
		return fmt.Errorf("%s 在运行期间被改动；请等台账不再变动后重新运行", path)
	}
	w.kept = append(w.kept, sum)
	return nil
}

// Refill files what was kept although nothing new is published: what the archive
// had lost of an edition that stands.
func (w *Work) Refill() error {
	n := len(w.kept)
	_, err := w.file()
	if err == nil && n > 0 {
		w.mended = append(w.mended, fmt.Sprintf("归档的%d个台账文件", n))
	}
	return err
}

// file moves what was kept into the archive, and returns how to take it back.
func (w *Work) file() (undo func(), err error) {
	var moved []string
	undo = func() {
		for _, path := range moved {
			os.Remove(path)
			os.Remove(filepath.Dir(path)) // goes when it is empty
		}
		if len(moved) > 0 {
			os.Remove(filepath.Join(w.out, filepath.FromSlash(archiveDir)))
			os.Remove(filepath.Join(w.out, filepath.Dir(filepath.FromSlash(archiveDir))))
		}
	}
	for _, sum := range w.kept {
		from, to := filepath.Join(w.Dir, "archive", sum), Object(w.out, sum)
		err := MakeDir(filepath.Dir(to))
		if err == nil {
			err = syncPath(from)
		}
		if err == nil {
			err = rename(from, to)
		}
		if err == nil {
			moved = append(moved, to)
			err = syncPath(filepath.Dir(to))
		}
		if err != nil {
			undo()
			return func() {}, fmt.Errorf("归档没有成功：%w", err)
		}
	}
	w.kept = nil
	return undo, nil
}

// Restore lays out the ledgers of an edition from the archive of out: every
// input under its own name below dir, and the settings file, if there was one,
// whose path it returns. Nothing but the archive is read.
func Restore(out, dir string, m Manifest) (settings string, err error) {
	for _, in := range m.Inputs {
		if !filepath.IsLocal(filepath.FromSlash(in.File)) {
			return "", fmt.Errorf("清单里的 %s 不是台账文件夹之内的名字", in.File)
		}
		if err := restore(out, in.SHA256, filepath.Join(dir, filepath.FromSlash(in.File))); err != nil {
			return "", fmt.Errorf("%s：%w", in.File, err)
		}
	}
	if m.SettingsFile == nil {
		return "", nil
	}
	settings = filepath.Join(dir, m.SettingsFile.File)
	return settings, restore(out, m.SettingsFile.SHA256, settings)
}

func restore(out, sum, to string) error {
	if len(sum) != 64 {
		return fmt.Errorf("清单里的 SHA-256 %q 不对", sum)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := checkObject(out, sum); err != nil {
		return err
	}
	return copyFile(Object(out, sum), to)
}

// checkObject says what is wrong with a file of the archive.
func checkObject(out, sum string) error {
	_, now, err := hashFile(Object(out, sum))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("归档里没有 %s", Object(out, sum))
	case err != nil:
		return err
	case now != sum:
		return fmt.Errorf("归档里的 %s 内容变了", Object(out, sum))
	}
	return nil
}

// objects checks each file of the archive once, however many editions name it.
type objects struct {
	out   string
	mu    sync.Mutex
	known map[string]error
}

func (o *objects) check(sum string) error {
	o.mu.Lock()
	err, seen := o.known[sum]
	o.mu.Unlock()
	if seen {
		return err
	}
	if len(sum) != 64 {
		err = fmt.Errorf("SHA-256 %q 不对", sum)
	} else {
		err = checkObject(o.out, sum)
	}
	o.mu.Lock()
	o.known[sum] = err
	o.mu.Unlock()
	return err
}
