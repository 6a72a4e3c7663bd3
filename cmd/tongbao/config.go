package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"tongbao/pipeline"
)

var configCommand = command{
	name: "config", title: "列出生效的设置和来源",
	help: `用法：tongbao config [--ledgers 文件夹] [--config 文件] [--json]
`,
	run: runConfig,
}

func runConfig(_ context.Context, w world, args []string) error {
	f := flags("config")
	ledgers := f.String("ledgers", ".", "")
	config := f.String("config", "", "")
	asJSON := f.Bool("json", false, "")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	path, asked := filepath.Join(*ledgers, "tongbao.toml"), false
	if *config != "" {
		path, asked = *config, true
	}
	s, err := pipeline.ReadSettings(path, asked)
	if err != nil {
		return err
	}
	if *asJSON {
		e := json.NewEncoder(w.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(s.All())
	}
	for _, one := range s.All() {
		fmt.Fprintf(w.out, "%s = %q  # %s\n", one.Key, one.Value, one.From)
	}
	return nil
}
