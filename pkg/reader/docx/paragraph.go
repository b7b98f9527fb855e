package docx

import (
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// A writer turns the paragraphs and tables of one part into blocks.
type writer struct {
	*document
	part  string
	rels  map[string]relation
	flow  office.Flow
	depth int

	joined []office.Span // text of a paragraph whose end was deleted
}

// maxNesting is how deep tables and text boxes nest in each other.
const maxNesting = 12

// finish ends what is going on and returns the blocks.
func (w *writer) finish() []note.Block {
	if len(w.joined) > 0 {
		spans := w.joined
		w.joined = nil
		w.add(&note.Paragraph{Inlines: office.Inlines(office.Trim(spans))})
	}
	return w.flow.Finish()
}

func (w *writer) add(blocks ...note.Block) { w.flow.Add(blocks...) }

// blocks reads what a body, a cell or a note holds.
func (w *writer) blocks(n *office.Node) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case "w:p":
			w.paragraph(c)
		case "w:tbl":
			w.table(c)
		case "w:sdt":
			if !isContentsControl(c) {
				w.blocks(c.Child("w:sdtContent").OrEmpty())
			}
		case "w:ins", "w:moveTo", "w:smartTag", "w:customXml":
			w.blocks(c)
		case "mc:AlternateContent":
			w.blocks(alternative(c))
		case "w:altChunk":
			w.lost["embedded document"]++
		case "m:oMathPara":
			w.add(&note.Math{Text: latex(c)})
		}
	}
}

// isContentsControl reports whether a control holds a table of contents, which Word makes.
func isContentsControl(n *office.Node) bool {
	gallery := n.Child("w:sdtPr").Child("w:docPartObj").Child("w:docPartGallery").Attr("w:val")
	return gallery == "Table of Contents"
}

// alternative returns the form of a drawing that is read: the newer one, unless it says nothing.
func alternative(n *office.Node) *office.Node {
	choice := n.Child("mc:Choice")
	for _, name := range []string{"a:blip", "w:txbxContent", "w:t", "v:imagedata"} {
		if choice.Find(name) != nil {
			return choice
		}
	}
	if f := n.Child("mc:Fallback"); f != nil {
		return f
	}
	return choice.OrEmpty()
}

// A shape is what a paragraph is, by its style and properties.
type shape struct {
	style   *style
	name    string
	heading int
	look    look
	num     *office.Node
}

func (w *writer) shapeOf(p *office.Node) shape {
	pr := p.Child("w:pPr")
	id := pr.Child("w:pStyle").Attr("w:val")
	if id == "" {
		id = w.plain
	}
	s := shape{style: w.styles[id], num: pr.Child("w:numPr")}
	if s.style != nil {
		s.name, s.heading, s.look = s.style.name, s.style.level, s.style.look
		if s.num == nil {
			s.num = s.style.num
		} else if s.num.Child("w:numId") == nil && s.style.num != nil {
			s.num = s.style.num
		}
	} else {
		s.name = strings.ToLower(id)
		s.heading = office.HeadingName(strings.TrimSpace(strings.Replace(s.name, "heading", "heading ", 1)))
	}
	if pr != nil {
		if level := outline(pr); level != 0 {
			s.heading = max(level, 0)
		}
	}
	return s
}

// paragraph reads one paragraph.
func (w *writer) paragraph(p *office.Node) {
	s := w.shapeOf(p)
	if office.IsContents(s.name) {
		return
	}
	r := &runs{writer: w, base: s.look}
	if s.heading > 0 || office.IsTitle(s.name) {
		r.base = look{}
		r.heading = true
	}
	r.read(p)
	if len(w.joined) > 0 {
		r.spans, w.joined = append(w.joined, r.spans...), nil
	}
	if p.Child("w:pPr").Child("w:rPr").Child("w:del") != nil { // its end was deleted
		w.joined = r.spans
		w.add(r.after...)
		return
	}
	task := r.task
	if task == 0 {
		task = office.TakeBox(&r.spans)
	}
	item, mark, isItem := w.item(s.num.OrEmpty())
	if isItem && task == 0 {
		task = office.BoxMark(mark)
	}
	code := office.IsCode(s.name)
	if !code {
		r.spans = office.Trim(r.spans)
	}
	w.place(p, s, r, item, isItem, task, code)
	if len(r.after) > 0 {
		w.add(r.after...)
	}
}

// place puts a paragraph where it belongs: a heading, an item, code, a quotation or plain text.
func (w *writer) place(p *office.Node, s shape, r *runs, item office.Item, isItem bool, task rune, code bool) {
	empty := len(r.spans) == 0
	switch {
	case empty && code && w.flow.InCode():
		w.flow.Code("")
	case empty && task == 0:
		if pr := p.Child("w:pPr"); r.rule || pr.Child("w:pBdr").Child("w:bottom") != nil && len(r.after) == 0 {
			w.add(&note.Rule{})
		}
	case s.heading > 0 || office.IsTitle(s.name):
		in := office.Inlines(r.spans)
		if w.title == "" && office.IsTitle(s.name) {
			w.title = office.OneLine(note.PlainText(in))
		}
		w.add(&note.Heading{Level: max(1, min(s.heading, 6)), Inlines: in, ID: r.id})
	case isItem || task != 0:
		if !isItem {
			item = office.Item{Key: "tasks"}
		}
		if task != 0 {
			item.Ordered = false
		}
		item.Task = task
		item.Block = paragraphOf(r)
		w.flow.Item(item)
	case code || office.OnlyCode(r.spans) && w.flow.InCode():
		w.flow.Code(office.Lines(r.spans)...)
	case office.IsQuote(s.name):
		w.flow.Quote(paragraphOf(r))
	case (s.name == "list paragraph" || s.name == "목록 단락" || s.name == "list continue") && w.flow.Continue(paragraphOf(r)):
	default:
		w.add(paragraphOf(r))
	}
}

func paragraphOf(r *runs) note.Block {
	if len(r.spans) == 1 {
		if m, ok := r.spans[0].Inline.(*note.MathSpan); ok && m.Display {
			return &note.Math{Text: m.Text, ID: r.id}
		}
	}
	return &note.Paragraph{Inlines: office.Inlines(r.spans), ID: r.id}
}
