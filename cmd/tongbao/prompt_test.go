package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/peterh/liner"

	"tongbao/pipeline"
)

// screen is a terminal in which the program runs.
type screen struct {
	t      *testing.T
	pty    *os.File
	shown  *lockedBuffer
	from   int // what was shown before has been looked at
	ended  chan error
	folder string // the reader's state folder
}

func atTerminal(t *testing.T, out, folder string, path string) *screen {
	t.Helper()
	c := program("sql", "--out", out)
	c.Env = append(slices.DeleteFunc(c.Environ(), func(e string) bool { return strings.HasPrefix(e, "PATH=") }), "XDG_STATE_HOME="+folder, "TERM=xterm", "PATH="+path)
	f, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 160})
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, pty: f, shown: &lockedBuffer{}, ended: make(chan error, 1), folder: folder}
	go io.Copy(s.shown, f)
	go func() { s.ended <- c.Wait() }()
	t.Cleanup(func() {
		c.Process.Kill()
		f.Close()
	})
	return s
}

func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// sees waits until the terminal shows a text that it has not been asked for.
func (s *screen) sees(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		fresh := s.shown.String()[s.from:]
		if i := strings.Index(fresh, text); i >= 0 {
			s.from += i + len(text)
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("no %q; the terminal shows %q", text, fresh)
		}
	}
}

// TestPromptAtTerminal talks through a real terminal: statements over lines,
// completion, Ctrl+C at a query and at the prompt, pages, history, the end.
func TestPromptAtTerminal(t *testing.T) {
	out, folder := published(t), t.TempDir()
	s := atTerminal(t, out, folder, t.TempDir()) // no less in reach
	s.sees("2024Q2> ")
	s.press("SELECT unit, value FROM kpi.supply_rate -- 率\r")
	s.sees("      > ")
	s.press("WHERE unit = '全区' AND as_of = DATE '2024-06-30';\r")
	s.sees("69.751807")
	s.sees("用时 ")

	s.press("SELECT * FROM kpi.supply_rate WHERE numer\t")
	s.sees("numerator")
	s.press("\x03") // Ctrl+C gives the line up
	s.sees("2024Q2> ")

	s.press("SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range % 7 = 3;\r")
	time.Sleep(400 * time.Millisecond)
	s.press("\x03")
	s.sees("已停止")
	s.press("SELECT 6 * 7 AS n;\r") // and the prompt lives
	s.sees("42")
	s.sees("非发布口径")

	s.press("SELECT range AS n FROM range(60);\r")
	s.sees("—— 回车看下一页")
	s.press("\r")
	s.sees("—— 回车看下一页")
	s.press("q\r")
	s.sees("2024Q2> ")

	s.press("\\e 2099Q1\r")
	s.sees("没有已发布的通报")
	s.press("\\q\r")
	if err := <-s.ended; err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(folder, "tongbao", "history"))
	if err != nil || !strings.HasPrefix(string(b), "SELECT unit, value FROM kpi.supply_rate /* 率 */ WHERE unit = '全区'") || !strings.HasSuffix(string(b), "\\q\n") {
		t.Errorf("history %q (%v)", b, err)
	}
	if info, err := os.Stat(filepath.Join(folder, "tongbao", "history")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*history*")); len(left) > 0 {
		t.Errorf("in the output folder: %v", left)
	}

	again := atTerminal(t, out, folder, t.TempDir())
	again.sees("2024Q2> ")
	again.press("\x1b[A\x1b[A\x1b[A\x1b[A") // \q, \e, the 60 rows, 6 * 7
	again.press("\r")
	again.sees("42")
	again.press("\x04") // Ctrl+D
	if err := <-again.ended; err != nil {
		t.Fatal(err)
	}
}

// spoken is what the prompt says to some lines.
func spoken(t *testing.T, out string, lines ...string) string {
	t.Helper()
	var said bytes.Buffer
	clock := time.Unix(1700000000, 0)
	p := &prompt{out: &said, desk: pipeline.Desk{Out: out, Jail: jail()}, now: func() time.Time { return clock }, names: map[string][]tableName{},
		show: func(text string) error { said.WriteString(text); return nil }, keep: func(string) {}}
	p.read = func(string) (string, error) {
		if len(lines) == 0 {
			return "", io.EOF
		}
		line := lines[0]
		lines = lines[1:]
		if line == "^C" {
			return "", liner.ErrPromptAborted
		}
		return line, nil
	}
	if err := errors.Join(p.turnTo(""), p.loop()); err != nil {
		t.Fatal(err)
	}
	return said.String()
}

