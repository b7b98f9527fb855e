package html

import (
	"strconv"
	"strings"
	"unicode"

	"memopress/pkg/note"
)

// id returns the id to write for an anchor of the page, "" when ids are not written here or
// this one is on the page already.
func (s *state) id(anchor string) string {
	if anchor == "" || !s.page.IDs || len(s.chain) > 1 {
		return ""
	}
	id := s.page.Prefix + anchor
	if s.ids[id] {
		return ""
	}
	s.take(id)
	return id
}

// take notes that an id is on the page.
func (s *state) take(id string) {
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	s.ids[id] = true
}

// writeID writes the id attribute for an anchor, if any.
func (s *state) writeID(anchor string) {
	if id := s.id(anchor); id != "" {
		s.attr("id", id)
	}
}

// userID returns the id to write for an id of raw HTML: "user-" before it, so that it cannot
// stand for a name that a script of the page looks up, and a number behind it when it is taken.
func (s *state) userID(id string) string {
	if id == "" || !s.page.IDs || len(s.chain) > 1 {
		return ""
	}
	id = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return '-'
		}
		return r
	}, id)
	if len(id) > 128 {
		return ""
	}
	anchors := s.anchors()
	base := s.page.Prefix + "user-" + id
	if s.repeats == nil {
		s.repeats = map[string]int{}
	}
	for n := s.repeats[base] + 1; ; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		if !s.ids[name] && !anchors[name] {
			s.take(name)
			s.repeats[base] = n
			return name
		}
	}
}

// anchors returns the ids that the blocks of the page will have: they come first, because
// links point at them.
func (s *state) anchors() map[string]bool {
	if s.reserved != nil {
		return s.reserved
	}
	s.reserved = map[string]bool{}
	note.Walk(s.root, func(n any) bool {
		anchor := ""
		switch n := n.(type) {
		case note.Block:
			anchor = note.AnchorOf(n)
		case *note.ListItem:
			anchor = n.Anchor
		case *note.Anchor:
			anchor = n.Anchor
		}
		if anchor != "" {
			s.reserved[s.page.Prefix+anchor] = true
		}
		return true
	})
	return s.reserved
}
