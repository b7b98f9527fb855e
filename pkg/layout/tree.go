package layout

// A tree is a quadtree over places. A cell that is far away pushes as one body.
type tree struct {
	cells []cell
	next  []int32 // of each node, another one at the same place, or -1

	bodies []body  // the cells that hold nodes, each before its quarters
	order  []int32 // the nodes, those that are near each other one after the other
}

// A body is a cell as it pushes.
type body struct {
	x, y, mass float64 // the center of mass
	size2      float64 // the square of its size; 0 for a cell without quarters
	past       int32   // the first body that is not in it
	node       int32   // a node in a cell without quarters, -1 for none or several
}

type cell struct {
	x, y, mass float64 // the center of mass
	size       float64 // length of a side
	cx, cy     float64 // the middle
	child      int32   // the first of four cells, 0 for none
	node       int32   // a node in a cell without children, -1 for none
}

// wide is how large a cell may look, as its size by its distance, to be taken for one body.
const wide = 1.15

// deepest ends the parting of cells: nodes that are still together lie at the same place.
const deepest = 24

func (t *tree) build(places []Point, mass []float32) {
	minX, minY := places[0].X, places[0].Y
	maxX, maxY := minX, minY
	for _, p := range places {
		minX, maxX = min(minX, p.X), max(maxX, p.X)
		minY, maxY = min(minY, p.Y), max(maxY, p.Y)
	}
	size := max(maxX-minX, maxY-minY, 1e-6)
	t.cells = append(t.cells[:0], cell{size: size, cx: (minX + maxX) / 2, cy: (minY + maxY) / 2, node: -1})
	if len(t.next) < len(places) {
		t.next = make([]int32, len(places))
	}
	for i := range places {
		t.next[i] = -1
		t.insert(int32(i), places)
	}
	t.weigh(0, places, mass)
	t.bodies, t.order = t.bodies[:0], t.order[:0]
	t.line(0)
}

func (t *tree) insert(i int32, places []Point) {
	at := int32(0)
	for depth := 0; ; depth++ {
		c := &t.cells[at]
		if c.child == 0 {
			if c.node < 0 {
				c.node = i
				return
			}
			if depth >= deepest {
				t.next[i] = c.node
				c.node = i
				return
			}
			old := c.node
			c.node = -1
			t.part(at)
			t.cells[t.quarter(at, places[old])].node = old
		}
		at = t.quarter(at, places[i])
	}
}

// part gives a cell its four quarters.
func (t *tree) part(at int32) {
	c := t.cells[at]
	t.cells[at].child = int32(len(t.cells))
	h := c.size / 2
	for q := range 4 {
		t.cells = append(t.cells, cell{size: h, cx: c.cx + float64((float64(q&1)-0.5)*h), cy: c.cy + float64((float64(q>>1)-0.5)*h), node: -1})
	}
}

func (t *tree) quarter(at int32, p Point) int32 {
	c := &t.cells[at]
	q := c.child
	if p.X >= c.cx {
		q++
	}
	if p.Y >= c.cy {
		q += 2
	}
	return q
}

// weigh reckons the mass of a cell and where its center is.
func (t *tree) weigh(at int32, places []Point, mass []float32) {
	c := &t.cells[at]
	if c.child == 0 {
		for i := c.node; i >= 0; i = t.next[i] {
			m := float64(mass[i])
			c.x += float64(places[i].X * m)
			c.y += float64(places[i].Y * m)
			c.mass += m
		}
	} else {
		for q := c.child; q < c.child+4; q++ {
			t.weigh(q, places, mass)
			d := &t.cells[q]
			c.x += float64(d.x * d.mass)
			c.y += float64(d.y * d.mass)
			c.mass += d.mass
		}
	}
	if c.mass > 0 {
		c.x /= c.mass
		c.y /= c.mass
	}
}

// line puts a cell and its quarters in line.
func (t *tree) line(at int32) {
	c := &t.cells[at]
	if c.mass == 0 {
		return
	}
	i := len(t.bodies)
	b := body{x: c.x, y: c.y, mass: c.mass, node: -1}
	if c.child != 0 {
		b.size2 = c.size * c.size
	} else if t.next[c.node] < 0 {
		b.node = c.node
	}
	t.bodies = append(t.bodies, b)
	if c.child != 0 {
		for q := c.child + 3; q >= c.child; q-- {
			t.line(q)
		}
	} else {
		for n := c.node; n >= 0; n = t.next[n] {
			t.order = append(t.order, n)
		}
	}
	t.bodies[i].past = int32(len(t.bodies))
}

// push is the force of all nodes but i on a body at p: their mass by the distance.
func (t *tree) push(p Point, i int32) Point {
	var f Point
	for k := int32(0); k < int32(len(t.bodies)); {
		c := &t.bodies[k]
		dx, dy := p.X-c.x, p.Y-c.y
		d2 := float64(dx*dx) + float64(dy*dy)
		if c.size2 > wide*wide*d2 {
			k++
			continue
		}
		k = c.past
		if c.node == i {
			continue // the node itself
		}
		if d2 < 1e-4 {
			// Two at one place part ways, each in a direction of its own.
			dx, dy = 0.01*float64(i%7-3), float64(0.01*float64(i%5-2))+0.003
			d2 = 1e-3
		}
		w := c.mass / d2
		f.X += float64(dx * w)
		f.Y += float64(dy * w)
	}
	return f
}
