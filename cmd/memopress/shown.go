package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/serve"
)

// A preview keeps its site for the next one, which shows it at once when a build would make the
// same of the same, and builds meanwhile. Not even for a moment does it show what has changed: that
// may be private now.

// siteMemory returns the memory of the site of a preview; nil when there is none to rely on.
func (s *session) siteMemory() *build.Memory {
	m, err := s.memory("", s.ownOutput())
	if err != nil || m == nil {
		return nil // nothing is to be remembered, or nothing can be
	}
	m.Name = "preview\x00" + m.Name
	return m
}

// first shows the first site. When that of the preview before is shown, a build that fails is like one
// after a change: the site stays. keep is to be called when there is time.
func (s *session) first(ctx context.Context, p *preview) (keep func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := s.siteMemory()
	if m != nil {
		p.kept = m.RecallSite()
	}
	shown := p.kept != nil
	if shown {
		files := make(serve.Generation, len(p.kept))
		for path, data := range p.kept {
			files[path] = serve.File{Data: data}
		}
		p.server.Publish(files)
	}
	if err = s.rebuild(ctx, p); err != nil {
		if !shown || ctx.Err() != nil {
			return nil, err
		}
		p.failed = true
		printError(s.terminal, err)
		p.server.Fail(inFull(err))
		return func() {}, nil
	}
	files, now := p.files, *s
	return func() { now.keepSite(m, files) }, nil
}

// rest keeps the site each time when nothing has changed for a while, until ctx ends. Whether the
// site is what the notes say now is found out by building again: the last build may have read some
// of them before another change that was not told of yet.
func (s *session) rest(ctx context.Context, p *preview, changes <-chan struct{}) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changes:
		}
		timer := time.NewTimer(p.rest)
	quiet:
		for {
			select {
			case <-ctx.Done():
				timer.Stop()
				return ctx.Err()
			case <-changes:
				timer.Reset(p.rest)
			case <-timer.C:
				break quiet
			}
		}
		s.keepAgain(ctx, p)
	}
}

func (s *session) keepAgain(ctx context.Context, p *preview) {
	p.mu.Lock()
	if p.failed {
		p.mu.Unlock()
		return
	}
	m := s.siteMemory()
	if m == nil {
		p.mu.Unlock()
		return
	}
	m.LookSite()
	o, err := s.previewOptions(p)
	if err == nil {
		var show func()
		if _, show, err = p.build(ctx, o, &diag.List{}); err == nil {
			show()
		}
	}
	files, now := p.files, *s
	p.mu.Unlock()
	if err == nil { // else it is said after the next change
		now.keepSite(m, files)
	}
}

// keepSite keeps a site. That it cannot is worth a word as little as in keep.
func (s *session) keepSite(m *build.Memory, files serve.Generation) {
	if m == nil {
		return
	}
	all := make(map[string][]byte, len(files))
	for path, f := range files {
		all[path] = f.Data
	}
	if err := m.KeepSite(all); err != nil && s.cli.String("cache") != "" {
		printLine(s.Stderr, "memopress: nothing is remembered for the next preview: %v", err)
	}
}

// ownFolder returns what knows the paths of the cache, which are not watched: each look at the notes
// would lead to another.
func (s *session) ownFolder() func(path string) bool {
	folder := s.cacheFolder()
	if folder == "" {
		return nil
	}
	own, err := realPath(build.CacheEntries(folder))
	if err != nil {
		return nil // nothing can be kept there either
	}
	return func(path string) bool {
		return path == own || strings.HasPrefix(path, own+string(filepath.Separator))
	}
}
