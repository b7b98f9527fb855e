package html

import "slices"

// An element is open. The writer pushes its own elements as well as those of raw HTML, so that
// it can see what a browser's parser would do at any place and do it first, in the open: no
// element of ours is ever closed or moved by a tag that a note wrote.
type element struct {
	name   string // as written to the output
	source string // the raw tag's name; empty for an element of the writer
}

// maxDepth is how deep elements nest; browsers and parsers stop at 512.
const maxDepth = 256

func (s *state) push(name string) { s.stack = append(s.stack, element{name: name}) }
func (s *state) pop()             { s.stack = s.stack[:len(s.stack)-1] }

// current returns the name of the innermost open element, "" at the root.
func (s *state) current() string {
	if len(s.stack) == 0 {
		return ""
	}
	return s.stack[len(s.stack)-1].name
}

// enter begins a list of blocks or of running text: raw tags inside cannot close what is open
// now. The result goes to leave.
func (s *state) enter() int {
	old := s.base
	s.base = len(s.stack)
	return old
}

// leave closes what raw tags left open since enter.
func (s *state) leave(old int) {
	s.closeTo(s.base)
	s.base = old
	s.skip, s.held = "", nil
}

// closeTo closes the innermost elements until n are open.
func (s *state) closeTo(n int) {
	for len(s.stack) > n {
		name := s.stack[len(s.stack)-1].name
		s.raw("</")
		s.raw(name)
		s.raw(">")
		s.pop()
	}
}

// find returns the index of the innermost open element that is one of names, looking outwards
// no further than an element for which stop is true; -1 for none.
func (s *state) find(stop func(string) bool, names ...string) int {
	for i := len(s.stack) - 1; i >= 0; i-- {
		if slices.Contains(names, s.stack[i].name) {
			return i
		}
		if stop(s.stack[i].name) {
			return -1
		}
	}
	return -1
}

func never(string) bool { return false }

// isCell reports whether the element starts a context of its own in a table.
func isCell(name string) bool { return name == "td" || name == "th" || name == "caption" }

// special are the elements past which the end tag of an inline element, or the start tag of
// another list item, does not reach (HTML standard, "special" category).
var special = map[string]bool{
	"address": true, "article": true, "aside": true, "blockquote": true, "caption": true,
	"colgroup": true, "dd": true, "details": true, "div": true, "dl": true, "dt": true,
	"figcaption": true, "figure": true, "footer": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "header": true, "li": true, "main": true, "nav": true,
	"ol": true, "p": true, "pre": true, "section": true, "summary": true, "table": true,
	"tbody": true, "td": true, "tfoot": true, "th": true, "thead": true, "tr": true, "ul": true,
}

func isSpecial(name string) bool { return special[name] }

// stopsItem is isSpecial without the elements that a list item's start tag looks through.
func stopsItem(name string) bool {
	return special[name] && name != "address" && name != "div" && name != "p"
}

// isBlock reports whether the start tag of the element ends a paragraph.
func isBlock(name string) bool {
	switch name {
	case "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "col", "colgroup":
		return false
	case "hr":
		return true
	}
	return special[name]
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && '1' <= name[1] && name[1] <= '6'
}

// inTable reports whether the innermost element is a part of a table that holds no text.
func (s *state) inTable() bool {
	switch s.current() {
	case "table", "thead", "tbody", "tfoot", "tr", "colgroup":
		return true
	}
	return false
}

// forText makes the place ready for text or an inline element: text between the cells of a
// raw table gets a cell, where a browser would move it in front of the table.
func (s *state) forText() {
	if s.inTable() && len(s.stack) > s.base {
		s.openCell("td")
	}
}

// forBlock makes the place ready for a block element: a raw paragraph or heading ends.
func (s *state) forBlock() {
	s.forText()
	if i := s.find(isCell, "p"); i >= s.base {
		s.closeTo(i)
	}
	if isHeading(s.current()) && len(s.stack) > s.base {
		s.closeTo(len(s.stack) - 1)
	}
}

