package graph

import (
	"memopress/pkg/note"
)

// Kind says in what form a note refers to something.
type Kind uint8

// The kinds.
const (
	InLink     Kind = iota // a link in running text
	InEmbed                // an embed: an image, or another note shown in place
	InTag                  // an attribute of an HTML tag
	InProperty             // the value of a property
	InImage                // the cover image
)

// A Reference is one place where a note refers to something. Its nodes are those of the note
// itself, so identity tells them apart.
type Reference struct {
	Kind     Kind
	Ref      note.Ref
	Node     note.Inline    // the *note.Link, *note.Embed or *note.Tag; nil for InProperty and InImage
	Property string         // for InProperty: the property's name
	Block    note.Block     // the innermost block that holds it; nil for InProperty and InImage
	Item     *note.ListItem // the innermost list item around it; nil for none
	Heading  *note.Heading  // the heading of the section that it stands in; nil for none
	// Context is the text around the reference: the whole paragraph, item, cell or heading when
	// it has at most 300 characters, else the sentence, or a part of an overlong one. It holds
	// Node, at any depth, and little else than Node beyond 1000 characters. It is nil for
	// InProperty and InImage. References in one sentence share it.
	Context []note.Inline

	piece int // number of the context in the note
}

// References returns every reference of the note: those of its body in document order, then its
// properties' and its cover image. The slice belongs to the graph.
func (g *Graph) References(n *note.Note) []Reference {
	return g.analysisOf(n).references()
}

func references(n *note.Note) []Reference {
	s := scanner{}
	s.blocks(n.Body, place{})
	for i := range n.Properties {
		p := &n.Properties[i]
		for _, v := range p.Value {
			if v.Ref != nil {
				s.refs = append(s.refs, Reference{Kind: InProperty, Ref: *v.Ref, Property: p.Name, piece: -1})
			}
		}
	}
	if n.Image != nil {
		s.refs = append(s.refs, Reference{Kind: InImage, Ref: *n.Image, piece: -1})
	}
	return s.refs
}

// A place is where in a note something stands.
type place struct {
	block   note.Block
	item    *note.ListItem
	heading *note.Heading
}

// A scanner collects the references of a note.
type scanner struct {
	refs   []Reference
	pieces int
}

func (s *scanner) blocks(blocks []note.Block, at place) {
	walkText(blocks, at, s.text)
}

// text collects the references in one stretch of running text.
func (s *scanner) text(inlines []note.Inline, at place) {
	first := len(s.refs)
	var notes []*note.InlineNote
	s.inlines(inlines, at, &notes)
	if first < len(s.refs) {
		c := contextsOf(inlines)
		alone := 0              // references that are their own context
		last, long := -1, false // the last piece, and whether it is too long
		p, next := 0, 0
		for i := first; i < len(s.refs); i++ {
			r := &s.refs[i]
			p, next = c.pieceOf(r.Node, next)
			if p != last {
				last, long = p, c.tooLong(p)
			}
			if long {
				r.Context, r.piece = []note.Inline{r.Node}, s.pieces+len(c.pieces)+alone
				alone++
				continue
			}
			r.Context, r.piece = c.pieces[p], s.pieces+p
		}
		s.pieces += len(c.pieces) + alone
	}
	for _, n := range notes {
		s.text(n.Inlines, at)
	}
}

func (s *scanner) inlines(inlines []note.Inline, at place, notes *[]*note.InlineNote) {
	add := func(kind Kind, ref note.Ref, node note.Inline) {
		s.refs = append(s.refs, Reference{Kind: kind, Ref: ref, Node: node, Block: at.block, Item: at.item, Heading: at.heading})
	}
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Styled:
			s.inlines(in.Inlines, at, notes)
		case *note.Link:
			add(InLink, in.Ref, in)
			s.inlines(in.Inlines, at, notes)
		case *note.Embed:
			add(InEmbed, in.Ref, in)
		case *note.Tag:
			for _, a := range in.Attrs() {
				if a.Ref != nil {
					add(InTag, *a.Ref, in)
				}
			}
		case *note.InlineNote:
			*notes = append(*notes, in)
		}
	}
}

// walkText calls visit for each stretch of running text below blocks, in document order, with
// the place that it stands in. A heading's own text stands under the heading above it.
func walkText(blocks []note.Block, at place, visit func([]note.Inline, place)) {
	var open []*note.Heading // the headings of the sections that the walk is in, outermost first
	outer := at.heading
	for _, b := range blocks {
		at.block = b
		switch b := b.(type) {
		case *note.Heading:
			for len(open) > 0 && open[len(open)-1].Level >= b.Level {
				open = open[:len(open)-1]
			}
			at.heading = outer
			if len(open) > 0 {
				at.heading = open[len(open)-1]
			}
			visit(b.Inlines, at)
			open = append(open, b)
			at.heading = b
		case *note.Paragraph:
			visit(b.Inlines, at)
		case *note.HTML:
			visit(b.Inlines, at)
		case *note.List:
			for i := range b.Items {
				in := at
				in.item = &b.Items[i]
				walkText(b.Items[i].Blocks, in, visit)
			}
		case *note.Quote:
			walkText(b.Blocks, at, visit)
		case *note.Callout:
			visit(b.Title, at)
			walkText(b.Blocks, at, visit)
		case *note.Details:
			visit(b.Summary, at)
			walkText(b.Blocks, at, visit)
		case *note.Div:
			walkText(b.Blocks, at, visit)
		case *note.Footnote:
			walkText(b.Blocks, at, visit)
		case *note.Table:
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					walkText(c.Blocks, at, visit)
				}
			}
		case *note.Definitions:
			for _, d := range b.Items {
				visit(d.Term, at)
				for _, bs := range d.Details {
					walkText(bs, at, visit)
				}
			}
		}
	}
}
