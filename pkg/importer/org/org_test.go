package org_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/org"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, org.Importer{}) }

// A file in code page 949, a name in NFD that a link names in NFC, and the reverse.
func TestKorean(t *testing.T) {
	text, err := korean.EUCKR.NewEncoder().String("#+title: 옛 파일\n* 똠방각하\n[[file:나의 노트.org][링크]]\n")
	if err != nil {
		t.Fatal(err)
	}
	got := importertest.Read(t, org.Importer{}, importertest.Folder(t, map[string]string{
		"옛.org": text, norm.NFD.String("나의 노트") + ".org": "#+title: 나의 노트\n[[file:" + norm.NFD.String("옛") + ".org]]\n",
	}))
	for _, n := range got.Notes {
		links := 0
		note.Walk(n.Body, func(node any) bool {
			if l, ok := node.(*note.Link); ok && l.Ref.Kind == note.RefNote {
				links++
			}
			return true
		})
		if links != 1 {
			t.Errorf("%s: %d links to notes\n%s", n.ID, links, markdown.Write(n))
		}
	}
	if len(got.Notes) != 2 || got.Notes[1].Title != "옛 파일" {
		t.Errorf("%+v", got.Notes)
	}
}

// Identifiers are the same wherever the folder lies and whatever the files are called; of two
// copies of a file both are kept.
func TestIDs(t *testing.T) {
	const node = ":PROPERTIES:\n:ID: Abc\n:END:\n#+title: 가\n"
	got := importertest.Read(t, org.Importer{}, importertest.Folder(t, map[string]string{"a.org": node + "하나", "b.org": node + "둘"}))
	if len(got.Notes) != 2 || got.Notes[1].ID != "org:abc" || got.Notes[0].ID != "export/b.org" {
		t.Errorf("%+v", got.Notes)
	}
}

func TestDetect(t *testing.T) {
	for _, tt := range []struct {
		files map[string]string
		least int
		most  int
	}{
		{map[string]string{"a.org": ":PROPERTIES:\n:ID: x\n:END:\n"}, 80, 80},
		{map[string]string{"a.org": "* 제목\n"}, 70, 70},
		{map[string]string{"a.org": "* 제목\n", "b.md": "", "c.md": ""}, 1, 10},
		{map[string]string{"b.md": ""}, 0, 0},
		{map[string]string{".x/a.org": "* a\n"}, 0, 0},
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, tt.files)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (org.Importer{}).Detect(sources[0]); m.Score < tt.least || m.Score > tt.most {
			t.Errorf("%v: %+v", tt.files, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

// made matches what the other reader makes itself: tables of contents and the marks of footnotes.
var made = regexp.MustCompile(`(?s)<nav>.*?</nav>|<sup[^>]*>\s*<a[^>]*footnote[^>]*>.*?</sup>`)

// TestCorpus compares with the HTML that another reader's authors expect of their own files.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "org/go-org-testdata")
	got := importertest.Read(t, org.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	suite := importertest.Suite{Name: "org/go-org-testdata", Explained: explained}
	for _, n := range got.Notes {
		if !strings.HasSuffix(n.Path, ".org") {
			continue
		}
		want, err := os.ReadFile(filepath.Join(dir, n.Name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		d := html.Parse(made.ReplaceAll(want, nil), html.Options{})
		suite.Add(n.Name, importertest.Compare(string(markdown.Write(&note.Note{Body: d.Blocks})), n))
	}
	suite.Check(t)
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(":PROPERTIES:\n:ID: a\n:ROAM_ALIASES: \"b\n:END:\n#+title: c\n#+date: [2024-01-01]\n* h :x:\n:PROPERTIES:\n:ROAM_EXCLUDE: t\n:END:\n[[id:a]] [[file:a.org::*h]] [[attachment:x]]\n"))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, org.Importer{}, "a.org", data) })
}
