package importer

import (
	"reflect"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// A Memory holds what was read of files, for a program that reads the same inputs again and again.
// A file that nobody touched since gives the same *note.Note, so that what was found out about a
// note holds as long as its address in memory is the same. Whoever changes a note that came from
// a memory makes it forget that note, and passes a copy on. The zero value is ready to use, and
// nil remembers nothing.
type Memory struct {
	round int // of reading, from 1
	mu    sync.Mutex
	known map[string]*remembered // by place
	place map[*note.Note]string
	links map[*note.Note][]*note.Link

	revises func(old, now *note.Note) bool // see Revises
}

type remembered struct {
	path, stamp, about string

	round int // in which it was last asked for
	note  *note.Note
	found []diag.Diagnostic
	read  Reading
}

// A Reading makes a note of a file. alone says whether the note depends on nothing else.
type Reading func(f File, r diag.Reporter) (n *note.Note, alone bool, err error)

// Begin begins another round of reading: what the one before did not ask for is forgotten.
func (m *Memory) Begin() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	stays := make(map[*note.Note]bool, len(m.known))
	for place, k := range m.known {
		if k.round < m.round {
			delete(m.known, place)
			delete(m.place, k.note)
			continue
		}
		stays[k.note] = true
	}
	for n := range m.links {
		if !stays[n] {
			delete(m.links, n)
		}
	}
	m.round++
	m.revises = nil
}

// Note returns the note that read makes of a file, or the one that it made of the same file when
// about, which says what it depends on besides the file, was the same. What read reports is
// reported again. read says whether the note depends on nothing else.
func (m *Memory) Note(f File, about string, r diag.Reporter, read Reading) (*note.Note, error) {
	if m == nil {
		n, _, err := read(f, r)
		return n, err
	}
	m.mu.Lock()
	at := placeOf(f)
	k := m.known[at]
	if k != nil && k.stamp == f.Stamp && f.Stamp != "" && k.about == about && k.path == f.Path {
		k.round = m.round
		m.mu.Unlock()
		for _, d := range k.found {
			r.Report(d)
		}
		return k.note, nil
	}
	m.mu.Unlock()
	list := &diag.List{}
	n, alone, err := read(f, list)
	found := list.Sorted()
	for _, d := range found {
		r.Report(d)
	}
	if n != nil && alone && err == nil {
		m.mu.Lock()
		if m.known == nil {
			m.known, m.place = map[string]*remembered{}, map[*note.Note]string{}
		}
		if k != nil {
			delete(m.place, k.note)
		}
		m.place[n] = at
		m.known[at] = &remembered{path: f.Path, stamp: f.Stamp, about: about, round: m.round, note: n, found: found, read: read}
		m.mu.Unlock()
	}
	return n, err
}

// Revises is called by an importer for which another text of one file makes another note of it, and
// changes nothing else. may, nil for always, is asked whether that holds for a note of which only
// the text has changed. It lasts until the next round.
func (m *Memory) Revises(may func(old, now *note.Note) bool) {
	if m == nil {
		return
	}
	if may == nil {
		may = func(_, _ *note.Note) bool { return true }
	}
	m.revises = may
}

// A Revision is a note that has another text, with what was reported of both.
type Revision struct {
	Old, Now    *note.Note
	Gone, Found []diag.Diagnostic
}

// Revise reads a file again. It reports false where that cannot be done by itself, or changes more
// than the text of its note: all has to be read again then. Nothing else may be read meanwhile.
func (m *Memory) Revise(f File) (Revision, bool) {
	k := m.known[placeOf(f)]
	if m.revises == nil || k == nil || k.path != f.Path {
		return Revision{}, false
	}
	list := &diag.List{}
	now, alone, err := k.read(f, list)
	if err != nil || now == nil || !alone || !onlyTextDiffers(k.note, now) || !m.revises(k.note, now) {
		return Revision{}, false
	}
	r := Revision{k.note, now, k.found, list.Sorted()}
	delete(m.place, r.Old)
	delete(m.links, r.Old)
	m.place[now] = placeOf(f)
	k.note, k.stamp, k.found = now, f.Stamp, r.Found
	return r, true
}

// onlyTextDiffers reports whether two notes are the same but for what they say.
func onlyTextDiffers(a, b *note.Note) bool {
	x, y := *a, *b
	x.Body, y.Body = nil, nil
	x.Source.Line, y.Source.Line = 0, 0
	return reflect.DeepEqual(&x, &y)
}

// placeOf tells files apart by their names as they are written: two of them may have one name in
// NFC, and which of these keeps it depends on the other.
func placeOf(f File) string { return f.Part + "\x00" + f.RawPath }

// Links returns the links in a note's text.
func (m *Memory) Links(n *note.Note) []*note.Link {
	if m == nil {
		return linksOf(n)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.links[n]
	if !ok {
		if m.links == nil {
			m.links = map[*note.Note][]*note.Link{}
		}
		known = linksOf(n)
		m.links[n] = known
	}
	return known
}

func linksOf(n *note.Note) []*note.Link {
	var out []*note.Link
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok {
			out = append(out, l)
		}
		return true
	})
	return out
}

// Forget makes the memory forget a note and its file.
func (m *Memory) Forget(n *note.Note) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, m.place[n])
	delete(m.place, n)
	delete(m.links, n)
}
