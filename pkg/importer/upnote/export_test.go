package upnote

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func readFiles(t *testing.T, files map[string]string) importertest.Result {
	t.Helper()
	dir := importertest.Folder(t, files)
	got := importertest.Read(t, Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	return got
}

func links(n *note.Note) string {
	var out []string
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			out = append(out, fmt.Sprint(node.Ref.Kind, " ", node.Ref.Target, " ", node.Bare))
		case *note.Embed:
			out = append(out, fmt.Sprint("embed ", node.Ref.Kind, " ", node.Ref.Target))
		case *note.Hashtag:
			out = append(out, "#"+node.Name)
		}
		return true
	})
	return strings.Join(out, ", ")
}

func byName(t *testing.T, got importertest.Result, name string) *note.Note {
	t.Helper()
	i := slices.IndexFunc(got.Notes, func(n *note.Note) bool { return n.Name == name })
	if i < 0 {
		t.Fatalf("no note %s in %s", name, importertest.Dump(got))
	}
	return got.Notes[i]
}

// Pages of an export find each other and their files, whatever stands first; a note that lies in a
// notebook itself is kept; Markdown is read too.
func TestExports(t *testing.T) {
	files := map[string]string{
		"General Space/A.html": `<body><div class="shine-editor"><h2>A</h2><p><img src="Files/%EA%B7%B8%EB%A6%BC.png"> <a href="Files/문서.pdf">문서</a> <a data-note-id="n2" href="%ED%95%98%EB%82%98.html">하나</a>
<a data-note-id="n3" href="gone.html">gone</a> <a href="upnote://x-callback-url/tag/view?tag=%EC%9A%94%EB%A6%AC">#요리</a> <a href="https://example.org/a.png">web</a> <img src="Files/no.png"></p></div></body>`,
		"Work/회의.html":                               `<div class="shine-editor"><h2>회의</h2></div>`,
		"General Space/하나.html":                      `<body><div class="shine-editor"><h2>하나</h2></div></body>`,
		"General Space/하나.md":                        "# 하나\n",
		"General Space/둘.md":                         "# 둘\n\n[하나](하나.md) [내 말](upnote://x-callback-url/openNote?noteId=n9) #할일 ![](Files/그림.png)\n첫\n둘째\n",
		"General Space/Files/그림.png":                 "x",
		"General Space/Files/문서.pdf":                 "y",
		"General Space/notebooks/집/부엌/하나.html.lnk":   "x",
		"General Space/notebooks/Week/하나.html.lnk":   "x",
		"General Space/notebooks/집/둘.md":             "shortcut",
		"General Space/notebooks/집/부엌/따로 있는 노트.html": `<body><div class="shine-editor"><p>따로</p></div></body>`,
	}
	got := readFiles(t, files)
	const key = "export/General Space/"
	if s, want := links(byName(t, got, "A")), "embed 4 "+key+"Files/그림.png, 4 "+key+"Files/문서.pdf false, 3 "+key+"하나.html true, 3 upnote:n3 false, #요리, 0 https://example.org/a.png false, embed 4 upnote:no.png"; s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	if s, want := links(byName(t, got, "둘")), "3 "+key+"하나.html true, 3 upnote:n9 false, #할일, embed 4 "+key+"Files/그림.png"; s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
	for name, want := range map[string]string{"하나": "집/부엌 Week", "둘": "집 ", "따로 있는 노트": "집/부엌 ", "A": "General Space "} {
		n := byName(t, got, name)
		if s := strings.Join(n.Notebook, "/") + " " + strings.Join(n.Tags, ","); s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
	}
	dump := importertest.Dump(got)
	if len(got.Notes) != 5 || strings.Count(dump, "I003") != 1 || !strings.Contains(dump, "twin of a note's HTML") || strings.Count(dump, "shortcut of a notebook") != 3 {
		t.Error(dump)
	}
	importertest.Run(t, Importer{}, importertest.Fixture{Name: "export", Files: files})
}

