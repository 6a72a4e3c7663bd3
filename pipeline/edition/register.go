package edition

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// register is register.json: every version ever published and the hash of its
// manifest. The chain inside the manifests cannot tell that the newest edition
// went missing, or was made anew; this list can.
//
// An edition is entered as pending before it becomes visible and confirmed
// after, so that a run killed between leaves a register that fits either way.
type register struct {
	Editions []Entry `json:"editions"`
	// Drafts are those that a run left and the record of who let them pass: what
	// lies among the drafts and is not here was not made by a run.
	Drafts  []Entry `json:"drafts,omitempty"`
	Pending *Entry  `json:"pending,omitempty"`
}

// Entry is one version of one edition.
type Entry struct {
	Quarter   string `json:"quarter"`
	Version   int    `json:"version"`
	Manifest  string `json:"manifest_sha256"`
	Signoff   string `json:"signoff_sha256,omitempty"`
	Signature string `json:"signature_sha256,omitempty"`
}

func readRegister(out string) (register, error) {
	var r register
	err := readRecord(filepath.Join(out, registerFile), &r)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("登记簿 %s 读不了：%w；请从备份恢复，或把它移走后重新运行（将按现有各期重建）", filepath.Join(out, registerFile), err)
	}
	return r, err
}

func (r register) write(out string) error {
	b, err := encode(r)
	if err != nil {
		return err
	}
	return WriteAtomic(filepath.Join(out, registerFile), b, 0o644)
}

// find is the entry of a version; nil when it was never published.
func (r register) find(quarter string, version int) *Entry {
	for i := range r.Editions {
		if r.Editions[i].Quarter == quarter && r.Editions[i].Version == version {
			return &r.Editions[i]
		}
	}
	return nil
}

// enter puts a version in its place. Where somebody took an edition out of the
// folder and published the quarter anew, what was entered of the old one goes.
func (r *register) enter(e Entry) {
	r.Editions = slices.DeleteFunc(r.Editions, func(o Entry) bool { return o.Quarter == e.Quarter && o.Version >= e.Version })
	r.Editions = append(r.Editions, e)
	slices.SortFunc(r.Editions, func(a, b Entry) int {
		if c := strings.Compare(a.Quarter, b.Quarter); c != 0 {
			return c
		}
		return a.Version - b.Version
	})
	r.Pending = nil
}

// draft enters what lies among the drafts of a quarter; nil for none.
func (r *register) draft(quarter string, e *Entry) {
	r.Drafts = slices.DeleteFunc(r.Drafts, func(o Entry) bool { return o.Quarter == quarter })
	if e != nil {
		r.Drafts = append(r.Drafts, *e)
		slices.SortFunc(r.Drafts, func(a, b Entry) int { return strings.Compare(a.Quarter, b.Quarter) })
	}
}

// knows says that a run left this draft, with this record beside it.
func (r register) knows(e Entry) bool { return slices.Contains(r.Drafts, e) }

// entryOf is what the register says of a folder's edition or draft.
func entryOf(dir, quarter string, version int) Entry {
	return Entry{quarter, version, Published{Dir: dir}.Hash(), signoffHash(dir), signatureHash(dir)}
}

// settle brings the register of an output folder up to what stands there: a
// pending entry is confirmed or dropped, and a folder of editions without a
// register gets one.
func settle(out string) error {
	r, err := readRegister(out)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if r, err = adopt(out); err != nil || len(r.Editions) == 0 {
			return err
		}
	case err != nil:
		return err
	case r.Pending == nil:
		return nil
	default:
		p := *r.Pending
		r.Pending = nil
		if (Published{Dir: filepath.Join(out, editionsDir, p.Quarter)}).Hash() == p.Manifest {
			r.enter(p)
		}
	}
	return r.write(out)
}

// adopt is the register of what stands in a folder. What no run could have
// published is an error.
func adopt(out string) (register, error) {
	var r register
	list, err := List(out)
	if err != nil {
		return r, err
	}
	for _, p := range list {
		for _, v := range versions(p) {
			m, err := Read(v.dir)
			if err != nil {
				continue // verify says so
			}
			if err := publishable(v.dir, m); err != nil {
				return r, fmt.Errorf("登记簿 %s 不见了，%s 里的%s 不能补登：%w；请从备份恢复登记簿，或把它移出输出文件夹", filepath.Join(out, registerFile), editionsDir, p.Quarter, err)
			}
			r.enter(entryOf(v.dir, p.Quarter, v.number))
		}
	}
	return r, nil
}

// publishable says what keeps a folder from being an edition that a run published:
// the checks stopped it, it is not what its manifest lists, or who let it pass was
// not the last to be asked.
func publishable(dir string, m Manifest) error {
	if m.Blocked {
		return errors.New("它是核查未通过的")
	}
	if err := complete(dir, m); err != nil {
		return err
	}
	s, err := ReadSignoff(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil || s.State() != Signed || s.Manifest != (Published{Dir: dir}).Hash() {
		return errors.New("它没有签发，或签发记录与它对不上")
	}
	return nil
}

// version is one version's folder.
type version struct {
	number int
	dir    string
}

// versions are the folders of an edition's versions, the first first. The newest
// is the edition's own folder, whose number its manifest tells.
func versions(p Published) []version {
	var list []version
	entries, err := os.ReadDir(p.Dir)
	if err != nil {
		return nil
	}
	newest := 1
	for _, e := range entries {
		if e.IsDir() && versionName.MatchString(e.Name()) {
			var n int
			fmt.Sscanf(e.Name(), "v%d", &n)
			list = append(list, version{n, filepath.Join(p.Dir, e.Name())})
			newest = max(newest, n+1)
		}
	}
	if m, err := Read(p.Dir); err == nil && m.Version > 0 {
		newest = m.Version
	}
	list = append(list, version{newest, p.Dir})
	slices.SortFunc(list, func(a, b version) int { return a.number - b.number })
	return list
}
