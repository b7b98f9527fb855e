package applenotes

import (
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// A body writes the title and the body of one note.
type body struct {
	*store
	note *note.Note
	held map[string]*note.Embed // files that no row of a store describes
}

// blocks turns paragraphs into blocks: lines with nothing between them are one paragraph, as
// they look, and an empty line ends it.
func (b *body) blocks(ps []paragraph) []note.Block {
	var out []note.Block
	var lines []note.Inline
	flush := func() {
		if len(lines) > 0 {
			out = append(out, &note.Paragraph{Inlines: lines})
			lines = nil
		}
	}
	for len(ps) > 0 {
		n := group(ps)
		part := ps[:n]
		ps = ps[n:]
		style := part[0].style
		switch {
		case style.quote:
			flush()
			out = append(out, &note.Quote{Blocks: b.blocks(without(part, func(s *paragraphStyle) { s.quote = false }))})
		case isAligned(style):
			flush()
			out = append(out, aligned(style.align, b.blocks(without(part, func(s *paragraphStyle) { s.align = 0 })))...)
		case isList(style):
			flush()
			out = append(out, b.lists(part, shallowest(part))...)
		case style.kind == kindMono && isCode(part):
			flush()
			out = append(out, codeOf(part)...)
		default:
			lines = b.lines(&out, lines, part[0])
		}
	}
	flush()
	return out
}

// lines adds one paragraph of Notes to out, or to the lines that the next block will be made of.
func (b *body) lines(out *[]note.Block, lines []note.Inline, p paragraph) []note.Inline {
	flush := func() {
		if len(lines) > 0 {
			*out = append(*out, &note.Paragraph{Inlines: lines})
			lines = nil
		}
	}
	if p.blank() {
		flush()
		return lines
	}
	content := b.content(p)
	if level := headingLevel(p.style); level > 0 {
		flush()
		if first, ok := content[0].(*note.Paragraph); ok {
			content[0] = &note.Heading{Level: level, Inlines: first.Inlines}
		}
		*out = append(*out, content...)
		return lines
	}
	only, ok := content[0].(*note.Paragraph)
	if !ok || len(content) > 1 || isPicture(only) {
		flush()
		*out = append(*out, content...)
		return lines
	}
	if len(lines) > 0 {
		lines = append(lines, &note.Break{Hard: true})
	}
	return append(lines, only.Inlines...)
}

// group returns how many of the first paragraphs belong together.
func group(ps []paragraph) int {
	first := ps[0].style
	same := func(s paragraphStyle) bool { return false }
	switch {
	case first.quote:
		same = func(s paragraphStyle) bool { return s.quote }
	case isAligned(first):
		same = func(s paragraphStyle) bool { return isAligned(s) && s.align == first.align && !s.quote }
	case isList(first):
		same = func(s paragraphStyle) bool { return isList(s) && !s.quote }
	case first.kind == kindMono:
		same = func(s paragraphStyle) bool { return s.kind == kindMono && !s.quote && !isAligned(s) }
	}
	n := 1
	for n < len(ps) && same(ps[n].style) {
		n++
	}
	if first.kind == kindMono && !isCode(ps[:n]) && !first.quote && !isAligned(first) {
		return 1
	}
	return n
}

func isList(s paragraphStyle) bool { return s.kind >= kindDotted && s.kind <= kindChecklist }

// isAligned holds for running text only: lists and code have no alignment of their own.
func isAligned(s paragraphStyle) bool {
	return (s.align == alignCenter || s.align == alignRight) && !isList(s) && s.kind != kindMono
}

func headingLevel(s paragraphStyle) int {
	switch s.kind {
	case kindTitle:
		return 1
	case kindHeading:
		return 2
	case kindSubheading:
		return 3
	}
	return 0
}

func without(ps []paragraph, clear func(*paragraphStyle)) []paragraph {
	ps = slices.Clone(ps)
	for i := range ps {
		clear(&ps[i].style)
	}
	return ps
}

// aligned puts blocks into a <div align>: the model of a note has no alignment but this one.
func aligned(align int, blocks []note.Block) []note.Block {
	if len(blocks) == 0 {
		return nil
	}
	side := "center"
	if align == alignRight {
		side = "right"
	}
	open, _ := note.OpenTag("div", note.Attr{Name: "align", Value: side})
	shut, _ := note.CloseTag("div")
	out := []note.Block{&note.HTML{Inlines: []note.Inline{open}}}
	out = append(out, blocks...)
	return append(out, &note.HTML{Inlines: []note.Inline{shut}})
}

// isCode reports whether lines in the fixed-width style can be a block of code: one with a link
// or an attachment cannot.
func isCode(ps []paragraph) bool {
	return !slices.ContainsFunc(ps, func(p paragraph) bool {
		return slices.ContainsFunc(p.pieces, func(pc piece) bool { return pc.style.attachment != "" || pc.style.link != "" })
	})
}

func codeOf(ps []paragraph) []note.Block {
	var sb strings.Builder
	for _, p := range ps {
		sb.WriteString(strings.ReplaceAll(p.plain(), softReturn, "\n"))
		sb.WriteByte('\n')
	}
	text := strings.Trim(sb.String(), "\n")
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []note.Block{&note.Code{Text: text + "\n"}}
}

// content returns what one paragraph holds: running text, and the tables and galleries in it.
// There is at least one block.
func (b *body) content(p paragraph) []note.Block {
	var out []note.Block
	start := 0
	flush := func(end int) {
		if in := b.inlines(p.pieces[start:end]); len(in) > 0 {
			out = append(out, &note.Paragraph{Inlines: in})
		}
	}
	for i, pc := range p.pieces {
		if pc.style.attachment == "" {
			continue
		}
		if blocks := b.blockAttachment(pc.style); blocks != nil {
			flush(i)
			out = append(out, blocks...)
			p.pieces[i].style.attachment = ""
			start = i
		}
	}
	flush(len(p.pieces))
	if len(out) == 0 {
		out = []note.Block{&note.Paragraph{}}
	}
	return out
}

// isPicture reports whether a paragraph shows files and nothing else.
func isPicture(p *note.Paragraph) bool {
	embeds := 0
	for _, in := range p.Inlines {
		switch in := in.(type) {
		case *note.Embed:
			embeds++
		case *note.Text:
			if strings.TrimSpace(in.Value) != "" {
				return false
			}
		default:
			return false
		}
	}
	return embeds > 0
}

func (b *body) report(code string, severity diag.Severity, message, hint string) {
	b.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: b.file.Place, Item: b.note.Source.Item},
		Message: message, Hint: hint, Note: string(b.note.ID)})
}
