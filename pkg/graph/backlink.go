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
	edges := make([][]edge, len(g.notes))
	inParallel(len(g.notes), func(i int) {
		refs := g.about[i].references()
		for r := range refs {
			t := g.Resolve(g.notes[i], refs[r].Ref)
			if t.Note == nil || t.Note == g.notes[i] {
				continue
			}
			if to, ok := g.byID[t.Note.ID]; ok && to != int32(i) {
				edges[i] = append(edges[i], edge{to, &refs[r]})
			}
		}
	})
	l := &links{back: make([][]Backlink, len(g.notes)), out: make([][]int32, len(g.notes))}
	for _, from := range g.byTitle() {
		for _, e := range edges[from] {
			l.out[from] = append(l.out[from], e.to)
		}
		slices.Sort(l.out[from])
		l.out[from] = slices.Compact(l.out[from])
		l.quote(g.notes[from], edges[from])
	}
	return l
}

// quote adds the backlinks that one note gives.
func (l *links) quote(from *note.Note, edges []edge) {
	type key struct {
		to       int32
		property string
		text     uint64 // hash of the context's text
	}
	type pieceKey struct {
		to    int32
		piece int
	}
	seen := map[key]bool{}
	open := map[pieceKey]int{} // the backlink of each context
	piece, text := -1, uint64(0)
	for _, e := range edges {
		r := e.ref
		if r.piece >= 0 {
			if i, ok := open[pieceKey{e.to, r.piece}]; ok {
				if i >= 0 {
					b := &l.back[e.to][i]
					b.Marks = append(b.Marks, r.Node)
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
			open[pieceKey{e.to, r.piece}] = len(l.back[e.to])
		}
		l.back[e.to] = append(l.back[e.to], b)
	}
}

// byTitle returns the numbers of the notes in order of title, then path.
func (g *Graph) byTitle() []int {
	order := make([]int, len(g.notes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(g.notes[a].Title, g.notes[b].Title), cmp.Compare(a, b))
	})
	return order
}
