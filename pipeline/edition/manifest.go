package edition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Manifest is manifest.json: what an edition was made from and what it holds,
// each file by its SHA-256. It names no clock and no folder, so the same input,
// settings and build give the same bytes.
//
// The chain: Previous is the hash of the manifest of the version that stood for
// the newest earlier quarter when this one was made. A later correction of that
// quarter keeps that very version under vN, so the link still leads somewhere;
// PreviousQuarter and PreviousVersion say in words where. Replaces is the hash
// of the version before, of the same quarter.
type Manifest struct {
	Quarter         string       `json:"quarter"`
	AsOf            string       `json:"as_of"`
	Version         int          `json:"version,omitempty"`
	Blocked         bool         `json:"blocked,omitempty"`
	Build           string       `json:"build"`
	Engine          string       `json:"engine,omitempty"`
	Previous        string       `json:"previous_sha256,omitempty"`
	PreviousQuarter string       `json:"previous_quarter,omitempty"`
	PreviousVersion int          `json:"previous_version,omitempty"`
	Replaces        string       `json:"replaces_sha256,omitempty"`
	Correction      *Correction  `json:"correction,omitempty"`
	SettingsFile    *Output      `json:"settings_file,omitempty"`
	Settings        []Setting    `json:"settings"`
	Accepted        []Acceptance `json:"accepted,omitempty"`
	Inputs          []Input      `json:"inputs"`
	Outputs         []Output     `json:"outputs"`
}

// Correction says what a version after the first is: 修订 where the ledgers
// brought other figures, 更正 where the bulletin itself had been wrong.
type Correction struct {
	Class   string `json:"class"`
	Because string `json:"because,omitempty"`
	By      string `json:"by,omitempty"`
	Date    string `json:"date,omitempty"` // of the notice; empty to be written in by hand
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

// Output is one file of the edition. Rows are a CSV file's, without its header.
type Output struct {
	File   string `json:"file"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   *int   `json:"rows,omitempty"`
}

// Objects are the hashes of what the archive must hold for the edition to be
// made again: its ledgers and its settings file.
func (m Manifest) Objects() []string {
	var list []string
	for _, in := range m.Inputs {
		list = append(list, in.SHA256)
	}
	if m.SettingsFile != nil {
		list = append(list, m.SettingsFile.SHA256)
	}
	return list
}

func (m Manifest) encode() ([]byte, error) { return encode(m) }

// encode is how every record of ours is written: the same value, the same bytes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// decode reads a record of ours strictly: a field that is none, or a byte more
// than encode would write, is an error.
func decode(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	again, err := encode(v)
	if err == nil && !bytes.Equal(again, b) {
		err = fmt.Errorf("不是程序写下的样子，可能被改动过")
	}
	return err
}

// Read is the manifest of the edition in a folder.
func Read(dir string) (Manifest, error) {
	var m Manifest
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(b, &m)
}

// same says whether two manifests speak of the same edition: made of the same
// for the same, byte for byte. Which build made it, what it followed and what it
// corrects are not looked at: they change no byte that a reader sees, and a new
// build must not turn every edition into a second version of itself.
func same(a, b Manifest) bool {
	part := func(m Manifest) []byte {
		outputs := slices.DeleteFunc(slices.Clone(m.Outputs), func(o Output) bool { return o.File == CorrectionsFile || o.File == NoticeFile })
		text, err := encode(Manifest{Quarter: m.Quarter, AsOf: m.AsOf, Settings: m.Settings, Accepted: m.Accepted, Inputs: m.Inputs, Outputs: outputs})
		if err != nil {
			return nil
		}
		return text
	}
	x, y := part(a), part(b)
	return x != nil && slices.Equal(x, y)
}
