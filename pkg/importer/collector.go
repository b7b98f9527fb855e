package importer

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A Collector is a Sink that keeps everything. The zero value is not ready; see NewCollector.
type Collector struct {
	diag.Reporter
	Ledger *ledger.Ledger

	mu          sync.Mutex
	notes       []*note.Note
	attachments []note.Attachment
}

// NewCollector returns an empty collector that passes diagnostics on to r.
func NewCollector(r diag.Reporter) *Collector {
	return &Collector{Reporter: r, Ledger: &ledger.Ledger{}}
}

// Note takes n.
func (c *Collector) Note(n *note.Note) {
	c.mu.Lock()
	c.notes = append(c.notes, n)
	c.mu.Unlock()
}

// Attachment takes a.
func (c *Collector) Attachment(a note.Attachment) {
	c.mu.Lock()
	c.attachments = append(c.attachments, a)
	c.mu.Unlock()
}

// Account takes e.
func (c *Collector) Account(e ledger.Entry) { c.Ledger.Add(e) }

// Finish returns the notes and attachments in an order that does not depend on who sent them
// first, and enters them into the ledger. Of notes with one ID the first is kept, the others
// are left out as duplicates: the same export given twice is there once.
func (c *Collector) Finish() ([]*note.Note, []note.Attachment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.notes, func(a, b *note.Note) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), strings.Compare(a.Space, b.Space), strings.Compare(a.Source.Input, b.Source.Input),
			strings.Compare(a.Source.File, b.Source.File), strings.Compare(a.Source.Item, b.Source.Item))
	})
	slices.SortStableFunc(c.attachments, func(a, b note.Attachment) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Source.Input, b.Source.Input), strings.Compare(a.Path, b.Path))
	})
	var notes []*note.Note
	for _, n := range c.notes {
		e := ledger.Entry{Source: n.Source.Input, Item: itemOf(n.Source), Kind: ledger.Note, ID: string(n.ID)}
		if len(notes) > 0 && notes[len(notes)-1].ID == n.ID {
			e.State, e.Rule = ledger.LeftOut, "duplicate"
		} else {
			notes = append(notes, n)
		}
		c.Ledger.Add(e)
	}
	var attachments []note.Attachment
	for _, a := range c.attachments {
		e := ledger.Entry{Source: a.Source.Input, Item: itemOf(a.Source), Kind: ledger.Attachment, ID: a.Key}
		if len(attachments) > 0 && attachments[len(attachments)-1].Key == a.Key {
			e.State, e.Rule = ledger.LeftOut, "duplicate"
		} else {
			attachments = append(attachments, a)
		}
		c.Ledger.Add(e)
	}
	return notes, attachments
}

func itemOf(s note.Source) string {
	if s.Item == "" || s.Item == s.File {
		return s.File
	}
	return s.File + "#" + s.Item
}
