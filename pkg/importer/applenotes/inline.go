package applenotes

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A layer is one property of inline styles, in the order in which they lie around the text.
type layer struct {
	same func(a, b *inlineStyle) bool
	wrap func(b *body, s *inlineStyle, inner []note.Inline) []note.Inline
}

var layers = []layer{
	{func(a, b *inlineStyle) bool { return a.link == b.link }, (*body).link},
	{func(a, b *inlineStyle) bool { return a.highlight == b.highlight }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.highlight != "", note.Highlight, s.highlight, inner)
	}},
	{func(a, b *inlineStyle) bool { return a.color == b.color }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.color != "", note.Colored, s.color, inner)
	}},
	{func(a, b *inlineStyle) bool { return a.bold == b.bold }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.bold, note.Strong, "", inner)
	}},
	{func(a, b *inlineStyle) bool { return a.italic == b.italic }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.italic, note.Emphasis, "", inner)
	}},
	{func(a, b *inlineStyle) bool { return a.underline == b.underline }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.underline, note.Underline, "", inner)
	}},
	{func(a, b *inlineStyle) bool { return a.strike == b.strike }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		return styled(s.strike, note.Strike, "", inner)
	}},
	{func(a, b *inlineStyle) bool { return a.script == b.script }, func(_ *body, s *inlineStyle, inner []note.Inline) []note.Inline {
		if s.script < 0 {
			return styled(true, note.Subscript, "", inner)
		}
		return styled(s.script > 0, note.Superscript, "", inner)
	}},
}

func styled(on bool, style note.Style, color string, inner []note.Inline) []note.Inline {
	if !on || len(inner) == 0 {
		return inner
	}
	return []note.Inline{&note.Styled{Style: style, Color: color, Inlines: inner}}
}

// inlines turns pieces into running text. Neighbours that share a property share its node.
func (b *body) inlines(pieces []piece) []note.Inline { return b.layered(pieces, layers) }

func (b *body) layered(pieces []piece, layers []layer) []note.Inline {
	var out []note.Inline
	if len(layers) == 0 {
		for _, p := range pieces {
			out = append(out, b.leaf(p)...)
		}
		return out
	}
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && layers[0].same(&pieces[0].style, &pieces[n].style) {
			n++
		}
		out = append(out, layers[0].wrap(b, &pieces[0].style, b.layered(pieces[:n], layers[1:]))...)
		pieces = pieces[n:]
	}
	return out
}

// leaf is what one piece shows: what is attached there, or its text, in which U+2028 ends a line.
func (b *body) leaf(p piece) []note.Inline {
	var out []note.Inline
	if p.style.attachment != "" {
		out = b.inlineAttachment(p.style)
	}
	text := norm.NFC.String(strings.ReplaceAll(p.text, placeholder, ""))
	for i, line := range strings.Split(text, softReturn) {
		if i > 0 {
			out = append(out, &note.Break{Hard: true})
		}
		switch {
		case line == "":
		case p.style.link != "":
			out = append(out, &note.Text{Value: line})
		default:
			out = append(out, importer.PlainInlines(line)...)
		}
	}
	return out
}

// softReturn ends a line inside a paragraph.
const softReturn = "\u2028"

// link puts a link around text. Links to other notes are known by the scheme that Notes gives
// them.
func (b *body) link(s *inlineStyle, inner []note.Inline) []note.Inline {
	if s.link == "" || len(inner) == 0 {
		return inner
	}
	if id, ok := linkedNote(s.link); ok {
		return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefNote, Target: string(noteID(id)), Title: oneLine(note.PlainText(inner))}, Inlines: inner}}
	}
	text := strings.TrimSpace(note.PlainText(inner))
	bare := text == s.link || text == strings.TrimPrefix(strings.TrimPrefix(s.link, "https://"), "http://")
	return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: s.link}, Bare: bare, Inlines: inner}}
}

// linkedNote returns the identifier of the note that a link of Notes leads to:
// "applenotes:note/<uuid>?ownerIdentifier=…" and "notes://showNote?identifier=<uuid>".
func linkedNote(url string) (string, bool) {
	lower := strings.ToLower(url)
	for _, scheme := range []string{"applenotes:", "notes:", "mobilenotes:"} {
		rest, ok := strings.CutPrefix(lower, scheme)
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, "//")
		id, ok := strings.CutPrefix(rest, "note/")
		if !ok {
			if _, id, ok = strings.Cut(rest, "identifier="); !ok || !strings.HasPrefix(rest, "shownote") {
				return "", false
			}
		}
		if end := strings.IndexAny(id, "?&#/"); end >= 0 {
			id = id[:end]
		}
		return strings.ToUpper(id), id != ""
	}
	return "", false
}

// noteID returns the ID of the note with that identifier.
func noteID(identifier string) note.ID {
	return note.ID("apple-notes:" + strings.ToUpper(norm.NFC.String(identifier)))
}

// oneLine joins the lines of s and composes its letters; what stands for attachments goes.
func oneLine(s string) string { return importer.OneLine(strings.ReplaceAll(s, placeholder, " ")) }
