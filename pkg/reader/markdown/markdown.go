// Package markdown reads Markdown text into the neutral tree of package note.
//
// goldmark parses the structure; what it does not know (the Obsidian dialect, math, tags, …)
// or does in more than linear time (emphasis, links, reference definitions, tables, footnotes)
// is added as goldmark parsers of this package, one file each. The goldmark tree is then
// lowered into note blocks and forgotten.
//
// Invariants: no input makes the reader fail, panic or lose words; time and memory are linear
// in the size of the note (see guard.go); the same input always gives the same tree; code,
// comments and HTML are never taken for other syntax.
package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Dialect is the set of syntax that a text is written in.
type Dialect uint8

// The dialects, each including the one before.
const (
	CommonMark Dialect = iota // CommonMark 0.31.2 and nothing else
	GFM                       // GitHub's: tables, strike, tasks, bare URLs, alerts, footnotes, math
	Obsidian                  // everything this package knows
)

// Options say how a text is to be read. The zero value reads CommonMark.
type Options struct {
	Dialect    Dialect
	HardBreaks bool          // each line end in a paragraph is a visible break ("strict line breaks" off)
	Emoji      bool          // :smile: is an emoji
	SmartPunct bool          // straight quotes, "--" and "..." become typographic ones
	FirstLine  int           // line of the text's first line in its file; 0 means 1
	File       string        // for diagnostics
	Note       string        // ID of the note, for diagnostics
	Report     diag.Reporter // nil discards
}

// Parse reads a note's body, without front matter, into blocks.
//
// Every link and embed carries its place: the line counted in the file, the column and width
// in characters; those in text that a guard left without markup carry none. Block ids stand in
// the ID of what they name. Comments leave nothing. Where a guard had to degrade a part, an M002
// says so; the words are kept, but not a target that only a link's address names.
func Parse(src []byte, opts Options) []note.Block {
	src = normalize(src)
	s := newState(src, opts)
	if len(src) > maxNote {
		s.report(0, "the note is larger than 2 MB; its markup is not read", hintSplit)
		return s.plainBlocks(src)
	}
	pc := parser.NewContext()
	pc.Set(stateKey, s)
	root := parserFor(needsOf(src, opts)).Parse(text.NewReader(src), parser.WithContext(pc))
	l := lowerer{state: s}
	return l.blocks(root)
}

// normalize returns src without byte order mark, with "\n" as its only line end and without
// what is not text: NUL and invalid UTF-8 become U+FFFD, as CommonMark asks. Lines stay lines.
func normalize(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if bytes.IndexByte(src, 0) >= 0 {
		src = bytes.ReplaceAll(src, []byte{0}, []byte("\uFFFD"))
	}
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	}
	// goldmark appends a line end to text that lacks one, which must not land in what the
	// caller keeps behind src.
	return slices.Clip(src)
}
