// Package org reads Org text (https://orgmode.org/worg/org-syntax.html) into the neutral tree of
// package note.
//
// Invariants: no input makes it fail, panic or read another file (#+INCLUDE and #+SETUPFILE name
// files, and stay names); time and memory are linear in the size of the text; no word is lost:
// what the author keeps from being exported (:noexport:, COMMENT, property drawers, logs) is
// handed over beside the blocks, never among them.
package org

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Options say how a text is to be read. The zero value is ready to use.
type Options struct {
	File     string        // for diagnostics
	Item     string        // the item inside the file, for diagnostics
	Note     string        // ID of the note, for diagnostics
	Line     int           // line of the text's first line in the file, from 1; 0 means 1
	Report   diag.Reporter // nil discards
	Keywords []string      // further words for #+TODO: that the app knows, such as Logseq's DOING
	Outline  bool          // headings are blocks of an outliner: none of them is left out

	// Link gives the reference of links whose meaning the app decides: kind is "id", "roam",
	// "denote", "attachment" or a kind that Org does not know, target what follows the colon.
	// ok is false when it is no link. Without it ids become RefNote, and roam links RefName.
	Link func(kind, target string) (ref note.Ref, ok bool)
}

// A Document is a text that was read.
type Document struct {
	Title      string     // of all #+TITLE: lines; NFC, one line; may be empty
	Tags       []string   // of #+FILETAGS:
	Keywords   []Keyword  // all #+KEY: value lines but those that belong to one element
	Properties []Property // of the drawer at the top
	Headings   []*Heading // in order, without those left out
	Excluded   []Excluded // what the author keeps from being exported, in order
	Blocks     []note.Block

	targets map[string]string // ids of <<targets>> and names, by their folded text
	named   map[string]note.Block
	ids     map[string]bool
	byID    map[string]*Heading
	byTitle map[string]*Heading
}

// A Keyword is a line "#+name: value".
type Keyword struct {
	Name     string // in lower case
	Value    string
	Line     int  // from 1
	Preamble bool // stands before the first heading
}

// A Property is a line ":NAME: value" of a property drawer.
type Property struct{ Name, Value string }

// An Excluded is a part that its author keeps from being exported.
type Excluded struct {
	Rule string // "noexport", "comment", "archived", "not selected", "exports", "log"
	Text string // as written
	Line int    // from 1
}

// The guards. Each hit is reported as M002 and keeps the words.
const (
	maxText      = 8 << 20  // bytes of a text; the markup of a larger one is not read
	maxDepth     = 32       // lists, blocks and drawers in each other
	maxStyles    = 32       // styles in each other
	maxParagraph = 64 << 10 // bytes of a paragraph; the markup of a longer one is not read
	maxColumns   = 500      // cells of a table row; the others go into the last
	maxMacros    = 10_000   // bytes that one macro may grow to, and how often macros are replaced
)

// Parse reads a text in UTF-8.
func Parse(src []byte, opts Options) *Document {
	p := &parser{opts: opts, doc: &Document{targets: map[string]string{}, named: map[string]note.Block{}, ids: map[string]bool{}}}
	text := clean(src)
	if len(text) > maxText {
		p.degraded(0, "the text is larger than 8 MB; its markup is not read")
		p.doc.Blocks = plainBlocks(text)
		p.doc.index()
		return p.doc
	}
	for i, l := range strings.Split(text, "\n") {
		p.lines = append(p.lines, line{l, i})
	}
	p.survey()
	p.settle()
	p.sections()
	p.finish()
	return p.doc
}

// clean returns text of src with "\n" as its only line end and without what is not text.
func clean(src []byte) string {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	src = bytes.ReplaceAll(src, []byte{0}, []byte("\uFFFD"))
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	}
	return string(src)
}

// A line is one line of the text. no counts from 0 and is its place in the whole.
type line struct {
	text string
	no   int
}

// A parser reads one text.
type parser struct {
	opts     Options
	doc      *Document
	lines    []line
	settings settings
	ends     map[string][]int // lines that end a block or a drawer, by its name in lower case
	labels   map[string]bool  // footnotes that have a text
	defined  map[string]bool  // footnotes whose text was read
	notes    []note.Block     // texts of footnotes that were written in running text
	fuzzy    []fuzzyLink
	macros   int // bytes that macros have grown to
	told     map[string]bool
}

func (p *parser) report(severity diag.Severity, code string, no int, message, hint string) {
	if p.opts.Report == nil {
		return
	}
	p.opts.Report.Report(diag.Diagnostic{Severity: severity, Code: code, Message: message, Hint: hint, Note: p.opts.Note,
		Pos: diag.Pos{File: p.opts.File, Item: p.opts.Item, Line: p.lineNo(no), Column: 1}})
}

// lineNo returns the line in the file of the line no of the text.
func (p *parser) lineNo(no int) int { return max(p.opts.Line, 1) + no }

// degraded reports that a guard was hit, each of them once.
func (p *parser) degraded(no int, message string) {
	if p.told == nil {
		p.told = map[string]bool{}
	}
	if !p.told[message] {
		p.told[message] = true
		p.report(diag.Warning, "M002", no, message, "split the note")
	}
}

// plainBlocks keeps text without looking for markup.
func plainBlocks(text string) []note.Block {
	var blocks []note.Block
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.Trim(part, "\n"); part != "" {
			blocks = append(blocks, &note.Paragraph{Inlines: plainLines(part)})
		}
	}
	return blocks
}

func plainLines(text string) []note.Inline {
	var out []note.Inline
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			out = append(out, &note.Break{})
		}
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, &note.Text{Value: l})
		}
	}
	return out
}

func oneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

// finish resolves links inside the text and puts the texts of footnotes behind it.
func (p *parser) finish() {
	p.doc.Blocks = append(p.doc.Blocks, p.notes...)
	p.doc.index()
	for _, f := range p.fuzzy {
		f.link.Ref = p.doc.inside(f.link.Ref, f.search)
	}
	if n := len(p.doc.Excluded); n > 0 {
		parts := 0
		for _, e := range p.doc.Excluded {
			if e.Rule != "log" {
				parts++
			}
		}
		if parts > 0 {
			p.report(diag.Info, "I007", p.doc.Excluded[0].Line-max(p.opts.Line, 1),
				fmt.Sprintf("%d parts that are not to be exported are left out (noexport, COMMENT, ARCHIVE, :exports)", parts), "")
		}
	}
}
