package edition

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// Verdict is what verifying an output folder found.
type Verdict struct {
	OK       bool      `json:"ok"`
	Editions int       `json:"editions"`
	Versions int       `json:"versions"`
	Files    int       `json:"files"`
	Bytes    int64     `json:"bytes"`
	Problems []Problem `json:"problems"`
}

// Problem is one thing that is not as it was published. File is relative to the
// output folder.
type Problem struct {
	Quarter string `json:"quarter,omitempty"`
	Version int    `json:"version,omitempty"`
	File    string `json:"file"`
	Kind    string `json:"kind"` // changed, missing, extra, unreadable, chain, register, archive, unfinished
	Message string `json:"message"`
}

// The chain that Verify walks, and why a correction does not break it. Each
// manifest names by hash the manifest that stood for the quarter before when it
// was made. Correcting an earlier quarter makes a new version and keeps the old
// one under vN, so the hash still leads to one of that quarter's versions; which
// one is in the manifest and in Verify's reach. So:
//
//   - the versions of a quarter are 1, 2 … n without a gap, each naming the hash
//     of the one before (a removed, swapped or altered version shows);
//   - the newest version of a quarter follows one of the versions of the quarter
//     right before it (a removed or inserted edition shows); a kept older version
//     follows one of any earlier quarter, for an edition may have been published
//     between since;
//   - every version is in the register with its hash and the register names
//     nothing else (a lost or remade newest edition shows);
//   - inside a version, the files are those of its manifest, byte for byte.
type verifier struct {
	out      string
	only     string // a quarter, or empty for all
	keys     []crypto.PublicKey
	register register
	entries  bool // the register could be read
	objects  *objects
	slots    chan struct{}

	mu      sync.Mutex
	verdict Verdict
	wg      sync.WaitGroup
}

// read is one version with its manifest as it lies in the folder.
type read struct {
	version
	quarter  string
	hash     string
	manifest Manifest
}

