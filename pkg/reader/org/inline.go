package org

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// running reads running text. no is its line.
func (p *parser) running(text string, no int) []note.Inline {
	if len(text) > maxParagraph {
		p.degraded(no, "a paragraph is longer than 64 KB; its markup is not read")
		return plainLines(text)
	}
	return p.inlines(strings.TrimSpace(text), no, 0)
}

// A scan is running text being read. Every search that failed is remembered, so that a text full
// of opening marks costs no more than one without.
type scan struct {
	*parser
	s       string
	no      int
	depth   int
	out     []note.Inline
	plain   int            // where the text begins that nothing was made of yet
	none    map[string]int // what does not occur at or after a place
	closers map[byte][]int // where styles may end, by their mark
	breaks  []int          // where lines end
	closing map[int]int    // where the bracket closes that opens at a place; nil until it is needed
}

func (p *parser) inlines(text string, no, depth int) []note.Inline {
	if text == "" {
		return nil
	}
	if depth > maxStyles {
		p.degraded(no, "styles nest more than 32 deep; deeper marks stay text")
		return plainLines(text)
	}
	s := &scan{parser: p, s: text, no: no, depth: depth, none: map[string]int{}}
	for i := 0; i < len(text); {
		n := s.step(i)
		if n == i {
			n = i + 1
		}
		i = n
	}
	s.flush(len(text))
	return merge(s.out)
}

// step makes a node of what stands at i and returns the place after it, or returns i.
func (s *scan) step(i int) int {
	switch c := s.s[i]; c {
	case '\n':
		return s.lineEnd(i, i)
	case '*', '/', '=', '~', '+':
		return s.style(i, c)
	case '_', '^':
		if n := s.script(i, c); n > i {
			return n
		}
		if c == '_' {
			return s.style(i, c)
		}
	case '[':
		return s.bracket(i)
	case '<':
		return s.angle(i)
	case '\\':
		return s.backslash(i)
	case '$':
		return s.dollar(i)
	case '{':
		return s.macro(i)
	case '@':
		return s.snippet(i)
	case 'h', 'f', 'm':
		return s.address(i)
	case 's':
		return s.sourceSpan(i)
	}
	return i
}

// put ends the plain text at from, adds nodes and goes on at to.
func (s *scan) put(from, to int, in ...note.Inline) int {
	s.flush(from)
	s.out = append(s.out, in...)
	s.plain = to
	return to
}

// flush makes text of what nothing else was made of, up to end.
func (s *scan) flush(end int) {
	if end > s.plain {
		text := s.s[s.plain:end]
		if !s.settings.plainDashes {
			text = dashes.Replace(text)
		}
		text = strings.ReplaceAll(text, "\u200b", "") // keeps marks and letters apart in Org, and nothing else
		if text != "" {
			s.out = append(s.out, &note.Text{Value: text})
		}
	}
	s.plain = end
}

var dashes = strings.NewReplacer(`\-`, "\u00ad", "---", "—", "--", "–", "...", "…")

// index is strings.Index from a place on.
func (s *scan) index(sub string, from int) int {
	if at, ok := s.none[sub]; ok && from >= at {
		return -1
	}
	if from > len(s.s) {
		return -1
	}
	i := strings.Index(s.s[from:], sub)
	if i < 0 {
		s.none[sub] = from
		return -1
	}
	return from + i
}

// line returns the number of the line that i stands on.
func (s *scan) line(i int) int {
	s.findBreaks()
	n, _ := slices.BinarySearch(s.breaks, i)
	return s.no + n
}

func (s *scan) findBreaks() {
	if s.breaks != nil {
		return
	}
	s.breaks = []int{}
	for i := 0; i < len(s.s); i++ {
		if s.s[i] == '\n' {
			s.breaks = append(s.breaks, i)
		}
	}
}

// lineEnd makes a break of the line end at at; from is where the mark of a visible one begins.
func (s *scan) lineEnd(from, at int) int {
	for from < at && from > s.plain && (s.s[from-1] == ' ' || s.s[from-1] == '\t') {
		from--
	}
	return s.put(from, at+1, &note.Break{Hard: s.settings.hardBreaks || from < at})
}

var styleOf = map[byte]note.Style{'*': note.Strong, '/': note.Emphasis, '_': note.Underline, '+': note.Strike}

// style reads text between two marks.
func (s *scan) style(i int, mark byte) int {
	if s.settings.plainStyles && mark != '=' && mark != '~' || !s.opens(i) {
		return i
	}
	end, ok := s.closer(i, mark)
	if !ok {
		return i
	}
	inner := s.s[i+1 : end]
	if mark == '=' || mark == '~' {
		return s.put(i, end+1, &note.CodeSpan{Text: strings.ReplaceAll(inner, "\n", " ")})
	}
	return s.put(i, end+1, &note.Styled{Style: styleOf[mark], Inlines: s.inlines(inner, s.line(i), s.depth+1)})
}

