package edition

import (
	"fmt"
	"os"
	"path/filepath"
)

// Made is one published version: what it was made of and where it lies.
type Made struct {
	Dir      string
	Manifest Manifest
	Hash     string
}

// Recall finds a version of a quarter's edition; version 0 is the newest.
func Recall(out, quarter string, number int) (Made, error) {
	p := Published{Dir: filepath.Join(out, editionsDir, quarter), Quarter: quarter}
	if !exists(p.Dir) {
		return Made{}, fmt.Errorf("%s 没有已发布的通报", quarter)
	}
	list := versions(p)
	if number == 0 {
		number = list[len(list)-1].number
	}
	for _, v := range list {
		if v.number != number {
			continue
		}
		m, err := Read(v.dir)
		if err != nil {
			return Made{}, fmt.Errorf("%s 第%d版的清单读不了：%w", quarter, number, err)
		}
		return Made{Dir: v.dir, Manifest: m, Hash: Published{Dir: v.dir}.Hash()}, nil
	}
	return Made{}, fmt.Errorf("%s 没有第%d版", quarter, number)
}

// Again is a place to make a published version once more: it follows and
// replaces those versions that the manifest names, wherever they lie by now.
func Again(out string, made Made) (*Work, error) {
	w, err := Sketch("", made.Manifest.Quarter)
	if err != nil {
		return nil, err
	}
	if w.Previous, err = locate(out, made.Manifest.Previous, "上一期"); err == nil {
		w.Standing, err = locate(out, made.Manifest.Replaces, "被替换的一版")
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// locate finds the version whose manifest has a hash, with its database sound.
func locate(out, hash, what string) (Published, error) {
	if hash == "" {
		return Published{}, nil
	}
	list, err := List(out)
	if err != nil {
		return Published{}, err
	}
	for _, p := range list {
		for _, v := range versions(p) {
			found := Published{Dir: v.dir, Quarter: p.Quarter}
			if found.Hash() != hash {
				continue
			}
			return found, sound(v.dir, what)
		}
	}
	return Published{}, fmt.Errorf("不能重做：它的%s（清单 SHA-256 %s）不在了，先用 tongbao verify 查看", what, hash)
}

func sound(dir, what string) error {
	m, err := Read(dir)
	if err != nil {
		return err
	}
	for _, o := range m.Outputs {
		if o.File != ledgerFile {
			continue
		}
		if _, sum, err := hashFile(filepath.Join(dir, ledgerFile)); err != nil || sum != o.SHA256 {
			return fmt.Errorf("不能重做：%s的 %s 与清单不符，先用 tongbao verify 查看", what, filepath.Join(dir, ledgerFile))
		}
	}
	return nil
}

// Finish writes the manifest of an edition that was made again, as publishing
// would, and reports its hash.
func (w *Work) Finish(m *Manifest) (hash string, err error) {
	if err := w.seal(m); err != nil {
		return "", err
	}
	if err := w.writeManifest(*m); err != nil {
		return "", err
	}
	return Published{Dir: w.Edition}.Hash(), os.Chmod(filepath.Join(w.Edition, manifestFile), readOnly)
}
