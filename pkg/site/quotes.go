package site

import (
	"reflect"
	"slices"

	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// quotes are what was made of the places in other notes that refer to one, or mention it.
type quotes struct {
	serial uint64
	places []graph.Backlink
	from   []*known // parallel to places
	to     *known
	title  string // of the note that they are about
	out    []Backlink
}

// quoted is backlinks with what is known of the page: k-th of its lists.
func (b *builder) quoted(p *page, k int, all []graph.Backlink) ([]Backlink, uint64) {
	if b.memory == nil {
		return b.backlinks(p, all), 0
	}
	was := &p.known.quotes[k]
	if b.sameQuotes(p, was, all) {
		out := slices.Clone(was.out)
		for i := range out {
			out[i].From = nil
		}
		i := 0
		for _, l := range all {
			if from := b.source(&l); from != nil {
				out[i].From = from.out
				i++
			}
		}
		return out, was.serial
	}
	out := b.backlinks(p, all)
	serial := was.serial
	if serial == 0 || !slices.EqualFunc(out, was.out, func(x, y Backlink) bool {
		x.From, y.From = nil, nil
		return reflect.DeepEqual(x, y)
	}) {
		serial = b.next()
	}
	now := quotes{serial: serial, places: all, from: make([]*known, len(all)), to: p.known, title: p.out.Title, out: slices.Clone(out)}
	for i, l := range all {
		if from := b.pages[l.From]; from != nil {
			now.from[i] = from.known
		}
	}
	for i := range now.out {
		now.out[i].From = nil // of a Site that is gone by then
	}
	p.known.quotes[k] = now
	return out, serial
}

func (b *builder) sameQuotes(p *page, was *quotes, all []graph.Backlink) bool {
	if was.serial == 0 || len(was.places) != len(all) || was.to != p.known || was.title != p.out.Title {
		return false
	}
	for i := range all {
		from := b.pages[all[i].From]
		if from == nil || from.known != was.from[i] || !samePlace(&was.places[i], &all[i]) {
			return false
		}
	}
	return true
}

// samePlace reports whether two backlinks are the same nodes of the same note.
func samePlace(a, b *graph.Backlink) bool {
	return a.From == b.From && a.Kind == b.Kind && a.Property == b.Property && a.Block == b.Block && a.Item == b.Item && a.Heading == b.Heading &&
		sameInlines(a.Context, b.Context) && slices.Equal(a.Marks, b.Marks)
}

func sameInlines(a, b []note.Inline) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// source returns the page that a place stands on, nil where it is not shown.
func (b *builder) source(l *graph.Backlink) *page {
	if l.Kind == graph.InProperty && !b.policy.propertyShown(l.Property) {
		return nil
	}
	return b.pages[l.From]
}
