package theme

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"memopress/themes"
)

func TestList(t *testing.T) {
	list, err := List(themes.FS)
	if err != nil || len(list) == 0 || list[0].Name != Default || list[0].Description == "" || list[0].Licence == "" {
		t.Errorf("%v, %v", list, err)
	}
}

// Every file of the theme can be ejected and used as it is: the pages and assets stay the same.
func TestEjectAll(t *testing.T) {
	o := Options{Themes: themes.FS}
	files, err := Files(o)
	if err != nil || !slices.Contains(files, "assets/src/tokens.css") || !slices.Contains(files, "messages/ko.yaml") {
		t.Fatalf("%v, %v", files, err)
	}
	folder := fstest.MapFS{}
	for _, name := range files {
		data, err := Eject(o, name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: data}
	}
	o.Folder = folder
	mine, plain := load(t, folder), load(t, nil)
	for _, p := range samples() {
		got, err := mine.Wrap(nil, p)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := plain.Wrap(nil, p); err != nil || string(got) != string(want) {
			t.Fatalf("%s: ejected files make another page\n%s", p.Kind, got)
		}
	}
	if stale, err := Stale(o); err != nil || len(stale) > 0 {
		t.Errorf("stale: %v, %v", stale, err)
	}
	if d, err := Diff(o); err != nil || len(d) > 0 {
		t.Errorf("%v\n%s", err, d)
	}
}

func TestStale(t *testing.T) {
	data, err := Eject(Options{Themes: themes.FS}, "templates/note.html")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Themes: themes.FS, Folder: fstest.MapFS{
		"templates/note.html":         {Data: []byte(strings.Replace(string(data), ", "+string(ejectMark.FindSubmatch(data)[1]), ", 0123456789abcdef", 1))},
		"templates/parts/footer.html": {Data: []byte("<footer>내 것</footer>\n")},
		"assets/old.css":              {Data: []byte("/* made from theme paper, assets/old.css, 0123456789abcdef */\n")},
	}}
	if stale, err := Stale(o); err != nil || !slices.Equal(stale, []string{"assets/old.css", "templates/note.html"}) {
		t.Errorf("stale: %v, %v", stale, err)
	}
	d, err := Diff(o)
	if err != nil || !strings.Contains(string(d), "+<footer>내 것</footer>") || strings.Contains(string(d), "note.html") {
		t.Errorf("%v\n%s", err, d)
	}
	if _, err := Eject(o, "templates/none.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}
