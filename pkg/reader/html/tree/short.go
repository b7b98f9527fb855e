package tree

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A builder builds a tree the short way. Every method that returns false has met something that
// it leaves to x/net/html, and what was built so far counts for nothing.
type builder struct {
	src  string
	at   int
	xml  bool // "/>" ends any element
	open []opened
	ps   int // open paragraphs
	as   int // open anchors
	store
}

// An opened is an element whose end has not come.
type opened struct {
	*html.Node
	kind kind
}

// maxOpen is less than how many elements may be open at once for x/net/html.
const maxOpen = 480

// spaces are what HTML takes for white space.
const spaces = " \t\r\n\f"

// begin makes the builder ready for src; what it built before is forgotten.
func (b *builder) begin(src string, xml bool) {
	if strings.IndexByte(src, '\r') >= 0 {
		src = strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n")
	}
	clear(b.open)
	b.nodes.empty()
	b.attrs.empty()
	*b = builder{src: src, xml: xml, open: b.open[:0], store: b.store}
}

func (b *builder) fragment(src string) (*html.Node, bool) {
	if strings.IndexByte(src, 0) >= 0 {
		return nil, false
	}
	b.begin(src, false)
	body := b.element(atom.Body, "body")
	b.open = append(b.open, opened{body, root})
	if !b.contents() {
		return nil, false
	}
	b.settle()
	return body, true
}

func (b *builder) document(src string, xml bool) (*html.Node, bool) {
	if strings.IndexByte(src, 0) >= 0 {
		return nil, false
	}
	b.begin(src, xml)
	doc := b.node(html.Node{Type: html.DocumentNode})
	if !b.head(doc) || !b.contents() || !b.rest() {
		return nil, false
	}
	b.settle()
	return doc, true
}

// head reads up to the first element in <body>, and makes <html>, <head> and <body> where the text
// leaves them out.
func (b *builder) head(doc *html.Node) bool {
	if !b.prolog() {
		return false
	}
	top := func(a atom.Atom) bool {
		n := b.element(a, a.String())
		if strings.HasPrefix(b.src[b.at:], "<"+n.Data) {
			if name, attrs, empty, ok := b.startTag(); !ok || empty || name != n.Data {
				return false
			} else {
				n.Attr = attrs
			}
		}
		b.push(n, root)
		return true
	}
	b.open = append(b.open, opened{doc, root})
	if !top(atom.Html) {
		return false
	}
	b.skipSpaces()
	written := strings.HasPrefix(b.src[b.at:], "<head")
	if !top(atom.Head) {
		return false
	}
	if written && !b.metadata() {
		return false
	}
	b.pop()
	if written {
		b.spaceText()
	}
	return (strings.HasPrefix(b.src[b.at:], "<body") || b.implied()) && top(atom.Body)
}

// implied reports whether what comes next opens <body>.
func (b *builder) implied() bool {
	rest := b.src[b.at:]
	end := 1
	for end < len(rest) && isName(rest[end]) {
		end++
	}
	if len(rest) < 2 || rest[0] != '<' {
		return false
	}
	a := atom.Lookup([]byte(rest[1:end]))
	return a == 0 || kindOf(a) != unknown && kindOf(a) != raw && a != atom.Meta && a != atom.Link && a != atom.Base
}

// prolog passes what stands before the first element.
func (b *builder) prolog() bool {
	for {
		b.skipSpaces()
		rest := b.src[b.at:]
		switch {
		case strings.HasPrefix(rest, "<?"), len(rest) > 9 && strings.EqualFold(rest[:9], "<!doctype"):
			end := strings.IndexByte(rest, '>')
			if end < 0 {
				return false
			}
			b.at += end + 1
		case len(rest) > 1 && rest[0] == '<' && 'a' <= rest[1] && rest[1] <= 'z':
			return true
		default:
			return false
		}
	}
}

// metadata reads what stands in <head>, and its end tag.
func (b *builder) metadata() bool {
	for {
		b.spaceText()
		if strings.HasPrefix(b.src[b.at:], "</head>") {
			b.at += len("</head>")
			return true
		}
		if b.at >= len(b.src) || b.src[b.at] != '<' {
			return false
		}
		name, attrs, empty, ok := b.startTag()
		if !ok {
			return false
		}
		n := b.element(atom.Lookup([]byte(name)), name)
		n.Attr = attrs
		switch n.DataAtom {
		case atom.Meta, atom.Link, atom.Base:
			b.top().AppendChild(n)
		case atom.Title, atom.Style:
			b.top().AppendChild(n)
			if empty || !b.rawText(n) {
				return false
			}
		default:
			return false
		}
	}
}

// rest reads what may stand behind </body>.
func (b *builder) rest() bool {
	if b.at == len(b.src) {
		return true
	}
	b.spaceText()
	if strings.HasPrefix(b.src[b.at:], "</html>") {
		b.at += len("</html>")
		b.spaceText()
	}
	return b.at == len(b.src)
}

