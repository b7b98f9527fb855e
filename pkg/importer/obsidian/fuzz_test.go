package obsidian_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/obsidian"
)

// Whatever a canvas holds, it becomes one note or one failure.
func FuzzCanvas(f *testing.F) {
	f.Add([]byte(`{"nodes":[{"id":"g","type":"group","width":9,"height":9,"label":"묶음"},{"id":"a","type":"text","text":"**가**"}],"edges":[{"fromNode":"a","toNode":"g"}]}`))
	f.Add([]byte(`{"nodes":[null,{"id":"f","type":"file","file":"a.png","subpath":"#^b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := importer.NewSource("in", []importer.File{{Path: "판.canvas", RawPath: "판.canvas", Size: int64(len(data)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}})
		c := importer.NewCollector(diag.Discard)
		if err := (obsidian.Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
			t.Fatal(err)
		}
		notes, _ := c.Finish()
		if entries := c.Ledger.Entries(); len(entries) != 1 || len(notes) == 1 && notes[0].Title == "" {
			t.Errorf("%d entries, %+v", len(entries), notes)
		}
	})
}
