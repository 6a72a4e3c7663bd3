package pipeline

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"

	"tongbao/pipeline/schedule"
)

// Mail is how the office sends mail, and to whom; no host, no mail.
type Mail struct {
	Host         string   `toml:"host"`
	Port         int      `toml:"port"`
	TLS          string   `toml:"tls"`
	CAFile       string   `toml:"ca_file"`
	User         string   `toml:"user"`
	PasswordFile string   `toml:"password_file"`
	PasswordEnv  string   `toml:"password_env"`
	From         string   `toml:"from"`
	To           []string `toml:"to"`
	Attach       bool     `toml:"attach"`
}

// check refuses what could not be sent, or would go over the wire in the clear.
func (m Mail) check() error {
	if m.Host == "" {
		return nil
	}
	ip := net.ParseIP(m.Host)
	switch {
	case m.From == "" || len(m.To) == 0:
		return fmt.Errorf("mail：写了 host 就要写 from 和 to")
	case m.TLS != "implicit" && m.TLS != "starttls" && m.TLS != "none":
		return fmt.Errorf("mail.tls = %q 认不出，只能是 implicit、starttls、none 之一", m.TLS)
	case m.TLS == "none" && m.Host != "localhost" && !ip.IsLoopback():
		return fmt.Errorf("mail.tls = \"none\" 只能用于本机的发信服务；%s 要用 implicit 或 starttls", m.Host)
	case m.Port < 1 || m.Port > 65535:
		return fmt.Errorf("mail.port = %d 不是端口", m.Port)
	case m.User != "" && (m.PasswordFile == "") == (m.PasswordEnv == ""):
		return fmt.Errorf("mail：写了 user 就要在 password_file 和 password_env 里写一个（口令本身不写在设置里）")
	}
	return nil
}

// Beside is a path of the settings, taken from their file's folder.
func (s Settings) Beside(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(s.file), path)
}

// Post is the way to send mail; password is what its file or variable holds.
func (s Settings) Post(password string) schedule.Post {
	m := s.Mail
	return schedule.Post{Host: m.Host, Port: m.Port, TLS: m.TLS, CA: s.Beside(m.CAFile), User: m.User, Password: strings.TrimRight(password, "\r\n"),
		From: m.From, To: m.To, Attach: m.Attach}
}
