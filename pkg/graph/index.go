package graph

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"memopress/pkg/note"
)

// A file is a note or an attachment under its folded path.
type file struct {
	path  string // folded
	chars int    // length of path in characters
	raw   string // path as the source has it
	space string
	note  int32 // index into Graph.notes, or -1
	att   int32 // index into Graph.atts, or -1
}

// An index finds files by the end of their path.
type index struct {
	suffix map[string]*bucket // "c.md", "b/c.md", "a/b/c.md" → files whose path ends so
	stem   map[string]*bucket // the same without extension, of notes that are not ".md"; and the names of notes where their path does not say them
}

// A bucket holds the files that answer to one key, by rank: shortest path first, then the
// alphabet. Files whose whole path is the key are therefore the first.
type bucket struct {
	files []int32
	once  sync.Once
	near  map[string][]int32 // for large buckets: the first of files at or below each folder
}

// listed is how many candidates of an ambiguous name are listed.
const listed = 20

// largeBucket is from how many files on the nearest one is looked up instead of searched: a
// vault with ten thousand README notes must not cost ten thousand comparisons a link.
const largeBucket = 2 * listed

func (g *Graph) indexFiles(copies map[*note.Note][]*note.Note) {
	g.files = make([]file, 0, len(g.notes)+len(g.atts))
	for i, n := range g.notes {
		g.files = append(g.files, newFile(n.Path, n.Space, int32(i), -1))
		for _, c := range copies[n] {
			g.files = append(g.files, newFile(c.Path, c.Space, int32(i), -1))
		}
	}
	for i, a := range g.atts {
		g.files = append(g.files, newFile(a.Path, a.Space, -1, int32(i)))
	}
	// The sort is stable over two sorted lists, so full ties keep the order of IDs and keys.
	slices.SortStableFunc(g.files, func(a, b file) int {
		return cmp.Or(cmp.Compare(a.chars, b.chars), strings.Compare(a.path, b.path), strings.Compare(a.raw, b.raw), strings.Compare(a.space, b.space))
	})
	g.spaces = map[string]*index{}
	for i := range g.files {
		f := &g.files[i]
		if g.spaces[f.space] == nil {
			g.spaces[f.space] = newIndex()
		}
		g.spaces[f.space].add(g, int32(i))
	}
	if len(g.spaces) > 1 {
		g.all = newIndex()
		for i := range g.files {
			g.all.add(g, int32(i))
		}
	}
}

func newFile(path, space string, n, att int32) file {
	p := strings.Trim(fold(path), "/")
	return file{path: p, chars: utf8.RuneCountInString(p), raw: path, space: space, note: n, att: att}
}

func newIndex() *index {
	return &index{suffix: map[string]*bucket{}, stem: map[string]*bucket{}}
}

// add enters a file; files come in order of rank.
func (x *index) add(g *Graph, i int32) {
	f := &g.files[i]
	addSuffixes(g, x.suffix, f.path, i)
	if f.note < 0 {
		return
	}
	ext := extOf(f.path)
	stem := strings.TrimSuffix(f.path, ext)
	if ext != ".md" {
		addSuffixes(g, x.stem, stem, i)
	}
	if name := fold(nameOf(g.notes[f.note])); name != "" && name != baseOf(stem) {
		addTo(g, x.stem, name, i)
	}
}

// nameOf returns what a link writes to mean the note.
func nameOf(n *note.Note) string {
	return cmp.Or(n.Name, strings.TrimSuffix(baseOf(n.Path), extOf(n.Path)), n.Title)
}

func addSuffixes(g *Graph, m map[string]*bucket, path string, i int32) {
	for key := path; key != ""; {
		addTo(g, m, key, i)
		_, rest, ok := strings.Cut(key, "/")
		if !ok {
			return
		}
		key = rest
	}
}

func addTo(g *Graph, m map[string]*bucket, key string, i int32) {
	b := m[key]
	if b == nil {
		b = &bucket{}
		m[key] = b
	}
	b.files = append(b.files, i)
}

// nearest maps each folder to the first of files that lie in it or below it.
func nearest(all []file, files []int32) map[string][]int32 {
	m := map[string][]int32{}
	for _, i := range files {
		for dir := dirOf(all[i].path); ; dir = dirOf(dir) {
			if len(m[dir]) < listed {
				m[dir] = append(m[dir], i)
			}
			if dir == "" {
				break
			}
		}
	}
	return m
}

// exact returns the files of the bucket whose whole path is key.
func (b *bucket) exact(files []file, key string) []int32 {
	if b == nil {
		return nil
	}
	n := 0
	for n < len(b.files) && files[b.files[n]].path == key {
		n++
	}
	return b.files[:n]
}

// ranked returns the first files for a link in the folder dir: those at or below dir, then the
// others, each by rank. near says how many of the result lie at or below dir.
func (b *bucket) ranked(files []file, dir string) (out []int32, near int) {
	if len(b.files) == 1 {
		if below(files[b.files[0]].path, dir) {
			near = 1
		}
		return b.files, near
	}
	if len(b.files) >= largeBucket {
		b.once.Do(func() { b.near = nearest(files, b.files) })
		out = append(out, b.near[dir]...)
	} else {
		for _, i := range b.files {
			if below(files[i].path, dir) {
				out = append(out, i)
			}
		}
	}
	near = len(out)
	for _, i := range b.files {
		if len(out) >= listed {
			break
		}
		if !below(files[i].path, dir) {
			out = append(out, i)
		}
	}
	return out, near
}
