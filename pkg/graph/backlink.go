package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/note"
)

// A Backlink is a place in another note that refers to a note, or mentions it.
type Backlink struct {
	From     *note.Note
	Kind     Kind           // of the first reference there
	Property string         // as in Reference
	Block    note.Block     // as in Reference
	Item     *note.ListItem // as in Reference
	Heading  *note.Heading  // as in Reference
	Context  []note.Inline  // as in Reference
	// Marks are the nodes in Context, at any depth, that refer to the note: links, embeds and
	// tags of the note itself, or, for a mention, the *note.Styled around its words.
	Marks []note.Inline
}

// links holds the links between notes.
type links struct {
	back [][]Backlink // by note
	out  [][]int32    // by note: the notes that it refers to, ascending, each once, without itself
}

// Backlinks returns the places in other notes that refer to the note with that ID: by link,
// embed, HTML tag, property or cover image. Several references in one context are one backlink,
// and a context that repeats in its note counts once. They are ordered by the source's title,
// path, and place in the note. The slice belongs to the graph.
func (g *Graph) Backlinks(id note.ID) []Backlink {
	i, ok := g.byID[id]
	if !ok {
		return nil
	}
	return g.links().back[i]
}

// An edge is a reference from one note to another.
type edge struct {
	to  int32
	ref *Reference
}

func (g *Graph) findLinks() *links {
	memory := g.memory
	all := memory.recallLinks(g)
	inParallel(len(g.notes), func(i int) {
		if all[i] == nil {
			all[i] = g.given(i)
		}
	})
	memory.keepLinks(g, all)
	l := &links{back: make([][]Backlink, len(g.notes)), out: make([][]int32, len(g.notes))}
	count, sum := make([]int, len(g.notes)), 0
	for _, k := range all {
		for i := range k.quotes {
			count[k.quotes[i].to]++
		}
		sum += len(k.quotes)
	}
	room := make([]Backlink, sum)
	for i, n := range count {
		if n > 0 {
			l.back[i], room = room[:0:n], room[n:]
		}
	}
	for _, from := range g.byTitle() {
		l.out[from] = all[from].out
		for i := range all[from].quotes {
			q := &all[from].quotes[i]
			l.back[q.to] = append(l.back[q.to], q.Backlink)
		}
	}
	return l
}

// given finds what a note refers to.
func (g *Graph) given(i int) *given {
	k := &given{}
	var edges []edge
	refs := g.about[i].references()
	for r := range refs {
		k.titled = k.titled || refs[r].Ref.Kind == note.RefNote
		t := g.Resolve(g.notes[i], refs[r].Ref)
		if t.Note == nil || t.Note == g.notes[i] {
			continue
		}
		if to, ok := g.byID[t.Note.ID]; ok && to != int32(i) {
			edges = append(edges, edge{to, &refs[r]})
			k.out = append(k.out, to)
		}
	}
	slices.Sort(k.out)
	k.out = slices.Compact(k.out)
	k.quotes = quote(g.notes[i], edges)
	return k
}

// quote returns the backlinks that one note gives.
func quote(from *note.Note, edges []edge) []mention {
	type key struct {
		to       int32
		property string
		text     uint64 // hash of the context's text
	}
	type pieceKey struct {
		to    int32
		piece int
	}
	var out []mention
	seen := map[key]bool{}
	open := map[pieceKey]int{} // the backlink of each context
	piece, text := -1, uint64(0)
	for _, e := range edges {
		r := e.ref
		if r.piece >= 0 {
			if i, ok := open[pieceKey{e.to, r.piece}]; ok {
				if i >= 0 {
					out[i].Marks = append(out[i].Marks, r.Node)
				}
				continue
			}
		}
		if r.piece != piece || piece < 0 {
			piece, text = r.piece, xxhash.Sum64String(strings.TrimSpace(note.PlainText(r.Context)))
		}
		k := key{e.to, r.Property, text}
		if seen[k] {
			open[pieceKey{e.to, r.piece}] = -1
			continue
		}
		seen[k] = true
		b := Backlink{From: from, Kind: r.Kind, Property: r.Property, Block: r.Block, Item: r.Item, Heading: r.Heading, Context: r.Context}
		if r.Node != nil {
			b.Marks = []note.Inline{r.Node}
			open[pieceKey{e.to, r.piece}] = len(out)
		}
		out = append(out, mention{e.to, b})
	}
	return out
}

func (g *Graph) orderByTitle() []int {
	if order := g.memory.recallOrder(g); order != nil {
		return order
	}
	order := make([]int, len(g.notes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(g.notes[a].Title, g.notes[b].Title), cmp.Compare(a, b))
	})
	g.memory.keepOrder(g, order)
	return order
}
