package card

import (
	"math"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// A setter makes lines of letters. It serves one goroutine.
type setter struct {
	fonts     *Fonts
	faces     map[*font.Font]*font.Face
	shaper    shaping.HarfbuzzShaper
	paragraph bidi.Paragraph
	segments  segmenter.Segmenter
}

func newSetter(f *Fonts) *setter { return &setter{fonts: f, faces: map[*font.Font]*font.Face{}} }

// A line is letters in their places, from left to right.
type line struct {
	runs  []run
	width fixed.Int26_6
}

// A run is a part of a line in one font.
type run struct {
	face   *font.Face
	size   int
	level  bidi.Level
	width  fixed.Int26_6
	glyphs []shaping.Glyph
	text   []rune // of which the glyphs' clusters are indices
}

// line sets a text in one line, whatever its width.
func (s *setter) line(text, lang string, rtl bool, size int) line {
	return s.set([]rune(clean(text)), lang, rtl, size)
}

// set is line for a text that is clean.
func (s *setter) set(text []rune, lang string, rtl bool, size int) line {
	var l line
	if len(text) == 0 {
		return l
	}
	direction := bidi.LeftToRight
	if rtl {
		direction = bidi.RightToLeft
	}
	parts := s.paragraph.Segment(text, direction)
	for i := range parts.NumRuns() {
		part := parts.Run(i)
		s.split(text, part.Start, part.End, lang, func(from, to int, f *font.Font, script language.Script) {
			in := shaping.Input{Text: text, RunStart: from, RunEnd: to, Face: s.face(f), Size: fixed.I(size), Script: script, Language: language.NewLanguage(lang), Direction: di.DirectionLTR}
			if !part.IsLeftToRight() {
				in.Direction = di.DirectionRTL
			}
			out := s.shaper.Shape(in)
			r := run{face: in.Face, size: size, level: part.Level, glyphs: out.Glyphs, text: text}
			for i := range r.glyphs {
				g := &r.glyphs[i]
				// Fonts of one script often have no space, and that of emoji a wide one.
				if unicode.IsSpace(text[g.TextIndex()]) {
					g.Advance = fixed.Int26_6(size * 64 / 4)
				} else if g.GlyphID == 0 {
					g.Advance = 0 // nothing is drawn for it, either
				}
				r.width += g.Advance
			}
			l.runs = append(l.runs, r)
			l.width += r.width
		})
	}
	reorder(l.runs)
	return l
}

// split calls do for each part of text[from:to] that is of one font and one script.
func (s *setter) split(text []rune, from, to int, lang string, do func(from, to int, f *font.Font, script language.Script)) {
	var current *font.Font
	script, start := language.Common, from
	for i := from; i < to; i++ {
		r := text[i]
		if silent(r) || unicode.Is(unicode.M, r) && has(current, r) {
			continue
		}
		f, sc := s.fonts.pick(r, lang), language.LookupScript(r)
		if f == nil {
			continue // Lacks has told
		}
		if current == nil {
			current = f
		}
		turns := sc.Strong() && script.Strong() && sc != script
		if f != current || turns {
			if i > start {
				do(start, i, current, script)
			}
			start, current, script = i, f, language.Common
		}
		if sc.Strong() {
			script = sc
		}
	}
	if current == nil {
		current = s.fonts.own[0].load()
	}
	do(start, to, current, script)
}

func (s *setter) face(f *font.Font) *font.Face {
	face := s.faces[f]
	if face == nil {
		face = font.NewFace(f)
		s.faces[f] = face
	}
	return face
}

// reorder puts runs in the order in which they are seen: rule L2 of Unicode's bidirectional
// algorithm.
func reorder(runs []run) {
	highest, lowest := bidi.Level(0), bidi.Level(math.MaxInt8)
	for _, r := range runs {
		highest = max(highest, r.level)
		if r.level%2 == 1 {
			lowest = min(lowest, r.level)
		}
	}
	for level := highest; level >= lowest && level > 0; level-- {
		for i := 0; i < len(runs); i++ {
			j := i
			for j < len(runs) && runs[j].level >= level {
				j++
			}
			for a, b := i, j-1; a < b; a, b = a+1, b-1 {
				runs[a], runs[b] = runs[b], runs[a]
			}
			i = max(i, j)
		}
	}
}
