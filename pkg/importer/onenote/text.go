package onenote

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/note"
)

// A paragraph is what a text object becomes.
type paragraph struct {
	blocks  []note.Block
	heading bool
	task    rune
}

// A format is how a run of text is set.
type format struct {
	bold, italic, underline, strike, sub, super bool
	color, highlight                            string
	link                                        string
}

// A run is text in one format, with what the file keeps beside it.
type run struct {
	text   []uint16
	style  store.Set
	data   store.Set
	hidden bool
}

// text reads a paragraph: its runs, its style and its tags.
func (b *body) text(o *store.Object) paragraph {
	p := paragraph{}
	t := b.tags(o)
	p.task = t.task
	name := ""
	for _, id := range o.IDs(propStyle) {
		if s, err := b.space.Object(id); err == nil {
			name = strings.ToLower(s.Text(propStyleName))
		}
	}
	runs := b.runs(o)
	blocks, inlines := b.inlines(runs)
	switch {
	case len(inlines) == 0 || !visible(inlines):
	case name == "code":
		p.blocks = []note.Block{&note.Code{Text: note.PlainText(inlines) + "\n"}}
	case name == "blockquote":
		p.blocks = []note.Block{&note.Quote{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}}}
	case len(name) == 2 && name[0] == 'h' && '1' <= name[1] && name[1] <= '6':
		p.heading = true
		p.blocks = []note.Block{&note.Heading{Level: int(name[1] - '0'), Inlines: inlines}}
	default:
		p.blocks = []note.Block{&note.Paragraph{Inlines: inlines}}
	}
	if m := formula(inlines); m != nil {
		p.blocks = []note.Block{m}
	}
	p.blocks = withTags(append(p.blocks, blocks...), t.labels)
	return p
}

// visible reports whether inlines show anything.
func visible(inlines []note.Inline) bool {
	shown := false
	note.WalkInlines(inlines, func(node any) bool {
		switch node := node.(type) {
		case *note.Text:
			shown = shown || strings.TrimSpace(node.Value) != ""
		case *note.MathSpan, *note.Embed, *note.CodeSpan:
			shown = true
		}
		return !shown
	})
	return shown
}

// formula returns the displayed formula that a paragraph of nothing else is.
func formula(inlines []note.Inline) note.Block {
	if len(inlines) != 1 {
		return nil
	}
	if m, ok := inlines[0].(*note.MathSpan); ok {
		return &note.Math{Text: m.Text}
	}
	return nil
}

// runs cuts a paragraph's text where its format changes. The ends are counted in UTF-16 units,
// and the last run goes to the end of the text (MS-ONE 2.3.76).
func (b *body) runs(o *store.Object) []run {
	text := textOf(o.Set)
	ends, data := o.Bytes(propRunEnds), o.Sets(propRunData)
	var out []run
	from := 0
	for i, id := range o.IDs(propRunStyles) {
		to := len(text)
		if 4*i+4 <= len(ends) {
			to = min(int(min(binary.LittleEndian.Uint32(ends[4*i:]), 1<<30)), len(text))
		}
		r := run{}
		if to > from {
			r.text = text[from:to]
			from = to
		}
		if s, err := b.space.Object(id); err == nil {
			r.style = s.Set
		}
		if i < len(data) {
			r.data = data[i]
		}
		r.hidden = r.style.Bool(propHidden)
		out = append(out, r)
	}
	if from < len(text) {
		out = append(out, run{text: text[from:]})
	}
	return out
}

