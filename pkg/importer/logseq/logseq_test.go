package logseq

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, Importer{}) }

// What the name of a file means, in both schemes and in journals.
func TestTitles(t *testing.T) {
	old := config{journals: "journals", journalTitle: "MMM do, yyyy", journalFile: "yyyy_MM_dd"}
	lowbar := old
	lowbar.tripleLowbar = true
	for _, tt := range []struct {
		c          config
		path, want string
	}{
		{lowbar, "pages/가___나.md", "가/나"}, {lowbar, "pages/a.b.md", "a.b"}, {lowbar, "pages/what%3F.md", "what?"}, {lowbar, "pages/100%.md", "100%"},
		{old, "pages/a.b.md", "a/b"}, {old, "pages/v1.2.md", "v1.2"}, {old, "pages/a%2Fb.md", "a/b"}, {old, "pages/가___나.md", "가/나"}, {old, "pages/Mr. X.md", "Mr. X"},
		{old, "journals/2024_03_01.md", "Mar 1st, 2024"}, {old, "journals/2024_03_11.md", "Mar 11th, 2024"}, {old, "journals/2024_03_22.org", "Mar 22nd, 2024"}, {old, "journals/메모.md", "메모"},
	} {
		if got, _ := tt.c.title(tt.path); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.path, got, tt.want)
		}
	}
	for pattern, want := range map[string]string{"yyyy-MM-dd": "2024-03-01", "EEEE, dd MMMM yyyy": "Friday, 01 March 2024", "yyyy'년' M'월' d'일'": "2024년 3월 1일", "do MMM": "1st Mar"} {
		c := config{journals: "j", journalFile: "yyyy_MM_dd", journalTitle: pattern}
		if got, _ := c.title("j/2024_03_01.md"); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
}

func read(t *testing.T, text string) *note.Note {
	t.Helper()
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"logseq/config.edn": "{}", "pages/가.md": text}))
	if len(got.Notes) != 1 {
		t.Fatal(importertest.Dump(got))
	}
	return got.Notes[0]
}

// Outlines as they really are: fences that lie less deep than their block, tabs and spaces, text
// before the first bullet, parentheses that are no references.
func TestOutlines(t *testing.T) {
	for text, want := range map[string]string{
		"- a\n  - b\n    - c\n- d":                "- a\n  - b\n    - c\n- d",
		"- a\n\t- b\n\t\t- c":                     "- a\n  - b\n    - c",
		"-\n- a":                                  "- a",
		"앞 글\n- a":                                "앞 글\n\n- a",
		"글\n\n## 절\n\n1. 하나\n2. 둘":                "글\n\n## 절\n\n1. 하나\n2. 둘", // a page written as a document
		"- ```go\n  열린 채\n- 다음\n- 셋":              "- 다음\n- 셋",                // no end: it takes no other blocks along
		"- {{query (todo now)}} 뒤":                "- `{{query (todo now)}}` 뒤",
		"- > {{query (todo now)}}":                "- > `{{query (todo now)}}`",
		"- ```\n  x\n  - y\n  ```\n- z":           "- ```\n  x\n  - y\n  ```\n- z",
		"- a ((b)) c":                             "- a ((b)) c",
		"- # 머리\n  - a\n- ## 둘":                   "# 머리\n\n- a\n\n## 둘",
		"- WAITING 답":                             "- [>] 답",
		"- TODO\n- x":                             "- [ ]\n- x",
		"- a\n  DEADLINE: <2024-03-01 Fri .+1d>":  "📅 2024-03-01",
		"- #+BEGIN_SRC go\n  x := 1\n  #+END_SRC": "- ````go\n  x := 1\n  ````",
		"- #+BEGIN_TIP\n  조심\n  #+END_TIP":        "- > [!tip]\n  > 조심",
		"- #+BEGIN_QUOTE\n  안 닫힘":                 "안 닫힘",
	} {
		got := string(markdown.Write(read(t, text)))
		if _, body, ok := strings.Cut(got, "\n---\n"); ok {
			got = body
		}
		if !strings.Contains(strings.TrimSpace(got)+"\n", strings.ReplaceAll(want, "````", "```")) {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// Whether a page is public is read strictly.
func TestPublic(t *testing.T) {
	for value, want := range map[string]note.State{"true": note.MarkedPublic, "false": note.MarkedPrivate, "yes": note.MarkedPrivate} {
		if n := read(t, "public:: "+value+"\n\n- a"); n.Visibility.State != want {
			t.Errorf("%s: %+v", value, n.Visibility)
		}
	}
}

// The EDN export of a database graph.
func TestExport(t *testing.T) {
	dir := importertest.Folder(t, map[string]string{"graph.edn": `{:properties {} :pages-and-blocks [
		{:page {:block/title "요리/찌개" :build/tags [:한식]} :blocks [{:block/title "끓인다" :build/properties {:logseq.property/status :logseq.property/status.done} :build/children [{:block/title "오래"}]}]}
		{:page {:build/journal 20240301} :blocks [{:block/title "[[요리/찌개]]"}]} {:page 3}]}`})
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	dump := importertest.Dump(got)
	if len(got.Notes) != 2 || got.Failed() != 1 || !strings.Contains(dump, "- [x] 끓인다\n  - 오래") || !strings.Contains(dump, "Mar 1st, 2024") || !strings.Contains(dump, "한식") {
		t.Error(dump)
	}
}

// TestCorpus reads a real graph: every page is a note, and hardly a mark of the outline is left.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "logseq/logseq-docs")
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if len(got.Notes) != 333 || got.Failed() != 0 {
		t.Errorf("%d notes, %d failed", len(got.Notes), got.Failed())
	}
	left := 0
	for _, n := range got.Notes {
		note.Walk(n.Body, func(node any) bool {
			if text, ok := node.(*note.Text); ok {
				for _, mark := range []string{"id:: ", "collapsed:: ", ":LOGBOOK:", "{{embed", "#+BEGIN", "]((("} {
					if strings.Contains(text.Value, mark) {
						left++
						t.Logf("%s: %s", n.Title, text.Value)
					}
				}
			}
			return true
		})
	}
	if left > 3 {
		t.Errorf("%d marks of the outline are left in texts", left)
	}
}

// Whatever a page holds, it is one note.
func FuzzPage(f *testing.F) {
	f.Add([]byte("title:: 가\n\n- a\n\t- TODO b ((11111111-aaaa-4bbb-8ccc-000000000001))\n\t  id:: 11111111-aaaa-4bbb-8ccc-000000000001\n- ```\n- #+BEGIN_QUERY\n{{query x}}"))
	f.Add([]byte("- {{embed [[가]]}} {{{x}}} ![](a){:width 3} #[[b c]] [d]([[e]])"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"pages/가.md", "pages/가.org"} {
			dir := importertest.Folder(t, map[string]string{"logseq/config.edn": "{}", name: string(data)})
			importertest.AddsUp(t, dir, importertest.Read(t, Importer{}, dir))
		}
	})
}
