package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"tongbao/pipeline"
	"tongbao/queries"
)

var rebuildCommand = command{
	name: "rebuild", title: "只用归档的台账和设置重做已发布的一期，与发布的逐字节比较",
	help: `用法：tongbao rebuild --out 文件夹 --quarter 2024Q2 --check | --to 新文件夹

  --out       输出文件夹
  --quarter   季度
  --version   第几版，默认最新一版
  --check     在临时文件夹里重做，只比较
  --to        重做的一期另存到这个新文件夹，例如用来找回丢失的文件
  --json      结果以 JSON 写到标准输出

原来的台账文件夹不在了也能做：所用文件都在 归档 archive/sha256 里。已发布的各期不变。
全部相同退出状态为0，有不同为1，并说明哪些文件不同、程序或数据库的版本有没有变。
`,
	run: runRebuild,
}

func runRebuild(ctx context.Context, w world, args []string) error {
	f := flags("rebuild")
	out := f.String("out", "", "")
	quarter := f.String("quarter", "", "")
	version := f.Int("version", 0, "")
	check := f.Bool("check", false, "")
	to := f.String("to", "", "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	switch {
	case *out == "":
		return misuse("要用 --out 写明输出文件夹")
	case *quarter == "":
		return misuse("要用 --quarter 写明季度")
	case *check == (*to != ""):
		return misuse("--check 与 --to 要写一个，只能写一个")
	}
	q, err := queries.ParseQuarter(*quarter)
	if err != nil {
		return misuse("%v", err)
	}
	if *to != "" {
		if inside(*out, *to) {
			return misuse("--to 不能在输出文件夹之内：重做的不是发布的")
		}
		if left, err := os.ReadDir(*to); err == nil && len(left) > 0 {
			return fmt.Errorf("文件夹 %s 不是空的；请换一个新文件夹", *to)
		}
	}
	r := pipeline.RebuildRequest{Out: *out, Quarter: q, Version: *version, Build: w.build, To: *to}
	if w.lively {
		r.Progress = func(step string) { fmt.Fprintf(w.err, "\r\033[K重做 %s %s…", q, step) }
	}
	res, err := pipeline.Rebuild(ctx, r)
	if w.lively {
		fmt.Fprint(w.err, "\r\033[K")
	}
	if err != nil {
		return err
	}
	if *asJSON {
		if err := writeValue(w.out, res); err != nil {
			return err
		}
	}
	return tellRebuilt(w, res)
}

// inside says that a path lies in a folder, by whatever names.
func inside(folder, path string) bool {
	real := func(p string) string {
		p, _ = filepath.Abs(p)
		rest := ""
		for {
			if r, err := filepath.EvalSymlinks(p); err == nil {
				return filepath.Join(r, rest)
			}
			if p == filepath.Dir(p) {
				return p
			}
			p, rest = filepath.Dir(p), filepath.Join(filepath.Base(p), rest)
		}
	}
	name, err := filepath.Rel(real(folder), real(path))
	return err == nil && filepath.IsLocal(name)
}

func tellRebuilt(w world, res pipeline.Rebuilt) error {
	for _, d := range res.Differs {
		fmt.Fprintf(w.err, "%s 第%d版 %s：%s\n", res.Quarter, res.Version, d.File, d.Message)
	}
	for _, c := range res.Causes {
		fmt.Fprintln(w.err, c)
	}
	if !res.Same {
		fmt.Fprintf(w.err, "%s 第%d版：从归档重做，%d个文件中有%d处不同。\n", res.Quarter, res.Version, res.Files, len(res.Differs))
		return errTold
	}
	fmt.Fprintf(w.err, "%s 第%d版：从归档重做，%d个文件逐字节相同。\n", res.Quarter, res.Version, res.Files)
	return nil
}
