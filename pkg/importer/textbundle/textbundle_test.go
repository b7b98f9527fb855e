package textbundle_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/textbundle"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, textbundle.Importer{}) }

func packed(t testing.TB, names map[string]string) string {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true}) // as Ulysses does: UTF-8 that is not said
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// A .textpack is one note, as a file of a folder and as an input by itself; a damaged one is one
// failure.
func TestTextPack(t *testing.T) {
	pack := packed(t, map[string]string{"한글.textbundle/info.json": `{"version":2}`, "한글.textbundle/text.md": "# 한글 — 글\n\n![](assets/그림.png)", "한글.textbundle/assets/그림.png": "png"})
	dir := importertest.Folder(t, map[string]string{"꾸러미.textpack": pack, "깨진.textpack": pack[:100]})
	got := importertest.Read(t, textbundle.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if len(got.Notes) != 1 || got.Notes[0].Title != "한글 — 글" || len(got.Attachments) != 1 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
	one := importertest.Read(t, textbundle.Importer{}, filepath.Join(dir, "꾸러미.textpack"))
	if len(one.Notes) != 1 || len(one.Attachments) != 1 || one.Failed() != 0 {
		t.Error(importertest.Dump(one))
	}
	if r, err := one.Attachments[0].Open(); err != nil || r.Close() != nil {
		t.Error(err)
	}
}

// TestCorpus scores bundles of others against what another converter's authors expect. That
// converter loses the names in Ulysses' archive; here they are whole.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "textbundle/obsidian-importer")
	suite := importertest.Suite{Name: "textbundle", Explained: map[string]string{}}
	for name, input := range map[string]string{"example": "example.textpack", "example 2": "example 2.textpack", "Textbundle Example v1": "Textbundle Example v1.textbundle",
		"Textbundle Example v2": "Textbundle Example v2.textbundle", "Ulysses Export": "Ulysses Export.zip"} {
		got := importertest.Read(t, textbundle.Importer{}, filepath.Join(dir, input))
		expected, err := filepath.Glob(filepath.Join(dir, "expected", name, "*.md"))
		if err != nil || len(expected) == 0 || len(expected) != len(got.Notes) {
			t.Fatalf("%s: %d expected, %d notes, %v, %s", name, len(expected), len(got.Notes), err, importertest.Dump(got))
		}
		for _, p := range expected {
			want, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.NewReplacer("Textbundle/assets/", "assets/", "`![[", "`![](", "]]`", ")`").Replace(string(want))
			best := importertest.Score{Words: importertest.Ratio{Of: 1}}
			for _, n := range got.Notes {
				if s := importertest.Compare(text, n); s.Least() >= best.Least() {
					best = s
				}
			}
			suite.Add(name+"/"+filepath.Base(p), best)
		}
		for _, n := range got.Notes {
			if strings.Contains(n.Path, "Γ") {
				t.Errorf("%s: a name in the wrong encoding", n.Path)
			}
		}
	}
	suite.Check(t)
}

// A bundle whose input is its own folder is one note.
func TestOneBundle(t *testing.T) {
	got := importertest.Read(t, textbundle.Importer{}, importertest.Folder(t, map[string]string{"info.json": "{}", "text.md": "# 하나\n\n[[둘]] ![](assets/a.png)", "assets/a.png": "x"}))
	if len(got.Notes) != 1 || got.Notes[0].Title != "하나" || len(got.Attachments) != 1 {
		t.Fatal(importertest.Dump(got))
	}
	embed := got.Notes[0].Body[1].(*note.Paragraph).Inlines[2].(*note.Embed)
	if embed.Ref.Target != got.Attachments[0].Key {
		t.Errorf("%+v, %+v", embed.Ref, got.Attachments[0])
	}
}

