package ledger

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

//go:embed vocabulary.toml
var vocabularyTOML []byte

// Role is what a column holds; it decides what a merged cell means for the rows
// below it and which measures a header may carry.
type Role string

// The roles of columns.
const (
	Text  Role = "text"
	ID    Role = "id"
	Date  Role = "date"
	Area  Role = "area"
	Money Role = "money"
	Other Role = "other"
)

// Field is one canonical column of a kind.
type Field struct {
	ID   string `toml:"id"`
	Role Role   `toml:"role"`
	// Names are the titles the column goes by; the first is ours.
	Names []string `toml:"names"`
}

// Title is the field's Chinese name: 批准面积.
func (f Field) Title() string { return f.Names[0] }

// Header is the title with the measure our own ledgers use: 批准面积（公顷）.
func (f Field) Header() string {
	switch f.Role {
	case Area:
		return f.Title() + "（公顷）"
	case Money:
		return f.Title() + "（万元）"
	}
	return f.Title()
}

// Kind is one kind of ledger: its fields in the order they are staged.
type Kind struct {
	ID     string  `toml:"id"`    // batch
	Title  string  `toml:"title"` // 批次台账
	Fields []Field `toml:"field"`
	// Required lists the columns a sheet must have to be of this kind; "a|b"
	// asks for one of them.
	Required []string `toml:"required"`

	index map[string]place // normalised name → field
}

// place is where a name leads: a field, and how far down its list of names.
type place struct{ field, rank int }

// Field finds a field by its id.
func (k Kind) Field(id string) (Field, bool) {
	if i := k.fieldIndex(id); i >= 0 {
		return k.Fields[i], true
	}
	return Field{}, false
}

// Vocabulary is what kinds of ledgers there are and what their columns are
// called. Values are not changed after they are made; With makes another.
type Vocabulary struct {
	kinds       []Kind
	combined    combinedForm
	hints       []string
	groupTails  []string
	measures    map[string]measure // normalised spelling → measure
	unsupported []string
}

// measure is 公顷, 亩, 平方米 (role Area) or 万元, 元 (role Money).
type measure struct {
	name string
	role Role
}

type vocabularyFile struct {
	Header struct {
		Hints      []string `toml:"hints"`
		GroupTails []string `toml:"group_tails"`
	} `toml:"header"`
	Measure struct {
		Area        map[string][]string `toml:"area"`
		Money       map[string][]string `toml:"money"`
		Unsupported []string            `toml:"unsupported"`
	} `toml:"measure"`
	Combined combinedForm `toml:"combined"`
	Kinds    []Kind       `toml:"kind"`
}

// DefaultVocabulary is the one that comes with the program (vocabulary.toml).
func DefaultVocabulary() Vocabulary {
	v, err := parseVocabulary(vocabularyTOML)
	if err != nil {
		panic(err) // the file is part of the program; a test reads it
	}
	return v
}

func parseVocabulary(text []byte) (Vocabulary, error) {
	var file vocabularyFile
	if err := toml.Unmarshal(text, &file); err != nil {
		return Vocabulary{}, fmt.Errorf("ledger: vocabulary.toml: %w", err)
	}
	v := Vocabulary{kinds: file.Kinds, combined: file.Combined, measures: map[string]measure{}}
	for role, list := range map[Role]map[string][]string{Area: file.Measure.Area, Money: file.Measure.Money} {
		for name, spellings := range list {
			for _, s := range spellings {
				v.measures[normalTitle(s)] = measure{name, role}
			}
		}
	}
	v.hints = normalTitles(file.Header.Hints)
	v.groupTails = normalTitles(file.Header.GroupTails)
	v.unsupported = normalTitles(file.Measure.Unsupported)
	for i := range v.kinds {
		if err := v.kinds[i].makeIndex(); err != nil {
			return Vocabulary{}, err
		}
	}
	return v, nil
}