// Verify checks every file of every edition below out against its manifest, the
// chain of the manifests, the register and the archive. An empty quarter means
// all; otherwise the files of that quarter's versions and its links. Where keys
// are given, each manifest must be signed by one of them. It writes
// nothing. What is wrong is in the verdict; an error is only that out, or the
// quarter, is not there.
//
// It takes no lock, so that nobody is kept from publishing. An edition published
// meanwhile could look half old and half new: the register tells that one was,
// and the folder is looked at again.
func Verify(out, quarter string, keys ...crypto.PublicKey) (Verdict, error) {
	for try := 0; ; try++ {
		before, _ := os.ReadFile(filepath.Join(out, registerFile))
		v, err := verifyOnce(out, quarter, keys)
		after, _ := os.ReadFile(filepath.Join(out, registerFile))
		if err == nil && v.OK || try == 9 {
			return v, err
		}
		if bytes.Equal(before, after) {
			// Entered as pending before, shown meanwhile: the same register all along.
			if _, busy := HeldBy(filepath.Join(out, lockFile)); !busy || !bytes.Contains(after, []byte(`"pending"`)) {
				return v, err
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func verifyOnce(out, quarter string, keys []crypto.PublicKey) (Verdict, error) {
	list, err := List(out)
	if err != nil {
		return Verdict{}, err
	}
	if len(list) == 0 && !exists(filepath.Join(out, registerFile)) {
		return Verdict{}, fmt.Errorf("输出文件夹 %s 里还没有已发布的通报", out)
	}
	if quarter != "" && !slices.ContainsFunc(list, func(p Published) bool { return p.Quarter == quarter }) {
		return Verdict{}, fmt.Errorf("%s 没有已发布的通报", quarter)
	}
	v := &verifier{out: out, only: quarter, keys: keys, objects: &objects{out: out, known: map[string]error{}}, slots: make(chan struct{}, runtime.NumCPU())}
	v.strangers()
	v.readRegister()
	chain := map[string][]read{}
	var order []string
	for _, p := range list {
		order = append(order, p.Quarter)
		chain[p.Quarter] = v.edition(p)
	}
	v.links(order, chain)
	v.registered(order, chain)
	v.wg.Wait()
	slices.SortStableFunc(v.verdict.Problems, func(a, b Problem) int { return strings.Compare(a.Quarter+a.File, b.Quarter+b.File) })
	v.verdict.OK = len(v.verdict.Problems) == 0
	return v.verdict, nil
}

func (v *verifier) report(p Problem) {
	if v.only != "" && p.Quarter != "" && p.Quarter != v.only {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.verdict.Problems = append(v.verdict.Problems, p)
}

// under is a path as Problem.File tells it.
func (v *verifier) under(path string) string {
	if name, err := filepath.Rel(v.out, path); err == nil {
		return filepath.ToSlash(name)
	}
	return path
}

// strangers finds what lies among the editions and is none, and what a killed
// run left that the next one puts right.
func (v *verifier) strangers() {
	entries, err := os.ReadDir(filepath.Join(v.out, editionsDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		v.report(Problem{File: editionsDir, Kind: "unreadable", Message: fmt.Sprintf("打不开：%v", err)})
	}
	for _, e := range entries {
		path := filepath.Join(v.out, editionsDir, e.Name())
		if !e.IsDir() || !quarterName.MatchString(e.Name()) {
			v.report(Problem{File: editionsDir + "/" + e.Name(), Kind: "extra", Message: "不是任何一期通报；请移到别处"})
		} else if (Published{Dir: path}).blocked() {
			v.report(Problem{File: editionsDir + "/" + e.Name(), Kind: "extra", Message: "是核查未通过的，不是发布的一期；请移到别处"})
		}
	}
	if entries, err = os.ReadDir(v.out); err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), asidePrefix) {
			v.report(Problem{File: e.Name(), Kind: "unfinished", Message: "一次发布中途断了，原来的一期还在这里；重新运行一次 tongbao run 即放回原处"})
		}
	}
}

func (v *verifier) readRegister() {
	r, err := readRegister(v.out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.report(Problem{File: registerFile, Kind: "register", Message: "登记簿不见了，无法确认有没有整期丢失；请从备份恢复（或重新运行一次 tongbao run，按现有各期重建）"})
	case err != nil:
		v.report(Problem{File: registerFile, Kind: "register", Message: err.Error()})
	}
	v.register, v.entries = r, err == nil
}

// edition reads the versions of one quarter and sets their files to be hashed.
func (v *verifier) edition(p Published) []read {
	v.mu.Lock()
	v.verdict.Editions++
	v.mu.Unlock()
	var list []read
	for _, one := range versions(p) {
		path := filepath.Join(one.dir, manifestFile)
		b, err := os.ReadFile(path)
		if err != nil {
			v.report(Problem{p.Quarter, one.number, v.under(path), kindOf(err), "清单读不了，这一版无从核对；请从备份恢复"})
			continue
		}
		r := read{version: one, quarter: p.Quarter, hash: hashBytes(b)}
		if err := decode(b, &r.manifest); err != nil {
			// A build of another day may write other fields; whether the bytes are those
			// that were published is for chain and register to say.
			var loose Manifest
			if loose, err = Read(one.dir); err != nil {
				v.report(Problem{p.Quarter, one.number, v.under(path), "unreadable", "清单不是完整的 JSON，内容被改动过；请从备份恢复"})
				continue
			}
			r.manifest = loose
		}
		if r.manifest.Quarter != p.Quarter || r.manifest.Version != one.number {
			v.report(Problem{p.Quarter, one.number, v.under(path), "chain",
				fmt.Sprintf("清单写的是 %s 第%d版，却放在 %s 第%d版的位置：各期或各版被调换过", r.manifest.Quarter, r.manifest.Version, p.Quarter, one.number)})
		}
		list = append(list, r)
		if v.only == "" || v.only == p.Quarter {
			v.files(r)
		}
	}
	return list
}

func kindOf(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "missing"
	}
	return "unreadable"
}

// files holds one version's folder to its manifest, and the manifest to its
// signature, where keys are given.
func (v *verifier) files(r read) {
	if len(v.keys) > 0 {
		if err := signedBy(r.dir, v.keys); err != nil {
			v.report(Problem{r.quarter, r.number, v.under(filepath.Join(r.dir, signatureFile)), "signature", err.Error()})
		}
	}
	v.mu.Lock()
	v.verdict.Versions++
	v.mu.Unlock()
	names, err := filesOf(r.dir)
	if err != nil {
		v.report(Problem{r.quarter, r.number, v.under(r.dir), "unreadable", fmt.Sprintf("打不开：%v", err)})
	}
	listed := map[string]bool{}
	for _, o := range r.manifest.Outputs {
		listed[o.File] = true
		v.later(func() { v.file(r, o) })
	}
	for _, name := range names {
		if !listed[name] {
			v.report(Problem{r.quarter, r.number, v.under(filepath.Join(r.dir, name)), "extra", "清单里没有这个文件"})
		}
	}
	for _, in := range r.manifest.Inputs {
		v.later(func() { v.input(r, in.File, in.SHA256) })
	}
	if s := r.manifest.SettingsFile; s != nil {
		v.later(func() { v.input(r, s.File, s.SHA256) })
	}
}

// later runs a check beside others, as many at a time as there are processors.
func (v *verifier) later(check func()) {
	v.wg.Go(func() {
		v.slots <- struct{}{}
		defer func() { <-v.slots }()
		check()
	})
}

func (v *verifier) file(r read, o Output) {
	path := filepath.Join(r.dir, filepath.FromSlash(o.File))
	p := Problem{Quarter: r.quarter, Version: r.number, File: v.under(path)}
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		p.Kind, p.Message = "changed", "不是普通文件"
		v.report(p)
		return
	}
	size, sum, err := hashFile(path)
	v.mu.Lock()
	v.verdict.Files++
	v.verdict.Bytes += size
	v.mu.Unlock()
	switch {
	case err != nil:
		p.Kind, p.Message = kindOf(err), "文件不见了"
		if p.Kind != "missing" {
			p.Message = fmt.Sprintf("读不了：%v", err)
		}
	case size != o.Size:
		p.Kind, p.Message = "changed", fmt.Sprintf("大小应为%d字节，现为%d字节", o.Size, size)
	case sum != o.SHA256:
		p.Kind, p.Message = "changed", fmt.Sprintf("内容变了：SHA-256 应为 %s，现为 %s", o.SHA256, sum)
	default:
		return
	}
	v.report(p)
}

func (v *verifier) input(r read, name, sum string) {
	if err := v.objects.check(sum); err != nil {
		v.report(Problem{r.quarter, r.number, name, "archive", fmt.Sprintf("这一期所用的台账文件归档有误：%v", err)})
	}
}

// links walks the chain of manifests.
func (v *verifier) links(order []string, chain map[string][]read) {
	earlier := map[string]read{} // by manifest hash
	before := ""
	for _, q := range order {
		for i, r := range chain[q] {
			v.replaces(chain[q], i)
			v.follows(r, i == len(chain[q])-1, before, earlier)
		}
		for _, r := range chain[q] {
			earlier[r.hash] = r
		}
		before = q
	}
}

// replaces holds a version to the one before it, of the same quarter.
func (v *verifier) replaces(list []read, i int) {
	r := list[i]
	p := Problem{r.quarter, r.number, v.under(filepath.Join(r.dir, manifestFile)), "chain", ""}
	switch {
	case i == 0 && r.number != 1:
		p.Message = fmt.Sprintf("第1版至第%d版不见了", r.number-1)
	case i > 0 && list[i-1].number != r.number-1:
		p.Message = fmt.Sprintf("第%d版不见了", r.number-1)
	case i == 0 && r.manifest.Replaces != "":
		p.Message = "第1版不应有被它替换的版本"
	case i > 0 && r.manifest.Replaces != list[i-1].hash:
		p.Message = fmt.Sprintf("它替换的第%d版不是现在的第%d版：其中一版的清单被换过", r.number-1, r.number-1)
	}
	if p.Message != "" {
		v.report(p)
	}
	note := filepath.Join(r.dir, replacedFile)
	got, err := os.ReadFile(note)
	if i == len(list)-1 {
		if err == nil {
			v.report(Problem{r.quarter, r.number, v.under(note), "extra", "这是现行的一版，不应标为已被替换"})
		}
		return
	}
	want, _ := encode(replacement(list[i+1].manifest, list[i+1].hash))
	if err != nil {
		v.report(Problem{r.quarter, r.number, v.under(note), kindOf(err), "“已被替换”的标记不见了"})
	} else if !bytes.Equal(got, want) {
		v.report(Problem{r.quarter, r.number, v.under(note), "changed", "“已被替换”的标记与第" + fmt.Sprint(r.number+1) + "版的清单不符"})
	}
}

// follows holds a version to the edition of an earlier quarter that it names.
func (v *verifier) follows(r read, newest bool, before string, earlier map[string]read) {
	p := Problem{r.quarter, r.number, v.under(filepath.Join(r.dir, manifestFile)), "chain", ""}
	to, found := earlier[r.manifest.Previous]
	switch {
	case r.manifest.Previous == "" && (before == "" || !newest):
		return
	case r.manifest.Previous == "":
		p.Message = fmt.Sprintf("它不接任何一期，前面却有 %s：%s 是后来插入的；重新运行 %s 可接上", before, before, r.quarter)
	case !found && r.manifest.PreviousQuarter != "":
		p.Message = fmt.Sprintf("它接在 %s 第%d版之后，而那一版的清单不在了或被换过", r.manifest.PreviousQuarter, r.manifest.PreviousVersion)
	case !found:
		p.Message = "它所接的上一期不在了，或清单被换过"
	case newest && to.quarter != before:
		p.Message = fmt.Sprintf("它接在 %s 第%d版之后，中间却有 %s：%s 是后来插入的；重新运行 %s 可接上", to.quarter, to.number, before, before, r.quarter)
	default:
		return
	}
	v.report(p)
}

// registered holds editions and register to each other, both ways.
func (v *verifier) registered(order []string, chain map[string][]read) {
	if !v.entries {
		return // told already
	}
	stands := map[Entry]bool{}
	for _, q := range order {
		for _, r := range chain[q] {
			e := Entry{q, r.number, r.hash, signoffHash(r.dir), signatureHash(r.dir)}
			stands[e] = true
			v.entered(r, e)
		}
	}
	for _, e := range v.register.Editions {
		present := slices.ContainsFunc(chain[e.Quarter], func(r read) bool { return r.number == e.Version })
		if !stands[e] && !present {
			v.report(Problem{e.Quarter, e.Version, editionsDir + "/" + e.Quarter, "missing", fmt.Sprintf("登记簿上有 %s 第%d版，文件夹里没有（或读不了）", e.Quarter, e.Version)})
		}
	}
}

// entered says how one version that stands differs from its entry.
func (v *verifier) entered(r read, e Entry) {
	if p := v.register.Pending; p != nil && *p == e {
		return // published by a run that was killed right after
	}
	file := v.under(filepath.Join(r.dir, manifestFile))
	known := v.register.find(e.Quarter, e.Version)
	switch {
	case known == nil:
		v.report(Problem{e.Quarter, e.Version, file, "extra", "登记簿 register.json 上没有这一版：它不是由程序发布在这里的，或登记簿被改动过"})
	case known.Manifest != e.Manifest:
		v.report(Problem{e.Quarter, e.Version, file, "changed", fmt.Sprintf("清单与登记簿 register.json 不符：SHA-256 登记为 %s，现为 %s", known.Manifest, e.Manifest)})
	case known.Signature != e.Signature:
		v.report(Problem{e.Quarter, e.Version, v.under(filepath.Join(r.dir, signatureFile)), "changed", "签名与登记簿 register.json 不符（改动过、丢失或多出）"})
	case known.Signoff != e.Signoff:
		v.report(Problem{e.Quarter, e.Version, v.under(filepath.Join(r.dir, signoffFile)), "changed", "签发记录与登记簿 register.json 不符（改动过、丢失或多出）"})
	}
}
