package kakaotalk

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
)

// A medium is what a message shows instead of text.
type medium uint8

const (
	words medium = iota
	photo
	video
	voice
	document
	sticker
)

var (
	photoText    = regexp.MustCompile(`^(?:사진|Photos?|<사진 읽지 않음>|<Photo>)$`)
	photosText   = regexp.MustCompile(`^(?:사진 (\d{1,3})장|(\d{1,3}) photos|Photos? (\d{1,3}))$`)
	videoText    = regexp.MustCompile(`^(?:동영상|Videos?|videos?|<동영상 읽지 않음>)$`)
	voiceText    = regexp.MustCompile(`^(?:음성 ?메시지|Voice (?:Note|Message|message))$`)
	stickerText  = regexp.MustCompile(`^(?:\(?이모티콘\)?|\(?(?:Emoticons?|Stickers?)\)?)$`)
	documentText = regexp.MustCompile(`^(?:파일|File) ?: ?(\S.*)$`)
	deletedText  = regexp.MustCompile(`^(?:삭제된 메시지입니다\.?|메시지가 삭제되었습니다\.?|This message was deleted\.?|(?:Deleted|This is a deleted) message\.?)$`)
)

// mediumOf tells what a message's text stands for, of how many files, and which.
func mediumOf(text string) (m medium, count int, name string) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > 1000:
	case photoText.MatchString(text):
		return photo, 1, ""
	case videoText.MatchString(text):
		return video, 1, ""
	case voiceText.MatchString(text):
		return voice, 1, ""
	case stickerText.MatchString(text):
		return sticker, 0, ""
	}
	if len(text) > 1000 || strings.Contains(text, "\n") {
		return words, 0, ""
	}
	if m := photosText.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1] + m[2] + m[3])
		if err == nil && n > 0 {
			return photo, n, ""
		}
	}
	if m := documentText.FindStringSubmatch(text); m != nil {
		return document, 1, m[1]
	}
	return words, 0, ""
}

// stamp finds the time in the name of a file: 20241209_143000_1.jpeg,
// KakaoTalk_20241209_143000123_01.jpg, KakaoTalk_Photo_2024-12-09-14-30-00 001.jpeg.
var stamp = regexp.MustCompile(`(?:^|[^0-9])(\d{4})-?(\d{2})-?(\d{2})[-_ T](\d{2})-?(\d{2})-?(\d{2})`)

// A fileIndex finds the files of a chat by time and by name.
type fileIndex struct {
	byMinute map[medium]map[int64][]string // unused, in the order of their names
	byName   map[string][]string           // folded
	used     map[string]bool
}

func indexMedia(src *importer.Source) *fileIndex {
	x := &fileIndex{byMinute: map[medium]map[int64][]string{photo: {}, video: {}, voice: {}}, byName: map[string][]string{}, used: map[string]bool{}}
	for _, f := range src.Files() {
		base := path.Base(f.Path)
		x.byName[fold(base)] = append(x.byName[fold(base)], f.Path)
		m := stamp.FindStringSubmatch(base)
		kind := mediumOfFile(base)
		if m == nil || x.byMinute[kind] == nil {
			continue
		}
		at, err := time.Parse("20060102150405", strings.Join(m[1:], ""))
		if err != nil {
			continue
		}
		minute := at.Unix() / 60
		x.byMinute[kind][minute] = append(x.byMinute[kind][minute], f.Path)
	}
	return x
}

func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

func mediumOfFile(name string) medium {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp":
		return photo
	case ".mp4", ".mov", ".3gp", ".avi", ".mkv", ".webm":
		return video
	case ".m4a", ".mp3", ".aac", ".amr", ".wav", ".ogg":
		return voice
	}
	return document
}

// take returns up to n files of that kind from the given minute, each only once.
func (x *fileIndex) take(kind medium, minute int64, n int) []string {
	all := x.byMinute[kind][minute]
	n = min(n, len(all))
	if n == 0 {
		return nil
	}
	x.byMinute[kind][minute] = all[n:]
	for _, p := range all[:n] {
		x.used[p] = true
	}
	return all[:n:n]
}

// named returns the file of that name: of several the first that no message has shown yet.
func (x *fileIndex) named(name string) (string, bool) {
	all := x.byName[fold(strings.TrimSpace(name))]
	for _, p := range all {
		if !x.used[p] {
			x.used[p] = true
			return p, true
		}
	}
	if len(all) > 0 {
		return all[0], true
	}
	return "", false
}

// shows gives each message the files that it shows. What was sent in a minute bears that minute
// in its name; a file that was written a little later is looked for in the minutes beside it,
// once all messages have theirs.
func (x *fileIndex) shows(messages []message) map[int][]string {
	out := map[int][]string{}
	want := map[int]int{}
	for i, m := range messages {
		kind, n, name := mediumOf(m.text)
		switch kind {
		case photo, video, voice:
			out[i] = x.take(kind, m.at.Unix()/60, n)
			want[i] = n - len(out[i])
		case document:
			if p, ok := x.named(name); ok {
				out[i] = []string{p}
			}
		case words:
			if t := strings.TrimSpace(m.text); len(t) < 300 && mediumOfFile(t) != document && !isText(t) {
				if p, ok := x.named(t); ok {
					out[i] = []string{p}
				}
			}
		}
	}
	for i, m := range messages {
		kind, _, _ := mediumOf(m.text)
		for _, beside := range []int64{1, -1} {
			if want[i] > 0 {
				more := x.take(kind, m.at.Unix()/60+beside, want[i])
				out[i] = append(out[i], more...)
				want[i] -= len(more)
			}
		}
	}
	return out
}
