package applenotes

import (
	"cmp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// blockAttachment returns what is attached and cannot stand in running text, nil for the rest.
func (b *body) blockAttachment(s inlineStyle) []note.Block {
	id := strings.ToUpper(s.attachment)
	o := b.attachments[id]
	if o == nil {
		return nil
	}
	switch uti := cmp.Or(o.uti, s.uti); {
	case uti == "com.apple.notes.table":
		return b.table(o)
	case uti == "com.apple.notes.gallery":
		return b.gallery(o)
	case uti == inlineTypes+"dividerline":
		return []note.Block{&note.Rule{}}
	case strings.HasSuffix(uti, "audio") && o.transcript != "":
		return []note.Block{
			&note.Paragraph{Inlines: b.embed(o)},
			&note.Details{Summary: []note.Inline{&note.Text{Value: cmp.Or(oneLine(o.cardTitle), "Transcript")}}, Blocks: importer.PlainText(o.transcript)},
		}
	}
	return nil
}

// table shows a table; one that cannot be read leaves the words that Notes keeps for searching.
func (b *body) table(o *object) []note.Block {
	blob, err := b.db.blob(b.ctx, o.pk, b.have, "ZMERGEABLEDATA1", "ZMERGEABLEDATA")
	var g grid
	if err == nil {
		g, err = decodeTable(blob)
	}
	if err != nil {
		b.report("I007", diag.Warning, "a table cannot be read: "+err.Error(), "its words, as far as Notes keeps them for searching, stand in its place")
		if words := importer.PlainText(o.summary); words != nil {
			return words
		}
		return []note.Block{&note.Paragraph{}}
	}
	t := &note.Table{}
	for _, cells := range g {
		var row note.Row
		for _, cell := range cells {
			row.Cells = append(row.Cells, note.Cell{Blocks: b.blocks(cell.paragraphs())})
		}
		t.Rows = append(t.Rows, row)
	}
	return []note.Block{t}
}

// gallery shows the pages of a scan and the pictures of a gallery one below the other, in the
// order that the gallery's own data states.
func (b *body) gallery(o *object) []note.Block {
	var order []string
	if blob, err := b.db.blob(b.ctx, o.pk, b.have, "ZMERGEABLEDATA1", "ZMERGEABLEDATA"); err == nil && blob != nil {
		order, err = decodeGallery(blob)
		if err != nil {
			b.report("I007", diag.Info, "the order of a gallery cannot be read: "+err.Error(), "its pages stand in the order in which they were made")
		}
	}
	var out []note.Block
	shown := map[string]bool{}
	add := func(child *object) {
		if child == nil || shown[child.identifier] {
			return
		}
		shown[child.identifier] = true
		out = append(out, &note.Paragraph{Inlines: b.embed(child)})
	}
	for _, id := range order {
		if c := b.attachments[id]; c != nil && c.parentAttachment == o.pk && c.deleted == 0 {
			add(c)
		}
	}
	for _, c := range b.children[o.pk] {
		add(c)
	}
	if title := oneLine(o.cardTitle); title != "" {
		out = append([]note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: title}}}}, out...)
	}
	if out == nil {
		b.report("I003", diag.Warning, "a gallery has no pages in the store", "open Notes, wait until the note is downloaded from iCloud, and copy again")
		out = []note.Block{&note.Paragraph{}}
	}
	return out
}
