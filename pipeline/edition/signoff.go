package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// The states an edition passes before it is published where the settings say so.
const (
	Drafted  = "草稿"
	Approved = "审核"
	Signed   = "签发"
)

// Signoff is signoff.json: who let an edition pass, and when. It lies beside the
// edition's files and is no part of its bytes, which no clock may touch; the
// manifest's hash binds it to them.
type Signoff struct {
	Quarter  string `json:"quarter"`
	Version  int    `json:"version"`
	Manifest string `json:"manifest_sha256"`
	// Separate says that who signs must be another person than who approved.
	Separate bool   `json:"separate_persons"`
	Steps    []Step `json:"steps"`
}

// Step is one state that was reached.
type Step struct {
	State string `json:"state"`
	By    string `json:"by,omitempty"`
	At    string `json:"at"`
}

// Person is who acts, and when.
type Person struct {
	Name string
	At   time.Time
}

func (p Person) step(state string) Step {
	return Step{State: state, By: strings.TrimSpace(p.Name), At: p.At.In(Shanghai).Format(time.RFC3339)}
}

// State is the newest state of a record.
func (s Signoff) State() string {
	if len(s.Steps) == 0 {
		return ""
	}
	return s.Steps[len(s.Steps)-1].State
}

// signoffHash is the SHA-256 of an edition's signed record; empty without one.
func signoffHash(dir string) string {
	if _, sum, err := hashFile(filepath.Join(dir, signoffFile)); err == nil {
		return sum
	}
	return ""
}

// ReadSignoff is the record of a draft or of an edition that was signed.
func ReadSignoff(dir string) (s Signoff, err error) {
	return s, readRecord(filepath.Join(dir, signoffFile), &s)
}

// Draft completes the manifest and leaves the edition under drafts/QUARTER, to
// be approved and published by people as it is. The same draft again keeps what
// was approved of it; another one takes its place and starts anew. preview is a
// copy marked as a draft, to be laid beside it; empty for none.
func (w *Work) Draft(m Manifest, preview string, separate bool, at time.Time) (Outcome, error) {
	unchanged, err := w.Complete(&m)
	if err != nil {
		return Outcome{}, err
	}
	if unchanged {
		return Outcome{Dir: w.Standing.Dir, Version: m.Version, Unchanged: true, Mended: w.mended}, w.clear()
	}
	if err := w.writeManifest(m); err != nil {
		return Outcome{}, err
	}
	target := filepath.Join(w.out, draftsDir, w.quarter)
	hash := Published{Dir: w.Edition}.Hash()
	o := Outcome{Dir: target, Version: m.Version, Drafted: true}
	r, err := readRegister(w.out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Outcome{}, err
	}
	if hash == (Published{Dir: target}).Hash() && r.knows(entryOf(target, w.quarter, m.Version)) {
		o.Unchanged = true
		return o, os.RemoveAll(filepath.Join(w.out, blockedDir, w.quarter))
	}
	record := Signoff{Quarter: w.quarter, Version: m.Version, Manifest: hash, Separate: separate, Steps: []Step{Person{At: at}.step(Drafted)}}
	if err := writeSignoff(w.Edition, record); err != nil {
		return Outcome{}, err
	}
	undo, err := w.file()
	if err != nil {
		return Outcome{}, err
	}
	entry := entryOf(w.Edition, w.quarter, m.Version)
	if err := w.show(target); err != nil {
		undo()
		return Outcome{}, fmt.Errorf("%s 的草稿存不下：%w", w.quarter, err)
	}
	// Killed before this is written, the draft is unknown, and the next run makes it
	// known: nothing of it had been approved.
	r.draft(w.quarter, &entry)
	if err := r.write(w.out); err != nil {
		return Outcome{}, err
	}
	if preview != "" {
		if err := errors.Join(os.Chmod(preview, readOnly), syncPath(preview), rename(preview, previewFile(w.out, w.quarter)), syncPath(filepath.Join(w.out, draftsDir))); err != nil {
			return Outcome{}, err
		}
	}
	return o, os.RemoveAll(filepath.Join(w.out, blockedDir, w.quarter))
}

