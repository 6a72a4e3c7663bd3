package edition

import (
	"path/filepath"
)

// signoffHash is the SHA-256 of an edition's signed record; empty without one.
func signoffHash(dir string) string {
	if _, sum, err := hashFile(filepath.Join(dir, signoffFile)); err == nil {
		return sum
	}
	return ""
}
