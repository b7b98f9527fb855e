package samsungnotes

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
)

// A note that was saved as a document of Word is a note.
func TestWord(t *testing.T) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>우유와 빵</w:t></w:r></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := importertest.Folder(t, map[string]string{"장보기.docx": buf.String(), "깨진.docx": buf.String()[:60]})
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if dump := importertest.Dump(got); len(got.Notes) != 1 || got.Failed() != 1 || !strings.Contains(dump, "우유와 빵") {
		t.Error(dump)
	}
}
