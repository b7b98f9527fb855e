package odt

import (
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// maxNesting is how deep lists, tables and text boxes nest in each other.
const maxNesting = 16

// A writer turns what a text, a cell or a box holds into blocks.
type writer struct {
	*document
	flow  office.Flow
	depth int
}

// inner returns a writer for something inside w.
func (w *writer) inner() *writer { return &writer{document: w.document, depth: w.depth + 1} }

// flat keeps the words of what nests too deep.
func (w *writer) flat(n *office.Node, what string) {
	w.lost[what+" deeper than 16 in each other"]++
	if text := office.OneLine(n.Plain()); text != "" {
		w.flow.Add(&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: text}}})
	}
}

func (w *writer) blocks(n *office.Node) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case "text:p":
			w.paragraph(c, 0)
		case "text:h":
			level, err := strconv.Atoi(c.Attr("text:outline-level"))
			if err != nil || level < 1 {
				level = 1
			}
			w.paragraph(c, level)
		case "text:list":
			w.list(c, 1, "")
		case "table:table":
			w.table(c)
		case "text:section":
			if c.Attr("text:display") == "none" {
				w.lost["hidden text"]++
				continue
			}
			w.blocks(c)
		case "text:index-body", "text:bibliography", "text:numbered-paragraph":
			w.blocks(c)
		case "draw:frame", "draw:custom-shape", "draw:rect":
			r := &runs{writer: w}
			r.piece(c, office.Format{})
			w.put(r, 0, nil)
		}
	}
}

// paragraph reads a paragraph or, with a level, a heading.
func (w *writer) paragraph(p *office.Node, level int) {
	s := w.styles[p.Attr("text:style-name")]
	r := &runs{writer: w}
	f := office.Format{}
	if s != nil {
		f = s.format
		if level == 0 && p.Name == "text:p" {
			level = s.level
		}
		if s.hidden {
			w.lost["hidden text"]++
			return
		}
	}
	if level > 0 || s != nil && office.IsTitle(s.name) {
		f, r.heading = office.Format{}, true
	}
	r.read(p, f)
	w.put(r, level, s)
}

// put puts a paragraph where it belongs.
func (w *writer) put(r *runs, level int, s *style) {
	name := ""
	if s != nil {
		name = s.name
	}
	code := office.IsCode(name)
	task := r.task
	if task == 0 && level == 0 {
		task = office.TakeBox(&r.spans)
	}
	if !code {
		r.spans = office.Trim(r.spans)
	}
	switch {
	case len(r.spans) == 0 && code && w.flow.InCode():
		w.flow.Code("")
	case len(r.spans) == 0 && task == 0:
		if s != nil && (s.rule || name == "horizontal line") && len(r.after) == 0 {
			w.flow.Add(&note.Rule{})
		}
	case level > 0 || office.IsTitle(name):
		in := office.Inlines(r.spans)
		if w.title == "" && office.IsTitle(name) {
			w.title = office.OneLine(note.PlainText(in))
		}
		w.flow.Add(&note.Heading{Level: max(1, min(level, 6)), Inlines: in, ID: r.id})
	case task != 0:
		w.flow.Item(office.Item{Key: "tasks", Task: task, Block: &note.Paragraph{Inlines: office.Inlines(r.spans), ID: r.id}})
	case code || office.OnlyCode(r.spans) && w.flow.InCode():
		w.flow.Code(office.Lines(r.spans)...)
	case office.IsQuote(name):
		w.flow.Quote(r.block())
	default:
		w.flow.Add(r.block())
	}
	w.flow.Add(r.after...)
}

func (r *runs) block() note.Block {
	if len(r.spans) == 1 {
		if m, ok := r.spans[0].Inline.(*note.MathSpan); ok && m.Display {
			return &note.Math{Text: m.Text, ID: r.id}
		}
	}
	return &note.Paragraph{Inlines: office.Inlines(r.spans), ID: r.id}
}

