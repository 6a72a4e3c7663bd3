package ledger

import (
	"strings"
	"testing"
)

// The staged columns are an interface: SQL loads them by position.
func TestFieldsInOrder(t *testing.T) {
	want := map[string]string{
		"batch":         "approval_no,batch_name,batch_type,approved_on,approved_area,new_construction_area,farmland_area,arable_area,unit,department,remark",
		"parcel":        "parcel_id,approval_no,batch_name,parcel_name,parcel_area,unit,department,stage,unsupplied_reason,planned_way,deadline,responsible,attractable,remark",
		"supply":        "supervision_no,contract_no,approval_no,batch_name,parcel_id,supply_way,signed_on,supply_area,allocated_area,price,land_user,land_use,deliver_on,start_due_on,complete_due_on,started_on,completed_on,revoked_on,revoke_reason",
		"writeoff":      "approval_no,batch_name,parcel_id,writeoff_type,area,effective_on,document_no,target_batch,target_new_area,target_farmland_area,target_arable_area",
		"idle":          "idle_id,supervision_no,parcel_name,idle_area,unit,start_due_on,notice_no,recognition_no,recognised_on,cause,price,fee_decided_on,fee_amount,takeback_on,litigation,mortgage,seizure,remark",
		"idle_disposal": "idle_id,way,disposed_area,disposed_on,document_no,new_start_due_on",
		"task":          "unit,category,year,quarter,area",
		"unit":          "unit_code,unit,aliases,category,ranked",
		"shape":         "shape_id,geometry,crs,properties,area_m2,problem",
	}
	v := DefaultVocabulary()
	if len(v.Kinds()) != len(want) {
		t.Errorf("%d kinds, want %d", len(v.Kinds()), len(want))
	}
	for _, k := range v.Kinds() {
		var ids []string
		for _, f := range k.Fields {
			ids = append(ids, f.ID)
			if !strings.Contains("text id date area money other", string(f.Role)) || f.Role == "" {
				t.Errorf("%s.%s has role %q", k.ID, f.ID, f.Role)
			}
		}
		equal(t, k.ID, strings.Join(ids, ","), want[k.ID])
	}
}

// Our own headers, as `tongbao new` writes them, must be found as their kind.
func TestOwnHeadersAreRecognised(t *testing.T) {
	v := DefaultVocabulary()
	for _, k := range v.Kinds() {
		if k.ID == "shape" {
			continue
		}
		var cells []string
		for _, f := range k.Fields {
			cells = append(cells, f.Header())
		}
		m, reason := v.findHeader(grid{rows: []gridRow{{line: 1, cells: cells}}})
		if m.kind == nil || m.kind.ID != k.ID || reason != "" || m.recognised != len(k.Fields) {
			t.Errorf("%s: found %+v %q", k.ID, m.kind, reason)
		}
	}
}

func TestWithSynonyms(t *testing.T) {
	v := DefaultVocabulary()
	w, err := v.With(map[string]map[string][]string{
		"batch":  {"approval_no": {"省厅文号"}},
		"supply": {"signed_on": {"交地时间"}}, // a default name of deliver_on
	})
	if err != nil {
		t.Fatal(err)
	}
	find := func(v Vocabulary, header string) string {
		m, _ := v.findHeader(grid{rows: []gridRow{{line: 1, cells: strings.Split(header, ",")}}})
		return strings.Join(m.missing, ",")
	}
	equal(t, "own name", find(w, "省厅文号,批准日期,批准面积"), "")
	equal(t, "own name without it", find(v, "省厅文号,批准日期,批准面积"), "批准文号")
	equal(t, "moved name", find(w, "电子监管号,批准文号,交地时间,分摊面积"), "")
	equal(t, "moved name without it", find(v, "电子监管号,批准文号,交地时间,分摊面积"), "签订日期")
}

func TestWithRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		synonyms map[string]map[string][]string
		says     string
	}{
		"unknown kind":  {map[string]map[string][]string{"bacth": {}}, "bacth"},
		"unknown field": {map[string]map[string][]string{"batch": {"approval": {"文"}}}, "approval"},
		"two fields":    {map[string]map[string][]string{"batch": {"unit": {"归口"}, "department": {"归 口"}}}, "归"},
		"our own title": {map[string]map[string][]string{"batch": {"unit": {"主管部门"}}}, "主管部门"},
		"blank":         {map[string]map[string][]string{"batch": {"unit": {" "}}}, "空白"},
	} {
		if _, err := DefaultVocabulary().With(c.synonyms); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			contains(t, err.Error(), c.says)
		}
	}
}

func TestTitleForms(t *testing.T) {
	v := DefaultVocabulary()
	for text, want := range map[string]string{
		"批准面积":              "批准面积",
		" 批 准\n面 积 ":        "批准面积",
		"批准面积（公顷）":          "批准面积(公顷) 批准面积=公顷",
		"批准面积(单位：亩)":        "批准面积(单位:亩) 批准面积=亩",
		"批准面积／亩":            "批准面积/亩 批准面积=亩",
		"批准面积亩":             "批准面积亩 批准面积=亩",
		"地块面积（㎡）":           "地块面积(m2) 地块面积=平方米",
		"成交价款【万元】":          "成交价款(万元) 成交价款=万元",
		"成交价款万元":            "成交价款万元 成交价款=万元",
		"*批准文号":             "批准文号",
		"1.批准文号":            "批准文号",
		"批准日期（年月日）":         "批准日期(年月日) 批准日期",
		"批准面积（万亩）":          "批准面积(万亩)",
		"合同编号（划拨决定书号）":      "合同编号(划拨决定书号)",
		"供地面积（公顷）（必填）":      "供地面积(公顷)(必填) 供地面积(公顷) 供地面积=公顷",
		"\uFEFF电子监管号\u200B": "电子监管号",
		"":                  "",
	} {
		var got []string
		for _, f := range v.forms(text) {
			s := f.name
			if f.measure.name != "" {
				s += "=" + f.measure.name
			}
			got = append(got, s)
		}
		equal(t, text, strings.Join(got, " "), want)
	}
}
