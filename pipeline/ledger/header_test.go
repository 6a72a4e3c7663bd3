package ledger

import (
	"strings"
	"testing"
)

// rows makes a grid: one string a row, cells split at |.
func rows(lines ...string) grid {
	var g grid
	for i, l := range lines {
		if l != "" {
			g.rows = append(g.rows, gridRow{line: i + 1, cells: strings.Split(l, "|")})
		}
	}
	return g
}

// describe writes what was found: kind, header lines, field per column.
func describe(g grid, m match, reason string) string {
	if m.kind == nil {
		return "nothing"
	}
	if !m.complete() {
		return m.kind.ID + " lacks " + strings.Join(m.missing, ",")
	}
	if reason != "" {
		return "unplaced"
	}
	var fields []string
	for i, f := range m.fields {
		s := "-"
		if f >= 0 {
			s = m.kind.Fields[f].ID
			if m.measures[i].name != "" {
				s += "(" + m.measures[i].name + ")"
			}
		}
		fields = append(fields, s)
	}
	return m.kind.ID + " " + itoa(g.rows[m.start].line) + "-" + itoa(g.rows[m.end-1].line) + " " + strings.Join(fields, " ")
}

func TestFindHeader(t *testing.T) {
	for name, c := range map[string]struct {
		g    grid
		want string
	}{
		"first row": {rows("批准文号|批准日期|批准面积", "豫政土〔2009〕1号|2009-04-20|20"),
			"batch 1-1 approval_no approved_on approved_area"},
		"under titles": {rows("石龙区批而未供土地批次台账", "填报单位：区自然资源局|||单位：公顷", "", "序号|批文号|批复时间|批准总面积", "1|豫政土〔2009〕1号|2009-04-20|20"),
			"batch 4-4 - approval_no approved_on approved_area"},
		"two rows, text file": {rows("批次|批准情况|||备注", "|文号|日期|面积（亩）|", "B1|豫1号|2009-04-20|20"),
			"batch 1-2 batch_name approval_no approved_on approved_area(亩) remark"},
		"measures in a row of their own": {rows("批准文号|批准日期|批准面积|耕地面积", "||（亩）|（亩）", "豫1号|2009-04-20|20|1"),
			"batch 1-2 approval_no approved_on approved_area(亩) arable_area(亩)"},
		"measure of the group": {rows("批准文号|批准日期|批准面积（亩）||", "||总面积|农用地|耕地", "豫1号|2009-04-20|20|3|1"),
			"batch 1-2 approval_no approved_on approved_area(亩) farmland_area(亩) arable_area(亩)"},
		"repeated header": {rows("批准文号|批准日期|批准面积", "豫1号|2009-04-20|20", "批准文号|批准日期|批准面积"),
			"batch 1-1 approval_no approved_on approved_area"},
		"required missing": {rows("批准文号|批次名称|责任单位|备注"),
			"batch lacks 批准日期,批准面积或新增建设用地面积"},
		"nothing known": {rows("姓名|电话"), "nothing"},
		"parcel not batch": {rows("地块编号|批准文号|批次名称|地块面积|责任单位|备注"),
			"parcel 1-1 parcel_id approval_no batch_name parcel_area unit remark"},
		"supply not batch": {rows("电子监管号|批准文号|地块编号|签订日期|供地面积|分摊面积"),
			"supply 1-1 supervision_no approval_no parcel_id signed_on supply_area allocated_area"},
		"idle not disposal": {rows("闲置编号|电子监管号|宗地名称|闲置面积|认定书文号|认定日期"),
			"idle 1-1 idle_id supervision_no parcel_name idle_area recognition_no recognised_on"},
		"disposal not idle": {rows("闲置编号|处置方式|处置面积|处置日期"),
			"idle_disposal 1-1 idle_id way disposed_area disposed_on"},
		"two kinds on one sheet": {rows("闲置编号|闲置面积|认定日期|处置方式|处置面积|处置日期"), "unplaced"},
		"same area twice":        {rows("批准文号|批准日期|批准面积|批准面积"), "unplaced"},
		"area in two measures": {rows("批准文号|批准日期|批准面积（亩）|批准面积（公顷）"),
			"batch 1-1 approval_no approved_on - approved_area(公顷)"},
		"our name before a synonym": {rows("批准文号|批准日期|总面积|批准面积"),
			"batch 1-1 approval_no approved_on - approved_area"},
		"remark twice": {rows("批准文号|批准日期|批准面积|备注|备注"),
			"batch 1-1 approval_no approved_on approved_area remark -"},
		"a length is no area": {rows("批准文号|批准日期|批准面积（万元）"),
			"batch lacks 批准面积或新增建设用地面积"},
		"unit list":        {rows("单位代码|单位名称|简称与别名|类别|是否排名"), "unit 1-1 unit_code unit aliases category ranked"},
		"batch with codes": {rows("单位代码|责任单位|批准文号|批准日期|批准面积"), "batch 1-1 - unit approval_no approved_on approved_area"},
		"task":             {rows("责任单位|任务类别|年度|季度|任务面积（公顷）"), "task 1-1 unit category year quarter area(公顷)"},
	} {
		m, reason := DefaultVocabulary().findHeader(c.g)
		equal(t, name, describe(c.g, m, reason), c.want)
	}
}

func TestFindHeaderWithMerges(t *testing.T) {
	// Row 1 is a title over all; 批准文号 and 备注 stand over two rows, the
	// group headings over two columns each. 征收 means nothing to us, so only
	// the merges tell that row 3 belongs to the header.
	g := rows("批次台账||||||", "批准文号|批准||征收情况||备注", "|日期|面积|日期|面积|", "豫1号|2009-04-20|20|2010|19|")
	g.merges = []mergedRange{{1, 1, 1, 6}, {2, 1, 3, 1}, {2, 2, 2, 3}, {2, 4, 2, 5}, {2, 6, 3, 6}}
	m, reason := DefaultVocabulary().findHeader(g)
	equal(t, "groups", describe(g, m, reason), "batch 2-3 approval_no approved_on approved_area - - remark")
	equal(t, "title of an unknown column", m.columns[4].title, "征收情况/面积")

	g = rows("批准文号|批准日期|批准面积|征收|", "|||时间|户数", "豫1号|2009-04-20|20|2010|19")
	g.merges = []mergedRange{{1, 1, 2, 1}, {1, 2, 2, 2}, {1, 3, 2, 3}, {1, 4, 1, 5}}
	m, reason = DefaultVocabulary().findHeader(g)
	equal(t, "unknown groups", describe(g, m, reason), "batch 1-2 approval_no approved_on approved_area - -")
}

func TestNoteMeasures(t *testing.T) {
	v := DefaultVocabulary()
	for text, want := range map[string]string{
		"单位：亩":             "亩",
		"计量单位：公顷、万元":       "公顷 万元",
		"填报单位：区自然资源局":      "",
		"单 位 ： 平方米":        "平方米",
		"（单位：公顷，万元）":       "公顷 万元",
		"单位：万亩":            "!万亩",
		"填报单位：高庄街道 单位：亩":   "亩",
		"截至2024年6月30日（亩）数": "",
	} {
		found, unsupported := v.noteMeasures(text)
		var got []string
		for _, m := range found {
			got = append(got, m.name)
		}
		if unsupported != "" {
			got = append(got, "!"+unsupported)
		}
		equal(t, text, strings.Join(got, " "), want)
	}
}
