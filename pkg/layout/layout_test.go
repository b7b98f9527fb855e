package layout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// wiki is a graph such as notes have: groups, some nodes that many link to, some that stand alone.
func wiki(n int) []Edge {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	var out []Edge
	for i := range n {
		if i%10 == 9 {
			continue // stands alone unless somebody links to it
		}
		for range 3 {
			to := int(float64(n) * r.Float64() * r.Float64() * r.Float64())
			if r.IntN(3) > 0 {
				to = min(n-1, max(0, i/50*50+r.IntN(50)))
			}
			if to%10 != 8 {
				out = append(out, Edge{int32(i), int32(to)})
			}
		}
	}
	return out
}

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// Whatever the graph, nodes are at places of their own, neighbours nearer than strangers, and
// the number of workers changes nothing.
func TestPlaces(t *testing.T) {
	line := []Edge{}
	for i := range int32(60) {
		line = append(line, Edge{i, i + 1})
	}
	star := []Edge{}
	for i := range int32(200) {
		star = append(star, Edge{0, i + 1}, Edge{i + 1, 0})
	}
	for name, c := range map[string]struct {
		n     int
		edges []Edge
	}{
		"nothing": {0, nil}, "one": {1, nil}, "itself": {1, []Edge{{0, 0}}}, "two": {2, []Edge{{0, 1}, {1, 0}, {0, 1}}}, "alone": {500, nil},
		"line": {61, line}, "star": {201, star}, "wiki": {3000, wiki(3000)},
	} {
		t.Run(name, func(t *testing.T) {
			places := Places(c.n, c.edges, 1)
			if len(places) != c.n {
				t.Fatalf("%d places", len(places))
			}
			if again := Places(c.n, c.edges, 5); !slices.Equal(places, again) {
				t.Error("another number of workers gives other places")
			}
			for i, p := range places {
				if math.IsNaN(p.X) || math.IsInf(p.X, 0) || math.IsNaN(p.Y) || math.IsInf(p.Y, 0) {
					t.Fatalf("node %d is at %v", i, p)
				}
			}
			sorted := slices.Clone(places)
			slices.SortFunc(sorted, func(a, b Point) int { return int(math.Copysign(1, a.X-b.X)) })
			for i := 1; i < len(sorted); i++ {
				for k := i - 1; k >= 0 && sorted[i].X-sorted[k].X < 0.001; k-- {
					if math.Abs(sorted[i].Y-sorted[k].Y) < 0.001 {
						t.Fatalf("two nodes at %v", sorted[i])
					}
				}
			}
			if name != "line" && name != "wiki" { // of a star all are neighbours of one

				return
			}
			near, far, count := 0.0, 0.0, 0.0
			for i, e := range c.edges {
				if e.A != e.B {
					near += distance(places[e.A], places[e.B])
					far += distance(places[e.A], places[(int(e.B)+i*31+7)%c.n])
					count++
				}
			}
			if near > far*0.62 {
				t.Errorf("neighbours are %.2f apart, strangers %.2f", near/count, far/count)
			}
		})
	}
}

func BenchmarkPlaces(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		edges := wiki(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Places(n, edges, 0)
			}
		})
	}
}
