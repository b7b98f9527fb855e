package html

import (
	"bytes"
	"strconv"

	"memopress/pkg/note"
)

// A scope is a note whose footnotes are known by their labels: the page's note or one that is
// embedded.
type scope struct {
	blocks []note.Block
	defs   map[string]*note.Footnote // nil until asked for
	used   map[string]*footnote
	chain  []place // notes around it; more than one for an embedded note
}

// A footnote has a number on the page.
type footnote struct {
	number  int
	refs    int // marks that refer to it
	scope   *scope
	blocks  []note.Block  // one of blocks and inlines is set
	inlines []note.Inline // of a note written in place
	body    []byte
	beside  bool // it stands beside its mark, too
}

// footnote returns the footnote of that label and gives it a number when it is the first mark.
func (s *state) footnote(label string) *footnote {
	sc := s.scope
	if f := sc.used[label]; f != nil {
		return f
	}
	if sc.defs == nil {
		sc.defs = map[string]*note.Footnote{}
		note.Walk(sc.blocks, func(n any) bool {
			if f, ok := n.(*note.Footnote); ok && sc.defs[f.Label] == nil {
				sc.defs[f.Label] = f
			}
			return true
		})
	}
	def := sc.defs[label]
	if def == nil {
		return nil
	}
	f := s.addFootnote(&footnote{blocks: def.Blocks})
	if sc.used == nil {
		sc.used = map[string]*footnote{}
	}
	sc.used[label] = f
	return f
}

func (s *state) addFootnote(f *footnote) *footnote {
	f.number, f.scope = len(s.notes)+1, s.scope
	s.notes = append(s.notes, f)
	return f
}

func (s *state) footnoteRef(label string) {
	if s.noFootnotes {
		return
	}
	f := s.footnote(label)
	if f == nil {
		s.text("[^" + label + "]")
		return
	}
	s.mark(f)
}

func (s *state) inlineNote(n *note.InlineNote) {
	if !s.noFootnotes {
		s.mark(s.addFootnote(&footnote{inlines: n.Inlines}))
	}
}

// mark writes the number that refers to f. Ids hold a colon, which no anchor has.
func (s *state) mark(f *footnote) {
	f.refs++
	number := strconv.Itoa(f.number)
	if !s.page.IDs || s.inLink() {
		s.raw(`<sup class="footnote">` + number + `</sup>`)
		return
	}
	s.raw(`<sup class="footnote"`)
	s.attr("id", s.backID(f, f.refs))
	s.raw(`><a href="#`)
	s.raw(escapeSegment(s.page.Prefix))
	s.raw(`fn:` + number + `" role="doc-noteref"`)
	s.attr("aria-label", s.message("footnote")+" "+number)
	s.raw(`>` + number + `</a></sup>`)
	s.sidenote(f)
}

func (s *state) backID(f *footnote, ref int) string {
	id := s.page.Prefix + "fnref:" + strconv.Itoa(f.number)
	if ref > 1 {
		id += ":" + strconv.Itoa(ref)
	}
	return id
}

// footnotes writes the section of footnotes. A footnote may refer to others, so that all
// are written aside before the marks are known to link back to.
func (s *state) footnotes() {
	if len(s.notes) == 0 {
		return
	}
	main, chain := s.out, s.chain
	s.page.Sidenotes = false
	for i := 0; i < len(s.notes); i++ {
		f := s.notes[i]
		s.out, s.scope = nil, f.scope
		s.chain = f.scope.chain
		s.push("li")
		if f.inlines != nil {
			s.paragraph(&note.Paragraph{Inlines: f.inlines})
		} else {
			s.blocks(f.blocks)
		}
		s.pop()
		f.body = s.out
	}
	s.out, s.chain = main, chain
	s.newline()
	beside := 0
	for _, f := range s.notes {
		if f.beside {
			beside++
		}
	}
	class := "footnotes"
	if beside == len(s.notes) {
		class += " beside"
	}
	s.raw(`<section class="` + class + `" role="doc-endnotes"`)
	s.attr("aria-label", s.message("footnotes"))
	s.raw(">\n<ol>\n")
	for _, f := range s.notes {
		s.raw("<li")
		if s.page.IDs {
			s.attr("id", s.page.Prefix+"fn:"+strconv.Itoa(f.number))
		}
		if f.beside {
			s.raw(` class="beside"`)
		} else if beside > 0 {
			s.raw(` value="` + strconv.Itoa(f.number) + `"`) // those before it may not be counted
		}
		s.raw(">")
		body, tail := f.body, ""
		if cut, ok := bytes.CutSuffix(body, []byte("</p>\n")); ok {
			body, tail = cut, "</p>\n"
		}
		s.out = append(s.out, body...)
		if s.page.IDs {
			for ref := 1; ref <= f.refs; ref++ {
				s.backLink(f, ref)
			}
		}
		s.raw(tail)
		s.raw("</li>\n")
	}
	s.raw("</ol>\n</section>\n")
}

func (s *state) backLink(f *footnote, ref int) {
	label := s.message("footnote.back") + " " + strconv.Itoa(f.number)
	s.raw(` <a class="footnote-back" href="#`)
	s.raw(escapeSegment(s.page.Prefix) + "fnref:" + strconv.Itoa(f.number))
	if ref > 1 {
		s.raw(":" + strconv.Itoa(ref))
		label += "-" + strconv.Itoa(ref)
	}
	s.raw(`" role="doc-backlink"`)
	s.attr("aria-label", label)
	s.raw(">↩")
	if ref > 1 {
		s.raw("<sup>" + strconv.Itoa(ref) + "</sup>")
	}
	s.raw("</a>")
}
