package site

import (
	"maps"
	"reflect"
	"slices"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/internal/script"
	"memopress/pkg/note"
)

// A lastSite is what the last Publish made its Site with.
type lastSite struct {
	*builder
	checker *checker
	found   bool // the language of the site was found, not set
}

// Revised is what of a Site is not as it was.
type Revised struct {
	Notes []*Note // the one with another text first, then those about which others say something else; none where nobody sees it
	Leads bool    // mentions and related notes may be of other notes than they were

	Gone, Found []diag.Diagnostic // what is not to be told the author any more, and what is
}

// Revise makes the last Site what Publish would make of the notes when now is in the place of old,
// which differs from it in its text alone, and changes that Site. It reports false where more than
// that would change: Publish has to be called then.
func (m *Memory) Revise(old, now *note.Note, r *graph.Revision) (*Revised, bool) {
	last := m.last
	if last == nil || last.policy.Decide(old) != last.policy.Decide(now) {
		return nil, false
	}
	b := *last.builder
	b.material = materialOf(r.Public)
	p := b.pages[old]
	if p == nil { // nobody sees it
		last.builder = &b
		return &Revised{}, true
	}
	q := b.another(p, now)
	moved, ok := b.stays(p, q)
	if !ok || !last.speaks(p, q) {
		delete(b.pages, now)
		return nil, false
	}
	for _, a := range moved {
		*a.question = a.now
	}
	gone := p.known.found
	last.check(&b, q, r)
	delete(b.pages, old)
	delete(m.texts, old)
	b.pages[now] = p
	b.renew(p, q)
	last.builder = &b
	out, ok := b.reconnect(p, r)
	if ok {
		out.Gone, out.Found = gone, p.known.found
	}
	return out, ok
}

// another returns what a page would be with another note.
func (b *builder) another(p *page, n *note.Note) *page {
	q := &page{src: n, out: &Note{Address: p.out.Address, Folder: p.out.Folder, Index: p.out.Index}, path: p.path, dir: p.dir, regular: p.regular, address: p.address}
	b.pages[n] = q
	q.anchors, q.named = anchorsOf(n.Body, b.writer(q).shown)
	q.early = len(q.asked)
	b.rewrite(q)
	b.keep(q)
	b.describe(q)
	return q
}

// stays reports whether nothing but the text of a page would change, were it q: not how it is shown
// elsewhere, nor what others lead to in it. moved are the questions about it with their new answers.
func (b *builder) stays(p, q *page) (moved []movedQuestion, ok bool) {
	if !slices.EqualFunc(p.known.files, q.files, func(x, y pendingFile) bool { return x.file.Key == y.file.Key }) {
		return nil, false
	}
	for i, f := range q.files {
		f.ref.Target = p.known.files[i].ref.Target
	}
	if !sameFace(p, q) || !slices.Equal(p.known.tags, q.known.tags) || !maps.Equal(p.named, q.named) || !sameLinks(p, q) {
		return nil, false
	}
	for _, other := range b.list {
		if other == p {
			continue
		}
		for i := range other.known.asked {
			if asked := &other.known.asked[i]; asked.note == p.src {
				now := *asked
				if !b.answered(&now, q) {
					return nil, false
				}
				moved = append(moved, movedQuestion{asked, now})
			}
		}
	}
	return moved, true
}

// A movedQuestion is one whose answer is another node.
type movedQuestion struct {
	question *question
	now      question
}

// answered gives a question about the note of a page its answer now, and reports whether that is
// the same for whoever asked.
func (b *builder) answered(asked *question, q *page) bool {
	t := b.resolve(asked.from, asked.ref)
	if t.Note != q.src || t.FragmentMissing != asked.missing || asked.placed && asked.anchor != q.anchor(t.Node, t.FragmentMissing, asked.ref) {
		return false
	}
	was, isHeading := asked.node.(*note.Heading)
	is, _ := t.Node.(*note.Heading)
	if isHeading != (is != nil) || isHeading && (!onlyText(was) || !onlyText(is) || note.PlainText(was.Inlines) != note.PlainText(is.Inlines)) {
		return false // its text may stand where it was asked for
	}
	asked.note, asked.node = t.Note, t.Node
	return true
}

func onlyText(h *note.Heading) bool {
	only := true
	note.WalkInlines(h.Inlines, func(n any) bool {
		switch n.(type) {
		case *note.Text, *note.Styled, *note.CodeSpan:
		default:
			only = false
		}
		return only
	})
	return only
}

