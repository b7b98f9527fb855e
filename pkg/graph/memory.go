package graph

import (
	"memopress/pkg/note"
)

// A Memory holds what is known of notes that were in the graphs before: for a program that makes
// the graph of the same notes again and again, most of which are the same *note.Note. It is found
// again by the note, or by all that it depends on, so that no result depends on a memory. The
// zero value is ready to use, and nil remembers nothing. Only one graph at a time may be made
// with it, and the graphs before must not be asked any more.
type Memory struct {
	about map[*note.Note]*analysis
	names [2]*Graph // the last graph of all notes, and the last projection
	count uint64    // of indexes

	links    linkMemory
	mentions mentionMemory
	related  relatedMemory
}

// New is New with a memory.
func (m *Memory) New(notes []*note.Note, atts []note.Attachment) *Graph {
	if m == nil {
		return New(notes, atts)
	}
	about := make([]*analysis, len(notes))
	known := make(map[*note.Note]*analysis, len(notes))
	for i, n := range notes {
		if about[i] = m.about[n]; about[i] == nil {
			about[i] = analyse(n)
			about[i].remember(n)
		}
		known[n] = about[i]
	}
	m.about = known
	return build(notes, about, atts, nil, m, 0)
}

// Names is a number that stands for the paths, spaces, IDs and names of all notes and attachments:
// as long as it is the same, a name means the same of them. It is 0 without a memory.
func (g *Graph) Names() uint64 { return g.named }

// recall takes over the indexes of the graph before, if they would be the same.
func (m *Memory) recall(g *Graph, which int, copies map[*note.Note][]*note.Note) bool {
	if m == nil {
		return false
	}
	before := m.names[which]
	m.names[which] = g
	if before == nil || len(copies) > 0 || len(before.copies) > 0 || !sameNames(before, g) {
		m.count++
		g.named, g.copies = m.count, copies
		return false
	}
	g.named = before.named
	g.byID, g.byKey, g.files, g.spaces, g.all = before.byID, before.byKey, before.files, before.spaces, before.all
	return true
}

func sameNames(a, b *Graph) bool {
	if len(a.notes) != len(b.notes) || len(a.atts) != len(b.atts) {
		return false
	}
	for i, n := range a.notes {
		if m := b.notes[i]; n != m && (n.Path != m.Path || n.ID != m.ID || n.Space != m.Space || nameOf(n) != nameOf(m)) {
			return false
		}
	}
	for i := range a.atts {
		if x, y := &a.atts[i], &b.atts[i]; x.Path != y.Path || x.Key != y.Key || x.Space != y.Space {
			return false
		}
	}
	return true
}

// Attachment returns the attachment with that key, nil when the graph has none.
func (g *Graph) Attachment(key string) *note.Attachment {
	if i, ok := g.byKey[key]; ok {
		return &g.atts[i]
	}
	return nil
}
