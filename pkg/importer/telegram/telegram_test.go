package telegram_test

import (
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/telegram"
	"memopress/pkg/writer/markdown"
)

func TestGolden(t *testing.T) { importertest.Golden(t, telegram.Importer{}) }

// Of an export of everything only the chat with oneself is read.
func TestOnlySavedMessages(t *testing.T) {
	got := importertest.Read(t, telegram.Importer{}, importertest.Folder(t, map[string]string{"result.json": `{"about":"x","personal_information":{"first_name":"나"},"chats":{"list":[
		{"name":"친구","type":"personal_chat","id":7,"messages":[{"id":1,"type":"message","date":"2024-03-01T09:00:00","text":"비밀 이야기"}]},
		{"name":null,"type":"saved_messages","id":8,"messages":[{"id":2,"type":"message","date":"2024-03-01T09:00:00","date_unixtime":"1709251200","text":"내 메모"},{"id":3,"type":"service","action":"x"}]}]}}`}))
	dump := importertest.Dump(got)
	if len(got.Notes) != 1 || !strings.Contains(dump, "내 메모") || strings.Contains(dump, "비밀") || !strings.Contains(dump, "chat with others") || !strings.Contains(dump, "message of the app") {
		t.Error(dump)
	}
}

// Each message is a note if that is wanted; days follow the zone.
func TestPerMessageAndZone(t *testing.T) {
	dir := importertest.Folder(t, map[string]string{"result.json": `{"name":null,"type":"saved_messages","id":8,"messages":[
		{"id":1,"type":"message","date_unixtime":"1709305200","text":"자정 전"},{"id":2,"type":"message","date_unixtime":"1709308800","text":["가 ",{"type":"bold","text":"나"},{"type":"text_link","text":"다","href":"https://example.org"}],"reply_to_message_id":1}]}`})
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		per  bool
		want string
	}{{true, "자정 전|가 나다"}, {false, "2024-03-02"}} {
		sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		c := importer.NewCollector(diag.Discard)
		if err := (telegram.Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x", Location: seoul, PerMessage: tt.per}, c); err != nil {
			t.Fatal(err)
		}
		notes, _ := c.Finish()
		var titles []string
		all := ""
		for _, n := range notes {
			titles = append(titles, n.Title)
			all += string(markdown.Write(n))
		}
		if strings.Join(titles, "|") != tt.want || !strings.Contains(all, "**나**[다](https://example.org)") || !strings.Contains(all, "↩") {
			t.Errorf("%q\n%s", titles, all)
		}
	}
}

// A file that is not there is told of, and so is one that the export left out.
func TestMissingFiles(t *testing.T) {
	got := importertest.Read(t, telegram.Importer{}, importertest.Folder(t, map[string]string{"result.json": `{"name":null,"type":"saved_messages","id":8,"messages":[
		{"id":1,"type":"message","date_unixtime":"1709305200","text":"","photo":"photos/a.jpg"},
		{"id":2,"type":"message","date_unixtime":"1709305201","text":"","file":"(File not included. Change data exporting settings to download.)","file_name":"보고서.pdf"}]}`}))
	dump := importertest.Dump(got)
	if strings.Count(dump, "I003") != 2 || !strings.Contains(dump, "보고서.pdf") {
		t.Error(dump)
	}
}

// Whatever result.json holds, it is accounted for.
func FuzzResult(f *testing.F) {
	f.Add([]byte(`{"name":null,"type":"saved_messages","id":8,"messages":[{"id":1,"type":"message","date_unixtime":"1709305200","text":["가",{"type":"pre","text":"x","language":"go"}],"poll":{"question":"q","answers":[{"text":"a"}]}}]}`))
	f.Add([]byte(`{"personal_information":1,"chats":{"list":[{"type":"saved_messages","messages":[3,{"text":{"a":1}}]}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := importertest.Folder(t, map[string]string{"result.json": string(data)})
		importertest.AddsUp(t, dir, importertest.Read(t, telegram.Importer{}, dir))
	})
}
