package main

import (
	"context"
	"fmt"

	"tongbao/pipeline"
)

var compareCommand = command{
	name: "compare", title: "把几个区的输出文件夹放在一页上比较",
	help: `用法：tongbao compare --page 各区比较.html 输出文件夹 输出文件夹 …

每个区取最新一期；期不同的会标明。页面断网可开，链接是相对的。
`,
	run: runCompare,
}

func runCompare(ctx context.Context, w world, args []string) error {
	f := flags("compare")
	page := f.String("page", "", "")
	if err := parse(f, args, len(args)); err != nil {
		return err
	}
	if *page == "" || f.NArg() == 0 {
		return misuse("要用 --page 写明页面文件，并写出各区的输出文件夹")
	}
	if err := pipeline.Compare(ctx, f.Args(), *page); err != nil {
		return err
	}
	fmt.Fprintln(w.err, "已写成 "+*page)
	return nil
}
