// Package ledger accounts for every item of the input.
//
// An item is a note, an attachment or a file that an importer looked at. Each ends in exactly
// one state: published, left out by a named rule, or failed for a stated reason, so that the
// three add up to what an independent count of the source finds.
package ledger

import (
	"cmp"
	"io"
	"slices"
	"sync"
)

// State says what became of an item.
type State uint8

// The states. Imported is a way-station: an importer sets it, and publishing turns it into
// Published or LeftOut.
const (
	Imported  State = iota // read; not yet decided
	Published              // on the site
	LeftOut                // deliberately not on the site; Entry.Rule names the rule
	Failed                 // could not be read; Entry.Reason says why
)

// String returns "imported", "published", "left out" or "failed".
func (s State) String() string {
	return [...]string{"imported", "published", "left out", "failed"}[s]
}

// Kind says what an item is.
type Kind uint8

// The kinds of item.
const (
	Note       Kind = iota // a note, or what should have become one
	Attachment             // a file that notes may refer to
	Other                  // settings, indexes and other files of the app itself
)

// String returns "note", "attachment" or "other".
func (k Kind) String() string { return [...]string{"note", "attachment", "other"}[k] }

// An Entry is the account of one item.
type Entry struct {
	Source string // the input that it came from, as the user named it
	Item   string // its path, or path and name inside the file, unique within Source
	Kind   Kind
	ID     string // the note's ID or the attachment's key; empty for Other
	State  State
	Rule   string // for LeftOut: the rule, such as "trash", "publish: false", "not used"
	Reason string // for Failed: why

	// Raw opens the source of an item that Failed, as the input has it; nil when there is
	// nothing to keep. It is read before the inputs are closed, by whoever keeps failed items.
	Raw func() (io.ReadCloser, error)
}

// A Ledger collects entries. The zero value is empty and ready for concurrent use.
type Ledger struct {
	mu  sync.Mutex
	all []Entry
}

// Add records e.
func (l *Ledger) Add(e Entry) {
	l.mu.Lock()
	l.all = append(l.all, e)
	l.mu.Unlock()
}

// Entries returns all entries ordered by source, then item. The slice belongs to the caller.
func (l *Ledger) Entries() []Entry {
	l.mu.Lock()
	out := slices.Clone(l.all)
	l.mu.Unlock()
	slices.SortStableFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Settle gives every Imported entry its final state: decide is called with the entry and
// returns it changed. Entries in another state are left as they are.
func (l *Ledger) Settle(decide func(Entry) Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, e := range l.all {
		if e.State == Imported {
			l.all[i] = decide(e)
		}
	}
}
