package upnote

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, Importer{}) }

func upnx(t testing.TB, lines ...string) string { return upnxOf(t, "version:2", lines...) }

func opener(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

func upnxOf(t testing.TB, version string, lines ...string) string {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write([]byte(version + "\n" + strings.Join(lines, "\n") + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// lines are the records of the example.
var lines = []string{
	`{"type":"notebooks","data":{"id":"nb1","title":"집","parent":""}}`,
	`{"type":"notebooks","data":{"id":"nb2","title":"부엌","parent":"nb1"}}`,
	`{"type":"notebooks","data":{"id":"nb3","title":"Week","parent":""}}`,
	`{"type":"organizers","data":{"noteId":"n1","notebookId":"nb2"}}`,
	`{"type":"organizers","data":{"noteId":"n1","notebookId":"nb3"}}`,
	`{"type":"notes","data":{"id":"n1","title":"김치찌개","html":"<div class=\"shine-editor\"><h2>김치찌개</h2><ul><li data-checked=\"true\">두부</li><li data-checked=\"false\">대파</li></ul><p><a data-upnote-tag=\"#요리/한식\">#요리/한식</a> <span class=\"shine-highlight-green\">제철</span> <a data-note-id=\"n2\" href=\"Bowls.html\">Bowls</a></p><pre data-code-language=\"go\">x := 1</pre><div class=\"shine-collapsible-section\"><div class=\"shine-section-title\"><div class=\"shine-section-title-inner\">비법</div></div><div class=\"shine-section-content-inner\"><p>멸치</p></div></div><p><img src=\"http://localhost:1234/images/0a1b.svg\"></p></div>","createdAt":1709280000000,"updatedAt":1709283600000,"pinned":true,"bookmarked":true}}`,
	`{"type":"notes","data":{"id":"n2","title":"","html":"<p>Bowls</p><p>Back to <a href=\"upnote://x-callback-url/openNote?noteId=n1\">the stew</a></p>","createdAt":1709190000000,"updatedAt":1709190000000}}`,
	`{"type":"notes","data":{"id":"n3","title":"버린 메모","html":"<p>x</p>","createdAt":1700000000000,"trashed":true}}`,
	`{"type":"notes","data":{"id":"n4","title":"지운 메모","html":"<p>x</p>","createdAt":1700000000000,"deleted":true}}`,
	`{"type":"files","data":{"id":"0a1b__svg","name":"냄비.svg"}}`,
}

const pot = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="16"/></svg>`

func backup(t testing.TB) map[string]string {
	return map[string]string{"2024-03-01.upnx": upnx(t, lines[:3]...), "2024-03-02.upnx": upnx(t, lines...), "files/0a1b.svg": pot}
}

// A backup with all that its notes can hold.
func TestBackup(t *testing.T) {
	one := backup(t)
	delete(one, "2024-03-01.upnx") // damage to a name may well make the other one the newest
	importertest.Run(t, Importer{}, importertest.Fixture{Name: "backup", Files: one})
	got := importertest.Read(t, Importer{}, importertest.Folder(t, backup(t)))
	dump := importertest.Dump(got)
	for _, want := range []string{"path: 집/부엌/김치찌개.md", "- [x] 두부\n- [ ] 대파", "#요리/한식", "제철", "[Bowls](upnote%3An2)", "```go\nx := 1", "<summary>비법</summary>", "title: Bowls", "visibility: private: trash", "left out deleted", "left out older backup", "- Week"} {
		if !strings.Contains(dump, want) {
			t.Errorf("no %q in\n%s", want, dump)
		}
	}
	var shown string
	for _, n := range got.Notes {
		note.Walk(n.Body, func(node any) bool {
			if e, ok := node.(*note.Embed); ok {
				shown = e.Ref.Target
			}
			return true
		})
	}
	if len(got.Attachments) != 1 || shown != got.Attachments[0].Key {
		t.Errorf("%q, %+v", shown, got.Attachments)
	}
}

// A backup without its files says which switch was off, once.
func TestNoFiles(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"a.upnx": upnx(t, lines[5], strings.ReplaceAll(lines[5], `"n1"`, `"n9"`))}))
	if dump := importertest.Dump(got); strings.Count(dump, "I003") != 1 || len(got.Notes) != 2 {
		t.Error(dump)
	}
}

// A line that is no record is one failure.
func TestBadLine(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"a.upnx": upnx(t, "{", lines[6])}))
	if len(got.Notes) != 1 || got.Failed() != 1 {
		t.Error(importertest.Dump(got))
	}
}

var update = flag.Lookup("update")

// TestExample writes the example anew with -update.
func TestExample(t *testing.T) {
	dir := "../../../examples/upnote-backup"
	if update.Value.String() != "true" {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
		return
	}
	for name, text := range map[string]string{"2024-03-02.upnx": upnx(t, lines...), "files/0a1b.svg": pot} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever a backup holds, it is accounted for.
func FuzzBackup(f *testing.F) {
	f.Add(lines[5])
	f.Add(lines[1] + "\n" + lines[3] + "\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		dir := importertest.Folder(t, map[string]string{"a.upnx": upnx(t, text)})
		importertest.AddsUp(t, dir, importertest.Read(t, Importer{}, dir))
	})
}
