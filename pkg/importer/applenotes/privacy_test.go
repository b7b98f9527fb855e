package applenotes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/importertest"
)

const indexHeader = "Title, Created On, Modified On, Pinned, Deleted, Drawing/Handwriting, ContentHash at Import\n"

// The archive comes in parts, and each is an archive by itself: the index in one has the dates of
// notes in another. A part that is not there is missed.
func TestPrivacyParts(t *testing.T) {
	one := importertest.Zip(t, map[string]string{"iCloud Notes/Notes Details.csv": indexHeader + "둘째,01-02-2024 03:04:05,01-02-2024 03:04:05,No,No,No,\n", "iCloud Notes/Notes/첫째/첫째.txt": "첫째\n글"})
	two := importertest.Zip(t, map[string]string{"iCloud Notes/Notes/둘째/둘째.txt": "둘째\n글"})
	dir := t.TempDir()
	var paths []string
	for i, from := range []string{two, one} {
		p := filepath.Join(dir, []string{"iCloud Notes Part 3 of 3.zip", "iCloud Notes Part 1 of 3.zip"}[i])
		if err := os.Rename(from, p); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	var list diag.List
	sources, err := importer.Open(paths, importer.OpenOptions{}, &list)
	if err != nil || len(sources) != 1 {
		t.Fatal(len(sources), err)
	}
	defer sources[0].Close()
	if m := (applenotes.Importer{}).Detect(sources[0]); m.Score < 80 {
		t.Errorf("%+v", m)
	}
	c := importer.NewCollector(diag.Discard)
	if err := (applenotes.Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x"}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	if len(notes) != 2 || notes[0].Title != "둘째" || notes[0].Created.IsZero() {
		t.Errorf("%+v", notes)
	}
	found := false
	for _, d := range list.Sorted() {
		found = found || d.Code == "I002" && strings.Contains(d.Message, "2")
	}
	if !found {
		t.Errorf("%+v", list.Sorted())
	}
}

// Texts that a Windows editor has saved again are in CP949.
func TestPrivacyEncoding(t *testing.T) {
	text, err := korean.EUCKR.NewEncoder().String("회의록\n똠방각하 펲시콜라")
	if err != nil {
		t.Fatal(err)
	}
	got, dump := dumpOf(t, map[string]string{"Notes Details.csv": indexHeader + "회의록,01-02-2024 03:04:05,01-02-2024 03:04:05,Yes,No,No,\n", "Notes/회의록/회의록.txt": text})
	has(t, dump, "title: 회의록", "똠방각하 펲시콜라", "pinned: yes", "info I004")
	if len(got.Notes) != 1 {
		t.Error(dump)
	}
}

// Exports of others are none of Notes: text files in folders of any name, links to notes in a
// vault.
func TestDetectOthers(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"texts":     {"a/b.txt": "x", "c.csv": "title,created,modified\n"},
		"a vault":   {".obsidian/app.json": "{}", "x.md": "[x](applenotes:note/7e7f62c1-1111-2222-3333-444455556666)"},
		"databases": {"x.sqlite": "SQLite format 3\x00" + strings.Repeat("\x00", 2000)},
		"Markdown":  {"x.md": "![](Attachments/a.png)", "y.html": "<ul class=\"x\">"},
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, files)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (applenotes.Importer{}).Detect(sources[0]); m.Score != 0 {
			t.Errorf("%s: %+v", name, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}
