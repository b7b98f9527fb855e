package org

import (
	"html"
	"regexp"
	"strings"

	"memopress/pkg/note"
)

var (
	entityName  = regexp.MustCompile(`^\\([A-Za-z]+[0-9]{0,2})(\{\}|)`)
	spaceEntity = regexp.MustCompile(`^\\_ +`)
)

// names are the entities of Org that HTML does not have, or has another sign for.
var names = map[string]string{
	"to": "→", "ang": "∠", "angle": "∠", "star": "*", "slash": "/", "under": "_", "vert": "|", "dots": "…", "ldots": "…", "EUR": "€", "EURdig": "€",
	"checkmark": "✓", "frac12": "½", "plusmn": "±", "leq": "≤", "geq": "≥", "neq": "≠", "infty": "∞", "cdots": "⋯", "bull": "•", "Rightarrow": "⇒",
	"Leftarrow": "⇐", "rightarrow": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "leftrightarrow": "↔", "iff": "⇔", "implies": "⇒",
	"smiley": "☺", "sad": "☹", "shy": "\u00ad", "nbsp": "\u00a0", "colon": ":", "plus": "+", "hbar": "ℏ", "varphi": "ϕ", "aelig": "æ", "lbrace": "{", "rbrace": "}",
	"quot": `"`, "acute": "´", "tilde": "~", "lowast": "∗", "asterisk": "*", "lbrack": "[", "rbrack": "]",
}

// entity returns the sign that \name stands for.
func entity(name string) (string, bool) {
	if sign, ok := names[name]; ok {
		return sign, true
	}
	sign := html.UnescapeString("&" + name + ";")
	return sign, sign != "&"+name+";"
}

// backslash reads line breaks, formulas and entities.
func (s *scan) backslash(i int) int {
	rest := s.s[i:]
	if len(rest) < 2 {
		return i
	}
	switch rest[1] {
	case '\\':
		end := i + 2
		for end < len(s.s) && (s.s[end] == ' ' || s.s[end] == '\t') {
			end++
		}
		if end < len(s.s) && s.s[end] == '\n' {
			return s.lineEnd(i, end)
		}
		return i + 2
	case '(':
		return s.formula(i, 2, `\)`, false)
	case '[':
		return s.formula(i, 2, `\]`, true)
	case '_':
		if m := spaceEntity.FindString(rest); m != "" {
			return s.put(i, i+len(m), &note.Text{Value: strings.Repeat("\u00a0", len(m)-2)})
		}
		return i
	}
	if strings.HasPrefix(rest, `\begin{`) {
		if m := environmentStart.FindStringSubmatch(rest); m != nil {
			if end := s.index(`\end{`+m[1]+"}", i); end > 0 {
				end += len(`\end{}`) + len(m[1])
				return s.put(i, end, &note.MathSpan{Text: s.s[i:end], Display: true})
			}
		}
		return i
	}
	m := entityName.FindStringSubmatch(rest)
	if m == nil || s.settings.plainNames {
		return i
	}
	sign, ok := entity(m[1])
	if !ok || m[2] == "" && len(rest) > len(m[0]) && rest[len(m[0])] == '{' { // \frac{…} is LaTeX
		return i
	}
	return s.put(i, i+len(m[0]), &note.Text{Value: sign})
}

// formula reads LaTeX up to the mark that ends it.
func (s *scan) formula(i, open int, end string, display bool) int {
	n := s.index(end, i+open)
	if n < 0 || strings.TrimSpace(s.s[i+open:n]) == "" {
		return i
	}
	return s.put(i, n+len(end), &note.MathSpan{Text: strings.TrimSpace(s.s[i+open : n]), Display: display})
}

// dollar reads $x$ and $$x$$ as Org does: no space inside the dollars, and after the last one
// something that could follow a word.
func (s *scan) dollar(i int) int {
	if strings.HasPrefix(s.s[i:], "$$") {
		if n := s.formula(i, 2, "$$", true); n > i {
			return n
		}
		return i + 2
	}
	if i > 0 && s.s[i-1] == '$' || i+2 >= len(s.s) || strings.IndexByte(" \t\n.,;", s.s[i+1]) >= 0 {
		return i
	}
	end := s.index("$", i+1)
	if end < 0 || end-i > 2000 || strings.IndexByte(" \t\n.,", s.s[end-1]) >= 0 || strings.Count(s.s[i:end], "\n") > 2 {
		return i
	}
	if end+1 < len(s.s) && isWord(s.s[end+1]) && s.s[end+1] < 0x80 || end+1 < len(s.s) && s.s[end+1] == '$' {
		return i
	}
	return s.put(i, end+1, &note.MathSpan{Text: s.s[i+1 : end]})
}

var macroCall = regexp.MustCompile(`^\{\{\{([A-Za-z][\p{L}\p{N}_-]*)(?:\(((?s:.*?))\))?\}\}\}`)

// macro puts the text of a #+MACRO: in, and the arguments into it. One that is not defined, or
// that would show who wrote the note, stays as it is.
func (s *scan) macro(i int) int {
	if !strings.HasPrefix(s.s[i:], "{{{") {
		return i
	}
	end := s.index("}}}", i)
	if end < 0 || end-i > 2000 {
		return i
	}
	m := macroCall.FindStringSubmatch(s.s[i : end+3])
	if m == nil {
		return i
	}
	args := strings.Split(strings.ReplaceAll(m[2], `\,`, "\x00"), ",")
	text, ok := s.settings.macros[strings.ToLower(m[1])]
	switch name := strings.ToLower(m[1]); {
	case name == "results":
		text, ok = m[2], true
	case name == "title":
		text, ok = s.doc.Title, true
	case ok:
		for n := 9; n >= 1; n-- {
			arg := ""
			if n <= len(args) {
				arg = strings.TrimSpace(args[n-1])
			}
			text = strings.ReplaceAll(text, "$"+string(rune('0'+n)), arg)
			if len(text) > maxMacros {
				return i
			}
		}
	}
	text = strings.ReplaceAll(text, "\x00", ",")
	if s.parser.macros += len(text) + 1; !ok || s.parser.macros > maxMacros*10 {
		return i
	}
	inner := s.inlines(strings.TrimSpace(text), s.line(i), s.depth+8) // macros in macros end soon
	return s.put(i, i+len(m[0]), inner...)
}