// A folder and a pack of one name, copies that keep an identifier, and files where no version of
// the format has them: nothing is lost, and each picture is its own note's.
func TestSameNames(t *testing.T) {
	pack := packed(t, map[string]string{"info.json": "{}", "text.md": "![](assets/a.png)", "assets/a.png": "2"})
	dir := importertest.Folder(t, map[string]string{"가.textpack": pack,
		"가.textbundle/info.json": `{"identifier":"A"}`, "가.textbundle/text.md": "![](assets/a.png) ![](그림.png)", "가.textbundle/assets/a.png": "1", "가.textbundle/그림.png": "3",
		"나.textbundle/info.json": `{"identifier":"a"}`, "나.textbundle/text.md": "글"})
	got := importertest.Read(t, textbundle.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	content := map[string]string{}
	for _, a := range got.Attachments {
		r, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || r.Close() != nil {
			t.Fatal(err)
		}
		content[a.Key] = string(data)
	}
	shown := map[note.ID]string{}
	for _, n := range got.Notes {
		note.Walk(n.Body, func(node any) bool {
			if e, ok := node.(*note.Embed); ok {
				shown[n.ID] += content[e.Ref.Target]
			}
			return true
		})
	}
	if len(got.Notes) != 3 || shown["craft:A"] != "13" || shown["export/가.textpack"] != "2" {
		t.Errorf("%v\n%s", shown, importertest.Dump(got))
	}
}

// What Craft writes becomes what it means, and stays as it is in code and in bundles of others.
func TestCraft(t *testing.T) {
	read := func(info, text string) *note.Note {
		got := importertest.Read(t, textbundle.Importer{}, importertest.Folder(t, map[string]string{"가.textbundle/info.json": info, "가.textbundle/text.md": text}))
		if len(got.Diagnostics) > 0 {
			t.Errorf("%q: %+v", text, got.Diagnostics)
		}
		return got.Notes[0]
	}
	for text, want := range map[string]string{
		"앞\n<callout>한 줄\n\n두 줄</callout>\n뒤":            "앞\n\n> [!note]\n> 한 줄\n>\n> 두 줄\n\n뒤\n",
		"<callout>하나</callout>\n<callout>둘</callout>":    "> [!note]\n> 하나\n\n> [!note]\n> 둘\n",
		"+ 토글\n  안쪽 글\n\n  - 목록\n뒤":                      "> [!note]- 토글\n> 안쪽 글\n>\n> - 목록\n\n뒤\n",
		"+ 빈 토글\n+ 둘째":                                   "- 빈 토글\n- 둘째\n",
		"```\n<callout>x</callout>\n+ a\n  b\n```":       "```\n<callout>x</callout>\n+ a\n  b\n```\n",
		"<page>\n\n글\n\n</page>":                         "글\n",
		"[글](craftdocs://open?spaceId=s&identifier=b-1)": "[글](craft%3AB-1)\n",
		"[글](craftdocs://open?blockId=b-1)":              "[글](craft%3AB-1)\n",
		"[글](craftdocs://other?blockId=b-1)":             "[글](craftdocs://other?blockId=b-1)\n",
	} {
		n := read(`{"identifier":"A"}`, text)
		if got := string(markdown.Write(&note.Note{Title: "가", Name: "가", Path: "가.md", Body: n.Body})); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if n := read(`{"creatorIdentifier":"com.soulmen.ulysses3"}`, "+ 하나\n  이어서"); len(n.Body) != 1 {
		t.Errorf("%+v", n.Body)
	} else if _, ok := n.Body[0].(*note.List); !ok {
		t.Errorf("%+v", n.Body[0])
	}
}

// Whatever a Craft bundle says, no word of it is lost and nothing panics.
func FuzzCraft(f *testing.F) {
	f.Add("# 글\n\n<callout>하나\n둘</callout>\n\n+ 토글\n  안\n\n[x](craftdocs://open?blockId=A)", `{"identifier":"A","creationDate":1.5}`)
	f.Add("<callout>", `{"creatorIdentifier":"craft","creationDate":"x"}`)
	f.Fuzz(func(t *testing.T, text, info string) {
		dir := importertest.Folder(t, map[string]string{"가.textbundle/text.md": text, "가.textbundle/info.json": info})
		importertest.AddsUp(t, dir, importertest.Read(t, textbundle.Importer{}, dir))
	})
}

// Whatever a .textpack holds, it is accounted for.
func FuzzTextPack(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(packed(f, map[string]string{"a.textbundle/text.md": "# 글", "a.textbundle/info.json": "{}"})))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"꾸러미.textpack": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, textbundle.Importer{}, dir))
	})
}
