package onenote

import (
	"slices"
	"strings"
	"unicode/utf16"

	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/note"
)

// elements reads the elements of an outline: paragraphs, items of lists and what else stands in
// lines of their own, each with what is indented below it.
func (b *body) elements(objects []*store.Object, depth int) []note.Block {
	var out []note.Block
	var list *note.List // the list that the last element belongs to
	marked := false     // whether its items have markers of their own, and are not tasks alone
	for _, o := range objects {
		if o.Type != typeElement {
			out, list = append(out, b.content(o, depth)...), nil
			continue
		}
		e := b.element(o, depth)
		switch {
		case e.empty():
			list = nil
		case e.listed:
			if list == nil || marked != e.marked || list.Ordered != e.ordered || e.start > 0 && e.start != list.Start+len(list.Items) {
				list = &note.List{Ordered: e.ordered, Start: max(e.start, 1), Tight: true}
				if !e.ordered {
					list.Start = 0
				}
				out, marked = append(out, list), e.marked
			}
			list.Items = append(list.Items, note.ListItem{Task: e.task, Blocks: append(e.blocks, e.below...)})
		default:
			list = nil
			out = appendBlocks(out, e.blocks)
			out = appendBlocks(out, e.indented())
		}
	}
	return out
}

// An element is one line of an outline.
type element struct {
	blocks  []note.Block
	below   []note.Block
	heading bool
	listed  bool
	marked  bool // it has the marker of a list
	ordered bool
	start   int // number that the list begins again with; 0: it goes on
	task    rune
}

func (e element) empty() bool { return len(e.blocks) == 0 && len(e.below) == 0 }

// indented returns what lies below a paragraph. Below a heading, and for lists, there is no
// indentation that means something.
func (e element) indented() []note.Block {
	if e.heading || len(e.below) == 0 {
		return e.below
	}
	if _, ok := e.below[0].(*note.List); ok {
		return e.below
	}
	return []note.Block{&note.Div{Classes: []string{"indent"}, Blocks: e.below}}
}

func (b *body) element(o *store.Object, depth int) element {
	var e element
	for _, c := range append(b.objects(o.IDs(propContent)), b.strays(o)...) {
		if c.Type != typeText {
			blocks := b.content(c, depth+1)
			t := b.tags(c)
			e.task = max(e.task, t.task)
			e.blocks = append(e.blocks, withTags(blocks, t.labels)...)
			continue
		}
		t := b.text(c)
		e.task, e.heading = max(e.task, t.task), e.heading || t.heading
		e.blocks = append(e.blocks, t.blocks...)
	}
	for _, id := range o.IDs(propListNodes) {
		if l, err := b.space.Object(id); err == nil {
			e.marked = true
			e.readFormat(l)
		}
	}
	e.listed = e.marked || e.task != 0
	if depth < maxDepth {
		e.below = b.elements(b.objects(o.IDs(propChildren)), depth+1)
	} else {
		b.missing++
	}
	return e
}

// strays returns content that an element names by a property which is not known: a later version
// may have such, and words are better shown than lost.
func (b *body) strays(o *store.Object) []*store.Object {
	var out []*store.Object
	for _, id := range o.Others(propContent, propChildren, propListNodes) {
		if c, err := b.space.Object(id); err == nil && !b.seen[id] {
			switch c.Type {
			case typeText, typeImage, typeFile, typeTable, typeInk, typeOutline, typeElement, typeGroup:
				out = append(out, b.objects([]store.ID{id})...)
			}
		}
	}
	return out
}

// readFormat reads the format of a list's marker: its length, then letters, among which U+FFFD
// stands for the number (MS-ONE 2.3.22).
func (e *element) readFormat(l *store.Object) {
	raw := l.Bytes(propListFormat)
	for i := 2; i+1 < len(raw); i += 2 {
		if raw[i] == 0xfd && raw[i+1] == 0xff {
			e.ordered = true
		}
	}
	if n := l.Uint(propListRestart); e.ordered && n > 0 && n < 1<<20 {
		e.start = int(n)
	}
}

// appendBlocks joins lines of code that follow each other, and quotations: OneNote has each line
// as a paragraph of its own.
func appendBlocks(out, more []note.Block) []note.Block {
	for _, m := range more {
		if len(out) > 0 {
			switch last := out[len(out)-1].(type) {
			case *note.Code:
				if c, ok := m.(*note.Code); ok && c.Lang == last.Lang {
					last.Text += c.Text
					continue
				}
			case *note.Quote:
				if q, ok := m.(*note.Quote); ok {
					last.Blocks = append(last.Blocks, q.Blocks...)
					continue
				}
			}
		}
		out = append(out, m)
	}
	return out
}

// table reads a table: rows, cells, and outlines in cells.
func (b *body) table(o *store.Object, depth int) []note.Block {
	t := &note.Table{}
	for _, id := range o.IDs(propChildren) {
		row := b.object(id)
		if row == nil || row.Type != typeRow {
			continue
		}
		var r note.Row
		for _, id := range row.IDs(propChildren) {
			if cell := b.object(id); cell != nil {
				r.Cells = append(r.Cells, note.Cell{Blocks: b.content(cell, depth+1)})
			}
		}
		if len(r.Cells) > 0 {
			t.Rows = append(t.Rows, r)
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []note.Block{t}
}

// firstWords returns the text of the first block.
func firstWords(blocks []note.Block) string {
	var sb strings.Builder
	note.Walk(blocks, func(node any) bool {
		if t, ok := node.(*note.Text); ok {
			sb.WriteString(t.Value)
		}
		return true
	})
	return strings.Join(strings.Fields(sb.String()), " ")
}

// units returns text in UTF-16, in which OneNote counts.
func units(s string) []uint16 { return slices.Clip(utf16.Encode([]rune(s))) }
