package tree

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A store holds the nodes of one tree after the other.
type store struct {
	nodes pieces[html.Node]
	attrs pieces[html.Attribute]
}

// How many nodes and attributes one piece of memory holds, and how many pieces are kept for the
// next tree.
const (
	pieceSize = 128
	maxPieces = 64
)

// Pieces are memory for many values of one type that stay where they are.
type pieces[T any] struct {
	all [][]T // by use; those from next on are empty
	at  int   // of the one in use
}

// room makes room for n more values that stand together, of which the last held are there already.
func (p *pieces[T]) room(n, held int) {
	if len(p.all) == 0 {
		p.all = append(p.all, make([]T, 0, pieceSize))
	}
	last := p.all[p.at]
	if cap(last)-len(last) >= n {
		return
	}
	moved := last[len(last)-held:]
	p.at++
	if p.at == len(p.all) {
		p.all = append(p.all, nil)
	}
	if cap(p.all[p.at]) < held+n {
		p.all[p.at] = make([]T, 0, max(pieceSize, 2*(held+n)))
	}
	p.all[p.at] = append(p.all[p.at], moved...)
}

// add adds a value, and returns where it is.
func (p *pieces[T]) add(value T) *T {
	last := append(p.all[p.at], value)
	p.all[p.at] = last
	return &last[len(last)-1]
}

// last returns the last n values.
func (p *pieces[T]) last(n int) []T {
	if n == 0 {
		return nil
	}
	last := p.all[p.at]
	return last[len(last)-n : len(last) : len(last)]
}

// used calls f with the values of each piece.
func (p *pieces[T]) used(f func([]T)) {
	for i := range p.all {
		f(p.all[i])
	}
}

// empty forgets all values and keeps the memory.
func (p *pieces[T]) empty() {
	if len(p.all) > maxPieces {
		p.all = p.all[:maxPieces:maxPieces]
	}
	for i := range p.all {
		clear(p.all[i])
		p.all[i] = p.all[i][:0]
	}
	p.at = 0
}

func (s *store) node(n html.Node) *html.Node {
	s.nodes.room(1, 0)
	return s.nodes.add(n)
}

func (s *store) element(a atom.Atom, name string) *html.Node {
	return s.node(html.Node{Type: html.ElementNode, DataAtom: a, Data: nameOf(a, name)})
}

func (s *store) textNode(text string) *html.Node {
	return s.node(html.Node{Type: html.TextNode, Data: text})
}

// attribute adds an attribute to the last n, and reports whether it is the first of its name.
func (s *store) attribute(n int, key, value string) bool {
	for _, a := range s.attrs.last(n) {
		if a.Key == key {
			return false
		}
	}
	s.attrs.room(1, n)
	s.attrs.add(html.Attribute{Key: nameOf(atom.Lookup([]byte(key)), key), Val: value})
	return true
}

// nameOf returns a name that holds on to nothing else.
func nameOf(a atom.Atom, name string) string {
	if a != 0 {
		return a.String()
	}
	return strings.Clone(name)
}

// settle copies what the tree holds of the source: notes keep parts of a tree for as long as they
// live, and would keep all the markup with them. What is most often kept, text and addresses,
// stands apart from what is not.
func (s *store) settle() {
	var kept, markup copier
	s.each(func(text *string, stays bool) {
		if stays {
			kept.size += len(*text)
		} else {
			markup.size += len(*text)
		}
	})
	kept.grow()
	markup.grow()
	s.each(func(text *string, stays bool) {
		if stays {
			kept.take(text)
		} else {
			markup.take(text)
		}
	})
}

// each calls f for every string of the source in the tree, and whether notes most often keep it.
func (s *store) each(f func(text *string, stays bool)) {
	s.nodes.used(func(nodes []html.Node) {
		for i := range nodes {
			if n := &nodes[i]; n.Type == html.TextNode && n.Parent.DataAtom != atom.Style {
				f(&n.Data, true)
			}
		}
	})
	s.attrs.used(func(attrs []html.Attribute) {
		for i := range attrs {
			a := &attrs[i]
			f(&a.Val, a.Key == "alt" || a.Key == "title" || (a.Key == "href" || a.Key == "src") && !isDecoded(a.Val))
		}
	})
}

// isDecoded reports whether an address is a path that readers decode, so that they keep another
// string.
func isDecoded(address string) bool {
	return strings.IndexByte(address, '%') >= 0 && !strings.HasPrefix(address, "http")
}

// A copier copies strings into one.
type copier struct {
	size int
	sb   strings.Builder
}

func (c *copier) grow() { c.sb.Grow(c.size) }

// take makes *text a copy of itself.
func (c *copier) take(text *string) {
	from := c.sb.Len()
	c.sb.WriteString(*text)
	*text = c.sb.String()[from:]
}
