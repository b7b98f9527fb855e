package office

import (
	"strings"

	"memopress/pkg/note"
)

// A Format is how a run of text looks.
type Format struct {
	Bold, Italic, Underline, Strike, Code, Sub, Super bool

	Highlight string // a colour's name or "#rrggbb"; "yellow" is the usual one
	Color     string
}

// A Span is an inline in a format. Text in the format of code becomes code.
type Span struct {
	Format Format
	Inline note.Inline
}

// levels are the styles from the outermost in.
var levels = []struct {
	style note.Style
	of    func(Format) (color string, on bool)
}{
	{note.Highlight, func(f Format) (string, bool) { return strings.TrimPrefix(f.Highlight, "yellow"), f.Highlight != "" }},
	{note.Colored, func(f Format) (string, bool) { return f.Color, f.Color != "" }},
	{note.Strong, func(f Format) (string, bool) { return "", f.Bold }},
	{note.Emphasis, func(f Format) (string, bool) { return "", f.Italic }},
	{note.Underline, func(f Format) (string, bool) { return "", f.Underline }},
	{note.Strike, func(f Format) (string, bool) { return "", f.Strike }},
	{note.Subscript, func(f Format) (string, bool) { return "", f.Sub }},
	{note.Superscript, func(f Format) (string, bool) { return "", f.Super }},
}

// maxSpans is how many changes of format one paragraph may have. No paragraph that somebody wrote
// comes near; the words of one that has more are kept without their format.
const maxSpans = 5_000

// Inlines makes running text of spans: neighbours that share a style share one node.
func Inlines(spans []Span) []note.Inline {
	spans = plainSpaces(spans)
	if len(spans) > maxSpans {
		for i := range spans {
			spans[i].Format = Format{}
		}
		spans = plainSpaces(spans)
	}
	return inlines(spans, 0)
}

// plainSpaces takes the format off white space at the edges of a formatted stretch, where it
// cannot be seen and where Markdown has no way to write it.
func plainSpaces(spans []Span) []Span {
	out := make([]Span, 0, len(spans))
	var text strings.Builder // of the last span, when it is text
	for _, s := range spans {
		t, ok := s.Inline.(*note.Text)
		if ok && t.Value == "" {
			continue
		}
		if ok && !s.Format.Code && strings.TrimSpace(t.Value) == "" {
			s.Format = Format{Underline: s.Format.Underline, Strike: s.Format.Strike, Highlight: s.Format.Highlight, Code: s.Format.Code}
		}
		if n := len(out); ok && text.Len() > 0 && out[n-1].Format == s.Format {
			text.WriteString(t.Value)
			continue
		}
		endText(out, &text)
		if ok {
			text.WriteString(t.Value)
		}
		out = append(out, s)
	}
	endText(out, &text)
	// a space between two stretches of one format belongs to it
	for i := 1; i+1 < len(out); i++ {
		if t, ok := out[i].Inline.(*note.Text); ok && strings.TrimSpace(t.Value) == "" && out[i-1].Format == out[i+1].Format {
			out[i].Format = out[i-1].Format
		}
	}
	return out
}

// endText gives the last span its whole text.
func endText(spans []Span, text *strings.Builder) {
	if text.Len() > 0 {
		spans[len(spans)-1].Inline = &note.Text{Value: text.String()}
		text.Reset()
	}
}

func inlines(spans []Span, level int) []note.Inline {
	if level == len(levels) {
		return leaves(spans)
	}
	var out []note.Inline
	for i := 0; i < len(spans); {
		color, on := levels[level].of(spans[i].Format)
		end := i + 1
		for end < len(spans) {
			c, o := levels[level].of(spans[end].Format)
			if c != color || o != on {
				break
			}
			end++
		}
		inner := inlines(spans[i:end], level+1)
		if on && len(inner) > 0 {
			inner = []note.Inline{&note.Styled{Style: levels[level].style, Color: color, Inlines: inner}}
		}
		out = append(out, inner...)
		i = end
	}
	return out
}

// leaves returns the inlines of spans, neighbouring texts joined.
func leaves(spans []Span) []note.Inline {
	var out []note.Inline
	for _, s := range spans {
		t, ok := s.Inline.(*note.Text)
		if !ok {
			out = append(out, s.Inline)
			continue
		}
		if s.Format.Code {
			if n := len(out); n > 0 {
				if last, ok := out[n-1].(*note.CodeSpan); ok {
					out[n-1] = &note.CodeSpan{Text: last.Text + t.Value}
					continue
				}
			}
			out = append(out, &note.CodeSpan{Text: t.Value})
			continue
		}
		if n := len(out); n > 0 {
			if last, ok := out[n-1].(*note.Text); ok {
				out[n-1] = &note.Text{Value: last.Value + t.Value}
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// Trim takes white space and breaks off both ends of spans.
func Trim(spans []Span) []Span {
	blank := func(s Span) bool {
		switch in := s.Inline.(type) {
		case *note.Text:
			return strings.TrimSpace(in.Value) == ""
		case *note.Break:
			return true
		}
		return false
	}
	for len(spans) > 0 && blank(spans[0]) {
		spans = spans[1:]
	}
	for len(spans) > 0 && blank(spans[len(spans)-1]) {
		spans = spans[:len(spans)-1]
	}
	if len(spans) == 0 {
		return nil
	}
	if t, ok := spans[0].Inline.(*note.Text); ok && !spans[0].Format.Code {
		spans[0].Inline = &note.Text{Value: strings.TrimLeft(t.Value, " \t\n")}
	}
	last := &spans[len(spans)-1]
	if t, ok := last.Inline.(*note.Text); ok && !last.Format.Code {
		last.Inline = &note.Text{Value: strings.TrimRight(t.Value, " \t\n")}
	}
	return spans
}

// Plain returns the words of spans.
func Plain(spans []Span) string { return note.PlainText(leaves(spans)) }

// Lines returns the words of code, split at its breaks.
func Lines(spans []Span) []string {
	var sb strings.Builder
	for _, s := range spans {
		if _, ok := s.Inline.(*note.Break); ok {
			sb.WriteByte('\n')
			continue
		}
		sb.WriteString(note.PlainText([]note.Inline{s.Inline}))
	}
	return strings.Split(sb.String(), "\n")
}

// OnlyCode reports whether all of spans is text in the format of code.
func OnlyCode(spans []Span) bool {
	for _, s := range spans {
		switch s.Inline.(type) {
		case *note.Text:
			if !s.Format.Code {
				return false
			}
		case *note.Break:
		default:
			return false
		}
	}
	return len(spans) > 0
}

// Mono reports whether a font is one for code: all its letters have one width.
func Mono(font string) bool {
	font = strings.ToLower(font)
	for _, f := range []string{"consolas", "courier", "menlo", "monaco", "d2coding", "lucida console", "source code", "cascadia", "fira code", "fira mono",
		"jetbrains mono", "나눔고딕코딩", "nanumgothiccoding", "nanum gothic coding", "liberation mono", "dejavu sans mono", "ubuntu mono", "roboto mono", "noto sans mono", "sf mono"} {
		if strings.Contains(font, f) {
			return true
		}
	}
	return false
}
