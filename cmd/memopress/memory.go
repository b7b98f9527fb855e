package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"memopress/pkg/build"
	"memopress/pkg/diag"
)

// cacheFlags say where a build keeps what spares work to the next one.
func cacheFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "cache", Usage: "keep what spares work to the next build in this `FOLDER` (default: the user's cache folder)", EnvVars: []string{"MEMOPRESS_CACHE"}},
		&cli.BoolFlag{Name: "no-cache", Usage: "remember nothing, and use nothing remembered", EnvVars: []string{"MEMOPRESS_NO_CACHE"}},
	}
}

func verifyFlag() cli.Flag {
	return &cli.BoolFlag{Name: "verify-cache", Usage: "do all work again, and fail if what was remembered is not the same"}
}

// cacheFolder is where the command remembers things, empty for nowhere.
func (s *session) cacheFolder() string {
	if s.cli.Bool("no-cache") {
		return ""
	}
	if dir := s.cli.String("cache"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "" // a machine without one, and nobody has asked for it
	}
	return filepath.Join(dir, "memopress")
}

// lastBuild is what is printed of a build that need not be repeated.
type lastBuild struct {
	Summary summary
	Found   []diag.Diagnostic // all, as they were reported
	Shown   []diag.Diagnostic // those that are printed
}

// memory returns the memory of builds of dir, empty for a preview; nil when there is none to rely on.
func (s *session) memory(dir string, skip []string) (*build.Memory, error) {
	folder := s.cacheFolder()
	// An account has to be written each time, and a password leaves no trace.
	if folder == "" || s.cli.String("report") != "" || s.cli.String("password") != "" {
		return nil, nil
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	settings, err := json.Marshal(s.config)
	if err != nil {
		return nil, err
	}
	m := &build.Memory{Folder: folder, Inputs: append(slices.Clone(s.inputs), program), Skip: skip, Output: dir}
	m.Depends = append(m.Depends, string(settings), s.title(), fmt.Sprint(s.ci), strings.Join(s.inputs, "\x00"))
	if dir != "" && s.config.BaseURL != "" && s.config.Social.Images != "off" {
		m.Depends = append(m.Depends, build.SystemFonts())
	}
	if s.file != "" {
		m.Inputs = append(m.Inputs, s.file)
	}
	files := append(slices.Sorted(maps.Values(s.config.Theme.Fonts)), s.config.Icon, s.config.Social.Font, s.config.Theme.Folder)
	for _, f := range files {
		if f != "" {
			m.Inputs = append(m.Inputs, s.beside(f))
		}
	}
	// In a folder of one's own the name says enough; the user's folder serves all directories.
	name := append([]string{dir}, s.inputs...)
	if s.cli.String("cache") == "" {
		for i := range name {
			if name[i] == "" {
				continue
			}
			if name[i], err = filepath.Abs(name[i]); err != nil {
				return nil, err
			}
		}
	}
	m.Name = strings.Join(name, "\x00")
	return m, nil
}

// recall returns what the last build said, when another one would make the same of the same; nil
// when not.
func (s *session) recall(m *build.Memory) (*lastBuild, build.Written) {
	if m == nil {
		return nil, build.Written{}
	}
	about, written, ok := m.Recall()
	if !ok {
		return nil, written
	}
	last := &lastBuild{}
	if err := json.Unmarshal(about, last); err != nil {
		return nil, build.Written{} // that of another version
	}
	return last, written
}

// repeat prints what the last build printed.
func (s *session) repeat(last *lastBuild, written build.Written, took time.Duration) error {
	for _, d := range last.Found {
		s.Report(d)
	}
	if err := s.print(last.Shown); err != nil {
		return err
	}
	if s.cli.Bool("timings") {
		printLine(s.Stderr, "nothing changed, so no stage ran")
	}
	sum := last.Summary
	sum.Written, sum.Unchanged, sum.Removed = 0, written.Unchanged, 0
	sum.noRule, sum.took, sum.Seconds = s.config.Publish == nil, took, took.Seconds()
	if err := s.summary(sum); err != nil {
		return err
	}
	return s.verdict(last.Shown)
}

// compare returns the error of --verify-cache: what a build made though the last one had made it.
func (l *lastBuild) compare(sum summary, shown []diag.Diagnostic) error {
	if sum.Written+sum.Removed > 0 {
		return fmt.Errorf("the cache would have spared this build, but it wrote %d files and removed %d; please report this", sum.Written, sum.Removed)
	}
	if !slices.Equal(l.Shown, shown) {
		return errors.New("the cache would have spared this build, but it reports other findings; please report this")
	}
	return nil
}

// keep remembers a build for recall. That it cannot is worth a word only where a folder for it
// was named: the usual one may not be writable, and nothing depends on it.
func (s *session) keep(m *build.Memory, sum summary, shown []diag.Diagnostic, written build.Written) {
	if m == nil {
		return
	}
	data, err := json.Marshal(lastBuild{sum, s.list.Sorted(), shown})
	if err == nil {
		err = m.Keep(data, written)
	}
	if err != nil && s.cli.String("cache") != "" {
		printLine(s.Stderr, "memopress: nothing is remembered for the next build: %v", err)
	}
}
