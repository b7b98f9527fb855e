package build

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"memopress/pkg/diag"
	"memopress/pkg/internal/browser"
	"memopress/pkg/theme"
	"memopress/themes"
)

// fonted builds an example with fonts of the user's own.
func fonted(t *testing.T) fstest.MapFS {
	t.Helper()
	o := options(t, "../../examples/wiki-many")
	var err error
	o.Theme, err = theme.Load(theme.Options{Themes: themes.FS, Fonts: map[string]theme.Font{"body": {Name: "go.ttf", Data: goregular.TTF}, "bold": {Name: "bold.ttf", Data: gobold.TTF}}})
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{files: map[string]string{}}
	if _, err := Build(context.Background(), o, m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, data := range m.files {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return files
}

// A font of the user's own is published once, under its content's name, and browsers use it:
// over HTTP and from a disk, without a word to another host and without moving anything.
func TestFonts(t *testing.T) {
	site := fonted(t)
	var published []string
	for name := range site {
		if strings.Contains(name, "font-") {
			published = append(published, name)
		}
	}
	slices.Sort(published)
	if len(published) != 2 || !strings.HasPrefix(string(site[published[0]].Data), "wOF2") {
		t.Fatalf("published %v", published)
	}
	again := fonted(t)
	if !slices.Equal(slices.Sorted(maps.Keys(site)), slices.Sorted(maps.Keys(again))) {
		t.Error("the same fonts have other names the next time")
	}
	b := browser.Open(t)
	for _, at := range []string{browser.Serve(t, site).URL, browser.Disk(t, site)} {
		complaints := b.Complaints()
		b.Visit(at + "/English/Builder's-tea.html")
		b.Visit(at + "/Deutsch/Ostfriesentee.html") // the first page may be done before its font
		b.Until(`[...document.fonts].some(f => f.family === "mp-body" && f.weight === "400" && f.status === "loaded")`)
		if family := browser.Eval[string](b, `getComputedStyle(document.querySelector(".prose p")).fontFamily`); !strings.HasPrefix(family, "mp-body") {
			t.Errorf("text is set in %s", family)
		}
		if shift := browser.Eval[float64](b, shifts); shift > 0 {
			t.Errorf("the page shifts by %v", shift)
		}
		for _, c := range complaints() {
			t.Errorf("%s: the browser says: %s", at, c)
		}
	}
}

// A font that is none, or is for nothing, is an error that names it.
func TestBadFonts(t *testing.T) {
	for want, fonts := range map[string]map[string]theme.Font{
		"mine.ttf: not a font":   {"body": {Name: "mine.ttf", Data: []byte("text")}},
		`no font is for "serif"`: {"serif": {Name: "mine.ttf", Data: goregular.TTF}},
		"without a body":         {"bold": {Name: "mine.ttf", Data: gobold.TTF}},
	} {
		if _, err := theme.Load(theme.Options{Themes: themes.FS, Fonts: fonts}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
