// Package tree parses HTML to the trees of golang.org/x/net/html.
//
// Exports are written by programs, and nearly all of them nest as they should. For these a tree is
// built in one pass over the text, without copying it token by token; whatever a browser would
// have to mend goes to the parser of x/net/html. Both make the same tree of the same text: that is
// the invariant of this package, and short_test.go holds it against that parser.
package tree

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Document parses a whole file. What stands before its first element, comments and a doctype, may
// be missing in the tree. The error is that of x/net/html for elements that are nested too deeply.
func Document(src string) (*html.Node, error) {
	if doc, ok := shortDocument(src, false); ok {
		return doc, nil
	}
	return html.ParseWithOptions(strings.NewReader(src), html.ParseOptionEnableScripting(false))
}

// XHTML is Document for text in which "<x/>" is an element without content, whatever its name.
func XHTML(src string) (*html.Node, error) {
	if doc, ok := shortDocument(src, true); ok {
		return doc, nil
	}
	return html.ParseWithOptions(strings.NewReader(Closed(src)), html.ParseOptionEnableScripting(false))
}

// Fragment parses what may stand in a <body>, and returns that body.
func Fragment(src string) (*html.Node, error) {
	if body, ok := shortFragment(src); ok {
		return body, nil
	}
	body := newBody()
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(src), body, html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, nil
}

func newBody() *html.Node {
	return &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
}
