package markdown

import (
	"regexp"
	"strings"
	"unicode"

	"memopress/pkg/note"
)

// inlines writes running text. With at.line set the result is one line.
func (w *writer) inlines(inlines []note.Inline, at where) string {
	at.dollars = at.dollars || dollars(inlines) > 1
	room := w.room
	w.room = nil // running text inside this one has its own
	all := w.pieces(room[:0], inlines, at, 0)
	w.room = all
	ps := all
	if !at.link || at.note { // spaces at the edges of a link's text are its own
		_, ps, _ = trimEdges(ps)
	}
	var out output
	out.at = at
	size := 0
	for i := range ps {
		size += len(ps[i].s) + 2 // a mark, an escape
	}
	out.Grow(size)
	for i := range ps {
		out.piece(ps, i)
	}
	s := out.String()
	if at.cell || at.link {
		return s
	}
	return guardLines(s, at)
}

// output is running text as it is being written.
type output struct {
	strings.Builder
	at where
}

// dollars counts the dollars that will stand in running text, wherever they come from.
func dollars(inlines []note.Inline) int {
	n := 0
	note.WalkInlines(inlines, func(in any) bool {
		switch in := in.(type) {
		case *note.Text:
			n += strings.Count(in.Value, "$")
		case *note.CodeSpan:
			n += strings.Count(in.Text, "$")
		case *note.MathSpan:
			n += 2
		case *note.Link:
			n += strings.Count(wikiTarget(in.Ref)+in.Title, "$")
		case *note.Embed:
			n += strings.Count(wikiTarget(in.Ref)+in.Title+in.Alt, "$")
		case *note.Tag:
			n += strings.Count((&writer{}).htmlTag(in), "$")
		}
		return true
	})
	return n
}

// last is the character before what comes next.
func (o *output) last() rune {
	if o.Len() == 0 && o.at.link {
		return '['
	}
	return lastRune(o.String())
}

// edge is the character behind the last piece.
func (o *output) edge() rune {
	if o.at.link {
		return ']'
	}
	return ' '
}

func (o *output) piece(ps []piece, i int) {
	p := &ps[i]
	next := o.edge()
	if i+1 < len(ps) {
		next = opening(ps[i+1])
	}
	switch p.kind {
	case plainPiece:
		o.text(p.s, next)
	case openPiece:
		o.open(ps, i)
	case closePiece:
		o.WriteString(p.s)
	case tagPiece:
		if !opensTag(o.last()) {
			o.WriteByte(' ') // else it would not be a tag
		}
		o.WriteString(p.s)
		if continuesTag(next) {
			o.WriteString("<!-- -->")
		}
	case mathPiece:
		o.separate('$')
		o.WriteString(p.s)
		if next >= '0' && next <= '9' {
			o.WriteString("<!-- -->")
		}
	default:
		if p.s != "" && (p.s[0] == '`' || p.s[0] == '$') {
			o.separate(rune(p.s[0]))
		}
		o.WriteString(p.s)
	}
}

// separate keeps a mark from running together with the same one before it.
func (o *output) separate(mark rune) {
	if o.last() == mark {
		o.WriteString("<!-- -->")
	}
}

// opening is the first character that a piece will be written with.
func opening(p piece) rune {
	if p.kind == openPiece || p.kind == closePiece {
		switch p.style {
		case note.Strike:
			return '~'
		case note.Highlight:
			return '='
		case note.Strong, note.Emphasis:
			return '*'
		}
		return '<'
	}
	return firstRune(p.s)
}

// open writes the first mark of a style and settles the second. Where no mark would be read as
// one, HTML tags stand for it.
func (o *output) open(ps []piece, i int) {
	p := ps[i]
	before, after := o.last(), opening(ps[i+1])
	inner, beyond := closing(ps[p.mate-1]), o.edge()
	if p.mate+1 < len(ps) {
		beyond = opening(ps[p.mate+1])
	}
	for _, mark := range marks(p) {
		// A mark right behind the second mark of another style would be one run with it; a mark
		// in the text is escaped and no part of one. A tag would swallow an underscore.
		touches := i > 0 && ps[i-1].kind == closePiece && ps[i-1].s[len(ps[i-1].s)-1] == mark[0]
		if touches || mark[0] == '_' && ps[p.mate-1].kind == tagPiece {
			continue
		}
		opens, shuts := flanking(mark[0], before, after)
		reopens, closes := flanking(mark[0], inner, beyond)
		if (shuts || reopens) && inside(ps, i, mark[0]) {
			continue // *a**b**c*: which mark belongs to which depends on all others
		}
		if opens && closes {
			o.WriteString(mark)
			ps[i].s, ps[p.mate].s = mark, mark
			return
		}
	}
	open, shut := styleTags(p.style, p.color)
	ps[i].s, ps[p.mate].s = open, shut
	o.WriteString(open)
}

// inside reports whether a style around piece i is written with the mark c.
func inside(ps []piece, i int, c byte) bool {
	for _, p := range ps[:i] {
		if p.kind == openPiece && p.mate > i && p.s[0] == c {
			return true
		}
	}
	return false
}