// contents reads text and elements up to the end of the source, or to </body> where that is the
// end of the only open element.
func (b *builder) contents() bool {
	for b.at < len(b.src) {
		if b.src[b.at] != '<' {
			if !b.text() {
				return false
			}
			continue
		}
		if b.at+1 == len(b.src) {
			return false
		}
		switch c := b.src[b.at+1]; {
		case 'a' <= c && c <= 'z':
			if !b.start() {
				return false
			}
		case c == '/':
			if strings.HasPrefix(b.src[b.at:], "</body>") && b.top().DataAtom == atom.Body && b.top().Parent != nil {
				b.at += len("</body>")
				return true
			}
			if !b.end() {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (b *builder) text() bool {
	end := strings.IndexByte(b.src[b.at:], '<')
	if end < 0 {
		end = len(b.src) - b.at
	}
	text := b.src[b.at : b.at+end]
	b.at += end
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	top := &b.open[len(b.open)-1]
	switch {
	case top.kind == pre && top.FirstChild == nil:
		if text[0] == '\r' {
			return false
		}
		if text = strings.TrimPrefix(text, "\n"); text == "" {
			return true
		}
	case top.kind.ofTables() && strings.Trim(text, spaces) != "":
		return false
	}
	b.addText(top.Node, text)
	return true
}

func (b *builder) addText(to *html.Node, text string) {
	if last := to.LastChild; last != nil && last.Type == html.TextNode {
		last.Data += text
		return
	}
	to.AppendChild(b.textNode(text))
}

// spaceText adds the white space that comes next.
func (b *builder) spaceText() {
	from := b.at
	if b.skipSpaces(); b.at > from {
		b.addText(b.top(), b.src[from:b.at])
	}
}

func (b *builder) skipSpaces() {
	for b.at < len(b.src) && isSpace(b.src[b.at]) {
		b.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r' }

// start reads a start tag and opens its element.
func (b *builder) start() bool {
	name, attrs, empty, ok := b.startTag()
	if !ok || len(b.open) > maxOpen {
		return false
	}
	a := atom.Lookup([]byte(name))
	k := inline // an element that is none of HTML
	if a != 0 {
		k = kindOf(a)
	}
	if !b.place(k) {
		return false
	}
	n := b.element(a, name)
	n.Attr = attrs
	switch k {
	case void, rule, column:
		b.top().AppendChild(n)
		return true
	case raw:
		b.top().AppendChild(n)
		return !empty && b.rawText(n)
	case formatting, anchor:
		slices.SortFunc(n.Attr, func(x, y html.Attribute) int { return cmp.Compare(x.Key, y.Key) }) // as x/net/html does
	}
	b.push(n, k)
	if empty && b.xml {
		b.pop()
	}
	return true
}

// place makes the top of the open elements the one that an element of kind k belongs into.
func (b *builder) place(k kind) bool {
	top := b.open[len(b.open)-1].kind
	switch k {
	case section, columns:
		return top == table
	case row:
		if top == table {
			b.push(b.element(atom.Tbody, "tbody"), section)
			return true
		}
		return top == section
	case cell:
		return top == row
	case column:
		return top == columns
	}
	if top.ofTables() {
		return false
	}
	switch k {
	case unknown:
		return false
	case anchor:
		return b.as == 0
	case table:
		return b.ps == 0 // whether it ends a paragraph depends on the doctype
	case block, paragraph, pre, rule:
		return b.endParagraph()
	case heading:
		return b.endParagraph() && b.open[len(b.open)-1].kind != heading
	case item:
		return b.endItem() && b.endParagraph()
	}
	return true
}

// endParagraph ends the open paragraph that no block may stand in.
func (b *builder) endParagraph() bool {
	if b.ps == 0 {
		return true
	}
	for i := len(b.open) - 1; i >= 0; i-- {
		switch b.open[i].kind {
		case paragraph:
			if i < len(b.open)-1 {
				return false
			}
			b.pop()
			return true
		case cell, table:
			return true
		}
	}
	return true
}

// endItem ends the item that another one cannot stand in.
func (b *builder) endItem() bool {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch k := b.open[i].kind; {
		case k == item:
			if i < len(b.open)-1 {
				return false
			}
			b.pop()
			return true
		case k == formatting, k == anchor, k == inline, k == paragraph, b.open[i].DataAtom == atom.Div, b.open[i].DataAtom == atom.Address:
		default:
			return true
		}
	}
	return true
}

// end reads an end tag: that of the last open element, or of a table whose rows have no section
// with an end tag.
func (b *builder) end() bool {
	rest := b.src[b.at+2:]
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		return false
	}
	name := rest[:end]
	if k := b.open[len(b.open)-1].kind; name == "table" && k == section {
		b.pop()
	} else if k == root {
		return false
	}
	if b.top().Data != name {
		return false
	}
	b.at += 2 + end + 1
	b.pop()
	return true
}

// rawText reads the content of n, in which no tag counts but its end, and that end tag.
func (b *builder) rawText(n *html.Node) bool {
	rest := b.src[b.at:]
	for end := 0; ; end += 2 {
		i := strings.Index(rest[end:], "</")
		if i < 0 {
			return false
		}
		end += i
		name := rest[end+2:]
		if len(name) <= len(n.Data) || !strings.EqualFold(name[:len(n.Data)], n.Data) {
			continue
		}
		if name[:len(n.Data)+1] != n.Data+">" {
			return false
		}
		text := rest[:end]
		if n.DataAtom == atom.Title {
			text = html.UnescapeString(text)
		}
		if text != "" {
			n.AppendChild(b.textNode(text))
		}
		b.at += end + 2 + len(n.Data) + 1
		return true
	}
}

func (b *builder) top() *html.Node { return b.open[len(b.open)-1].Node }

// push adds n to the tree as the last open element.
func (b *builder) push(n *html.Node, k kind) {
	b.top().AppendChild(n)
	b.open = append(b.open, opened{n, k})
	switch k {
	case paragraph:
		b.ps++
	case anchor:
		b.as++
	}
}

func (b *builder) pop() {
	last := len(b.open) - 1
	switch b.open[last].kind {
	case paragraph:
		b.ps--
	case anchor:
		b.as--
	}
	b.open = b.open[:last]
}
