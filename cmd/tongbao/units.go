package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// serviceUnit keeps the schedule running; the folder names are filled in.
const serviceUnit = `# /etc/systemd/system/tongbao.service —— 常驻方式
[Unit]
Description=季通报定时发布
After=local-fs.target remote-fs.target

[Service]
Type=simple
ExecStart=%[1]s schedule %[2]s
Restart=on-failure
RestartSec=60
# 停止时正在做的一期不算失败，下次启动接着做
KillSignal=SIGTERM
TimeoutStopSec=120

[Install]
WantedBy=multi-user.target

# 或者不常驻，每小时看一次（与上面二选一）：
# /etc/systemd/system/tongbao-due.service
[Unit]
Description=季通报到期检查

[Service]
Type=oneshot
ExecStart=%[1]s run --due %[2]s
# 4 另一个运行正在进行，5 没有到期的：都不是故障
SuccessExitStatus=4 5

# /etc/systemd/system/tongbao-due.timer
[Unit]
Description=季通报到期检查

[Timer]
OnCalendar=hourly
# 关机错过的，开机后补看一次
Persistent=true

[Install]
WantedBy=timers.target
`

// printUnits writes the unit files to stdout, with absolute paths: systemd starts
// in no folder of ours.
func printUnits(w world, o options) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	words := []string{}
	for _, p := range [][2]string{{"--ledgers", o.ledgers}, {"--out", o.out}, {"--config", o.config}} {
		if p[1] == "" {
			continue
		}
		path, err := filepath.Abs(p[1])
		if err != nil {
			return err
		}
		words = append(words, p[0], unitWord(path))
	}
	_, err = fmt.Fprintf(w.out, serviceUnit, unitWord(program), strings.Join(words, " "))
	return err
}

// unitWord is a word of a command line as systemd reads it: quoted, with its own
// escapes for quotes, backslashes, specifiers and variables.
func unitWord(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$").Replace(s) + `"`
}
