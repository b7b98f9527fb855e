package math

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// elements of presentation MathML that show something. What is missing on purpose: semantics
// and annotations, maction, and a with its links.
var elements = map[string]bool{
	"math": true, "menclose": true, "merror": true, "mfrac": true, "mi": true, "mmultiscripts": true,
	"mn": true, "mo": true, "mover": true, "mpadded": true, "mphantom": true, "mprescripts": true,
	"mroot": true, "mrow": true, "ms": true, "mspace": true, "msqrt": true, "mstyle": true, "msub": true,
	"msubsup": true, "msup": true, "mtable": true, "mtd": true, "mtext": true, "mtr": true,
	"munder": true, "munderover": true, "none": true,
}

// Elements returns the names of the elements that a formula may hold.
func Elements() []string { return sorted(elements) }

var attributes = map[string]bool{
	"accent": true, "accentunder": true, "columnspan": true, "depth": true,
	"dir": true, "display": true, "displaystyle": true, "fence": true, "form": true, "height": true,
	"largeop": true, "linethickness": true, "lspace": true, "mathbackground": true, "mathcolor": true,
	"mathsize": true, "mathvariant": true, "maxsize": true, "minsize": true, "movablelimits": true,
	"notation": true, "rowspan": true, "rspace": true, "scriptlevel": true, "separator": true,
	"stretchy": true, "symmetric": true, "voffset": true, "width": true,
}

// Attributes returns the names of the attributes that a formula may hold, class among them.
func Attributes() []string {
	return sorted(attributes, "class")
}

func sorted(set map[string]bool, more ...string) []string {
	for name := range set {
		more = append(more, name)
	}
	slices.Sort(more)
	return more
}

var body = &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}

// sanitize writes Temml's markup anew from what a browser would see in it.
func sanitize(markup string) (string, error) {
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return "", err
	}
	if len(nodes) != 1 || nodes[0].Data != "math" || nodes[0].Namespace != "math" {
		return "", errors.New("the result is not a formula")
	}
	var buf bytes.Buffer
	buf.Grow(len(markup))
	write(&buf, nodes[0])
	return buf.String(), nil
}

func write(buf *bytes.Buffer, n *html.Node) {
	switch n.Type {
	case html.TextNode:
		buf.WriteString(html.EscapeString(n.Data))
	case html.ElementNode:
		known := n.Namespace == "math" && elements[n.Data]
		if known {
			buf.WriteString("<" + n.Data)
			writeAttrs(buf, n)
			buf.WriteString(">")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(buf, c)
		}
		if known {
			buf.WriteString("</" + n.Data + ">")
		}
	}
}

func writeAttrs(buf *bytes.Buffer, n *html.Node) {
	var classes, names []string
	set := func(name, value string) {
		if plain(value) && !slices.Contains(names, name) { // Temml repeats some
			names = append(names, name)
			buf.WriteString(" " + name + `="` + value + `"`)
		}
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "class":
			classes = append(classes, strings.Fields(a.Val)...)
		case a.Key == "style":
			c := classesOfStyle(a.Val, set)
			classes = append(classes, c...)
		case attributes[a.Key]:
			set(a.Key, a.Val)
		}
	}
	// A number that style sheets count stands in a <span> inside the <mtext>.
	if c := n.FirstChild; n.Data == "mtext" && c != nil && c.Data == "span" {
		for _, a := range c.Attr {
			if a.Key == "class" {
				classes = append(classes, strings.Fields(a.Val)...)
			}
		}
	}
	if len(classes) > 0 {
		set("class", strings.Join(classes, " "))
	}
}

// plain reports whether a value is one that MathML's attributes have: words, numbers, units,
// colours.
func plain(v string) bool {
	for i := range len(v) {
		c := v[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(" .#%+-_", c) >= 0) {
			return false
		}
	}
	return true
}
