package build

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/render"
)

// An Editor takes the changes of a site.
type Editor interface {
	Write(path string, data []byte) error // of a file that is there already, or of a new one
	Remove(path string)
}

// mostRevised is how many files are read again one by one.
const mostRevised = 8

// A lastBuild is what a build made, for revising it.
type lastBuild struct {
	result *Result
	source *importer.Source // closed
	said   []diag.Diagnostic
}

// A record keeps what is reported.
type record struct {
	to  diag.Reporter
	mu  sync.Mutex
	all []diag.Diagnostic
}

func (r *record) Report(d diag.Diagnostic) {
	r.mu.Lock()
	r.all = append(r.all, d)
	r.mu.Unlock()
	r.to.Report(d)
}

// begin begins a build, of which the session hears what it reports to r: until remember, there is
// nothing to revise.
func (s *Session) begin(r *diag.Reporter) *record {
	if s == nil {
		return nil
	}
	s.last = nil
	out := &record{to: *r}
	*r = out
	return out
}

// remember makes a build one that can be revised, if it is.
func (s *Session) remember(o Options, n *Notes, res *Result, said *record) {
	if s == nil || len(n.open) != 1 || res.withdrawn || !o.revisable() {
		return
	}
	s.last = &lastBuild{res, n.open[0], said.all}
}

// revisable reports whether builds with these options can be revised: not where files are made of
// all pages (fonts of the theme hold the letters that are used, the offline list has every file), or
// are pictures of pages, or where a report lists what was read.
func (o Options) revisable() bool {
	return !o.Theme.HasFonts() && o.Report == "" && !o.Render.Offline && o.Social.Off
}

// errOthers ends a revision that would change more than it makes.
var errOthers = errors.New("other files may change")

// Revise is Build after files have changed of which names are the absolute paths, when the last
// build of the session had the same options. Where nothing changes but what notes say, w gets only
// the files of the site that are not as they were, and r gets what Build would report. Otherwise it
// reports false, w and r got nothing, and Build has to be called.
func Revise(ctx context.Context, o Options, names []string, w Editor, r diag.Reporter) (*Result, bool, error) {
	start := time.Now()
	s := o.Session
	if s == nil || s.last == nil || len(names) > mostRevised || !o.revisable() {
		return nil, false, nil
	}
	last := *s.last
	s.last = nil // until all of it is done
	made := map[string]madeFile{}
	for _, name := range names {
		ok, err := s.revise(ctx, o, &last, name, made)
		if err != nil || !ok {
			return nil, false, err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(made)) {
		now := made[path]
		switch {
		case now.gone:
			w.Remove(path)
			delete(s.made, path)
			continue
		case !bytes.Equal(now.data, s.made[path].data):
			if err := w.Write(path, now.data); err != nil {
				return nil, false, err
			}
		}
		s.made[path] = now
	}
	for _, d := range last.said {
		r.Report(d)
	}
	res := *last.result
	res.Took = time.Since(start)
	last.result = &res
	s.last = &last
	return &res, true, nil
}

// revise reads one file again, and puts into made what it changes.
func (s *Session) revise(ctx context.Context, o Options, last *lastBuild, name string, made map[string]madeFile) (bool, error) {
	file, source, ok := last.source.Reopen(name)
	if !ok {
		_, err := os.Lstat(name)
		return errors.Is(err, fs.ErrNotExist) && !last.source.Holds(name), nil // what an editor wrote on the way and took away again
	}
	read, ok := s.files.Revise(file)
	if err := source.Close(); err != nil || !ok {
		return false, err
	}
	last.replace(read.Gone, read.Found)
	graphs, ok := s.graph.Revise(read.Old, read.Now)
	if !ok {
		return false, nil
	}
	site, ok := s.site.Revise(read.Old, read.Now, graphs)
	if !ok || len(site.Notes) == 0 {
		return ok, nil
	}
	last.replace(site.Gone, site.Found)
	o.Render.Memory = &s.pages
	of := func(path string) madeFile {
		if m, ok := made[path]; ok {
			return m
		}
		return s.made[path]
	}
	var mu sync.Mutex
	o.Render.Known = func(path string, key uint64) bool {
		mu.Lock()
		defer mu.Unlock()
		return key != 0 && of(path).key == key
	}
	ok, err := render.Revise(ctx, site, o.Render, func(f render.File) error {
		if f.Known {
			return nil
		}
		now, err := finished(o.Theme, f, new([]byte))
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		was := of(f.Path)
		if now.gone = f.Gone; !f.Gone && !sameUses(was.uses, now.uses) {
			return errOthers // assets of the theme
		}
		last.replace(was.found, now.found)
		made[f.Path] = now
		return nil
	}, diag.Discard)
	if errors.Is(err, errOthers) {
		return false, nil
	}
	return ok, err
}

// replace makes what a build said hold other diagnostics in place of some.
func (l *lastBuild) replace(gone, found []diag.Diagnostic) {
	if slices.Equal(gone, found) {
		return
	}
	l.said = slices.Clone(l.said)
	for _, d := range gone {
		if i := slices.Index(l.said, d); i >= 0 {
			l.said = slices.Delete(l.said, i, i+1)
		}
	}
	l.said = append(l.said, found...)
}

// sameUses reports whether two pages need the same assets.
func sameUses(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
