package notion_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/notion"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, notion.Importer{}) }

func zipOf(t *testing.T, files map[string]string) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

const (
	export = "Export-11111111-2222-4333-8444-555555555555"
	one    = "11111111aaaa4bbb8ccc000000000001"
	two    = "11111111aaaa4bbb8ccc000000000002"
	three  = "11111111aaaa4bbb8ccc000000000003"
)

func byTitle(t *testing.T, got importertest.Result, title string) *note.Note {
	t.Helper()
	for _, n := range got.Notes {
		if n.Title == title {
			return n
		}
	}
	t.Fatalf("no note %q: %s", title, importertest.Dump(got))
	return nil
}

func refs(n *note.Note) []note.Ref {
	var out []note.Ref
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			out = append(out, node.Ref)
		case *note.Embed:
			out = append(out, node.Ref)
		}
		return true
	})
	return out
}

// parts are the two parts of one export: a page with a picture that lies in the other part, and
// an archive that a user attached to the page, which looks like an export itself.
func parts(t *testing.T) map[string]string {
	attached := zipOf(t, map[string]string{"Not mine " + three + ".md": "# Not mine"})
	return map[string]string{
		export + "-Part-1.zip": zipOf(t, map[string]string{
			export + "/Private & Shared/사진첩 " + one + ".md":                        "# 사진첩\n\n![바다](%EC%82%AC%EC%A7%84%EC%B2%A9%20" + one + "/sea.png)\n\n[Export-Part-1.zip](%EC%82%AC%EC%A7%84%EC%B2%A9%20" + one + "/Export-Part-1.zip)\n",
			export + "/Private & Shared/사진첩 " + one + "/" + export + "-Part-1.zip": attached,
		}),
		export + "-Part-2.zip": zipOf(t, map[string]string{export + "/Private & Shared/사진첩 " + one + "/sea.png": "a picture"}),
	}
}

// Parts inside an archive, beside each other in a folder, in the archives of a folder of
// downloads, and unpacked all give the same notes; every file of theirs is in the ledger once.
func TestParts(t *testing.T) {
	p := parts(t)
	folder := importertest.Folder(t, p)
	inputs := map[string]string{
		"archive":   importertest.Zip(t, p),
		"folder":    folder,
		"downloads": importertest.Folder(t, map[string]string{"9f1c9aa0-1111-4222-8333-444444444444_" + export + ".zip": zipOf(t, p)}),
		"unpacked": importertest.Folder(t, map[string]string{
			"내 노션/" + export + "-Part-1/" + export + "/Private & Shared 2/사진첩 " + one + ".md": "# 사진첩\n\n![바다](%EC%82%AC%EC%A7%84%EC%B2%A9%20" + one + "/sea.png)\n\n[Export-Part-1.zip](%EC%82%AC%EC%A7%84%EC%B2%A9%20" + one + "/Export-Part-1.zip)\n",
			"내 노션/" + export + "-Part-1/사진첩 " + one + "/" + export + "-Part-1.zip":            "",
			"내 노션/" + export + "-Part-2/" + export + "/사진첩 " + one + "/sea.png":               "a picture",
		}),
	}
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			got := importertest.Read(t, notion.Importer{}, input)
			if got.Err != nil || len(got.Notes) != 1 || len(got.Attachments) != 2 || got.Failed() > 0 {
				t.Fatal(importertest.Dump(got))
			}
			n := got.Notes[0]
			keys := []string{got.Attachments[0].Key, got.Attachments[1].Key}
			if n.ID != "notion:"+one || n.Path != "사진첩.md" || len(n.Notebook) > 0 || !slices.Contains(keys, refs(n)[0].Target) {
				t.Errorf("%+v, %v, %v", n, keys, refs(n))
			}
			if len(got.Ledger) != 3 {
				t.Errorf("%+v", got.Ledger)
			}
		})
	}
	importertest.AddsUp(t, folder, importertest.Read(t, notion.Importer{}, folder))
}

// A part that is missing is told of, and so is one that is no archive.
func TestMissingPart(t *testing.T) {
	p := parts(t)
	p[export+"-Part-4.zip"] = "cut"
	got := importertest.Read(t, notion.Importer{}, importertest.Zip(t, p))
	found := false
	for _, d := range got.Diagnostics {
		found = found || d.Code == "I002" && strings.HasSuffix(d.Message, ": 3")
	}
	if !found || got.Failed() != 1 || len(got.Notes) != 1 {
		t.Error(importertest.Dump(got))
	}
}

