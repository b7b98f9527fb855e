// Package importer defines how exports of memo apps become notes, and opens the folders and
// archives that hold them.
//
// An importer is one folder below this one. It reads a Source and hands notes, attachments and
// the account of every other file to a Sink. It never writes, never opens a socket, and never
// stops at one bad note: it reports it, accounts for it and goes on.
package importer

import (
	"context"
	"io"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// An Importer reads one app's export.
type Importer interface {
	// Format names the app and says what is accepted.
	Format() Format
	// Detect says how surely src is this importer's. It reads little: names, and the heads of
	// a few files.
	Detect(src *Source) Match
	// Import sends everything in src to sink. It returns an error only when nothing more can
	// be read or ctx ended; a single bad note is a diagnostic and a ledger entry.
	Import(ctx context.Context, src *Source, opts Options, sink Sink) error
}

// Format describes an importer.
type Format struct {
	Name    string   // what --format takes: "obsidian", "keep"
	Title   string   // the app's name for people: "Google Keep (Takeout)"
	Korean  string   // the app's name for Korean readers; empty when it is Title
	Accepts []string // what it reads, for help: "folder", "zip", "tgz"
	HowTo   HowTo
}

// HowTo tells people how to get the export out of the app, in one to three plain sentences: the
// menu items to choose, and what an export lacks. Both languages are there in every format.
type HowTo struct{ English, Korean string }

// Match is the answer of Detect.
type Match struct {
	Score  int    // 0: not this format; 1–99: the likelihood; 100: certain
	Reason string // what was seen: "a folder .obsidian"
}

// Options are the settings that reach every importer.
type Options struct {
	Space      string         // the space of the notes; unique per source
	Location   *time.Location // zone of times that the export states without one; never nil
	ZoneGiven  bool           // somebody chose Location; else an importer may know better, such as Asia/Seoul for KakaoTalk
	Password   string         // for text that the author encrypted inside notes; empty: it stays locked
	Rows       bool           // each row of a CSV table is a note; else the table is one
	PerMessage bool           // each message of a chat is a note; else a day is one
	Encoding   string         // encoding of text that is not UTF-8, such as "cp949"; empty: found out
	SmartPunct bool           // turn straight quotes, dashes and dots of Markdown into typographic ones
	Emoji      bool           // turn :smile: into the emoji
	HardBreaks *bool          // nil: as the app does
	Memory     *Memory        // of files that were read before; nil for none
}

// A Sink takes what an importer finds. Its methods are safe for concurrent use.
type Sink interface {
	diag.Reporter
	// Note takes a note and enters it into the ledger as imported. The sink owns n from now on.
	Note(n *note.Note)
	// Attachment takes a file that notes may refer to, and enters it as imported.
	Attachment(a note.Attachment)
	// Account enters an item that became neither: left out or failed.
	Account(e ledger.Entry)
}

// A File is one regular file of a Source.
type File struct {
	Path    string    // slash path from the source's root, NFC; unique in the source
	RawPath string    // the path as it is written on disk or in the archive, for diagnostics
	Size    int64     // bytes
	ModTime time.Time // zero when unknown
	Place   string    // the file as the user would write it, for diagnostics: "notes/a.md", "export.zip/a.md"
	Part    string    // the folder or archive that holds it, as the user named it
	Stamp   string    // changes when the file does; empty when not known, see OpenOptions
	Open    func() (io.ReadCloser, error)

	whole   func() []byte // the content, or nil where Open has to be asked; may be nil
	aliased bool          // a symbolic link, or known to have other names
}
