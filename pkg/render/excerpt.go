package render

import (
	"slices"
	"strings"
	"unicode/utf8"

	"memopress/pkg/note"
	"memopress/pkg/writer/html"
)

// What things cost an excerpt, in characters, so that a list of short items or a row of pictures
// ends too.
const (
	costOfLine    = 30
	costOfPicture = 200
	linesOfCode   = 8
)

// excerpt returns the beginning of blocks: about so many characters of them, the last text cut
// between words. Footnotes, drawings, queries, recordings and embedded notes are left out, code
// loses its colours. The blocks themselves stay as they are.
func excerpt(blocks []note.Block, characters int) []note.Block {
	c := cutter{left: characters}
	return c.blocks(blocks)
}

// cutter copies what it has room for.
type cutter struct{ left int }

func (c *cutter) blocks(in []note.Block) []note.Block {
	var out []note.Block
	for _, b := range in {
		if c.left <= 0 {
			break
		}
		if b = c.block(b); b != nil {
			c.left -= costOfLine
			out = append(out, b)
		}
	}
	return out
}

func (c *cutter) block(b note.Block) note.Block {
	switch b := b.(type) {
	case *note.Paragraph:
		if in := c.inlines(b.Inlines); len(in) > 0 {
			return &note.Paragraph{Inlines: in}
		}
	case *note.Heading:
		return &note.Heading{Level: b.Level, Inlines: c.inlines(b.Inlines)}
	case *note.List:
		if items := c.items(b.Items); items != nil {
			return &note.List{Ordered: b.Ordered, Start: b.Start, Tight: b.Tight, Items: items}
		}
	case *note.Quote:
		return &note.Quote{Blocks: c.blocks(b.Blocks)}
	case *note.Callout:
		return &note.Callout{Type: b.Type, Metadata: b.Metadata, Title: c.inlines(b.Title), Blocks: c.blocks(b.Blocks)}
	case *note.Details:
		return &note.Details{Summary: c.inlines(b.Summary), Open: true, Blocks: c.blocks(b.Blocks)}
	case *note.Div:
		return &note.Div{Classes: b.Classes, Blocks: c.blocks(b.Blocks)}
	case *note.Code:
		return c.code(b)
	case *note.Math:
		c.left -= len(b.Text)
		return &note.Math{Text: b.Text}
	case *note.Table:
		return c.table(b)
	case *note.Rule:
		return b
	case *note.Definitions:
		return c.definitions(b)
	case *note.HTML:
		if in := c.inlines(b.Inlines); len(in) > 0 {
			return &note.HTML{Inlines: in}
		}
	}
	return nil
}

func (c *cutter) items(in []note.ListItem) []note.ListItem {
	var out []note.ListItem
	for _, it := range in {
		if c.left <= 0 {
			break
		}
		out = append(out, note.ListItem{Task: it.Task, Blocks: c.blocks(it.Blocks)})
	}
	return out
}

func (c *cutter) code(b *note.Code) note.Block {
	if b.Lang == note.Encrypted {
		return b
	}
	lines := strings.SplitAfter(b.Text, "\n")
	text := strings.Join(lines[:min(linesOfCode, len(lines))], "")
	if len(lines) > linesOfCode {
		text += "…\n"
	}
	c.left -= utf8.RuneCountInString(text)
	return &note.Code{Text: text}
}

func (c *cutter) table(b *note.Table) note.Block {
	t := &note.Table{}
	for _, row := range b.Rows {
		if c.left <= 0 {
			break
		}
		r := note.Row{Header: row.Header, Cells: slices.Clone(row.Cells)}
		for i := range r.Cells {
			// A row is shown to its end: a table with a corner off is hard to read.
			cell := cutter{left: max(c.left, costOfLine)}
			before := cell.left
			r.Cells[i].Blocks, r.Cells[i].RowSpan = cell.blocks(r.Cells[i].Blocks), 0
			c.left -= before - cell.left
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (c *cutter) definitions(b *note.Definitions) note.Block {
	d := &note.Definitions{}
	for _, it := range b.Items {
		if c.left <= 0 {
			break
		}
		one := note.Definition{Term: c.inlines(it.Term), Tight: it.Tight}
		for _, blocks := range it.Details {
			one.Details = append(one.Details, c.blocks(blocks))
		}
		d.Items = append(d.Items, one)
	}
	return d
}

func (c *cutter) inlines(in []note.Inline) []note.Inline {
	var out []note.Inline
	for _, n := range in {
		if c.left <= 0 {
			break
		}
		if n = c.inline(n); n != nil {
			out = append(out, n)
		}
	}
	return out
}

func (c *cutter) inline(n note.Inline) note.Inline {
	switch n := n.(type) {
	case *note.Text:
		if c.fits(n.Value) {
			return n
		}
		return &note.Text{Value: c.rest(n.Value)}
	case *note.Styled:
		return &note.Styled{Style: n.Style, Color: n.Color, Inlines: c.inlines(n.Inlines)}
	case *note.Link:
		return &note.Link{Ref: n.Ref, Title: n.Title, Bare: n.Bare, Inlines: c.inlines(n.Inlines)}
	case *note.CodeSpan:
		if c.fits(n.Text) {
			return n
		}
		return &note.CodeSpan{Text: c.rest(n.Text)}
	case *note.MathSpan:
		c.left -= len(n.Text)
		return n
	case *note.Break:
		c.left--
		return n
	case *note.Hashtag:
		c.left -= len(n.Name)
		return n
	case *note.Embed:
		if n.Ref.Kind == note.RefFile && html.IsImage(n.Ref.Target) {
			c.left -= costOfPicture
			return n
		}
	case *note.Tag:
		switch n.Name() {
		case "audio", "video", "source", "track", "iframe":
			return nil
		case "img":
			c.left -= costOfPicture
		}
		return n
	}
	return nil
}

// fits takes the room for s, if there is room for all of it.
func (c *cutter) fits(s string) bool {
	n := utf8.RuneCountInString(s)
	if n > c.left {
		return false
	}
	c.left -= n
	return true
}

// rest fills the room that is left with the beginning of s.
func (c *cutter) rest(s string) string {
	s = truncate(s, c.left)
	c.left = 0
	return s
}
