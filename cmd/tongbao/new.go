package main

import (
	"context"
	"fmt"
	"time"

	"tongbao/pipeline"
	"tongbao/queries"
)

var newCommand = command{
	name: "new", title: "建一个新的台账文件夹：设置、单位名录和表头正确的空台账",
	help: `用法：tongbao new 文件夹 [--quarter 2024Q2]
`,
	run: runNew,
}

func runNew(_ context.Context, w world, args []string) error {
	f := flags("new")
	quarter := f.String("quarter", queries.QuarterOf(time.Now()).String(), "")
	if err := parse(f, args, 1); err != nil {
		return err
	}
	if f.NArg() == 0 {
		return misuse("要写明新文件夹的名字")
	}
	q, err := queries.ParseQuarter(*quarter)
	if err != nil {
		return misuse("%v", err)
	}
	if err := pipeline.Start(f.Arg(0), q); err != nil {
		return err
	}
	fmt.Fprintf(w.err, "已建好 %s：改 tongbao.toml 里的单位和发文机关，把当季台账填进（或放进）%s，然后运行\n  tongbao check --ledgers %s\n", f.Arg(0), q, f.Arg(0))
	return nil
}