// previewFile is the marked copy that lies beside a draft.
func previewFile(out, quarter string) string {
	return filepath.Join(out, draftsDir, quarter+"-草稿.pdf")
}

// dropDraft takes a quarter's draft away.
func (w *Work) dropDraft() error {
	if r, err := readRegister(w.out); err == nil && len(r.Drafts) > 0 {
		r.draft(w.quarter, nil)
		if err := r.write(w.out); err != nil {
			return err
		}
	}
	dir := filepath.Join(w.out, draftsDir)
	if !exists(dir) {
		return nil
	}
	return errors.Join(os.RemoveAll(filepath.Join(dir, w.quarter)), os.RemoveAll(previewFile(w.out, w.quarter)), syncPath(dir))
}

func writeSignoff(dir string, s Signoff) error {
	b, err := encode(s)
	if err != nil {
		return err
	}
	return WriteAtomic(filepath.Join(dir, signoffFile), b, readOnly)
}

// Approve records that a person has looked at the draft of a quarter and lets it
// pass. The draft must be, byte for byte, what the run left.
func Approve(out, quarter string, by Person, h Holder) (Signoff, error) {
	if bare(by.Name) == "" {
		return Signoff{}, errors.New("没有写明审核人")
	}
	w, err := Open(out, quarter, h)
	if err != nil {
		return Signoff{}, err
	}
	defer w.Close()
	dir, m, s, err := w.draft()
	if err != nil {
		return Signoff{}, err
	}
	if s.State() != Drafted {
		last := s.Steps[len(s.Steps)-1]
		return Signoff{}, fmt.Errorf("%s 的草稿已由%s于%s%s，不必再审", quarter, last.By, last.At, last.State)
	}
	s.Steps = append(s.Steps, by.step(Approved))
	// Written beside, so that a killed process leaves nothing in the draft's folder.
	if err := writeSignoff(w.Dir, s); err != nil {
		return Signoff{}, err
	}
	r, err := readRegister(w.out)
	if err != nil {
		return Signoff{}, err
	}
	if err := errors.Join(rename(filepath.Join(w.Dir, signoffFile), filepath.Join(dir, signoffFile)), syncPath(dir)); err != nil {
		return Signoff{}, err
	}
	entry := entryOf(dir, quarter, m.Version)
	r.draft(quarter, &entry)
	return s, r.write(out)
}

// Sign publishes an approved draft: the very bytes that were audited and
// approved, with the record of who did. A draft that is not approved, that was
// altered, or before which something was published since, is refused.
func Sign(out, quarter string, by Person, h Holder) (Outcome, error) {
	if bare(by.Name) == "" {
		return Outcome{}, errors.New("没有写明签发人")
	}
	w, err := Open(out, quarter, h)
	if err != nil {
		return Outcome{}, err
	}
	defer w.Close()
	dir, m, s, err := w.draft()
	if err != nil {
		return Outcome{}, err
	}
	if s.State() != Approved {
		return Outcome{}, fmt.Errorf("%s 的草稿还没有审核；先运行 tongbao approve", quarter)
	}
	if reviewer := s.Steps[len(s.Steps)-1].By; s.Separate && bare(reviewer) == bare(by.Name) {
		return Outcome{}, fmt.Errorf("%s 的草稿是%s审核的，签发须由另一个人（设置 publication.separate_persons）", quarter, reviewer)
	}
	names, err := filesOf(dir)
	if err != nil {
		return Outcome{}, err
	}
	names = append(names, manifestFile)
	if exists(filepath.Join(dir, signatureFile)) {
		names = append(names, signatureFile)
	}
	for _, name := range names {
		if err := linkFile(filepath.Join(dir, filepath.FromSlash(name)), filepath.Join(w.Edition, filepath.FromSlash(name))); err != nil {
			return Outcome{}, err
		}
	}
	// Looked at once more where it will be published from.
	if err := w.whole(w.Edition, m, s); err != nil {
		return Outcome{}, fmt.Errorf("%s 的草稿与生成时不同：%w；请重新运行 tongbao run", quarter, err)
	}
	s.Steps = append(s.Steps, by.step(Signed))
	if err := writeSignoff(w.Edition, s); err != nil {
		return Outcome{}, err
	}
	return w.promote(m)
}

