package onenote

import (
	"bytes"
	"io"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	. "memopress/pkg/importer/onenote/storetest"
)

// FuzzImport reads any bytes as each kind of file: whatever it is, it is accounted for.
func FuzzImport(f *testing.F) {
	f.Add(Revisions(sample()...))
	f.Add(Packaged(sample()...))
	f.Add(Cabinet(true, Member{Name: "a.one", Data: Revisions((&builder{}).section(1, simple(1, "쪽", "글"))...)}))
	f.Add([]byte(webArchive))
	f.Add([]byte(webPageText))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.one", "b.onepkg", "c.mht"} {
			src := importer.NewSource("in", []importer.File{{Path: name, RawPath: name, Size: int64(len(data)),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}})
			Importer{}.Detect(src)
			c := importer.NewCollector(diag.Discard)
			if err := (Importer{}).Import(t.Context(), src, importer.Options{Space: "s", Location: time.UTC}, c); err != nil {
				t.Fatal(err)
			}
			notes, _ := c.Finish()
			for _, n := range notes {
				if n.Title == "" || n.Path == "" || n.ID == "" {
					t.Errorf("%+v", n)
				}
			}
			if len(c.Ledger.Entries()) == 0 {
				t.Errorf("%s is not accounted for", name)
			}
		}
	})
}

// FuzzMath reads any text as a formula.
func FuzzMath(f *testing.F) {
	f.Add("\ufdd0a\ufdeeb\ufdef", uint32(mathFraction))
	f.Add("x\ufdd0\ufdd0\ufdee", uint32(mathMatrix))
	f.Fuzz(func(t *testing.T, s string, kind uint32) {
		latexOf(s, mathObject{kind: uint64(kind & 0x3f)})
	})
}

// latexOf turns a text whose objects are all of one kind into LaTeX.
func latexOf(s string, o mathObject) string {
	m := &mathReader{text: []rune(s)}
	for range m.text {
		m.objects = append(m.objects, o)
	}
	return m.formula()
}
