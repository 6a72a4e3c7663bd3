package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"tongbao/pipeline"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

var approveCommand = command{
	name: "approve", title: "审核一期草稿",
	help: `用法：tongbao approve --out 文件夹 --quarter 2024Q2 --by 姓名

设置 publication.mode = "draft" 时，tongbao run 把核查通过的一期放在 drafts/2024Q2，不发布。
审核的是这些文件本身：此后有一个字节变动，就不能签发。
`,
	run: func(ctx context.Context, w world, args []string) error { return sign(ctx, w, "approve", args) },
}

var publishCommand = command{
	name: "publish", title: "签发并发布一期审核过的草稿",
	help: `用法：tongbao publish --out 文件夹 --quarter 2024Q2 --by 姓名

发布的就是审核过的文件，逐字节不变；姓名和时间记在该期的 signoff.json。
设置 publication.separate_persons = true（默认）时，签发人不能是审核人。
`,
	run: func(ctx context.Context, w world, args []string) error { return sign(ctx, w, "publish", args) },
}

// signFlags are the flags of both.
type signFlags struct{ out, quarter, by string }

func (s *signFlags) flags(name string) *pflag.FlagSet {
	f := flags(name)
	f.StringVar(&s.out, "out", "", "")
	f.StringVar(&s.quarter, "quarter", "", "")
	f.StringVar(&s.by, "by", "", "")
	return f
}

func sign(ctx context.Context, w world, name string, args []string) error {
	var s signFlags
	if err := parse(s.flags(name), args, 0); err != nil {
		return err
	}
	switch {
	case s.out == "":
		return misuse("要用 --out 写明输出文件夹")
	case s.quarter == "":
		return misuse("要用 --quarter 写明季度")
	case strings.TrimSpace(s.by) == "":
		return misuse("要用 --by 写明姓名")
	}
	q, err := queries.ParseQuarter(s.quarter)
	if err != nil {
		return misuse("%v", err)
	}
	h := holder(w)
	person := edition.Person{Name: s.by, At: h.Since}
	if name == "approve" {
		record, err := edition.Approve(s.out, q.String(), person, h)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.err, "%s 第%d版草稿已由%s审核；签发：tongbao publish\n", q, record.Version, person.Name)
		return nil
	}
	o, err := edition.Sign(s.out, q.String(), person, h)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.err, "%s 已由%s签发，发布第%d版：%s\n", q, person.Name, o.Version, o.Dir)
	if err := pipeline.Catalogue(ctx, s.out); err != nil {
		fmt.Fprintln(w.err, err) // the edition is published all the same
	}
	return nil
}
