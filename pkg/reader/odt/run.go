package odt

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// runs collects the text of one paragraph.
type runs struct {
	*writer
	heading bool
	spans   []office.Span
	after   []note.Block // text boxes, which stand beside the paragraph
	id      string
	task    rune
	inLink  bool
}

func (r *runs) put(f office.Format, in note.Inline) {
	r.spans = append(r.spans, office.Span{Format: f, Inline: in})
}

// read reads the children of a paragraph, a span or a link.
func (r *runs) read(n *office.Node, f office.Format) {
	for i := range n.Children {
		r.piece(&n.Children[i], f)
	}
}

// spaces is what XML takes for one space.
var spaces = regexp.MustCompile(`[ \t\r\n]+`)

func (r *runs) piece(c *office.Node, f office.Format) {
	switch c.Name {
	case "":
		r.put(f, &note.Text{Value: spaces.ReplaceAllString(c.Text, " ")})
	case "text:span":
		r.span(c, f)
	case "text:s":
		n, err := strconv.Atoi(c.Attr("text:c"))
		if err != nil || n < 1 {
			n = 1
		}
		r.put(f, &note.Text{Value: strings.Repeat(" ", min(n, 200))})
	case "text:tab":
		r.put(f, &note.Text{Value: "\t"})
	case "text:line-break":
		r.put(office.Format{}, &note.Break{Hard: true})
	case "text:a":
		r.link(c, f)
	case "text:note":
		r.note(c)
	case "text:bookmark", "text:bookmark-start", "text:reference-mark-start":
		if id, ok := r.bookmarks[c.Attr("text:name")]; ok && r.id == "" {
			r.id = id
		}
	case "office:annotation":
		r.lost["comment"]++
	case "text:hidden-text", "text:conditional-text":
		if c.Attr("text:is-hidden") == "true" {
			r.lost["hidden text"]++
			return
		}
		r.read(c, f)
	case "text:ruby":
		r.read(c.Child("text:ruby-base").OrEmpty(), f)
		if rt := office.OneLine(c.Child("text:ruby-text").Plain()); rt != "" {
			r.put(f, &note.Text{Value: "(" + rt + ")"})
		}
	case "loext:content-control":
		r.control(c, f)
	case "draw:frame", "draw:custom-shape", "draw:rect", "draw:g", "draw:line":
		r.frame(c)
	case "office:annotation-end", "text:bookmark-end", "text:reference-mark-end", "text:change", "text:change-start", "text:change-end", "text:soft-page-break", "text:tracked-changes",
		"text:note-citation", "text:placeholder", "office:event-listeners":
	default: // fields: a date, a number, a name
		r.read(c, f)
	}
}

// span reads text in a style.
func (r *runs) span(c *office.Node, f office.Format) {
	if s := r.styles[c.Attr("text:style-name")]; s != nil {
		if s.hidden {
			r.lost["hidden text"]++
			return
		}
		f = over(f, s)
		f.Code = f.Code || office.IsCode(s.name) || s.name == "source text" || s.name == "teletype"
	}
	if r.heading {
		f.Bold, f.Color, f.Code = false, "", false
	}
	if r.inLink {
		f.Color, f.Underline = "", false
	}
	r.read(c, f)
}

// control reads a control that asks for a value: a check box is a task, or a sign.
func (r *runs) control(c *office.Node, f office.Format) {
	if c.Attr("loext:checkbox") != "true" {
		if c.Attr("loext:showing-place-holder") != "true" {
			r.read(c, f)
		}
		return
	}
	state, sign := ' ', "☐"
	if c.Attr("loext:checked") == "true" {
		state, sign = 'x', "☑"
	}
	if strings.TrimSpace(office.Plain(r.spans)) == "" && r.task == 0 && !r.heading {
		r.spans, r.task = nil, state
		return
	}
	r.put(f, &note.Text{Value: sign})
}

