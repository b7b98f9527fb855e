package html

import (
	"strconv"
	"unicode/utf8"

	"memopress/pkg/note"
)

func (s *state) list(l *note.List) {
	name := "ul"
	if l.Ordered {
		name = "ol"
	}
	s.raw("<" + name)
	if l.Ordered && l.Start != 1 {
		s.raw(` start="` + strconv.Itoa(l.Start) + `"`)
	}
	if !s.page.Plain {
		for _, it := range l.Items {
			if it.Task != 0 {
				s.raw(` class="tasks"`)
				break
			}
		}
	}
	s.writeID(l.Anchor)
	s.raw(">\n")
	s.push(name)
	for i := range l.Items {
		s.listItem(&l.Items[i], l.Tight)
	}
	s.pop()
	s.raw("</" + name + ">\n")
}

func (s *state) listItem(it *note.ListItem, tight bool) {
	s.raw("<li")
	if it.Task != 0 && !s.page.Plain {
		s.raw(` class="task" data-task="`)
		s.out = appendText(s.out, string(it.Task))
		s.raw(`"`)
	}
	s.writeID(it.Anchor)
	said := s.remarks(it.Anchor)
	blocks := it.Blocks
	if tight {
		s.tongueOf(blocks, false)
	}
	s.raw(">")
	s.push("li")
	if it.Task != 0 {
		// The box belongs into the first paragraph where there is one.
		p, ok := (*note.Paragraph)(nil), false
		if !tight && len(blocks) > 0 {
			p, ok = blocks[0].(*note.Paragraph)
		}
		if ok {
			s.newline()
			s.raw("<p")
			s.writeID(p.Anchor)
			s.tongue(p.Inlines)
			s.raw(">")
			s.push("p")
			s.task(it.Task)
			s.phrase(p.Inlines)
			s.pop()
			s.raw("</p>\n")
			s.out, said = append(s.out, said...), nil
			blocks = blocks[1:]
		} else {
			s.task(it.Task)
		}
	}
	// They stand at the end of the item's own text, before the items below it.
	if said != nil && len(blocks) > 0 {
		if _, ok := blocks[0].(*note.Paragraph); ok && !tight {
			s.tail, said = said, nil
		} else {
			s.flow(blocks[:1], tight)
			blocks = blocks[1:]
		}
	}
	s.out = append(s.out, said...)
	if len(blocks) > 0 {
		s.flow(blocks, tight)
	}
	s.out, s.tail = append(s.out, s.tail...), nil
	s.pop()
	s.raw("</li>\n")
}

// task writes the box of a task. Any state but the space is a done one.
func (s *state) task(state rune) {
	label := ""
	switch state {
	case ' ':
		label = s.message("task.open")
	case 'x', 'X':
		label = s.message("task.done")
	default:
		if !utf8.ValidRune(state) {
			state = utf8.RuneError
		}
		label = s.message("task.state") + " " + string(state)
	}
	s.checkbox(state != ' ', label)
	s.raw(" ")
}

func (s *state) checkbox(checked bool, label string) {
	s.raw(`<input type="checkbox" disabled`)
	if checked {
		s.raw(" checked")
	}
	if !s.page.Plain {
		if label == "" {
			label = s.message("task.open")
			if checked {
				label = s.message("task.done")
			}
		}
		s.attr("aria-label", label)
	}
	s.raw(">")
}
