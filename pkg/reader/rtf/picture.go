package rtf

import (
	"fmt"
	"regexp"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A picture is a picture being read.
type picture struct {
	kind          string // its extension
	width, height int    // in twips
	scaleX        int    // in percent
	scaleY        int
	alt           string
	name          string // of the property whose value follows
	data          []byte
	half          byte
	hasHalf       bool
}

// digit takes a hexadecimal digit of the data.
func (p *picture) digit(b byte) {
	if !isDigit(b) && (b|0x20 < 'a' || b|0x20 > 'f') {
		return
	}
	if p.hasHalf {
		p.data = append(p.data, p.half<<4|hex(b))
	}
	p.half, p.hasHalf = hex(b), !p.hasHalf
}

func (p *picture) word(w string, v int) {
	switch w {
	case "pngblip":
		p.kind = "png"
	case "jpegblip":
		p.kind = "jpg"
	case "emfblip":
		p.kind = "emf"
	case "wmetafile":
		p.kind = "wmf"
	case "macpict":
		p.kind = "pict"
	case "dibitmap", "wbitmap":
		p.kind = "dib"
	case "picwgoal":
		p.width = v
	case "pichgoal":
		p.height = v
	case "picscalex":
		p.scaleX = v
	case "picscaley":
		p.scaleY = v
	}
}

// endPicture shows a picture. Several kinds of it in one place are shown once.
func (r *reader) endPicture(p *picture) {
	if len(p.data) == 0 {
		return
	}
	if p.kind == "" {
		p.kind = "bin"
	}
	name := fmt.Sprintf("image%d.%s", len(r.doc.Pictures)+1, p.kind)
	r.doc.Pictures = append(r.doc.Pictures, office.Picture{Name: name, Size: int64(len(p.data)), Open: reopen(p.data)})
	e := &note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: name}, Alt: office.OneLine(p.alt), Width: p.pixels(p.width, p.scaleX), Height: p.pixels(p.height, p.scaleY)}
	c := r.top()
	c.spans = append(c.spans, office.Span{Inline: e})
}

func (p *picture) pixels(twips, scale int) int {
	if scale <= 0 {
		scale = 100
	}
	if twips <= 0 || twips > 1_000_000 || scale > 100_000 {
		return 0
	}
	if n := twips * scale / 100 / 15; n <= 10_000 {
		return n
	}
	return 0
}

// shapeProperty reads a property of a shape: its name, then its value.
func (r *reader) shapeProperty(w string) {
	var p *picture
	for i := len(r.stack) - 1; i >= 0 && i > len(r.stack)-8 && p == nil; i-- {
		p = r.stack[i].picture
	}
	r.begin(func(text string) {
		switch {
		case p == nil:
		case w == "sn":
			p.name = text
		case p.name == "wzDescription":
			p.alt = text
		}
	})
}

// A field is a field, such as a link.
type field struct {
	code    string
	context *context // where its result begins
	from    int
	form    map[string]int
}

// field returns the innermost field that is open.
func (r *reader) field() *field {
	if r.now.field != nil {
		return r.now.field
	}
	for i := len(r.stack) - 1; i >= 0 && i > len(r.stack)-50; i-- {
		if f := r.stack[i].field; f != nil {
			return f
		}
	}
	return nil
}

func (r *reader) formWord(w string, v int) {
	if f := r.field(); f != nil {
		if f.form == nil {
			f.form = map[string]int{}
		}
		f.form[w] = v
	}
}

var argument = regexp.MustCompile(`"([^"]*)"|(\S+)`)

// endField makes a link of a field's result, and a task of a box to tick.
func (r *reader) endField(f *field) {
	args := argument.FindAllStringSubmatch(f.code, 20)
	if len(args) == 0 {
		return
	}
	c := r.top()
	switch strings.ToUpper(args[0][0]) {
	case "FORMCHECKBOX":
		state := ' '
		if v, ok := f.form["ffres"]; ok && v == 1 || (!ok || v == 25) && f.form["ffdefres"] == 1 {
			state = 'x'
		}
		if strings.TrimSpace(office.Plain(c.spans)) == "" && c.task == 0 {
			c.task, c.spans = state, nil
			return
		}
		r.put(&note.Text{Value: map[rune]string{' ': "☐", 'x': "☑"}[state]})
	case "HYPERLINK":
		address, anchor := "", ""
		for i := 1; i < len(args); i++ {
			value := args[i][1] + args[i][2]
			switch {
			case args[i][2] == `\l` && i+1 < len(args):
				i++
				anchor = args[i][1] + args[i][2]
			case strings.HasPrefix(args[i][2], `\`):
				if (value == `\o` || value == `\t`) && i+1 < len(args) {
					i++
				}
			case address == "":
				address = value
			}
		}
		if name, ok := strings.CutPrefix(address, "#"); ok && anchor == "" {
			address, anchor = "", name
		}
		r.wrap(c, f, address, anchor)
	}
}

// wrap makes a link of what the field's result put into its paragraph.
func (r *reader) wrap(c *context, f *field, address, anchor string) {
	if f.context != c || f.from >= len(c.spans) {
		return
	}
	spans := c.spans[f.from:]
	for i := range spans {
		spans[i].Format.Underline, spans[i].Format.Color = false, ""
		if l, ok := spans[i].Inline.(*note.Link); ok && l != nil {
			return // a link in a link
		}
	}
	inner := office.Inlines(spans)
	if len(inner) == 0 || address == "" && anchor == "" {
		return
	}
	l := &note.Link{Inlines: inner}
	if address == "" {
		l.Ref = note.Ref{Kind: note.RefName, Block: anchor}
		r.links = append(r.links, l)
	} else {
		l.Ref = html.Address(address)
		if anchor != "" && l.Ref.Kind == note.RefURL && !strings.Contains(l.Ref.Target, "#") {
			l.Ref.Target += "#" + anchor
		}
		l.Bare = l.Ref.Kind == note.RefURL && note.PlainText(inner) == l.Ref.Target
	}
	c.spans = append(c.spans[:f.from:f.from], office.Span{Inline: l})
}

// bookmark gives the paragraph that it stands in a block id, when a link may lead to it.
func (r *reader) bookmark(name string) {
	name = strings.TrimSpace(name)
	c := r.top()
	if name == "" || strings.HasPrefix(name, "_Toc") || r.bookmarks[name] != "" || len(r.bookmarks) >= 10_000 {
		return
	}
	if c.id == "" {
		c.id = fmt.Sprintf("%s-%d", office.BlockID(name), len(r.bookmarks)+1)
	}
	r.bookmarks[name] = c.id
}

// footnote begins the text of a footnote.
func (r *reader) footnote() {
	label := fmt.Sprint(len(r.notes) + 1)
	r.now.format = office.Format{}
	r.put(&note.FootnoteRef{Label: label})
	fn := &note.Footnote{Label: label}
	r.notes = append(r.notes, fn)
	r.enter(func(blocks []note.Block) { fn.Blocks = blocks })
}