// makeIndex rebuilds the look-up of names and refuses a name that leads to two
// fields, and a required column that does not exist.
func (k *Kind) makeIndex() error {
	k.index = map[string]place{}
	for f, field := range k.Fields {
		for rank, name := range field.Names {
			key := normalTitle(name)
			if at, taken := k.index[key]; taken && at.field != f {
				return fmt.Errorf("%s的列名“%s”同时指“%s”和“%s”，请只留一处", k.Title, name, k.Fields[at.field].Title(), field.Title())
			} else if !taken {
				k.index[key] = place{f, rank}
			}
		}
	}
	for _, group := range k.Required {
		for id := range strings.SplitSeq(group, "|") {
			if k.fieldIndex(id) < 0 {
				return fmt.Errorf("ledger: vocabulary.toml: %s requires %q, which is no field of it", k.ID, id)
			}
		}
	}
	return nil
}

func (k Kind) fieldIndex(id string) int {
	return slices.IndexFunc(k.Fields, func(f Field) bool { return f.ID == id })
}

// Kinds lists the kinds in staging order. The fields' names are shared: read only.
func (v Vocabulary) Kinds() []Kind { return slices.Clone(v.kinds) }

// Kind finds a kind by its id.
func (v Vocabulary) Kind(id string) (Kind, bool) {
	if i := v.kindIndex(id); i >= 0 {
		return v.kinds[i], true
	}
	return Kind{}, false
}

func (v Vocabulary) kindIndex(id string) int {
	return slices.IndexFunc(v.kinds, func(k Kind) bool { return k.ID == id })
}

// With adds an office's own column names: kind id → field id → names. A name
// given here wins over the same name of another field of that kind. An unknown
// kind or field, or one name for two fields, is an error in Chinese.
func (v Vocabulary) With(synonyms map[string]map[string][]string) (Vocabulary, error) {
	out := v
	out.kinds = slices.Clone(v.kinds)
	for _, id := range sortedKeys(synonyms) {
		at := out.kindIndex(id)
		if at < 0 {
			return v, fmt.Errorf("同义词设置：没有台账类别 %q，可用的有 %s", id, strings.Join(out.kindIDs(), "、"))
		}
		kind, err := out.kinds[at].with(synonyms[id])
		if err != nil {
			return v, fmt.Errorf("同义词设置：%w", err)
		}
		out.kinds[at] = kind
	}
	return out, nil
}

func (k Kind) with(names map[string][]string) (Kind, error) {
	given := map[string]string{} // normalised name → field id
	for _, id := range sortedKeys(names) {
		if k.fieldIndex(id) < 0 {
			return k, fmt.Errorf("%s（%s）没有字段 %q", k.Title, k.ID, id)
		}
		for _, name := range names[id] {
			key := normalTitle(name)
			if key == "" {
				return k, fmt.Errorf("%s.%s 有空白的列名", k.ID, id)
			}
			if other, twice := given[key]; twice && other != id {
				return k, fmt.Errorf("%s的列名“%s”同时给了 %s 和 %s", k.Title, name, other, id)
			}
			given[key] = id
		}
	}
	k.Fields = slices.Clone(k.Fields)
	for i, f := range k.Fields {
		// The first name stays even when it is given to another field: it is
		// the field's title for people. makeIndex below then refuses it.
		kept := []string{f.Names[0]}
		for _, name := range f.Names[1:] {
			if id, moved := given[normalTitle(name)]; !moved || id == f.ID {
				kept = append(kept, name)
			}
		}
		k.Fields[i].Names = append(kept, names[f.ID]...)
	}
	return k, k.makeIndex()
}

func (v Vocabulary) kindIDs() []string {
	ids := make([]string, len(v.kinds))
	for i, k := range v.kinds {
		ids[i] = k.ID
	}
	return ids
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// measureNames lists the measures' spellings as they may stand behind a number.
func (v Vocabulary) measureNames() []string { return sortedKeys(v.measures) }
