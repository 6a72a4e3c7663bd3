package edition

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Survey is how an output folder stands.
type Survey struct {
	Editions []Stands `json:"editions"`
	Drafts   []Stands `json:"drafts,omitempty"`
	Blocked  []string `json:"blocked,omitempty"`
	Archive  struct {
		Files int   `json:"files"`
		Bytes int64 `json:"bytes"`
	} `json:"archive"`
	// Holder is who uses the folder at the moment; nil for nobody.
	Holder *Holder `json:"holder,omitempty"`
	// Unfinished is what a killed run left, to be put right by the next.
	Unfinished []string `json:"unfinished,omitempty"`
}

// Stands is one edition or draft.
type Stands struct {
	Quarter string `json:"quarter"`
	Version int    `json:"version"`
	AsOf    string `json:"as_of"`
	Class   string `json:"class,omitempty"`
	State   string `json:"state,omitempty"` // 草稿, 审核 or 签发, where editions are signed
	By      string `json:"by,omitempty"`
	At      string `json:"at,omitempty"`
}

// Look surveys an output folder. It reads names and manifests, hashes nothing
// (that is Verify's work) and writes nothing.
func Look(out string) (Survey, error) {
	var s Survey
	entries, err := os.ReadDir(out)
	if err != nil {
		return s, err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), asidePrefix) || strings.HasPrefix(e.Name(), workPrefix) {
			s.Unfinished = append(s.Unfinished, e.Name())
		}
	}
	s.Editions, s.Drafts = stands(out, editionsDir), stands(out, draftsDir)
	s.Blocked = quartersIn(out, blockedDir)
	if h, held := HeldBy(filepath.Join(out, lockFile)); held {
		s.Holder, s.Unfinished = &h, nil
	}
	err = filepath.WalkDir(filepath.Join(out, filepath.FromSlash(archiveDir)), func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // no archive yet
		}
		if info, err := e.Info(); err == nil {
			s.Archive.Files++
			s.Archive.Bytes += info.Size()
		}
		return nil
	})
	return s, err
}

func quartersIn(out, kind string) (list []string) {
	entries, _ := os.ReadDir(filepath.Join(out, kind))
	for _, e := range entries {
		if e.IsDir() && quarterName.MatchString(e.Name()) {
			list = append(list, e.Name())
		}
	}
	return list
}

// stands lists a kind of folder; one whose manifest cannot be read has version 0.
func stands(out, kind string) (list []Stands) {
	for _, q := range quartersIn(out, kind) {
		dir := filepath.Join(out, kind, q)
		one := Stands{Quarter: q}
		if m, err := Read(dir); err == nil {
			one.Version, one.AsOf = m.Version, m.AsOf
			if m.Correction != nil {
				one.Class = m.Correction.Class
			}
		}
		if signed, err := ReadSignoff(dir); err == nil && len(signed.Steps) > 0 {
			last := signed.Steps[len(signed.Steps)-1]
			one.State, one.By, one.At = last.State, last.By, last.At
		}
		list = append(list, one)
	}
	return list
}

// Latest is the newest that was made of a quarter.
type Latest struct {
	Quarter string
	Version int
	Draft   bool // left to be signed
}

// Standing is the newest version of every quarter that was published or left to
// be signed, oldest quarter first: by the register, which also knows an edition
// whose folder was lost, and by the folders, should the register be lost.
func Standing(out string) ([]Latest, error) {
	r, err := readRegister(out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	newest := map[string]Latest{}
	put := func(l Latest) {
		if newest[l.Quarter].Version < l.Version {
			newest[l.Quarter] = l
		}
	}
	for _, e := range r.Editions {
		put(Latest{e.Quarter, e.Version, false})
	}
	for _, e := range stands(out, editionsDir) {
		put(Latest{e.Quarter, e.Version, false})
	}
	for _, e := range stands(out, draftsDir) {
		put(Latest{e.Quarter, e.Version, true})
	}
	var list []Latest
	for _, q := range slices.Sorted(maps.Keys(newest)) {
		list = append(list, newest[q])
	}
	return list, nil
}
