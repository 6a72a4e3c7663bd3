package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tongbao/bulletins"
	"tongbao/pipeline/edition"
	"tongbao/queries"
)

// paper is what a bulletin is made from besides the ledgers: the editor's own
// paragraphs and the office's own fonts. Both are inputs of the edition.
type paper struct {
	narrative bulletins.Narrative
	faces     bulletins.Faces
	inputs    []edition.Input
	// files are where the inputs stand, in the same order: the archive keeps them.
	files []string
	// preview is where a copy of the bulletin goes that is marked as a draft across
	// every page, to be passed around; empty where editions are published at once.
	preview string
	// correction is what this version says of the one it replaces; nil in a
	// quarter's first.
	correction *bulletins.Correction
}

// paperOf reads narrative/QUARTER.md of the ledgers, where there is one, and
// the font files that the settings name.
func paperOf(r Request, preview string) (paper, error) {
	p := paper{preview: preview}
	name := "narrative/" + r.Quarter.String() + ".md"
	path := filepath.Join(r.Ledgers, filepath.FromSlash(name))
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return p, fmt.Errorf("编者按 %s 读不了：%w", name, err)
	default:
		p.narrative = bulletins.Narrative{Name: name, Text: string(text)}
		p.take(path, input(name, "markdown", text))
	}
	faces, err := r.Settings.faces(p.take)
	p.faces = faces
	return p, err
}

func (p *paper) take(path string, in edition.Input) {
	p.inputs, p.files = append(p.inputs, in), append(p.files, path)
}

func input(name, format string, data []byte) edition.Input {
	sum := sha256.Sum256(data)
	return edition.Input{File: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Format: format, Status: "ok"}
}

// Faces are the faces a bulletin is set in under these settings.
func (s Settings) Faces() (bulletins.Faces, error) {
	return s.faces(func(string, edition.Input) {})
}

// faces loads the fonts the settings name over the built-in ones. A path is
// taken from the settings file's folder; #2 after it means the third face of a
// collection. take is told of each file, under the name the archive gives it.
func (s Settings) faces(take func(path string, in edition.Input)) (bulletins.Faces, error) {
	faces, err := bulletins.BuiltIn()
	if err != nil {
		return faces, err
	}
	for _, f := range []struct {
		key, path string
		role      bulletins.Role
	}{
		{"fang", s.Fonts.Fang, bulletins.Fang}, {"kai", s.Fonts.Kai, bulletins.Kai}, {"hei", s.Fonts.Hei, bulletins.Hei},
		{"song", s.Fonts.Song, bulletins.Song}, {"folio", s.Fonts.Folio, bulletins.Folio}, {"spare", s.Fonts.Spare, bulletins.Spare},
	} {
		if f.path == "" {
			continue
		}
		path, index := f.path, 0
		if at := strings.LastIndexByte(path, '#'); at >= 0 {
			if n, err := strconv.Atoi(path[at+1:]); err == nil {
				path, index = path[:at], n
			}
		}
		kept := "fonts/" + f.key + "-" + filepath.Base(path)
		at := path
		switch {
		case s.archived != "":
			at = filepath.Join(s.archived, filepath.FromSlash(kept))
		case !filepath.IsAbs(at):
			at = filepath.Join(filepath.Dir(s.file), at)
		}
		data, err := os.ReadFile(at)
		if err != nil {
			return faces, fmt.Errorf("设置文件 %s：fonts.%s 指的字体文件 %s 读不了：%w；请改正路径，或删去这一行用自带的%s", s.file, f.key, f.path, err, f.role)
		}
		if faces, err = faces.With(f.role, bulletins.FontFile{Name: f.path, Data: data, Index: index}); err != nil {
			return faces, fmt.Errorf("设置文件 %s：fonts.%s：%w", s.file, f.key, err)
		}
		take(at, input(kept, "font", data))
	}
	return faces, nil
}

// proof composes the bulletin without setting it, so that a check finds what the
// editor wrote against the figures.
func (p paper) proof(ctx context.Context, s *store) error {
	tables := map[string]queries.Table{}
	for _, name := range bulletins.Marts() {
		t, err := queries.Read(ctx, s.db, name)
		if err != nil {
			return err
		}
		tables[name] = t
	}
	content := bulletins.ContentOf(tables, nil)
	content.Narrative = p.narrative
	_, err := bulletins.Compose(content)
	return err
}
