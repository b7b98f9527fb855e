// Package diag says what is wrong, where, how bad it is and what to do about it.
//
// An error ends an operation; a Diagnostic does not. It travels through a Reporter that is
// passed as an argument, and is sorted before anybody sees it, so that work done in parallel
// prints the same text every time.
package diag

import (
	"cmp"
	"slices"
	"sync"
)

// Severity says how bad a diagnostic is.
type Severity uint8

// The severities, from harmless to bad.
const (
	Info    Severity = iota // worth knowing; nothing is lost or wrong
	Warning                 // the result is not what the author probably meant
	Error                   // something of the input could not be used
)

// String returns the word that is printed: "info", "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "info"
}

// Pos is a place in the input. Every field may be empty or zero, meaning unknown.
type Pos struct {
	File   string // path as the user would write it, slash-separated
	Item   string // the item inside the file, such as a note's title in an export of many
	Line   int    // from 1, counted in the file, front matter included
	Column int    // from 1, in characters (code points)
}

// A Diagnostic is one finding about the input.
type Diagnostic struct {
	Severity Severity
	Code     string // a code that Explain knows, such as "L001"
	Pos      Pos
	Message  string // what is so: lower case, no full stop
	Hint     string // what to do; may be empty
	Source   string // the text of the line at Pos, for a code frame; may be empty
	Width    int    // characters to underline from Pos.Column; 0 means one
	Note     string // ID of the note that it is about; empty for none. A build shows no diagnostic of an unpublished note
}

// A Reporter takes diagnostics. Implementations are safe for concurrent use.
type Reporter interface {
	Report(Diagnostic)
}

// ReporterFunc is a function as a Reporter. The function must be safe for concurrent use.
type ReporterFunc func(Diagnostic)

// Report calls f.
func (f ReporterFunc) Report(d Diagnostic) { f(d) }

// Discard is a Reporter that forgets everything.
var Discard Reporter = ReporterFunc(func(Diagnostic) {})

// A List collects diagnostics. The zero value is empty and ready for concurrent use.
type List struct {
	mu  sync.Mutex
	all []Diagnostic
}

// Report adds d.
func (l *List) Report(d Diagnostic) {
	l.mu.Lock()
	l.all = append(l.all, d)
	l.mu.Unlock()
}

// Sorted returns what was reported so far, ordered by place, then code, then message, with
// exact repeats removed. The slice belongs to the caller.
func (l *List) Sorted() []Diagnostic {
	l.mu.Lock()
	out := slices.Clone(l.all)
	l.mu.Unlock()
	slices.SortStableFunc(out, compare)
	return slices.Compact(out)
}

// Count returns how many diagnostics have exactly severity s.
func (l *List) Count(s Severity) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, d := range l.all {
		if d.Severity == s {
			n++
		}
	}
	return n
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Item, b.Pos.Item),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Hint, b.Hint),
		cmp.Compare(a.Note, b.Note),
		cmp.Compare(a.Width, b.Width),
		cmp.Compare(a.Source, b.Source),
	)
}
