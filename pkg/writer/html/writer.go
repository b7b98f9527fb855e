// Package html writes a note's blocks as an HTML fragment: for pages, feeds and previews.
//
// Whatever the blocks hold, the fragment holds only elements, attributes and URL schemes of
// fixed lists, no style attribute, no script and no event handler, and it parses in a browser
// to exactly the elements that were written, properly nested. It never makes a page load
// anything from another host. The same blocks give the same bytes.
//
// What style sheets and scripts may rely on: links have the class internal, external, file or
// tag, and .nolink is one that leads nowhere; .remote-image, .video-card, .link-card and
// .file-card are links to what could not be shown (.host names the other side). .callout has
// .callout-TYPE, data-callout, .callout-title and .callout-body; .code has data-lang,
// .code-title, .line-mark and Chroma's classes; figure.diagram has data-diagram, details.query
// data-query, ul.tasks and li.task data-task; section.embed has .embed-source; .table and
// .math-block scroll; .align-* and .color-* stand for what a style attribute would say; .p is a
// paragraph that holds blocks; .sidenote is a footnote at its mark, hidden until a style sheet
// shows it, and .beside is the same one at the end; .place is an empty target of links. Classes
// that a note wrote itself begin with user-, and so do ids of its raw HTML.
package html

import (
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/writer/html/math"
)

// Options are what all pages of a site have in common.
type Options struct {
	HeadingOffset int // added to the level of every heading
	MinLevel      int // the highest level that a heading may have: 2 where the page has an h1 of its own; 0 means 1
	EmbedDepth    int // how deep notes are shown inside notes; 0 means 5
	EmbedBudget   int // bytes of embedded notes on one page; further ones, and those after the 2,000th, become links; 0 means 4 MiB
}

// A Writer writes fragments and remembers costly parts (highlighted code, formulas) between
// them. It is safe for concurrent use.
type Writer struct {
	opts  Options
	code  codeCache
	maths *math.Renderer
	spare sync.Pool // of *state: runs that have ended
}

// New returns a Writer.
func New(o Options) *Writer {
	if o.EmbedDepth == 0 {
		o.EmbedDepth = 5
	}
	if o.EmbedBudget == 0 {
		o.EmbedBudget = 4 << 20
	}
	return &Writer{opts: o, maths: math.New()}
}

// A Page says where and how a fragment will stand. The zero value writes for the root of the
// site, without ids.
type Page struct {
	// Address is the site path of the page, such as "folder/note.html"; links become relative
	// to it, so that they are right under any base path and from a disk.
	Address string
	// Base, when set, makes links absolute under this URL, as feeds need.
	Base string

	// Sidenotes writes short footnotes beside their marks, too, for pages that have a margin.
	Sidenotes bool
	// Remarks returns finished HTML about the heading or block of the page with that anchor,
	// nil for none. It is written behind a heading, a table and the like, and at the end of a
	// paragraph or list item.
	Remarks func(anchor string) []byte

	IDs       bool   // write ids: yes on a page; no in feeds, previews and backlinks
	Prefix    string // put before every id and every link to an id of the same page
	Language  string // language of the page, BCP 47
	Direction string // "ltr" or "rtl"; empty means ltr

	// Plain writes bare elements: no scroll regions, no figures, no colours of code. For feeds
	// and for comparing with what other Markdown programs write.
	Plain bool
	// NoLinks writes the text of links only, for fragments that will stand inside a link.
	NoLinks bool
	// RemoteImages shows images from other hosts. Else such an image is a link to it, because
	// showing it would tell its host who reads the page.
	RemoteImages bool
	// ShowUnpublished shows the text of links that carry no text of their author's own and lead
	// nowhere. Else they show "…", for their text is the name of a note.
	ShowUnpublished bool

	// Message returns a word of the user interface, "" for none of its own; see Messages.
	Message func(key string) string
	// Transclude returns what a note embed shows. ok is false when there is nothing to show:
	// the embed then is a link. Nil means that all are links.
	Transclude func(ref note.Ref) (t Transclusion, ok bool)
	// Media returns the size of the image at a site address in pixels, 0 when not known.
	Media func(address string) (width, height int)

	// Copies returns the widths of the smaller copies of the image at a site address, narrow ones
	// first; a copy's address is the image's with CopySuffix. Nil for none.
	Copies func(address string) []int
	// TagAddress returns the site address of a tag's page, "" when it has none.
	TagAddress func(name string) string

	Report diag.Reporter // nil discards
	File   string        // where diagnostics are said to be
}

