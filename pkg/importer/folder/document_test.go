package folder_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer/folder"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

// A folder of Markdown with documents of office programs in it: all are notes, but for a table
// that a note shows or links to, whichever way its name is composed.
func TestDocuments(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create("word/document.xml")
	if err == nil {
		_, err = f.Write([]byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>문서의 글</w:t></w:r></w:p></w:body></w:document>`))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	table, err := korean.EUCKR.NewEncoder().String("이름,값\n똠방각하,1\n")
	if err != nil {
		t.Fatal(err)
	}
	dir := importertest.Folder(t, map[string]string{
		"메모.md": "[표](<자료/" + norm.NFD.String("쓰인 표") + ".csv>) ![[shown.csv]] [[보고]]", "자료/쓰인 표.csv": "a,b\n1,2\n", "shown.csv": "a,b\n1,2\n",
		"표.csv": table, "보고.docx": buf.String(), "쪽지.rtf": `{\rtf1\ansi\ansicpg949 \'b1\'db}`, ".hidden.csv": "a,b\n",
	})
	got := importertest.Read(t, folder.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	var notes, attachments []string
	for _, n := range got.Notes {
		notes = append(notes, n.Path)
		if n.Path == "표.csv" {
			cell := n.Body[0].(*note.Table).Rows[1].Cells[0].Blocks[0].(*note.Paragraph)
			if s := note.PlainText(cell.Inlines); s != "똠방각하" {
				t.Errorf("cell %q", s)
			}
		}
	}
	for _, a := range got.Attachments {
		attachments = append(attachments, a.Path)
	}
	if !slices.Equal(notes, []string{"메모.md", "보고.docx", "쪽지.rtf", "표.csv"}) || !slices.Equal(attachments, []string{"shown.csv", "자료/쓰인 표.csv"}) {
		t.Errorf("%q, %q", notes, attachments)
	}
}
