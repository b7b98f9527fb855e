package docx

import (
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// runs collects the text of one paragraph.
type runs struct {
	*writer
	base    look
	heading bool
	spans   []office.Span
	after   []note.Block // text boxes, which stand beside the paragraph
	id      string       // block id, when a link leads here
	task    rune         // a check box at the beginning
	rule    bool         // a drawn line
	inLink  bool

	fields []field
}

// A field is a field that Word computes, such as a link or a number.
type field struct {
	code   strings.Builder
	result bool // its result goes on
	from   int  // where the result begins in spans
	check  rune
}

// read reads the children of a paragraph, a link or a control.
func (r *runs) read(n *office.Node) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case "w:r":
			r.run(c)
		case "w:hyperlink":
			r.hyperlink(c)
		case "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo":
			r.read(c)
		case "w:sdt":
			r.control(c)
		case "w:fldSimple":
			from := len(r.spans)
			r.read(c)
			r.field(c.Attr("w:instr"), from)
		case "w:bookmarkStart":
			if id, ok := r.bookmarks[c.Attr("w:name")]; ok && r.id == "" {
				r.id = id
			}
		case "w:commentRangeStart":
			r.lost["comment"]++
		case "m:oMathPara":
			for j := range c.Children {
				if c.Children[j].Name == "m:oMath" {
					r.put(office.Format{}, &note.MathSpan{Text: latex(&c.Children[j]), Display: true})
				}
			}
		case "m:oMath":
			r.put(office.Format{}, &note.MathSpan{Text: latex(c)})
		case "mc:AlternateContent":
			r.read(alternative(c))
		case "w:drawing", "w:pict", "w:object":
			r.drawing(c)
		}
	}
}

func (r *runs) put(f office.Format, in note.Inline) {
	r.spans = append(r.spans, office.Span{Format: f, Inline: in})
}

// run reads a run of text in one look.
func (r *runs) run(n *office.Node) {
	pr := n.Child("w:rPr")
	l := r.base
	isCodeStyle := false
	if id := pr.Child("w:rStyle").Attr("w:val"); id != "" {
		if s := r.styles[id]; s != nil {
			isCodeStyle = office.IsCode(s.name)
			if !(r.inLink && s.name == "hyperlink") {
				l = l.over(s.look)
			}
		}
	}
	l = l.over(lookOf(pr))
	if l.vanish != nil && *l.vanish {
		if strings.TrimSpace(n.Plain()) != "" {
			r.lost["hidden text"]++
		}
		return
	}
	f := l.format()
	f.Code = f.Code || isCodeStyle
	if r.heading {
		f.Bold, f.Code = false, f.Code && isCodeStyle
	}
	if r.inLink { // links have a look of their own
		f.Color, f.Underline = "", false
	}
	for i := range n.Children {
		r.piece(&n.Children[i], f)
	}
}

// piece reads one piece of a run.
func (r *runs) piece(c *office.Node, f office.Format) {
	switch c.Name {
	case "w:t":
		r.put(f, &note.Text{Value: c.Plain()})
	case "w:tab":
		r.put(f, &note.Text{Value: "\t"})
	case "w:br":
		if t := c.Attr("w:type"); t == "" || t == "textWrapping" {
			r.put(office.Format{}, &note.Break{Hard: true})
		}
	case "w:cr":
		r.put(office.Format{}, &note.Break{Hard: true})
	case "w:noBreakHyphen":
		r.put(f, &note.Text{Value: "\u2011"})
	case "w:softHyphen":
		r.put(f, &note.Text{Value: "\u00ad"})
	case "w:sym":
		r.put(f, &note.Text{Value: symbol(c.Attr("w:font"), c.Attr("w:char"))})
	case "w:footnoteReference":
		r.footnote("footnotes", c.Attr("w:id"))
	case "w:endnoteReference":
		r.footnote("endnotes", c.Attr("w:id"))
	case "w:fldChar":
		r.fieldMark(c)
	case "w:instrText":
		if n := len(r.fields); n > 0 && !r.fields[n-1].result && r.fields[n-1].code.Len() < 10_000 {
			r.fields[n-1].code.WriteString(c.Plain())
		}
	case "w:drawing", "w:pict", "w:object":
		r.drawing(c)
	case "mc:AlternateContent":
		alt := alternative(c)
		for i := range alt.Children {
			r.piece(&alt.Children[i], f)
		}
	case "w:ruby":
		r.ruby(c)
	}
}

// ruby reads a reading above letters.
func (r *runs) ruby(n *office.Node) {
	tag := func(name string, open bool) {
		if t, ok := note.CloseTag(name); ok && !open {
			r.put(office.Format{}, t)
		} else if t, ok := note.OpenTag(name); ok {
			r.put(office.Format{}, t)
		}
	}
	tag("ruby", true)
	r.read(n.Child("w:rubyBase").OrEmpty())
	tag("rt", true)
	r.read(n.Child("w:rt").OrEmpty())
	tag("rt", false)
	tag("ruby", false)
}

// control reads a control that asks for a value: a check box is a task or a sign, and the text
// that only asks for something is nobody's.
func (r *runs) control(n *office.Node) {
	pr := n.Child("w:sdtPr")
	content := n.Child("w:sdtContent").OrEmpty()
	if box := pr.Child("w14:checkbox"); box != nil {
		state := ' '
		if v := box.Child("w14:checked").Attr("w14:val"); v == "1" || v == "true" || v == "on" {
			state = 'x'
		}
		r.check(state)
		return
	}
	if pr.Child("w:showingPlcHdr") != nil && pr.Child("w:placeholder") != nil {
		return
	}
	r.read(content)
}

// check takes a check box: at the beginning of a paragraph it makes it a task.
func (r *runs) check(state rune) {
	if strings.TrimSpace(office.Plain(r.spans)) == "" && r.task == 0 && !r.heading {
		r.spans, r.task = nil, state
		return
	}
	sign := "☐"
	if state == 'x' {
		sign = "☑"
	}
	r.put(office.Format{}, &note.Text{Value: sign})
}

// symbol returns the letter that a character of a symbol font shows.
func symbol(font, char string) string {
	signs := map[string]string{"f0a8": "☐", "f06f": "☐", "f0a3": "☐", "f0fe": "☑", "f052": "☑", "f0fd": "☒", "f0fc": "✓", "f0fb": "✗", "f0e0": "→", "f0df": "←",
		"f0e1": "↑", "f0e2": "↓", "f0b7": "•", "f0a7": "▪", "f04a": "☺", "f04c": "☹", "f0ab": "★", "f028": "☎", "f02a": "✉"}
	if s, ok := signs[strings.ToLower(char)]; ok {
		return s
	}
	if strings.EqualFold(font, "symbol") {
		greek := []rune("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")
		if n := len(char); n == 4 && strings.HasPrefix(strings.ToUpper(char), "F0") {
			if c := hexByte(char[2:]); c >= 'a' && c <= 'z' {
				return string(greek[c-'a'])
			}
		}
	}
	return "•"
}

func hexByte(s string) byte {
	var b byte
	for _, c := range []byte(strings.ToLower(s)) {
		switch {
		case c >= '0' && c <= '9':
			b = b<<4 | c - '0'
		case c >= 'a' && c <= 'f':
			b = b<<4 | c - 'a' + 10
		}
	}
	return b
}
