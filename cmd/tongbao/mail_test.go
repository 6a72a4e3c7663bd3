package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// post is a mail server of one user, over TLS from the first byte.
type post struct {
	port     string
	ca       string // its certificate, as a file
	mu       sync.Mutex
	letters  []string
	refusals int // so many letters are turned away first
	tries    int
}

const mailPassword = "口令s3cret%x"

func mailServer(t *testing.T) *post {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "post"}, NotBefore: time.Unix(0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, own, own, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	p := &post{ca: filepath.Join(t.TempDir(), "ca.pem")}
	_, p.port, _ = net.SplitHostPort(l.Addr().String())
	if err := os.WriteFile(p.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.talk(c)
		}
	}()
	return p
}

// talk is the server's half of SMTP (RFC 5321), as much as a letter needs.
func (p *post) talk(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(text string) { fmt.Fprintf(c, "%s\r\n", text) }
	say("220 post")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch word, rest, _ := strings.Cut(line, " "); strings.ToUpper(word) {
		case "EHLO", "HELO":
			say("250-post")
			say("250 AUTH PLAIN")
		case "AUTH":
			_, secret, _ := strings.Cut(rest, " ")
			told, _ := base64.StdEncoding.DecodeString(secret)
			if string(told) != "\x00clerk\x00"+mailPassword {
				say("535 5.7.8 no such user: " + secret) // some servers do say it back
				continue
			}
			say("235 welcome")
		case "DATA":
			p.mu.Lock()
			p.tries++
			refuse := p.refusals > 0
			p.refusals--
			p.mu.Unlock()
			if refuse {
				say("451 4.3.0 come back later")
				continue
			}
			say("354 go on")
			var letter strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				letter.WriteString(strings.TrimPrefix(line, "."))
			}
			p.mu.Lock()
			p.letters = append(p.letters, letter.String())
			p.mu.Unlock()
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *post) settings(password string) string {
	return fmt.Sprintf("[mail]\nhost = \"127.0.0.1\"\nport = %s\nca_file = %q\nuser = \"clerk\"\npassword_file = %q\nfrom = \"tongbao@example.cn\"\nto = [\"办公室 <office@example.cn>\", \"b@example.cn\"]\n", p.port, p.ca, password)
}

// opened reads a letter: its subject, its text and the files it carries.
func opened(t *testing.T, letter string) (subject, text string, files map[string][]byte) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextPart()
		if err == io.EOF {
			return subject, text, files
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if name := part.FileName(); name != "" {
			b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(body)))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = b
		} else {
			text = string(body)
		}
	}
}

// TestMail: the edition goes out by mail once, after the server had turned the
// letter away; what was tried is told in status, and the slot is done all along.
func TestMail(t *testing.T) {
	p := mailServer(t)
	p.refusals = 1
	t.Setenv("OFFICE_MAIL", mailPassword)
	settings := strings.Replace(p.settings("OFFICE_MAIL"), "password_file", "password_env", 1)
	ledgers, out := worked(t, write(t, "tongbao.toml", "[schedule]\nfrom = \"2024-07-01\"\n"+settings)), t.TempDir()
	due := []string{"run", "--due", "--ledgers", ledgers, "--out", out}
	at(t, "2024-07-10 09:00", due...).says(t, exitDone, "按时完成，第1版")
	o := tongbao(t, "status", "--out", out)
	if !strings.Contains(o.out, "按时完成，第1版；邮件试了1次没有发出") || !strings.Contains(o.out, "come back later") || !strings.Contains(o.out, "2024-07-10 09:10再发") {
		t.Errorf("status: %s", o.out)
	}
	at(t, "2024-07-10 09:05", due...).says(t, exitNotDue)
	at(t, "2024-07-10 09:10", due...).says(t, exitNotDue)
	at(t, "2024-07-10 10:10", due...).says(t, exitNotDue)
	if o := tongbao(t, "status", "--out", out); strings.Contains(o.out, "邮件") {
		t.Errorf("status: %s", o.out)
	}
	if len(p.letters) != 1 || p.tries != 2 {
		t.Fatalf("%d letters after %d tries", len(p.letters), p.tries)
	}
	subject, text, files := opened(t, p.letters[0])
	paper, err := os.ReadFile(filepath.Join(out, "editions/2024Q2/bulletin.pdf"))
	if err != nil || subject != "季通报：2024Q2 按时完成" || !bytes.Equal(files["bulletin.pdf"], paper) || len(files) != 1 {
		t.Errorf("%q %q, %d files (%v)", subject, text, len(files), err)
	}
	tongbao(t, "verify", "--out", out).says(t, exitDone)
}

// TestMailThatFails: a wrong password, a certificate of nobody's and a server that
// is not there fail no edition, are given up in the end, and let nothing slip.
func TestMailThatFails(t *testing.T) {
	p := mailServer(t)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("不是s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ settings, says string }{
		"wrong password": {p.settings(password), "no such user"},
		"no password":    {p.settings(filepath.Join(t.TempDir(), "没有")), "mail.password_file"},
		"stranger":       {strings.Replace(p.settings(password), "ca_file", "#", 1), "certificate"},
		"nobody there":   {strings.Replace(p.settings(password), "port = "+p.port, "port = 1", 1), "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			ledgers, out := worked(t, write(t, "tongbao.toml", "[schedule]\nfrom = \"2024-07-01\"\nretries = 1\n"+c.settings)), t.TempDir()
			due := []string{"run", "--due", "--ledgers", ledgers, "--out", out}
			at(t, "2024-07-10 09:00", due...).says(t, exitDone, "第1版")
			at(t, "2024-07-10 09:10", due...).says(t, exitNotDue)
			at(t, "2024-07-10 19:10", due...).says(t, exitNotDue)
			o := tongbao(t, "status", "--out", out)
			if !strings.Contains(o.out, "邮件试了2次没有发出") || !strings.Contains(o.out, c.says) || strings.Contains(o.out, "再发") {
				t.Errorf("status: %s", o.out)
			}
			for _, secret := range []string{"s3cret", base64.StdEncoding.EncodeToString([]byte("\x00clerk\x00不是s3cret"))} {
				for _, file := range []string{"slots.json", "slots.log", "notice.txt"} {
					b, err := os.ReadFile(filepath.Join(out, "schedule", file))
					if err != nil || strings.Contains(string(b), secret) {
						t.Errorf("%s holds the password (%v)", file, err)
					}
				}
			}
		})
	}
	if len(p.letters) > 0 {
		t.Errorf("%d letters", len(p.letters))
	}
}

func TestMailSettings(t *testing.T) {
	for text, want := range map[string]string{
		"host = \"mail.example.cn\"": "from",
		"host = \"mail.example.cn\"\nfrom = \"a@b\"\nto = [\"c@d\"]\ntls = \"none\"":   "本机",
		"host = \"mail.example.cn\"\nfrom = \"a@b\"\nto = [\"c@d\"]\ntls = \"ssl\"":    "mail.tls",
		"host = \"mail.example.cn\"\nfrom = \"a@b\"\nto = [\"c@d\"]\nuser = \"x\"":     "password_file",
		"host = \"mail.example.cn\"\nfrom = \"a@b\"\nto = [\"c@d\"]\nport = 0":         "mail.port",
		"host = \"mail.example.cn\"\nfrom = \"a@b\"\nto = [\"c@d\"]\npassword = \"x\"": "mail.password",
	} {
		ledgers := worked(t, write(t, "tongbao.toml", "[mail]\n"+text+"\n"))
		tongbao(t, "run", "--ledgers", ledgers, "--out", t.TempDir()).says(t, exitFailed, want, "tongbao.toml")
	}
}
