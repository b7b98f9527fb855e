package telegram

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// noteOf returns the ID of the note that holds a message, and the block of the message in it.
func (r *reader) noteOf(m *message) (id note.ID, block string) {
	if r.opts.PerMessage {
		return note.ID("telegram:" + string(m.ID)), ""
	}
	return note.ID("telegram:" + r.day(m)), "m" + string(m.ID)
}

// day is the day on which a message was sent, in the zone of the options.
func (r *reader) day(m *message) string {
	if m.at.IsZero() {
		return "undated"
	}
	return m.at.In(r.opts.Location).Format("2006-01-02")
}

// answered returns a link to the message that m answers, nil for none.
func (r *reader) answered(m *message) note.Inline {
	if m.ReplyTo == "" {
		return nil
	}
	ref := note.Ref{Kind: note.RefNote, Target: "telegram:" + string(m.ReplyTo)}
	shown := "#" + string(m.ReplyTo)
	for _, other := range r.items {
		if other.ID == m.ReplyTo {
			id, block := r.noteOf(other)
			ref = note.Ref{Kind: note.RefNote, Target: string(id), Block: block}
			if title := importer.Shorten(importer.TitleOf(textBlocks(other.entities())), 40); title != "" {
				shown = title
			}
			break
		}
	}
	return &note.Link{Ref: ref, Inlines: []note.Inline{&note.Text{Value: shown}}}
}

// send makes notes of the messages, one a day or one each, in the order in which they were sent.
func (r *reader) send() {
	slices.SortStableFunc(r.items, func(a, b *message) int { return a.at.Compare(b.at) })
	byNote := map[note.ID][]*message{}
	var order []note.ID
	for i, m := range r.items {
		if m.ID == "" {
			m.ID = "x"
		}
		id, _ := r.noteOf(m)
		if r.opts.PerMessage && byNote[id] != nil {
			id = note.ID(fmt.Sprintf("%s-%d", id, i)) // one number for two messages: both are kept
		}
		if byNote[id] == nil {
			order = append(order, id)
		}
		byNote[id] = append(byNote[id], m)
	}
	var paths importer.Paths
	for _, id := range order {
		r.sink.Note(r.note(id, byNote[id], &paths))
	}
}

// note makes one note of messages of one day, or of one message.
func (r *reader) note(id note.ID, messages []*message, paths *importer.Paths) *note.Note {
	first, last := messages[0], messages[len(messages)-1]
	n := &note.Note{ID: id, Space: r.opts.Space, Created: first.at, Updated: last.at, Source: note.Source{Input: r.src.Name, File: r.file.Path, Item: first.item}}
	for i, m := range messages {
		if i > 0 {
			importer.LeaveOutItem(r.sink, r.src, r.file, m.item, ledger.Other, "in the note of its day")
		}
		if edited := (&message{Unix: m.Edited}).time(time.UTC); edited.After(n.Updated) {
			n.Updated = edited
		}
		body := r.body(m)
		if !r.opts.PerMessage {
			body = withTime(m, body, r.opts.Location)
		}
		n.Body = append(n.Body, body...)
		r.private(n, m)
	}
	if r.opts.PerMessage {
		n.Title = importer.TitleOf(textBlocks(first.entities()))
		if n.Title == "" {
			n.Title = r.day(first) + " " + string(first.ID)
		}
	} else {
		n.Title = r.day(first)
	}
	n.Path = paths.Give(nil, n.Title, ".md")
	n.Name = strings.TrimSuffix(n.Path, ".md")
	return n
}

// withTime puts the time above a message of a day, as a place to link to.
func withTime(m *message, body []note.Block, zone *time.Location) []note.Block {
	at := ""
	if !m.at.IsZero() {
		at = m.at.In(zone).Format("15:04")
	}
	if at == "" {
		at = string(m.ID)
	}
	return append([]note.Block{&note.Heading{Level: 2, ID: "m" + string(m.ID), Inlines: []note.Inline{&note.Text{Value: at}}}}, body...)
}

// private keeps what pages do not show unless they are told to.
func (r *reader) private(n *note.Note, m *message) {
	if m.Location != nil {
		n.Properties = append(n.Properties, importer.TypedProperty("latitude", note.NumberProperty, string(m.Location.Latitude)),
			importer.TypedProperty("longitude", note.NumberProperty, string(m.Location.Longitude)))
	}
	if m.Forwarded != nil && *m.Forwarded != "" {
		n.Properties = append(n.Properties, importer.TextProperty("note-author", importer.OneLine(*m.Forwarded)))
	}
	if c := m.Contact; c != nil {
		n.Properties = append(n.Properties, importer.TextProperty("phone", importer.OneLine(c.First+" "+c.Last+" "+c.Phone)))
	}
}
