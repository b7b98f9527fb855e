package docx

import (
	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// A footnote is a footnote or an endnote that the text refers to.
type footnote struct{ part, id, label string }

// footnote puts the mark of a note. kind is "footnotes" or "endnotes".
func (r *runs) footnote(kind, id string) {
	label := map[string]string{"footnotes": "", "endnotes": "e"}[kind] + id
	if r.labels == nil {
		r.labels = map[string]bool{}
	}
	if !r.labels[label] {
		r.labels[label] = true
		r.refs = append(r.refs, footnote{kind, id, label})
	}
	r.put(office.Format{}, &note.FootnoteRef{Label: label})
}

// notes returns the texts of the notes that were referred to. A mark without a text gets an empty
// one.
func (d *document) notes() []note.Block {
	var out []note.Block
	texts := map[string]map[string]*office.Node{}
	rels := map[string]map[string]relation{}
	for i := 0; i < len(d.refs); i++ { // a note may refer to further notes
		f := d.refs[i]
		if texts[f.part] == nil {
			part := d.partOf(f.part)
			texts[f.part], rels[f.part] = map[string]*office.Node{}, d.relations(part)
			root := d.optional(part)
			for _, name := range []string{"w:footnote", "w:endnote"} {
				root.Each(name, func(n *office.Node) { texts[f.part][n.Attr("w:id")] = n })
			}
		}
		fn := &note.Footnote{Label: f.label}
		if n := texts[f.part][f.id]; n != nil {
			w := &writer{document: d, part: f.part, rels: rels[f.part], depth: 1}
			w.blocks(n)
			fn.Blocks = w.finish()
		}
		out = append(out, fn)
	}
	return out
}
