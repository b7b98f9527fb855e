package org

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
)

// bracket reads links and footnotes.
func (s *scan) bracket(i int) int {
	rest := s.s[i:]
	switch {
	case strings.HasPrefix(rest, "[["):
		return s.squareLink(i)
	case strings.HasPrefix(rest, "[fn:"):
		return s.footnoteRef(i)
	}
	return i
}

// squareLink reads "[[target]]" and "[[target][text]]".
func (s *scan) squareLink(i int) int {
	end := s.closingBracket(i + 2)
	if end < 0 || end == i+2 || end+1 >= len(s.s) || s.s[i+2] == '[' {
		return i
	}
	target := s.s[i+2 : end]
	switch s.s[end+1] {
	case ']':
		return s.put(i, end+2, s.link(target, nil, s.line(i))...)
	case '[':
		close := s.index("]]", end+2)
		if close < 0 {
			return i
		}
		if open := strings.Count(s.s[end+2:close], "["); open > 0 { // the text itself may end in a bracket
			for open -= strings.Count(s.s[end+2:close], "]"); open > 0 && close+2 < len(s.s) && s.s[close+2] == ']'; open-- {
				close++
			}
		}
		text := s.s[end+2 : close]
		return s.put(i, close+2, s.link(target, &text, s.line(i))...)
	}
	return i
}

// closingBracket returns the first "]" from i on that no backslash stands before.
func (s *scan) closingBracket(i int) int {
	for {
		n := s.index("]", i)
		if n < 0 || n == 0 || s.s[n-1] != '\\' || n > 1 && s.s[n-2] == '\\' {
			return n
		}
		i = n + 1
	}
}

var noteMark = regexp.MustCompile(`^\[fn:([\p{L}\p{N}_-]*)([:\]])`)

// footnoteRef reads "[fn:name]", "[fn:name:text]" and "[fn::text]".
func (s *scan) footnoteRef(i int) int {
	m := noteMark.FindStringSubmatch(s.s[i:])
	if m == nil {
		return i
	}
	if m[2] == "]" {
		if m[1] == "" || !s.labels[m[1]] {
			return i
		}
		return s.put(i, i+len(m[0]), &note.FootnoteRef{Label: m[1]})
	}
	end := s.matching(i)
	if end < 0 {
		return i
	}
	text := s.inlines(strings.TrimSpace(s.s[i+len(m[0]):end]), s.line(i), s.depth+1)
	if m[1] == "" {
		return s.put(i, end+1, &note.InlineNote{Inlines: text})
	}
	if !s.defined[m[1]] {
		s.defined[m[1]] = true
		s.notes = append(s.notes, &note.Footnote{Label: m[1], Blocks: []note.Block{&note.Paragraph{Inlines: text}}})
		return s.put(i, end+1, &note.FootnoteRef{Label: m[1]})
	}
	return s.put(i, end+1, &note.InlineNote{Inlines: text}) // the name has another text already
}

// matching returns the bracket that closes the one at i, -1 for none.
func (s *scan) matching(i int) int {
	if s.closing == nil {
		s.closing = map[int]int{}
		var open []int
		for j := 0; j < len(s.s); j++ {
			switch s.s[j] {
			case '[':
				open = append(open, j)
			case ']':
				if n := len(open); n > 0 {
					s.closing[open[n-1]] = j
					open = open[:n-1]
				}
			}
		}
	}
	if end, ok := s.closing[i]; ok {
		return end
	}
	return -1
}

var (
	angleLink   = regexp.MustCompile(`^<([A-Za-z][A-Za-z0-9+.-]*:[^<>\n]+)>`)
	radioTarget = regexp.MustCompile(`^<<<([^<>\n]+)>>>`)
	target      = regexp.MustCompile(`^<<([^<>\n]+)>>`)
	timestamp   = regexp.MustCompile(`^<\d{4}-\d\d-\d\d[^<>\n]*>`)
)

// angle reads targets, timestamps and links in angle brackets.
func (s *scan) angle(i int) int {
	rest := s.s[i:]
	if len(rest) > 1 && rest[1] == '<' {
		if m := radioTarget.FindStringSubmatch(rest); m != nil {
			s.put(i, i+len(m[0]), &note.Anchor{ID: s.target(m[1])})
			s.out = append(s.out, s.inlines(m[1], s.line(i), s.depth+1)...)
			return i + len(m[0])
		}
		if m := target.FindStringSubmatch(rest); m != nil {
			return s.put(i, i+len(m[0]), &note.Anchor{ID: s.target(m[1])})
		}
		return i
	}
	if m := timestamp.FindString(rest); m != "" {
		return s.put(i, i+len(m), &note.Text{Value: m})
	}
	if m := angleLink.FindStringSubmatch(rest); m != nil {
		return s.put(i, i+len(m[0]), s.link(m[1], nil, s.line(i))...)
	}
	return i
}

// target enters a place that links may name.
func (s *scan) target(text string) string {
	key := fold(text)
	if id, ok := s.doc.targets[key]; ok {
		return id
	}
	id := s.doc.free(text)
	s.doc.targets[key] = id
	return id
}

var (
	plainLink  = regexp.MustCompile(`^(?:https?|ftp)://[^\s<>\[\]"'` + "`" + `\x{3000}-\x{303f}\x{ac00}-\x{d7a3}]+|^(?:mailto|file):[^\s<>\[\]"'\x{3000}-\x{303f}\x{ac00}-\x{d7a3}]+`)
	linkBegins = []string{"http", "ftp:", "mailto:", "file:"}
)

// address reads a link that stands in the text without brackets.
func (s *scan) address(i int) int {
	if i > 0 && isWord(s.s[i-1]) && s.s[i-1] < 0x80 {
		return i
	}
	rest := s.s[i:]
	for _, begin := range linkBegins {
		if !strings.HasPrefix(rest, begin) {
			continue
		}
		m := strings.TrimRight(plainLink.FindString(rest), ".,;:!?}…*_~=+")
		if strings.HasSuffix(m, ")") && !strings.Contains(m, "(") {
			m = strings.TrimRight(m, ")")
		}
		if len(m) > len(begin) {
			return s.put(i, i+len(m), s.link(m, nil, s.line(i))...)
		}
	}
	return i
}
