package layout

import "math"

// springs move the nodes of a connected graph until they lie well.
//
// Products are converted explicitly before they are added: a processor that would do both in one
// step with another rounding is not allowed to, and all of them get the same result.
type springs struct {
	*net
	places  []Point
	forces  []Point
	tree    tree
	workers int
}

// repel is how strongly nodes push each other away, against edges that pull.
const repel = 0.6

// run moves the nodes some rounds, by shorter and shorter steps.
func (s *springs) run(rounds int) {
	n := len(s.places)
	step := math.Sqrt(float64(n)) * 0.12
	for round := range rounds {
		s.tree.build(s.places, s.mass)
		each(n, s.workers, func(from, to int) {
			for _, i := range s.tree.order[from:to] { // neighbours look at the same cells
				s.forces[i] = s.force(int(i))
			}
		})
		now := step * (1 - float64(round)/float64(rounds))
		for i, f := range s.forces {
			length := math.Sqrt(float64(f.X*f.X) + float64(f.Y*f.Y))
			if length == 0 {
				continue
			}
			move := min(length, now) / length
			s.places[i].X += float64(f.X * move)
			s.places[i].Y += float64(f.Y * move)
		}
	}
}

// force is what moves a node: the push of all others, the pull of its neighbours, and a little
// pull to the middle, which keeps long branches from leaving.
func (s *springs) force(i int) Point {
	p := s.places[i]
	f := s.tree.push(p, int32(i))
	f.X *= repel
	f.Y *= repel
	own := float64(s.mass[i])
	degree := float64(s.from[i+1] - s.from[i])
	for k := s.from[i]; k < s.from[i+1]; k++ {
		to := s.to[k]
		dx, dy := s.places[to].X-p.X, s.places[to].Y-p.Y
		d := math.Sqrt(float64(dx*dx) + float64(dy*dy))
		// A node that everything links to does not draw everything into one point.
		other := float64(s.from[to+1] - s.from[to])
		w := float64(s.weight[k]) * d / math.Sqrt(min(degree, other)) / own
		f.X += float64(dx * w)
		f.Y += float64(dy * w)
	}
	f.X -= float64(p.X * 0.01)
	f.Y -= float64(p.Y * 0.01)
	return f
}
