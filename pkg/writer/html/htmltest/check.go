// Package htmltest checks fragments that package html wrote, for the tests of everything that
// writes or assembles them.
//
// The check does not trust the writer: it has lists of its own, and it compares what was
// written with what a browser's parser makes of it.
package htmltest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"memopress/pkg/writer/html/math"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attributes lists the elements that a fragment may hold with the attributes of each, besides
// those that all may have.
var attributes = map[string]string{
	"a":    "href rel data-format data-height",
	"abbr": "", "address": "", "article": "", "aside": "", "b": "", "bdi": "", "bdo": "", "br": "", "caption": "",
	"audio":      "controls preload src loop muted",
	"blockquote": "cite", "cite": "", "code": "", "col": "span", "colgroup": "span", "data": "value", "dd": "",
	"del": "datetime cite", "details": "open data-query data-callout data-callout-metadata", "dfn": "",
	"div": "data-callout data-callout-metadata data-lang", "dl": "", "dt": "", "em": "", "figcaption": "",
	"figure": "data-diagram", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "hr": "", "i": "",
	"img": "src alt width height loading decoding", "input": "type disabled checked", "ins": "datetime cite",
	"kbd": "", "label": "", "li": "value data-task", "mark": "", "ol": "start reversed type", "p": "", "pre": "",
	"q": "cite", "rp": "", "rt": "", "ruby": "", "s": "", "samp": "", "section": "", "small": "",
	"source": "src type", "span": "hidden aria-hidden", "strong": "", "sub": "", "summary": "", "sup": "", "table": "", "tbody": "",
	"td": "colspan rowspan", "tfoot": "", "th": "colspan rowspan scope abbr", "thead": "", "time": "datetime",
	"tr": "", "track": "kind label src srclang", "u": "", "ul": "", "var": "",
	"video": "controls preload src poster loop muted width height", "wbr": "",
}

var global = []string{"class", "id", "dir", "lang", "title", "role", "aria-label", "tabindex"}

// schemes are those that a link may have, decoded in every way.
var schemes = []string{"http", "https", "ftp", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "geo", "magnet", "doi", "urn", "gemini", "gopher", "nntp", "news"}

// Check returns what is wrong with a fragment, nothing when all is well: an element, attribute
// or URL scheme outside the lists, something that would be loaded from another host, an id
// that is there twice, tags that do not nest, or markup from which a browser makes another
// tree than the one that is written.
func Check(fragment []byte) []string { return CheckUnder(fragment, "") }

// CheckUnder is Check for a fragment that is written with Page.Base: files under base are the
// site's own.
func CheckUnder(fragment []byte, base string) []string {
	c := checker{base: base, ids: map[string]bool{}}
	written := c.tokens(fragment)
	nodes, err := html.ParseFragment(bytes.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return append(c.faults, "cannot be parsed: "+err.Error())
	}
	var parsed []string
	for _, n := range nodes {
		parsed = c.node(parsed, n)
	}
	parsed = join(parsed)
	written = join(written)
	if !slices.Equal(written, parsed) {
		i := 0
		for i < len(written) && i < len(parsed) && written[i] == parsed[i] {
			i++
		}
		from := max(0, i-3)
		c.fault("a browser sees %q where %q is written", parsed[from:min(len(parsed), i+3)], written[from:min(len(written), i+3)])
	}
	return c.faults
}

// join puts neighbouring texts together and drops empty ones.
func join(events []string) []string {
	var out []string
	for _, e := range events {
		if e == "T" {
			continue
		}
		if n := len(out); n > 0 && e[0] == 'T' && out[n-1][0] == 'T' {
			out[n-1] += e[1:]
			continue
		}
		out = append(out, e)
	}
	return out
}

