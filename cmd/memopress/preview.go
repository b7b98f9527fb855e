package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/serve"
	"memopress/pkg/theme"
)

// A preview is what stays while notes and settings change.
type preview struct {
	server *serve.Server
	rest   time.Duration // after which the site is kept for the next preview

	mu      sync.Mutex // guards what follows, and the session: one build at a time
	depends string     // on what besides the notes the builds before depended
	builds  *build.Session
	theme   *theme.Theme      // of these settings
	warm    *build.Session    // what a build has filled
	files   serve.Generation  // what is shown
	paths   []string          // where files have changed since
	unknown bool              // files have changed, nobody knows where
	failed  bool              // the last build
	kept    map[string][]byte // the site of the preview before
}

// options are those of s, with what the builds before remember. With other settings, or another
// theme, they remember nothing.
func (p *preview) options(s *session) (build.Options, error) {
	depends, err := s.depends()
	if err != nil {
		return build.Options{}, err
	}
	if p.builds == nil || p.depends != depends {
		p.builds, p.depends, p.theme = &build.Session{}, depends, nil
		if p.kept != nil {
			p.builds.Expect(p.kept)
			p.kept = nil
		}
	}
	s.themed = p.theme
	o, err := s.options()
	if err != nil {
		return build.Options{}, err
	}
	p.theme, o.Session = o.Theme, p.builds
	return o, nil
}

// build is build.Revise or build.Build. What it made is shown when show is called. While little is
// made, memory is not tidied: that takes as long as a rebuild after a small change, and can wait
// until the pages are there.
func (p *preview) build(ctx context.Context, o build.Options, r diag.Reporter) (res *build.Result, show func(), err error) {
	if p.warm != o.Session {
		debug.SetGCPercent(untidy)
		return p.whole(ctx, o, r)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	limit := debug.SetMemoryLimit(int64(m.Sys) + untidied)
	percent := debug.SetGCPercent(-1)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}()
	if len(p.paths) > 0 {
		e := &edits{files: maps.Clone(p.files)}
		res, ok, err := build.Revise(ctx, o, p.paths, e, r)
		if ok || err != nil {
			return res, func() {
				p.show(e.files)
				p.server.Update(e.files, e.paths)
			}, err
		}
	}
	return p.whole(ctx, o, r)
}

// whole is build.Build.
func (p *preview) whole(ctx context.Context, o build.Options, r diag.Reporter) (*build.Result, func(), error) {
	m := &memory{files: serve.Generation{}}
	res, err := build.Build(ctx, o, m, r)
	return res, func() {
		p.show(m.files)
		p.server.Publish(m.files)
	}, err
}

// changed says where files have changed, nothing where that is not known.
func (p *preview) changed(paths []string) {
	p.unknown = p.unknown || len(paths) == 0
	p.paths = append(p.paths, paths...)
	if p.unknown {
		p.paths = nil
	}
}

// show makes files what is shown: all changes are in it.
func (p *preview) show(files serve.Generation) {
	p.files, p.paths, p.unknown = files, nil, false
}

// tidy makes room for rebuilds in the memory that a first build took, once there is something to see.
func (p *preview) tidy() {
	if p.warm != p.builds {
		p.warm = p.builds
		runtime.GC()
	}
}

// untidy is by how much memory of the preview may grow before it is tidied, in hundredths of what
// is in use: what a session holds is much, and stays.
const untidy = 50

// untidied is by how much memory may grow during a rebuild before it is tidied after all, in bytes.
const untidied = 512 << 20

// depends sums up what a site depends on besides its notes.
func (s *session) depends() (string, error) {
	h := sha256.New()
	settings, err := json.Marshal(s.config)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%s\n%q\n%q\n", settings, s.title(), s.inputs)
	for _, f := range append(slices.Sorted(maps.Values(s.config.Theme.Fonts)), s.config.Icon, s.config.Theme.Folder) {
		if f != "" {
			if err := sumFiles(h, s.beside(f)); err != nil {
				return "", err
			}
		}
	}
	return string(h.Sum(nil)), nil
}

// sumFiles adds a file, or all files of a folder. What is gone meanwhile is not there.
func sumFiles(h hash.Hash, name string) error {
	return filepath.WalkDir(name, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		fmt.Fprintf(h, "%q %d\n", p, len(data))
		h.Write(data)
		return err
	})
}
