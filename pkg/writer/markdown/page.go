package markdown

import (
	"path"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// A Page says how a published note is written that has a page on a site: as text of the same
// content, whose links lead from where it lies. Block ids, which only an app reads, are left out.
type Page struct {
	// Link returns the address of what a resolved reference leads to as it may stand in an href,
	// relative or full. ok is false when it leads nowhere; missing and private targets are alike.
	Link func(ref note.Ref) (href string, ok bool)
	// Transclude returns what an embedded note or part of one shows. Nil makes links of them.
	Transclude func(ref note.Ref) (title string, blocks []note.Block, ok bool)
	// Image reports whether an embedded file of that name is shown as an image.
	Image func(name string) bool

	Nothing string // what stands for the name of a note that cannot be shown
	Named   bool   // show it all the same
	Locked  string // what stands for text that its author encrypted
	From    string // the word before the title of an embedded note
}

// WritePage returns n as Write does, for a page.
func WritePage(n *note.Note, p Page) []byte { return write(n, &p) }

// How much a page shows of other notes: notes that embed each other must not fill a disk.
const (
	deepestEmbed  = 5
	mostEmbedded  = 200
	embeddedBytes = 1 << 20
)

// shown is what a page shows of other notes.
type shown struct {
	chain []note.Ref // the embeds that are open
	count int
	bytes int
}

// ref returns a reference as a URL to be written as it is, or one to nothing.
func (p *Page) ref(r note.Ref) note.Ref {
	if href, ok := p.Link(r); ok {
		return note.Ref{Kind: note.RefURL, Target: href}
	}
	return note.Ref{Kind: note.RefNone}
}

// pageLink returns a link with its address; one that leads nowhere as its text.
func (w *writer) pageLink(l *note.Link) *note.Link {
	out := &note.Link{Ref: w.page.ref(l.Ref), Title: l.Title, Inlines: l.Inlines, Bare: l.Bare && l.Ref.Kind == note.RefURL}
	if l.Bare && out.Ref.Kind == note.RefNone && l.Ref.Kind != note.RefURL && !w.page.Named {
		out.Inlines = []note.Inline{&note.Text{Value: w.page.Nothing}}
	}
	return out
}

// embedded returns an embed as the link or the image that stands for it.
func (w *writer) embedded(e *note.Embed) (l *note.Link, image bool) {
	text := e.Alt
	switch {
	case text != "":
	case e.Ref.Kind == note.RefNone:
		text = w.page.Nothing
	case e.Ref.Kind == note.RefPage:
		if w.page.Transclude != nil {
			text, _, _ = w.page.Transclude(e.Ref)
		}
	}
	ref := w.page.ref(e.Ref)
	if ref.Kind == note.RefURL {
		if e.Ref.Kind == note.RefFile || e.Ref.Kind == note.RefURL {
			name, _, _ := strings.Cut(e.Ref.Target, "?")
			image = w.page.Image(name)
		}
		if text == "" && !image {
			text = path.Base(e.Ref.Target)
		}
	}
	l = &note.Link{Ref: ref, Title: e.Title}
	if text != "" {
		l.Inlines = []note.Inline{&note.Text{Value: text}}
	}
	return l, image
}

func (w *writer) pageEmbed(out []piece, e *note.Embed, at where, active uint16) []piece {
	l, image := w.embedded(e)
	switch {
	case image:
		return append(out, piece{kind: rawPiece, s: bars(embed(&note.Embed{Ref: l.Ref, Alt: e.Alt, Title: e.Title}), at)})
	case l.Ref.Kind == note.RefNone, at.link && !at.note:
		return w.pieces(out, l.Inlines, at, active)
	}
	return append(out, piece{kind: rawPiece, s: w.link(l, at, false)})
}

// paragraph writes a paragraph. Notes embedded in it stand between its parts, as quotations.
func (w *writer) paragraph(p *note.Paragraph) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	from := 0
	for i, in := range p.Inlines {
		if e, ok := in.(*note.Embed); ok && e.Ref.Kind == note.RefPage {
			if s := w.transclude(e); s != "" {
				add(w.inlines(p.Inlines[from:i], where{}))
				add(s)
				from = i + 1
			}
		}
	}
	add(w.inlines(p.Inlines[from:], where{}))
	return strings.Join(parts, "\n\n")
}

// transclude writes an embedded note as a quotation under its title, "" when it is not to be
// shown here.
func (w *writer) transclude(e *note.Embed) string {
	if w.page.Transclude == nil {
		return ""
	}
	if w.shown == nil {
		w.shown = &shown{}
	}
	if w.shown.count >= mostEmbedded || w.shown.bytes > embeddedBytes || len(w.shown.chain) >= deepestEmbed {
		return ""
	}
	for _, up := range w.shown.chain {
		if up.Target == e.Ref.Target && up.Anchor == e.Ref.Anchor {
			return "" // they embed each other
		}
	}
	title, blocks, ok := w.page.Transclude(e.Ref)
	if !ok {
		return ""
	}
	if e.Alt != "" {
		title = e.Alt
	}
	w.shown.count++
	w.shown.chain = append(w.shown.chain, e.Ref)
	// Footnotes of two notes may have one label: those of the other note get the number of the
	// embed before theirs.
	inner := writer{labels: map[string]string{}, page: w.page, shown: w.shown, prefix: strconv.Itoa(w.shown.count) + "-"}
	inner.collectLabels(blocks)
	text := inner.blocks(blocks, false)
	w.shown.chain = w.shown.chain[:len(w.shown.chain)-1]
	w.shown.bytes += len(text)
	head := w.inlines([]note.Inline{
		&note.Text{Value: w.page.From + " "},
		&note.Link{Ref: e.Ref, Inlines: []note.Inline{&note.Text{Value: title}}},
	}, where{quote: true})
	if text != "" {
		head += "\n\n" + text
	}
	return indent(head, "> ", "> ")
}
