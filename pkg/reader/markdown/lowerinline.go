package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"memopress/pkg/note"
)

// inlines lowers the inline children of a block.
func (l *lowerer) inlines(n ast.Node) []note.Inline {
	out := l.within(n)
	// Comments at the end of a paragraph leave the breaks before them.
	for len(out) > 0 {
		if _, ok := out[len(out)-1].(*note.Break); !ok {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// within lowers the children of n. Text that follows text becomes one.
func (l *lowerer) within(n ast.Node) []note.Inline {
	var out []note.Inline
	mark := len(l.text)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			l.text = appendText(l.text, t.Segment.Value(l.src), l.opts.SmartPunct)
			if t.SoftLineBreak() || t.HardLineBreak() {
				out = append(l.flush(out, mark), &note.Break{Hard: t.HardLineBreak() || l.opts.HardBreaks})
			}
			continue
		}
		if t, ok := l.asText(c); ok {
			l.text = append(l.text, t...)
			continue
		}
		out = l.inline(l.flush(out, mark), c)
	}
	return l.flush(out, mark)
}

// asText returns the text of what is shown as text where it stands: an emoji, and in a link a
// tag.
func (l *lowerer) asText(n ast.Node) (string, bool) {
	lf, ok := n.(*leaf)
	if !ok {
		return "", false
	}
	switch in := lf.inline.(type) {
	case nil:
		return "", true
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
		return append(out, l.leafInline(n))
	case *styled:
		return l.nested(out, n, func(in []note.Inline) note.Inline { return &note.Styled{Style: n.style, Inlines: in} })
	case *link:
		if l.inLink > 0 && !n.image { // a link is no part of another
			return append(out, l.within(n)...)
		}
		return append(out, l.lowerLink(n))
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
				t.Value = string(bytes.TrimRight([]byte(t.Value), " \t"))
			}
		}
	}
	return out
}

// nested lowers children that stand in a style of their own. Too deep they stand as they are.
func (l *lowerer) nested(out []note.Inline, n ast.Node, wrap func([]note.Inline) note.Inline) []note.Inline {
	l.depth++
	inlines := l.within(n)
	l.depth--
	if l.depth >= maxStyles {
		return append(out, inlines...)
	}
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
	ref := note.Ref{Kind: note.RefURL, Target: label}
	if n.AutoLinkType == ast.AutoLinkEmail {
		ref.Target = "mailto:" + label
	}
	if pos := n.Pos(); pos >= 0 {
		l.locate(&ref, pos, min(pos+len(label)+2, len(l.src)))
	}
	return &note.Link{Ref: ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: label}}}
}
