// Package layout places the nodes of a graph on a plane, so that what is linked lies together and
// nothing lies on anything else. The same graph gives the same places, whatever the number of
// processors; it knows nothing of notes.
//
// Each connected part is laid out on its own, by springs along the edges and repulsion between
// all nodes (reckoned with a quadtree, after Barnes and Hut), from coarse to fine: nodes are
// joined in pairs until few are left, these find their places, and each pair is then taken apart
// where it stands (Y. Hu, Efficient and high quality force-directed graph drawing, 2005). The
// parts are put around the largest one.
package layout

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// A Point is a place on the plane.
type Point struct{ X, Y float64 }

// An Edge joins two nodes by their numbers. Direction means nothing here.
type Edge struct{ A, B int32 }

// Places returns where the n nodes of a graph stand: roughly one unit apart along edges, around
// (0, 0). Edges may repeat and may join a node to itself; their numbers must be below n. workers
// of 0 means one for each processor.
func Places(n int, edges []Edge, workers int) []Point {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	whole := newNet(n, edges)
	parts := whole.parts()
	places := make([]Point, n)
	discs := make([]disc, len(parts))
	for i, nodes := range parts {
		p := whole.part(nodes).place(workers)
		discs[i] = center(p)
		for k, node := range nodes {
			places[node] = p[k]
		}
	}
	pack(discs)
	for i, nodes := range parts {
		for _, node := range nodes {
			places[node].X += discs[i].x
			places[node].Y += discs[i].y
		}
	}
	return places
}

// A net is a graph as lists of neighbours: those of node i are to[from[i]:from[i+1]].
type net struct {
	from   []int32
	to     []int32
	weight []float32 // of each neighbour: how many edges it stands for
	mass   []float32 // of each node: how many nodes it stands for
}

func (g *net) size() int { return len(g.mass) }