// draft is the quarter's draft, found to be whole and still to the point.
func (w *Work) draft() (dir string, m Manifest, s Signoff, err error) {
	dir = filepath.Join(w.out, draftsDir, w.quarter)
	if m, err = Read(dir); errors.Is(err, fs.ErrNotExist) {
		if exists(filepath.Join(w.out, blockedDir, w.quarter)) {
			return dir, m, s, fmt.Errorf("%s 核查未通过，没有草稿可审；问题清单在 %s", w.quarter, filepath.Join(w.out, blockedDir, w.quarter))
		}
		return dir, m, s, fmt.Errorf("%s 没有草稿；先在 publication.mode = \"draft\" 的设置下运行 tongbao run", w.quarter)
	}
	if err != nil {
		return dir, m, s, fmt.Errorf("%s 的草稿读不了：%w；请重新运行 tongbao run", w.quarter, err)
	}
	if s, err = ReadSignoff(dir); err != nil {
		return dir, m, s, fmt.Errorf("%s 草稿的 signoff.json 读不了：%w；请重新运行 tongbao run", w.quarter, err)
	}
	r, err := readRegister(w.out)
	if err == nil && !r.knows(entryOf(dir, w.quarter, m.Version)) {
		err = errors.New("它或它的审签记录不是程序留在这里的（登记簿 register.json 上没有）")
	}
	if err == nil {
		err = w.whole(dir, m, s)
	}
	if err != nil {
		return dir, m, s, fmt.Errorf("%s 的草稿与生成时不同：%w；请重新运行 tongbao run", w.quarter, err)
	}
	if m.Replaces != w.Standing.Hash() || m.Previous != w.Previous.Hash() {
		return dir, m, s, fmt.Errorf("%s 的草稿生成之后，本期或上一期又有新的发布；请重新运行 tongbao run，再审核", w.quarter)
	}
	return dir, m, s, nil
}

// whole holds a draft to its manifest and its record, byte for byte.
func (w *Work) whole(dir string, m Manifest, s Signoff) error {
	if m.Blocked || m.Quarter != w.quarter || s.Quarter != w.quarter || s.Manifest != (Published{Dir: dir}).Hash() {
		return errors.New("清单与审签记录对不上")
	}
	return complete(dir, m)
}

// complete holds a folder to the outputs that a manifest lists, byte for byte.
func complete(dir string, m Manifest) error {
	now, err := outputs(dir)
	if err != nil {
		return err
	}
	known := map[string]Output{}
	for _, o := range m.Outputs {
		known[o.File] = o
	}
	for _, o := range now {
		was, ok := known[o.File]
		if !ok {
			return fmt.Errorf("多了 %s", o.File)
		}
		if was.SHA256 != o.SHA256 {
			return fmt.Errorf("%s 的内容变了", o.File)
		}
		delete(known, o.File)
	}
	for name := range known {
		return fmt.Errorf("少了 %s", name)
	}
	return nil
}

// bare is a name as it is compared: without spaces and without what cannot be seen.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
}

// unsigned refuses to publish without signatures where they are the rule: a
// draft of the quarter waits for them, or the folder's editions bear them.
func (w *Work) unsigned() error {
	if exists(filepath.Join(w.out, draftsDir, w.quarter)) {
		return fmt.Errorf("%s 有草稿等待审核签发（%s），不能直接发布；要放弃它，先把它移走", w.quarter, filepath.Join(w.out, draftsDir, w.quarter))
	}
	r, err := readRegister(w.out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range r.Editions {
		if e.Signoff != "" {
			return fmt.Errorf("这个输出文件夹的通报须经审核签发（%s 即是），不能直接发布；请把设置 publication.mode 写成 \"draft\"，或换一个输出文件夹", e.Quarter)
		}
	}
	return nil
}
