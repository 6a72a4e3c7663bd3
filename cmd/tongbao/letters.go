package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"

	"tongbao/pipeline"
)

var lettersCommand = command{
	name: "letters", title: "由已发布的一期拟出约谈建议、督办函、开竣工提醒",
	help: `用法：tongbao letters --out 文件夹 [--quarter 2024Q2] [--to 文件夹] [--ledgers 文件夹]

  --out       输出文件夹
  --quarter   季度，默认最近一期
  --to        写到哪里，默认 输出文件夹/letters/季度
  --ledgers   台账文件夹，取其中 tongbao.toml 的字体；不写用自带字体

对有约谈、曝光停供建议的单位各拟一份，PDF 和 Word 各一；都标“草稿”，文号、日期、时限留空，由办公室改定后发出。
`,
	run: runLetters,
}

var reportCommand = command{
	name: "report", title: "由已发布的各期写出年度总结或专项行动总结",
	help: `用法：tongbao report --out 文件夹 （--year 2024 | --programme） [--to 文件夹] [--ledgers 文件夹]

  --out         输出文件夹
  --year        年度总结，取自当年最后一期
  --programme   专项行动总结，从起点到最近一期
  --to          写到哪里，默认 输出文件夹/letters
  --ledgers     台账文件夹：narrative/cases/*.md 是典型案例，按文件名排；tongbao.toml 的字体

典型案例每个一个文件，第一行是标题（# 龙河街道盘活旧厂房），以下是段落；其中的数由编者负责。
`,
	run: runReport,
}

func runLetters(ctx context.Context, w world, args []string) error {
	f := flags("letters")
	out := f.String("out", "", "")
	quarter := f.String("quarter", "", "")
	to := f.String("to", "", "")
	ledgers := f.String("ledgers", "", "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *out == "" {
		return misuse("要用 --out 写明输出文件夹")
	}
	settings, err := settingsIn(*ledgers)
	if err != nil {
		return err
	}
	faces, err := settings.Faces()
	if err != nil {
		return err
	}
	files, err := pipeline.Letters{Out: *out, Quarter: *quarter, To: *to, Faces: faces}.Write(ctx)
	return listed(w, files, err)
}

var yearForm = regexp.MustCompile(`^\d{4}$`)

func runReport(ctx context.Context, w world, args []string) error {
	f := flags("report")
	out := f.String("out", "", "")
	year := f.String("year", "", "")
	programme := f.Bool("programme", false, "")
	to := f.String("to", "", "")
	ledgers := f.String("ledgers", "", "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	switch {
	case *out == "":
		return misuse("要用 --out 写明输出文件夹")
	case (*year == "") != *programme:
		return misuse("要写 --year 年份（年度总结）或 --programme（专项行动总结），写一个")
	case *year != "" && !yearForm.MatchString(*year):
		return misuse("--year 写作 2024，不是 %s", *year)
	}
	settings, err := settingsIn(*ledgers)
	if err != nil {
		return err
	}
	faces, err := settings.Faces()
	if err != nil {
		return err
	}
	files, err := pipeline.Report{Out: *out, Year: *year, To: *to, Cases: *ledgers, Faces: faces}.Write(ctx)
	return listed(w, files, err)
}

// settingsIn are the settings of a ledger folder; the program's own without one.
func settingsIn(ledgers string) (pipeline.Settings, error) {
	if ledgers == "" {
		return pipeline.ReadSettings("", false)
	}
	return pipeline.ReadSettings(filepath.Join(ledgers, "tongbao.toml"), false)
}

// listed names the files that were written, one a line.
func listed(w world, files []string, err error) error {
	for _, file := range files {
		fmt.Fprintln(w.out, file)
	}
	return err
}
