package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"memopress/pkg/build"
)

// progress returns what shows how far a build is: a bar for a person at a terminal, one
// line a stage elsewhere (such as a CI log), nothing when quiet or where JSON is
// wanted. stop ends it and clears the bar.
func (s *session) progress() (step func(build.Progress), stop func()) {
	switch {
	case s.cli.Bool("quiet") || s.format() == "json":
		return func(build.Progress) {}, func() {}
	case interactive(s.Stderr) && s.Getenv("TERM") != "dumb":
		return progressBar(s.Stderr)
	}
	return progressLines(s.Stderr), func() {}
}

// read reads the notes of the inputs and shows how far it is.
func (s *session) read(o build.Options) (*build.Notes, error) {
	step, stop := s.progress()
	o.Skip, o.Progress = s.ownOutput(), step
	notes, err := build.Read(s.cli.Context, o, s)
	stop()
	if err != nil {
		return nil, s.failed(err)
	}
	return notes, nil
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
				_ = bar.Clear() // a bar that cannot be shown is no loss
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
		_ = bar.Set(p.Done)
	}
	return step, func() {
		mu.Lock()
		defer mu.Unlock()
		if bar != nil {
			_ = bar.Clear()
		}
	}
}
