package graph

import (
	"slices"
	"sync"
	"unicode/utf8"

	"memopress/pkg/note"
)

const (
	wholeContext = 300  // characters up to which a stretch of text is a context as it is
	longSentence = 400  // characters beyond which a sentence is cut at spaces
	maxContext   = 1000 // characters beyond which nothing is a context: only the text of a link can be so long
)

// contexts are a stretch of running text cut into sentences.
type contexts struct {
	pieces [][]note.Inline
	starts []int    // of each piece, in flat text
	of     []placed // the links, embeds and tags in document order; nil when there is one piece
}

// A placed is a node with the piece that holds it.
type placed struct {
	node  note.Inline
	piece int
}

// pieceOf returns the piece that holds a link, embed or tag. The search begins at from, and the next
// one, for the same node or one behind it, at the second result.
func (c contexts) pieceOf(node note.Inline, from int) (piece, next int) {
	for ; from < len(c.of); from++ {
		if c.of[from].node == node {
			return c.of[from].piece, from
		}
	}
	return 0, from
}

// tooLong reports whether a piece is longer than a context may be.
func (c contexts) tooLong(piece int) bool {
	if len(c.pieces) == 1 {
		return !shortText(c.pieces[0], maxContext)
	}
	if piece+1 < len(c.starts) {
		return c.starts[piece+1]-c.starts[piece] > maxContext
	}
	return !shortText(c.pieces[piece], maxContext)
}

// at returns the piece that holds the character at an offset of the flat text.
func (c contexts) at(offset int) int {
	i, found := slices.BinarySearch(c.starts, offset)
	if !found {
		i--
	}
	return i
}

// contextsOf cuts running text into the contexts of what stands in it. Nodes are shared with the
// argument, but for texts and styles that a cut goes through: links are never cut.
func contextsOf(inlines []note.Inline) contexts {
	if shortText(inlines, wholeContext) {
		return contexts{pieces: [][]note.Inline{inlines}, starts: []int{0}}
	}
	g := glyphs.Get().(*[]glyph)
	text := flatten((*g)[:0], inlines)
	k := cutter{ends: sentenceEnds(text)}
	*g = text
	glyphs.Put(g)
	k.all(inlines)
	k.cut()
	return contexts{k.pieces, k.starts, k.of}
}

// glyphs are room for flat text.
var glyphs = sync.Pool{New: func() any { return new([]glyph) }}

// shortText reports whether the text has at most limit characters, reading no more than it must.
func shortText(inlines []note.Inline, limit int) bool {
	n := 0
	note.WalkInlines(inlines, func(node any) bool {
		if n <= limit {
			n += leafLength(node)
		}
		_, skip := node.(*note.InlineNote)
		return !skip && n <= limit
	})
	return n <= limit
}

// leafLength is the length of a leaf in characters: that of its flat text.
func leafLength(node any) int {
	switch n := node.(type) {
	case *note.Text:
		return utf8.RuneCountInString(n.Value)
	case *note.CodeSpan:
		return utf8.RuneCountInString(n.Text)
	case *note.MathSpan:
		return utf8.RuneCountInString(n.Text)
	case *note.Hashtag:
		return utf8.RuneCountInString(n.Name) + 1
	case *note.Embed:
		return utf8.RuneCountInString(n.Alt)
	case *note.Break:
		return 1
	}
	return 0
}

// A glyph is one character of flat text.
type glyph struct {
	r      rune
	joined bool // inside a link, code, formula and the like: no cut before it
	line   bool // a visible line break
}

// flatten appends the characters of running text as leafLength counts them.
func flatten(out []glyph, inlines []note.Inline) []glyph {
	add := func(s string, joined, whole bool) {
		for i, r := range s {
			out = append(out, glyph{r: r, joined: joined || whole && i > 0})
		}
	}
	var walk func([]note.Inline, bool)
	walk = func(inlines []note.Inline, joined bool) {
		anchor := -1 // where the text of <a …> began; -1 outside
		leave := func() {
			if anchor >= 0 && anchor < len(out) {
				out[anchor].joined = false
			}
			anchor = -1
		}
		for _, in := range inlines {
			joined := joined || anchor >= 0
			switch in := in.(type) {
			case *note.Text:
				add(in.Value, joined, false)
			case *note.CodeSpan:
				add(in.Text, joined, true)
			case *note.MathSpan:
				add(in.Text, joined, true)
			case *note.Hashtag:
				add("#"+in.Name, joined, true)
			case *note.Embed:
				add(in.Alt, joined, true)
			case *note.Break:
				out = append(out, glyph{r: ' ', joined: joined, line: in.Hard && !joined})
			case *note.Styled:
				walk(in.Inlines, joined)
			case *note.Link:
				first := len(out)
				walk(in.Inlines, true)
				if first < len(out) {
					out[first].joined = joined
				}
			case *note.Tag:
				if in.Name() == "a" && in.Closing() {
					leave()
				} else if in.Name() == "a" && !joined {
					anchor = len(out)
				}
			}
		}
		leave()
	}
	walk(inlines, false)
	return out
}

