package html

import (
	"fmt"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
)

// wrapsOf returns the wraps that an element's name and style put around its text. Those that
// are in force already are left out.
func (w *walker) wrapsOf(n *xhtml.Node) []*wrap {
	var out []*wrap
	add := func(s note.Style, color string) {
		for _, list := range [][]*wrap{w.wraps, out} {
			for _, have := range list {
				if have.link == nil && have.tag == nil && have.style == s && have.color == color {
					return
				}
			}
		}
		out = append(out, &wrap{style: s, color: strings.Clone(color)})
	}
	css := w.b.look(n)
	normal := isNormal(css.fontWeight) // Google Docs puts its documents into <b style="font-weight:normal">
	inline := true
	switch n.DataAtom {
	case atom.B, atom.Strong:
		if !normal {
			add(note.Strong, "")
		}
	case atom.I, atom.Em:
		if css.fontStyle != "normal" {
			add(note.Emphasis, "")
		}
	case atom.U, atom.Ins:
		add(note.Underline, "")
	case atom.S, atom.Strike, atom.Del:
		add(note.Strike, "")
	case atom.Mark:
		add(note.Highlight, paint(background(css)))
	case atom.Sub:
		add(note.Subscript, "")
	case atom.Sup:
		add(note.Superscript, "")
	case atom.Span, atom.Font, atom.A, atom.Code, atom.Small, atom.Big, atom.Label:
	default:
		inline = false
	}
	if isBold(css.fontWeight) && !isHeading(n) {
		add(note.Strong, "")
	}
	if css.fontStyle == "italic" || css.fontStyle == "oblique" {
		add(note.Emphasis, "")
	}
	decorated := func(how string) bool {
		return strings.Contains(css.textDecoration, how) || strings.Contains(css.textDecorationLine, how)
	}
	if decorated("underline") && n.DataAtom != atom.A {
		add(note.Underline, "")
	}
	if decorated("line-through") {
		add(note.Strike, "")
	}
	if !inline {
		return out
	}
	switch css.verticalAlign {
	case "sub":
		add(note.Subscript, "")
	case "super":
		add(note.Superscript, "")
	}
	if c := paint(background(css)); c != "" && n.DataAtom != atom.Mark && n.DataAtom != atom.Code {
		add(note.Highlight, c)
	}
	color := css.color
	if color == "" && n.DataAtom == atom.Font {
		color = attr(n.Attr, "color")
	}
	if c := ink(color); c != "" && n.DataAtom != atom.A && n.DataAtom != atom.Code {
		add(note.Colored, c)
	}
	return out
}

func isBold(weight string) bool {
	switch weight {
	case "", "normal", "lighter":
		return false
	case "bold", "bolder":
		return true
	}
	n, err := strconv.Atoi(weight)
	return err == nil && n >= 600
}

func isNormal(weight string) bool {
	switch weight {
	case "normal", "lighter":
		return true
	case "", "bold", "bolder":
		return false
	}
	n, err := strconv.Atoi(weight)
	return err == nil && n < 600
}

func isHeading(n *xhtml.Node) bool {
	return len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
}

func background(css *look) string {
	if c := css.backgroundColor; c != "" {
		return c
	}
	if c := css.background; !strings.Contains(c, "url(") && !strings.Contains(c, "gradient") {
		return c
	}
	return ""
}

// paint is a background's colour, "" for one that does not show.
func paint(css string) string {
	c, r, g, b := color(css)
	if c == "" || c == "white" || min(r, g, b) >= 250 {
		return ""
	}
	return c
}

// ink is a text's colour, "" for those near black or white that pages set for all their text.
func ink(css string) string {
	c, r, g, b := color(css)
	if c == "" || c == "black" || c == "white" || min(r, g, b) >= 0 && max(r, g, b)-min(r, g, b) < 24 && (max(r, g, b) < 110 || min(r, g, b) > 235) {
		return ""
	}
	return c
}

// color reads a CSS colour to a name or "#rrggbb", with its parts where they are known, else -1.
func color(css string) (name string, r, g, b int) {
	css = strings.ToLower(strings.TrimSpace(css))
	if inner, ok := strings.CutPrefix(css, "rgb"); ok {
		return functional(inner)
	}
	if strings.HasPrefix(css, "#") {
		return hexColor(css[1:])
	}
	switch css {
	case "", "transparent", "inherit", "initial", "unset", "revert", "none", "auto", "currentcolor", "windowtext", "window":
		return "", -1, -1, -1
	}
	for _, c := range css {
		if c < 'a' || c > 'z' {
			return "", -1, -1, -1
		}
	}
	return css, -1, -1, -1
}

func hexColor(digits string) (string, int, int, int) {
	switch len(digits) {
	case 3, 4:
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	case 6, 8:
		if strings.HasSuffix(digits, "00") && len(digits) == 8 {
			return "", -1, -1, -1
		}
		digits = digits[:6]
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return "", -1, -1, -1
	}
	return "#" + digits, int(v >> 16), int(v >> 8 & 255), int(v & 255)
}

// functional reads what follows "rgb": "(1, 2, 3)", "a(1, 2, 3, 0.5)", "(1 2 3 / 50%)".
func functional(s string) (string, int, int, int) {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "a"), "("), ")")
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(parts) < 3 {
		return "", -1, -1, -1
	}
	if len(parts) > 3 && (parts[3] == "0" || strings.HasPrefix(parts[3], "0.0") || parts[3] == "0%") {
		return "", -1, -1, -1
	}
	var v [3]int
	for i := range v {
		f, err := strconv.ParseFloat(strings.TrimSuffix(parts[i], "%"), 64)
		if err != nil {
			return "", -1, -1, -1
		}
		if strings.HasSuffix(parts[i], "%") {
			f = f * 255 / 100
		}
		v[i] = int(min(max(f, 0), 255))
	}
	return fmt.Sprintf("#%02x%02x%02x", v[0], v[1], v[2]), v[0], v[1], v[2]
}
