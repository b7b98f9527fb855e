package kakaotalk

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// several is the rule that keeps a chat with other people private.
const several = "chat with several people"

// A writer writes the notes of one chat.
type writer struct {
	*reader
	chat    *chat
	shows   map[int][]string // files by index of the message
	missing int
	given   map[int]bool // files that have a note or an account
	ids     map[string]int
}

// write sends the notes of a chat and accounts for its files.
func (r *reader) write(c *chat) {
	w := &writer{reader: r, chat: c, given: map[int]bool{}, ids: map[string]int{}}
	w.shows = r.media.shows(c.messages)
	if len(c.people) > 1 {
		r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I010", Pos: diag.Pos{File: r.texts[c.files[0]].file.Place},
			Message: fmt.Sprintf("this is a chat of %d people, not one with yourself: its notes are private", len(c.people)),
			Hint:    "memopress is for your own memos; give the export of the chat with yourself"})
	}
	var day []int
	for i := range c.messages {
		if !w.isWords(i) {
			continue
		}
		if len(day) > 0 && (r.opts.PerMessage || !sameDay(c.messages[day[0]].at, c.messages[i].at)) {
			w.send(day)
			day = nil
		}
		day = append(day, i)
	}
	if len(day) > 0 {
		w.send(day)
	}
	w.accountForFiles()
}

// isWords reports whether a message is one that its author wrote and kept. Others are accounted
// for as left out.
func (w *writer) isWords(i int) bool {
	m := w.chat.messages[i]
	rule := ""
	switch {
	case m.notice:
		rule = "notice of the app"
	case deletedText.MatchString(strings.TrimSpace(m.text)):
		rule = "deleted message"
	case strings.TrimSpace(m.text) == "":
		rule = "empty message"
	}
	if rule != "" {
		w.given[m.file] = true
		importer.LeaveOutItem(w.sink, w.src, w.texts[m.file].file, fmt.Sprintf("line %d", m.line), ledger.Other, rule)
	}
	return rule == ""
}

// send makes one note of messages of one day.
func (w *writer) send(messages []int) {
	first := w.chat.messages[messages[0]]
	last := w.chat.messages[messages[len(messages)-1]]
	day := first.at.Format(time.DateOnly)
	n := &note.Note{ID: note.ID("kakaotalk:" + w.chat.key + ":" + day), Title: day, Space: w.opts.Space, Created: w.time(first), Updated: w.time(last),
		Source: note.Source{Input: w.src.Name, File: w.texts[first.file].file.Path, Item: day}}
	w.given[first.file] = true
	if w.opts.PerMessage {
		w.single(n, messages[0])
	} else {
		for _, i := range messages {
			n.Body = append(n.Body, w.entry(i)...)
		}
	}
	var notebook []string
	if len(w.chat.people) > 1 {
		notebook = []string{"chat " + w.chat.key}
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: several}
	}
	n.Notebook = notebook
	n.Path = w.paths.Give(notebook, n.Title, ".md")
	n.Name = strings.TrimSuffix(n.Path[strings.LastIndexByte(n.Path, '/')+1:], ".md")
	n.Properties = w.authors()
	w.sink.Note(n)
}

// single makes the note of one message. Its ID is made of what every export says of it: minute
// and words, and a number only where both are the same.
func (w *writer) single(n *note.Note, i int) {
	m := w.chat.messages[i]
	sum := sha256.Sum256([]byte(strings.TrimSpace(m.text)))
	minute := m.at.Format("2006-01-02T15:04")
	id := "kakaotalk:" + w.chat.key + ":" + minute + ":" + hex.EncodeToString(sum[:4])
	if w.ids[id]++; w.ids[id] > 1 {
		id += fmt.Sprintf(":%d", w.ids[id])
	}
	n.ID = note.ID(id)
	n.Source.Item = fmt.Sprintf("line %d", m.line)
	n.Updated = time.Time{}
	n.Body = w.body(i)
	n.Title = cmp.Or(importer.TitleOf(n.Body), m.at.Format("2006-01-02 15:04"))
	if len(w.chat.people) > 1 {
		n.Body = append([]note.Block{&note.Paragraph{Inlines: []note.Inline{strong(w.letter(m.sender))}}}, n.Body...)
	}
}

