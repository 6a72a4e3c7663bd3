package pipeline

import (
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/ledger"
	"tongbao/queries"
)

// settingsName is what the settings file is called in the archive, wherever it
// lay: a manifest names no folder of a machine.
const settingsName = "tongbao.toml"

// record is the settings file as the manifest names it; nil without one.
func (s Settings) record() *edition.Output {
	if s.file == "" {
		return nil
	}
	sum := sha256.Sum256(s.own)
	return &edition.Output{File: settingsName, Size: int64(len(s.own)), SHA256: hex.EncodeToString(sum[:])}
}

// publish makes the rendered edition visible, or leaves it to be signed, with
// all it was made from in the archive and what it corrects listed.
func publish(ctx context.Context, r Request, s *store, work *edition.Work, load ledger.Load, desk paper, made *press, m edition.Manifest, res *Result) error {
	r.Progress("归档发布")
	defer r.watch("archive and publish")()
	if r.Correction.Class+r.Correction.Because+r.Correction.By != "" {
		m.Correction = &r.Correction
	}
	if err := signing(r.Settings, work); err != nil {
		return err
	}
	unchanged, err := work.Complete(&m)
	if err != nil {
		return err
	}
	if err := keep(r, work, load, desk); err != nil {
		return err
	}
	if unchanged {
		if err := work.Refill(); err != nil {
			return err
		}
	} else {
		if m.Correction != nil {
			desk.correction = correctionOf(m)
			if err := setAgain(made, desk); err != nil {
				return err
			}
		}
		if res.Changed, err = corrections(ctx, s, work, made, desk); err != nil {
			return err
		}
	}
	var p edition.Outcome
	if r.Settings.Publication.Mode == "draft" {
		p, err = work.Draft(m, desk.preview, r.Settings.Publication.SeparatePersons, r.Holder.Since)
	} else {
		p, err = work.Publish(m)
	}
	if err != nil {
		return err
	}
	if len(p.Mended) > 0 {
		res.Warning = "已发布的文件丢失或被改动过，已按清单原样找回：" + strings.Join(p.Mended, "、")
	}
	res.Published, res.Drafted, res.Unchanged, res.Dir, res.Version, res.Class = !p.Drafted, p.Drafted, p.Unchanged, p.Dir, p.Version, p.Class
	return nil
}

// signing gives the edition the office's keys, where the settings name them.
func signing(s Settings, work *edition.Work) error {
	var keys []crypto.Signer
	for _, k := range []struct {
		name, path string
		kind       edition.Algorithm
	}{{"key", s.Publication.Key, edition.Ed25519}, {"sm2_key", s.Publication.SM2Key, edition.SM2}} {
		if k.path == "" {
			continue
		}
		key, err := edition.PrivateKey(s.Beside(k.path), k.kind)
		if err != nil {
			return fmt.Errorf("publication.%s：%w", k.name, err)
		}
		keys = append(keys, key)
	}
	work.SignWith(keys...)
	return nil
}

// draftMark stands across every page of a copy that is passed around.
const draftMark = "草稿"

// previewOf is where the marked copy of a draft is made; the draft itself bears
// no mark, for its very bytes are what will be published.
func previewOf(r Request, work *edition.Work) string {
	if r.Settings.Publication.Mode != "draft" {
		return ""
	}
	return filepath.Join(work.Dir, "preview.pdf")
}

// marked is the marts with a masthead that says draft.
func marked(tables map[string]queries.Table) map[string]queries.Table {
	head := tables["mart.masthead"]
	rows := [][]string{{"draft", draftMark}}
	for i := range head.Len() {
		if key := head.Text(i, "key"); key != "draft" {
			rows = append(rows, []string{key, head.Text(i, "value")})
		}
	}
	with := maps.Clone(tables)
	with["mart.masthead"] = queries.NewTable(head.Name, []string{"key", "value"}, rows...)
	return with
}

// keep puts every input and the settings file aside for the archive.
func keep(r Request, work *edition.Work, load ledger.Load, p paper) error {
	for i, in := range p.inputs {
		if err := work.Keep(p.files[i], in.SHA256); err != nil {
			return err
		}
	}
	for _, f := range load.Files {
		if f.SHA256 == "" {
			continue // a file that could not be read at all
		}
		if err := work.Keep(filepath.Join(r.Ledgers, filepath.FromSlash(f.Path)), f.SHA256); err != nil {
			return err
		}
	}
	settings := r.Settings.record()
	if settings == nil {
		return nil
	}
	// As it was read, not as it may be by now.
	path := filepath.Join(work.Dir, settingsName)
	if err := os.WriteFile(path, r.Settings.own, 0o644); err != nil {
		return err
	}
	return work.Keep(path, settings.SHA256)
}