// textOf returns the text of an object. Text that needs one byte for a character is stored so.
func textOf(s store.Set) []uint16 {
	if raw := s.Bytes(propText); len(raw) > 1 {
		out := make([]uint16, len(raw)/2)
		for i := range out {
			out[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		for len(out) > 0 && out[len(out)-1] == 0 {
			out = out[:len(out)-1]
		}
		return out
	}
	var out []uint16
	for _, c := range s.Bytes(propTextNarrow) {
		out = append(out, uint16(charmap.Windows1252.DecodeByte(c)))
	}
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// fieldMark begins the hidden text that holds the address of a link.
const fieldMark = 0xfddf

// field matches that text after its mark.
var field = regexp.MustCompile(`^\s*HYPERLINK\s+"([^"]*)"`)

// inlines turns runs into inlines, and what stands in a paragraph as an object into blocks.
func (b *body) inlines(runs []run) ([]note.Block, []note.Inline) {
	w := &lineWriter{body: b}
	var blocks []note.Block
	var drawings []*store.Object
	link := ""
	for i := 0; i < len(runs); i++ {
		r := runs[i]
		for _, id := range r.data.IDs(propInkData) {
			drawings = append(drawings, &store.Object{ID: id, Type: typeInk, Set: r.data})
		}
		if r.style.Bool(propMath) {
			to := i
			for to+1 < len(runs) && runs[to+1].style.Bool(propMath) {
				to++
			}
			w.math(runs[i : to+1])
			i, link = to, ""
			continue
		}
		text := r.text
		if at := slices.Index(text, fieldMark); at >= 0 {
			w.write(text[:at], b.format(r.style, link))
			rest := string(utf16.Decode(text[at+1:]))
			link = ""
			if m := field.FindStringSubmatch(rest); m != nil {
				link = m[1]
				rest = rest[len(m[0]):]
			}
			w.write(units(rest), b.format(r.style, link))
			continue
		}
		if !r.style.Bool(propHyperlink) {
			link = ""
		}
		if r.hidden {
			continue
		}
		f := b.format(r.style, link)
		if f.link == "" && r.style.Bool(propHyperlink) {
			if f.link = r.data.Text(propURL); f.link == "" {
				f.link = strings.TrimSpace(string(utf16.Decode(text)))
			}
		}
		w.write(text, f)
	}
	if len(drawings) > 0 {
		blocks = b.ink(drawings, "")
	}
	return blocks, w.finish()
}

// format reads the properties of a run.
func (b *body) format(s store.Set, link string) format {
	return format{
		bold: s.Bool(propBold), italic: s.Bool(propItalic), underline: s.Bool(propUnderline) && link == "", strike: s.Bool(propStrike),
		sub: s.Bool(propSubscript), super: s.Bool(propSuperscript),
		color: color(s, propColor), highlight: color(s, propHighlight), link: link,
	}
}

// color reads a colour: red, green and blue from the lowest byte up. 255 in the highest means
// the usual colour, and black is what text usually has.
func color(s store.Set, id uint32) string {
	c := uint32(s.Uint(id))
	if !s.Has(id) || c>>24 != 0 || id == propColor && c == 0 || id == propHighlight && c == 0xffffff {
		return ""
	}
	return fmt.Sprintf("#%02x%02x%02x", c&0xff, c>>8&0xff, c>>16&0xff)
}

// A lineWriter joins runs of one format and makes inlines of them.
type lineWriter struct {
	*body
	out     []note.Inline
	pending []uint16
	format  format
}

func (w *lineWriter) write(text []uint16, f format) {
	if len(text) == 0 {
		return
	}
	if f != w.format {
		w.flush()
		w.format = f
	}
	w.pending = append(w.pending, text...)
}

// flush makes inlines of the text in the current format.
func (w *lineWriter) flush() {
	if len(w.pending) == 0 {
		return
	}
	inlines := lines(string(utf16.Decode(w.pending)))
	w.pending = w.pending[:0]
	if len(inlines) == 0 {
		return
	}
	inlines = w.format.apply(inlines)
	if w.format.link != "" {
		inlines = w.link(w.format.link, inlines)
	}
	w.out = append(w.out, inlines...)
}

func (w *lineWriter) math(runs []run) {
	w.flush()
	if text := latex(runs); text != "" {
		w.out = append(w.out, &note.MathSpan{Text: text})
	}
}

func (w *lineWriter) finish() []note.Inline {
	w.flush()
	return w.out
}

// apply wraps inlines in the styles of the format.
func (f format) apply(in []note.Inline) []note.Inline {
	wrap := func(on bool, s note.Style, color string) {
		if on {
			in = []note.Inline{&note.Styled{Style: s, Color: color, Inlines: in}}
		}
	}
	wrap(f.color != "" && f.link == "", note.Colored, f.color)
	wrap(f.sub, note.Subscript, "")
	wrap(f.super, note.Superscript, "")
	wrap(f.strike, note.Strike, "")
	wrap(f.underline, note.Underline, "")
	wrap(f.italic, note.Emphasis, "")
	wrap(f.bold, note.Strong, "")
	wrap(f.highlight != "", note.Highlight, f.highlight)
	return in
}

// lines makes text and breaks of a text: a vertical tab ends a line within a paragraph. Places
// of objects are no letters.
func lines(s string) []note.Inline {
	var out []note.Inline
	s = norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\v', r == '\r', r == '\n':
			return '\n'
		case r == '\t':
			return ' '
		case r < ' ', r == '\ufffc', 0xfdd0 <= r && r <= 0xfdef:
			return -1
		case r == '\u00a0':
			return ' '
		}
		return r
	}, s))
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			out = append(out, &note.Break{Hard: true})
		}
		if line != "" {
			out = append(out, &note.Text{Value: line})
		}
	}
	return out
}
