package site

import (
	"reflect"
	"slices"
	"sync/atomic"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/internal/script"
	"memopress/pkg/note"
)

// A Memory holds what Publish made of notes before, for a program that publishes the same notes
// again and again with the same settings and policy. A text of it is used again only for the same
// *note.Note, and only when everything that was asked while it was made has the same answer now;
// these answers are those of the graph of what is published, so that a memory cannot carry
// anything past the wall that would not pass it now. The zero value is ready to use, and nil
// remembers nothing.
type Memory struct {
	texts map[*note.Note]*known
	count atomic.Uint64 // of numbers that stand for something
	order *collation
	last  *lastSite // nil where it cannot be revised
}

// A Serial says by numbers what of a note is as it was when it had that number before: nothing
// where it is 0, which is what there is without a Memory.
type Serial struct {
	Text      uint64 // Body, and what follows from it
	Backlinks uint64 // what they say, but for what other notes are called
	Mentions  uint64 // likewise
}

// A known text is what was made of a note by itself.
type known struct {
	serial  uint64
	asked   []question
	early   int // how many of them were asked before there were addresses
	anchors map[any]string
	named   map[string]string
	out     Note
	files   []pendingFile
	census  script.Census
	tags    []string

	told        string // the language of the site when it was described
	language    string
	direction   string
	description string
	minutes     int

	quotes [2]quotes // backlinks and mentions

	world  uint64 // see checker.world
	called uint64 // see checker.titles
	found  []diag.Diagnostic
}

// byTitle reports whether a reference may mean a note by its title.
func (t *known) byTitle() bool {
	return slices.ContainsFunc(t.asked, func(q question) bool { return q.ref.Kind == note.RefNote })
}

// A question is one that was asked about what a reference means, with the answer.
type question struct {
	names   uint64 // graph.Graph.Names at that time
	from    *note.Note
	ref     note.Ref
	note    *note.Note
	node    any
	missing bool   // the fragment
	file    string // key of an attachment
	shown   bool   // the note is published

	placed          bool // the reference became that:
	address, anchor string

	folder string // in place of all that: whether this folder is one of published notes
	is     bool
}

// Renew calls change for each note of s, which may change its text, and forgets those of which it
// reports that it did. It and Revise are the only ways to change a Site after Publish.
func (m *Memory) Renew(s *Site, change func(*Note) bool) {
	if m == nil {
		for _, n := range s.Notes {
			change(n)
		}
		return
	}
	m.last = nil
	gone := map[uint64]bool{}
	for _, n := range s.Notes {
		if change(n) {
			gone[n.Serial.Text] = true
			n.Serial.Text = m.count.Add(1)
		}
	}
	for n, t := range m.texts {
		if gone[t.serial] {
			delete(m.texts, n)
		}
	}
}

// mostKeys is how many sort keys are kept: those of large sites, and then some.
const mostKeys = 1_000_000

// collation returns that of a language, with the keys that it has made.
func (m *Memory) collation(lang string) *collation {
	if m == nil {
		return newCollation(lang)
	}
	if m.order == nil || m.order.language != lang || len(m.order.keys) > mostKeys {
		m.order = newCollation(lang)
	}
	return m.order
}

func (b *builder) next() uint64 {
	return b.memory.count.Add(1)
}

// ask is resolve for the text of p, and notes the answer.
func (b *builder) ask(p *page) resolver {
	if b.memory == nil {
		return b.resolve
	}
	return func(from *note.Note, ref note.Ref) graph.Target {
		t := b.resolve(from, ref)
		q := question{names: b.names, from: from, ref: ref, note: t.Note, node: t.Node, missing: t.FragmentMissing}
		if t.Attachment != nil {
			q.file = t.Attachment.Key
		}
		q.shown = t.Note != nil && b.pages[t.Note] != nil
		p.asked = append(p.asked, q)
		return t
	}
}

// same reports whether questions have the answers that they had.
func (b *builder) same(p *page, asked []question) bool {
	for i := range asked {
		if !b.answers(p, &asked[i]) {
			return false
		}
	}
	return true
}

func (b *builder) answers(p *page, q *question) bool {
	if q.folder != "" {
		return b.folders[q.folder] == q.is
	}
	to := b.pages[q.note]
	// What a name means follows from all names, but for titles, and for what is in the note.
	if q.names != b.names || q.ref.Kind == note.RefNote || q.note != nil && (to == nil || to.src != q.note) {
		t := b.resolve(q.from, q.ref)
		file := ""
		if t.Attachment != nil {
			file = t.Attachment.Key
		}
		if (t.Note == nil) != (q.note == nil) || t.Node != q.node || t.FragmentMissing != q.missing || file != q.file {
			return false
		}
		q.note, q.names = t.Note, b.names
		to = b.pages[q.note]
	}
	if q.note != nil && (to != nil) != q.shown {
		return false
	}
	if !q.placed || to == nil {
		return true
	}
	p.links = append(p.links, to)
	return to.address == q.address && q.anchor == to.anchor(q.node, q.missing, q.ref)
}

// anchor is what a reference to a node of the page, or to one that is missing, leads to.
func (p *page) anchor(node any, missing bool, ref note.Ref) string {
	if missing {
		return p.named[htmlFragment(ref)]
	}
	return p.anchors[node]
}

// keep notes what was made of a page by itself.
func (b *builder) keep(p *page) {
	if b.memory == nil {
		return
	}
	p.known = &known{asked: p.asked, early: p.early, anchors: p.anchors, named: p.named, out: *p.out, files: p.files, census: p.census, tags: textTags(p.out.Body)}
	p.made = true
}

// recall finds what is known of a page, and makes its anchors, or takes those that are known.
func (b *builder) recall(p *page) {
	if b.memory != nil {
		if t := b.memory.texts[p.src]; t != nil && b.same(p, t.asked[:t.early]) {
			p.known, p.anchors, p.named = t, t.anchors, t.named
			return
		}
	}
	p.anchors, p.named = anchorsOf(p.src.Body, b.writer(p).shown)
	p.early = len(p.asked)
}

// again takes what is known of a page, and reports whether it still holds.
func (b *builder) again(p *page) bool {
	t := p.known
	if t == nil {
		return false
	}
	if !b.same(p, t.asked[t.early:]) {
		p.known, p.asked, p.early = nil, t.asked[:t.early:t.early], t.early
		p.links = nil
		return false
	}
	address, folder, index := p.out.Address, p.out.Folder, p.out.Index
	*p.out = t.out
	p.out.Address, p.out.Folder, p.out.Index = address, folder, index
	p.files = make([]pendingFile, len(t.files))
	for i, f := range t.files {
		if now := b.attachment(f.file.Key); now != nil {
			f.file = now // it may lie in an input that was opened again
		}
		p.files[i] = f
	}
	p.census = t.census
	return true
}

// remember keeps what was made of the pages, and gives it numbers.
func (b *builder) remember() {
	if b.memory == nil {
		return
	}
	old := make(map[note.ID]*known, len(b.memory.texts))
	for n, t := range b.memory.texts {
		old[n.ID] = t
	}
	texts := make(map[*note.Note]*known, len(b.list))
	for _, p := range b.list {
		t := p.known
		switch {
		case p.made:
			was := old[p.src.ID]
			if was != nil && reflect.DeepEqual(was.out.Body, p.out.Body) {
				t.serial = was.serial
			} else {
				t.serial = b.next()
			}
			if was != nil {
				t.quotes = was.quotes
			}
		case p.moved:
			t.serial = b.next()
		}
		texts[p.src] = t
		p.known, p.out.Serial.Text = t, t.serial
	}
	b.memory.texts = texts
}
