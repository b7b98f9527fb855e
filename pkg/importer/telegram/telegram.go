// Package telegram reads Saved Messages from Telegram Desktop's export in JSON.
//
// Only the chat with oneself is read. Other chats of a whole export belong to other people as
// well: they are accounted for as left out, and nothing of them is looked at.
package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads Telegram's exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "telegram", Title: "Telegram (Saved Messages)", Korean: "텔레그램(저장한 메시지)", Accepts: []string{"folder", "zip", "json"},
		HowTo: importer.HowTo{
			English: "Telegram Desktop: Saved Messages › ⋮ › Export chat history › format JSON, with photos and files. Give the folder; --per-message makes a note of each message.",
			Korean:  "텔레그램 데스크톱: 저장한 메시지 › ⋮ › 대화 내보내기 › 형식 JSON, 사진과 파일 포함. 폴더를 준다. --per-message는 메시지마다 글을 만든다.",
		}}
}

var savedType = regexp.MustCompile(`"type"\s*:\s*"saved_messages"`)

// maxResult is how large result.json may be, in bytes.
const maxResult = 1 << 30

// resultFile returns the JSON file that holds Saved Messages.
func resultFile(src *importer.Source) (importer.File, bool) {
	for _, f := range src.Files() {
		if !strings.EqualFold(path.Ext(f.Path), ".json") {
			continue
		}
		head, err := f.Head(1 << 20)
		if err != nil {
			continue
		}
		if savedType.Match(head) || bytes.Contains(head, []byte(`"chats"`)) && bytes.Contains(head, []byte(`"personal_information"`)) ||
			bytes.Contains(head, []byte(`"messages"`)) && bytes.Contains(head, []byte(`"date_unixtime"`)) {
			return f, true
		}
	}
	return importer.File{}, false
}

// Detect looks for the export's result.json.
func (Importer) Detect(src *importer.Source) importer.Match {
	if f, ok := resultFile(src); ok {
		return importer.Match{Score: 90, Reason: "messages of Telegram in " + f.Path}
	}
	return importer.Match{}
}

// A chat is a chat as the export has it. Name is null for Saved Messages.
type chat struct {
	Type     string            `json:"type"`
	ID       json.Number       `json:"id"`
	Messages []json.RawMessage `json:"messages"`
}

// A reader reads one export.
type reader struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	file  importer.File
	used  map[string]bool // paths of files that messages name
	items []*message
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink, used: map[string]bool{}}
	f, ok := resultFile(src)
	r.file = f
	if !ok {
		for _, f := range src.Files() {
			importer.Fail(sink, src, f, ledger.Other, errors.New("there is no result.json with messages of Telegram"))
		}
		return ctx.Err()
	}
	if err := r.result(); err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r.send()
	for _, other := range src.Files() {
		switch {
		case other.Path == f.Path:
		case r.used[other.Path]:
			sink.Attachment(importer.FileAttachment(src, other, opts.Space, other.Path))
		case other.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, other, ledger.Other, "settings of memopress")
		default:
			importer.LeaveOut(sink, src, other, ledger.Other, "no saved message names it")
		}
	}
	return nil
}

// result reads the file: one chat, or all chats of an account.
func (r *reader) result() error {
	data, err := r.file.Read(maxResult)
	if err != nil {
		return err
	}
	var all struct {
		chat
		Chats *struct {
			List []chat `json:"list"`
		} `json:"chats"`
		Left *struct {
			List []chat `json:"list"`
		} `json:"left_chats"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &all); err != nil {
		return err
	}
	chats := []chat{all.chat}
	if all.Chats != nil {
		chats = all.Chats.List
	}
	if all.Left != nil {
		chats = append(chats, all.Left.List...)
	}
	for i, c := range chats {
		item := fmt.Sprintf("chat %d", i+1)
		if c.Type != "saved_messages" {
			importer.LeaveOutItem(r.sink, r.src, r.file, item, ledger.Other, "chat with others")
			continue
		}
		if len(c.Messages) == 0 {
			importer.LeaveOutItem(r.sink, r.src, r.file, item, ledger.Other, "no messages in it")
		}
		for n, raw := range c.Messages {
			r.message(fmt.Sprintf("%s message %d", item, n+1), raw)
		}
	}
	if len(chats) == 0 {
		importer.LeaveOut(r.sink, r.src, r.file, ledger.Other, "no chats in it")
	}
	return nil
}

// message reads one message and keeps it.
func (r *reader) message(item string, raw []byte) {
	m := &message{item: item}
	if err := json.Unmarshal(raw, m); err != nil {
		importer.FailItem(r.sink, r.src, r.file, item, ledger.Note, err, raw)
		return
	}
	if m.Type == "service" {
		importer.LeaveOutItem(r.sink, r.src, r.file, item, ledger.Other, "message of the app")
		return
	}
	m.at = m.time(r.opts.Location)
	if m.at.IsZero() {
		r.report(item, "I009", fmt.Sprintf("%q is not a time", m.Date), "the message stands among those without a date")
	}
	r.items = append(r.items, m)
}

func (r *reader) report(item, code, text, hint string) {
	r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: r.file.Place, Item: item}, Message: text, Hint: hint})
}

// attachment returns the reference to a file that a message names, and whether it is there.
func (r *reader) attachment(item, p string) (note.Ref, bool) {
	if strings.HasPrefix(p, "(File ") { // "(File not included. Change data exporting settings to download.)"
		r.report(item, "I003", "a file of this message is not in the export", "export again with photos and files")
		return note.Ref{}, false
	}
	want := path.Join(path.Dir(r.file.Path), p)
	if _, ok := r.src.Lookup(want); !ok {
		r.report(item, "I003", "the file "+p+" is not in the export", "give the whole folder of the export")
		return note.Ref{}, false
	}
	f, _ := r.src.Lookup(want)
	r.used[f.Path] = true
	return note.Ref{Kind: note.RefAttachment, Target: r.opts.Space + "/" + f.Path}, true
}