// openImplied writes the start tag of a raw element that the note left out.
func (s *state) openImplied(name string) {
	s.raw("<" + name + ">")
	s.stack = append(s.stack, element{name: name, source: name})
}

// openCell opens what is missing between the innermost raw table and a cell, but not the cell
// itself unless name is td and text waits for it.
func (s *state) openCell(name string) {
	if !s.toTable("tr") {
		return
	}
	s.openImplied(name)
}

// toTable goes to the place in the innermost table where a part of that name may stand: it
// closes deeper parts and opens implied ones. It reports false when there is no such table
// that raw tags of this list may change.
func (s *state) toTable(parent string) bool {
	table := s.find(never, "table")
	if table < 0 || table < s.base {
		return false
	}
	switch parent {
	case "tr":
		if i := s.find(func(n string) bool { return n == "table" }, "tr"); i > table {
			s.closeTo(i + 1)
			return true
		}
		fallthrough
	case "tbody":
		i := s.find(func(n string) bool { return n == "table" }, "tbody", "thead", "tfoot")
		if i > table {
			s.closeTo(i + 1)
		} else {
			s.closeTo(table + 1)
			s.openImplied("tbody")
		}
		if parent == "tr" {
			s.openImplied("tr")
		}
	case "colgroup":
		if s.current() != "colgroup" {
			s.closeTo(table + 1)
			s.openImplied("colgroup")
		}
	case "table":
		s.closeTo(table + 1)
	}
	return true
}

// prepare makes the place ready for the start tag of a raw element and reports whether it may
// be opened there.
func (s *state) prepare(name string) bool {
	if len(s.stack) >= maxDepth {
		return false
	}
	if s.phrasing && (special[name] || name == "hr") {
		return false
	}
	switch name {
	case "caption", "colgroup", "thead", "tbody", "tfoot":
		return s.toTable("table")
	case "col":
		return s.toTable("colgroup")
	case "tr":
		return s.toTable("tbody")
	case "td", "th":
		return s.toTable("tr")
	case "li":
		return s.item([]string{"ul", "ol"}, "li")
	case "dd", "dt":
		return s.item([]string{"dl"}, "dd", "dt")
	case "rt", "rp":
		i := s.find(isSpecial, "ruby")
		if i < s.base {
			return false
		}
		s.closeTo(i + 1)
		return true
	case "a":
		i := s.find(never, "a")
		if i >= 0 && i < s.base {
			return false
		}
		if i >= 0 {
			s.closeTo(i)
		}
		s.forText()
		return true
	}
	if isHeading(name) && slices.ContainsFunc(s.stack[:s.base], func(e element) bool { return isHeading(e.name) }) {
		return false
	}
	if isBlock(name) {
		s.forBlock()
		return s.find(isCell, "p") < 0 // one is open that is not ours to close
	}
	s.forText()
	return true
}

// item ends the list item (or term, or explanation) that is open when another one begins. An
// item without a list gets one: a fragment may stand in an item of somebody else's.
func (s *state) item(list []string, names ...string) bool {
	s.forBlock()
	if s.find(isCell, "p") >= 0 {
		return false
	}
	i := s.find(stopsItem, append(names, list...)...)
	switch {
	case i < s.base:
		s.openImplied(list[0])
	case !slices.Contains(list, s.stack[i].name):
		s.closeTo(i)
	}
	return true
}

// rawClose closes the innermost open element that a raw tag of that name opened. A closing tag
// without such an element is dropped, and so is one that would reach out of a table cell or,
// for an inline element, out of a block.
func (s *state) rawClose(name string) {
	for i := len(s.stack) - 1; i >= s.base; i-- {
		e := s.stack[i]
		if e.source == name || isHeading(name) && isHeading(e.source) {
			s.closeTo(i)
			return
		}
		if e.name == "table" {
			return
		}
		inline := !special[outputName(name)]
		if !isTablePart(name) && (isCell(e.name) || inline && special[e.name]) {
			return
		}
	}
	s.pending = append(s.pending, name)
}

func isTablePart(name string) bool {
	switch name {
	case "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup":
		return true
	}
	return false
}
