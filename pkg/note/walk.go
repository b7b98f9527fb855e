package note

import "strings"

// Walk calls visit for each block and inline of blocks in document order, parents before
// children: node is a Block, an Inline, or a *ListItem (before its blocks). When visit returns
// false the node's children are passed over.
func Walk(blocks []Block, visit func(node any) bool) {
	for _, b := range blocks {
		walkBlock(b, visit)
	}
}

// WalkInlines is Walk over running text.
func WalkInlines(inlines []Inline, visit func(node any) bool) {
	for _, in := range inlines {
		if !visit(in) {
			continue
		}
		switch in := in.(type) {
		case *Styled:
			WalkInlines(in.Inlines, visit)
		case *Link:
			WalkInlines(in.Inlines, visit)
		case *InlineNote:
			WalkInlines(in.Inlines, visit)
		}
	}
}

func walkBlock(b Block, visit func(any) bool) {
	if !visit(b) {
		return
	}
	switch b := b.(type) {
	case *Paragraph:
		WalkInlines(b.Inlines, visit)
	case *Heading:
		WalkInlines(b.Inlines, visit)
	case *List:
		for i := range b.Items {
			if visit(&b.Items[i]) {
				Walk(b.Items[i].Blocks, visit)
			}
		}
	case *Quote:
		Walk(b.Blocks, visit)
	case *Callout:
		WalkInlines(b.Title, visit)
		Walk(b.Blocks, visit)
	case *Table:
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				Walk(c.Blocks, visit)
			}
		}
	case *Details:
		WalkInlines(b.Summary, visit)
		Walk(b.Blocks, visit)
	case *Definitions:
		for _, d := range b.Items {
			WalkInlines(d.Term, visit)
			for _, bs := range d.Details {
				Walk(bs, visit)
			}
		}
	case *Footnote:
		Walk(b.Blocks, visit)
	case *Div:
		Walk(b.Blocks, visit)
	case *HTML:
		WalkInlines(b.Inlines, visit)
	}
}

// PlainText returns the words of running text as a reader sees them: breaks as spaces, no
// footnote marks, embeds by their Alt. HTML tags leave nothing.
func PlainText(inlines []Inline) string {
	var sb strings.Builder
	WalkInlines(inlines, func(n any) bool {
		switch n := n.(type) {
		case *Text:
			sb.WriteString(n.Value)
		case *CodeSpan:
			sb.WriteString(n.Text)
		case *MathSpan:
			sb.WriteString(n.Text)
		case *Break:
			sb.WriteByte(' ')
		case *Hashtag:
			sb.WriteString("#" + n.Name)
		case *Embed:
			sb.WriteString(n.Alt)
		case *InlineNote:
			return false
		}
		return true
	})
	return sb.String()
}

// OnlyWords reports whether running text is words and nothing else: its PlainText loses no link,
// tag, picture, formula or footnote.
func OnlyWords(inlines []Inline) bool {
	only := true
	WalkInlines(inlines, func(node any) bool {
		switch node.(type) {
		case *Text, *Styled, *CodeSpan, *Break:
		default:
			only = false
		}
		return only
	})
	return only
}

// AnchorOf returns the block's anchor on the page, "" for a block that cannot have one.
func AnchorOf(b Block) string {
	switch b := b.(type) {
	case *Paragraph:
		return b.Anchor
	case *Heading:
		return b.Anchor
	case *List:
		return b.Anchor
	case *Quote:
		return b.Anchor
	case *Callout:
		return b.Anchor
	case *Code:
		return b.Anchor
	case *Math:
		return b.Anchor
	case *Table:
		return b.Anchor
	case *Details:
		return b.Anchor
	case *Definitions:
		return b.Anchor
	case *Diagram:
		return b.Anchor
	case *Query:
		return b.Anchor
	}
	return ""
}

// Section returns the part of blocks that anchor names: for a heading, from it up to the next
// heading of the same or a higher level in the same list of blocks; for a list item, a list of
// that item alone; for any other block, that block. It returns nil when nothing has the anchor.
// The blocks are shared with the argument.
func Section(blocks []Block, anchor string) []Block {
	if anchor == "" {
		return nil
	}
	for i, b := range blocks {
		if h, ok := b.(*Heading); ok && h.Anchor == anchor {
			end := i + 1
			for end < len(blocks) {
				if n, ok := blocks[end].(*Heading); ok && n.Level <= h.Level {
					break
				}
				end++
			}
			return blocks[i:end]
		}
		if AnchorOf(b) == anchor {
			return blocks[i : i+1]
		}
		if found := sectionInside(b, anchor); found != nil {
			return found
		}
	}
	return nil
}

func sectionInside(b Block, anchor string) []Block {
	switch b := b.(type) {
	case *List:
		for _, it := range b.Items {
			if it.Anchor == anchor {
				one := *b
				one.Items, one.ID, one.Anchor = []ListItem{it}, "", ""
				return []Block{&one}
			}
			if found := Section(it.Blocks, anchor); found != nil {
				return found
			}
		}
	case *Quote:
		return Section(b.Blocks, anchor)
	case *Callout:
		return Section(b.Blocks, anchor)
	case *Details:
		return Section(b.Blocks, anchor)
	case *Div:
		return Section(b.Blocks, anchor)
	case *Footnote:
		return Section(b.Blocks, anchor)
	case *Table:
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				if found := Section(c.Blocks, anchor); found != nil {
					return found
				}
			}
		}
	case *Definitions:
		for _, d := range b.Items {
			for _, bs := range d.Details {
				if found := Section(bs, anchor); found != nil {
					return found
				}
			}
		}
	}
	return nil
}
