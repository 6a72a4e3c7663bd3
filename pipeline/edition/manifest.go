package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
)

// Manifest is manifest.json: what an edition was made from and what it holds,
// each file by its SHA-256. It names no clock and no folder, so the same input,
// settings and build give the same bytes.
type Manifest struct {
	Quarter  string       `json:"quarter"`
	AsOf     string       `json:"as_of"`
	Version  int          `json:"version,omitempty"`
	Blocked  bool         `json:"blocked,omitempty"`
	Build    string       `json:"build"`
	Previous string       `json:"previous_sha256,omitempty"`
	Replaces string       `json:"replaces_sha256,omitempty"` // the version before, of the same quarter
	Settings []Setting    `json:"settings"`
	Accepted []Acceptance `json:"accepted,omitempty"`
	Inputs   []Input      `json:"inputs"`
	Outputs  []Output     `json:"outputs"`
}

// Setting is one effective setting.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Acceptance is a blocking finding that a person acknowledged.
type Acceptance struct {
	Rule    string `json:"rule"`
	Key     string `json:"key,omitempty"`
	By      string `json:"by"`
	Because string `json:"because"`
}

// Input is one file of the ledgers and what was read from it.
type Input struct {
	File     string  `json:"file"`
	Size     int64   `json:"size"`
	SHA256   string  `json:"sha256"`
	Format   string  `json:"format,omitempty"`
	Encoding string  `json:"encoding,omitempty"`
	Status   string  `json:"status"`
	Message  string  `json:"message,omitempty"`
	Sheets   []Sheet `json:"sheets,omitempty"`
}

// Sheet is the balance of one sheet: read = accepted + refused + left out.
type Sheet struct {
	Sheet    string `json:"sheet"`
	Kind     string `json:"kind"`
	Measure  string `json:"measure"`
	Status   string `json:"status"`
	Message  string `json:"message,omitempty"`
	Read     int    `json:"read"`
	Accepted int    `json:"accepted"`
	Refused  int    `json:"refused"`
	LeftOut  int    `json:"left_out"`
}

// Output is one file of the edition.
type Output struct {
	File   string `json:"file"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func (m Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// hashFile is the size and SHA-256 of a file.
func hashFile(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}
