package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// A file of a folder can be read again by itself, whatever form its name is in, and nothing else can.
func TestRevise(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	composed, apart := norm.NFC.String("가/메모.md"), norm.NFD.String("가/정원.md")
	put(composed, "하나")
	put(apart, "둘")
	sources, err := Open([]string{dir}, OpenOptions{Stamps: true}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	src, m := sources[0], &Memory{}
	read := func(f File, r diag.Reporter) (*note.Note, bool, error) {
		text, err := f.Read(1 << 20)
		title, body, _ := strings.Cut(string(text), "\n")
		n := FileNote(src, f, "", f.Path)
		n.Title, n.Body = title, []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: body}}}}
		if strings.Contains(body, "bad") {
			r.Report(diag.Diagnostic{Message: "bad", Note: string(n.ID)})
		}
		return n, !strings.Contains(body, "others"), err
	}
	m.Begin()
	notes := map[string]*note.Note{}
	for _, f := range src.Files() {
		if notes[f.Path], err = m.Note(f, "", diag.Discard, read); err != nil {
			t.Fatal(err)
		}
	}
	m.Revises(nil)
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	revise := func(name string) (Revision, bool) {
		t.Helper()
		f, now, ok := src.Reopen(filepath.Join(real, name))
		if !ok {
			return Revision{}, false
		}
		defer func() {
			if err := now.Close(); err != nil {
				t.Error(err)
			}
		}()
		return m.Revise(f)
	}
	for _, name := range []string{composed, apart} {
		if entries, err := os.ReadDir(filepath.Join(dir, "가")); err != nil || len(entries) != 2 {
			t.Skip("this file system has one form of names")
		}
		title := map[string]string{composed: "하나", apart: "둘"}[name]
		put(name, title+"\n다른 글 bad")
		r, ok := revise(name)
		if !ok || r.Old != notes[norm.NFC.String(name)] || note.PlainText(r.Now.Body[0].(*note.Paragraph).Inlines) != "다른 글 bad" || len(r.Found) != 1 {
			t.Errorf("%q: %+v %v", name, r, ok)
		}
		put(name, title+"\n또 다른 글")
		if again, ok := revise(name); !ok || again.Old != r.Now || len(again.Gone) != 1 || len(again.Found) != 0 {
			t.Errorf("%q once more: %+v %v", name, again, ok)
		}
		put(name, title+"\nothers")
		if _, ok := revise(name); ok {
			t.Errorf("%q depends on others, and was revised", name)
		}
		put(name, "다른 제목\n또 다른 글")
		if _, ok := revise(name); ok {
			t.Errorf("%q has another title, and was revised", name)
		}
	}
	if err := os.Remove(filepath.Join(dir, composed)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, apart), filepath.Join(dir, composed)); err != nil {
		t.Skip("no symbolic links")
	}
	for _, name := range []string{composed, "가", "없다.md", "../밖.md"} {
		if _, ok := revise(name); ok {
			t.Errorf("%q was revised", name)
		}
	}
	if !src.Holds(filepath.Join(real, apart)) || src.Holds(filepath.Join(real, "없다.md")) {
		t.Error("the source does not know what it holds")
	}
	m.Begin()
	if _, ok := revise(apart); ok {
		t.Error("a note was revised, though nobody said that it may be")
	}
}