// link reads a link.
func (r *runs) link(c *office.Node, f office.Format) {
	if r.inLink {
		r.read(c, f)
		return
	}
	from := len(r.spans)
	r.inLink = true
	f.Color, f.Underline = "", false
	r.read(c, f)
	r.inLink = false
	inner := office.Inlines(r.spans[from:])
	address := c.Attr("xlink:href")
	if len(inner) == 0 || address == "" {
		return
	}
	ref := html.Address(address)
	ref.Target = strings.TrimPrefix(ref.Target, "../") // paths begin inside the package
	if name, ok := strings.CutPrefix(address, "#"); ok {
		name, _, _ = strings.Cut(name, "|")
		id, known := r.bookmarks[name]
		if !known {
			return
		}
		ref = note.Ref{Kind: note.RefName, Block: id}
	}
	bare := ref.Kind == note.RefURL && note.PlainText(inner) == ref.Target
	r.spans = append(r.spans[:from:from], office.Span{Inline: &note.Link{Ref: ref, Title: c.Attr("office:title"), Bare: bare, Inlines: inner}})
}

// note reads a footnote or an endnote.
func (r *runs) note(c *office.Node) {
	body := c.Child("text:note-body")
	if body == nil {
		return
	}
	label := fmt.Sprint(len(r.notes) + 1)
	fn := &note.Footnote{Label: label}
	r.notes = append(r.notes, fn)
	if r.depth < maxNesting {
		inner := r.inner()
		inner.blocks(body)
		fn.Blocks = inner.flow.Finish()
	}
	r.put(office.Format{}, &note.FootnoteRef{Label: label})
}

// frame reads a picture, a text box, a formula, or what else is drawn.
func (r *runs) frame(c *office.Node) {
	shown := false
	for i := range c.Children {
		in := &c.Children[i]
		switch in.Name {
		case "draw:text-box", "text:p", "text:list", "text:h":
			shown = true
			if r.depth >= maxNesting {
				r.after = append(r.after, &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: office.OneLine(in.Plain())}}})
				continue
			}
			inner := r.inner()
			if in.Name != "draw:text-box" {
				in = &office.Node{Children: c.Children[i : i+1]}
			}
			inner.blocks(in)
			r.after = append(r.after, inner.flow.Finish()...)
		case "draw:object":
			shown = r.object(in) || shown
		case "draw:image":
			if !shown { // the picture of an object repeats it
				shown = r.image(c, in)
			}
		case "draw:frame", "draw:custom-shape", "draw:rect", "draw:g":
			shown = true
			if r.depth < maxNesting {
				r.frame(in)
			}
		}
	}
	if !shown && c.Name == "draw:frame" {
		r.lost["chart or drawing"]++
	}
}

func (r *runs) image(frame, image *office.Node) bool {
	address := image.Attr("xlink:href")
	if address == "" {
		return false
	}
	ref := html.Address(address)
	if ref.Kind != note.RefURL {
		var ok bool
		if ref, ok = r.picture(address); !ok {
			return false
		}
	}
	alt := office.OneLine(frame.Child("svg:desc").Plain())
	if alt == "" {
		alt = office.OneLine(frame.Child("svg:title").Plain())
	}
	r.put(office.Format{}, &note.Embed{Ref: ref, Alt: alt, Width: pixels(frame.Attr("svg:width")), Height: pixels(frame.Attr("svg:height"))})
	return true
}

// object reads a formula, which is a document of its own.
func (r *runs) object(n *office.Node) bool {
	address := strings.TrimPrefix(n.Attr("xlink:href"), "./")
	if address == "" || strings.Contains(address, ":") {
		return false
	}
	root := r.optional(address + "/content.xml")
	if root == nil || root.Name != "math" {
		return false
	}
	r.put(office.Format{}, &note.MathSpan{Text: latex(root)})
	return true
}

var length = regexp.MustCompile(`^([0-9.]+)(in|cm|mm|pt|px)$`)

// pixels reads a length, 0 for none.
func pixels(s string) int {
	m := length.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0
	}
	v *= map[string]float64{"in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96.0 / 72, "px": 1}[m[2]]
	if v < 1 || v > 10_000 {
		return 0
	}
	return int(v + 0.5)
}

// bookmarksOf finds the bookmarks that links lead to, each with the block id that it gets.
func bookmarksOf(text *office.Node) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	text.Each("text:a", func(a *office.Node) {
		name, ok := strings.CutPrefix(a.Attr("xlink:href"), "#")
		if !ok || name == "" || out[name] != "" {
			return
		}
		id := office.BlockID(name)
		if taken[strings.ToLower(id)] {
			id = fmt.Sprintf("%s-%d", id, len(out)+1)
		}
		out[name], taken[strings.ToLower(id)] = id, true
	})
	return out
}
