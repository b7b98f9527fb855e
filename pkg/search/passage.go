package search

import (
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

// A passage is a part of a note that a result can open at: the text below a heading, or a block
// with an address of its own.
type passage struct {
	anchor  string
	heading string // above it, or its own
	text    string // lines
	own     bool   // begins with its heading, whose words are searched as such
}

// passagesOf returns the text of a body in order.
func passagesOf(blocks []note.Block) []passage {
	c := &collector{}
	c.open("", "", false)
	c.walk(blocks)
	c.shut()
	return c.out
}

type collector struct {
	out     []passage
	current passage
	text    strings.Builder
}

func (c *collector) open(anchor, heading string, own bool) {
	c.shut()
	c.current = passage{anchor: anchor, heading: heading, own: own}
}

func (c *collector) shut() {
	c.current.text = strings.TrimSuffix(c.text.String(), "\n")
	c.text.Reset()
	if c.current.text != "" || c.current.own {
		c.out = append(c.out, c.current)
	}
}

func (c *collector) line(text string) {
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		c.text.WriteString(text)
		c.text.WriteByte('\n')
	}
}

func (c *collector) walk(blocks []note.Block) {
	for _, b := range blocks {
		if h, ok := b.(*note.Heading); ok {
			c.open(h.Anchor, strings.Join(strings.Fields(site.PlainText(h.Inlines)), " "), true)
			continue
		}
		anchor := note.AnchorOf(b)
		c.within(anchor, func() { c.block(b) })
	}
}

// within writes into a passage of its own what has an anchor, and goes on in the one before.
func (c *collector) within(anchor string, write func()) {
	if anchor == "" {
		write()
		return
	}
	before := c.current
	c.open(anchor, before.heading, false)
	write()
	c.open(before.anchor, before.heading, false)
}

func (c *collector) block(b note.Block) {
	switch b := b.(type) {
	case *note.Paragraph:
		c.line(site.PlainText(b.Inlines))
		for _, in := range b.Inlines {
			if n, ok := in.(*note.InlineNote); ok {
				c.line(site.PlainText(n.Inlines))
			}
		}
	case *note.HTML:
		c.line(site.PlainText(b.Inlines))
	case *note.Code:
		if b.Lang != note.Encrypted {
			for line := range strings.Lines(b.Text) {
				c.line(line)
			}
		}
	case *note.List:
		for i := range b.Items {
			c.within(b.Items[i].Anchor, func() { c.walk(b.Items[i].Blocks) })
		}
	case *note.Callout:
		c.line(site.PlainText(b.Title))
		c.walk(b.Blocks)
	case *note.Details:
		c.line(site.PlainText(b.Summary))
		c.walk(b.Blocks)
	case *note.Definitions:
		for _, item := range b.Items {
			c.line(site.PlainText(item.Term))
			for _, blocks := range item.Details {
				c.walk(blocks)
			}
		}
	case *note.Table:
		for _, row := range b.Rows {
			c.row(row)
		}
	case *note.Quote:
		c.walk(b.Blocks)
	case *note.Div:
		c.walk(b.Blocks)
	case *note.Footnote:
		c.walk(b.Blocks)
	}
}

// row writes the cells of a row on one line.
func (c *collector) row(row note.Row) {
	var cells []string
	for _, cell := range row.Cells {
		inner := &collector{}
		inner.walk(cell.Blocks)
		inner.shut()
		for _, p := range inner.out {
			cells = append(cells, strings.ReplaceAll(strings.TrimSpace(p.heading+" "+p.text), "\n", " "))
		}
	}
	c.line(strings.Join(cells, " · "))
}
