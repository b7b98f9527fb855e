package kakaotalk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// A reader reads the chats of one source.
type reader struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	zone  *time.Location
	media *fileIndex
	texts []text
	paths importer.Paths
	other []importer.File // neither chat nor account given yet
}

// A text is one file of a chat.
type text struct {
	file     importer.File
	title    string
	messages []message
	before   []string // what goes on with the last message of the part before
	common   string   // what the parts of one export have in common; empty for no part
	number   int
	people   []string
}

// A chat is all that was exported of one chat.
type chat struct {
	key      string // stable between exports
	people   []string
	messages []message
	files    []int // indexes of texts
}

// errNoMessages is the failure of a text that holds no chat.
var errNoMessages = errors.New("there is no message of KakaoTalk in it")

// partName is how iOS names the parts of one export.
var partName = regexp.MustCompile(`^(Talk_.+)-(\d{1,4})\.txt$`)

// read reads a file if it is a chat.
func (r *reader) read(f importer.File) {
	if !isText(f.Path) {
		r.other = append(r.other, f)
		return
	}
	raw, err := f.Text(r.opts.Encoding, r.sink)
	if err != nil {
		importer.Fail(r.sink, r.src, f, ledger.Note, err)
		return
	}
	t := text{file: f}
	if s := string(raw); isTable(s) {
		t.messages = parseTable(s)
	} else {
		t.title, t.messages, t.before = parseText(s)
	}
	if len(t.messages) == 0 {
		r.other = append(r.other, f)
		return
	}
	if m := partName.FindStringSubmatch(path.Base(f.Path)); m != nil {
		t.common = path.Dir(f.Path) + "/" + m[1]
		t.number, _ = strconv.Atoi(m[2])
	}
	if strings.HasPrefix(t.title, "Talk_") {
		t.title = "" // the name of the file, not of the chat
	}
	t.people = peopleOf(t.messages)
	r.texts = append(r.texts, t)
}

func clean(name string) string { return importer.OneLine(name) }

func peopleOf(messages []message) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range messages {
		if !m.notice && !seen[m.sender] {
			seen[m.sender] = true
			out = append(out, m.sender)
		}
	}
	return out
}

// reportParts orders the parts of exports, and tells of missing ones.
func (r *reader) reportParts() {
	slices.SortStableFunc(r.texts, func(a, b text) int {
		return cmp.Or(cmp.Compare(exactness(b), exactness(a)), cmp.Compare(a.common, b.common), cmp.Compare(a.number, b.number), cmp.Compare(a.file.Path, b.file.Path))
	})
	for i, t := range r.texts {
		expected := 1
		if i > 0 && t.common != "" && r.texts[i-1].common == t.common {
			expected = r.texts[i-1].number + 1
		}
		if t.common != "" && t.number > expected {
			r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: t.file.Place},
				Message: fmt.Sprintf("the export has a part %d before this one that was not given", t.number-1), Hint: "give all parts at once"})
		}
		r.join(i, expected > 1)
	}
}

// exactness is higher for tables: they know seconds.
func exactness(t text) int {
	if len(t.messages) > 0 && t.messages[0].seconds {
		return 1
	}
	return 0
}

// join puts the lines before a part's first message where they belong: to the last message of
// the part before, else before the first message.
func (r *reader) join(i int, follows bool) {
	t := &r.texts[i]
	lines := strings.TrimRight(strings.Join(t.before, "\n"), "\n")
	t.before = nil
	if strings.TrimSpace(lines) == "" {
		return
	}
	if follows {
		before := r.texts[i-1].messages
		before[len(before)-1].text += "\n" + lines
		return
	}
	t.messages[0].text = lines + "\n" + t.messages[0].text
	r.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: t.file.Place},
		Message: "the text begins in the middle of a message; what stands there was put before the first whole one"})
}

// keyOf returns what identifies a chat in every export of it: the one sender of a chat with
// oneself, the name of another chat, or the people in it.
func keyOf(t text) string {
	name := t.title
	if len(t.people) < 2 {
		name = strings.Join(t.people, "")
	} else if name == "" {
		people := slices.Sorted(slices.Values(t.people))
		name = strings.Join(people, "\x00")
	}
	sum := sha256.Sum256([]byte(clean(name)))
	return hex.EncodeToString(sum[:4])
}

// chats puts the files of each chat together. A message that several exports hold counts once.
func (r *reader) chats() []*chat {
	byKey := map[string]*chat{}
	parts := map[string]string{} // parts of one export are one chat, whoever speaks in them
	var out []*chat
	for i := range r.texts {
		t := &r.texts[i]
		key := keyOf(*t)
		if t.common != "" {
			parts[t.common] = cmp.Or(parts[t.common], key)
			key = parts[t.common]
		}
		c := byKey[key]
		if c == nil {
			c = &chat{key: key}
			byKey[key] = c
			out = append(out, c)
		}
		c.files = append(c.files, i)
		c.merge(t.messages, i)
	}
	for _, c := range out {
		slices.SortStableFunc(c.messages, func(a, b message) int { return a.at.Truncate(time.Minute).Compare(b.at.Truncate(time.Minute)) })
		c.people = peopleOf(c.messages)
	}
	slices.SortFunc(out, func(a, b *chat) int { return cmp.Compare(a.key, b.key) })
	return out
}

// merge adds the messages that the chat does not have yet. Exports differ in how exact their
// times are; the minute they all have.
func (c *chat) merge(messages []message, file int) {
	type same struct {
		minute       int64
		sender, text string
	}
	have := map[same]int{}
	keyOf := func(m message) same { return same{m.at.Unix() / 60, m.sender, strings.TrimSpace(m.text)} }
	for _, m := range c.messages {
		have[keyOf(m)]++
	}
	for _, m := range messages {
		if k := keyOf(m); have[k] > 0 {
			have[k]--
			continue
		}
		m.file = file
		c.messages = append(c.messages, m)
	}
}

// accountForOthers sends the files that are no chats. Texts that no message names are no chats
// that somebody meant to give.
func (r *reader) accountForOthers() {
	for _, f := range r.other {
		switch {
		case path.Base(f.Path) == "memopress.yaml":
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
		case isText(f.Path) && !r.media.used[f.Path]:
			importer.Fail(r.sink, r.src, f, ledger.Note, errNoMessages)
		default:
			r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, f.Path))
		}
	}
}
