package graph

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"memopress/pkg/note"
)

// A Graph is a set of notes and attachments with the means to resolve references among them.
// It is immutable and safe for concurrent use. The order in which notes were given to New does
// not show in any result.
type Graph struct {
	notes []*note.Note
	about []*analysis // parallel to notes
	atts  []note.Attachment

	byID   map[note.ID]int32
	byKey  map[string]int32
	files  []file            // notes and attachments in order of rank
	spaces map[string]*index // by space
	all    *index            // of all spaces; nil when there is only one

	memory *Memory
	named  uint64 // see Names
	copies map[*note.Note][]*note.Note

	titles   func() map[string][]*note.Note // by folded title
	byTitle  func() []int                   // the numbers of the notes in order of title, then path
	links    func() *links                  // who refers to whom
	mentions func() map[note.ID][]Backlink
	hinter   func() *hinter

	words atomic.Pointer[words] // what finding mentions has left for finding relations
}

// An analysis is what can be said about a note from that note alone. Projections share it.
type analysis struct {
	references func() []Reference
	outline    func() *outline
	read       func() ([]passage, string) // as proseOf; nil where it is called each time
	terms      func() []term
	called     func() []string
}

// remember makes the analysis keep what would be made again.
func (a *analysis) remember(n *note.Note) {
	a.called = calledOnce(n)
	a.read = sync.OnceValues(func() ([]passage, string) { return proseOf(n) })
	a.terms = sync.OnceValue(func() []term {
		_, text := a.read()
		return termsOf(text)
	})
}

// prose returns the prose of the note, which is n.
func (a *analysis) prose(n *note.Note) []passage {
	if a.read != nil {
		passages, _ := a.read()
		return passages
	}
	passages, _ := proseOf(n)
	return passages
}

// words returns the text that stands for the note, which is n, and its words, by hash, ascending.
func (a *analysis) words(n *note.Note) (string, []term) {
	if a.terms != nil {
		_, text := a.read()
		return text, a.terms()
	}
	_, text := proseOf(n)
	return text, termsOf(text)
}

func analyse(n *note.Note) *analysis {
	return &analysis{
		references: sync.OnceValue(func() []Reference { return references(n) }),
		outline:    sync.OnceValue(func() *outline { return outlineOf(n) }),
	}
}

// New returns the graph of exactly these notes and attachments. Of several notes with one ID,
// or attachments with one key, references by ID or key mean the first in the graph's order. The
// notes must not change afterwards.
func New(notes []*note.Note, atts []note.Attachment) *Graph {
	about := make([]*analysis, len(notes))
	for i, n := range notes {
		about[i] = analyse(n)
	}
	return build(notes, about, atts, nil, nil, 0)
}

// Project returns the graph of the notes that keep accepts, and of all attachments. It equals
// New of these, and no result of it depends on any other note.
func (g *Graph) Project(keep func(*note.Note) bool) *Graph {
	return g.ProjectFiles(keep, func(note.Attachment) bool { return true })
}

// ProjectFiles is Project with only those attachments that keepFile accepts.
func (g *Graph) ProjectFiles(keep func(*note.Note) bool, keepFile func(note.Attachment) bool) *Graph {
	return g.ProjectMerged(keep, keepFile, nil)
}

// ProjectMerged is ProjectFiles in which what refers to one of a note's copies, by its ID, name
// or path, means that note. The copies are not accepted by keep.
func (g *Graph) ProjectMerged(keep func(*note.Note) bool, keepFile func(note.Attachment) bool, copies map[*note.Note][]*note.Note) *Graph {
	var notes []*note.Note
	var about []*analysis
	for i, n := range g.notes {
		if keep(n) {
			notes = append(notes, n)
			about = append(about, g.about[i])
		}
	}
	var atts []note.Attachment
	for _, a := range g.atts {
		if keepFile(a) {
			atts = append(atts, a)
		}
	}
	return build(notes, about, atts, copies, g.memory, 1)
}

func build(notes []*note.Note, about []*analysis, atts []note.Attachment, copies map[*note.Note][]*note.Note, memory *Memory, which int) *Graph {
	order := make([]int, len(notes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareNotes(notes[a], notes[b]) })
	g := &Graph{
		notes: make([]*note.Note, len(notes)),
		about: make([]*analysis, len(notes)),
		atts:  slices.Clone(atts),

		memory: memory,
	}
	for to, from := range order {
		g.notes[to], g.about[to] = notes[from], about[from]
	}
	slices.SortStableFunc(g.atts, func(a, b note.Attachment) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Space, b.Space), strings.Compare(a.Key, b.Key))
	})
	if !memory.recall(g, which, copies) {
		g.index(copies)
	}
	g.titles = sync.OnceValue(g.indexTitles)
	g.byTitle = sync.OnceValue(g.orderByTitle)
	g.links = sync.OnceValue(g.findLinks)
	g.mentions = sync.OnceValue(g.findMentions)
	g.hinter = sync.OnceValue(g.newHinter)
	return g
}

// index enters notes and attachments by all that means them.
func (g *Graph) index(copies map[*note.Note][]*note.Note) {
	g.byID, g.byKey = make(map[note.ID]int32, len(g.notes)), make(map[string]int32, len(g.atts))
	for i, n := range g.notes {
		if _, ok := g.byID[n.ID]; !ok {
			g.byID[n.ID] = int32(i)
		}
	}
	for i, n := range g.notes {
		for _, c := range copies[n] {
			if _, ok := g.byID[c.ID]; !ok {
				g.byID[c.ID] = int32(i)
			}
		}
	}
	for i, a := range g.atts {
		if _, ok := g.byKey[a.Key]; !ok {
			g.byKey[a.Key] = int32(i)
		}
	}
	g.indexFiles(copies)
}

// compareNotes is the order of notes in every result: by path in code points, then space and ID.
func compareNotes(a, b *note.Note) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Space, b.Space), cmp.Compare(a.ID, b.ID))
}

// Notes returns the notes ordered by path, then space, then ID. The slice belongs to the graph.
func (g *Graph) Notes() []*note.Note { return g.notes }

// Attachments returns the attachments ordered by path, then space, then key. The slice belongs
// to the graph.
func (g *Graph) Attachments() []note.Attachment { return g.atts }

// Note returns the note with that ID, nil when the graph has none.
func (g *Graph) Note(id note.ID) *note.Note {
	if i, ok := g.byID[id]; ok {
		return g.notes[i]
	}
	return nil
}

// analysisOf returns the analysis of a note, also of one that the graph does not hold.
func (g *Graph) analysisOf(n *note.Note) *analysis {
	if i, ok := g.byID[n.ID]; ok && g.notes[i] == n {
		return g.about[i]
	}
	return analyse(n)
}