// sameFace reports whether everything about two pages is the same but what their texts say.
func sameFace(p, q *page) bool {
	was, is := *p.out, *q.out
	was.Title = p.known.out.Title // it may have been given that of its folder since
	for _, n := range []*Note{&was, &is} {
		n.Body, n.Headings, n.Serial, n.Minutes, n.Description = nil, nil, Serial{}, 0, ""
		n.Backlinks, n.Mentions, n.Related = nil, nil, nil
		n.Folder, n.Tags, n.Previous, n.Next = nil, nil, nil, nil
	}
	return reflect.DeepEqual(was, is)
}

func sameLinks(p, q *page) bool {
	set := func(at *page) map[*page]bool {
		out := make(map[*page]bool, len(at.links))
		for _, to := range at.links {
			if to == q {
				to = p
			}
			out[to] = true
		}
		return out
	}
	return maps.Equal(set(p), set(q))
}

// speaks reports whether the language of the site stays what it is.
func (l *lastSite) speaks(p, q *page) bool {
	if !l.found {
		return true
	}
	var sum script.Census
	for _, other := range l.list {
		if other == p {
			other = q
		}
		sum.Join(&other.census)
	}
	return sum.Language("") == l.settings.Language
}

// check finds what the author has to hear about the links of a page.
func (l *lastSite) check(b *builder, q *page, r *graph.Revision) {
	list := &diag.List{}
	c := *l.checker
	c.all, c.pub, c.b, c.report = r.All, r.Public, b, list
	c.page(q)
	q.known.found, q.known.world, q.known.called = list.Sorted(), c.last, c.called
}

// renew makes p what q is.
func (b *builder) renew(p, q *page) {
	out, is, was := p.out, q.out, p.known
	p.src, p.anchors, p.named, p.census, p.asked, p.early = q.src, q.anchors, q.named, q.census, q.asked, q.early
	for i, to := range q.links {
		if to == q {
			q.links[i] = p
		}
	}
	p.links, p.known = q.links, q.known
	out.Body, out.Headings, out.Minutes, out.Description = is.Body, is.Headings, is.Minutes, is.Description
	out.Aliases, out.Properties, out.Image = is.Aliases, is.Properties, is.Image
	p.known.quotes = was.quotes
	if p.known.serial = was.serial; !reflect.DeepEqual(was.out.Body, is.Body) {
		p.known.serial = b.next()
	}
	out.Serial.Text = p.known.serial
	b.memory.texts[p.src] = p.known
}

// reconnect fills in what notes say about each other where that may have changed. It reports false
// where other notes than before refer to one.
func (b *builder) reconnect(p *page, r *graph.Revision) (*Revised, bool) {
	changed := &Revised{Notes: []*Note{p.out}}
	seen := map[*page]bool{p: true}
	touch := func(of *page) {
		if !seen[of] {
			seen[of] = true
			changed.Notes = append(changed.Notes, of.out)
		}
	}
	of := func(id note.ID) *page { return b.pages[r.Public.Note(id)] }
	mentions := b.mentions()
	for _, id := range append(slices.Clone(r.Backlinks), p.src.ID) {
		to, before := of(id), of(id).out.Backlinks
		to.out.Backlinks, to.out.Serial.Backlinks = b.quoted(to, 0, b.material.backlinks(id))
		touch(to)
		if !sameSources(before, to.out.Backlinks) {
			return nil, false
		}
	}
	for _, id := range append(slices.Clone(r.Mentions), p.src.ID) {
		to, before := of(id), of(id).out.Mentions
		to.out.Mentions, to.out.Serial.Mentions = b.quoted(to, 1, mentions[id])
		touch(to)
		changed.Leads = changed.Leads || !sameSources(before, to.out.Mentions)
	}
	for id, list := range r.Related {
		to := of(id)
		related := b.related(to, list)
		if !slices.EqualFunc(related, to.out.Related, sameRelated) {
			touch(to)
			changed.Leads = changed.Leads || !slices.EqualFunc(related, to.out.Related, func(x, y Related) bool { return x.Note == y.Note })
		}
		to.out.Related = related
	}
	return changed, true
}

func sameSources(a, b []Backlink) bool {
	return slices.EqualFunc(a, b, func(x, y Backlink) bool { return x.From == y.From })
}

func sameRelated(a, b Related) bool {
	return a.Note == b.Note && slices.Equal(a.Links, b.Links) && slices.Equal(a.Words, b.Words)
}
