// Package kakaotalk reads chats that KakaoTalk exports: above all the chat with oneself, which
// many keep as their memo pad.
//
// A chat is what its lines say, whatever its files are called: the text of Windows, Android and
// iOS and the table of macOS, in Korean and English, in one part or several, in a shorter and a
// longer export at once. No word of a message is lost, and no name of a person stands in a text
// that could be published.
package kakaotalk

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/reader/charset"
)

// Importer reads exported chats. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "kakaotalk", Title: "KakaoTalk (chat with oneself)", Korean: "카카오톡 나와의 채팅", Accepts: []string{"txt", "csv", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "Open the chat with yourself › menu › chat room settings › Export chat messages (on macOS a CSV file). Only a phone's export has photos beside the text: give the whole folder.",
			Korean:  "나와의 채팅 › 메뉴(≡) › 채팅방 설정 › 대화 내용 내보내기(macOS에서는 CSV 파일). 사진은 휴대전화에서 내보낼 때만 함께 나오므로 폴더째 준다.",
		}}
}

// isText reports whether a file could hold a chat by its name.
func isText(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".txt" || ext == ".csv"
}

// Detect looks into the heads of texts and tables for messages. A folder of other notes that
// holds a chat as well is not KakaoTalk's.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 50 // texts that are looked into
	found, others, looked := "", 0, 0
	for _, f := range src.Files() {
		switch ext := strings.ToLower(path.Ext(f.Path)); {
		case ext == ".md" || ext == ".html" || ext == ".json":
			others++
		case isText(f.Path):
			if looked++; looked > looks {
				continue
			}
			if head, err := f.Head(16 << 10); err != nil || !looksLikeChat(head) {
				others++
			} else if found == "" {
				found = f.Path
			}
		}
	}
	switch {
	case found == "":
		return importer.Match{}
	case others > looked-min(others, looked)+1:
		return importer.Match{Score: 15, Reason: fmt.Sprintf("a chat of KakaoTalk (%s) among %d other texts", found, others)}
	}
	return importer.Match{Score: 92, Reason: "a chat of KakaoTalk in " + found}
}

// looksLikeChat reports whether a file that begins like this is a chat: it has the first lines
// of an export and a message, or at least three messages.
func looksLikeChat(head []byte) bool {
	if i := strings.LastIndexByte(string(head), '\n'); i > 0 && len(head) >= 16<<10 {
		head = head[:i] // a letter cut in half would make the encoding a riddle
	}
	t, err := charset.Decode(head, "")
	if err != nil {
		return false
	}
	text := string(t.UTF8)
	if isTable(text) {
		return true
	}
	messages, opened := 0, false
	lines := splitLines(text)
	for i, l := range lines {
		if isPreamble(l) && i < 5 {
			opened = true
		}
		if _, ok := dayOf(l); ok && strings.HasPrefix(l, "-----") {
			opened = true
		}
		if k := parseHead(l).kind; k == bracketed || k == dated || k == timed && opened {
			messages++
		}
	}
	return messages >= 3 || opened && messages > 0
}

// isPreamble reports whether a line is one of those above the messages.
func isPreamble(l string) bool { return titleOf(l) != "" || savedLine.MatchString(l) }

var (
	savedLine = regexp.MustCompile(`^(?:저장한 날짜|Date Saved|Saved Date)\s*:\s*\S`)
	titleLine = regexp.MustCompile(`^(?:(.+?)\s?(?:님과의?\s*)?카카오톡 대화|(.+?) with KakaoTalk Chats|KakaoTalk Chats with (.+?)|(Talk_\d{4}\.\d{1,2}\.\d{1,2}.*\.txt))\s*$`)
)

// titleOf returns the name of the chat when l is the line that states it.
func titleOf(l string) string {
	if len(l) > 500 {
		return ""
	}
	for i, s := range titleLine.FindStringSubmatch(l) {
		if i > 0 && s != "" {
			return s
		}
	}
	return ""
}

// zone is where times are read that no export states a zone for.
func zone(opts importer.Options) *time.Location {
	if opts.ZoneGiven && opts.Location != nil {
		return opts.Location
	}
	return time.FixedZone("KST", 9*60*60) // Korea has had no summer time since KakaoTalk exists
}

// Import sends the notes and files of all chats in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink, zone: zone(opts)}
	r.media = indexMedia(src)
	for _, f := range src.Files() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.read(f)
	}
	r.reportParts()
	for _, c := range r.chats() {
		r.write(c)
	}
	r.accountForOthers()
	return ctx.Err()
}
