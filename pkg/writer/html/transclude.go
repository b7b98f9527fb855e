package html

import (
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// maxEmbeds is how many notes a page shows inside itself. Each costs a search through the whole of
// the note that it is a part of, however little of it is shown.
const maxEmbeds = 2000

// embedNote writes a note inside the note, or a link when there is nothing to show, when the
// chain of embeds comes back to where it has been, or when it gets too long.
func (s *state) embedNote(e *note.Embed) {
	t, ok := s.transclude(e)
	if !ok {
		s.raw("<p>")
		s.push("p")
		s.embed(e)
		s.pop()
		s.raw("</p>\n")
		return
	}
	s.features.Embed = true
	s.embeds++
	if len(s.chain) == 1 {
		s.line, s.column = e.Ref.Line, e.Ref.Column
	}
	s.newline()
	s.raw(`<section class="embed"`)
	s.foreign(t.Language, t.Direction)
	s.raw(">\n" + `<p class="embed-source"><span>`)
	s.text(s.message("embed"))
	s.raw(`</span> `)
	title := t.Title
	if e.Alt != "" {
		title = e.Alt
	}
	s.link(&note.Link{Ref: note.Ref{Kind: note.RefPage, Target: t.Address, Anchor: e.Ref.Anchor}, Inlines: []note.Inline{&note.Text{Value: title}}})
	s.raw("</p>\n")

	scopeBefore, chain, before, embedded := s.scope, s.chain, len(s.out), s.embedded
	language, direction := s.page.Language, s.page.Direction
	s.chain = append(chain[:len(chain):len(chain)], place{t.Address, e.Ref.Anchor, t.Title})
	whole := t.Whole
	if whole == nil {
		whole = t.Blocks
	}
	s.scope = &scope{blocks: whole, chain: s.chain}
	if t.Language != "" {
		s.page.Language = t.Language
	}
	if t.Direction != "" {
		s.page.Direction = t.Direction
	}
	lower := s.lower
	s.lower = s.below(t.Blocks)
	s.push("section")
	s.blocks(t.Blocks)
	s.pop()
	s.lower = lower
	s.scope, s.chain = scopeBefore, chain
	s.page.Language, s.page.Direction = language, direction
	s.embedded = embedded + len(s.out) - before
	s.newline()
	s.raw("</section>\n")
}

// below returns by how much the headings of an embedded note go down: no heading in a note is as
// high as a page's title.
func (s *state) below(blocks []note.Block) int {
	if s.w.opts.HeadingOffset > 0 {
		return 0
	}
	found := 0
	note.Walk(blocks, func(n any) bool {
		if h, ok := n.(*note.Heading); ok && h.Level == 1 {
			found = 1
		}
		return found == 0
	})
	return found
}

// transclude looks up what an embed shows and whether it may be shown here.
func (s *state) transclude(e *note.Embed) (Transclusion, bool) {
	if s.page.Transclude == nil || e.Ref.Kind != note.RefPage || s.inLink() {
		return Transclusion{}, false
	}
	next := place{address: e.Ref.Target, anchor: e.Ref.Anchor}
	if s.embedded > s.w.opts.EmbedBudget || s.embeds >= maxEmbeds {
		s.report(diag.Warning, "M002", &e.Ref, "the note embeds too much; "+next.String()+" is shown as a link", "")
		return Transclusion{}, false
	}
	t, ok := s.page.Transclude(e.Ref)
	if !ok {
		return Transclusion{}, false
	}
	next = place{t.Address, e.Ref.Anchor, t.Title}
	for _, p := range s.chain {
		if p.address == next.address && p.anchor == next.anchor {
			s.report(diag.Warning, "M001", &e.Ref, "notes embed each other: "+s.names(next), "the innermost embed is shown as a link")
			return Transclusion{}, false
		}
	}
	if len(s.chain) > s.w.opts.EmbedDepth {
		s.report(diag.Warning, "M002", &e.Ref, "embeds are nested too deep: "+s.names(next), "the innermost embed is shown as a link")
		return Transclusion{}, false
	}
	return t, true
}

// names writes the chain of embeds down to next.
func (s *state) names(next place) string {
	var sb strings.Builder
	for _, p := range s.chain {
		sb.WriteString(p.String())
		sb.WriteString(" → ")
	}
	sb.WriteString(next.String())
	return sb.String()
}

// String returns the title, or the address of a page whose title is not known, and the part.
func (p place) String() string {
	name := p.title
	if name == "" {
		name = pageName(p.address)
	}
	if p.anchor != "" {
		name += "#" + p.anchor
	}
	return name
}

// foreign writes lang and dir where they differ from the page's.
func (s *state) foreign(language, direction string) {
	if language != "" && language != s.page.Language && s.page.Language != "" {
		s.attr("lang", language)
	}
	if direction != "" && direction != s.pageDirection() {
		s.attr("dir", direction)
	}
}
