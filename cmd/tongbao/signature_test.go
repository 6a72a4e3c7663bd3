package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// keys writes a pair of keys, made from a seed, and returns their files.
func keys(t *testing.T, seed byte) (private, public string) {
	t.Helper()
	bytes := make([]byte, ed25519.SeedSize)
	bytes[0] = seed
	key := ed25519.NewKeyFromSeed(bytes)
	put := func(name, kind string, der []byte, err error) string {
		path := filepath.Join(t.TempDir(), name)
		if err != nil || os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600) != nil {
			t.Fatal(err)
		}
		return path
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	private = put("private.pem", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(key.Public())
	return private, put("public.pem", "PUBLIC KEY", der, err)
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