// TestPromptCommands: each command, and each mistake told.
func TestPromptCommands(t *testing.T) {
	out := published(t)
	file := filepath.Join(t.TempDir(), "x.csv")
	for _, c := range []struct {
		lines []string
		says  []string
	}{
		{[]string{`\d`}, []string{"kpi.supply_rate", "供地率", "fact.batch"}},
		{[]string{`\d kpi`}, []string{"kpi.supply_rate"}},
		{[]string{`\d supply_rate`}, []string{"kpi.supply_rate", "numerator", "DECIMAL"}},
		{[]string{`\d none`}, []string{"没有叫 none"}},
		{[]string{`\ask`}, []string{"全区供地率与差额", `\ask 编号`}},
		{[]string{`\ask 1`}, []string{"69.751807"}},
		{[]string{`\ask 1 as_of=2022-11-30`}, []string{"40.551145"}},
		{[]string{`\ask 1 as_of=x`, `\ask 77`, `\ask 1 none=1`}, []string{"参数 as_of", "没有叫“77”", "没有参数 none"}},
		{[]string{`\e`, `\e 2024q2`, `\e 1999Q1`}, []string{"2024Q2", "1999Q1 没有"}},
		{[]string{`\timing`, "SELECT 1 AS a;"}, []string{"写用时", "用时 0.000 秒"}},
		{[]string{`\o ` + file, "SELECT 1.50 AS a;", `\o ` + file, `\o x.exe`}, []string{"还没有结果", "写到 " + file + "，1行", "以 .csv"}},
		{[]string{`\nothing`}, []string{`没有 \nothing`}},
		{[]string{"SELECT broken", "^C", "SELECT 7 AS n", ""}, []string{"\n7\n"}},
		{[]string{"DROP TABLE fact.batch;", "SELECT 1; SELECT 2;", "FROM read_text('/etc/hostname');", "SELECT 5 AS n;"}, []string{"只接受一条", "一次只接受一条", "不能用 read_text", "\n5\n"}},
		{[]string{`\?`, `\q`, "SELECT 123456 AS n;"}, []string{"Ctrl+D"}},
	} {
		said := spoken(t, out, c.lines...)
		for _, text := range c.says {
			if !strings.Contains(said, text) {
				t.Errorf("%q: no %q in %.600s", c.lines, text, said)
			}
		}
		if strings.Contains(said, "123456") || strings.Contains(said, "broken") {
			t.Errorf("%q: %s", c.lines, said)
		}
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "\ufeffa\n1.50\n" {
		t.Errorf("%q %v", b, err)
	}
}

// TestPromptCompletes names: tables, columns of named tables, other editions, commands.
func TestPromptCompletes(t *testing.T) {
	p := &prompt{desk: pipeline.Desk{Out: published(t), Jail: jail()}, quarter: "2024Q2", names: map[string][]tableName{}}
	for line, want := range map[string]string{
		"SELECT * FROM kpi.supply_rate_g":                "kpi.supply_rate_gross",
		"SELECT * FROM ed_2024q2.kpi.supply_rate_g":      "ed_2024q2.kpi.supply_rate_gross",
		"SELECT * FROM ed_20":                            "ed_2024q2.",
		"SELECT * FROM kpi.supply_rate WHERE denominato": "denominator",
		"sele":    "SELECT",
		`\ti`:     `\timing`,
		`\e 2024`: "2024Q2",
	} {
		head, words, tail := p.complete(line, len([]rune(line)))
		if !slices.Contains(words, want) || tail != "" || !strings.HasPrefix(line, head) {
			t.Errorf("%s: %q %q %q", line, head, words, tail)
		}
	}
	if _, words, _ := p.complete("SELECT denominato", 17); len(words) > 0 {
		t.Errorf("columns of no table: %q", words)
	}
}
