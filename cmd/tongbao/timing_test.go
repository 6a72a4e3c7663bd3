package main

import (
	"strings"
	"testing"
	"time"
)

// TestStopwatch: read for 2 s, built for 3 s, from 09:00:00 to 09:00:05.
func TestStopwatch(t *testing.T) {
	nine := time.Date(2024, 7, 1, 9, 0, 0, 0, time.UTC)
	var s stopwatch
	s.mark(nine, "读取台账")
	s.mark(nine.Add(2*time.Second), "核算指标")
	var out strings.Builder
	s.report(&out, nine.Add(5*time.Second))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := []struct{ wall, step string }{{"2.000 秒", "读取台账"}, {"3.000 秒", "核算指标"}, {"5.000 秒", "合计"}}
	if len(lines) != len(want) {
		t.Fatalf("lines: %q", lines)
	}
	for i, w := range want {
		if !strings.HasPrefix(strings.TrimSpace(lines[i]), w.wall) || !strings.Contains(lines[i], w.step) {
			t.Errorf("line %d is %q, want %s of %s", i+1, lines[i], w.wall, w.step)
		}
	}
}
