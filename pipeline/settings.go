package pipeline

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"tongbao/pipeline/edition"
	"tongbao/pipeline/schedule"
	"tongbao/queries"
)

// defaults is the settings file that holds where an office's own is silent. It
// follows the notice; its comments are what `tongbao new` writes for people.
//
//go:embed defaults.toml
var defaults []byte

// Settings is policy, issuer and wording of one office: tongbao.toml over the
// defaults. Field by field it is the file; the keys are documented there.
type Settings struct {
	Synthetic    bool         `toml:"synthetic"`
	Issuer       Issuer       `toml:"issuer"`
	Cohort       Cohort       `toml:"cohort"`
	Targets      Targets      `toml:"targets"`
	Idle         IdlePolicy   `toml:"idle"`
	Ranking      Ranking      `toml:"ranking"`
	Consequences Consequences `toml:"consequences"`
	// Confirmed are the units of each action (R12) by quarter: what was decided for
	// one bulletin says nothing about the next.
	Confirmed   map[string]map[string][]string `toml:"confirmed"`
	Publication Publication                    `toml:"publication"`
	Schedule    Schedule                       `toml:"schedule"`
	Mail        Mail                           `toml:"mail"`
	Serve       Serve                          `toml:"serve"`
	Units       []Unit                         `toml:"units"`
	Fonts       Fonts                          `toml:"fonts"`
	Bulletin    Bulletin                       `toml:"bulletin"`
	Synonyms    map[string]map[string][]string `toml:"synonyms"`

	// set holds the keys that the office's own file gives.
	set map[string]bool
	// archived is where a rebuild finds the fonts the archive kept; empty otherwise.
	archived string
	// file is that file's path, empty when there is none, and own its bytes.
	file string
	own  []byte
}

// Issuer is who speaks, to whom, under which number.
type Issuer struct {
	District      string `toml:"district"`
	Head          string `toml:"head"`
	Name          string `toml:"issuer"`
	NumberPrefix  string `toml:"number_prefix"`
	NumberYear    string `toml:"number_year"`
	NumberNo      string `toml:"number_no"`
	NoticeNo      string `toml:"notice_no"`
	Addressees    string `toml:"addressees"`
	Copies        string `toml:"copies"`
	Printer       string `toml:"printer"`
	SignatureDate string `toml:"signature_date"`
	PrintDate     string `toml:"print_date"`
	Contact       string `toml:"contact"`
	Form          string `toml:"form"`
	Draft         string `toml:"draft"`
	Undated       bool   `toml:"undated"`
}

// Bulletin is how long the paper's lists may be.
type Bulletin struct {
	ListedParcels int `toml:"listed_parcels"`
}

// Fonts are font files of the office's own, by role; empty for the built-in.
type Fonts struct {
	Fang  string `toml:"fang"`
	Kai   string `toml:"kai"`
	Hei   string `toml:"hei"`
	Song  string `toml:"song"`
	Folio string `toml:"folio"`
	Spare string `toml:"spare"`
}

// Cohort says which batches count and how their area is taken (F1).
type Cohort struct {
	From              string `toml:"from"`
	To                string `toml:"to"`
	BaseArea          string `toml:"base_area"`
	PreYearBefore     string `toml:"pre_year_before"`
	StockFrom         string `toml:"stock_from"`
	CompleteTolerance string `toml:"complete_tolerance_ha"`
}

// Targets are what the notice demands, and by when (R3, R13).
type Targets struct {
	SupplyRate       float64 `toml:"supply_rate"`
	IdleDisposalRate float64 `toml:"idle_disposal_rate"`
	Deadline         string  `toml:"deadline"`
	AttackFrom       string  `toml:"attack_from"`
	AttackMonths     int     `toml:"attack_months"`
	Reading          string  `toml:"reading"`
}

// IdlePolicy is the reading of I1's denominator (R10).
type IdlePolicy struct {
	Base string `toml:"base"`
}

// Ranking is the weights of the composite score (R11).
type Ranking struct {
	SupplyWeight float64 `toml:"supply_weight"`
	IdleWeight   float64 `toml:"idle_weight"`
}

