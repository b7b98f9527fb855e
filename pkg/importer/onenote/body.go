package onenote

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A body reads what stands on one page.
type body struct {
	*export
	section *opened
	page    *page
	space   *store.Space
	note    *note.Note

	title              string
	author, lastEditor string
	due                time.Time // the nearest of the page's tasks
	attachments        []note.Attachment
	seen               map[store.ID]bool
	missing            int            // parts that cannot be read
	damage             error          // of the page's object space
	unknown            map[uint32]int // parts of a kind that has no form here
}

// limits of a page. Nothing that people write comes near them.
const (
	maxDepth   = 64
	maxObjects = 1 << 20
)

// object returns an object of the page's tree, each once: a tree has no object twice, and a
// damaged file must not run in circles.
func (b *body) object(id store.ID) *store.Object {
	if b.seen[id] || len(b.seen) > maxObjects {
		return nil
	}
	b.seen[id] = true
	o, err := b.space.Object(id)
	if err != nil {
		b.missing++
		return nil
	}
	return o
}

// read sets the note's body from the page: what stands on it, from top to bottom.
func (b *body) read(top *store.Object) {
	b.unknown = map[uint32]int{}
	for _, id := range top.IDs(propStructure) {
		if o := b.object(id); o != nil && o.Type == typeTitle {
			b.readTitle(o)
		}
	}
	var parts, ink []*store.Object
	for _, o := range append(b.objects(top.IDs(propChildren)), b.strays(top)...) {
		switch {
		case o.Type == typeInk:
			ink = append(ink, o)
			if len(ink) == 1 {
				parts = append(parts, o)
			}
		case o.Type == typeTitle:
			b.readTitle(o)
		default:
			parts = append(parts, o)
		}
	}
	slices.SortStableFunc(parts, func(x, y *store.Object) int {
		return cmp.Or(cmp.Compare(b.top(x), b.top(y)), cmp.Compare(b.left(x), b.left(y)))
	})
	for _, o := range parts {
		if o.Type == typeInk { // all strokes on the page are one drawing
			b.note.Body = append(b.note.Body, b.ink(ink, strings.Join(b.handwriting(top.IDs(propInkAnalysis), 0), " "))...)
			continue
		}
		b.note.Body = append(b.note.Body, b.content(o, 0)...)
	}
}

// top and left return where a part of the page begins, in half inches. Drawings state 0 and
// mean their strokes.
func (b *body) top(o *store.Object) float64 {
	if o.Type == typeInk {
		if box, ok := b.inkBox(o); ok {
			return box.y0 / halfInch
		}
	}
	return o.Float(propVertical)
}

func (b *body) left(o *store.Object) float64 { return o.Float(propHorizontal) }

// readTitle takes the title's text and author. The date and time that stand below a title are
// those of the page.
func (b *body) readTitle(title *store.Object) {
	for _, blocks := range [][]note.Block{b.contents(title.IDs(propChildren), 1)} {
		if b.title == "" && len(blocks) > 0 {
			b.title = firstWords(blocks[:1])
		}
	}
	for _, outline := range title.IDs(propChildren) {
		o, err := b.space.Object(outline)
		if err != nil {
			continue
		}
		for _, id := range o.IDs(propChildren) {
			if element, err := b.space.Object(id); err == nil {
				b.author = cmp.Or(b.author, b.name(element.IDs(propAuthorFirst)))
				b.lastEditor = cmp.Or(b.lastEditor, b.name(element.IDs(propAuthorLast)))
			}
		}
	}
}

// objects returns those of several objects that can be read.
func (b *body) objects(ids []store.ID) []*store.Object {
	var out []*store.Object
	for _, id := range ids {
		if o := b.object(id); o != nil {
			out = append(out, o)
		}
	}
	return out
}

// contents reads several objects into blocks.
func (b *body) contents(ids []store.ID, depth int) []note.Block {
	var out []note.Block
	for _, o := range b.objects(ids) {
		out = append(out, b.content(o, depth)...)
	}
	return out
}

// content reads one object into blocks.
func (b *body) content(o *store.Object, depth int) []note.Block {
	if depth > maxDepth {
		b.missing++
		return nil
	}
	switch o.Type {
	case typeOutline, typeGroup, typeCell:
		return b.elements(append(b.objects(o.IDs(propChildren)), b.strays(o)...), depth+1)
	case typeElement:
		return b.elements([]*store.Object{o}, depth+1)
	case typeText:
		return b.text(o).blocks
	case typeImage:
		return b.image(o)
	case typeFile:
		return b.file(o)
	case typeInk:
		return b.ink([]*store.Object{o}, "")
	case typeTable:
		return b.table(o, depth+1)
	case typeTitle:
		return nil
	}
	out := b.contents(append(slices.Clone(o.IDs(propContent)), o.IDs(propChildren)...), depth+1)
	if len(out) == 0 {
		out = b.strange(o)
	}
	if len(out) == 0 {
		b.unknown[o.Type]++
	}
	return out
}

// strange shows the file that an object of an unknown kind holds.
func (b *body) strange(o *store.Object) []note.Block {
	for _, id := range o.Others() {
		if c, err := b.space.Object(id); err == nil && c.Type&fileData != 0 {
			return b.embedded(o, []store.ID{id}, cmp.Or(o.Text(propFileName), o.Text(propImageName)))
		}
	}
	return nil
}

// fileData is set in the types of objects that are files (MS-ONESTORE 2.6.14).
const fileData = 1 << 19

// tellLosses says once for the page what could not be read or has no form here.
func (b *body) tellLosses() {
	if b.missing > 0 || b.damage != nil {
		err := b.damage
		if b.missing > 0 {
			err = errors.Join(err, fmt.Errorf("%d parts of the page cannot be read", b.missing))
		}
		b.fail(b.section.member, "parts of "+b.page.item(), ledger.Other, err)
	}
	total := 0
	for _, n := range b.unknown {
		total += n
	}
	if total > 0 {
		b.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: b.section.Place, Item: b.section.item(b.page.item())}, Note: string(b.note.ID),
			Message: fmt.Sprintf("%d parts of the page are of a kind that is not known and hold no text", total)})
	}
}