// The two archives of one download are one source.
func TestTwoInputs(t *testing.T) {
	dir := importertest.Folder(t, parts(t))
	sources, err := importer.Open([]string{filepath.Join(dir, export+"-Part-2.zip"), filepath.Join(dir, export+"-Part-1.zip")}, importer.OpenOptions{}, diag.Discard)
	if err != nil || len(sources) != 1 {
		t.Fatal(sources, err)
	}
	defer sources[0].Close()
	if m := (notion.Importer{}).Detect(sources[0]); m.Score < 90 {
		t.Errorf("%+v", m)
	}
	c := importer.NewCollector(diag.Discard)
	if err := (notion.Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "n"}, c); err != nil {
		t.Fatal(err)
	}
	notes, attachments := c.Finish()
	if len(notes) != 1 || len(attachments) != 2 || refs(notes[0])[0].Target != attachments[1].Key {
		t.Errorf("%+v, %+v", notes, attachments)
	}
}

// Rows of one title go to the pages that have their properties; a folder that is called like a
// part of an export is the folder of a page.
func TestRowsOfOneTitle(t *testing.T) {
	db := "Book-Part-2/표 " + one
	got := importertest.Read(t, notion.Importer{}, importertest.Folder(t, map[string]string{
		db + ".csv":                 "\ufeffName,n,done\n회의,1,No\n회의,2,Yes\n",
		db + "/회의 " + two + ".md":   "# 회의\n\nn: 2\ndone: Yes\n",
		db + "/회의 " + three + ".md": "# 회의\n\nn: 1\ndone: No\n",
	}))
	r := refs(byTitle(t, got, "표"))
	if len(r) != 2 || r[0].Target != "notion:"+three || r[1].Target != "notion:"+two {
		t.Errorf("%+v", r)
	}
	if p := got.Notes[1].Path; p != "Book-Part-2/표/회의.md" || got.Notes[2].Path != "Book-Part-2/표/회의 (2).md" {
		t.Error(p, got.Notes[2].Path)
	}
}