func newNet(n int, edges []Edge) *net {
	g := &net{from: make([]int32, n+1), mass: make([]float32, n)}
	for i := range g.mass {
		g.mass[i] = 1
	}
	both := make([]Edge, 0, 2*len(edges))
	for _, e := range edges {
		if e.A != e.B {
			both = append(both, e, Edge{e.B, e.A})
		}
	}
	slices.SortFunc(both, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	both = slices.Compact(both)
	g.to, g.weight = make([]int32, len(both)), make([]float32, len(both))
	for i, e := range both {
		g.from[e.A+1]++
		g.to[i], g.weight[i] = e.B, 1
	}
	for i := range n {
		g.from[i+1] += g.from[i]
	}
	return g
}

// parts returns the connected parts, the largest first; the nodes of each in order.
func (g *net) parts() [][]int32 {
	part := make([]int32, g.size())
	var out [][]int32
	var queue []int32
	for start := range part {
		if part[start] != 0 {
			continue
		}
		id := int32(len(out) + 1)
		part[start] = id
		queue = append(queue[:0], int32(start))
		for i := 0; i < len(queue); i++ {
			for _, to := range g.to[g.from[queue[i]]:g.from[queue[i]+1]] {
				if part[to] == 0 {
					part[to] = id
					queue = append(queue, to)
				}
			}
		}
		nodes := slices.Clone(queue)
		slices.Sort(nodes)
		out = append(out, nodes)
	}
	slices.SortStableFunc(out, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// part returns some connected nodes as a graph of their own.
func (g *net) part(nodes []int32) *net {
	if len(nodes) == g.size() {
		return g
	}
	p := &net{from: make([]int32, 1, len(nodes)+1), mass: make([]float32, 0, len(nodes))}
	for _, node := range nodes {
		for i := g.from[node]; i < g.from[node+1]; i++ {
			k, _ := slices.BinarySearch(nodes, g.to[i])
			p.to = append(p.to, int32(k))
			p.weight = append(p.weight, g.weight[i])
		}
		p.from = append(p.from, int32(len(p.to)))
		p.mass = append(p.mass, g.mass[node])
	}
	return p
}

// few is how many nodes are placed without looking at a coarser graph first.
const few = 40

// place lays out a connected graph.
func (g *net) place(workers int) []Point {
	n := g.size()
	if n == 1 {
		return make([]Point, 1)
	}
	var places []Point
	rounds := 90
	if coarse, into := g.join(); n > few && coarse.size() < n*9/10 {
		places = g.spread(coarse.place(workers), into)
		// The finer the graph, the less is left to do: most of it is done with few nodes.
		rounds = min(50, 12+80_000/n)
	} else {
		places = spiral(n)
		if n > few {
			rounds = 60
		}
	}
	s := &springs{net: g, places: places, forces: make([]Point, n), workers: workers}
	s.run(rounds)
	return s.places
}

// spiral places nodes evenly on a disc, in order (the pattern of a sunflower).
func spiral(n int) []Point {
	out := make([]Point, n)
	for i := range out {
		r, a := math.Sqrt(float64(i)+0.5), float64(i)*2.399963229728653
		out[i] = Point{r * math.Cos(a), r * math.Sin(a)}
	}
	return out
}

// join makes a coarser graph, in which nodes that an edge joins are one. into says for each node
// which it has become.
func (g *net) join() (coarse *net, into []int32) {
	n := g.size()
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	// Those with few neighbours choose first: they have the least to choose from.
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(g.from[a+1]-g.from[a], g.from[b+1]-g.from[b]) })
	into = make([]int32, n)
	for i := range into {
		into[i] = -1
	}
	count := int32(0)
	for _, node := range order {
		if into[node] >= 0 {
			continue
		}
		best, worth := int32(-1), float32(0)
		leaf := g.from[node+1]-g.from[node] == 1
		for i := g.from[node]; i < g.from[node+1]; i++ {
			to := g.to[i]
			if to == node || into[to] >= 0 && !leaf {
				continue
			}
			if w := g.weight[i] / g.mass[to]; best < 0 || w > worth {
				best, worth = to, w
			}
		}
		switch {
		case best >= 0 && into[best] >= 0: // a leaf goes with what it hangs on
			into[node] = into[best]
			continue
		case best >= 0:
			into[best] = count
		}
		into[node] = count
		count++
	}
	coarse = &net{from: make([]int32, count+1), mass: make([]float32, count)}
	type link struct {
		a, b int32
		w    float32
	}
	links := make([]link, 0, len(g.to))
	for node := range n {
		coarse.mass[into[node]] += g.mass[node]
		for i := g.from[node]; i < g.from[node+1]; i++ {
			if a, b := into[node], into[g.to[i]]; a != b {
				links = append(links, link{a, b, g.weight[i]})
			}
		}
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for i, l := range links {
		if i > 0 && links[i-1].a == l.a && links[i-1].b == l.b {
			coarse.weight[len(coarse.weight)-1] += l.w
			continue
		}
		coarse.from[l.a+1]++
		coarse.to, coarse.weight = append(coarse.to, l.b), append(coarse.weight, l.w)
	}
	for i := range count {
		coarse.from[i+1] += coarse.from[i]
	}
	return coarse, into
}

// spread places nodes where their coarser node stands, a little apart.
func (g *net) spread(coarse []Point, into []int32) []Point {
	scale := math.Sqrt(float64(g.size()) / float64(len(coarse)))
	seen := make([]int32, len(coarse))
	out := make([]Point, g.size())
	for i := range out {
		k := seen[into[i]]
		seen[into[i]]++
		r, a := 0.4*math.Sqrt(float64(k)), float64(float64(k)*2.399963229728653)+float64(float64(i)*0.1)
		c := coarse[into[i]]
		out[i] = Point{float64(c.X*scale) + float64(r*math.Cos(a)), float64(c.Y*scale) + float64(r*math.Sin(a))}
	}
	return out
}

// each calls do for parts of n numbers, at the same time.
func each(n, workers int, do func(from, to int)) {
	if workers = min(workers, n/512); workers <= 1 {
		do(0, n)
		return
	}
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() { do(n*i/workers, n*(i+1)/workers) })
	}
	wg.Wait()
}
