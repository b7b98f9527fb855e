package note

// RewriteInlines replaces every list of inlines below blocks by what change makes of it, inner
// lists before outer ones: change sees lists whose nodes are done, and may change nodes in place.
func RewriteInlines(blocks []Block, change func([]Inline) []Inline) {
	for _, b := range blocks {
		rewriteBlock(b, change)
	}
}

func rewriteBlock(b Block, change func([]Inline) []Inline) {
	switch b := b.(type) {
	case *Paragraph:
		b.Inlines = rewriteInlines(b.Inlines, change)
	case *Heading:
		b.Inlines = rewriteInlines(b.Inlines, change)
	case *List:
		for i := range b.Items {
			RewriteInlines(b.Items[i].Blocks, change)
		}
	case *Quote:
		RewriteInlines(b.Blocks, change)
	case *Callout:
		b.Title = rewriteInlines(b.Title, change)
		RewriteInlines(b.Blocks, change)
	case *Table:
		for _, row := range b.Rows {
			for i := range row.Cells {
				RewriteInlines(row.Cells[i].Blocks, change)
			}
		}
	case *Details:
		b.Summary = rewriteInlines(b.Summary, change)
		RewriteInlines(b.Blocks, change)
	case *Definitions:
		for i := range b.Items {
			b.Items[i].Term = rewriteInlines(b.Items[i].Term, change)
			for _, d := range b.Items[i].Details {
				RewriteInlines(d, change)
			}
		}
	case *Footnote:
		RewriteInlines(b.Blocks, change)
	case *Div:
		RewriteInlines(b.Blocks, change)
	case *HTML:
		b.Inlines = rewriteInlines(b.Inlines, change)
	}
}

func rewriteInlines(inlines []Inline, change func([]Inline) []Inline) []Inline {
	for _, in := range inlines {
		switch in := in.(type) {
		case *Styled:
			in.Inlines = rewriteInlines(in.Inlines, change)
		case *Link:
			in.Inlines = rewriteInlines(in.Inlines, change)
		case *InlineNote:
			in.Inlines = rewriteInlines(in.Inlines, change)
		}
	}
	if len(inlines) == 0 {
		return inlines
	}
	return change(inlines)
}