// A row that has no page becomes a note with its properties; the index may know its identifier.
func TestRowWithoutPage(t *testing.T) {
	files := map[string]string{
		"할 일 " + one + "_all.csv":            "\ufeff이름,상태,마감일\n장보기,진행 중,2024년 3월 1일\n페이지 없음,\"쉼표, 있는 값\",2024년 5월 5일\n같은 제목,a,\n같은 제목,b,\n,,\n",
		"할 일 " + one + ".csv":                "\ufeff이름\n장보기\n",
		"할 일 " + one + "/장보기 " + two + ".md": "# 장보기\n\n상태: 진행 중\n마감일: 2024년 3월 1일\n",
		"index.html": `<ul id="id::11111111-aaaa-4bbb-8ccc-000000000001"><a>할 일 ` + one + `</a><li><ul id="id::11111111-aaaa-4bbb-8ccc-000000000003"><a>페이지 없음 ` + three + `.md</a></ul></li></ul>`,
	}
	dir := importertest.Folder(t, files)
	got := importertest.Read(t, notion.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	missing := byTitle(t, got, "페이지 없음")
	if missing.ID != "notion:"+three || len(missing.Properties) != 2 || missing.Properties[0].Value[0].Text != "쉼표, 있는 값" || missing.Properties[1].Type != note.DateProperty {
		t.Errorf("%+v", missing)
	}
	var targets []string
	for _, r := range refs(byTitle(t, got, "할 일")) {
		targets = append(targets, r.Target)
	}
	want := []string{"notion:" + two, "notion:" + three, "notion:" + one + "/같은 제목", "notion:" + one + "/같은 제목/2"}
	if len(got.Notes) != 5 || !slices.Equal(targets, want) {
		t.Errorf("%d notes, %q", len(got.Notes), targets)
	}
}

// Of a page that is there twice the larger is kept, whichever comes first.
func TestDuplicatePage(t *testing.T) {
	for _, empty := range []string{"A", "Z"} {
		got := importertest.Read(t, notion.Importer{}, importertest.Folder(t, map[string]string{
			empty + "/Plan " + one + ".md": "# Plan\n", "M/Plan " + one + ".md": "# Plan\n\n계획이 있다.\n",
		}))
		if len(got.Notes) != 1 || len(got.Notes[0].Body) != 1 {
			t.Error(importertest.Dump(got))
		}
		for _, e := range got.Ledger {
			if e.State == ledger.LeftOut && (e.Rule != "duplicate" || !strings.HasPrefix(e.Item, empty)) {
				t.Errorf("%+v", e)
			}
		}
	}
}

// Names are NFD where links are NFC, and the reverse.
func TestComposition(t *testing.T) {
	link := func(s string) string { return strings.ReplaceAll(s, " ", "%20") }
	files := map[string]string{
		norm.NFD.String("한글 "+one) + ".md":           "# 한글\n\n![](" + link("한글 "+one+"/사진.png") + ")\n\n[각](" + link("한글 "+one+"/각 "+two+".md") + ")\n",
		norm.NFD.String("한글 "+one+"/사진") + ".png":    "x",
		norm.NFC.String("한글 "+one+"/각 "+two) + ".md": "# " + norm.NFD.String("각") + "\n\n[위](" + link(norm.NFD.String("../한글 "+one)) + ".md)\n",
	}
	got := importertest.Read(t, notion.Importer{}, importertest.Folder(t, files))
	up, down := byTitle(t, got, "각"), byTitle(t, got, "한글")
	if r := refs(down); r[0].Target != got.Attachments[0].Key || r[1].Target != string(up.ID) || refs(up)[0].Target != string(down.ID) {
		t.Error(importertest.Dump(got))
	}
}

// An identifier is found wherever an address has it.
func TestAddresses(t *testing.T) {
	for _, address := range []string{
		"https://www.notion.so/" + one, "https://notion.so/ws/My-Page-" + one + "?pvs=21", "https://www.notion.so/11111111-aaaa-4bbb-8ccc-000000000001",
		"https://www.notion.so/" + two + "?v=" + three + "&p=" + one, "https://me.notion.site/Page-" + one, "https://app.notion.com/p/" + one,
		"Target%20" + one + ".md", "../../x/Target%2520" + one + ".md", "Target%20" + one + ".html", "Else%20" + one + "_all.csv", "%zz%20" + one + ".md", strings.ToUpper(one) + ".md",
	} {
		got := importertest.Read(t, notion.Importer{}, importertest.Folder(t, map[string]string{
			"Target " + one + ".md": "# Target\n", "From " + three + ".md": "# From\n\n[Target](" + address + ") and [own words](" + address + ")\n"}))
		from := byTitle(t, got, "From")
		links := []*note.Link{}
		note.Walk(from.Body, func(node any) bool {
			if l, ok := node.(*note.Link); ok {
				links = append(links, l)
			}
			return true
		})
		if len(links) != 2 || links[0].Ref.Kind != note.RefNote || links[0].Ref.Target != "notion:"+one || !links[0].Bare || links[1].Bare {
			t.Errorf("%s: %+v", address, links)
		}
	}
}

// An Obsidian vault that keeps names from Notion, notes of Joplin and plain folders are no exports.
func TestDetectOthers(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"obsidian": {".obsidian/app.json": "{}", "Plan " + one + ".md": "# Plan", "Other " + two + ".md": "# Other"},
		"joplin":   {one + ".md": "제목\n\ntype_: 1", two + ".md": "제목\n\ntype_: 1"},
		"folder":   {"a.md": "# a", "b.html": "<p>b", "c.csv": "d,e"},
		"takeout":  {"takeout-20240101T000000Z-001.zip": "", "a.md": ""},
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, files)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (notion.Importer{}).Detect(sources[0]); m.Score > 0 {
			t.Errorf("%s: %+v", name, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

// A file whose name says nothing is known by its content.
func TestPageByContent(t *testing.T) {
	dir := importertest.Folder(t, map[string]string{"renamed.html": `<html><head><title>쪽</title></head><body><article id="11111111-aaaa-4bbb-8ccc-000000000001" class="page sans"><header><h1 class="page-title">쪽</h1></header><div class="page-body"><p>본문</p></div></article></body></html>`})
	got := importertest.Read(t, notion.Importer{}, filepath.Join(dir, "renamed.html"))
	if n := byTitle(t, got, "쪽"); n.ID != "notion:"+one || len(n.Body) != 1 {
		t.Errorf("%+v", n)
	}
	if err := os.WriteFile(filepath.Join(dir, "attached.html"), []byte("<p>saved from the web</p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := importertest.Read(t, notion.Importer{}, dir); len(got.Notes) != 1 || len(got.Attachments) != 1 {
		t.Error(importertest.Dump(got))
	}
}

// Names are encoded as often as the tool that unpacked them left them, and links once more; what
// is malformed stays as it is.
func TestEncodings(t *testing.T) {
	escape := url.PathEscape
	nfd := norm.NFD.String("바다")
	for file, address := range map[string]string{
		"바다.png":                          escape(escape("바다.png")),
		escape("바다.png"):                  escape(escape("바다.png")),
		escape(nfd + ".png"):              escape("바다.png"),
		"100%zz 바다.png":                   escape("100%zz " + escape("바다") + ".png"),
		"100%zz " + escape("바다") + ".png": "100%zz " + escape("바다") + ".png",
	} {
		got := importertest.Read(t, notion.Importer{}, importertest.Folder(t, map[string]string{
			"쪽 " + one + ".md": "# 쪽\n\n![](<" + escape("쪽 "+one) + "/" + address + ">)\n", "쪽 " + one + "/" + file: "x", "다른 쪽/" + file: "another"}))
		if r := refs(byTitle(t, got, "쪽")); len(r) != 1 || r[0].Target != got.Attachments[1].Key || slices.ContainsFunc(got.Diagnostics, func(d diag.Diagnostic) bool { return d.Code == "I003" }) || strings.Contains(got.Attachments[1].Name, "%E") {
			t.Errorf("%s in %s: %+v, %+v", file, address, r, got.Attachments)
		}
	}
}
