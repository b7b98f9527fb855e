package theme

import (
	"bytes"
	"compress/gzip"
	"path"
	"strings"
	"testing"

	"memopress/themes"
)

// mostBytes is what the core script, the style sheet and each part that is loaded later may weigh
// on the wire.
const mostBytes = 8000

// Every page pays for the core alone, and every part of it is small. Programs of others, in
// vendor/, come only where a note needs them.
func TestBudget(t *testing.T) {
	list, err := List(themes.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		th, err := Load(Options{Themes: themes.FS, Name: s.Name})
		if err != nil {
			t.Fatal(err)
		}
		t.Run(s.Name, func(t *testing.T) { weighAssets(t, th) })
	}
}

func weighAssets(t *testing.T, th *Theme) {
	for _, language := range []string{"en", "ko"} {
		assets, err := th.Assets(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range assets {
			ext := path.Ext(a.Path)
			if ext != ".js" && ext != ".css" || strings.Contains(a.Path, "/vendor/") {
				continue
			}
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			if _, err := z.Write(a.Data); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s %s: %d bytes, %d on the wire", language, a.Path, len(a.Data), b.Len())
			if b.Len() > mostBytes {
				t.Errorf("%s weighs %d bytes on the wire; %d is the most", a.Path, b.Len(), mostBytes)
			}
		}
	}
}
