package render

import (
	"cmp"
	"slices"

	"memopress/pkg/layout"
	"memopress/pkg/site"
)

// A net is the notes of a site with the links between them, by numbers: those that have the most
// neighbours come first.
type net struct {
	notes  []*site.Note
	number map[*site.Note]int32
	links  []layout.Edge // from A to B, each once
	near   [][]int32     // neighbours in either direction, in order
}

func (r *renderer) makeNet() *net {
	g := &net{notes: slices.Clone(r.site.Notes), number: make(map[*site.Note]int32, len(r.site.Notes))}
	// Links as they stand, by places in site.Notes, which are in order of their addresses.
	at := make(map[*site.Note]int32, len(g.notes))
	for i, n := range g.notes {
		at[n] = int32(i)
	}
	for i, n := range g.notes {
		for _, b := range n.Backlinks {
			if from, ok := at[b.From]; ok && int(from) != i {
				g.links = append(g.links, layout.Edge{A: from, B: int32(i)})
			}
		}
	}
	sortEdges(g.links)
	g.links = slices.Compact(g.links)
	degree := make([]int, len(g.notes))
	for _, e := range g.links {
		degree[e.A]++
		degree[e.B]++
	}
	order := make([]int32, len(g.notes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(degree[b], degree[a]) })
	moved := make([]int32, len(g.notes))
	for to, from := range order {
		moved[from] = int32(to)
		g.notes[to] = r.site.Notes[from]
		g.number[g.notes[to]] = int32(to)
	}
	g.near = make([][]int32, len(g.notes))
	for i, e := range g.links {
		e = layout.Edge{A: moved[e.A], B: moved[e.B]}
		g.links[i] = e
		g.near[e.A] = append(g.near[e.A], e.B)
		g.near[e.B] = append(g.near[e.B], e.A)
	}
	sortEdges(g.links)
	for i := range g.near {
		slices.Sort(g.near[i])
		g.near[i] = slices.Compact(g.near[i])
	}
	return g
}

func sortEdges(edges []layout.Edge) {
	packed := make([]uint64, len(edges)) // numbers are sorted in a third of the time
	for i, e := range edges {
		packed[i] = uint64(e.A)<<32 | uint64(e.B)
	}
	slices.Sort(packed)
	for i, p := range packed {
		edges[i] = layout.Edge{A: int32(p >> 32), B: int32(p & 0xFFFFFFFF)}
	}
}
