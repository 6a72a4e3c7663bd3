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
}

func (s *stopwatch) mark(at time.Time, step string) {
	cpu, _ := used()
	s.laps = append(s.laps, lap{step, at, cpu})
}

// report writes a line a step and one for the whole: wall and processor seconds,
// and the most memory that was held. Two processors at work show as twice the wall.
func (s *stopwatch) report(w io.Writer, end time.Time) {
	if len(s.laps) == 0 {
		return
	}
	s.mark(end, "")
	line := func(step string, from, to lap) {
		fmt.Fprintf(w, "%9.3f 秒 %9.3f 处理器秒  %s\n", to.at.Sub(from.at).Seconds(), (to.cpu - from.cpu).Seconds(), step)
	}
	last := len(s.laps) - 1
	for i := range last {
		line(s.laps[i].step, s.laps[i], s.laps[i+1])
	}
	_, peak := used()
	line(fmt.Sprintf("合计，内存最多 %d MB", peak>>20), s.laps[0], s.laps[last])
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