// closing is the last character that a piece is written with.
func closing(p piece) rune {
	if p.kind == openPiece || p.kind == closePiece {
		if p.style <= note.Strong {
			return '*'
		}
		return opening(p)
	}
	return lastRune(p.s)
}

// marks are the marks that a style can be written with, the usual one first.
func marks(p piece) []string {
	switch {
	case p.style == note.Strong:
		return []string{"**", "__"}
	case p.style == note.Emphasis:
		return []string{"*", "_"}
	case p.style == note.Strike:
		return []string{"~~"}
	case p.style == note.Highlight && p.color == "":
		return []string{"=="}
	}
	return nil
}

// styleTags are the HTML tags of a style.
func styleTags(s note.Style, color string) (open, shut string) {
	switch s {
	case note.Strong:
		return "<strong>", "</strong>"
	case note.Emphasis:
		return "<em>", "</em>"
	case note.Strike:
		return "<s>", "</s>"
	case note.Underline:
		return "<u>", "</u>"
	case note.Subscript:
		return "<sub>", "</sub>"
	case note.Superscript:
		return "<sup>", "</sup>"
	case note.Highlight:
		if color != "" {
			return `<mark style="background:` + attribute(color) + `">`, "</mark>"
		}
		return "<mark>", "</mark>"
	}
	return `<font color="` + attribute(color) + `">`, "</font>"
}

// flanking is CommonMark's rule for marks, with the addition that a CJK character beside one
// counts like white space, so that **굵게(괄호)**입니다 is bold.
func flanking(c byte, before, after rune) (opens, closes bool) {
	left := !isSpace(after) && (!isPunct(after) || isSpace(before) || isPunct(before) || isCJK(before))
	right := !isSpace(before) && (!isPunct(before) || isSpace(after) || isPunct(after) || isCJK(after))
	if c == '_' {
		return left && (!right || isPunct(before)), right && (!left || isPunct(after))
	}
	return left, right
}

func isSpace(r rune) bool { return r <= ' ' || r >= 0x80 && unicode.IsSpace(r) }

func isPunct(r rune) bool {
	if r < 0x80 {
		return r > ' ' && r < 0x7f && !isWord(r)
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// isWord reports whether r is an ASCII letter or digit.
func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func isCJK(r rune) bool {
	return r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef ||
		r >= 0x1100 && unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

// opensTag reports whether a "#" after r begins a tag.
func opensTag(r rune) bool {
	return isSpace(r) || strings.ContainsRune(`([{"'*_~=|,`, r) || unicode.In(r, unicode.Ps, unicode.Pi)
}

// continuesTag reports whether r can be part of a tag's name.
func continuesTag(r rune) bool {
	return r == '_' || r == '-' || r == '/' || r == '\u200d' || r >= 0x2190 && unicode.Is(unicode.So, r) || r >= 0x1f3fb && r <= 0x1f3ff ||
		unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// Lines that would be read as blocks, or as the marks of what they stand in. Only text can have
// written them: no syntax of this package looks like them.
var (
	blockMark   = regexp.MustCompile(`^(?:#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|~~~|:(?:[ \t]|$)|=+[ \t]*$|-+[ \t]*$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|(?:\*[ \t]*){3,}$|[|:\- \t]*[|:][|:\- \t]*-[|:\- \t]*$|[|:\- \t]*-[|:\- \t]*[|:][|:\- \t]*$)`)
	orderedMark = regexp.MustCompile(`^[0-9]{1,9}[.)](?:[ \t]|$)`)
	taskLine    = regexp.MustCompile(`^\[[^\n\]]\](?:\s|$)`)
	headingTail = regexp.MustCompile(`(^|[ \t])#+$`)
)

// guardLines escapes what begins a line like a block.
func guardLines(s string, at where) string {
	if strings.IndexByte(s, '\n') < 0 {
		return guardLine(s, at, true)
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = guardLine(l, at, i == 0)
	}
	return strings.Join(lines, "\n")
}

func guardLine(l string, at where, first bool) string {
	l = strings.TrimLeft(l, " \t")
	if l == "" || !at.heading && strings.IndexByte("#>-+*~:=_|[0123456789", l[0]) < 0 {
		return l // as nearly all
	}
	switch {
	case at.heading:
		if strings.HasPrefix(l, "[!") { // in a quotation it would be a callout's mark
			l = `\` + l
		}
		if !strings.HasSuffix(l, "#") {
			break
		}
		if m := headingTail.FindStringIndex(l); m != nil {
			at := strings.LastIndexAny(l[:m[1]], " \t") + 1
			l = l[:at] + `\` + l[at:]
		}
	case l[0] >= '0' && l[0] <= '9':
		if orderedMark.MatchString(l) {
			n := strings.IndexAny(l, ".)")
			l = l[:n] + `\` + l[n:]
		}
	case l[0] == '[':
		if first && (at.first && taskLine.MatchString(l) || at.quote && strings.HasPrefix(l, "[!")) {
			l = `\` + l
		}
	case blockMark.MatchString(l):
		l = `\` + l
	}
	return l
}
