package layout

import "math"

// A disc is the room that a part takes.
type disc struct{ x, y, r float64 }

// center moves places so that their middle is (0, 0), and returns the room that they take.
func center(places []Point) disc {
	var mx, my float64
	for _, p := range places {
		mx += p.X
		my += p.Y
	}
	n := float64(len(places))
	mx, my = mx/n, my/n
	r := 0.0
	for i := range places {
		places[i].X -= mx
		places[i].Y -= my
		r = max(r, math.Hypot(places[i].X, places[i].Y))
	}
	return disc{r: r + 0.9}
}

// pack places discs, the largest first: that one in the middle, the others in rings around it.
func pack(discs []disc) {
	if len(discs) == 0 {
		return
	}
	inner := discs[0].r
	for i := 1; i < len(discs); {
		wide := discs[i].r // the widest of this ring, as they come by size
		ring := inner + wide
		first, used := i, 0.0
		for i < len(discs) {
			angle := 2 * math.Asin(min(1, discs[i].r/ring))
			if used+angle > 2*math.Pi && i > first {
				break
			}
			used += angle
			i++
		}
		// What is left of the ring goes between them.
		gap := max(0, 2*math.Pi-used) / float64(i-first)
		if i == len(discs) {
			gap = min(gap, used/float64(i-first)) // a last ring that is not full stays together
		}
		at := 0.0
		for k := first; k < i; k++ {
			angle := 2 * math.Asin(min(1, discs[k].r/ring))
			discs[k].x, discs[k].y = float64(ring*math.Cos(at+float64(angle/2))), float64(ring*math.Sin(at+float64(angle/2)))
			at += angle + gap
		}
		inner = ring + wide
	}
}
