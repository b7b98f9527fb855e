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
// first, and enters them into the ledger. A note that is there twice is kept once: of notes with
// one ID the one that was updated last, and of notes of two inputs that have the same path and
// say the same, the first. The others are left out as duplicates. What one of them says about
// being private holds for the one that is kept.
func (c *Collector) Finish() ([]*note.Note, []note.Attachment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.notes, func(a, b *note.Note) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), b.Updated.Compare(a.Updated), comparePlaces(a.Space, b.Space, a.Source, b.Source))
	})
	slices.SortStableFunc(c.attachments, func(a, b note.Attachment) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), comparePlaces(a.Space, b.Space, a.Source, b.Source))
	})
	notes := c.keep(sameID(c.notes))
	notes = c.keep(sameContents(notes))
	for _, n := range notes {
		c.Ledger.Add(entryOf(n))
	}
	var attachments []note.Attachment
	for _, a := range c.attachments {
		e := ledger.Entry{Source: a.Source.Input, Item: itemOf(a.Source), Kind: ledger.Attachment, ID: a.Key}
		if len(attachments) > 0 && attachments[len(attachments)-1].Key == a.Key {
			e.State, e.Rule = ledger.LeftOut, ledger.Duplicate
		} else {
			attachments = append(attachments, a)
		}
		c.Ledger.Add(e)
	}
	return notes, attachments
}

// keep returns the notes that are no copies, and leaves the copies out. copyOf holds the note
// that each is a copy of, nil for itself.
func (c *Collector) keep(notes []*note.Note, copyOf []*note.Note) []*note.Note {
	kept := make([]*note.Note, 0, len(notes))
	hidden := map[*note.Note]note.Visibility{} // by the note that is kept
	for i, n := range notes {
		if copyOf[i] == nil {
			kept = append(kept, n)
			continue
		}
		if n.Visibility.State == note.MarkedPrivate && copyOf[i].Visibility.State != note.MarkedPrivate {
			if _, known := hidden[copyOf[i]]; !known {
				hidden[copyOf[i]] = n.Visibility
			}
		}
		e := entryOf(n)
		e.State, e.Rule = ledger.LeftOut, ledger.Duplicate
		c.Ledger.Add(e)
	}
	for i, n := range kept {
		if v, ok := hidden[n]; ok {
			private := *n // what was read stays as it is: a Memory may hold it
			private.Visibility = v
			kept[i] = &private
		}
	}
	return kept
}

func entryOf(n *note.Note) ledger.Entry {
	return ledger.Entry{Source: n.Source.Input, Item: itemOf(n.Source), Kind: ledger.Note, ID: string(n.ID)}
}

func comparePlaces(spaceA, spaceB string, a, b note.Source) int {
	return cmp.Or(strings.Compare(spaceA, spaceB), strings.Compare(a.Input, b.Input), strings.Compare(a.File, b.File), strings.Compare(a.Item, b.Item))
}

func itemOf(s note.Source) string {
	if s.Item == "" || s.Item == s.File {
		return s.File
	}
	return s.File + "#" + s.Item
}
