package keep_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/keep"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, keep.Importer{}) }

// The people that a note is shared with are in no part of what is read.
func TestShareesStayOut(t *testing.T) {
	files := map[string]string{"Takeout/Keep/장보기.json": `{"title":"장보기","textContent":"우유","isTrashed":false,"createdTimestampUsec":1690000000000000,
		"sharees":[{"isOwner":true,"type":"WRITER","email":"friend@example.org"}]}`}
	got := importertest.Dump(importertest.Read(t, keep.Importer{}, importertest.Folder(t, files)))
	if !strings.Contains(got, "우유") || strings.Contains(got, "friend") {
		t.Error(got)
	}
}

// The two archives of one export, with a note in the first and its picture in the second.
func TestParts(t *testing.T) {
	dir := t.TempDir()
	one := importertest.Zip(t, map[string]string{"Takeout/Google Notizen/사진.json": `{"title":"사진","textContent":"바다","createdTimestampUsec":"1690000000000000","attachments":[{"filePath":"18a.jpeg","mimetype":"image/jpeg"}]}`,
		"Takeout/archive_browser.html": "part 1"})
	two := importertest.Zip(t, map[string]string{"Takeout/Google Notizen/18a.jpg": "\xff\xd8\xff\xe0", "Takeout/archive_browser.html": "part 2"})
	var paths []string
	for i, from := range []string{one, two} {
		p := filepath.Join(dir, "takeout-20240101T000000Z-00"+string(rune('1'+i))+".zip")
		if err := os.Rename(from, p); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	var c *importer.Collector
	sources, err := importer.Open(paths, importer.OpenOptions{}, diag.Discard)
	if err != nil || len(sources) != 1 {
		t.Fatal(sources, err)
	}
	defer sources[0].Close()
	c = importer.NewCollector(diag.Discard)
	if err := (keep.Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "keep"}, c); err != nil {
		t.Fatal(err)
	}
	notes, attachments := c.Finish()
	embed := notes[0].Body[1].(*note.Paragraph).Inlines[0].(*note.Embed)
	if len(attachments) != 1 || embed.Ref.Target != attachments[0].Key || attachments[0].MediaType != "image/jpeg" {
		t.Errorf("%+v, %+v", embed, attachments)
	}
	for _, e := range c.Ledger.Entries() {
		if strings.Contains(e.Item, "archive_browser") && e.Rule != "index of the export" {
			t.Errorf("%+v", e)
		}
	}
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		m[w] = true
	}
	return m
}

// TestCorpus compares with what the authors of another converter expect of their own notes:
// every word, every checked item, every attachment, every label.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "google-keep/obsidian-importer/notes")
	got := importertest.Read(t, keep.Importer{}, dir)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	byFile := map[string]*note.Note{}
	for _, n := range got.Notes {
		byFile[n.Source.File] = n
	}
	expected, err := filepath.Glob(filepath.Join(dir, "expected/*/*.md"))
	if err != nil || len(expected) < 13 {
		t.Fatalf("%d expected notes, %v", len(expected), err)
	}
	for _, p := range expected {
		name := filepath.Base(filepath.Dir(p))
		n := byFile[name+".json"]
		if n == nil {
			t.Errorf("%s: no note", name)
			continue
		}
		want, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		dump := importertest.Dump(importertest.Result{Notes: []*note.Note{n}})
		have := words(dump + " tags aliases Keep Attachment Label Color Pinned Archived Deleted")
		for w := range words(string(want)) {
			if !have[w] && !have[strings.ToLower(w)] && !joined(n, w) {
				t.Errorf("%s: the word %q is missing in\n%s", name, w, dump)
			}
		}
		for _, mark := range []string{"- [ ]", "- [x]", "![["} {
			if a, b := strings.Count(string(want), mark), count(n, mark); a != b {
				t.Errorf("%s: %d times %s, want %d", name, b, mark, a)
			}
		}
		if a, b := strings.Count(string(want), "Keep/Label/"), len(n.Tags); a != b {
			t.Errorf("%s: %d labels, want %d", name, b, a)
		}
	}
}

// joined reports whether word is a label of the note without its symbols and spaces, as the
// other converter writes them.
func joined(n *note.Note, word string) bool {
	for _, tag := range n.Tags {
		if strings.Join(strings.FieldsFunc(tag, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), "") == word {
			return true
		}
	}
	return false
}

func count(n *note.Note, mark string) int {
	found := 0
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.ListItem:
			if node.Task != 0 && mark == "- ["+string(node.Task)+"]" {
				found++
			}
		case *note.Embed:
			if mark == "![[" {
				found++
			}
		}
		return true
	})
	return found
}