// opens reports whether a mark at i may begin a style.
func (s *scan) opens(i int) bool {
	if i+1 >= len(s.s) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s.s[i+1:])
	if unicode.IsSpace(next) || next == '\u200b' {
		return false
	}
	if i == 0 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s.s[:i])
	return unicode.IsSpace(before) || strings.ContainsRune("-–—('\"{*/_+“‘\u200b", before)
}

// closer returns where the style ends that begins at i: at the first mark that may end one. A
// style goes over no more than one line end.
func (s *scan) closer(i int, mark byte) (int, bool) {
	all := s.closersOf(mark)
	n, _ := slices.BinarySearch(all, i+2)
	if n == len(all) {
		return 0, false
	}
	end := all[n]
	s.findBreaks()
	from, _ := slices.BinarySearch(s.breaks, i)
	to, _ := slices.BinarySearch(s.breaks, end)
	return end, to-from <= 1
}

func (s *scan) closersOf(mark byte) []int {
	if all, ok := s.closers[mark]; ok {
		return all
	}
	var all []int
	for i := 1; i < len(s.s); i++ {
		if s.s[i] != mark {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s.s[:i])
		if unicode.IsSpace(before) || before == '\u200b' {
			continue
		}
		after, _ := utf8.DecodeRuneInString(s.s[i+1:])
		if i+1 == len(s.s) || ends(after, mark) {
			all = append(all, i)
		}
	}
	if s.closers == nil {
		s.closers = map[byte][]int{}
	}
	s.closers[mark] = all
	return all
}

// ends reports whether a mark may end a style before the letter after. Org wants a space or
// punctuation there. Korean has its particles follow a word directly ("*굵게*는"), which Org shows
// with its marks; here it is read as it is meant, but not for the slashes of "가 /나/다".
func ends(after rune, mark byte) bool {
	return unicode.IsSpace(after) || strings.ContainsRune("-–—.,:!?;'\")}\\[*/_+]”’…\u200b", after) ||
		unicode.IsPunct(after) && after > 0x7f ||
		mark != '/' && unicode.Is(unicode.Hangul, after)
}

// script reads "_{…}" and "^{…}". Without braces they are left alone: names_with_underscores are
// far more frequent in notes.
func (s *scan) script(i int, mark byte) int {
	if s.settings.noScripts || i == 0 || i+2 >= len(s.s) || s.s[i+1] != '{' {
		return i
	}
	before, _ := utf8.DecodeLastRuneInString(s.s[:i])
	if unicode.IsSpace(before) {
		return i
	}
	end := s.index("}", i+2)
	if end <= i+2 || end-i > 1000 {
		return i
	}
	style := note.Subscript
	if mark == '^' {
		style = note.Superscript
	}
	return s.put(i, end+1, &note.Styled{Style: style, Inlines: s.inlines(s.s[i+2:end], s.line(i), s.depth+1)})
}

// snippet reads "@@html:…@@": HTML is taken as such, comments leave nothing, any other markup is
// shown as it is.
func (s *scan) snippet(i int) int {
	if !strings.HasPrefix(s.s[i:], "@@") {
		return i
	}
	end := s.index("@@", i+2)
	if end < 0 {
		return i
	}
	name, text, ok := strings.Cut(s.s[i+2:end], ":")
	if !ok || strings.ContainsAny(name, " \t\n") {
		return i
	}
	switch strings.ToLower(name) {
	case "html":
		return s.put(i, end+2, html.Tokens(text, s.htmlAt(s.line(i)))...)
	case "comment":
		return s.put(i, end+2)
	}
	return s.put(i, end+2, &note.CodeSpan{Text: text})
}

// sourceSpan reads "src_go[:args]{code}".
func (s *scan) sourceSpan(i int) int {
	if !strings.HasPrefix(s.s[i:], "src_") || i > 0 && isWord(s.s[i-1]) {
		return i
	}
	open := s.index("{", i)
	if open < 0 || open-i > 200 || strings.ContainsAny(s.s[i:open], "\n}") {
		return i
	}
	name, args, hasArgs := strings.Cut(s.s[i+4:open], "[")
	if name == "" || strings.ContainsAny(name, " \t") || hasArgs && !strings.HasSuffix(args, "]") {
		return i
	}
	end := s.index("}", open+1)
	if end < 0 || strings.Contains(s.s[open:end], "\n") {
		return i
	}
	return s.put(i, end+1, &note.CodeSpan{Text: s.s[open+1 : end]})
}

func isWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z' || b >= 0x80
}

// merge joins texts that follow each other.
func merge(in []note.Inline) []note.Inline {
	out := in[:0:0]
	for _, n := range in {
		t, ok := n.(*note.Text)
		if ok && len(out) > 0 {
			if last, ok := out[len(out)-1].(*note.Text); ok {
				out[len(out)-1] = &note.Text{Value: last.Value + t.Value}
				continue
			}
		}
		out = append(out, n)
	}
	return out
}
