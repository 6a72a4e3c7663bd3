package schedule

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"tongbao/pipeline/edition"
)

// Letter is the mail about a slot's last change.
type Letter struct {
	State    string    `json:"state"` // waiting, sent or failed
	About    time.Time `json:"about"` // when the slot changed
	Attempts int       `json:"attempts,omitempty"`
	Next     time.Time `json:"next,omitzero"`
	Error    string    `json:"error,omitempty"`
}

// What may have become of a letter.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Unsent  = "failed"
)

// errNoMail ends the letters that waited when mail was turned off.
var errNoMail = errors.New("设置里已没有发信服务器")

// sentence is what people are told of a letter; nothing of one that went.
func (l *Letter) sentence() string {
	if l == nil || l.Error == "" || l.State == Sent {
		return ""
	}
	text := fmt.Sprintf("；邮件试了%d次没有发出：%s", l.Attempts, l.Error)
	if l.State == Waiting {
		text += "，" + l.Next.In(edition.Shanghai).Format("2006-01-02 15:04") + "再发"
	}
	return text
}

// post sets the letter about a slot that changed its state; the one before, if it
// has not gone, is overtaken.
func (s *Scheduler) post(slot *Slot) {
	if s.Send != nil {
		slot.Mail = &Letter{State: Waiting, About: s.now()}
	}
}

// deliver sends the letters that wait. What goes wrong is written down and tried
// again by the plan's waits; it changes nothing of the slot.
func (s *Scheduler) deliver(ctx context.Context, book *Book) error {
	for i := range book.Slots {
		slot, now := &book.Slots[i], s.now()
		l := slot.Mail
		if l == nil || l.State != Waiting || l.Next.After(now) {
			continue
		}
		err := errNoMail
		if s.Send != nil {
			err = s.Send(ctx, *slot)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		next := Letter{State: Sent, About: l.About, Attempts: l.Attempts + 1}
		if err != nil {
			next.State, next.Error = Unsent, err.Error()
			if next.Attempts <= s.Plan.Retries {
				next.State, next.Next = Waiting, now.Add(s.Plan.wait(next.Attempts))
			}
		}
		slot.Mail = &next
		if err := book.write(Dir(s.Out)); err != nil {
			return err
		}
	}
	return nil
}

// Post is the office's way to send mail.
type Post struct {
	Host     string
	Port     int
	TLS      string // implicit, starttls, or none to this very machine
	CA       string // file of a certificate authority of the office's own; empty for the system's
	User     string
	Password string
	From     string
	To       []string
	Attach   bool // the bulletin, where there is one
}

// longestSend bounds one attempt.
const longestSend = time.Minute

// Send mails what became of a slot. The same event has the same message id, so
// that a letter whose answer was lost is not shown twice. What comes back as an
// error holds no password.
func (p Post) Send(ctx context.Context, out string, slot Slot) error {
	m := mail.NewMsg()
	if err := errors.Join(m.From(p.From), m.To(p.To...)); err != nil {
		return fmt.Errorf("邮件地址不对：%w", err)
	}
	m.Subject("季通报：" + slot.Quarter + " " + Word(slot.State))
	m.SetDateWithValue(slot.Mail.About)
	m.SetMessageIDWithValue(fmt.Sprintf("%s-%d-%d-%s@tongbao", slot.Quarter, slot.Due.Unix(), slot.Mail.About.Unix(), slot.State))
	told := slot
	told.Mail = nil
	m.SetBodyString(mail.TypeTextPlain, told.Sentence()+"。\n")
	if p.Attach {
		for _, path := range papers(out, slot) {
			m.AttachFile(path)
		}
	}
	c, err := p.client()
	if err != nil {
		return err
	}
	if err = c.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		return fmt.Errorf("%s:%d：%s", p.Host, p.Port, p.hush(err.Error()))
	}
	return nil
}

// papers are the files that a slot's letter carries: the bulletin and, of a
// correction, its notice; of a draft the copy that is marked as one.
func papers(out string, slot Slot) (list []string) {
	if slot.State != Done && slot.State != Late {
		return nil
	}
	names := []string{"editions/" + slot.Quarter + "/bulletin.pdf", "editions/" + slot.Quarter + "/correction.pdf"}
	if slot.Draft {
		names = []string{"drafts/" + slot.Quarter + "-草稿.pdf"}
	}
	for _, name := range names {
		if path := filepath.Join(out, filepath.FromSlash(name)); exists(path) {
			list = append(list, path)
		}
	}
	return list
}

func (p Post) client() (*mail.Client, error) {
	secure := &tls.Config{ServerName: p.Host, MinVersion: tls.VersionTLS12}
	if p.CA != "" {
		text, err := os.ReadFile(p.CA)
		if err != nil {
			return nil, fmt.Errorf("mail.ca_file 读不了：%w", err)
		}
		secure.RootCAs = x509.NewCertPool()
		if !secure.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("mail.ca_file %s 里没有证书", p.CA)
		}
	}
	options := []mail.Option{mail.WithPort(p.Port), mail.WithTimeout(longestSend), mail.WithTLSConfig(secure)}
	switch p.TLS {
	case "implicit":
		options = append(options, mail.WithSSL())
	case "starttls":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if p.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(p.User), mail.WithPassword(p.Password))
	}
	return mail.NewClient(p.Host, options...)
}

// hush takes the password out of what a server or library said, plain or as it
// goes over the wire.
func (p Post) hush(text string) string {
	if p.Password == "" {
		return text
	}
	for _, secret := range []string{p.Password, base64.StdEncoding.EncodeToString([]byte(p.Password)),
		base64.StdEncoding.EncodeToString([]byte("\x00" + p.User + "\x00" + p.Password))} {
		text = strings.ReplaceAll(text, secret, "（口令）")
	}
	return text
}
