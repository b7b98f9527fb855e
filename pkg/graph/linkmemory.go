package graph

import "memopress/pkg/note"

// A linkMemory holds what notes refer to, by their numbers: as long as names mean the same, that
// follows from each note alone.
type linkMemory struct {
	named uint64
	given map[*note.Note]*given
	all   []*given // of the last graph, by number

	order   []int // by title
	ordered []*note.Note
}

// A given is what one note gives to others.
type given struct {
	out    []int32   // the notes that it refers to, ascending, each once, without itself
	quotes []mention // in order
	titled bool      // a reference may be resolved by a title
}

// recallLinks returns what is known of each note, nil where nothing is.
func (m *Memory) recallLinks(g *Graph) []*given {
	out := make([]*given, len(g.notes))
	if m == nil || m.links.named != g.named {
		return out
	}
	for i, n := range g.notes {
		if k := m.links.given[n]; k != nil && !k.titled {
			out[i] = k
		}
	}
	return out
}

func (m *Memory) keepLinks(g *Graph, all []*given) {
	if m == nil {
		return
	}
	m.links.named, m.links.all = g.named, all
	m.links.given = make(map[*note.Note]*given, len(all))
	for i, n := range g.notes {
		m.links.given[n] = all[i]
	}
}

// recallOrder returns the order by title of before, if it is the same.
func (m *Memory) recallOrder(g *Graph) []int {
	if m == nil || len(m.links.ordered) != len(g.notes) {
		return nil
	}
	for i, n := range g.notes {
		if was := m.links.ordered[i]; was != n && was.Title != n.Title {
			return nil
		}
	}
	return m.links.order
}

func (m *Memory) keepOrder(g *Graph, order []int) {
	if m != nil {
		m.links.order, m.links.ordered = order, g.notes
	}
}
