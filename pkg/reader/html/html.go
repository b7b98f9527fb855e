// Package html reads HTML as notes: whole files (Parse), the HTML bodies inside exports
// (Fragment) and the raw HTML inside Markdown (Tokens).
//
// Nothing that it returns can run on a page: elements become nodes of the note tree or
// allow-listed tags (note.Tag), addresses become typed references, and what has neither is left
// out with a diagnostic while its text stays. No input makes it fail, and no text is lost to bad
// nesting: what the tree builder refuses is read again as plain tokens.
package html

import (
	"time"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Options say where a source stands and who is told about what is left out. The zero value is
// ready to use.
type Options struct {
	File     string         // the file, for diagnostics
	Item     string         // the item inside the file, for diagnostics
	Note     string         // ID of the note, for diagnostics
	Line     int            // line of the source's first line in the file, from 1; 0: positions mean nothing
	Column   int            // column of the source's first character, from 1; 0 means 1
	Report   diag.Reporter  // nil: nobody
	Location *time.Location // zone of dates without one; nil means UTC
	Encoding string         // encoding of a file that is not UTF-8 and does not name one; empty: found out

	// Target reports whether links from elsewhere name that id: the block that has it keeps it.
	// nil: only links of the source itself count.
	Target func(id string) bool
	// Element reads elements to which an app gives a meaning of its own: callouts, columns. It is
	// asked before anything else is done with an element among blocks; ok false leaves the
	// element to the reader. nil: there are none.
	Element func(n *xhtml.Node, r Reader) (blocks []note.Block, ok bool)
	// Prepare changes the tree of a whole document before Parse reads it: an app's own attributes
	// into elements that mean the same. nil changes nothing.
	Prepare func(root *xhtml.Node)
}

func (o Options) report(severity diag.Severity, code, message, hint string, line, column int) {
	if o.Report == nil {
		return
	}
	o.Report.Report(diag.Diagnostic{
		Severity: severity, Code: code, Message: message, Hint: hint, Note: o.Note,
		Pos: diag.Pos{File: o.File, Item: o.Item, Line: line, Column: column},
	})
}
