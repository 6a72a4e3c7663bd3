package main

import (
	"context"
	"crypto"
	"encoding/json"
	"fmt"
	"io"

	"tongbao/pipeline/edition"
	"tongbao/queries"
)

var verifyCommand = command{
	name: "verify", title: "核对已发布的各期：每个文件的哈希、各期之间的链、登记簿和归档",
	help: `用法：tongbao verify --out 文件夹 [--quarter 2024Q2] [--json]

  --out       输出文件夹
  --quarter   只核对这一期，默认全部
  --key       签名公钥文件，可写多次；写了就要求每一版的清单都由其中一个密钥签名
  --json      结果以 JSON 写到标准输出

每一版的每个文件按清单 manifest.json 逐字节核对，多出的、缺少的都指出。清单之间成链：每期记着
它接在哪一期的第几版之后；更正前面一期时旧版留在 v1，后面各期仍接得上。登记簿 register.json
记着发布过的每一版，最新一期整个丢失也看得出。所用台账的归档一并核对。不联网，不改动任何文件。
全部相符退出状态为0，有任何不同为1。
`,
	run: runVerify,
}

func runVerify(_ context.Context, w world, args []string) error {
	f := flags("verify")
	out := f.String("out", "", "")
	quarter := f.String("quarter", "", "")
	files := f.StringArray("key", nil, "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *out == "" {
		return misuse("要用 --out 写明输出文件夹")
	}
	if *quarter != "" {
		if _, err := queries.ParseQuarter(*quarter); err != nil {
			return misuse("%v", err)
		}
	}
	var keys []crypto.PublicKey
	for _, path := range *files {
		key, err := edition.PublicKey(path)
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	v, err := edition.Verify(*out, *quarter, keys...)
	if err != nil {
		return err
	}
	for _, p := range v.Problems {
		fmt.Fprintf(w.err, "%s%s：%s\n", place(p), p.File, p.Message)
	}
	if *asJSON {
		if err := writeValue(w.out, v); err != nil {
			return err
		}
	}
	if !v.OK {
		fmt.Fprintf(w.err, "核对%d期%d版%d个文件：有%d处与发布时不同。\n", v.Editions, v.Versions, v.Files, len(v.Problems))
		return errTold
	}
	fmt.Fprintf(w.err, "核对%d期%d版%d个文件（%.1f MB）：全部与发布时相同，链完整。\n", v.Editions, v.Versions, v.Files, float64(v.Bytes)/1e6)
	return nil
}

func place(p edition.Problem) string {
	switch {
	case p.Quarter == "":
		return ""
	case p.Version == 0:
		return p.Quarter + " "
	}
	return fmt.Sprintf("%s 第%d版 ", p.Quarter, p.Version)
}

// writeValue writes a result as JSON, for programs.
func writeValue(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
