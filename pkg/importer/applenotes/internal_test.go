package applenotes

import (
	"bytes"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// ReadText reads the text of a note into blocks, for fuzzing: a store around each text would be
// most of the work.
func ReadText(blob []byte) {
	d, err := decodeDocument(blob)
	if err != nil {
		return
	}
	b := loneBody()
	b.blocks(b.takeTitle(d.paragraphs()))
}

func loneBody() *body {
	c := &collection{sink: importer.NewCollector(diag.Discard), src: importer.NewSource("in", nil), claims: map[string]string{}, sent: map[string]bool{}}
	return &body{store: &store{collection: c}, note: &note.Note{}}
}

// ReadTable reads the data of a table and of a gallery.
func ReadTable(blob []byte) {
	if g, err := decodeTable(blob); err == nil {
		for _, row := range g {
			for _, cell := range row {
				loneBody().blocks(cell.paragraphs())
			}
		}
	}
	_, _ = decodeGallery(blob)
}

// ReadLog counts the frames of a log.
func ReadLog(data []byte) { _, _ = countFrames(bytes.NewReader(data)) }