// time returns the time of a message, zero for one that makes no sense.
func (w *writer) time(m message) time.Time {
	t := m.at
	at := importer.Sensible(time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, w.zone))
	if at.IsZero() {
		return at
	}
	return at.In(w.zone) // the day that a page shows is the day of the note
}

// entry is a message in the note of its day: its time, then what it says.
func (w *writer) entry(i int) []note.Block {
	m := w.chat.messages[i]
	mark := m.at.Format("15:04")
	if len(w.chat.people) > 1 {
		mark = w.letter(m.sender) + " " + mark
	}
	body := w.body(i)
	if p, ok := body[0].(*note.Paragraph); ok {
		p.Inlines = append([]note.Inline{strong(mark), &note.Text{Value: " "}}, p.Inlines...)
		return body
	}
	return append([]note.Block{&note.Paragraph{Inlines: []note.Inline{strong(mark)}}}, body...)
}

func strong(s string) note.Inline {
	return &note.Styled{Style: note.Strong, Inlines: []note.Inline{&note.Text{Value: s}}}
}

// body is what a message says or shows. It has at least one block.
func (w *writer) body(i int) []note.Block {
	text := w.chat.messages[i].text
	kind, count, name := mediumOf(text)
	files := w.shows[i]
	if kind == words && len(files) == 0 {
		return importer.PlainText(text)
	}
	p := &note.Paragraph{}
	for _, f := range files {
		ref := note.Ref{Kind: note.RefAttachment, Target: w.opts.Space + "/" + f}
		if kind == document {
			p.Inlines = append(p.Inlines, &note.Link{Ref: ref, Inlines: []note.Inline{&note.Text{Value: importer.OneLine(name)}}})
		} else {
			p.Inlines = append(p.Inlines, &note.Embed{Ref: ref})
		}
	}
	if len(files) < count || kind == sticker {
		w.missing += count - len(files)
		if len(p.Inlines) > 0 {
			p.Inlines = append(p.Inlines, &note.Text{Value: " "})
		}
		p.Inlines = append(p.Inlines, &note.Styled{Style: note.Emphasis, Inlines: []note.Inline{&note.Text{Value: strings.TrimSpace(text)}}})
	}
	return []note.Block{p}
}

// letter names a person in the text of a chat of several without telling who it is.
func (w *writer) letter(person string) string {
	i := slices.Index(w.chat.people, person)
	if i >= 0 && i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprintf("#%d", i+1)
}

// authors is the property that says whose messages they are; pages never show it.
func (w *writer) authors() []note.Property {
	switch {
	case len(w.chat.people) == 1 && w.chat.people[0] != "":
		return []note.Property{importer.TextProperty("note-author", w.chat.people[0])}
	case len(w.chat.people) > 1:
		var list []string
		for _, p := range w.chat.people[:min(len(w.chat.people), 100)] {
			list = append(list, w.letter(p)+": "+p)
		}
		return []note.Property{importer.ListProperty("note-author", list...)}
	}
	return nil
}

// accountForFiles accounts for files whose messages all stand in notes of another file, and
// tells of photos that the export lacks.
func (w *writer) accountForFiles() {
	first := w.texts[w.chat.files[0]].file
	for _, i := range w.chat.files {
		if !w.given[i] {
			importer.LeaveOut(w.sink, w.src, w.texts[i].file, ledger.Other, "its messages stand in the notes of another file")
		}
	}
	if w.missing > 0 {
		w.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I003", Pos: diag.Pos{File: first.Place},
			Message: fmt.Sprintf("%d photos, videos or files of the chat are not in the export; the chat's own words stand in their places", w.missing),
			Hint:    "export the chat on the phone, where they come with it, and give the whole folder"})
	}
}
