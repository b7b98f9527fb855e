package search

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/site"
)

// An index is the same however many processors make it, also where lists go over several files.
func TestIndexOnAnyMachine(t *testing.T) {
	root := &site.Folder{}
	odd := &site.Folder{Title: "이\t상한\n폴더", Parent: root}
	s := &site.Site{Root: root}
	for i := range 3300 {
		s.Notes = append(s.Notes, &site.Note{Address: fmt.Sprintf("%05d.html", i), Title: fmt.Sprint("노트 ", i), Folder: odd,
			Body: []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: strings.Repeat("정원 the garden ", 1+i%13)}}}}})
	}
	want := Index(s, Options{Workers: 1})
	parts := 0
	for _, f := range want {
		parts += bytes.Count(f.Data, []byte(`\u0001`))
		for _, line := range strings.Split(string(f.Data), `\n`) {
			if strings.Count(line, `\t`) > 1 || strings.HasPrefix(line, "폴더") {
				t.Errorf("%s: the line %.60s", f.Path, line)
			}
		}
	}
	if parts == 0 {
		t.Error("no list goes over several files, so this tests nothing")
	}
	for _, workers := range []int{2, 3, 7} {
		got := Index(s, Options{Workers: workers})
		if len(got) != len(want) {
			t.Fatalf("%d workers make %d files, one makes %d", workers, len(got), len(want))
		}
		for i, f := range got {
			if f.Path != want[i].Path || !bytes.Equal(f.Data, want[i].Data) {
				t.Errorf("%d workers make another %s", workers, f.Path)
			}
		}
	}
}
