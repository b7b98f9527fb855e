package tree

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A store holds the nodes of one tree, many in one piece of memory.
type store struct {
	nodes []html.Node
	attrs []html.Attribute
	full  []piece
}

// A piece is memory of the store that is used up.
type piece struct {
	nodes []html.Node
	attrs []html.Attribute
}

// newStore returns room for about as many nodes as src has tags.
func newStore(src string) store {
	return store{nodes: make([]html.Node, 0, strings.Count(src, "<")+2)}
}

func (s *store) node() *html.Node {
	if len(s.nodes) == cap(s.nodes) {
		s.full = append(s.full, piece{nodes: s.nodes})
		s.nodes = make([]html.Node, 0, cap(s.nodes))
	}
	s.nodes = s.nodes[:len(s.nodes)+1]
	return &s.nodes[len(s.nodes)-1]
}

func (s *store) element(a atom.Atom, name string) *html.Node {
	n := s.node()
	n.Type, n.DataAtom, n.Data = html.ElementNode, a, nameOf(a, name)
	return n
}

func (s *store) textNode(text string) *html.Node {
	n := s.node()
	n.Type, n.Data = html.TextNode, text
	return n
}

// nameOf returns a name that holds on to nothing else.
func nameOf(a atom.Atom, name string) string {
	if a != 0 {
		return a.String()
	}
	return strings.Clone(name)
}

// moreAttrs makes room for more attributes: those from mark on move there.
func (s *store) moreAttrs(mark int) int {
	moved := s.attrs[mark:]
	s.full = append(s.full, piece{attrs: s.attrs[:mark]})
	s.attrs = append(make([]html.Attribute, 0, max(4, 2*cap(s.attrs), 2*len(moved))), moved...)
	return 0
}

// settle copies what the tree holds of the source: notes keep parts of a tree for as long as they
// live, and would keep all the markup with them. What is most often kept, text and addresses,
// stands apart from what is not.
func (s *store) settle() {
	s.full = append(s.full, piece{s.nodes, s.attrs})
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
	for _, p := range s.full {
		for i := range p.nodes {
			if n := &p.nodes[i]; n.Type == html.TextNode && n.Parent.DataAtom != atom.Style {
				f(&n.Data, true)
			}
		}
		for i := range p.attrs {
			switch a := &p.attrs[i]; a.Key {
			case "href", "src", "alt", "title":
				f(&a.Val, true)
			default:
				f(&a.Val, false)
			}
		}
	}
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
