package notion_test

import (
	"bytes"
	"io"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/notion"
)

// Whatever a page holds, it becomes one note or one failure.
func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("# 제목\n\n상태: 진행 중\n마감일: 2024년 3월 1일\n\n<aside>\n💡 본문\n\n<aside>\n</aside>\n</aside>\n"))
	f.Add([]byte("#\n\n```\n<aside>\n~~~\n- <aside>x</aside>\n  </aside>[a](%zz%2011111111aaaa4bbb8ccc000000000001.md#11111111aaaa4bbb8ccc000000000001)"))
	f.Fuzz(func(t *testing.T, data []byte) {
		importertest.One(t, notion.Importer{}, "Parent "+two+"/제목 "+one+".md", data)
	})
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(`<title>제목</title><article id="11111111-aaaa-4bbb-8ccc-000000000001" class="page"><table><tr class="property-row property-row-date"><th>날<td><time>@2024年3月1日 → x</time></table><div class="page-body"><ul class="toggle"><li><details><summary>a<p>b</ul><ul class="toggle" id="x"><li>c</ul><ol start="3"><li>d</ol><ol start="4"><li>e</ol>`))
	f.Add([]byte(`<div class="page-body"><figure class="callout"><div><span class="icon">💡</span></div><div><nav class="table_of_contents"><div class="table_of_contents-indent-9"><a class="table_of_contents-link" href="#a">x</a></div></nav><a class="bookmark" href="y"></a><mark class="highlight-red_background"><ul><ul></ul></ul></mark>`))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, notion.Importer{}, "제목 "+one+".html", data) })
}

// Whatever a database and an index hold, no two notes have one ID or one path, and each file has
// its account.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\ufeff이름,상태,관련\n장보기,\"a, b\",A (https://www.notion.so/"+two+")\n@Today,x,\n@Today,x,\n,,\n"), []byte(`<ul id="id::`+one+`"><a>x</a><ul id="id::`+two+`"><a>장보기 `+two+`.md</a>`))
	f.Add([]byte("a,a\n\"x\"y,\n\"\n"), []byte(`<ul id="id::`+one+`"><a></a><ul id="id::`+one+`"><a></a>`))
	f.Fuzz(func(t *testing.T, table, index []byte) {
		var files []importer.File
		for name, data := range map[string][]byte{"표 " + one + "_all.csv": table, "표 " + one + "/@Today " + three + ".md": []byte("# @Today\n\n상태: x"), "index.html": index} {
			files = append(files, importer.File{Path: name, RawPath: name, Size: int64(len(data)),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }})
		}
		c := importer.NewCollector(diag.Discard)
		if err := (notion.Importer{}).Import(t.Context(), importer.NewSource("in", files), importer.Options{Space: "n"}, c); err != nil {
			t.Fatal(err)
		}
		notes, attachments := c.Finish()
		if entries := c.Ledger.Entries(); len(entries) < 3 || len(entries) > len(notes)+len(attachments)+3 {
			t.Errorf("%d entries, %d notes", len(entries), len(notes))
		}
		ids, paths := map[string]bool{}, map[string]bool{}
		for _, n := range notes {
			if ids[string(n.ID)] || paths[n.Path] || n.Title == "" {
				t.Errorf("%q %q %q", n.ID, n.Path, n.Title)
			}
			ids[string(n.ID)], paths[n.Path] = true, true
		}
	})
}
