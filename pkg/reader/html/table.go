package html

import (
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// table reads <table>. One whose rows have a single cell each and no header is there for its
// looks: its contents stand for it. A caption becomes a paragraph above.
func (w *walker) table(n *xhtml.Node, wraps []*wrap) {
	w.flush()
	t := &note.Table{}
	single := true
	var rows func(n *xhtml.Node, head bool)
	rows = func(n *xhtml.Node, head bool) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Thead:
				rows(c, true)
			case atom.Tbody, atom.Tfoot:
				rows(c, false)
			case atom.Caption:
				w.out = append(w.out, w.b.blocks(c, wraps...)...)
			case atom.Tr:
				if w.b.isHidden(c) {
					continue
				}
				r := w.row(c, slices.Concat(wraps, w.wrapsOf(c)))
				r.Header = head || len(t.Rows) == 0 && allHeaders(r)
				single = single && len(r.Cells) <= 1 && !r.Header
				if len(r.Cells) > 0 {
					t.Rows = append(t.Rows, r)
				}
			}
		}
	}
	rows(n, false)
	switch {
	case w.b.cells > maxCells:
		w.b.degrade("the tables have more than 100,000 cells", "their rows are shown as paragraphs")
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				w.out = append(w.out, c.Blocks...)
			}
		}
	case single:
		for _, r := range t.Rows {
			w.out = append(w.out, r.Cells[0].Blocks...)
		}
	default:
		w.put(t)
	}
}

func allHeaders(r note.Row) bool {
	for _, c := range r.Cells {
		if !c.Header {
			return false
		}
	}
	return len(r.Cells) > 0
}

func (w *walker) row(n *xhtml.Node, wraps []*wrap) note.Row {
	var r note.Row
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || w.b.isHidden(c) {
			continue
		}
		w.b.cells++
		cell := note.Cell{
			Header: c.DataAtom == atom.Th, Align: w.b.align(c),
			ColSpan: number(attr(c.Attr, "colspan"), 2, 1000), RowSpan: number(attr(c.Attr, "rowspan"), 2, 1000),
			Blocks: w.b.blocks(c, slices.Concat(wraps, w.wrapsOf(c))...),
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

func (b *builder) align(n *xhtml.Node) note.Align {
	switch strings.ToLower(b.look(n).textAlign + strings.TrimSpace(attr(n.Attr, "align"))) {
	case "left", "leftleft":
		return note.AlignLeft
	case "center", "centercenter", "middle":
		return note.AlignCenter
	case "right", "rightright":
		return note.AlignRight
	}
	return note.AlignNone
}
