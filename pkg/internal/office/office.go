// Package office is what the readers of office documents share: what they return, how runs of
// formatted text become running text, and XML that is safe to read.
//
// No document makes it use more than a bounded multiple of the document's size, and nothing that
// a document names outside itself is ever opened.
package office

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Options say where a document stands and who is told what was simplified. The zero value is
// ready to use.
type Options struct {
	File     string         // for diagnostics
	Item     string         // the item inside the file, for diagnostics
	Note     string         // ID of the note, for diagnostics
	Report   diag.Reporter  // nil discards
	Location *time.Location // zone of times without one; nil means UTC
}

// Tell reports an I007: something of the document is kept in a simpler form or not at all.
func (o Options) Tell(severity diag.Severity, message, hint string) {
	if o.Report != nil {
		o.Report.Report(diag.Diagnostic{Severity: severity, Code: "I007", Message: message, Hint: hint, Note: o.Note,
			Pos: diag.Pos{File: o.File, Item: o.Item}})
	}
}

// A Document is an office document that was read.
type Document struct {
	Title    string // of its first paragraph in the style of titles, else of its properties; NFC, one line; may be empty
	Subject  string
	Author   string
	Editor   string // who saved it last
	Keywords []string
	Lang     string
	Created  time.Time
	Updated  time.Time // zero times mean unknown
	Blocks   []note.Block
	Pictures []Picture // those that the blocks show, each once, in order
	Damaged  []string  // parts that the document names but that are missing or cannot be read
}

// Damage enters a part as damaged, once.
func (d *Document) Damage(part string) {
	if !slices.Contains(d.Damaged, part) && len(d.Damaged) < 100 {
		d.Damaged = append(d.Damaged, part)
	}
}

// ErrLocked is wrapped by the error of a document that is encrypted.
var ErrLocked = errors.New("the document is encrypted with a password")

// A Picture is a file inside a document. Embeds of it have a RefAttachment whose Target is Name.
type Picture struct {
	Name string // unique in the document; its base is the file's name
	Size int64  // in bytes; -1 when unknown
	Open func() (io.ReadCloser, error)
}

// OneLine joins the lines of s and composes its letters.
func OneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

// Words splits a property that holds keywords: at commas and semicolons, else at spaces.
func Words(s string) []string {
	split := func(r rune) bool { return r == ',' || r == ';' || r == '，' || r == '、' }
	if !strings.ContainsFunc(s, split) {
		return strings.Fields(norm.NFC.String(s))
	}
	var out []string
	for _, w := range strings.FieldsFunc(s, split) {
		if w = OneLine(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// Time reads a time of a document's properties: ISO 8601 with or without a zone. A time that no
// document can have is none.
func Time(s string, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02"} {
		t, err := time.ParseInLocation(layout, s, zone)
		if err == nil && t.Year() >= 1980 && t.Year() <= 2100 && !(t.Year() == 1980 && t.YearDay() == 1) {
			return t
		}
	}
	return time.Time{}
}
