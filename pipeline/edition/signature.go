package edition

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// The detached signatures of a manifest, and with it of every file the manifest
// names: a line of base64 for each key of the office, Ed25519 or SM2 (GB/T 32918,
// with SM3 and the default user id), over the manifest's bytes. The register shows
// that nobody slipped; the signature shows it to those who do not trust the
// folder. An SM2 signature takes a random number, as its standard demands, so it
// is the one published file that is not the same bytes when made again.

// Algorithm is a way to sign.
type Algorithm string

// What an office may sign with.
const (
	Ed25519 Algorithm = "Ed25519"
	SM2     Algorithm = "SM2"
)

// made is how openssl makes such a key.
func (a Algorithm) made() string {
	if a == SM2 {
		return "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2"
	}
	return "openssl genpkey -algorithm ed25519"
}

// PrivateKey reads a signing key of a kind: PEM, PKCS #8, as openssl genpkey
// writes it.
func PrivateKey(path string, kind Algorithm) (crypto.Signer, error) {
	block, err := pemBlock(path)
	if err != nil {
		return nil, err
	}
	key, err := smx509.ParsePKCS8PrivateKey(block.Bytes)
	if err == nil {
		switch own := key.(type) {
		case ed25519.PrivateKey:
			if kind == Ed25519 {
				return own, nil
			}
		case *sm2.PrivateKey:
			if kind == SM2 {
				return own, nil
			}
		}
	}
	return nil, fmt.Errorf("签名私钥 %s 不是 %s 私钥；可用 %s 生成", path, kind, kind.made())
}

// PublicKey reads a key that signatures are checked by, Ed25519 or SM2: PEM, as
// openssl pkey -pubout writes it.
func PublicKey(path string) (crypto.PublicKey, error) {
	block, err := pemBlock(path)
	if err != nil {
		return nil, err
	}
	if key, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		if own, ok := key.(ed25519.PublicKey); ok {
			return own, nil
		}
	}
	if key, err := smx509.ParsePKIXPublicKey(block.Bytes); err == nil {
		if own, ok := key.(*ecdsa.PublicKey); ok && own.Curve == sm2.P256() {
			return own, nil
		}
	}
	return nil, fmt.Errorf("签名公钥 %s 不是 Ed25519 或 SM2 公钥；可用 openssl pkey -pubout 从私钥导出", path)
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

// SignWith lets the edition's manifest be signed when it is written, by each key.
func (w *Work) SignWith(keys ...crypto.Signer) { w.keys = keys }

// signManifest writes the signatures beside the manifest, where there are keys.
func (w *Work) signManifest(manifest []byte) error {
	var text strings.Builder
	for _, key := range w.keys {
		var how crypto.SignerOpts = crypto.Hash(0)
		if _, ok := key.(*sm2.PrivateKey); ok {
			how = sm2.DefaultSM2SignerOpts
		}
		signature, err := key.Sign(rand.Reader, manifest, how)
		if err != nil {
			return fmt.Errorf("清单签名没有成功：%w", err)
		}
		text.WriteString(base64.StdEncoding.EncodeToString(signature) + "\n")
	}
	if text.Len() == 0 {
		return nil
	}
	return os.WriteFile(filepath.Join(w.Edition, signatureFile), []byte(text.String()), 0o644)
}

// signatureHash is the SHA-256 of an edition's signature; empty without one.
func signatureHash(dir string) string {
	if _, sum, err := hashFile(filepath.Join(dir, signatureFile)); err == nil {
		return sum
	}
	return ""
}

// signedBy checks the signatures of the manifest in a folder: one of the keys must
// have made one of them.
func signedBy(dir string, keys []crypto.PublicKey) error {
	text, err := os.ReadFile(filepath.Join(dir, signatureFile))
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("没有签名")
	}
	if err != nil {
		return err
	}
	manifest, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		signature, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line))
		if err != nil {
			return errors.New("签名不完整")
		}
		for _, key := range keys {
			if signs(key, manifest, signature) {
				return nil
			}
		}
	}
	return errors.New("签名不是由所给的密钥对这份清单签的")
}

func signs(key crypto.PublicKey, text, signature []byte) bool {
	switch own := key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(own, text, signature)
	case *ecdsa.PublicKey:
		return sm2.VerifyASN1WithSM2(own, nil, text, signature)
	}
	return false
}