// Consequences are the thresholds of R12.
type Consequences struct {
	GroupShare       float64 `toml:"group_share"`
	LowInARow        int     `toml:"low_in_a_row"`
	LowInAll         int     `toml:"low_in_all"`
	ExposeBelowShare float64 `toml:"expose_below_share"`
}

// Publication is who must look at an edition before it is published.
type Publication struct {
	Mode            string `toml:"mode"`
	SeparatePersons bool   `toml:"separate_persons"`
	Key             string `toml:"key"`
	SM2Key          string `toml:"sm2_key"`
}

// Schedule is when editions fall due by themselves, and what is told to whom.
type Schedule struct {
	Cron           string   `toml:"cron"`
	From           string   `toml:"from"`
	OnTimeHours    int      `toml:"on_time_hours"`
	GraceDays      int      `toml:"grace_days"`
	MakeUp         string   `toml:"make_up"`
	Retries        int      `toml:"retries"`
	BackoffMinutes int      `toml:"backoff_minutes"`
	ExpectKinds    []string `toml:"expect_kinds"`
	ExpectUnits    []string `toml:"expect_units"`
	Hook           []string `toml:"hook"`
	HookSeconds    int      `toml:"hook_seconds"`
}

// Serve is where the pages stand and who may open them. Passwords are not here:
// the settings are archived with every edition.
type Serve struct {
	Listen         string   `toml:"listen"`
	Users          string   `toml:"users"`
	TrustedProxies []string `toml:"trusted_proxies"`
	UserHeader     string   `toml:"user_header"`
}

// Plan is the schedule as the scheduler takes it.
func (s Schedule) Plan() schedule.Plan {
	from, _ := time.ParseInLocation(time.DateOnly, s.From, edition.Shanghai) // checked when read; empty is zero
	return schedule.Plan{Cron: s.Cron, From: from, OnTime: time.Duration(s.OnTimeHours) * time.Hour, Grace: time.Duration(s.GraceDays) * 24 * time.Hour,
		MakeUp: s.MakeUp, Retries: s.Retries, Backoff: time.Duration(s.BackoffMinutes) * time.Minute}
}

// Unit is one line of the unit list that holds where no 单位名录 is sent.
type Unit struct {
	Code     string `toml:"code"`
	Name     string `toml:"name"`
	Aliases  string `toml:"aliases"`
	Category string `toml:"category"`
	Ranked   bool   `toml:"ranked"`
}

// Starter is the settings file that `tongbao new` writes: every key with its
// default and what it means.
func Starter() []byte { return bytes.Clone(defaults) }

// ReadSettings reads an office's settings over the defaults. A missing file is
// allowed when it was not asked for by name. An unknown key, a bad date or a bad
// word is an error that names file, line and key.
func ReadSettings(path string, asked bool) (Settings, error) {
	var s Settings
	if err := toml.Unmarshal(defaults, &s); err != nil {
		return Settings{}, fmt.Errorf("defaults.toml: %w", err)
	}
	own, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		return s, s.check("defaults.toml")
	case err != nil:
		return Settings{}, fmt.Errorf("设置文件读不了：%s：%w", path, err)
	}
	units := s.Units
	s.Units = nil
	d := toml.NewDecoder(bytes.NewReader(own)).DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Settings{}, settingsError(path, err)
	}
	if s.Units == nil {
		s.Units = units
	}
	s.file, s.own = path, own
	if s.set, err = keysOf(own); err != nil {
		return Settings{}, settingsError(path, err)
	}
	return s, s.check(path)
}

