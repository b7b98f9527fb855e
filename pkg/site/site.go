// Package site is the privacy wall: the public projection of the notes, with addresses.
//
// Publish is the only way to make a Site, and a Site has no field that could hold anything
// private: no IDs, no source paths, no properties outside an allow-list, no note that the
// policy did not publish, and no reference that was not resolved among published notes.
// Everything after the wall receives a Site and nothing else. A Site is a function of the
// published notes alone: the private ones may be deleted and not one byte of it changes.
//
// For those who make pages of a Site:
//
//   - A bare link that leads nowhere (RefNone) has no Inlines: its text was the name of a note.
//     Missing and private targets are the same bytes, so show them alike.
//   - Ids: ReservedID says which ids a note's text never gets; everything else on a page must
//     have one of these. An id written in HTML is a note.Anchor before the tag that had it.
//   - Properties are those that the policy shows. The Text of a value with a Ref is what to
//     show for the link; values that would show the name of an unpublished note are gone.
//   - Addresses that memopress's own pages may have are reserved (see reservedNames): no note
//     gets one, whether or not the site has the page.
package site

import (
	"io"
	"time"

	"memopress/pkg/note"
)

// A Site is everything that may be shown. It is immutable after Publish.
type Site struct {
	Settings  Settings
	Notes     []*Note // in the order of their addresses (code points)
	Home      *Note   // the note that is the home page; nil when one has to be made
	Root      *Folder // the folder tree
	Tags      []*Tag  // top-level tags, collated by the site's language
	Files     []File  // attachments that a published note uses, by address
	Redirects []Redirect
}

// Settings are what the site says about itself.
type Settings struct {
	Title       string
	Description string
	Language    string // BCP 47: "ko", "en"; when empty, Publish finds the language of most notes and sets it
	BaseURL     string // absolute, without trailing slash; empty when unknown
	Author      string

	Addresses AddressStyle
	Roots     map[string]string // folder of the site by space, or by the space that it lies in; without one, and for "", the root
	Home      string            // path or name of the note that is the home page; empty: the one named index, home or README
}

// A Note is one published note. Every reference in its Body is RefURL, RefPage, RefFile or
// RefNone, and every linkable block has its Anchor.
type Note struct {
	Address     string // site path of its page, NFC, unescaped: "folder/note.html"
	Title       string // a folder's own note called "README" or "index" has the folder's title
	Aliases     []string
	Folder      *Folder // the folder that it lies in, or whose own note it is
	Tags        []*Tag  // its own tags and those in its text, collated, no repeats
	Created     time.Time
	Updated     time.Time // zero: unknown
	Language    string    // never empty
	Direction   string    // "ltr" or "rtl"
	Description string    // its description property, else the beginning of its text; one line
	Image       *note.Ref // RefFile or RefURL; nil for none
	Properties  []note.Property
	Classes     []string
	Body        []note.Block
	Headings    []Heading
	Backlinks   []Backlink
	Mentions    []Backlink
	Related     []Related
	Previous    *Note // neighbours within an ordered folder; nil otherwise
	Next        *Note
	Minutes     int  // reading time, rounded, at least 1
	Index       bool // it is its folder's own note
	Pinned      bool
	Serial      Serial
}

// A Heading is a line of a table of contents.
type Heading struct {
	Level  int
	Anchor string
	Text   []note.Inline // without links and footnote marks
}

// A Backlink is a place in another published note that refers to this one.
type Backlink struct {
	From    *Note
	Anchor  string        // the nearest heading or block to go to in From; may be empty
	To      []string      // anchors of the headings and blocks of this note that it names, each once; none: the whole note
	Section string        // plain text of the heading that it stands under; may be empty
	Context []note.Inline // the sentence or list item; the reference itself is wrapped in a Highlight
}

// Related is a note worth reading next, with the reasons.
type Related struct {
	Note  *Note
	Links []*Note  // notes that both refer to or are referred to by
	Words []string // rare words that both use
}

// A Folder is a folder of published notes.
type Folder struct {
	Address string // "folder/index.html"; that of the root is "index.html"
	Title   string
	Note    *Note // its own note (README, index, or the note named like it); nil for none
	Parent  *Folder
	Folders []*Folder // collated; each holds at least one published note somewhere
	Notes   []*Note   // without Note; ordered where the source orders them, else collated
}

// A Tag is a tag of published notes.
type Tag struct {
	Name    string // the whole name as first written: "book/novel"
	Label   string // its last part: "novel"
	Address string // "tags/book/novel.html"
	Parent  *Tag
	Tags    []*Tag
	Notes   []*Note // that carry exactly this tag, collated
	Count   int     // notes that carry it or a tag below it
}

// A File is an attachment that a published note uses.
type File struct {
	Address   string // "files/photo.jpg"
	MediaType string
	Open      func() (io.ReadCloser, error)
	Serial    uint64 // as in Serial, of its bytes
}

// A Redirect sends an old address to a page.
type Redirect struct {
	From string // site path: "old/name.html"
	To   *Note
}
