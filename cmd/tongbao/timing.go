package main

import (
	"fmt"
	"io"
	"syscall"
	"time"
)

// stopwatch notes when each step of a run began, by the clock and by what the
// process had used of its processors.
type stopwatch struct{ laps []lap }

type lap struct {
	step string
	at   time.Time
	cpu  time.Duration
	peak int64 // bytes
}

func (s *stopwatch) mark(at time.Time, step string) {
	cpu, peak := used()
	s.laps = append(s.laps, lap{step, at, cpu, peak})
}

// report writes a line a step and one for the whole: wall and processor seconds,
// and the most memory that was held by its end. Two processors at work show as
// twice the wall.
func (s *stopwatch) report(w io.Writer, end time.Time) {
	if len(s.laps) == 0 {
		return
	}
	s.mark(end, "")
	line := func(step string, from, to lap) {
		fmt.Fprintf(w, "%9.3f 秒 %9.3f 处理器秒 %6d MB  %s\n", to.at.Sub(from.at).Seconds(), (to.cpu - from.cpu).Seconds(), to.peak>>20, step)
	}
	last := len(s.laps) - 1
	for i := range last {
		line(s.laps[i].step, s.laps[i], s.laps[i+1])
	}
	line("合计", s.laps[0], s.laps[last])
}

// used is the processor time of this process so far and the most memory it held,
// in bytes; zero where the system does not say.
func used() (cpu time.Duration, peak int64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss << 10
}
