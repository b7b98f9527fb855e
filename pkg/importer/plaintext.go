package importer

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
)

// address finds web addresses in plain text; closing punctuation belongs to the sentence.
var address = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `\x{3000}-\x{303f}\x{ac00}-\x{d7a3}]+`)

// PlainText turns plain text into paragraphs: an empty line ends one, every other line end is
// kept as a break, and web addresses become links. Markup is not looked for.
func PlainText(s string) []note.Block {
	var blocks []note.Block
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			p := &note.Paragraph{}
			for i, l := range lines {
				if i > 0 {
					p.Inlines = append(p.Inlines, &note.Break{Hard: true})
				}
				p.Inlines = append(p.Inlines, PlainInlines(l)...)
			}
			blocks = append(blocks, p)
			lines = nil
		}
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for l := range strings.SplitSeq(s, "\n") {
		l = strings.TrimRight(l, " \t")
		if strings.TrimSpace(l) == "" {
			flush()
			continue
		}
		lines = append(lines, l)
	}
	flush()
	return blocks
}

// PlainInlines turns one line of plain text into text and links.
func PlainInlines(s string) []note.Inline {
	var out []note.Inline
	for s != "" {
		at := address.FindStringIndex(s)
		if at == nil {
			break
		}
		url := strings.TrimRight(s[at[0]:at[1]], ".,;:!?)]}…”’")
		if at[0] > 0 {
			out = append(out, &note.Text{Value: s[:at[0]]})
		}
		out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: url}, Bare: true, Inlines: []note.Inline{&note.Text{Value: url}}})
		s = s[at[0]+len(url):]
	}
	if s != "" {
		out = append(out, &note.Text{Value: s})
	}
	return out
}
