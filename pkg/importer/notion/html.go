package notion

import (
	"bytes"
	"cmp"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/html/tree"
)

// readHTML reads a page of an HTML export: an element with the page's identifier, in it a header
// with title, icon, cover and properties, and the body.
func (e *export) readHTML(p *page) error {
	text, err := p.Text(e.opts.Encoding, e.sink)
	if err != nil {
		return err
	}
	p.size = len(text)
	opts := html.Options{File: p.Place, Note: string(noteID(p.id)), Report: e.sink, Location: e.opts.Location,
		Target: func(id string) bool { return isID(id) }, Element: element}
	parser := tree.NewParser()
	defer parser.Close()
	root, err := parser.Document(withoutStyle(text))
	if err != nil { // nested deeper than the parser goes
		doc := html.Parse(text, opts)
		p.note.Title, p.note.Body = doc.Title, doc.Blocks
		return nil
	}
	article := find(root, func(n *xhtml.Node) bool { return hasClass(n, "page") && isID(attr(n, "id")) })
	body := find(root, func(n *xhtml.Node) bool { return hasClass(n, "page-body") })
	if article != nil {
		p.id = cmp.Or(p.id, plainID(attr(article, "id")))
	}
	if body == nil {
		body = cmp.Or(article, find(root, func(n *xhtml.Node) bool { return n.DataAtom == atom.Body }), root)
	}
	prepare(root)
	if bytes.Contains(text, []byte("table_of_contents-link")) {
		nameToggles(root)
	}
	if article != nil {
		e.readHeader(p, article)
	}
	if title := find(root, func(n *xhtml.Node) bool { return n.DataAtom == atom.Title }); title != nil && p.note.Title == "" {
		p.note.Title = textOf(title)
	}
	p.note.Body = append(p.note.Body, html.Tree(body, opts)...)
	for i, b := range p.note.Body {
		if t, ok := b.(*note.Table); ok {
			p.note.Body[i] = withoutPrivate(t)
		}
	}
	return nil
}

// withoutStyle returns a page without the style sheet in its head, which is longer than most pages
// and of which nothing is read.
func withoutStyle(page []byte) string {
	title, end := bytes.Index(page, []byte("</title>")), bytes.Index(page, []byte("</head>"))
	if title < 0 || end < title || bytes.Contains(page[:title], []byte("<!--")) {
		return string(page)
	}
	head := page[title:end]
	from, to := bytes.Index(head, []byte("<style>")), bytes.Index(head, []byte("</style>"))
	if from < 0 || to < from || bytes.ContainsAny(head[:from][len("</title>"):], "<") {
		return string(page)
	}
	var sb strings.Builder
	sb.Grow(len(page) - (to - from))
	sb.Write(page[:title+from])
	sb.Write(page[title+to+len("</style>"):])
	return sb.String()
}

// readHeader reads what stands above a page's body.
func (e *export) readHeader(p *page, article *xhtml.Node) {
	for n := range article.Descendants() {
		switch {
		case hasClass(n, "page-body"):
			return
		case hasClass(n, "page-title"):
			p.note.Title = textOf(n)
		case hasClass(n, "page-cover-image"):
			if src := attr(n, "src"); src != "" && p.note.Image == nil {
				ref := html.Address(src)
				p.note.Image = &ref
			}
		case hasClass(n, "page-header-icon"):
			if icon := strings.TrimSpace(textOf(n)); icon != "" {
				p.note.Properties = append(p.note.Properties, importer.TextProperty("icon", icon))
			}
		case hasClass(n, "page-description"):
			p.note.Body = append(p.note.Body, html.Tree(n, html.Options{File: p.Place, Report: e.sink})...)
		case hasClass(n, "property-row"):
			e.readProperty(p, n)
		}
	}
}

// readProperty reads a row of the table of properties; its class says the type.
func (e *export) readProperty(p *page, row *xhtml.Node) {
	in := property{kind: "text"}
	for _, c := range strings.Fields(attr(row, "class")) {
		if kind, ok := strings.CutPrefix(c, "property-row-"); ok {
			in.kind = kind
		}
	}
	var value *xhtml.Node
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Th:
			in.name = importer.OneLine(textOf(c))
		case c.DataAtom == atom.Td && (in.name == "" && value == nil && row.LastChild != c):
			in.name = importer.OneLine(textOf(c))
		case c.DataAtom == atom.Td:
			value = c
		}
	}
	if value == nil {
		return
	}
	in.values = valuesOf(in.kind, value)
	e.assign(p, in)
}

// valuesOf reads the values of a property of that type.
func valuesOf(kind string, cell *xhtml.Node) []note.Value {
	var out []note.Value
	each := func(is func(*xhtml.Node) bool) {
		for n := range cell.Descendants() {
			if is(n) {
				out = append(out, note.Value{Text: importer.OneLine(textOf(n))})
			}
		}
	}
	switch kind {
	case "checkbox":
		on := find(cell, func(n *xhtml.Node) bool { return hasClass(n, "checkbox-on") }) != nil
		return []note.Value{{Text: map[bool]string{true: "true", false: "false"}[on]}}
	case "multi_select", "select":
		each(func(n *xhtml.Node) bool { return hasClass(n, "selected-value") })
	case "person", "created_by", "last_edited_by":
		each(func(n *xhtml.Node) bool { return hasClass(n, "user") })
	case "relation", "file":
		for n := range cell.Descendants() {
			if href := attr(n, "href"); n.DataAtom == atom.A && href != "" {
				ref := html.Address(href)
				out = append(out, note.Value{Text: cmp.Or(importer.OneLine(textOf(n)), decode(nameBase(ref.Target))), Ref: &ref})
			}
		}
	}
	if s := importer.OneLine(textOf(cell)); len(out) == 0 && s != "" {
		out = []note.Value{{Text: s}}
	}
	return out
}

// withoutPrivate takes the columns off a table that tell who wrote its rows, or their addresses.
// The pages of the rows have them as private properties.
func withoutPrivate(t *note.Table) *note.Table {
	if len(t.Rows) < 2 || !t.Rows[0].Header {
		return t
	}
	d := &database{header: cellTexts(t.Rows[0])}
	for _, r := range t.Rows[1:] {
		if len(r.Cells) != len(d.header) {
			return t
		}
		d.rows = append(d.rows, cellTexts(r))
	}
	drop := map[int]bool{}
	for c := range d.header {
		d.kinds = append(d.kinds, d.kindOf(c))
		drop[c] = c > 0 && d.private(c)
	}
	for i := range t.Rows {
		var kept []note.Cell
		for c, cell := range t.Rows[i].Cells {
			if !drop[c] {
				kept = append(kept, cell)
			}
		}
		t.Rows[i].Cells = kept
	}
	return t
}

func cellTexts(r note.Row) []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		for _, b := range c.Blocks {
			if p, ok := b.(*note.Paragraph); ok {
				out[i] += importer.OneLine(note.PlainText(p.Inlines))
			}
		}
	}
	return out
}
