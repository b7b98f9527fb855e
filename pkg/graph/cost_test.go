package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"memopress/pkg/note"
)

// No note, however it is made, costs much more than its size.
func TestCostIsBounded(t *testing.T) {
	const n = 20000
	many := func(of func(i int) []note.Inline) []note.Inline {
		var out []note.Inline
		for i := range n {
			out = append(out, of(i)...)
		}
		return out
	}
	linkTo := func(i int) *note.Link { return wikilink(fmt.Sprintf("t%d", i%200)) }
	for name, body := range map[string]note.Block{
		"links without a sentence": para(many(func(i int) []note.Inline { return []note.Inline{linkTo(i), text("낱말 ")} })...),
		"links without a space":    para(many(func(i int) []note.Inline { return []note.Inline{linkTo(i)} })...),
		"an open anchor":           para(append([]note.Inline{openTag("a")}, many(func(i int) []note.Inline { return []note.Inline{linkTo(i), text(" 낱말. Word.")} })...)...),
		"embeds in a link": para(&note.Link{Ref: note.Ref{Kind: note.RefURL}, Inlines: many(func(i int) []note.Inline {
			return []note.Inline{embed(fmt.Sprintf("t%d", i%200)), text("some words. ")}
		})}),
		"mentions":               para(text(strings.Repeat("Topic seven and topic eight, ", n))),
		"mentions beside a link": para(&note.Link{Ref: note.Ref{Kind: note.RefURL}, Inlines: []note.Inline{text(strings.Repeat("x", 50*n))}}, text(strings.Repeat("topic seven ", 1000))),
		"stops":                  para(text(strings.Repeat(".", 50*n)), linkTo(1)),
		"stops and spaces":       para(text(strings.Repeat(". ", 25*n)), linkTo(1)),
		"particles":              para(text(strings.Repeat("회의에서는까지도", 5*n))),
		"a syllable":             para(text(strings.Repeat("나", 20*n))),
		"one han character":      para(text(strings.Repeat("一", 20*n))),
		"footnotes in footnotes": para(many(func(i int) []note.Inline { return []note.Inline{&note.InlineNote{Inlines: []note.Inline{linkTo(i)}}} })...),
	} {
		t.Run(name, func(t *testing.T) {
			notes := []*note.Note{newNote("s.md", body), newNote("topic seven.md"), newNote("topic eight.md"), newNote(strings.Repeat("一", 99) + ".md")}
			for i := range 200 {
				notes = append(notes, newNote(fmt.Sprintf("t%d.md", i)))
			}
			start := time.Now()
			g := New(notes, nil)
			size := 0
			count := func(bs []Backlink) {
				for _, b := range bs {
					size += len(note.PlainText(b.Context))
				}
			}
			mentions := g.Mentions()
			for _, n := range notes {
				count(g.Backlinks(n.ID))
				count(mentions[n.ID])
			}
			g.Related(5)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("took %v", d)
			}
			if size > 10<<20 {
				t.Errorf("contexts of %d bytes", size)
			}
		})
	}
}

// A note that lists its own headings resolves each of them in the same time.
func TestTableOfContentsIsCheap(t *testing.T) {
	const n = 40_000
	var body []note.Block
	var toc []note.Inline
	for i := range n {
		toc = append(toc, &note.Link{Ref: note.Ref{Kind: note.RefName, Headings: []string{fmt.Sprintf("제목 %d", i)}}, Bare: true})
		body = append(body, &note.Heading{Level: 2, Inlines: []note.Inline{text(fmt.Sprintf("제목 %d", i))}})
	}
	s := newNote("s.md", append(body, para(toc...))...)
	g := New([]*note.Note{s}, nil)
	start := time.Now()
	for i, l := range toc {
		if got := g.Resolve(s, l.(*note.Link).Ref); got.Node != body[i] {
			t.Fatalf("%d: %+v", i, got)
		}
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}
