package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// tree makes files below a new folder; a value that begins with "-> " makes a symbolic link.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(p), 0o700)
		if target, ok := strings.CutPrefix(text, "-> "); ok && err == nil {
			err = os.Symlink(target, p)
		} else if err == nil {
			err = os.WriteFile(p, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFolder(t *testing.T) {
	outside := tree(t, map[string]string{"secret.md": "secret"})
	dir := tree(t, map[string]string{
		"노트/회의록.md":                    "a",
		norm.NFD.String("일기") + ".md":  "b",
		cp949(t, "메모장") + ".txt":       "c",
		"노트/" + cp949(t, "할일") + ".md": "d",
		cp949(t, "옛글/겨울/눈.md"):         "e",
		".git/HEAD":                    "ref",
		".obsidian/app.json":           "{}",
		".DS_Store":                    "x",
		"노트/._회의록.md":                  "x",
		"__MACOSX/노트/x.md":             "x",
		"Thumbs.db":                    "x",
		"inside.md":                    "-> 노트/회의록.md",
		"outside.md":                   "-> " + outside + "/secret.md",
		"up.md":                        "-> ../../etc/passwd",
		"gone.md":                      "-> nowhere",
		"folder":                       "-> 노트",
		"public/index.html":            "skipped by the caller",
	})
	sources, got := open(t, importer.OpenOptions{Skip: []string{filepath.Join(dir, "public")}}, dir)
	want := []opened{{
		Paths: []string{".obsidian/app.json", "inside.md", "노트/할일.md", "노트/회의록.md", "메모장.txt", "옛글/겨울/눈.md", "일기.md"},
		LeftOut: []string{
			".DS_Store: file of the operating system", ".git/: version control", "Thumbs.db: file of the operating system", "__MACOSX/: file of the operating system",
			"folder: not a file inside the folder", "gone.md: not a file inside the folder", "outside.md: not a file inside the folder", "up.md: not a file inside the folder",
			"노트/._회의록.md: file of the operating system",
		},
		Codes: []string{"I004", "U003", "I002", "I002", "I002", "I002"},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, p := range want[0].Paths {
		if _, err := sources[0].ReadFile(p, 100); err != nil {
			t.Error(err)
		}
	}
	// A file that became a link after the folder was listed leads nowhere either.
	if err := os.Remove(filepath.Join(dir, "inside.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret.md"), filepath.Join(dir, "inside.md")); err != nil {
		t.Fatal(err)
	}
	if text, err := sources[0].ReadFile("inside.md", 100); err == nil {
		t.Errorf("read %q through a link that leads out", text)
	}
}

func TestTwins(t *testing.T) {
	nfd := norm.NFD.String("가.md")
	_, got := open(t, importer.OpenOptions{}, tree(t, map[string]string{"가.md": "composed", nfd: "decomposed", "A.md": "1", "a.md": "2"}))
	want := []opened{{Paths: []string{"A.md", "a.md", "가 (2).md", "가.md"}, Codes: []string{"U003", "U002", "U002"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, got = open(t, importer.OpenOptions{}, write(t, "a.zip", zipOf(t, member{name: "a.md", text: "1"}, member{name: "a.md", text: "2"}, member{name: "a.md", text: "1"}, member{name: "a (2).md"})))
	want = []opened{{Paths: []string{"a (2).md", "a (3).md", "a.md"}, LeftOut: []string{"a.md (repeated, 0): repeated in the export"}, Codes: []string{"U002"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestParts(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, members ...member) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, zipOf(t, members...), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	one := put("takeout-20240101T000000Z-001.zip", member{name: "Takeout/Keep/메모.json", text: "{}"}, member{name: "Takeout/archive_browser.html", text: "1"})
	two := put("takeout-20240101T000000Z-002.zip", member{name: "Takeout/Keep/사진.jpg"}, member{name: "Takeout/archive_browser.html", text: "1"})
	three := put("takeout-20240101T000000Z-003.zip", member{name: "Takeout/Keep/b.json"})
	other := put("takeout-20250101T000000Z-001.zip", member{name: "Takeout/Keep/b.json"})
	all := []string{"Takeout/Keep/b.json", "Takeout/Keep/메모.json", "Takeout/Keep/사진.jpg", "Takeout/archive_browser.html"}

	sources, got := open(t, importer.OpenOptions{}, three, other, one, two, one)
	if len(got) != 2 || cmp.Diff(all, got[0].Paths) != "" || sources[0].Name != one || sources[1].Name != other || got[0].Codes != nil {
		t.Errorf("three parts and another export: %+v", got)
	}
	if d := cmp.Diff([]string{two + "/Takeout/archive_browser.html: repeated in the export"}, got[0].LeftOut); d != "" {
		t.Error(d)
	}
	_, got = open(t, importer.OpenOptions{}, three, one)
	if d := cmp.Diff([]string{"I002", "I002"}, got[0].Codes); d != "" {
		t.Errorf("part 2 lies there but was not given: %s", d)
	}
}

func TestOpenErrors(t *testing.T) {
	for _, p := range []string{"", filepath.Join(t.TempDir(), "없음.zip")} {
		if _, err := importer.Open([]string{p}, importer.OpenOptions{}, diag.Discard); err == nil {
			t.Errorf("%q: no error", p)
		}
	}
	_, got := open(t, importer.OpenOptions{}, write(t, "notes.zip", []byte("no zip at all")))
	if len(got[0].Failed) != 1 {
		t.Errorf("%+v", got)
	}
	_, got = open(t, importer.OpenOptions{}, write(t, "메모.md", []byte("# 하나")))
	if d := cmp.Diff([]opened{{Paths: []string{"메모.md"}}}, got); d != "" {
		t.Error(d)
	}
}

type fake struct {
	name  string
	score int
}

func (f fake) Format() importer.Format { return importer.Format{Name: f.name} }
func (f fake) Detect(*importer.Source) importer.Match {
	return importer.Match{Score: f.score, Reason: "r"}
}
func (f fake) Import(context.Context, *importer.Source, importer.Options, importer.Sink) error {
	return nil
}

func TestDetect(t *testing.T) {
	src := importer.NewSource("notes", nil)
	list := []importer.Importer{fake{"a", 20}, fake{"b", 90}, fake{"c", 90}, fake{"d", 0}}
	for _, tt := range []struct{ forced, want, err string }{
		{"", "b", ""},
		{"a", "a", ""},
		{"d", "d", ""},
		{"bb", "", `no format "bb": valid are a, b, c, d`},
	} {
		got, candidates, err := importer.Detect(src, list, tt.forced)
		switch {
		case tt.err != "":
			if err == nil || err.Error() != tt.err {
				t.Errorf("%q: error %v", tt.forced, err)
			}
		case err != nil || got.Format().Name != tt.want || len(candidates) != 3 || candidates[0].Importer.Format().Name != "b":
			t.Errorf("%q: %v, %v, %v", tt.forced, got, candidates, err)
		}
	}
	if _, _, err := importer.Detect(src, list[3:], ""); err == nil {
		t.Error("nothing fits, and no error")
	}
}

func TestCollector(t *testing.T) {
	text := func(s string) []note.Block {
		return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: s}}}}
	}
	made := func(id, input, path, body string) *note.Note {
		return &note.Note{ID: note.ID(id), Title: path, Path: path, Space: input, Body: text(body), Source: note.Source{Input: input, File: path}}
	}
	private := made("keep/1", "나.zip", "메모", "old")
	private.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	newer := made("keep/1", "가.zip", "메모", "new")
	newer.Updated = newer.Updated.AddDate(2023, 0, 0)
	notes := []*note.Note{
		private, newer,
		made("v1/a.md", "v1", "a.md", "같은 글"), made("v2/a.md", "v2", "a.md", "같은 글"),
		made("v1/b.md", "v1", "b.md", "one"), made("v2/b.md", "v2", "b.md", "another"),
		{ID: "v1/c.md", Path: "c.md", Source: note.Source{Input: "v1", File: "c.md"}}, {ID: "v2/c.md", Path: "c.md", Source: note.Source{Input: "v2", File: "c.md"}},
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5, 6, 7}, {7, 6, 5, 4, 3, 2, 1, 0}} {
		c := importer.NewCollector(diag.Discard)
		for _, i := range order {
			n := *notes[i]
			c.Note(&n)
		}
		kept, _ := c.Finish()
		var ids []string
		for _, n := range kept {
			ids = append(ids, string(n.ID))
		}
		if d := cmp.Diff([]string{"keep/1", "v1/a.md", "v1/b.md", "v1/c.md", "v2/b.md", "v2/c.md"}, ids); d != "" {
			t.Error(d)
		}
		if kept[0].Source.Input != "가.zip" || kept[0].Visibility.Rule != "trash" {
			t.Errorf("of two states the newer text and the stricter visibility: %+v", kept[0])
		}
		left := 0
		for _, e := range c.Ledger.Entries() {
			if e.State == ledger.LeftOut && e.Rule == "duplicate" {
				left++
			}
		}
		if left != 2 || len(c.Ledger.Entries()) != len(notes) {
			t.Errorf("%d duplicates in %d entries", left, len(c.Ledger.Entries()))
		}
	}
}
