package docx

import (
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
)

// A style is a style of paragraphs or characters, with what it inherits.
type style struct {
	name    string // in lower case
	basedOn string
	level   int // 1 to 9 for headings, 0 for none
	num     *office.Node
	look    look
}

// A look is how text looks; nil means that nothing is said.
type look struct {
	bold, italic, underline, strike, vanish *bool
	vert                                    string
	highlight, color, font                  string
}

// over returns l with what the inner look says.
func (l look) over(inner look) look {
	pick := func(a, b *bool) *bool {
		if b != nil {
			return b
		}
		return a
	}
	text := func(a, b string) string {
		if b != "" {
			return b
		}
		return a
	}
	return look{pick(l.bold, inner.bold), pick(l.italic, inner.italic), pick(l.underline, inner.underline), pick(l.strike, inner.strike), pick(l.vanish, inner.vanish),
		text(l.vert, inner.vert), text(l.highlight, inner.highlight), text(l.color, inner.color), text(l.font, inner.font)}
}

func (l look) format() office.Format {
	is := func(b *bool) bool { return b != nil && *b }
	return office.Format{Bold: is(l.bold), Italic: is(l.italic), Underline: is(l.underline), Strike: is(l.strike), Code: office.Mono(l.font),
		Sub: l.vert == "subscript", Super: l.vert == "superscript", Highlight: highlightOf(l.highlight), Color: office.Color(l.color)}
}

// lookOf reads run properties.
func lookOf(p *office.Node) look {
	var l look
	if p == nil {
		return l
	}
	for i := range p.Children {
		c := &p.Children[i]
		switch c.Name {
		case "w:b":
			l.bold = on(c)
		case "w:i":
			l.italic = on(c)
		case "w:strike", "w:dstrike":
			l.strike = on(c)
		case "w:vanish":
			l.vanish = on(c)
		case "w:u":
			v := c.Attr("w:val") != "none"
			l.underline = &v
		case "w:vertAlign":
			l.vert = c.Attr("w:val")
		case "w:highlight":
			l.highlight = c.Attr("w:val")
		case "w:shd":
			if fill := c.Attr("w:fill"); l.highlight == "" && hexColor.MatchString(fill) && !strings.EqualFold(fill, "ffffff") {
				l.highlight = "#" + strings.ToLower(fill)
			}
		case "w:color":
			l.color = c.Attr("w:val")
		case "w:rFonts":
			for _, a := range []string{"w:ascii", "w:hAnsi", "w:eastAsia"} {
				if f := c.Attr(a); f != "" {
					l.font = f
					break
				}
			}
		}
	}
	return l
}

// on reads a switch: it is on unless it says that it is off.
func on(n *office.Node) *bool {
	v := n.Attr("w:val")
	b := v != "0" && v != "false" && v != "off" && v != "none"
	return &b
}

var hexColor = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

func highlightOf(s string) string {
	if s == "none" {
		return ""
	}
	return strings.ToLower(s)
}

// readStyles reads the styles and gives each what it inherits.
func (d *document) readStyles() {
	d.styles = map[string]*style{}
	n := d.optional(d.partOf("styles"))
	if n == nil {
		return
	}
	n.Each("w:style", func(s *office.Node) {
		st := &style{name: strings.ToLower(office.OneLine(s.Child("w:name").Attr("w:val"))), basedOn: s.Child("w:basedOn").Attr("w:val"), look: lookOf(s.Child("w:rPr"))}
		if p := s.Child("w:pPr"); p != nil {
			st.level, st.num = outline(p), p.Child("w:numPr")
		}
		id := s.Attr("w:styleId")
		d.styles[id] = st
		if s.Attr("w:type") == "paragraph" && (s.Attr("w:default") == "1" || s.Attr("w:default") == "true") {
			d.plain = id
		}
	})
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
	parent := d.styles[s.basedOn]
	if parent != nil && parent != s {
		d.inherit(parent, done, depth+1)
		s.look = parent.look.over(s.look)
		if s.num == nil {
			s.num = parent.num
		}
	}
	if s.level == 0 {
		s.level = office.HeadingName(s.name)
	}
	if s.level == 0 && parent != nil {
		s.level = parent.level
	}
	s.level = max(s.level, 0)
}

// outline reads the outline level of paragraph properties: 1 to 9, 0 when nothing is said, -1 for
// text that says that it is no heading.
func outline(p *office.Node) int {
	c := p.Child("w:outlineLvl")
	if c == nil {
		return 0
	}
	n, err := strconv.Atoi(c.Attr("w:val"))
	if err != nil || n < 0 || n > 8 {
		return -1
	}
	return n + 1
}
