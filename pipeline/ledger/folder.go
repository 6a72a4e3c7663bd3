package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var quarterFolder = regexp.MustCompile(`^\d{4}Q[1-4]$`)

// Quarters lists the snapshots under root: its folders named YYYYQn, in order.
// A root that is missing, or holds none, is an error in Chinese.
func Quarters(root string) ([]string, error) {
	entries, err := readRoot(root)
	if err != nil {
		return nil, err
	}
	var list, meant []string
	for _, e := range entries {
		if !isFolder(root, e) {
			continue
		}
		if quarterFolder.MatchString(e.Name()) {
			list = append(list, e.Name())
		} else if q := meansQuarter(e.Name()); q != "" {
			meant = append(meant, fmt.Sprintf("“%s”改名为 %s", e.Name(), q))
		}
	}
	if len(meant) > 0 {
		return nil, fmt.Errorf("台账文件夹 %s 里有的文件夹像是一个季度的台账，名字却不能读：请把%s，或移出台账文件夹；也可以用 --quarter 写明要做哪个季度", root, strings.Join(meant, "、"))
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("台账文件夹 %s 中没有以季度命名的文件夹（如 2024Q2）；请把当季台账放进这样的文件夹", root)
	}
	slices.Sort(list)
	return list, nil
}

var (
	yearInName    = regexp.MustCompile(`(20\d\d)`)
	quarterInName = regexp.MustCompile(`(?i)[第\s_-]*([一二三四1-4])\s*季|q\s*([1-4])|([1-4])\s*q`)
)

// meansQuarter is how a folder should be called that says year and quarter in
// another way, as 2024年第二季度 or 2024q2; empty for any other name.
func meansQuarter(name string) string {
	year, quarter := yearInName.FindString(name), quarterInName.FindStringSubmatch(strings.Replace(name, yearInName.FindString(name), "", 1))
	if year == "" || quarter == nil {
		return ""
	}
	n := quarter[1] + quarter[2] + quarter[3]
	if i := strings.Index("一二三四", n); i >= 0 {
		n = string(rune('1' + i/len("一")))
	}
	return year + "Q" + n
}

func readRoot(root string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("没有台账文件夹 %s", root)
	}
	if err != nil {
		return nil, fmt.Errorf("台账文件夹 %s 打不开：%w", root, cause(err))
	}
	return entries, nil
}

func isFolder(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// skipped names are no ledgers and not worth a word.
func skipped(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		lower == "thumbs.db" || lower == "desktop.ini" || lower == "__macosx" ||
		strings.HasSuffix(lower, ".md") || strings.HasSuffix(lower, ".toml")
}

// list gives the files of the quarter's folder and those directly in the root,
// as paths relative to the root with /, each sorted.
func (s Source) list() (own, shared []string, err error) {
	entries, err := readRoot(s.Root)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		if !isFolder(s.Root, e) && !skipped(e.Name()) {
			shared = append(shared, e.Name())
		}
	}
	dir := filepath.Join(s.Root, s.Quarter)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, nil, fmt.Errorf("台账文件夹 %s 中没有 %s 文件夹", s.Root, s.Quarter)
	}
	if own, err = walk(s.Root, s.Quarter); err != nil {
		return nil, nil, err
	}
	if len(own) == 0 {
		return nil, nil, fmt.Errorf("%s 文件夹 %s 是空的，没有台账文件", s.Quarter, dir)
	}
	slices.Sort(own)
	slices.Sort(shared)
	return own, shared, nil
}

// walk lists the files below a folder. Links to files are followed, links to
// folders too, but not into a folder the path is already in.
func walk(root, rel string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, fmt.Errorf("文件夹 %s 打不开：%w", rel, cause(err))
	}
	if strings.Count(rel, "/") > 40 {
		return nil, fmt.Errorf("文件夹 %s 层数过多，可能是链接指回了上级文件夹", rel)
	}
	var list []string
	for _, e := range entries {
		if skipped(e.Name()) {
			continue
		}
		name := rel + "/" + e.Name()
		if !isFolder(filepath.Join(root, filepath.FromSlash(rel)), e) {
			list = append(list, name)
			continue
		}
		inner, err := walk(root, name)
		if err != nil {
			return nil, err
		}
		list = append(list, inner...)
	}
	return list, nil
}
