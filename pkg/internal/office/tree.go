package office

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/transform"

	"memopress/pkg/reader/charset"
)

// The limits on XML. Honest documents stay far below them.
const (
	MaxXML   = 128 << 20 // bytes of one part
	maxNodes = 3_000_000
	maxDepth = 400
)

// A Node is an element of XML with what is in it, or a piece of text.
type Node struct {
	Name     string // prefix and local name as the caller's short names them; empty for text
	Attrs    []Attr
	Children []Node
	Text     string
}

// Attr is an attribute, its name made like that of a Node.
type Attr struct{ Name, Value string }

// ParseXML reads XML. short gives the prefix by which the caller knows a name space, "" for one
// that it does not care for. Entities are never defined by the document: of a document type
// nothing is read.
func ParseXML(r io.Reader, short func(space string) string) (*Node, error) {
	limited := &io.LimitedReader{R: r, N: MaxXML + 1}
	d := xml.NewDecoder(limited)
	d.Strict = false
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		enc, _, err := charset.Named(label)
		if err != nil {
			return nil, err
		}
		return transform.NewReader(in, enc.NewDecoder()), nil
	}
	name := func(n xml.Name) string {
		if p := short(n.Space); p != "" {
			return p + ":" + n.Local
		}
		return n.Local
	}
	root := &Node{}
	open := []*Node{root}
	count := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
		if limited.N <= 0 {
			return nil, errors.New("the XML is larger than 128 MB")
		}
		if count++; count > maxNodes {
			return nil, errors.New("the XML has more than 3,000,000 elements")
		}
		top := open[len(open)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(open) > maxDepth {
				return nil, errors.New("the XML nests deeper than 400 elements")
			}
			n := Node{Name: name(tok.Name)}
			for _, a := range tok.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					n.Attrs = append(n.Attrs, Attr{name(a.Name), a.Value})
				}
			}
			top.Children = append(top.Children, n)
			open = append(open, &top.Children[len(top.Children)-1])
		case xml.EndElement:
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
		case xml.CharData:
			top.Children = append(top.Children, Node{Text: string(tok)})
		}
	}
	for i := range root.Children {
		if root.Children[i].Name != "" {
			return &root.Children[i], nil
		}
	}
	return nil, errors.New("there is no XML in it")
}

// Attr returns the value of an attribute, "" when there is none.
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// Child returns the first child of that name, nil for none. It may be called on nil.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Children {
		if n.Children[i].Name == name {
			return &n.Children[i]
		}
	}
	return nil
}

// Find returns the first element of that name below n, in document order, nil for none.
func (n *Node) Find(name string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name == name {
			return c
		}
		if f := c.Find(name); f != nil {
			return f
		}
	}
	return nil
}

// Each calls visit for each element below n of that name, but not for those inside one another.
func (n *Node) Each(name string, visit func(*Node)) {
	if n == nil {
		return
	}
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name == name {
			visit(c)
		} else if c.Name != "" {
			c.Each(name, visit)
		}
	}
}

// Plain returns all text below n.
func (n *Node) Plain() string {
	if n == nil {
		return ""
	}
	var sb strings.Builder
	n.plain(&sb)
	return sb.String()
}

func (n *Node) plain(sb *strings.Builder) {
	sb.WriteString(n.Text)
	for i := range n.Children {
		n.Children[i].plain(sb)
	}
}

// OrEmpty returns n, or an element without anything for nil.
func (n *Node) OrEmpty() *Node {
	if n == nil {
		return &Node{}
	}
	return n
}
