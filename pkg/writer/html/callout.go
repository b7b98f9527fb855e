package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/note"
)

// CalloutBase returns the type among Obsidian's thirteen whose look a callout has. An unknown
// type looks like a note.
func CalloutBase(written string) string {
	switch written {
	case "abstract", "summary", "tldr":
		return "abstract"
	case "info", "todo", "bug", "example":
		return written
	case "tip", "hint", "important":
		return "tip"
	case "success", "check", "done":
		return "success"
	case "question", "help", "faq":
		return "question"
	case "warning", "caution", "attention":
		return "warning"
	case "failure", "fail", "missing":
		return "failure"
	case "danger", "error":
		return "danger"
	case "quote", "cite":
		return "quote"
	}
	return "note"
}

func (s *state) callout(c *note.Callout) {
	s.features.Callout = true
	folds := c.Fold != note.NoFold && len(c.Blocks) > 0
	name, title := "div", "div"
	if folds {
		name, title = "details", "summary"
	}
	s.raw("<" + name + ` class="callout callout-` + CalloutBase(c.Type) + `"`)
	s.attr("data-callout", c.Type)
	if c.Metadata != "" {
		s.attr("data-callout-metadata", c.Metadata)
	}
	s.writeID(c.Anchor)
	if c.Fold == note.FoldOpen && folds {
		s.raw(" open")
	}
	s.raw(">\n<" + title + ` class="callout-title"`)
	s.tongue(c.Title)
	s.raw(">")
	s.push(name)
	s.push(title)
	if len(c.Title) > 0 {
		s.phrase(c.Title)
	} else {
		s.text(s.calloutTitle(c.Type))
	}
	s.pop()
	s.raw("</" + title + ">\n")
	if len(c.Blocks) > 0 {
		s.container("div", []string{"callout-body"}, "", c.Blocks)
	}
	s.pop()
	s.raw("</" + name + ">\n")
}

// calloutTitle returns the word for a type in the page's language: the author's own word for
// it where there is one, else the type that it stands for; types of the author's making in
// title case.
func (s *state) calloutTitle(written string) string {
	if m := s.message("callout." + written); m != "" {
		return m
	}
	words := strings.FieldsFunc(written, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	for i, w := range words {
		r, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToTitle(r)) + w[n:]
	}
	if len(words) == 0 {
		return s.message("callout.note")
	}
	return strings.Join(words, " ")
}
