package notion

import (
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// element reads the elements that are Notion's own.
func element(n *xhtml.Node, r html.Reader) ([]note.Block, bool) {
	if n.DataAtom != atom.Aside && attr(n, "class") == "" {
		return nil, false
	}
	switch {
	case n.DataAtom == atom.Figure && hasClass(n, "callout"), n.DataAtom == atom.Aside:
		return []note.Block{calloutOf(n, r)}, true
	case hasClass(n, "column-list"):
		return []note.Block{&note.Div{Classes: []string{"columns"}, Blocks: r.Blocks(n)}}, true
	case hasClass(n, "column"):
		return []note.Block{&note.Div{Classes: []string{"column"}, Blocks: r.Blocks(n)}}, true
	case hasClass(n, "table_of_contents"):
		return contents(n, r), true
	case hasClass(n, "bookmark") && n.DataAtom == atom.A:
		return bookmark(n), true
	}
	return nil, false
}

// calloutOf reads a callout: an element with its icon, and one with everything else.
func calloutOf(n *xhtml.Node, r html.Reader) *note.Callout {
	icon := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		mark := find(c, func(n *xhtml.Node) bool { return hasClass(n, "icon") })
		if mark == nil || strings.TrimSpace(textOf(c)) != strings.TrimSpace(textOf(mark)) {
			continue
		}
		icon = strings.TrimSpace(textOf(mark))
		n.RemoveChild(c)
		break
	}
	return callout(icon, r.Blocks(n))
}

// contents reads a table of contents: a list of links, nested as deep as its headings.
func contents(n *xhtml.Node, r html.Reader) []note.Block {
	root := &note.List{Tight: true}
	open := []*note.List{root}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inlines := r.Inlines(c)
		if c.Type != xhtml.ElementNode || len(inlines) == 0 {
			continue
		}
		depth := min(indentOf(c), len(open))
		if depth == len(open) && len(open[depth-1].Items) == 0 {
			depth--
		}
		if depth == len(open) {
			last := &open[depth-1].Items[len(open[depth-1].Items)-1]
			inner := &note.List{Tight: true}
			last.Blocks = append(last.Blocks, inner)
			open = append(open, inner)
		}
		open = open[:depth+1]
		open[depth].Items = append(open[depth].Items, note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}})
	}
	if len(root.Items) == 0 {
		return nil
	}
	return []note.Block{root}
}

func indentOf(n *xhtml.Node) int {
	for _, c := range strings.Fields(attr(n, "class")) {
		if s, ok := strings.CutPrefix(c, "table_of_contents-indent-"); ok {
			if depth, err := strconv.Atoi(s); err == nil && depth >= 0 {
				return depth
			}
		}
	}
	return 0
}

// bookmark reads a link that is shown as a card: its title, and the description of the web page.
func bookmark(n *xhtml.Node) []note.Block {
	words := func(class string) string {
		if c := find(n, func(n *xhtml.Node) bool { return hasClass(n, class) }); c != nil {
			return importer.OneLine(textOf(c))
		}
		return ""
	}
	ref := html.Address(attr(n, "href"))
	title, description, address := words("bookmark-title"), words("bookmark-description"), words("bookmark-href")
	link := &note.Link{Ref: ref, Inlines: text(title)}
	if title == "" {
		link.Bare, link.Inlines = true, text(ref.Target)
	}
	first := &note.Paragraph{Inlines: []note.Inline{link}}
	if title != "" && address != "" {
		first.Inlines = slices.Concat(first.Inlines, []note.Inline{&note.Break{Hard: true}}, text(address))
	}
	blocks := []note.Block{first}
	if description != "" {
		blocks = append(blocks, &note.Paragraph{Inlines: text(description)})
	}
	return []note.Block{&note.Quote{Blocks: blocks}}
}