// What is UpNote's is known by what is in it, in whatever folder; what only points into the app is
// hardly.
func TestDetect(t *testing.T) {
	for name, tt := range map[string]struct {
		files    map[string]string
		from, to int
	}{
		"page":            {map[string]string{"내보내기/글.html": `<div class="shine-editor"><p>글</p></div>`}, 90, 99},
		"colours":         {map[string]string{"글.html": `<p><span class="shine-text-red">글</span></p>`}, 90, 99},
		"Markdown":        {map[string]string{"글.md": "글", "notebooks/집/글.md.lnk": "x"}, 70, 99},
		"other shortcuts": {map[string]string{"글.md": "글", "notebooks/집/다른.lnk": "x"}, 0, 0},
		"a link":          {map[string]string{"글.md": "[x](upnote://x-callback-url/openNote?noteId=1)"}, 21, 40},
		"a page's link":   {map[string]string{"글.html": `<a href="upnote://x-callback-url/openNote?noteId=1">x</a>`}, 21, 40},
		"plain":           {map[string]string{"글.md": "글", "notebooks/a/b.md": "x", "a.html": "<p>x"}, 0, 0},
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, tt.files)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (Importer{}).Detect(sources[0]); m.Score < tt.from || m.Score > tt.to {
			t.Errorf("%s: %+v", name, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

func noteLine(id, title, html, more string) string {
	return fmt.Sprintf(`{"type":"notes","data":{"id":%q,"title":%q,"html":%q%s}}`, id, title, html, more)
}

// What the editor writes becomes what it means.
func TestPage(t *testing.T) {
	for name, tt := range map[string]struct{ html, want string }{
		"highlight and bold": {`<p><span class="shine-highlight-orange" style="font-weight:bold">가</span></p>`, `<mark`},
		"two colours":        {`<p><span class="shine-highlight-blue shine-text-red">가</span></p>`, "red"},
		"section":            {`<div class="shine-collapsible-section"><div><div class="shine-section-title-inner">비법 <a data-upnote-tag="#비밀">#비밀</a></div></div><div class="shine-section-content-inner"><p>안</p><div class="shine-collapsible-section"><div class="shine-section-title-inner">속</div><div class="shine-section-content-inner">더 안</div></div></div></div><p>뒤</p>`, "<summary>비법 #비밀</summary>\n\n안\n\n<details>\n<summary>속</summary>\n\n더 안\n\n</details>\n\n</details>\n\n뒤"},
		"section untitled":   {`<div class="shine-collapsible-section"><div class="shine-section-content-inner">안<div class="shine-collapsible-section"><div class="shine-section-title-inner">속</div></div></div></div>`, "안\n\n<details>\n<summary>속</summary>"},
		"checklist":          {`<ul><li data-checked="true">가<ul><li data-checked="false">나</li></ul></li></ul>`, "- [x] 가\n  - [ ] 나"},
		"numbered checklist": {`<ol><li data-checked="true">가</li></ol>`, "1. [x] 가"},
		"code":               {`<pre data-code-language="go">x := 1</pre>`, "```go\nx := 1\n```"},
		"tag with a plus":    {`<p><a href="upnote://x-callback-url/tag/view?tag=c%2B%2B+a">x</a></p>`, "#c+++a"},
		"table":              {`<table><tr><td rowspan="2">가</td><td>나</td></tr><tr><td>다</td></tr></table>`, `rowspan="2"`},
		"deep":               {strings.Repeat("<div>", 600) + "깊은 글", "깊은 글"},
	} {
		got := readFiles(t, map[string]string{"a.upnx": upnx(t, noteLine("n", "제목", tt.html, ""))})
		if len(got.Notes) != 1 || !strings.Contains(string(markdown.Write(got.Notes[0])), tt.want) {
			t.Errorf("%s: %s", name, importertest.Dump(got))
		}
	}
}

// Numbers and switches in other forms are read, and a switch that cannot be read keeps the note
// from being taken for a public one.
func TestForms(t *testing.T) {
	for more, want := range map[string]string{
		`,"createdAt":"1709280000000"`:      "2024 ",
		`,"createdAt":null,"trashed":null`:  "1 ",
		`,"trashed":1`:                      "1 trash",
		`,"trashed":"true"`:                 "1 trash",
		`,"isTemplate":true`:                "1 template",
		`,"locked":true`:                    "1 locked",
		`,"trashed":0,"createdAt":17092800`: "1 ",
	} {
		n := byName(t, readFiles(t, map[string]string{"a.upnx": upnx(t, noteLine("n", "제목", "x", more))}), "제목")
		if s := fmt.Sprint(n.Created.Year(), " ", n.Visibility.Rule); s != want {
			t.Errorf("%s: %s, want %s", more, s, want)
		}
	}
	if got := readFiles(t, map[string]string{"a.upnx": upnx(t, noteLine("n", "제목", "x", `,"trashed":"maybe"`))}); len(got.Notes) != 0 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
}

// Of several backups that with the latest change is read, whatever their names; a damaged one is
// told of, and a whole older one read instead.
func TestNewest(t *testing.T) {
	older := upnx(t, noteLine("n", "옛 제목", "x", `,"updatedAt":1700000000000`))
	newer := upnx(t, noteLine("n", "새 제목", "x", `,"updatedAt": "1709280000000"`))
	for name, tt := range map[string]struct {
		files  map[string]string
		want   string
		failed int
	}{
		"names lie": {map[string]string{"z.upnx": older, "a.upnx": newer}, "새 제목", 0},
		"names":     {map[string]string{"2024.upnx": newer, "2023.upnx": older}, "새 제목", 0},
		"damaged":   {map[string]string{"2024.upnx": newer[:len(newer)-6], "2023.upnx": older}, "옛 제목", 1},
		"no gzip":   {map[string]string{"2024.upnx": "version:2", "2023.upnx": older}, "옛 제목", 1},
	} {
		got := readFiles(t, tt.files)
		if len(got.Notes) != 1 || got.Notes[0].Title != tt.want || got.Failed() != tt.failed {
			t.Errorf("%s: %s", name, importertest.Dump(got))
		}
	}
	if got := readFiles(t, map[string]string{"a.upnx": newer[:len(newer)-6]}); got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
	for pad := 64<<10 - 130; pad < 64<<10; pad++ { // wherever a piece of the stream ends
		long := upnx(t, noteLine("n", "a", strings.Repeat("x", pad), `,"updatedAt":1709280000001`))
		if n, err := latestChange(importer.File{Open: opener(long)}); n != 1709280000001 || err != nil {
			t.Fatal(pad, n, err)
		}
	}
}

// Notebooks that turn back on themselves end; one with an order of its own numbers its notes; a
// version that nobody knows is told of.
func TestNotebooks(t *testing.T) {
	got := readFiles(t, map[string]string{"a.upnx": upnxOf(t, "version:3", `{"type":"notebooks","data":{"id":"a","title":"가","parent":"b"}}`, `{"type":"notebooks","data":{"id":"b","title":"나","parent":"a"}}`,
		`{"type":"organizers","data":{"noteId":"n1","notebookId":"a"}}`, `{"type":"organizers","data":{"noteId":"n2","notebookId":"a"}}`, `{"type":"organizers","data":{"noteId":"n2","notebookId":"a"}}`, `{"type":"organizers","data":{"noteId":"n2","notebookId":"gone"}}`,
		`{"type":"lists","data":{"id":"notebooks_a","content":"[\"n2\",\"n1\"]"}}`, noteLine("n1", "하나", "x", ""), noteLine("n2", "둘", "x", ""))})
	one, two := byName(t, got, "하나"), byName(t, got, "둘")
	if strings.Join(one.Notebook, "/") != "나/가" || one.Order != 2 || two.Order != 1 || len(two.Tags) != 0 || !strings.Contains(importertest.Dump(got), "I005") {
		t.Error(importertest.Dump(got))
	}
}

// Files have the names that they had; what a note links is found as what it shows; the folder's
// Markdown copies of notes are no notes again; one file that is missing is told of by name.
func TestFiles(t *testing.T) {
	html := `<p><img src="http://localhost:5050/images/AB12.png?x=1"><a href="http://localhost:5050/files/cd34.pdf">설명서</a><img src="../files/ef56.png"><img src="http://localhost/%EA%B7%B8%EB%A6%BC.png"><img src="https://example.org/files/x.png"></p>`
	got := readFiles(t, map[string]string{"백업/a.upnx": upnx(t, `{"type":"files","data":{"id":"ab12__png","name":"바다.PNG"}}`, `{"type":"files","data":{"id":"cd34__pdf","name":"설명서 v1.2"}}`, noteLine("n", "제목", html, "")),
		"백업/files/ab12.png": "x", "백업/files/cd34.pdf": "y", "백업/files/그림.png": "z", "백업/Markdown/제목.md": "# 제목", "백업/Markdown/다른 것.md": "x"})
	n := byName(t, got, "제목")
	if s := links(n); s != "embed 4 upnote:ab12.png, 4 upnote:cd34.pdf false, embed 4 upnote:ef56.png, embed 4 upnote:그림.png, embed 0 https://example.org/files/x.png" {
		t.Error(s)
	}
	var names []string
	for _, a := range got.Attachments {
		names = append(names, a.Key+" "+a.Name)
	}
	if s := strings.Join(names, ", "); s != "export/백업/Markdown/다른 것.md 다른 것.md, upnote:ab12.png 바다.png, upnote:cd34.pdf 설명서 v1.2.pdf, upnote:그림.png 그림.png" {
		t.Error(s)
	}
	dump := importertest.Dump(got)
	if strings.Count(dump, "I003") != 1 || !strings.Contains(dump, "the file ef56.png") || !strings.Contains(dump, "twin of a note in the backup") {
		t.Error(dump)
	}
	got = readFiles(t, map[string]string{"a.upnx": upnx(t, noteLine("n", "제목", html, "")), "readme.txt": "x"})
	if dump := importertest.Dump(got); strings.Count(dump, "I003") != 1 || !strings.Contains(dump, "“Backup attachments” is off") {
		t.Error(dump)
	}
}

// A link to a note carries its title, and is bare when that is all its text.
func TestNoteLinks(t *testing.T) {
	got := readFiles(t, map[string]string{"a.upnx": upnx(t, noteLine("n 1", "비밀", "x", ""),
		noteLine("n2", "글", `<a href="upnote://x-callback-url/openNote?x=1&amp;noteId=n%201&amp;y=2">비밀</a><a href="upnote://x-callback-url/openNote?noteId=n%201">내 말</a><a href="upnote://x-callback-url/openNotebook?notebookId=b">책</a>`, ""))})
	if s := links(byName(t, got, "글")); s != "3 upnote:n 1 true, 3 upnote:n 1 false, 0 upnote://x-callback-url/openNotebook?notebookId=b false" {
		t.Error(s)
	}
}

// Whatever the HTML of a note holds, it becomes one.
func FuzzPage(f *testing.F) {
	f.Add(`<div class="shine-editor"><div class="shine-collapsible-section"><div class="shine-section-title-inner"><pre data-code-language="x">`)
	f.Add(`<a data-note-id="x" href="%zz"><a data-upnote-tag="#"><span class="shine-text-red shine-highlight-x"><img src="http://localhost/%">`)
	f.Fuzz(func(t *testing.T, html string) {
		files := map[string]string{"a.html": `<div class="shine-editor">` + html, "notebooks/b/a.html.lnk": "x"}
		dir := importertest.Folder(t, files)
		got := importertest.Read(t, Importer{}, dir)
		importertest.AddsUp(t, dir, got)
		if len(got.Notes) != 1 {
			t.Error(importertest.Dump(got))
		}
	})
}
