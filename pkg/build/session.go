package build

import (
	"bytes"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/importer"
	"memopress/pkg/render"
	"memopress/pkg/site"
)

// A Session is what builds of the same inputs with the same options tell each other while a program
// runs. It can only spare work: what a build makes does not depend on it. All that Build takes of it
// is found again by what it was made from, so that nothing in it can be out of date; Revise changes
// what the last build made, and only that. The zero value knows nothing. Only one build at a time may
// use it.
type Session struct {
	files importer.Memory
	graph graph.Memory
	site  site.Memory
	pages render.Memory

	mu   sync.Mutex
	sent map[string]*sentFile // by address
	made map[string]madeFile  // by path: what the last build made of the site
	now  map[string]madeFile  // what this one has made so far
	last *lastBuild           // nil where it cannot be revised
}

// A madeFile is a finished file of the site.
type madeFile struct {
	data  []byte
	key   uint64   // see render.Options.Known; 0 for none
	uses  []string // features of the page
	gone  bool     // see Revise
	found []diag.Diagnostic
}

// Expect tells the first build what its files will probably be: of those that are, it holds these bytes,
// so that they are in memory once.
func (s *Session) Expect(files map[string][]byte) {
	s.made = make(map[string]madeFile, len(files))
	for p, data := range files {
		s.made[p] = madeFile{data: data}
	}
}

func (s *Session) links() *graph.Memory {
	if s == nil {
		return nil
	}
	return &s.graph
}

func (s *Session) texts() *site.Memory {
	if s == nil {
		return nil
	}
	return &s.site
}

// rendering returns what package render takes of the session.
func (s *Session) rendering() (*render.Memory, func(path string, key uint64) bool) {
	if s == nil {
		return nil, nil
	}
	s.now = make(map[string]madeFile, len(s.made))
	return &s.pages, func(path string, key uint64) bool {
		made, ok := s.made[path]
		return ok && made.key == key && key != 0
	}
}

// take returns a file that need not be made.
func (s *Session) take(f render.File) (made madeFile, known bool) {
	if !f.Known {
		return madeFile{}, false
	}
	made = s.made[f.Path]
	s.mu.Lock()
	s.now[f.Path] = made
	s.mu.Unlock()
	return made, true
}

// keep keeps a file. Where its bytes are those of before, they are returned, and so have the same
// place in memory.
func (s *Session) keep(path string, made madeFile) madeFile {
	if s == nil || s.now == nil {
		return made
	}
	if was, ok := s.made[path]; ok && bytes.Equal(was.data, made.data) {
		made.data = was.data
	}
	s.mu.Lock()
	s.now[path] = made
	s.mu.Unlock()
	return made
}

// finish ends a build that made all files.
func (s *Session) finish() {
	if s != nil {
		s.made, s.now = s.now, nil
	}
}
