package docx

import (
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// emuPerPixel is how many English metric units a pixel has at 96 dots per inch.
const emuPerPixel = 9525

// drawing reads a picture, a text box, or what else is drawn.
func (r *runs) drawing(n *office.Node) {
	shown := false
	n.Each("w:txbxContent", func(box *office.Node) {
		shown = true
		if r.depth >= maxNesting {
			r.lost["text box deeper than 12 in each other"]++
			r.after = append(r.after, &note.Paragraph{Inlines: []note.Inline{&note.Text{Value: office.OneLine(box.Plain())}}})
			return
		}
		inner := &writer{document: r.document, part: r.part, rels: r.rels, depth: r.depth + 1}
		inner.blocks(box)
		r.after = append(r.after, inner.finish()...)
	})
	frame := n.Find("wp:inline")
	if frame == nil {
		frame = n.Find("wp:anchor")
	}
	width, height := emu(frame.Child("wp:extent").Attr("cx")), emu(frame.Child("wp:extent").Attr("cy"))
	pr := frame.Child("wp:docPr")
	alt := office.OneLine(pr.Attr("descr"))
	if alt == "" {
		alt = office.OneLine(pr.Attr("title"))
	}
	pictures := 0
	outside(n, "a:blip", func(*office.Node) { pictures++ })
	if pictures > 1 { // a group: the size is that of all together
		width, height = 0, 0
	}
	outside(n, "a:blip", func(blip *office.Node) {
		id := blip.Attr("r:embed")
		if id == "" {
			id = blip.Attr("r:link")
		}
		shown = r.embed(id, alt, width, height) || shown
	})
	outside(n, "v:shape", func(s *office.Node) {
		data := s.Child("v:imagedata")
		if data == nil {
			return
		}
		title := office.OneLine(s.Attr("alt"))
		if title == "" {
			title = office.OneLine(data.Attr("o:title"))
		}
		id := data.Attr("r:id")
		if id == "" {
			id = data.Attr("o:relid")
		}
		w, h := cssSize(s.Attr("style"))
		shown = r.embed(id, title, w, h) || shown
	})
	outside(n, "v:rect", func(s *office.Node) {
		if v := s.Attr("o:hr"); v == "t" || v == "true" {
			r.rule, shown = true, true
		}
	})
	if !shown {
		r.lost["chart or drawing"]++
		if alt != "" {
			r.put(office.Format{Italic: true}, &note.Text{Value: alt})
		}
	}
}

// outside calls visit for the elements of that name, but not for those in text boxes, which are
// read by themselves.
func outside(n *office.Node, name string, visit func(*office.Node)) {
	for i := range n.Children {
		c := &n.Children[i]
		switch c.Name {
		case name:
			visit(c)
		case "w:txbxContent", "":
		default:
			outside(c, name, visit)
		}
	}
}

// embed shows the picture that a relation names.
func (r *runs) embed(id, alt string, width, height int) bool {
	rel, ok := r.rels[id]
	if !ok {
		if id != "" {
			r.doc.Damage("picture " + id)
		}
		return false
	}
	ref := html.Address(rel.target)
	if !rel.external {
		if ref, ok = r.picture(rel.target); !ok {
			return false
		}
	}
	r.put(office.Format{}, &note.Embed{Ref: ref, Alt: alt, Width: width, Height: height})
	return true
}

func emu(s string) int {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 10_000*emuPerPixel {
		return 0
	}
	return int((n + emuPerPixel/2) / emuPerPixel)
}

var cssLength = regexp.MustCompile(`(?:^|;)\s*(width|height)\s*:\s*([0-9.]+)(pt|in|px|cm|mm)?`)

// cssSize reads width and height of a style attribute, in pixels.
func cssSize(s string) (width, height int) {
	if len(s) > 2000 {
		return 0, 0
	}
	for _, m := range cssLength.FindAllStringSubmatch(s, -1) {
		v, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			continue
		}
		v *= map[string]float64{"pt": 96.0 / 72, "in": 96, "px": 1, "": 1, "cm": 96 / 2.54, "mm": 96 / 25.4}[m[3]]
		if v < 1 || v > 10_000 {
			continue
		}
		if strings.EqualFold(m[1], "width") {
			width = int(v + 0.5)
		} else {
			height = int(v + 0.5)
		}
	}
	return width, height
}