// A cutter builds the pieces of running text between given ends.
type cutter struct {
	ends   []int // offsets in flat text after which a piece ends, ascending
	at     int
	start  int            // where the piece begins
	filled bool           // the piece holds more than styles
	stack  []*note.Styled // open styles, as copied into the piece
	piece  []note.Inline
	pieces [][]note.Inline
	starts []int
	of     []placed
}

func (k *cutter) add(in note.Inline) {
	if _, ok := in.(*note.Styled); !ok {
		k.filled = true
	}
	if len(k.stack) > 0 {
		s := k.stack[len(k.stack)-1]
		s.Inlines = append(s.Inlines, in)
		return
	}
	k.piece = append(k.piece, in)
}

// open begins a copy of a style.
func (k *cutter) open(like *note.Styled) {
	s := &note.Styled{Style: like.Style, Color: like.Color}
	k.add(s)
	k.stack = append(k.stack, s)
}

// cut ends the piece, and opens the styles that are open again in the next one.
func (k *cutter) cut() {
	open := k.stack
	if k.filled {
		k.pieces = append(k.pieces, k.piece)
		k.starts = append(k.starts, k.start)
	}
	k.piece, k.stack, k.start, k.filled = nil, nil, k.at, false
	for _, s := range open {
		k.open(s)
	}
}

// due reports whether the next piece begins before the node. What closes or annotates the text
// before it stays there.
func (k *cutter) due(in note.Inline) bool {
	switch in := in.(type) {
	case *note.FootnoteRef, *note.InlineNote, *note.Anchor:
		return false
	case *note.Tag:
		if in.Closing() {
			return false
		}
	}
	return len(k.ends) > 0 && k.ends[0] <= k.at
}

func (k *cutter) all(inlines []note.Inline) {
	for _, in := range inlines {
		if k.due(in) {
			for k.due(in) {
				k.ends = k.ends[1:]
			}
			k.cut()
		}
		switch in := in.(type) {
		case *note.Text:
			k.text(in)
		case *note.Styled:
			k.open(in)
			k.all(in.Inlines)
			k.stack = k.stack[:len(k.stack)-1]
		default:
			if b, ok := in.(*note.Break); ok && len(k.ends) > 0 && k.ends[0] == k.at+1 && b.Hard {
				k.at++ // a break at the end of a piece shows nothing
				continue
			}
			k.whole(in)
		}
	}
}

// whole adds a node that is never cut.
func (k *cutter) whole(in note.Inline) {
	k.add(in)
	note.WalkInlines([]note.Inline{in}, func(n any) bool {
		k.at += leafLength(n)
		switch n := n.(type) {
		case *note.Link, *note.Embed, *note.Tag:
			k.of = append(k.of, placed{n.(note.Inline), len(k.pieces)})
		case *note.InlineNote:
			return false
		}
		return true
	})
}

// text adds a text, cut where pieces end in it.
func (k *cutter) text(t *note.Text) {
	end := k.at + utf8.RuneCountInString(t.Value)
	if len(k.ends) == 0 || k.ends[0] >= end {
		k.add(t)
		k.at = end
		return
	}
	rest := t.Value
	for len(k.ends) > 0 && k.ends[0] < end {
		n := byteOffset(rest, k.ends[0]-k.at)
		if n > 0 {
			k.add(&note.Text{Value: rest[:n]})
		}
		rest, k.at = rest[n:], k.ends[0]
		k.ends = k.ends[1:]
		k.cut()
	}
	if rest != "" {
		k.add(&note.Text{Value: rest})
	}
	k.at = end
}

// byteOffset returns where in s the character number n begins.
func byteOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}
