package bulletins

import (
	"bytes"
	"strings"
	"testing"

	"tongbao/charts"
	"tongbao/queries"
)

// chartTables are the chart marts of the sample edition in short.
func chartTables() map[string]queries.Table {
	out := map[string]queries.Table{"mart.ranking": sampleRanking()}
	for _, t := range []queries.Table{
		table("mart.rate", "unit,supply_rate,supply_rate_text,supply_schedule,supply_schedule_text,supply_target,supply_target_text,idle_rate,idle_rate_text,idle_schedule,idle_schedule_text,idle_target,idle_target_text",
			"全区,69.75,69.75%,62.27,62.27%,80,80%,61.04,61.04%,65.88,65.88%,90,90%", "龙河街道,81.2,81.20%,62.27,62.27%,80,80%,90,90.00%,65.88,65.88%,90,90%",
			"龙兴街道,25,25.00%,62.27,62.27%,80,80%,,,,,90,90%"),
		table("mart.trend", "quarter,label,as_of,supply_rate,supply_rate_text,supply_schedule,supply_schedule_text,supply_target,supply_target_text,idle_rate,idle_rate_text,idle_schedule,idle_schedule_text,idle_target,idle_target_text",
			"2024Q1,2024年一季度,2024-03-31,67.4,67.40%,59,59.00%,80,80%,55.78,55.78%,60,60.00%,90,90%", "2024Q2,2024年二季度,2024-06-30,69.75,69.75%,62.27,62.27%,80,80%,61.04,61.04%,65.88,65.88%,90,90%"),
		table("mart.stock_flow", "ledger,seq,step,kind,area,area_text,low,high",
			"批而未供,1,期初存量,open,22.6821,22.6821,0,22.6821", "批而未供,2,新增,add,3,3.0000,22.6821,25.6821", "批而未供,3,供应,take,7.1,7.1000,18.5821,25.6821", "批而未供,4,期末存量,close,18.5821,18.5821,0,18.5821"),
		table("mart.approval_year", "year,supply_rate,supply_rate_text,due_text,supplied_text,unsupplied_text,before_2014,supply_target,supply_target_text",
			"2009,73.75,73.75%,20.0000,14.7500,5.2500,true,80,80%", "2018,25,25.00%,8.0000,2.0000,6.0000,false,80,80%"),
		table("mart.disposal_way", "ledger,way_code,way,quarter_area,quarter_area_text,total_area,total_area_text,quarter_count,total_count",
			"批而未供,S,供应,3.1,3.1000,42.85,42.8500,2,6", "闲置土地,D1,动工开发,1,1.0000,8.12,8.1200,1,3"),
		// What only the page shows, without a row.
		table("mart.dash_forecast", "part,quarter,label,kind,kind_text,rate,rate_text,low,low_text,high,high_text,spread,schedule,schedule_text,target,target_text"),
		table("mart.dash_rank", "quarter,label,unit,rank,rank_text,score_text,source_text"),
		table("mart.dash_heat", "unit,quarter,label,supply_rate_text,supply_cell_text,supply_band,idle_rate_text,idle_cell_text,idle_band"),
		table("mart.dash_stuck", "unit,stage,reason,area,area_text,parcels_text,share_text,stage_text"),
		table("mart.dash_flow", "source,target,area,area_text,share_text,source_text"),
		table("mart.dash_idle_age", "cause,age,age_text,area,area_text,total_text,count_text,fee_due_text,takeback_due_text"),
		table("mart.dash_week", "week,week_text,area_text,share,share_text,before_share,before_share_text,last_days_text,rushed"),
	} {
		out[t.Name] = t
	}
	return out
}

// The drawings of package charts go through the painter as they are, and each
// stands in the bulletin under its title.
func TestChartsOfAnEditionAreInThePDF(t *testing.T) {
	set, err := charts.New(chartTables())
	if err != nil {
		t.Fatal(err)
	}
	drawings, err := set.SVGs(charts.NewRenderer())
	if err != nil {
		t.Fatal(err)
	}
	c := sampleContent()
	c.Charts = Figures(set.Bulletin(), drawings)
	if len(c.Charts) != 6 {
		t.Fatalf("%d charts, want 6", len(c.Charts))
	}
	var b bytes.Buffer
	stats, err := WritePDF(&b, compose(t, c), builtInFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(stats.Text, "")
	for _, f := range c.Charts {
		if !strings.Contains(text, "　"+f.Caption+"\n") {
			t.Errorf("the chart %s lacks its caption %s", f.ID, f.Caption)
		}
	}
	for _, label := range []string{"期初存量", "动工开发", "2009", "龙兴街道"} {
		if !strings.Contains(text, label) {
			t.Errorf("the charts lack %s", label)
		}
	}
}
