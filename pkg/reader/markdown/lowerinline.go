package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"memopress/pkg/note"
)

// inlines lowers the inline children of a block; nil when nothing is left of them.
func (l *lowerer) inlines(n ast.Node) []note.Inline {
	out := l.within(n)
	if isBlank(out) {
		return nil
	}
	// A comment at the start or end of a paragraph leaves the space or break beside it.
	if t, ok := out[0].(*note.Text); ok && l.isComment(n.FirstChild()) {
		t.Value = strings.TrimLeft(t.Value, " ")
	}
	for {
		if _, ok := out[len(out)-1].(*note.Break); !ok {
			return out
		}
		out = out[:len(out)-1]
	}
}

// isBlank reports whether nothing of running text would show.
func isBlank(inlines []note.Inline) bool {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			if strings.Trim(in.Value, " \t\n") != "" {
				return false
			}
		case *note.Break:
		default:
			return false
		}
	}
	return true
}

// isComment reports whether n leaves nothing.
func (l *lowerer) isComment(n ast.Node) bool {
	switch n := n.(type) {
	case *leaf:
		return n.inline == nil
	case *ast.RawHTML:
		first := n.Segments.At(0)
		return bytes.HasPrefix(l.src[first.Start:first.Stop], []byte("<!--"))
	}
	return false
}

// within lowers the children of n.
func (l *lowerer) within(n ast.Node) []note.Inline {
	if !n.HasChildren() {
		return nil
	}
	return l.addWithin(make([]note.Inline, 0, n.ChildCount()), n)
}

// addWithin adds the lowered children of n to out. Text that follows text becomes one.
func (l *lowerer) addWithin(out []note.Inline, n ast.Node) []note.Inline {
	mark := len(l.text)
	var unclosed []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			segment := t.Segment
			for next := followsOn(t); next != nil; next = followsOn(t) {
				segment.Stop = next.Segment.Stop
				t, c = next, next
			}
			l.text = appendText(l.text, segment.Value(l.src), l.opts.SmartPunct)
			if t.SoftLineBreak() || t.HardLineBreak() {
				out = append(l.flush(out, mark), &note.Break{Hard: t.HardLineBreak() || l.opts.HardBreaks})
			}
			continue
		}
		if l.isComment(c) {
			continue
		}
		if t, ok := l.asText(c); ok {
			l.text = append(l.text, t...)
			continue
		}
		out = l.inline(l.flush(out, mark), c)
		if name := l.silentTag(c); name != "" && !slices.Contains(unclosed, name) {
			if end := l.closing(c, name); end != nil {
				c = end
			} else {
				unclosed = append(unclosed, name) // nor will a later one be
			}
		}
	}
	return l.flush(out, mark)
}

// followsOn returns the text that goes on behind t in the same line, nil for none. Where a mark turned
// out to be none, goldmark parts the text, even inside an entity.
func followsOn(t *ast.Text) *ast.Text {
	next, ok := t.NextSibling().(*ast.Text)
	if !ok || t.SoftLineBreak() || t.HardLineBreak() || next.Segment.Start != t.Segment.Stop || next.Segment.Padding > 0 {
		return nil
	}
	return next
}

// asText returns the text of what is shown as text where it stands: an emoji, and in a link a
// tag.
func (l *lowerer) asText(n ast.Node) (string, bool) {
	lf, ok := n.(*leaf)
	if !ok {
		return "", false
	}
	switch in := lf.inline.(type) {
	case *note.Text:
		return in.Value, true
	case *note.Hashtag:
		return "#" + in.Name, l.inLink > 0
	}
	return "", false
}

// flush ends the running text that began at mark.
func (l *lowerer) flush(out []note.Inline, mark int) []note.Inline {
	if len(l.text) == mark {
		return out
	}
	s := string(l.text[mark:])
	l.text = l.text[:mark]
	return l.addText(out, s)
}

func (l *lowerer) inline(out []note.Inline, n ast.Node) []note.Inline {
	switch n := n.(type) {
	case *leaf:
		if link, ok := n.inline.(*note.Link); ok && l.inLink > 0 {
			if link.Bare && link.Ref.Kind == note.RefName {
				// An image's text cannot be resolved, so it must not name the note.
				return append(out, &note.Text{Value: "…"})
			}
			return append(out, link.Inlines...)
		}
		return append(out, l.leafInline(n))
	case *styled:
		return l.nested(out, n, func(in []note.Inline) note.Inline { return &note.Styled{Style: n.style, Inlines: in} })
	case *link:
		if l.inLink > 0 && !n.image { // a link is no part of another
			return l.addWithin(out, n)
		}
		l.inLink++
		out = l.nested(out, n, func(in []note.Inline) note.Inline { return l.lowerLink(n, in) })
		l.inLink--
		return out
	case *inlineNote:
		return l.nested(out, n, func(in []note.Inline) note.Inline { return &note.InlineNote{Inlines: in} })
	case *ast.CodeSpan:
		return append(out, l.lowerCode(n))
	case *ast.AutoLink:
		return append(out, l.lowerAutoLink(n))
	case *ast.RawHTML:
		return l.lowerHTML(out, n)
	case *blockID:
		l.id = n.id
		if len(out) > 0 {
			if t, ok := out[len(out)-1].(*note.Text); ok {
				t.Value = strings.TrimRight(t.Value, " \t")
			}
		}
	}
	return out
}

// nested lowers children that stand in a style of their own. Too deep they stand as they are.
func (l *lowerer) nested(out []note.Inline, n ast.Node, wrap func([]note.Inline) note.Inline) []note.Inline {
	if l.depth >= maxStyles {
		l.report(max(n.Pos(), 0), "styles and links nest more than 100 deep; deeper ones are left out", "nest less")
		return l.addWithin(out, n)
	}
	l.depth++
	inlines := l.within(n)
	l.depth--
	return append(out, wrap(inlines))
}

func (l *lowerer) leafInline(n *leaf) note.Inline {
	if m, ok := n.inline.(*note.MathSpan); ok {
		m.Text = l.unbar(m.Text)
	}
	return n.inline
}

// lowerAutoLink lowers <https://example.com> and <me@example.com>.
func (l *lowerer) lowerAutoLink(n *ast.AutoLink) note.Inline {
	label := string(n.Label(l.src))
	if l.inLink > 0 {
		return &note.Text{Value: label}
	}
	ref := note.Ref{Kind: note.RefURL, Target: label}
	if n.AutoLinkType == ast.AutoLinkEmail {
		ref.Target = "mailto:" + label
	}
	if pos := n.Pos(); pos >= 0 {
		l.locate(&ref, pos, min(pos+len(label)+2, len(l.src)))
	}
	return &note.Link{Ref: ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: label}}}
}
