package importer

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/charset"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// MaxNoteFile is how much of a note's file is read, in bytes. What is larger is no note that a
// page could hold.
const MaxNoteFile = 64 << 20

// Fail reports that a file cannot be read, and accounts for it as failed. One bad file among
// many is a warning: the site is whole without it, and --strict is there for those who differ.
func Fail(sink Sink, src *Source, f File, kind ledger.Kind, err error) {
	sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I001", Pos: diag.Pos{File: f.Place}, Message: err.Error(),
		Hint: "it is accounted for as failed; the rest goes on"})
	sink.Account(ledger.Entry{Source: src.Name, Item: f.Path, Kind: kind, State: ledger.Failed, Reason: err.Error(), Raw: f.Open})
}

// FailItem is Fail for one item of a file that holds several. item names it inside the file; raw
// is its source as the file has it, for whoever wants to mend it, and may be nil.
func FailItem(sink Sink, src *Source, f File, item string, kind ledger.Kind, err error, raw []byte) {
	sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I001", Pos: diag.Pos{File: f.Place, Item: item}, Message: err.Error(),
		Hint: "it is accounted for as failed; the rest goes on"})
	e := ledger.Entry{Source: src.Name, Item: f.Path + "#" + item, Kind: kind, State: ledger.Failed, Reason: err.Error()}
	if raw != nil {
		e.Raw = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	}
	sink.Account(e)
}

// LeaveOutItem is LeaveOut for one item of a file that holds several.
func LeaveOutItem(sink Sink, src *Source, f File, item string, kind ledger.Kind, rule string) {
	sink.Account(ledger.Entry{Source: src.Name, Item: f.Path + "#" + item, Kind: kind, State: ledger.LeftOut, Rule: rule})
}

// LeaveOut accounts for a file that becomes neither note nor attachment.
func LeaveOut(sink Sink, src *Source, f File, kind ledger.Kind, rule string) {
	sink.Account(ledger.Entry{Source: src.Name, Item: f.Path, Kind: kind, State: ledger.LeftOut, Rule: rule})
}

// Text reads a file as text. A guessed or damaged encoding is reported.
func (f File) Text(encoding string, r diag.Reporter) ([]byte, error) {
	raw, err := f.Read(MaxNoteFile)
	if err != nil {
		return nil, err
	}
	t, err := charset.Decode(raw, encoding)
	if err != nil {
		return nil, err
	}
	switch {
	case t.Damaged:
		r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I004", Pos: diag.Pos{File: f.Place},
			Message: fmt.Sprintf("some bytes mean nothing in %s; they are shown as \ufffd", t.Encoding), Hint: "choose an encoding with --encoding"})
	case t.Guessed:
		r.Report(diag.Diagnostic{Severity: diag.Info, Code: "I004", Pos: diag.Pos{File: f.Place},
			Message: "taken for " + t.Encoding, Hint: "choose another with --encoding if letters look wrong"})
	}
	return t.UTF8, nil
}

// FileNote returns the note that a file is, without title and body: its ID, names, path and
// notebook follow from the path, which is relative to the root of the note's space.
func FileNote(src *Source, f File, space, p string) *note.Note {
	base := path.Base(p)
	n := &note.Note{
		ID:     note.ID(space + "/" + p),
		Name:   strings.TrimSuffix(base, path.Ext(base)),
		Path:   p,
		Space:  space,
		Source: note.Source{Input: src.Name, File: f.Path},
	}
	if dir := path.Dir(p); dir != "." {
		n.Notebook = strings.Split(dir, "/")
	}
	return n
}

// FileAttachment returns the attachment that a file is.
func FileAttachment(src *Source, f File, space, p string) note.Attachment {
	stamp := f.Stamp
	if stamp != "" {
		stamp = placeOf(f) + " " + stamp
	}
	return note.Attachment{Stamp: stamp,
		Key: space + "/" + p, Name: path.Base(p), Path: p, Space: space, Size: f.Size, Open: f.Open,
		Source: note.Source{Input: src.Name, File: f.Path},
	}
}

// Markdown reads text with front matter into n: what the matter says, the body, and the line
// that it begins on. Title stays empty when the front matter has none.
func Markdown(n *note.Note, text []byte, place string, fm frontmatter.Options, md markdown.Options) {
	fm.File, md.File = place, place
	fm.Note, md.Note = string(n.ID), string(n.ID)
	matter, body, line := frontmatter.Parse(text, fm)
	matter.Apply(n)
	md.FirstLine = line
	n.Source.Line = line
	n.Body = markdown.Parse(body, md)
}
