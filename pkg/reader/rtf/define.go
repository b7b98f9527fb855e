package rtf

import (
	"fmt"
	"strings"

	"memopress/pkg/internal/office"
)

// A font is a font of the table of fonts.
type font struct {
	name    string
	charset int
}

// A style is a style of paragraphs or characters.
type style struct {
	name  string // in lower case
	level int    // of headings, 0 for none
}

// A list is a list of the table of lists: for each level how its items are numbered (\levelnfc).
type list struct{ formats [9]int }

// A definition is an entry of one of the tables, being read.
type definition struct {
	kind   string // "font", "color", "style", "list", "override"
	depth  int    // of the group that the table is
	number int
	words  map[string]int
	name   strings.Builder
	levels []int
}

// beginTable makes the current group a table.
func (r *reader) beginTable(kind string) {
	r.now.dest = tables
	r.reading = definition{kind: kind, depth: len(r.stack), number: -1, words: map[string]int{}}
}

// text takes text in a table: names, each with a semicolon at its end.
func (d *definition) text(r *reader, s string) {
	for {
		name, rest, ended := strings.Cut(s, ";")
		if d.name.Len() < 1000 {
			d.name.WriteString(name)
		}
		if !ended {
			return
		}
		d.end(r)
		s = rest
	}
}

// word takes a control word in a table.
func (d *definition) word(r *reader, w string, v int) {
	if d.words == nil {
		return // the table has ended, by another one in it
	}
	switch d.kind + " " + w {
	case "font f", "style s", "style cs", "style ds":
		d.number = v
		if w == "cs" {
			d.number = v + charStyles
		}
	case "list levelnfc":
		if len(d.levels) < 9 {
			d.levels = append(d.levels, v)
		}
	default:
		d.words[w] = v
	}
}

// charStyles is what tells the numbers of styles of characters from those of paragraphs.
const charStyles = 1 << 20

// end ends an entry.
func (d *definition) end(r *reader) {
	name := strings.TrimSpace(d.name.String())
	switch d.kind {
	case "font":
		if d.number >= 0 && len(r.fonts) < 10_000 {
			if _, taken := r.fonts[d.number]; !taken {
				r.fonts[d.number] = font{name, d.words["fcharset"]}
			}
		}
	case "color":
		color := ""
		if _, ok := d.words["red"]; ok && len(r.colors) < 10_000 {
			color = fmt.Sprintf("%02x%02x%02x", byte(d.words["red"]), byte(d.words["green"]), byte(d.words["blue"]))
		}
		if len(r.colors) < 10_000 {
			r.colors = append(r.colors, color)
		}
	case "style":
		if len(r.styles) < 10_000 {
			s := style{name: strings.ToLower(office.OneLine(name))}
			if v, ok := d.words["outlinelevel"]; ok && v >= 0 && v < 9 {
				s.level = v + 1
			}
			if s.level == 0 {
				s.level = office.HeadingName(s.name)
			}
			r.styles[max(d.number, 0)] = s
		}
	}
	if d.kind != "list" && d.kind != "override" {
		d.number = -1
		clear(d.words)
	}
	d.name.Reset()
}

// endDefinition ends an entry that is a group of its own, when that group has ended. depth is how
// many groups are open.
func (r *reader) endDefinition(depth int) {
	d := &r.reading
	if d.kind == "" {
		return
	}
	if depth < d.depth {
		r.reading = definition{}
		return
	}
	if depth != d.depth {
		return
	}
	switch d.kind {
	case "list":
		id := d.words["listid"]
		if len(r.lists) < 10_000 {
			l := list{}
			copy(l.formats[:], d.levels)
			for i := len(d.levels); i < 9; i++ {
				l.formats[i] = 23
			}
			r.lists[id] = l
		}
	case "override":
		if len(r.overrides) < 10_000 {
			r.overrides[d.words["ls"]] = d.words["listid"]
		}
	case "style", "font":
		if d.number >= 0 {
			d.end(r)
		}
	}
	d.number, d.levels = -1, nil
	clear(d.words)
	d.name.Reset()
}
