package odt

import (
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
)

// A style is a style of paragraphs or text, with what it inherits.
type style struct {
	name   string // as shown, in lower case
	parent string
	level  int // of headings; 0 for none
	list   string
	rule   bool // a line below an empty paragraph
	format office.Format
	said   map[string]bool // what of format the style itself says
	hidden bool
}

// A listStyle says which levels of a list are numbered.
type listStyle struct {
	ordered [11]bool
	start   [11]int
	marks   [11]string
}

// readStyles reads the styles and fonts of a part.
func (d *document) readStyles(n *office.Node) {
	if n == nil {
		return
	}
	n.Each("style:font-face", func(f *office.Node) { d.fonts[f.Attr("style:name")] = f.Attr("svg:font-family") })
	n.Each("style:style", func(s *office.Node) {
		if family := s.Attr("style:family"); family == "paragraph" || family == "text" {
			d.styles[s.Attr("style:name")] = d.newStyle(s)
		}
	})
	n.Each("text:list-style", func(l *office.Node) {
		ls := &listStyle{}
		for i := range l.Children {
			c := &l.Children[i]
			at, err := strconv.Atoi(c.Attr("text:level"))
			if err != nil || at < 1 || at > 10 {
				continue
			}
			ls.start[at] = 1
			if v, err := strconv.Atoi(c.Attr("text:start-value")); err == nil && v >= 0 {
				ls.start[at] = v
			}
			ls.ordered[at] = c.Name == "text:list-level-style-number" && c.Attr("style:num-format") != ""
			ls.marks[at] = c.Attr("text:bullet-char")
		}
		d.lists[l.Attr("style:name")] = ls
	})
}

func (d *document) newStyle(s *office.Node) *style {
	st := &style{parent: s.Attr("style:parent-style-name"), list: s.Attr("style:list-style-name"), said: map[string]bool{}}
	st.name = s.Attr("style:display-name")
	if st.name == "" {
		st.name = strings.ReplaceAll(s.Attr("style:name"), "_20_", " ")
	}
	st.name = strings.ToLower(st.name)
	if v, err := strconv.Atoi(s.Attr("style:default-outline-level")); err == nil && v > 0 {
		st.level = v
	}
	if b := s.Child("style:paragraph-properties").Attr("fo:border-bottom"); b != "" && b != "none" {
		st.rule = true
	}
	p := s.Child("style:text-properties")
	if p == nil {
		return st
	}
	for _, a := range p.Attrs {
		st.say(a.Name, a.Value, d.fonts)
	}
	return st
}

func (s *style) say(name, value string, fonts map[string]string) {
	f := &s.format
	switch name {
	case "fo:font-weight":
		f.Bold = value == "bold" || value >= "600" && value <= "900"
	case "fo:font-style":
		f.Italic = value == "italic" || value == "oblique"
	case "style:text-underline-style":
		f.Underline = value != "none"
	case "style:text-line-through-style":
		f.Strike = value != "none"
	case "style:text-position":
		f.Sub, f.Super = strings.HasPrefix(value, "sub") || strings.HasPrefix(value, "-"), strings.HasPrefix(value, "super")
		if percent := strings.Fields(value); len(percent) > 0 && strings.HasSuffix(percent[0], "%") && percent[0][0] >= '1' && percent[0][0] <= '9' {
			f.Super = true
		}
	case "fo:background-color":
		f.Highlight = ""
		if value = strings.ToLower(value); strings.HasPrefix(value, "#") && value != "#ffffff" {
			f.Highlight = strings.Replace(value, "#ffff00", "yellow", 1)
		}
	case "fo:color":
		f.Color = office.Color(strings.TrimPrefix(value, "#"))
	case "style:font-name":
		f.Code = office.Mono(value) || office.Mono(fonts[value])
	case "fo:font-family":
		f.Code = office.Mono(value)
	case "text:display":
		s.hidden = value == "none"
		return
	default:
		return
	}
	s.said[name] = true
}

// inheritAll gives each style what it inherits.
func (d *document) inheritAll() {
	done := map[*style]bool{}
	for _, s := range d.styles {
		d.inherit(s, done, 0)
	}
}

func (d *document) inherit(s *style, done map[*style]bool, depth int) {
	if done[s] || depth > 50 {
		return
	}
	done[s] = true
	parent := d.styles[s.parent]
	if parent != nil && parent != s {
		d.inherit(parent, done, depth+1)
		s.format = over(parent.format, s)
		for name := range parent.said {
			s.said[name] = true
		}
		if s.list == "" {
			s.list = parent.list
		}
		if s.level == 0 {
			s.level = parent.level
		}
		s.rule = s.rule || parent.rule
	}
	if s.level == 0 {
		s.level = office.HeadingName(s.name)
	}
	if parent != nil && isAutomatic(s.name) {
		s.name = parent.name
	}
}

// isAutomatic reports whether a style was made for one place: P1, T12.
func isAutomatic(name string) bool {
	return len(name) > 1 && (name[0] == 'p' || name[0] == 't') && strings.Trim(name[1:], "0123456789") == ""
}

// over returns a format with what a style says of it.
func over(f office.Format, s *style) office.Format {
	set := func(name string, to *bool, value bool) {
		if s.said[name] {
			*to = value
		}
	}
	set("fo:font-weight", &f.Bold, s.format.Bold)
	set("fo:font-style", &f.Italic, s.format.Italic)
	set("style:text-underline-style", &f.Underline, s.format.Underline)
	set("style:text-line-through-style", &f.Strike, s.format.Strike)
	set("style:text-position", &f.Sub, s.format.Sub)
	set("style:text-position", &f.Super, s.format.Super)
	set("style:font-name", &f.Code, s.format.Code)
	set("fo:font-family", &f.Code, s.format.Code)
	if s.said["fo:background-color"] {
		f.Highlight = s.format.Highlight
	}
	if s.said["fo:color"] {
		f.Color = s.format.Color
	}
	return f
}
