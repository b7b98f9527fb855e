package search

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

// A passage is a part of a note that a result can open at: the text below a heading, or a block
// with an address of its own.
type passage struct {
	anchor  string
	heading string // above it, or its own
	text    []byte // lines
	own     bool   // begins with its heading, whose words are searched as such
}

// A collector reads the text of one body after another, in room that it uses again.
type collector struct {
	out     []passage
	current passage
	text    []byte // of all passages
	start   int    // of the current one in text
	plain   []byte
	cells   *collector
}

// read returns the text of a body in order. It holds until the next call.
func (c *collector) read(blocks []note.Block) []passage {
	clear(c.out)
	c.out, c.text, c.start = c.out[:0], c.text[:0], 0
	c.current = passage{}
	c.walk(blocks)
	c.shut()
	return c.out
}

func (c *collector) open(anchor, heading string, own bool) {
	c.shut()
	c.current = passage{anchor: anchor, heading: heading, own: own}
}

func (c *collector) shut() {
	text := c.text[c.start:]
	c.start = len(c.text)
	c.current.text = bytes.TrimSuffix(text, []byte("\n"))
	if len(c.current.text) > 0 || c.current.own {
		c.out = append(c.out, c.current)
	}
}

// inlines adds running text as a line.
func (c *collector) inlines(inlines []note.Inline) {
	c.plain = site.AppendPlainText(c.plain[:0], inlines)
	c.line(c.plain)
}

func (c *collector) line(text []byte) {
	before := len(c.text)
	if c.text = appendFields(c.text, text); len(c.text) > before {
		c.text = append(c.text, '\n')
	}
}

// appendFields appends the words of text with a space between each two.
func appendFields(out, text []byte) []byte {
	start := len(out)
	for i := 0; i < len(text); {
		if w := spaceAt(text, i); w > 0 {
			i += w
			continue
		}
		end := i + 1
		for end < len(text) && spaceAt(text, end) == 0 {
			end++
		}
		if len(out) > start {
			out = append(out, ' ')
		}
		out = append(out, text[i:end]...)
		i = end
	}
	return out
}

// spaceAt returns the length of the space at i, 0 where there is none.
func spaceAt(text []byte, i int) int {
	c := text[i]
	if c == ' ' || c >= '\t' && c <= '\r' {
		return 1
	}
	if c < 0xC2 || c > 0xE3 || c > 0xC2 && c < 0xE1 { // what spaces beyond ASCII begin with
		return 0
	}
	if r, w := utf8.DecodeRune(text[i:]); unicode.IsSpace(r) {
		return w
	}
	return 0
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
		c.inlines(b.Inlines)
		for _, in := range b.Inlines {
			if n, ok := in.(*note.InlineNote); ok {
				c.inlines(n.Inlines)
			}
		}
	case *note.HTML:
		c.inlines(b.Inlines)
	case *note.Code:
		if b.Lang != note.Encrypted {
			for line := range strings.Lines(b.Text) {
				c.plain = append(c.plain[:0], line...)
				c.line(c.plain)
			}
		}
	case *note.List:
		for i := range b.Items {
			c.within(b.Items[i].Anchor, func() { c.walk(b.Items[i].Blocks) })
		}
	case *note.Callout:
		c.inlines(b.Title)
		c.walk(b.Blocks)
	case *note.Details:
		c.inlines(b.Summary)
		c.walk(b.Blocks)
	case *note.Definitions:
		for _, item := range b.Items {
			c.inlines(item.Term)
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
	if c.cells == nil {
		c.cells = &collector{}
	}
	line := c.plain[:0]
	some := false
	for _, cell := range row.Cells {
		for _, p := range c.cells.read(cell.Blocks) {
			if some {
				line = append(line, " · "...)
			}
			some = true
			start := len(line)
			line = append(append(append(line, p.heading...), ' '), p.text...)
			line = append(line[:start], bytes.TrimSpace(line[start:])...)
		}
	}
	c.plain = line
	c.line(line)
}
