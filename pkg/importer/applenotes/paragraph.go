package applenotes

import (
	"strings"
	"unicode/utf16"
)

// A piece is text in one inline style.
type piece struct {
	text  string
	style inlineStyle
}

// A paragraph is one line of a note as Notes counts them, without its line end.
type paragraph struct {
	style  paragraphStyle
	pieces []piece
}

// placeholder stands in the text where an attachment is.
const placeholder = "\ufffc"

// paragraphs cuts the text at its line ends and into pieces at the ends of runs. Text after the
// last run, which only damaged notes have, is plain.
func (d document) paragraphs() []paragraph {
	var out []paragraph
	usual := paragraphStyle{kind: kindBody}
	p, begun := paragraph{style: usual}, false
	add := func(units []uint16, r run) {
		for len(units) > 0 {
			end := lineEnd(units)
			if !begun || p.style == usual {
				p.style, begun = r.paragraph, true
			}
			if end > 0 {
				p.add(string(utf16.Decode(units[:end])), r.inline)
			}
			if end == len(units) {
				return
			}
			out = append(out, p)
			p, begun = paragraph{style: usual}, false
			units = units[end+1:]
		}
	}
	rest, over := d.text, 0
	for _, r := range d.runs {
		n := min(max(r.length-over, 0), len(rest))
		over = 0
		if n > 0 && n < len(rest) && rest[n-1]&0xfc00 == 0xd800 && rest[n]&0xfc00 == 0xdc00 {
			n, over = n+1, 1 // a character is not cut in two; the next run is shorter for it
		}
		add(rest[:n], r)
		if rest = rest[n:]; len(rest) == 0 {
			break
		}
	}
	add(rest, run{paragraph: usual})
	if begun {
		out = append(out, p)
	}
	return out
}

// lineEnd returns where the first line of units ends.
func lineEnd(units []uint16) int {
	for i, u := range units {
		if u == '\n' {
			return i
		}
	}
	return len(units)
}

// add appends text, to the last piece when that is set in the same way. Each attachment is a
// piece of its own.
func (p *paragraph) add(text string, style inlineStyle) {
	if n := len(p.pieces); n > 0 && p.pieces[n-1].style == style && style.attachment == "" {
		p.pieces[n-1].text += text
		return
	}
	p.pieces = append(p.pieces, piece{text, style})
}

// plain returns the paragraph's text without attachments.
func (p paragraph) plain() string {
	var sb strings.Builder
	for _, pc := range p.pieces {
		sb.WriteString(pc.text)
	}
	return strings.ReplaceAll(sb.String(), placeholder, "")
}

// blank reports whether the paragraph shows nothing.
func (p paragraph) blank() bool {
	for _, pc := range p.pieces {
		if pc.style.attachment != "" || strings.TrimSpace(pc.text) != "" {
			return false
		}
	}
	return true
}
