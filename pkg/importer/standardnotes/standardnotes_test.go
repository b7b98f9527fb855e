package standardnotes_test

import (
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/standardnotes"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, standardnotes.Importer{}) }

func one(t *testing.T, content string) importertest.Result {
	return importertest.Read(t, standardnotes.Importer{}, importertest.Folder(t, map[string]string{
		"Standard Notes Backup and Import File.txt.txt": `{"version":"004","items":[{"uuid":"u1","content_type":"Note","content":` + content + `,"created_at":"2024-03-01T00:00:00.000Z","updated_at":"1970-01-01T00:00:00.000Z"}]}`}))
}

// Each kind of note says what its editor shows.
func TestKinds(t *testing.T) {
	for content, want := range map[string]string{
		`{"title":"글","text":"# 아님","noteType":"plain-text"}`:                                                                                                             `\# 아님`,
		`{"title":"글","text":"# 제목","noteType":"markdown"}`:                                                                                                               `# 제목`,
		`{"title":"글","text":"# 제목","editorIdentifier":"org.standardnotes.advanced-markdown-editor"}`:                                                                     `# 제목`,
		`{"title":"글","text":"<p>글 <b>굵게</b></p>","noteType":"rich-text"}`:                                                                                                `글 **굵게**`,
		`{"title":"글","text":"a := 1","noteType":"code"}`:                                                                                                                 "```\na := 1\n```",
		`{"title":"글","text":"- [x] 우유","noteType":"task"}`:                                                                                                               `- [x] 우유`,
		`{"title":"글","text":"{\"groups\":[{\"name\":\"집\",\"tasks\":[{\"description\":\"우유\",\"completed\":true}]}]}","noteType":"task"}`:                                "## 집\n\n- [x] 우유",
		`{"title":"글","text":"{\"sheets\":[{\"rows\":[{\"cells\":[{\"index\":1,\"value\":\"값\"}]},{\"cells\":[{\"index\":0,\"value\":3}]}]}]}","noteType":"spreadsheet"}`: `값`,
		`{"title":"글","text":"not json","noteType":"super"}`:                                                                                                              "```json\nnot json\n```",
		`{"title":"글","text":"{\"root\":{\"type\":\"root\",\"children\":[{\"type\":\"list\",\"listType\":\"check\",\"children\":[{\"type\":\"listitem\",\"checked\":true,\"children\":[{\"type\":\"text\",\"text\":\"우유\",\"format\":1}]},{\"type\":\"listitem\",\"children\":[{\"type\":\"list\",\"listType\":\"check\",\"children\":[{\"type\":\"listitem\",\"children\":[{\"type\":\"text\",\"text\":\"저지방\"}]}]}]}]}]}}","noteType":"super"}`: "- [x] **우유**\n  - [ ] 저지방",
	} {
		got := one(t, content)
		if len(got.Notes) != 1 || !strings.Contains(string(markdown.Write(got.Notes[0])), want) {
			t.Errorf("%s: %s", content, importertest.Dump(got))
		}
	}
}

// Secrets and what is put aside stay private; cipher text is told of; 1970 is no time.
func TestPrivate(t *testing.T) {
	for content, rule := range map[string]string{
		`{"title":"a","text":"x","trashed":true}`:                                                                      "trash",
		`{"title":"a","text":"x","appData":{"org.standardnotes.sn":{"archived":true}}}`:                                "archived",
		`{"title":"a","text":"[{\"secret\":\"S\"}]","noteType":"authentication"}`:                                      "secrets",
		`{"title":"a","text":"x","protected":true}`:                                                                    "locked",
		`{"title":"a","text":"x","appData":{"org.standardnotes.sn":{"client_updated_at":"2024-05-01T00:00:00.000Z"}}}`: "",
	} {
		n := one(t, content).Notes[0]
		if n.Visibility.Rule != rule || (rule == "") != (n.Visibility.State == note.Unmarked) {
			t.Errorf("%s: %+v", content, n.Visibility)
		}
		if rule == "" && n.Updated.Year() != 2024 || rule != "" && !n.Updated.IsZero() {
			t.Errorf("%s: %v", content, n.Updated)
		}
	}
	if got := one(t, `"004:abcdef"`); len(got.Notes) != 0 || got.Failed() != 0 || !strings.Contains(importertest.Dump(got), "I006") || !strings.Contains(importertest.Dump(got), "locked") {
		t.Error(importertest.Dump(got))
	}
}

// Secrets stay private whatever says that they are secrets, and whatever else is said of the note.
func TestSecrets(t *testing.T) {
	for _, content := range []string{
		`{"title":"열쇠","text":"x","noteType":"authentication","appData":{"org.standardnotes.sn":{"archived":true}}}`,
		`{"title":"열쇠","text":"x","noteType":"authentication","trashed":true}`,
		`{"title":"열쇠","text":"[{\"service\":\"메일\",\"secret\":\"JBSWY3DP\"}]","noteType":"plain-text","editorIdentifier":"org.standardnotes.token-vault"}`,
		`{"title":"열쇠","text":"[{\"service\":\"메일\",\"secret\":\"JBSWY3DP\"}]"}`,
		`{"title":"열쇠","text":"# x","noteType":"markdown","editorIdentifier":"com.example.authenticator"}`,
	} {
		got := one(t, content)
		n := got.Notes[0]
		if _, code := n.Body[0].(*note.Code); n.Visibility.State != note.MarkedPrivate || n.Visibility.Rule != "secrets" || !code {
			t.Errorf("%s: %s", content, importertest.Dump(got))
		}
	}
	if n := one(t, `{"title":"글","text":"[{\"a\":1}]"}`).Notes[0]; n.Visibility.State != note.Unmarked {
		t.Errorf("%+v", n.Visibility)
	}
}

// Links in Super notes show the title of what they lead to; files are told of and leave a word.
func TestSuperLinks(t *testing.T) {
	got := one(t, `{"title":"김치","text":"{\"root\":{\"children\":[{\"type\":\"paragraph\",\"children\":[{\"type\":\"snbubble\",\"itemUuid\":\"u1\"},{\"type\":\"snfile\",\"fileUuid\":\"f\"}]}]}}","noteType":"super"}`)
	in := got.Notes[0].Body[0].(*note.Paragraph).Inlines
	if l := in[0].(*note.Link); l.Ref.Target != "standard-notes:u1" || l.Ref.Title != "김치" || note.PlainText(l.Inlines) != "김치" || !l.Bare {
		t.Errorf("%+v", l)
	}
	if dump := importertest.Dump(got); note.PlainText(in[1:]) != "[file]" || strings.Count(dump, "I007") != 1 {
		t.Error(dump)
	}
}

// A file beside the backup that is none of its twins is kept.
func TestBeside(t *testing.T) {
	dir := importertest.Folder(t, map[string]string{"Items/Note/글.txt": "글", "사진.png": "x", "backup.txt": `{"version":"004","items":[{"uuid":"u","content_type":"Note","content":{"title":"글","text":"글"}}]}`})
	got := importertest.Read(t, standardnotes.Importer{}, dir)
	importertest.AddsUp(t, dir, got)
	if len(got.Attachments) != 1 || got.Attachments[0].Name != "사진.png" || len(got.Notes) != 1 {
		t.Error(importertest.Dump(got))
	}
}

// Whatever a backup holds, it is accounted for.
func FuzzBackup(f *testing.F) {
	f.Add([]byte(`{"version":"004","items":[{"uuid":"a","content_type":"Note","content":{"title":"제목","text":"{\"root\":{\"children\":[{\"type\":\"table\",\"children\":[{\"children\":[{\"headerState\":1,\"children\":[]}]}]}]}}","noteType":"super"}}]}`))
	f.Add([]byte(`{"items":[{"content_type":"Tag","uuid":"t","content":{"title":"a/b","references":[{"uuid":"t","content_type":"Tag"}]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"backup.txt": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, standardnotes.Importer{}, dir))
	})
}
