package markdown

import (
	"bytes"
	"strings"

	"memopress/pkg/note"
)

// lowerPlain lowers lines without reading markup. Comments stay hidden, and so does what only
// the target of a link says: the name of a note that is perhaps not published.
func (s *state) lowerPlain(text []byte) note.Block {
	p := &note.Paragraph{}
	for line := range bytes.SplitSeq(s.uncomment(text), []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 || s.definesPath(line) {
			continue
		}
		if len(p.Inlines) > 0 {
			p.Inlines = append(p.Inlines, &note.Break{Hard: true})
		}
		p.Inlines = s.addPlain(p.Inlines, line)
	}
	if len(p.Inlines) == 0 {
		return nil
	}
	return p
}

// plainBlocks reads a whole note without markup: paragraphs between blank lines.
func (s *state) plainBlocks(src []byte) []note.Block {
	var out []note.Block
	for part := range bytes.SplitSeq(s.uncomment(src), []byte("\n\n")) {
		if b := s.lowerPlain(part); b != nil {
			out = append(out, b)
		}
	}
	return out
}

// addPlain adds a line of text. Wikilinks in it are links, as far as the note may have them;
// Markdown links keep their text and lose the path.
func (s *state) addPlain(out []note.Inline, line []byte) []note.Inline {
	var text []byte
	flush := func() {
		if len(text) > 0 {
			out = append(out, &note.Text{Value: string(text)})
			text = nil
		}
	}
	for len(line) > 0 {
		i := bytes.IndexAny(line, "[]")
		if i < 0 {
			break
		}
		text = append(text, line[:i]...)
		line = line[i:]
		if inner, n := wikilink(line); n > 0 && s.opts.Dialect == Obsidian {
			embed := bytes.HasSuffix(text, []byte("!"))
			text = bytes.TrimSuffix(text, []byte("!"))
			flush()
			out = append(out, s.plainLink(inner, embed))
			line = line[n:]
			continue
		}
		text = append(text, line[0])
		n := 1
		if line[0] == ']' {
			n += plainPath(line[1:])
		}
		line = line[n:]
	}
	text = append(text, line...)
	flush()
	return out
}

// plainLink makes a link of what stands between "[[" and "]]", of an embed too: text whose
// markup is not read shows nothing but text.
func (s *state) plainLink(inner []byte, embed bool) note.Inline {
	target, display, shown := cutBar(string(inner))
	if embed {
		display, _, _ = imageSize(display)
		shown = display != ""
	}
	if s.plainLinks++; s.plainLinks > maxPlainLinks {
		if !shown {
			display = "…"
		}
		return &note.Text{Value: display}
	}
	ref := nameRef(target)
	if !shown {
		display = ref.Shown()
	}
	return &note.Link{Ref: ref, Bare: !shown, Inlines: []note.Inline{&note.Text{Value: display}}}
}

// plainPath returns the length of "(path "title")" that s begins with, 0 when it begins with
// something else or with an address that names its host: that is no note.
func plainPath(s []byte) int {
	if len(s) == 0 || s[0] != '(' {
		return 0
	}
	n := 1 + blank(s[1:], false)
	size, destination, ok := scanDestination(s[n:])
	if !ok || bytes.Contains(destination, []byte("://")) {
		return 0
	}
	n += size
	n += blank(s[n:], false)
	if n < len(s) && s[n] != ')' {
		_, size := scanTitle(s[n:min(len(s), n+maxLabel)])
		n += size
		n += blank(s[n:], false)
	}
	if n >= len(s) || s[n] != ')' {
		return 0
	}
	return n + 1
}

// definesPath reports whether a line is the definition of a reference to a path.
func (s *state) definesPath(line []byte) bool {
	label, ref, n := readDefinition(line)
	return n == len(line) && !bytes.HasPrefix(label, []byte("^")) && !strings.Contains(string(ref.destination), "://")
}

// uncomment takes comments out of text whose markup is not read, so that no guard brings to
// light what an author hid.
func (s *state) uncomment(text []byte) []byte {
	text = cut(text, []byte("<!--"), []byte("-->"), false)
	if s.opts.Dialect == Obsidian {
		text = cut(text, commentMark, commentMark, true)
	}
	return text
}

// cut removes what stands between the marks, with them. What is not closed is removed up to
// the end when it starts a line (or always, unless startOfLine), else it stays.
func cut(text, open, shut []byte, startOfLine bool) []byte {
	if !bytes.Contains(text, open) {
		return text
	}
	var out []byte
	for {
		i := bytes.Index(text, open)
		if i < 0 {
			return append(out, text...)
		}
		end := bytes.Index(text[i+len(open):], shut)
		if end < 0 {
			if startOfLine && i > 0 && text[i-1] != '\n' {
				return append(out, text...)
			}
			return append(out, text[:i]...)
		}
		out = append(out, text[:i]...)
		text = text[i+len(open)+end+len(shut):]
	}
}
