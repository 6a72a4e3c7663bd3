package edition

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The detached signature of a manifest, and with it of every file the manifest
// names: Ed25519 over the manifest's bytes, in base64. The register shows that
// nobody slipped; the signature shows it to those who do not trust the folder.

// PrivateKey reads a signing key: PEM, PKCS #8, as openssl genpkey -algorithm
// ed25519 writes it.
func PrivateKey(path string) (ed25519.PrivateKey, error) {
	block, err := pemBlock(path)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if own, ok := key.(ed25519.PrivateKey); err == nil && ok {
		return own, nil
	}
	return nil, fmt.Errorf("签名私钥 %s 不是 Ed25519 私钥；可用 openssl genpkey -algorithm ed25519 生成", path)
}

// PublicKey reads the key that signatures are checked by: PEM, as openssl pkey
// -pubout writes it.
func PublicKey(path string) (ed25519.PublicKey, error) {
	block, err := pemBlock(path)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if own, ok := key.(ed25519.PublicKey); err == nil && ok {
		return own, nil
	}
	return nil, fmt.Errorf("签名公钥 %s 不是 Ed25519 公钥；可用 openssl pkey -pubout 从私钥导出", path)
}

func pemBlock(path string) (*pem.Block, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("密钥 %s 读不了：%w", path, err)
	}
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, fmt.Errorf("密钥 %s 不是 PEM 格式", path)
	}
	return block, nil
}

// SignWith lets the edition's manifest be signed when it is written.
func (w *Work) SignWith(key ed25519.PrivateKey) { w.key = key }

// signManifest writes the signature beside the manifest, where there is a key.
func (w *Work) signManifest(manifest []byte) error {
	if w.key == nil {
		return nil
	}
	text := base64.StdEncoding.EncodeToString(ed25519.Sign(w.key, manifest)) + "\n"
	return os.WriteFile(filepath.Join(w.Edition, signatureFile), []byte(text), 0o644)
}

// signatureHash is the SHA-256 of an edition's signature; empty without one.
func signatureHash(dir string) string {
	if _, sum, err := hashFile(filepath.Join(dir, signatureFile)); err == nil {
		return sum
	}
	return ""
}

// signedBy checks the signature of the manifest in a folder: one of the keys must
// have made it.
func signedBy(dir string, keys []ed25519.PublicKey) error {
	text, err := os.ReadFile(filepath.Join(dir, signatureFile))
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("没有签名")
	}
	if err != nil {
		return err
	}
	signature, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return errors.New("签名不完整")
	}
	manifest, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return err
	}
	for _, key := range keys {
		if ed25519.Verify(key, manifest, signature) {
			return nil
		}
	}
	return errors.New("签名不是由所给的密钥对这份清单签的")
}
