// Package tree parses HTML to the trees of golang.org/x/net/html.
//
// Exports are written by programs, and nearly all of them nest as they should. For these a tree is
// built in one pass over the text, without copying it token by token; whatever a browser would
// have to mend goes to the parser of x/net/html. Both make the same tree of the same text: that is
// the invariant of this package, and short_test.go holds it against that parser.
package tree

import (
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Parser makes one tree after the other in the same memory: the nodes of a tree, though not its
// strings, mean nothing any more once the next one is made or the parser is closed. It is not safe
// for concurrent use.
type Parser struct{ builder }

var idle = sync.Pool{New: func() any { return &Parser{} }}

// NewParser returns a parser, which Close makes free for others.
func NewParser() *Parser { return idle.Get().(*Parser) }

// Close ends the use of the parser and of its last tree.
func (p *Parser) Close() {
	p.begin("", false)
	idle.Put(p)
}

// Document parses a whole file. What stands before its first element, comments and a doctype, may
// be missing in the tree. The error is that of x/net/html for elements that are nested too deeply.
func (p *Parser) Document(src string) (*html.Node, error) {
	if doc, ok := p.document(src, false); ok {
		return doc, nil
	}
	return html.ParseWithOptions(strings.NewReader(src), html.ParseOptionEnableScripting(false))
}

// XHTML is Document for text in which "<x/>" is an element without content, whatever its name.
func (p *Parser) XHTML(src string) (*html.Node, error) {
	if doc, ok := p.document(src, true); ok {
		return doc, nil
	}
	return html.ParseWithOptions(strings.NewReader(Closed(src)), html.ParseOptionEnableScripting(false))
}

// Fragment parses what may stand in a <body>, and returns that body.
func (p *Parser) Fragment(src string) (*html.Node, error) {
	if body, ok := p.fragment(src); ok {
		return body, nil
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(src), body, html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, nil
}
