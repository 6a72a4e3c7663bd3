package queries

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// questions are the saved questions (ask) and what lists the rows behind a figure
// (explain), and what papers other than the bulletin are written from (letter).
// They are no objects of the database:
// each is run as it stands, on a sealed edition, with its parameters bound. With
// them come the words that the tables and columns are described by (schema).
//
//go:embed ask explain letter schema
var questions embed.FS

// Question is one file queries/ask/NN_name.sql.
type Question struct {
	No      int
	Name    string // English name
	Title   string // the sentence a leader would ask by
	Explain string // what is counted, and on which assumptions
	// Governed says that every figure in the answer is the edition's published one.
	Governed   bool
	Parameters []Parameter
	// Picture is the chart that suits the answer; its Kind is empty where none does.
	Picture Picture
	SQL     string
}

// Parameter is one $name of a question. Its value travels as bound text.
type Parameter struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`            // a key of parameterKinds
	Words   string `json:"words,omitempty"` // of a choice: what it may be, with | between
	Default string `json:"default"`         // empty: NULL, and Title says what then holds
	Title   string `json:"title"`
}

func (p Parameter) words() []string {
	if p.Words == "" {
		return nil
	}
	return strings.Split(p.Words, "|")
}

// parameterKinds are the kinds of parameter and how a value of each is written.
// What days and units there are, the edition itself tells (see Choices).
var parameterKinds = map[string]struct {
	form   *regexp.Regexp
	remedy string
}{
	"day":     {regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`), "写作 2024-06-30"},
	"as_of":   {regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`), "写作 2024-06-30"},
	"unit":    {regexp.MustCompile(`^[^\x00]{1,100}$`), "写单位名录里的名称"},
	"choice":  {regexp.MustCompile(`^\S{1,20}$`), "从给出的几个中选一个"},
	"integer": {regexp.MustCompile(`^\d{1,9}$`), "写作整数，如 20"},
	"decimal": {regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`), "写作数字，如 80 或 0.5"},
	"text":    {regexp.MustCompile(`^[^\x00]+$`), "写作文字"},
}

var (
	questionName  = regexp.MustCompile(`^(\d\d)_([a-z0-9_]+)\.sql$`)
	parameterLine = regexp.MustCompile(`^\$([a-z_]+) ([a-z_]+)(\([^)]+\))?(?: = ([^：]*))?：(.+)$`)
)

// Questions are the saved questions, by number.
func Questions() ([]Question, error) { return readQuestions("ask") }

func readQuestions(folder string) ([]Question, error) {
	entries, err := questions.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var list []Question
	for _, e := range entries {
		m := questionName.FindStringSubmatch(e.Name())
		if m == nil {
			return nil, fmt.Errorf("queries/%s/%s 的名字不是 01_name.sql 的样子", folder, e.Name())
		}
		text, err := questions.ReadFile(path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		q, err := parseQuestion(string(text))
		if err != nil {
			return nil, fmt.Errorf("queries/%s/%s：%w", folder, e.Name(), err)
		}
		q.No, _ = strconv.Atoi(m[1])
		q.Name = m[2]
		list = append(list, q)
	}
	return list, nil
}

// parseQuestion reads the header: the title, then lines of explanation,
// "governed: yes", "chart: bar name value …", and a line for each parameter:
// $name kind = default：title.
func parseQuestion(text string) (Question, error) {
	f := parse("ask", "", text)
	q := Question{Title: strings.TrimSuffix(f.Title, "。"), Governed: f.Tags["governed"] == "yes", SQL: text}
	var err error
	if q.Picture, err = ParsePicture(f.Tags["chart"]); err != nil {
		return q, err
	}
	var explain []string
	for i, line := range strings.Split(text, "\n") {
		comment, ok := strings.CutPrefix(line, "-- ")
		if !ok {
			break
		}
		switch {
		case i == 0 || strings.HasPrefix(comment, "governed:"), strings.HasPrefix(comment, "chart:"):
		case strings.HasPrefix(comment, "$"):
			m := parameterLine.FindStringSubmatch(comment)
			if m == nil {
				return q, fmt.Errorf("第%d行的参数应写作 $name kind = 默认值：说明", i+1)
			}
			q.Parameters = append(q.Parameters, Parameter{Name: m[1], Kind: m[2], Words: strings.Trim(m[3], "()"), Default: m[4], Title: m[5]})
		default:
			explain = append(explain, comment)
		}
	}
	q.Explain = strings.Join(explain, "")
	return q, nil
}

// FindQuestion is the question of a number, an English name or a title.
func FindQuestion(name string) (Question, error) {
	list, err := Questions()
	if err != nil {
		return Question{}, err
	}
	name = strings.TrimSpace(name)
	no, _ := strconv.Atoi(name)
	var near []string
	for _, q := range list {
		if q.No == no || q.Name == strings.ToLower(name) || q.Title == name {
			return q, nil
		}
		if name != "" && (strings.Contains(q.Title, name) || strings.Contains(q.Name, strings.ToLower(name))) {
			near = append(near, fmt.Sprintf("%d %s（%s）", q.No, q.Title, q.Name))
		}
	}
	if len(near) > 0 {
		return Question{}, fmt.Errorf("没有叫“%s”的问题；相近的有：%s", name, strings.Join(near, "；"))
	}
	return Question{}, fmt.Errorf("没有叫“%s”的问题；可以写编号、英文名或标题，全部问题见 tongbao sql --list", name)
}

// Bind holds the given values to the question's parameters and fills in the
// defaults. What is left out and has no default is bound as NULL.
func (q Question) Bind(given map[string]string) ([]Binding, error) {
	for name := range given {
		if !slices.ContainsFunc(q.Parameters, func(p Parameter) bool { return p.Name == name }) {
			return nil, fmt.Errorf("“%s”没有参数 %s；%s", q.Title, name, q.parameterList())
		}
	}
	var bound []Binding
	for _, p := range q.Parameters {
		b := Binding{Name: p.Name, Value: p.Default}
		if value := strings.TrimSpace(given[p.Name]); value != "" {
			if err := p.check(value); err != nil {
				return nil, err
			}
			b.Value = value
			if p.Kind == "unit" && p.Default == "" && value == "全区" && !strings.Contains(p.Title, "全区") {
				b.Value = "" // every unit's rows are the district's
			}
		}
		bound = append(bound, b)
	}
	return bound, nil
}

// Job is what is asked of an edition when the question's values are bound.
func (q Question) Job(bound []Binding, limits Limits) Job {
	return Job{Statement: q.SQL, Parameters: q.Parameters, Bindings: bound, Limits: limits}
}

func (p Parameter) check(value string) error {
	kind := parameterKinds[p.Kind]
	ok := kind.form.MatchString(value)
	if words := p.words(); words != nil && !slices.Contains(words, value) {
		return fmt.Errorf("参数 %s（%s）的值 %q 不对：只能是 %s", p.Name, p.Title, value, strings.Join(words, "、"))
	}
	if ok && (p.Kind == "day" || p.Kind == "as_of") {
		_, err := time.Parse(time.DateOnly, value)
		ok = err == nil
	}
	if !ok {
		return fmt.Errorf("参数 %s（%s）的值 %q 不对：%s", p.Name, p.Title, value, kind.remedy)
	}
	return nil
}

func (q Question) parameterList() string {
	if len(q.Parameters) == 0 {
		return "它没有参数"
	}
	var names []string
	for _, p := range q.Parameters {
		names = append(names, p.Name+"（"+p.Title+"）")
	}
	return "它的参数有：" + strings.Join(names, "、")
}

// Binding is a value for a $name of a statement; an empty value is NULL.
type Binding struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