// A Transclusion is what an embed of a note shows.
type Transclusion struct {
	Title     string
	Address   string       // its page
	Blocks    []note.Block // the note's body or the section that the embed names
	Whole     []note.Block // the note's whole body, where footnotes of a section are looked up; nil means Blocks
	Language  string       // of the embedded note
	Direction string
}

// Features says what a fragment holds, so that a page loads only the assets that it needs.
type Features struct {
	Math    bool
	Diagram bool
	Code    bool // a block of code, coloured or not
	Media   bool // audio or video
	Image   bool
	Callout bool
	Table   bool
	Embed   bool // a note inside the note
}

// Result is a written fragment.
type Result struct {
	HTML     string
	Features Features
}

// Write writes blocks, with their footnotes at the end.
func (w *Writer) Write(p Page, blocks []note.Block) Result {
	s := w.start(p, blocks)
	s.blocks(blocks)
	s.footnotes()
	return s.finish()
}

// Inlines writes running text without a paragraph around it. Footnote marks and block
// elements of raw HTML are left out, notes are not embedded.
func (w *Writer) Inlines(p Page, inlines []note.Inline) Result {
	p.Transclude = nil
	s := w.start(p, nil)
	s.phrasing, s.noFootnotes = true, true
	s.inlines(inlines)
	return s.finish()
}

// state is one run of Write or Inlines.
type state struct {
	w    *Writer
	page Page
	out  []byte

	features Features
	root     []note.Block    // what Write was given
	ids      map[string]bool // ids written so far, or reserved
	reserved map[string]bool // ids that root will have; nil until asked for
	repeats  map[string]int  // how often an id of raw HTML was given
	images   int

	stack    []element // open elements, outermost first
	base     int       // elements below it are closed by somebody else
	pending  []string  // closing tags that a paragraph could not place
	own      struct{ language, script string }
	stated   *note.Paragraph // the element around it says what language it is in
	phrasing bool            // only phrasing content may be written
	skip     string          // raw element whose content is left out, such as iframe
	held     *note.Tag       // raw audio or video that waits for its source
	lower    int             // added to the level of headings, above the Writer's offset

	scope       *scope // footnotes of the note being written
	notes       []*footnote
	noFootnotes bool

	remarked map[string]bool // anchors whose remarks are written
	tail     []byte          // remarks for the end of the next paragraph

	chain    []place // notes being written, outermost first
	embedded int     // bytes of embedded notes
	embeds   int     // how many notes were embedded
	line     int     // line of the outermost embed
	column   int

	first struct { // what chain and scope are outside embeds
		place [1]place
		scope scope
	}
}

// place is a page or a part of it.
type place struct{ address, anchor, title string }

func (w *Writer) start(p Page, blocks []note.Block) *state {
	if p.Report == nil {
		p.Report = diag.Discard
	}
	s, ok := w.spare.Get().(*state)
	if !ok {
		s = new(state)
	}
	s.w, s.page, s.root = w, p, blocks
	s.first.place[0] = place{address: p.Address}
	s.chain = s.first.place[:]
	s.first.scope = scope{blocks: blocks, chain: s.chain}
	s.scope = &s.first.scope
	return s
}

// finish returns what was written, and ends the run: another one will use its memory.
func (s *state) finish() Result {
	r := Result{HTML: string(s.out), Features: s.features}
	w, out, stack := s.w, s.out, s.stack
	clear(stack)
	if *s = (state{}); cap(out) <= 1<<20 {
		s.out, s.stack = out[:0], stack[:0]
	}
	w.spare.Put(s)
	return r
}

// report sends a diagnostic about the place of ref, or of the embed that led here.
func (s *state) report(sev diag.Severity, code string, ref *note.Ref, message, hint string) {
	pos := diag.Pos{File: s.page.File, Line: s.line, Column: s.column}
	width := 0
	if len(s.chain) == 1 && ref != nil {
		pos.Line, pos.Column, width = ref.Line, ref.Column, ref.Width
	}
	s.page.Report.Report(diag.Diagnostic{Severity: sev, Code: code, Pos: pos, Message: message, Hint: hint, Width: width})
}
