package card

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/math/fixed"
)

// A shape is a way to set a text: the size of its letters, and how many lines of which width it
// may have, in pixels. No width is the whole room; no height is any.
type shape struct{ size, lines, width, height int }

// titleSizes are tried one after another until the title fits. The last one cuts it short.
var titleSizes = []shape{
	{size: 112, lines: 1},
	{size: 92, lines: 2, height: below - above},
	{size: 80, lines: 3, height: below - above},
	{size: 66, lines: 4, height: below - above},
	{size: 54, lines: 4, height: below - above},
}

var aboutSizes = []shape{{size: 34, lines: 2}}

// A block is a text in lines.
type block struct {
	lines   []line
	size    int
	leading int // from one line to the next
}

func (b block) height() int { return len(b.lines) * b.leading }

// baseline is where letters stand, below the upper edge of their line: capitals and syllables
// are in its middle.
func (b block) baseline() int { return b.leading/2 + b.size*36/100 }

// leading of lines that hold this text: scripts with signs above and below their letters need
// more room.
func leading(text string, size int) int {
	percent := 116
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Thai, unicode.Devanagari):
			return size * 150 / 100
		case r >= 0x1100:
			percent = 130
		}
	}
	return size * percent / 100
}

// An atom is a part of a text that no line may end within: text[from:to], without the space
// after it.
type atom struct {
	from, to int
	width    int64 // in parts of 64000 of a letter's size
}

// measure is the size in which atoms are measured; letters grow evenly.
const measure = 1000

// fit sets a text in the first of the shapes that holds it, in lines of about the same width. If
// none does, the last one is filled, and an ellipsis says that there is more.
func (s *setter) fit(text, lang string, rtl bool, shapes []shape) block {
	text = clean(text)
	runes := []rune(text)
	if len(runes) == 0 {
		return block{}
	}
	atoms := s.atoms(runes, lang, rtl)
	space := int64(measure * 64 / 4)
	for i, sh := range shapes {
		if sh.width == 0 {
			sh.width = room
		}
		b := block{size: sh.size, leading: leading(text, sh.size)}
		width := int64(sh.width) * 64 * measure / int64(sh.size)
		last := i == len(shapes)-1
		if last {
			atoms = s.shatter(runes, atoms, width, lang, rtl)
		}
		ends, ok := fill(atoms, width, space)
		most := sh.lines
		if sh.height > 0 {
			most = min(most, max(1, sh.height/b.leading))
		}
		switch {
		case ok && len(ends) <= most:
			ends = balance(atoms, width, space, len(ends))
		case !last:
			continue
		}
		from := 0
		for n, end := range ends {
			part := runes[atoms[from].from:atoms[end-1].to]
			if n == most-1 && len(ends) > most {
				b.lines = append(b.lines, s.shorten(runes[atoms[from].from:], lang, rtl, sh))
				break
			}
			b.lines = append(b.lines, s.set(part, lang, rtl, sh.size))
			from = end
		}
		return b
	}
	return block{}
}

// atoms cuts a text where lines may end: as Unicode says, and between words alone for Korean.
func (s *setter) atoms(text []rune, lang string, rtl bool) []atom {
	var out []atom
	s.segments.Init(text)
	from := 0
	for it := s.segments.LineIterator(); it.Next(); {
		l := it.Line()
		end := l.Offset + len(l.Text)
		if end < len(text) && together(text[end-1], text[end]) {
			continue
		}
		to := end
		for to > from && unicode.IsSpace(text[to-1]) {
			to--
		}
		out = append(out, atom{from, to, int64(s.set(text[from:to], lang, rtl, measure).width)})
		from = end
	}
	return out
}

// together reports whether a line does not end between two letters though Unicode lets it: words
// of Korean stay whole, with what is written onto them, as in 회의록(3차)을.
func together(a, b rune) bool {
	if unicode.IsSpace(a) || !unicode.Is(unicode.Hangul, a) && !unicode.Is(unicode.Hangul, b) {
		return false
	}
	return !strings.ContainsRune("-–—/·…,:;|", a)
}

// shatter cuts atoms that are wider than a line between letters.
func (s *setter) shatter(text []rune, atoms []atom, width int64, lang string, rtl bool) []atom {
	if !slices.ContainsFunc(atoms, func(a atom) bool { return a.width > width }) {
		return atoms
	}
	var out []atom
	for _, a := range atoms {
		if a.width <= width {
			out = append(out, a)
			continue
		}
		s.segments.Init(text[a.from:a.to])
		for it := s.segments.GraphemeIterator(); it.Next(); {
			g := it.Grapheme()
			from := a.from + g.Offset
			to := from + len(g.Text)
			out = append(out, atom{from, to, int64(s.set(text[from:to], lang, rtl, measure).width)})
		}
	}
	return out
}

// fill puts as many atoms as there is room for into each line, and returns where lines end. It is
// not ok when an atom is wider than a line.
func fill(atoms []atom, width, space int64) (ends []int, ok bool) {
	ok = true
	var used int64
	for i, a := range atoms {
		ok = ok && a.width <= width
		gap := int64(0)
		if i > 0 && a.from > atoms[i-1].to {
			gap = space
		}
		if i > 0 && used+gap+a.width > width {
			ends = append(ends, i)
			used, gap = 0, 0
		}
		used += gap + a.width
	}
	return append(ends, len(atoms)), ok
}

// balance fills the same number of lines, none of them wider than it has to be.
func balance(atoms []atom, width, space int64, lines int) []int {
	narrow := int64(0)
	for low, high := width/int64(lines+1), width; low < high; {
		middle := (low + high) / 2
		if ends, ok := fill(atoms, middle, space); ok && len(ends) <= lines {
			high = middle
			narrow = middle
		} else {
			low = middle + 1
		}
	}
	if narrow == 0 {
		narrow = width
	}
	ends, _ := fill(atoms, narrow, space)
	return ends
}

// shorten sets as much of a text as one line has room for, and an ellipsis.
func (s *setter) shorten(text []rune, lang string, rtl bool, sh shape) line {
	s.segments.Init(text)
	var ends []int
	for it := s.segments.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		ends = append(ends, g.Offset+len(g.Text))
	}
	var best line
	for low, high := 0, len(ends)-1; low <= high; {
		middle := (low + high) / 2
		part := strings.TrimRightFunc(string(text[:ends[middle]]), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) && utf8.RuneLen(r) == 1 })
		l := s.set([]rune(part+"…"), lang, rtl, sh.size)
		if l.width <= fixed.I(sh.width) {
			best, low = l, middle+1
		} else {
			high = middle - 1
		}
	}
	return best
}
