package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"tongbao/pipeline/edition"
)

// keys writes a pair of keys, made from a seed, and returns their files.
func keys(t *testing.T, seed byte) (private, public string) {
	t.Helper()
	bytes := make([]byte, ed25519.SeedSize)
	bytes[0] = seed
	key := ed25519.NewKeyFromSeed(bytes)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	private = pemFile(t, "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(key.Public())
	return private, pemFile(t, "PUBLIC KEY", der, err)
}

// sm2Keys is the same of the national algorithm.
func sm2Keys(t *testing.T, seed byte) (private, public string) {
	t.Helper()
	bytes := make([]byte, 32)
	bytes[0], bytes[31] = seed, 1
	key, err := sm2.NewPrivateKey(bytes)
	if err != nil {
		t.Fatal(err)
	}
	der, err := smx509.MarshalPKCS8PrivateKey(key)
	private = pemFile(t, "PRIVATE KEY", der, err)
	der, err = smx509.MarshalPKIXPublicKey(key.Public())
	return private, pemFile(t, "PUBLIC KEY", der, err)
}

func pemFile(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key.pem")
	if err != nil || os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600) != nil {
		t.Fatal(err)
	}
	return path
}

// TestSignedManifests: what is published with a key is checked by its other half,
// and by no other; the signature goes through approval and correction.
func TestSignedManifests(t *testing.T) {
	private, public := keys(t, 1)
	_, stranger := keys(t, 2)
	out := t.TempDir()
	ledgers := worked(t, write(t, "tongbao.toml", draftMode+"separate_persons = false\nkey = \""+private+"\"\n"))
	for _, version := range []string{"第1版", "第2版"} {
		tongbao(t, "run", "--ledgers", ledgers, "--out", out).says(t, exitDone, version)
		tongbao(t, "approve", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone)
		tongbao(t, "publish", "--out", out, "--quarter", "2024Q2", "--by", "张三").says(t, exitDone, version)
		replaceOnce := replace(t, batchFile, "0.0000", "1.0000")
		if version == "第1版" {
			replaceOnce(ledgers)
		}
	}
	tongbao(t, "verify", "--out", out, "--key", public).says(t, exitDone, "2版")
	tongbao(t, "verify", "--out", out, "--key", stranger, "--key", public).says(t, exitDone)
	tongbao(t, "verify", "--out", out, "--key", stranger).says(t, exitFailed, "manifest.json.sig", "不是由所给的密钥")
	tongbao(t, "verify", "--out", out, "--key", private).says(t, exitFailed, "公钥")
	tongbao(t, "rebuild", "--out", out, "--quarter", "2024Q2", "--check").says(t, exitDone)
	path := filepath.Join(out, "editions/2024Q2/v1/manifest.json.sig")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	tongbao(t, "verify", "--out", out).says(t, exitFailed, "v1/manifest.json.sig", "登记簿")
	tongbao(t, "verify", "--out", out, "--key", public).says(t, exitFailed, "没有签名")

	bad := worked(t, write(t, "tongbao.toml", "[publication]\nkey = \"没有.pem\"\n"))
	tongbao(t, "run", "--ledgers", bad, "--out", t.TempDir()).says(t, exitFailed, "publication.key", "没有.pem")
}

// TestSM2Signatures: alone and beside Ed25519; another key and an altered manifest
// do not pass, nor do keys in each other's place.
func TestSM2Signatures(t *testing.T) {
	private, public := sm2Keys(t, 1)
	_, stranger := sm2Keys(t, 2)
	edPrivate, edPublic := keys(t, 3)
	alone, both := t.TempDir(), t.TempDir()
	tongbao(t, "run", "--ledgers", worked(t, write(t, "tongbao.toml", "[publication]\nsm2_key = \""+private+"\"\n")), "--out", alone).says(t, exitDone)
	tongbao(t, "run", "--ledgers", worked(t, write(t, "tongbao.toml", "[publication]\nkey = \""+edPrivate+"\"\nsm2_key = \""+private+"\"\n")), "--out", both).says(t, exitDone)
	for _, out := range []string{alone, both} {
		tongbao(t, "verify", "--out", out, "--key", public).says(t, exitDone)
		tongbao(t, "verify", "--out", out, "--key", stranger).says(t, exitFailed, "manifest.json.sig", "不是由所给的密钥")
	}
	tongbao(t, "verify", "--out", both, "--key", edPublic).says(t, exitDone)
	tongbao(t, "verify", "--out", alone, "--key", edPublic).says(t, exitFailed, "manifest.json.sig")
	b, err := os.ReadFile(filepath.Join(both, "editions/2024Q2/manifest.json.sig"))
	if err != nil || strings.Count(string(b), "\n") != 2 {
		t.Errorf("signatures %q (%v)", b, err)
	}
	// A byte of the manifest is another; whoever did it put the register right too.
	path := filepath.Join(alone, "editions/2024Q2/manifest.json")
	if b, err = os.ReadFile(path); err != nil || os.Remove(path) != nil {
		t.Fatal(err)
	}
	write(t, "editions/2024Q2/manifest.json", strings.Replace(string(b), `"build": "test"`, `"build": "best"`, 1))(alone)
	remove(t, "register.json")(alone)
	if w, err := edition.Open(alone, "2024Q3", edition.Holder{}); err != nil {
		t.Fatal(err)
	} else {
		w.Close()
	}
	tongbao(t, "verify", "--out", alone).says(t, exitDone)
	tongbao(t, "verify", "--out", alone, "--key", public).says(t, exitFailed, "不是由所给的密钥")
	for text, want := range map[string]string{"key = \"" + private: "Ed25519", "sm2_key = \"" + edPrivate: "SM2"} {
		ledgers := worked(t, write(t, "tongbao.toml", "[publication]\n"+text+"\"\n"))
		tongbao(t, "run", "--ledgers", ledgers, "--out", t.TempDir()).says(t, exitFailed, "publication.", want, "openssl genpkey")
	}
}
