package keep_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/keep"
)

// Whatever a JSON file holds, it becomes one note or one failure.
func FuzzNote(f *testing.F) {
	f.Add([]byte(`{"isTrashed":false,"textContent":"우유 #장보기","title":"","createdTimestampUsec":1690000000000000}`))
	f.Add([]byte(`{"listContent":[{"text":"a","textHtml":"<p>a","isChecked":true}],"labels":[{"name":"#a / b"}],"userEditedTimestampUsec":"0","attachments":[{"filePath":"../x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := importer.NewSource("in", []importer.File{{Path: "메모.json", RawPath: "메모.json", Size: int64(len(data)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}})
		c := importer.NewCollector(diag.Discard)
		if err := (keep.Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
			t.Fatal(err)
		}
		notes, _ := c.Finish()
		if entries := c.Ledger.Entries(); len(entries) != 1 || len(notes) == 1 && notes[0].Title == "" {
			t.Errorf("%d entries, %+v", len(entries), notes)
		}
	})
}
