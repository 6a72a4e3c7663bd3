package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"tongbao/pipeline"
)

var fontsCommand = command{
	name: "fonts", title: "列出通报各处用的字体、收字和许可",
	help: `用法：tongbao fonts [--ledgers 文件夹] [--config 文件] [--json]

自带字体之外，单位可在设置的 [fonts] 里指定自己的字体文件（.ttf、.otf、.ttc#n）。
收字按通用规范汉字表8105字计；本字体没有的字，依次借用“借字”所列字体。
`,
	run: runFonts,
}

func runFonts(_ context.Context, w world, args []string) error {
	f := flags("fonts")
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
	faces, err := s.Faces()
	if err != nil {
		return err
	}
	list := faces.List()
	if *asJSON {
		e := json.NewEncoder(w.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(list)
	}
	for _, one := range list {
		from := "自带"
		if !one.BuiltIn {
			from = "本单位"
		}
		fmt.Fprintf(w.out, "%s（fonts.%s）  %s：%s\n  许可  %s\n  收字  %d字，通用规范汉字表%d字中的%d字\n  借字  %s\n  SHA-256  %s\n",
			one.Role, one.Key, from, one.Source, one.Licence, one.Characters, one.Of, one.Standard, strings.Join(one.StandIns, "、"), one.SHA256)
	}
	return nil
}
