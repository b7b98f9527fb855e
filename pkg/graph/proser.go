package graph

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"memopress/pkg/note"
)

// A proser reads the prose of notes, one after the other, in room that it uses again.
type proser struct {
	passages []passage
	text     string // of the title and all passages, a barrier after each
	words    wordTally

	buf   []byte
	spans []span // of the passages, in bytes of buf
	inner []*note.InlineNote
	skip  int  // depth of HTML elements without prose
	wordy bool // the passage holds a part of a word
	odd   bool // and what append leaves to foldText
}

func newProser() *proser { return &proser{} }

// prosers spare allocations where notes are read by themselves.
var prosers = sync.Pool{New: func() any { return newProser() }}

// proseOf returns the prose of a note's body: paragraphs, headings, cells, titles of callouts,
// footnotes. text is that of its title and of all of it, a barrier after each.
func proseOf(n *note.Note) (passages []passage, text string) {
	p := prosers.Get().(*proser)
	p.read(n)
	passages, text = slices.Clone(p.passages), p.text
	prosers.Put(p)
	return passages, text
}

// read makes passages and text those of a note. The passages hold until the next call.
func (p *proser) read(n *note.Note) {
	clear(p.passages)
	p.passages, p.spans = p.passages[:0], p.spans[:0]
	p.buf = append(append(p.buf[:0], titleText(n)...), barrierText...)
	walkText(n.Body, place{}, p.passage)
	p.text = string(p.buf)
	for i, s := range p.spans {
		p.passages[i].text = p.text[s.start:s.end]
	}
}

// passage reads a stretch of running text, then the footnotes written in it.
func (p *proser) passage(inlines []note.Inline, at place) {
	out := passage{inlines: inlines, at: at}
	start := len(p.buf)
	p.skip, p.wordy, p.odd, p.inner = 0, false, false, p.inner[:0]
	p.inlines(inlines)
	if p.odd {
		raw := proseText(inlines)
		var text string
		text, out.offsets = foldText(raw)
		p.buf, p.wordy = append(p.buf[:start], text...), strings.IndexFunc(raw, isWordRune) >= 0
	}
	if p.wordy {
		p.passages = append(p.passages, out)
		p.spans = append(p.spans, span{start, len(p.buf)})
		p.buf = append(p.buf, barrierText...)
	} else {
		p.buf = p.buf[:start]
	}
	if len(p.inner) > 0 {
		for _, n := range slices.Clone(p.inner) {
			p.passage(n.Inlines, at)
		}
	}
}

// inlines appends what foldText makes of the proseText of inlines.
func (p *proser) inlines(inlines []note.Inline) {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			if p.skip > 0 {
				p.hide(leafLength(in))
			} else {
				p.append(in.Value)
			}
		case *note.Break:
			p.buf = append(p.buf, ' ')
		case *note.Styled:
			p.inlines(in.Inlines)
		case *note.Link:
			p.hide(linkLength(in))
		case *note.Tag:
			p.skip = tagDepth(p.skip, in)
		case *note.InlineNote:
			p.inner = append(p.inner, in)
		default:
			p.hide(leafLength(in))
		}
	}
}

func (p *proser) hide(n int) {
	for range n {
		p.buf = append(p.buf, barrierText...)
	}
}

// append appends folded text.
func (p *proser) append(s string) {
	buf := p.buf
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			buf = append(buf, asciiLower[c])
			p.wordy = p.wordy || asciiScript[c] != noWord
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if !neverComposed(r) {
			p.odd = true
			break
		}
		p.wordy = p.wordy || isWordRune(r)
		if l := lower(r); l != r {
			buf = utf8.AppendRune(buf, l)
		} else {
			buf = append(buf, s[i:i+w]...)
		}
		i += w
	}
	p.buf = buf
}

var asciiLower = func() (out [utf8.RuneSelf]byte) {
	for c := range out {
		out[c] = byte(lower(rune(c)))
	}
	return out
}()

var asciiScript = func() (out [utf8.RuneSelf]script) {
	for c := range out {
		if isWordRune(rune(c)) {
			out[c] = spaced
		}
	}
	return out
}()