func settingsError(path string, err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		first := unknown.Errors[0]
		line, _ := first.Position()
		return fmt.Errorf("设置文件 %s 第%d行：没有 %s 这个设置；全部设置见 tongbao config", path, line, strings.Join(first.Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, column := bad.Position()
		return fmt.Errorf("设置文件 %s 第%d行第%d列：写法不对（%s）；文字要加引号，日期写作 \"2025-12-31\"", path, line, column, bad.Error())
	}
	return fmt.Errorf("设置文件 %s：%w", path, err)
}

func keysOf(text []byte) (map[string]bool, error) {
	var tree map[string]any
	if err := toml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	keys := map[string]bool{}
	var walk func(prefix string, m map[string]any)
	walk = func(prefix string, m map[string]any) {
		for k, v := range m {
			keys[prefix+k] = true
			if sub, ok := v.(map[string]any); ok {
				walk(prefix+k+".", sub)
			}
		}
	}
	walk("", tree)
	return keys, nil
}

// check refuses what SQL could not read: dates that are none, words not in use.
func (s Settings) check(path string) error {
	dates := []struct {
		key, value string
		optional   bool
	}{
		{"cohort.from", s.Cohort.From, false}, {"cohort.to", s.Cohort.To, false}, {"cohort.pre_year_before", s.Cohort.PreYearBefore, false},
		{"cohort.stock_from", s.Cohort.StockFrom, false}, {"targets.deadline", s.Targets.Deadline, false}, {"targets.attack_from", s.Targets.AttackFrom, false},
		{"issuer.signature_date", s.Issuer.SignatureDate, true}, {"issuer.print_date", s.Issuer.PrintDate, true}, {"schedule.from", s.Schedule.From, true},
	}
	for _, d := range dates {
		if _, err := time.Parse(time.DateOnly, d.value); err != nil && (d.value != "" || !d.optional) {
			return fmt.Errorf("设置文件 %s：%s = %q 不是日期，写作 \"2025-12-31\"", path, d.key, d.value)
		}
	}
	if s.Cohort.From > s.Cohort.To {
		return fmt.Errorf("设置文件 %s：cohort.from = %q 晚于 cohort.to = %q，范围里没有一天", path, s.Cohort.From, s.Cohort.To)
	}
	words := []struct{ key, value, allowed string }{
		{"cohort.base_area", s.Cohort.BaseArea, "new approved"}, {"idle.base", s.Idle.Base, "rolling frozen"},
		{"publication.mode", s.Publication.Mode, "direct draft"},
		{"issuer.form", s.Issuer.Form, "red plain"},
		{"schedule.make_up", s.Schedule.MakeUp, "newest all"},
	}
	for _, w := range words {
		if !strings.Contains(" "+w.allowed+" ", " "+w.value+" ") {
			return fmt.Errorf("设置文件 %s：%s = %q 认不出，只能是 %s 之一", path, w.key, w.value, strings.ReplaceAll(w.allowed, " ", "、"))
		}
	}
	if s.Targets.Reading != "F1" {
		return fmt.Errorf("设置文件 %s：targets.reading = %q 不行：排名、序时进度和达标都以 F1 供地率为准（R2）；存量消化率 F4 总在附件6和 figures.csv 里一并列出", path, s.Targets.Reading)
	}
	tolerance, err := strconv.ParseFloat(s.Cohort.CompleteTolerance, 64)
	if err != nil {
		return fmt.Errorf("设置文件 %s：cohort.complete_tolerance_ha = %q 不是数字，写作 \"0.005\"", path, s.Cohort.CompleteTolerance)
	}
	ranges := []struct {
		key       string
		value     float64
		low, high float64
	}{
		{"targets.supply_rate", s.Targets.SupplyRate, 0.01, 100}, {"targets.idle_disposal_rate", s.Targets.IdleDisposalRate, 0.01, 100},
		{"targets.attack_months", float64(s.Targets.AttackMonths), 1, 600}, {"consequences.group_share", s.Consequences.GroupShare, 0, 1},
		{"cohort.complete_tolerance_ha", tolerance, 0, 10}, {"ranking.supply_weight", s.Ranking.SupplyWeight, 0, 1000},
		{"ranking.idle_weight", s.Ranking.IdleWeight, 0, 1000}, {"consequences.low_in_a_row", float64(s.Consequences.LowInARow), 1, 100},
		{"consequences.low_in_all", float64(s.Consequences.LowInAll), 1, 100}, {"consequences.expose_below_share", s.Consequences.ExposeBelowShare, 0, 100},
		{"bulletin.listed_parcels", float64(s.Bulletin.ListedParcels), 0, 1e6}, {"schedule.on_time_hours", float64(s.Schedule.OnTimeHours), 0, 24 * 90}, {"schedule.grace_days", float64(s.Schedule.GraceDays), 0, 366},
		{"schedule.retries", float64(s.Schedule.Retries), 0, 100}, {"schedule.backoff_minutes", float64(s.Schedule.BackoffMinutes), 1, 24 * 60},
		{"schedule.hook_seconds", float64(s.Schedule.HookSeconds), 1, 3600},
	}
	for _, r := range ranges {
		if !(r.value >= r.low && r.value <= r.high) { // not a number is outside as well
			return fmt.Errorf("设置文件 %s：%s = %v 超出范围，应在 %v 与 %v 之间", path, r.key, r.value, r.low, r.high)
		}
	}
	if err := s.Schedule.check(); err != nil {
		return fmt.Errorf("设置文件 %s：%w", path, err)
	}
	if err := s.Mail.check(); err != nil {
		return fmt.Errorf("设置文件 %s：%w", path, err)
	}
	for quarter, actions := range s.Confirmed {
		if _, err := queries.ParseQuarter(quarter); err != nil {
			return fmt.Errorf("设置文件 %s：confirmed.%s 不是季度；审定的措施按季度写，如 [confirmed.2024Q2] 下面 \"约谈\" = [\"某街道\"]", path, quarter)
		}
		for action := range actions {
			if !slices.Contains(actionsOfR12, action) {
				return fmt.Errorf("设置文件 %s：confirmed.%s.%s 认不出，只能是%s", path, quarter, action, strings.Join(actionsOfR12, "、"))
			}
		}
	}
	return nil
}

// Setting is one effective setting: its key, its value as text, and whether the
// office's own file gives it.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	From  string `json:"from"`
}

