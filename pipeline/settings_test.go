package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSettingsAreChecked: what SQL could not read, or would read as nonsense, is
// refused with the file and the key before anything is read.
func TestSettingsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		"[cohort]\nfrom = \"2008-1-1\"":                            "cohort.from",
		"[cohort]\nto = \"2018-02-30\"":                            "cohort.to",
		"[cohort]\nfrom = \"2019-01-01\"":                          "cohort.to",
		"[cohort]\nstock_from = \"\"":                              "cohort.stock_from",
		"[cohort]\nbase_area = \"larger\"":                         "cohort.base_area",
		"[cohort]\ncomplete_tolerance_ha = \"一亩\"":                 "cohort.complete_tolerance_ha",
		"[cohort]\ncomplete_tolerance_ha = \"-1\"":                 "cohort.complete_tolerance_ha",
		"[issuer]\nsignature_date = \"7月10日\"":                     "issuer.signature_date",
		"[issuer]\nprint_date = \"7月10日\"":                         "issuer.print_date",
		"[targets]\nsupply_rate = 0.0":                             "targets.supply_rate",
		"[targets]\nsupply_rate = 101.0":                           "targets.supply_rate",
		"[targets]\nidle_disposal_rate = nan":                      "targets.idle_disposal_rate",
		"[targets]\nattack_months = 0":                             "targets.attack_months",
		"[targets]\nreading = \"F2\"":                              "targets.reading",
		"[idle]\nbase = \"half\"":                                  "idle.base",
		"[ranking]\nsupply_weight = -5.0":                          "ranking.supply_weight",
		"[consequences]\nlow_in_a_row = 0":                         "consequences.low_in_a_row",
		"[consequences]\nexpose_below_share = -3.0":                "consequences.expose_below_share",
		"[confirmed.2024Q2]\n\"表扬\" = [\"龙兴街道\"]":                  "confirmed.2024Q2.表扬",
		"[confirmed.\"今年\"]\n\"约谈\" = [\"龙兴街道\"]":                  "confirmed.今年",
		"synthetic = \"是\"":                                        "第1行",
		"[[units]]\nname = \"示例街道\"\nrank = true":                  "第3行",
		"[issuer]\nnumber_prefix = \"一\"\nnumber_prefix = \"二\"\n": "第3行",
	} {
		path := filepath.Join(t.TempDir(), "tongbao.toml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadSettings(path, true); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: want an error that names %s and the file, got %v", text, want, err)
		}
	}
}

// TestStarterSettingsAreTheDefaults: the file that `new` writes changes nothing.
func TestStarterSettingsAreTheDefaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongbao.toml")
	if err := os.WriteFile(path, Starter(), 0o644); err != nil {
		t.Fatal(err)
	}
	started, err := ReadSettings(path, true)
	if err != nil {
		t.Fatal(err)
	}
	silent, err := ReadSettings(filepath.Join(t.TempDir(), "tongbao.toml"), false)
	if err != nil {
		t.Fatal(err)
	}
	a, b := started.All(), silent.All()
	if len(a) != len(b) || len(a) < 25 || len(started.Units) != len(silent.Units) {
		t.Fatalf("%d and %d settings", len(a), len(b))
	}
	for i := range a {
		if a[i].Key != b[i].Key || a[i].Value != b[i].Value {
			t.Errorf("%s = %q, the default is %s = %q", a[i].Key, a[i].Value, b[i].Key, b[i].Value)
		}
	}
}
