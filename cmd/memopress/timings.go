package main

import (
	"io"
	"sync"
	"time"

	"memopress/pkg/build"
)

// timings remembers when each stage of a build began.
type timings struct {
	mu     sync.Mutex
	stages []stageTime
}

type stageTime struct {
	stage build.Stage
	began time.Time
	cpu   time.Duration // of the whole program until then
}

// watch returns a step that notes the beginning of each stage before it calls next.
func (t *timings) watch(next func(build.Progress)) func(build.Progress) {
	return func(p build.Progress) {
		t.mu.Lock()
		if n := len(t.stages); n == 0 || t.stages[n-1].stage != p.Stage {
			t.stages = append(t.stages, stageTime{p.Stage, time.Now(), processorTime()})
		}
		t.mu.Unlock()
		next(p)
	}
}

// print writes a line for each stage: its name, how long it took, and how long processors worked.
func (t *timings) print(w io.Writer, end time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	cpu := processorTime()
	var whole, work time.Duration
	for i, s := range t.stages {
		until, busy := end, cpu
		if i+1 < len(t.stages) {
			until, busy = t.stages[i+1].began, t.stages[i+1].cpu
		}
		took, used := until.Sub(s.began), busy-s.cpu
		whole, work = whole+took, work+used
		printLine(w, "%-22s %8.3f s %8.3f s of processors", s.stage, took.Seconds(), used.Seconds())
	}
	printLine(w, "%-22s %8.3f s %8.3f s of processors", "together", whole.Seconds(), work.Seconds())
}