// All lists the effective settings in the order of the file.
func (s Settings) All() []Setting {
	var list []Setting
	var walk func(prefix string, v reflect.Value)
	walk = func(prefix string, v reflect.Value) {
		for i := range v.NumField() {
			name := v.Type().Field(i).Tag.Get("toml")
			if name == "" || name == "units" || name == "synonyms" || name == "confirmed" {
				continue
			}
			if f := v.Field(i); f.Kind() == reflect.Struct {
				walk(prefix+name+".", f)
			} else {
				from := "默认"
				if s.set[prefix+name] {
					from = s.file
				}
				list = append(list, Setting{Key: prefix + name, Value: plain(f), From: from})
			}
		}
	}
	walk("", reflect.ValueOf(s))
	for _, quarter := range slices.Sorted(maps.Keys(s.Confirmed)) {
		for _, action := range actionsOfR12 {
			if units, ok := s.Confirmed[quarter][action]; ok {
				list = append(list, Setting{Key: "confirmed." + quarter + "." + action, Value: strings.Join(units, "、"), From: s.file})
			}
		}
	}
	return list
}

// actionsOfR12 are the consequences that a person may confirm, mildest first.
var actionsOfR12 = []string{"用地支持", "约谈", "曝光停供"}

// Policy lists the settings that an edition of the quarter is made by, and that
// stand in it. How and when it is published is not among them: that changes no
// byte but the day by which the next one is promised, "next_due". Nor is what was confirmed for other quarters, so that a later decision
// leaves an earlier edition as it is.
func (s Settings) Policy(quarter string) []Setting {
	list := slices.DeleteFunc(s.All(), func(x Setting) bool {
		return strings.HasPrefix(x.Key, "publication.") || strings.HasPrefix(x.Key, "schedule.") || strings.HasPrefix(x.Key, "mail.") || strings.HasPrefix(x.Key, "serve.") ||
			strings.HasPrefix(x.Key, "confirmed.") && !strings.HasPrefix(x.Key, "confirmed."+quarter+".")
	})
	q, err := queries.ParseQuarter(quarter)
	if err != nil {
		return list
	}
	if due, err := schedule.NextDue(s.Schedule.Cron, q); err == nil && !due.IsZero() {
		list = append(list, Setting{Key: "next_due", Value: due.Format(time.DateOnly)})
	}
	return list
}

func plain(v reflect.Value) string {
	switch list, ok := v.Interface().([]string); {
	case ok:
		return strings.Join(list, "、")
	case v.Kind() == reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}
