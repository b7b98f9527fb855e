package graph

import "memopress/pkg/note"

// State says what became of a reference.
type State uint8

// The states.
const (
	Missing   State = iota // nothing here answers to it
	Found                  // exactly one meaning
	Ambiguous              // several answer to it; one was taken
	External               // it leaves the notes: a URL, or an address that publishing already gave
)

// String returns "missing", "found", "ambiguous" or "external".
func (s State) String() string {
	return [...]string{"missing", "found", "ambiguous", "external"}[s]
}

// A Target is what a reference means. When State is Found or Ambiguous, one of Note and
// Attachment is set.
type Target struct {
	State      State
	Note       *note.Note
	Attachment *note.Attachment
	// Node is what the reference's fragment names inside Note: a *note.Heading, another
	// note.Block, a *note.ListItem, a *note.Footnote or a *note.Anchor. It is nil without a
	// fragment and when FragmentMissing is set.
	Node            any
	FragmentMissing bool // Note is there, but not the heading or block
	// Candidates are the paths of all files that answer to an ambiguous reference, the one that
	// was taken first, at most 20 or so.
	Candidates []string
	// Why says why the first candidate was taken: "path is exactly as written", "in or below the
	// folder of the linking note", "shortest path", "first by alphabet".
	Why string
}

// The reasons for a choice.
const (
	whyExact    = "path is exactly as written"
	whySpelling = "spelled exactly as written"
	whyFolder   = "in or below the folder of the linking note"
	whyShortest = "shortest path"
	whyAlphabet = "first by alphabet"
)
