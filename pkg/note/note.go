// Package note is the neutral model of a note: what every importer produces and everything
// else works on.
//
// A note's body is a tree of blocks and inlines, not text in some markup. Links are typed
// references that stay exactly as their source wrote them until one place resolves them
// (package graph), and no node can hold unchecked HTML (see Tag). The package imports nothing
// but diag.
package note

import (
	"io"
	"strings"
	"time"
)

// ID names a note. It is stable between two exports of the same notes: made from the
// source's own identifier where there is one, else from the note's path.
type ID string

// A Note is one note as its source has it.
type Note struct {
	ID       ID
	Title    string   // never empty; NFC; one line
	Name     string   // what a link writes to mean this note: usually the file name without extension; NFC
	Path     string   // slash path inside Space with extension, NFC: "folder/note.md"; made up from notebook and title where the source has no files
	Space    string   // the vault or export that Path belongs to; links by path and name prefer their own space
	Notebook []string // folders or notebooks around it, outermost first; NFC
	Aliases  []string
	Tags     []string // without "#", nested with "/", from front matter or the app; tags in the body are inlines and are not repeated here
	Created  time.Time
	Updated  time.Time // zero times mean unknown

	Visibility Visibility
	Properties []Property // in source order; those that have a field of their own here are not repeated
	Classes    []string   // cssclasses
	Lang       string     // BCP 47 as the note states it; empty when it does not
	Permalink  string     // site path that the note asks for; empty for none
	Summary    string     // its description property; empty for none
	Image      *Ref       // its cover image; nil for none
	Pinned     bool
	Order      int // position among its siblings where the source has one, from 1; 0 for none

	Body   []Block
	Source Source
}

// Source is where a note was read, for diagnostics only: it never reaches a page.
type Source struct {
	Input string // the input as the user named it
	File  string // path of the file inside it, as on disk
	Item  string // the item inside the file; empty when the file is the note
	Line  int    // line of the body's first line in the file, from 1; 0 when lines mean nothing
}

// An Attachment is a file that notes refer to. Its content is read only through Open, and only
// when a published page uses it.
type Attachment struct {
	Key       string // unique among all inputs; what Ref.Target holds in a RefAttachment
	Name      string // file name to show and to write, NFC, with extension
	Path      string // slash path inside Space, NFC; links by path and name find it
	Space     string
	MediaType string // as the source states it; empty when it does not
	Size      int64  // in bytes; -1 when unknown
	Stamp     string // changes when its bytes do; empty when not known
	Open      func() (io.ReadCloser, error)
	Source    Source
}

// Visibility is what the source itself says about publishing a note: a strict tri-state.
type Visibility struct {
	State  State
	Rule   string // the rule that decided, for the ledger: "trash", "publish: false", "visibility-unreadable"
	Detail string // what was found, such as `draft: maybe`; empty when Rule says it all
}

// State is one of Unmarked, MarkedPublic and MarkedPrivate.
type State uint8

// The states. Anything that cannot be read with certainty is MarkedPrivate.
const (
	Unmarked      State = iota // the source says nothing
	MarkedPublic               // the author marked it for publishing
	MarkedPrivate              // never published, whatever the publish rule
)

// A Property is a named value of a note.
type Property struct {
	Name  string
	Type  PropertyType
	Value []Value // one element unless Type is List; empty for an empty property
}

// A Value is one value of a property: what was written and, for links, what it refers to.
type Value struct {
	Text string // as written; dates in ISO 8601; checkboxes "true" or "false"
	Ref  *Ref   // for a link value; nil otherwise
}

// PropertyType is the type of a property's values, as in Obsidian's types.json.
type PropertyType uint8

// The property types.
const (
	TextProperty PropertyType = iota
	ListProperty
	NumberProperty
	CheckboxProperty
	DateProperty
	DateTimeProperty
)

// RefKind says what a reference names.
type RefKind uint8

// The kinds of reference. Importers and readers produce the first five; publishing replaces
// each of them by one of the last three, or leaves RefURL.
const (
	RefURL        RefKind = iota // Target is an absolute URL
	RefName                      // Target is a wikilink's target: a name or a path, without fragment
	RefPath                      // Target is a Markdown or HTML link's path, percent-decoded, relative to the note
	RefNote                      // Target is a note's ID
	RefAttachment                // Target is an attachment's key
	RefPage                      // Target is the site address of a published note, Anchor an id on that page or empty
	RefFile                      // Target is the site address of a published file
	RefNone                      // nothing that is published: a missing and a private target look the same
)

// A Ref is a reference as its source wrote it, or, after publishing, as the site has it.
type Ref struct {
	Kind     RefKind
	Target   string   // see RefKind; empty means the note itself for RefName and RefPath
	Headings []string // "#A#B" as {"A", "B"}: a heading path inside the target
	Block    string   // "#^id": a block inside the target, without "^"
	Title    string   // for RefNote: the target's title as the app shows it, looked up when no note has the ID; may be empty
	Fragment string   // any other fragment, such as "page=3" of a PDF; without "#"
	Anchor   string   // only for RefPage: the id of the heading or block on the page
	Line     int      // where it was written, from 1 in the file; 0 unknown
	Column   int      // from 1 in characters; 0 unknown
	Width    int      // characters that it takes up in the source; 0 unknown
}

// Shown returns what is shown for a wikilink whose author gave it no text: "Note > Heading", as
// in Obsidian. The id of a block stands there only where there is nothing else: it is no word
// for readers.
func (r Ref) Shown() string {
	var parts []string
	if r.Target != "" {
		parts = append(parts, r.Target)
	}
	parts = append(parts, r.Headings...)
	if r.Block != "" && len(parts) == 0 {
		parts = append(parts, r.Block)
	}
	if r.Fragment != "" {
		parts = append(parts, r.Fragment)
	}
	return strings.Join(parts, " > ")
}
