package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/peterh/liner"
	"golang.org/x/sys/unix"
)

// keptLines is how many entries of history outlive a session.
const keptLines = 1000

// pastLines is the reader's history: a file in their own state folder, never in
// the output folder, which others read. Without one the prompt still works.
type pastLines struct{ file *os.File }

// stateFolder is where a person's programs keep what they remember.
func stateFolder() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "tongbao")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "tongbao")
}

// openHistory hands the editor what was asked before, the newest last.
func openHistory(line *liner.State) pastLines {
	dir := stateFolder()
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return pastLines{}
	}
	path := filepath.Join(dir, "history")
	var entries []string
	if b, err := os.ReadFile(path); err == nil {
		s := bufio.NewScanner(strings.NewReader(string(b)))
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			entries = append(entries, s.Text())
		}
	}
	if len(entries) > 2*keptLines { // written anew only when it has grown
		entries = entries[len(entries)-keptLines:]
		if os.WriteFile(path+".new", []byte(strings.Join(entries, "\n")+"\n"), 0o600) == nil {
			os.Rename(path+".new", path)
		}
	}
	for _, e := range entries[max(0, len(entries)-keptLines):] {
		line.AppendHistory(e)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return pastLines{}
	}
	return pastLines{file}
}

// add keeps an entry at once: a terminal that is closed loses nothing.
func (l pastLines) add(entry string) {
	if l.file != nil {
		fmt.Fprintln(l.file, oneLine(entry))
	}
}

func (l pastLines) close() {
	if l.file != nil {
		l.file.Close()
	}
}

// oneLine is a statement of several lines as the history keeps it. A comment at
// the end of a line would swallow the next: it becomes one of the other kind.
func oneLine(statement string) string {
	lines := strings.Split(statement, "\n")
	for i, l := range lines {
		code, comment, ok := strings.Cut(l, "--")
		if ok && i < len(lines)-1 && strings.Count(code, "'")%2 == 0 && !strings.Contains(comment, "*/") {
			lines[i] = code + "/*" + comment + " */"
		}
	}
	return strings.Join(lines, " ")
}

// pager shows a text that is longer than the terminal: by less where there is
// one, which also scrolls a wide table sideways; else page by page.
func pager(out io.Writer, read func(string) (string, error)) func(string) error {
	return func(text string) error {
		rows, columns := screenSize()
		lines := strings.SplitAfter(text, "\n")
		widest := 0
		for _, l := range lines {
			widest = max(widest, cells(l))
		}
		if rows < 3 || len(lines) <= rows-1 && widest <= columns+1 {
			_, err := io.WriteString(out, text)
			return err
		}
		if path, err := exec.LookPath("less"); err == nil {
			less := exec.Command(path, "-SXF")
			less.Stdin, less.Stdout, less.Stderr = strings.NewReader(text), os.Stdout, os.Stderr
			// From inside less no shell and no file can be had.
			less.Env = append(os.Environ(), "LESSSECURE=1", "LESSCHARSET=utf-8")
			return less.Run()
		}
		for len(lines) > 0 {
			n := min(len(lines), rows-1)
			if _, err := io.WriteString(out, strings.Join(lines[:n], "")); err != nil {
				return err
			}
			if lines = lines[n:]; len(lines) == 0 {
				return nil
			}
			if answer, err := read("—— 回车看下一页，q 不看了 —— "); err != nil || strings.HasPrefix(answer, "q") {
				return nil
			}
		}
		return nil
	}
}

// screenSize is the terminal's, zero where it is unknown.
func screenSize() (rows, columns int) {
	size, err := unix.IoctlGetWinsize(int(os.Stdout.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0
	}
	return int(size.Row), int(size.Col)
}