// list reads a list at a level. name is the style that it takes from the list around it.
func (w *writer) list(n *office.Node, level int, name string) {
	if level > maxNesting || w.depth > maxNesting {
		w.flat(n, "list")
		return
	}
	if own := n.Attr("text:style-name"); own != "" {
		name = own
	}
	at := min(level, 10)
	l := &note.List{Tight: true, Start: 1}
	mark := ""
	if ls := w.lists[name]; ls != nil {
		l.Ordered, l.Start, mark = ls.ordered[at], ls.start[at], ls.marks[at]
	}
	key := name + " " + strconv.Itoa(level)
	if n.Attr("text:continue-numbering") == "true" || n.Attr("text:continue-list") != "" {
		l.Start = w.numbers[key] + 1
	}
	task := office.BoxMark(mark)
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name != "text:list-item" && c.Name != "text:list-header" {
			continue
		}
		if v, err := strconv.Atoi(c.Attr("text:start-value")); err == nil && v >= 0 && len(l.Items) == 0 && l.Ordered {
			l.Start = v
		}
		w.item(l, c, level, name, task)
	}
	if len(l.Items) == 0 {
		return
	}
	w.numbers[key] = l.Start + len(l.Items) - 1
	if !l.Ordered {
		l.Start = 0
	}
	if onlyHeadings(l) { // numbered headings are written as a list
		for _, it := range l.Items {
			w.flow.Add(it.Blocks...)
		}
		return
	}
	w.flow.Add(l)
}

// item reads one item. A box at its beginning makes it a task.
func (w *writer) item(l *note.List, n *office.Node, level int, name string, task rune) {
	inner := w.inner()
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name == "text:list" {
			inner.list(c, level+1, name)
			continue
		}
		one := office.Node{Children: n.Children[i : i+1]}
		inner.blocks(&one)
	}
	blocks := inner.flow.Finish()
	if len(blocks) == 0 {
		return
	}
	if first, ok := blocks[0].(*note.List); ok && len(first.Items) == 1 && first.Items[0].Task != 0 && !first.Ordered {
		task, blocks = first.Items[0].Task, append(first.Items[0].Blocks, blocks[1:]...)
	}
	paragraphs := 0
	for _, b := range blocks {
		if _, ok := b.(*note.List); !ok {
			paragraphs++
		}
	}
	l.Tight = l.Tight && paragraphs <= 1
	l.Items = append(l.Items, note.ListItem{Task: task, Blocks: blocks})
}

// onlyHeadings reports whether a list holds headings and lists of headings.
func onlyHeadings(l *note.List) bool {
	for _, it := range l.Items {
		for _, b := range it.Blocks {
			if _, ok := b.(*note.Heading); !ok {
				return false
			}
		}
	}
	return true
}

// maxCells bounds what repeated rows and cells may grow to.
const (
	maxColumns = 500
	maxRows    = 20_000
)

// table reads a table.
func (w *writer) table(n *office.Node) {
	if w.depth >= maxNesting {
		w.flat(n, "table")
		return
	}
	t := &note.Table{}
	w.rows(n, t, false)
	if len(t.Rows) > 0 {
		w.flow.Add(t)
	}
}

func (w *writer) rows(n *office.Node, t *note.Table, header bool) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case "table:table-header-rows":
			w.rows(c, t, true)
		case "table:table-rows", "table:table-row-group":
			w.rows(c, t, header)
		case "table:table-row":
			row := w.row(c, header)
			times := repeated(c.Attr("table:number-rows-repeated"))
			if isEmpty(row) {
				times = 1
			}
			for range times {
				if len(t.Rows) < maxRows {
					t.Rows = append(t.Rows, row)
				}
			}
		}
	}
}

func (w *writer) row(n *office.Node, header bool) note.Row {
	row := note.Row{Header: header}
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name != "table:table-cell" {
			continue
		}
		inner := w.inner()
		inner.blocks(c)
		cell := note.Cell{Blocks: inner.flow.Finish()}
		if v := span(c.Attr("table:number-columns-spanned")); v > 1 {
			cell.ColSpan = v
		}
		if v := span(c.Attr("table:number-rows-spanned")); v > 1 {
			cell.RowSpan = v
		}
		for range repeated(c.Attr("table:number-columns-repeated")) {
			if len(row.Cells) < maxColumns {
				row.Cells = append(row.Cells, cell)
			}
		}
	}
	return row
}

func isEmpty(r note.Row) bool {
	for _, c := range r.Cells {
		if len(c.Blocks) > 0 {
			return false
		}
	}
	return true
}

func span(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > maxColumns {
		return 1
	}
	return n
}

func repeated(s string) int { return min(span(s), 100) }
