package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"memopress/pkg/build"
)

// progress returns what shows a build's progress on w: a bar for a person at a terminal, one
// line a stage elsewhere (such as a CI log), nothing when quiet. stop ends it and clears the bar.
func progress(w io.Writer, quiet bool) (step func(build.Progress), stop func()) {
	switch {
	case quiet:
		return func(build.Progress) {}, func() {}
	case interactive(w):
		return progressBar(w)
	}
	return progressLines(w), func() {}
}

func progressLines(w io.Writer) func(build.Progress) {
	var mu sync.Mutex
	last := build.Stage("")
	return func(p build.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if p.Stage != last {
			last = p.Stage
			fmt.Fprintf(w, "%s…\n", p.Stage)
		}
	}
}

// progressBar shows nothing in the first half second: a build that is done by then needs no bar.
func progressBar(w io.Writer) (func(build.Progress), func()) {
	var mu sync.Mutex
	var bar *progressbar.ProgressBar
	last := build.Stage("")
	start := time.Now()
	step := func(p build.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(start) < 500*time.Millisecond {
			return
		}
		if bar == nil || p.Stage != last {
			if bar != nil {
				bar.Clear()
			}
			last = p.Stage
			total := p.Total
			if total <= 0 {
				total = -1
			}
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(string(p.Stage)),
				progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(65*time.Millisecond), progressbar.OptionSetWidth(30),
				progressbar.OptionShowCount())
		}
		bar.Set(p.Done)
	}
	return step, func() {
		mu.Lock()
		defer mu.Unlock()
		if bar != nil {
			bar.Clear()
		}
	}
}