type checker struct {
	base   string
	faults []string
	ids    map[string]bool
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// tokens returns what is written, tag by tag.
func (c *checker) tokens(fragment []byte) []string {
	var events, open []string
	z := html.NewTokenizer(bytes.NewReader(fragment))
	afterPre := false
	for {
		kind := z.Next()
		t := z.Token()
		switch kind {
		case html.ErrorToken:
			for i := len(open) - 1; i >= 0; i-- {
				c.fault("<%s> is not closed", open[i])
			}
			return events
		case html.StartTagToken:
			events = append(events, "<"+t.Data+attrsOf(t.Attr))
			if !void(t.Data) {
				open = append(open, t.Data)
			} else {
				events = append(events, ">"+t.Data)
			}
			afterPre = t.Data == "pre"
			continue
		case html.SelfClosingTagToken:
			c.fault("<%s/> closes itself", t.Data)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				c.fault("</%s> closes %v", t.Data, open)
			} else {
				open = open[:len(open)-1]
			}
			events = append(events, ">"+t.Data)
		case html.TextToken:
			if afterPre {
				t.Data = strings.TrimPrefix(t.Data, "\n")
			}
			events = append(events, "T"+t.Data)
		case html.CommentToken, html.DoctypeToken:
			c.fault("%v %q", kind, t.Data)
		}
		afterPre = false
	}
}

func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// attrsOf returns the attributes in the order of their names: the parser reorders some.
func attrsOf(attrs []html.Attribute) string {
	attrs = slices.Clone(attrs)
	slices.SortFunc(attrs, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	var sb strings.Builder
	for _, a := range attrs {
		fmt.Fprintf(&sb, " %s=%q", a.Key, a.Val)
	}
	return sb.String()
}

// node checks what a browser sees and returns it in the same form.
func (c *checker) node(events []string, n *html.Node) []string {
	switch n.Type {
	case html.TextNode:
		return append(events, "T"+n.Data)
	case html.ElementNode:
	default:
		c.fault("a node of another kind: %q", n.Data)
		return events
	}
	events = append(events, "<"+n.Data+attrsOf(n.Attr))
	c.element(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		events = c.node(events, child)
	}
	return append(events, ">"+n.Data)
}

func (c *checker) element(n *html.Node) {
	if n.Namespace == "math" {
		if !slices.Contains(math.Elements(), n.Data) {
			c.fault("<%s> in a formula", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(math.Attributes(), a.Key) || strings.ContainsAny(a.Val, `<>"':;()\`) {
				c.fault("<%s %s=%q> in a formula", n.Data, a.Key, a.Val)
			}
		}
		return
	}
	allowed, ok := attributes[n.Data]
	if !ok || n.Namespace != "" {
		c.fault("<%s>", n.Data)
		return
	}
	own := strings.Fields(allowed)
	for i, a := range n.Attr {
		if !slices.Contains(own, a.Key) && !slices.Contains(global, a.Key) || a.Namespace != "" {
			c.fault("<%s %s=%q>", n.Data, a.Key, a.Val)
			continue
		}
		for _, b := range n.Attr[:i] {
			if a.Key == b.Key {
				c.fault("<%s> has %s twice", n.Data, a.Key)
			}
		}
		switch a.Key {
		case "id":
			if c.ids[a.Val] || a.Val == "" || strings.ContainsAny(a.Val, " \t\n\f\r") {
				c.fault("id %q is there twice or is none", a.Val)
			}
			c.ids[a.Val] = true
		case "href", "cite":
			if s := scheme(a.Val); s != "" && !slices.Contains(schemes, s) {
				c.fault("<%s %s=%q> has the scheme %q", n.Data, a.Key, a.Val, s)
			}
		case "src", "poster":
			if c.base != "" && strings.HasPrefix(a.Val, c.base+"/") {
				continue
			}
			if scheme(a.Val) != "" || strings.HasPrefix(strings.ReplaceAll(a.Val, `\`, "/"), "//") {
				c.fault("<%s %s=%q> is loaded from elsewhere", n.Data, a.Key, a.Val)
			}
		case "tabindex":
			if a.Val != "0" {
				c.fault("tabindex %q", a.Val)
			}
		}
	}
	if n.Data == "input" && (attrOf(n, "type") != "checkbox" || !hasAttr(n, "disabled")) {
		c.fault("an <input> that is not a disabled checkbox")
	}
}

// scheme returns the scheme after decoding percent signs and entities and dropping everything
// that is not a visible ASCII character.
func scheme(address string) string {
	s := address
	for range 8 {
		s = html.UnescapeString(s)
		s = unpercent(s)
	}
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f {
			return -1
		}
		return r
	}, s)
	end := strings.IndexAny(s, ":/?#")
	if end < 0 || s[end] != ':' {
		return ""
	}
	return strings.ToLower(s[:end])
}

func unpercent(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		var b byte
		if s[i] == '%' && i+2 < len(s) {
			if _, err := fmt.Sscanf(s[i+1:i+3], "%02x", &b); err == nil {
				out = append(out, b)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
