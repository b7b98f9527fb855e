package bear_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/bear"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, bear.Importer{}) }

func backup(text, more string) map[string]string {
	return map[string]string{"가.textbundle/text.md": text,
		"가.textbundle/info.json": `{"type":"net.daringfireball.markdown","net.shinyfrog.bear":{"uniqueIdentifier":"A-1","creationDate":"2024-03-01T09:00:00Z"` + more + `}}`}
}

// Tags in all the forms that Bear writes, and what is no tag.
func TestTags(t *testing.T) {
	for text, want := range map[string]string{
		"#하나 #둘/셋":             "하나,둘/셋",
		"#two words# 다음":       "two words",
		"#项目 计划#, 그리고 #一":      "项目 计划,一",
		"#하나# #둘":              "하나,둘",
		"색 #ff00aa 과 #fff":     "",
		"#bad!tag":             "bad",
		"\\#아님 `#코드` #예 아니 #오": "예,오",
		"#첫 줄\n둘째 줄# 끝":        "첫",
		"#a b # c":             "a",
	} {
		got := importertest.Read(t, bear.Importer{}, importertest.Folder(t, backup("# 제목\n\n"+text, "")))
		var tags []string
		note.Walk(got.Notes[0].Body, func(node any) bool {
			if h, ok := node.(*note.Hashtag); ok {
				tags = append(tags, h.Name)
			}
			return true
		})
		if s := strings.Join(tags, ","); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

// Flags count, dates do not; what is encrypted is told of.
func TestFlags(t *testing.T) {
	for more, want := range map[string]string{
		`,"pinned":0,"pinnedDate":"2024-03-01T09:00:00Z","trashed":0,"trashedDate":"2024-03-01T09:00:00Z"`: "0 false ",
		`,"pinned":1`: "0 true ", `,"trashed":1`: "2 false trash", `,"archived":1`: "2 false archived", `,"locked":true`: "2 false locked",
	} {
		n := importertest.Read(t, bear.Importer{}, importertest.Folder(t, backup("# 제목", more))).Notes[0]
		if got := fmt.Sprint(n.Visibility.State, " ", n.Pinned, " ", n.Visibility.Rule); got != want || n.ID != "bear:A-1" {
			t.Errorf("%s: %s, %s", more, got, n.ID)
		}
	}
	got := importertest.Read(t, bear.Importer{}, importertest.Folder(t, backup("", `,"encrypted":1,"encryptedData":"AAAA"`)))
	if len(got.Notes) != 0 || !strings.Contains(importertest.Dump(got), "locked") || !strings.Contains(importertest.Dump(got), "I006") {
		t.Error(importertest.Dump(got))
	}
}

// Two notes of one identifier are both there; of two with one title the older one keeps its path.
func TestSameIdentifier(t *testing.T) {
	info := func(id, created string) string {
		return `{"net.shinyfrog.bear":{"uniqueIdentifier":"` + id + `","creationDate":"` + created + `"}}`
	}
	dir := importertest.Folder(t, map[string]string{
		"가.textbundle/info.json": info("A", "2024-03-01T09:00:00Z"), "가.textbundle/text.md": "# 메모\n\n새것",
		"나.textbundle/info.json": info("A", "2023-03-01T09:00:00Z"), "나.textbundle/text.md": "# 메모\n\n옛것",
		"다.textbundle/info.json": info("B", "2022-03-01T09:00:00Z"), "다.textbundle/text.md": "# 메모\n\n더 옛것",
		"곁.md": "# 곁에 있는 글\n\n~밑줄~"})
	got := importertest.Read(t, bear.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	paths := map[note.ID]string{}
	for _, n := range got.Notes {
		paths[n.ID] = n.Path
	}
	want := map[note.ID]string{"bear:A": "메모 (3).md", "export/나": "메모 (2).md", "bear:B": "메모.md", "export/곁.md": "곁.md"}
	if fmt.Sprint(paths) != fmt.Sprint(want) {
		t.Errorf("%v", paths)
	}
}

// [[Title/Heading]] names a heading, unless there is a note of that title.
func TestHeadingLinks(t *testing.T) {
	files := backup("# 가/나\n\n[[가/나]] [[가/나/다]] [[라/마]] [[라/마|보임]] [[/x]]", "")
	var links []string
	note.Walk(importertest.Read(t, bear.Importer{}, importertest.Folder(t, files)).Notes[0].Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok {
			links = append(links, l.Ref.Target+"#"+strings.Join(l.Ref.Headings, "#"))
		}
		return true
	})
	if got := strings.Join(links, " "); got != "가/나# 가/나#다 라#마 라#마 /x#" {
		t.Error(got)
	}
}

// What only Bear writes is read beside code, and not in it.
func TestCode(t *testing.T) {
	for text, want := range map[string]int{
		"`~아님~` ~밑줄~": 1, "~~~\n~아님~\n~~~\n~밑줄~": 1, "```\n~~~\n~아님~\n```\n~밑줄~": 1, "1~2~3 ~~지움~~": 0, "`열린 ~글~": 0,
	} {
		n := importertest.Read(t, bear.Importer{}, importertest.Folder(t, backup("# 제목\n\n"+text, ""))).Notes[0]
		got := string(markdown.Write(n))
		if strings.Count(got, "<u>") != want || want > 0 && !strings.Contains(got, "<u>밑줄</u>") {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestCorpus scores real backups against what another converter's authors expect.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	suite := importertest.Suite{Name: "bear", Explained: map[string]string{
		"backup/Trashed file":   "expected has the property “trashed”; we keep the note private by the rule trash",
		"backup-2/Trashed file": "expected has the property “trashed”; we keep the note private by the rule trash",
	}}
	dir := filepath.Join(corpus, "bear/obsidian-importer")
	for _, name := range []string{"backup", "backup-2", "tags"} {
		got := importertest.Read(t, bear.Importer{}, filepath.Join(dir, name+".bear2bk"))
		byFile := map[string]*note.Note{}
		for _, n := range got.Notes {
			byFile[strings.TrimSuffix(filepath.Base(filepath.Dir(n.Source.File)), ".textbundle")] = n
		}
		expected, err := filepath.Glob(filepath.Join(dir, "expected", name, "*.md"))
		if err != nil || len(expected) < 2 {
			t.Fatal(expected, err)
		}
		for _, p := range expected {
			base := strings.TrimSuffix(filepath.Base(p), ".md")
			want, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			n := byFile[base]
			if n == nil {
				if base != "Encrypted File" {
					t.Errorf("%s/%s is lost", name, base)
				}
				continue
			}
			suite.Add(name+"/"+base, importertest.Compare(strings.ReplaceAll(string(want), "Bear/", "assets/"), n))
		}
	}
	suite.Check(t)
}

// Whatever a bundle holds, nothing panics and every file is accounted for.
func FuzzText(f *testing.F) {
	f.Add("# 제목\n\n#two words# ==🟢초록== ~밑줄~ [[가/나]]\n![](assets/a.png)<!-- {\"width\":388} -->", `,"pinned":1`)
	f.Add("#", `,"trashed":"x"`)
	f.Fuzz(func(t *testing.T, text, more string) {
		dir := importertest.Folder(t, backup(text, more))
		importertest.AddsUp(t, dir, importertest.Read(t, bear.Importer{}, dir))
	})
}
