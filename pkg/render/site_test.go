package render_test

import (
	"bytes"
	"context"
	"io"
	"path"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/render"
	"memopress/pkg/site"
	"memopress/pkg/theme"
	"memopress/themes"
)

// publish makes a site of Markdown files.
func publish(t testing.TB, files map[string]string, settings site.Settings) *site.Site {
	t.Helper()
	var notes []*note.Note
	var atts []note.Attachment
	for name, text := range files {
		name = norm.NFC.String(name)
		if path.Ext(name) != ".md" {
			atts = append(atts, note.Attachment{Key: name, Name: path.Base(name), Path: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(text)), nil
			}})
			continue
		}
		m, body, line := frontmatter.Parse([]byte(text), frontmatter.Options{File: name, Report: diag.Discard})
		stem := strings.TrimSuffix(path.Base(name), ".md")
		n := &note.Note{ID: note.ID(name), Title: stem, Name: stem, Path: name, Source: note.Source{File: name, Line: line}}
		m.Apply(n)
		n.Body = markdown.Parse(body, markdown.Options{Dialect: markdown.Obsidian, FirstLine: line, File: name, Note: name, Report: diag.Discard})
		notes = append(notes, n)
	}
	s, _ := site.Publish(graph.New(notes, atts), settings, site.Policy{Rule: site.All()}, diag.Discard)
	return s
}

func sampleFiles(t testing.TB) map[string]string {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range ar.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

var paper = sync.OnceValues(func() (*theme.Theme, error) {
	return theme.Load(theme.Options{Themes: themes.FS})
})

// built is a rendered site: its files as a host would serve them, and its pages as values.
type built struct {
	files fstest.MapFS
	pages map[string]*render.Page
}

func (b built) text(t testing.TB, name string) string {
	t.Helper()
	f, ok := b.files[name]
	if !ok {
		t.Fatalf("there is no file %s", name)
	}
	return string(f.Data)
}

func build(t testing.TB, s *site.Site, opts render.Options) built {
	t.Helper()
	th, err := paper()
	if err != nil {
		t.Fatal(err)
	}
	opts.Message = func(language, key string) string {
		// A language may have more forms of a word than English has.
		if dot := strings.LastIndexByte(key, '.'); dot > 0 && th.Message("en", key[:dot]+".other") != "" {
			return th.Message(language, key)
		}
		if th.Message("en", key) == "" && !strings.HasPrefix(key, "callout.") { // authors make callouts of their own
			t.Errorf("the theme has no word for %q", key)
		}
		return th.Message(language, key)
	}
	b := built{fstest.MapFS{}, map[string]*render.Page{}}
	var mu sync.Mutex
	err = render.Render(context.Background(), s, opts, func(f render.File) error {
		data := f.Data
		if f.Page != nil {
			var err error
			if data, err = th.Wrap(nil, f.Page); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if b.files[f.Path] != nil {
			t.Errorf("%s is made twice", f.Path)
		}
		b.files[f.Path] = &fstest.MapFile{Data: data}
		b.pages[f.Path] = f.Page
		return nil
	}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := th.Assets(s.Settings.Language)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range assets {
		b.files[a.Path] = &fstest.MapFile{Data: a.Data}
	}
	for _, f := range s.Files {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		b.files[f.Address] = &fstest.MapFile{Data: data}
	}
	return b
}

var settings = site.Settings{Title: "Reading room", Description: "Notes & more", Language: "en", Author: "Mina"}

func TestSameBytes(t *testing.T) {
	s := publish(t, sampleFiles(t), settings)
	want := build(t, s, render.Options{}).files
	for _, procs := range []int{1, 2} {
		old := runtime.GOMAXPROCS(procs)
		got := build(t, publish(t, sampleFiles(t), settings), render.Options{Workers: procs * 3}).files
		runtime.GOMAXPROCS(old)
		if len(got) != len(want) {
			t.Errorf("%d files, want %d", len(got), len(want))
		}
		for name, f := range want {
			if g := got[name]; g == nil || !bytes.Equal(g.Data, f.Data) {
				t.Errorf("GOMAXPROCS %d: %s differs", procs, name)
			}
		}
	}
}
