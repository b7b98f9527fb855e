package roam

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

// References in all their forms, and what only looks like one.
func TestText(t *testing.T) {
	g := &graph{titles: map[string]*block{"a [[b]] c": {Title: "a [[b]] c", UID: "p1"}}, blocks: map[string]*block{}}
	page := &block{Title: "P", UID: "p2"}
	g.blocks["abcdefghi"] = &block{String: "블록 ^^말^^", UID: "abcdefghi", page: page}
	for in, want := range map[string]string{
		"[[a [[b]] c]] 끝":     "(roam%3Ap1) 끝",
		"((abcdefghi))":       "[블록 말](roam%3Ap2#^abcdefghi)",
		"[별명](((abcdefghi)))": "[별명](roam%3Ap2#^abcdefghi)",
		"글 ((그리고 괄호)) ((and considered)) ((considered))": "((그리고 괄호)) ((and considered)) ((considered))",
		"#[[두 낱말]] #하나":                                  "#두 낱말 #하나",
		"^^형광^^ __기울임__ **굵게** a__b__c":                  "==형광== *기울임* **굵게** a__b__c",
		"`{{query: {and: [[A]]}}}`":                      "`{{query: {and: [[A]]}}}`",
		"{{word-count}}":                                 "`{{word-count}}`",
		"{{[[youtube]]: https://youtu.be/x}}":            "https://youtu.be/x",
		"```js\nconst a = 1;```":                         "```js\nconst a = 1;\n```",
		"{{embed: ((abcdefghi))}}":                       "roam%3Ap2#^abcdefghi",
		"[[open":                                         "\\[\\[open",
	} {
		n := &note.Note{Title: "x", Body: g.text(in)}
		if got := string(markdown.Write(n)); !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// The same graph as JSON and as a database says the same.
func TestEDN(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"graph.edn": `#datascript/DB {:schema {:block/uid {}} :datoms [
		[1 :node/title "페이지" 10] [1 :block/uid "p-0000001" 10] [1 :create/time 1600000000000 10] [1 :block/children 3 10] [1 :block/children 2 10]
		[2 :block/string "첫째 [[페이지]]" 10] [2 :block/order 0 10] [2 :block/uid "b-0000002" 10] [2 :block/children 1 10]
		[3 :block/string "머리" 10] [3 :block/order 1 10] [3 :block/heading 2 10] [3 :block/uid "b-0000003" 10]]}`}))
	dump := importertest.Dump(got)
	if len(got.Notes) != 1 || got.Notes[0].Created.Year() != 2020 || !strings.Contains(dump, "- 첫째 [페이지](roam%3Ap-0000001)\n\n## 머리") {
		t.Error(dump)
	}
}

// One bad page is one failure; a list that is cut off says so.
func TestDamage(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"g.json": `[{"title":"가","create-time":1,"children":[{"string":"a"}]},{"title":3},{"title":"나"`}))
	if len(got.Notes) != 1 || got.Failed() != 2 {
		t.Error(importertest.Dump(got))
	}
}

// A page without a title is one failure in a database, too: the fuzzer found it.
func TestNoTitle(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"g.edn": `#datascript/DB {:datoms [[1 :node/title " " 2] [2 :node/title "가" 2] [3 :node/title "나/ " 2]]}`}))
	if len(got.Notes) != 2 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
}

// A field of another type costs that field and not the page.
func TestOddField(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"g.json": `[{"title":"가","create-time":1600000000000,"children":[{"string":"하나","heading":"2"},{"string":"둘"}]}]`}))
	if dump := importertest.Dump(got); len(got.Notes) != 1 || got.Failed() != 0 || !strings.Contains(dump, "하나") || !strings.Contains(dump, "둘") {
		t.Error(dump)
	}
}

// A block is found where it stands: in a cell, in a heading that was a task, set to the middle.
func TestPlaces(t *testing.T) {
	got := importertest.Read(t, Importer{}, graphOf(t,
		object{"string": "{{[[TODO]]}} 머리", "heading": 2},
		object{"string": "가운데", "text-align": "center"},
		object{"string": "{{[[table]]}}", "children": []object{{"string": "셀 | 하나", "uid": "cell-0001"}}},
		object{"string": "((cell-0001))"}, object{"string": "x [[open #[[두 낱말]] [[쪽]]"}))
	cell, middle, tag, link := false, false, false, false
	note.Walk(got.Notes[0].Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Heading:
			if s := note.PlainText(node.Inlines); s != "머리" {
				t.Errorf("heading %q", s)
			}
		case *note.Paragraph:
			cell = cell || node.ID == "cell-0001" && note.PlainText(node.Inlines) == "셀 | 하나"
		case *note.Div:
			middle = middle || node.Classes[0] == "align-center"
		case *note.Hashtag:
			tag = tag || node.Name == "두 낱말"
		case *note.Link:
			link = link || node.Ref.Target == "roam:page-0001" && node.Ref.Block == ""
		}
		return true
	})
	if !cell || !middle || !tag || !link {
		t.Error(cell, middle, tag, link, importertest.Dump(got))
	}
}

// A title that is longer than a file's name may be.
func TestLongTitle(t *testing.T) {
	title := strings.Repeat("긴 제목 ", 60)
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"g.json": `[{"title":"` + title + `","create-time":1,"children":[{"string":"[[` + title + `]]"}]}]`}))
	n := got.Notes[0]
	if len(filepath.Base(n.Path)) > 255 || n.Title != strings.TrimSpace(title) {
		t.Errorf("%d %s", len(filepath.Base(n.Path)), n.Title)
	}
}

// TestCorpus scores three graphs against what another converter's authors expect.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	suite := importertest.Suite{Name: "roam", Explained: explained}
	dir := filepath.Join(corpus, "roam/obsidian-importer")
	for _, name := range []string{"shapes", "help-graph-excerpt", "small-test-graph"} {
		got := importertest.Read(t, Importer{}, filepath.Join(dir, name+".json"))
		if got.Failed() > 0 {
			t.Error(importertest.Dump(got))
		}
		err := filepath.WalkDir(filepath.Join(dir, "expected", name), func(p string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(p) != ".md" {
				return err
			}
			want, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			var best importertest.Score
			for i, n := range got.Notes {
				if s := importertest.Compare(string(want), n); i == 0 || sum(s) > sum(best) {
					best = s
				}
			}
			suite.Add(name+"/"+filepath.Base(p), best)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	suite.Check(t)
}

func sum(s importertest.Score) float64 {
	return s.Words.Value()*4 + s.Links.Value() + s.Tasks.Value() + s.Tables.Value() + s.Attachments.Value()
}

// Whatever a graph holds, it is accounted for.
func FuzzGraph(f *testing.F) {
	f.Add([]byte(`[{"title":"가","create-time":1,"children":[{"string":"{{[[TODO]]}} ((abcdefghi)) [[a [[b]]]]","uid":"abcdefghi","children":[null,{"string":"{{[[table]]}}","children":[{"string":"x"}]}]}]}]`), false)
	f.Add([]byte(`#datascript/DB {:datoms [[1 :node/title "a" 2] [1 :block/children 1 2]]}`), true)
	f.Fuzz(func(t *testing.T, data []byte, isEDN bool) {
		name := "graph.json"
		if isEDN {
			name = "graph.edn"
		}
		dir := importertest.Folder(t, map[string]string{name: string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, Importer{}, dir))
	})
}
