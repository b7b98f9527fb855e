// Package rtf reads Rich Text Format (specification 1.9.1, and what WordPad, TextEdit,
// LibreOffice and Korean Word before Unicode wrote) into the neutral tree of package note.
//
// Text is decoded by the code page of its font, else by the document's own (\ansicpg949); a
// Unicode character is never shown together with its replacement. Hidden and deleted text and
// comments are left out and told of. Any input is read in linear time, whatever its groups.
package rtf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/internal/office"
	"memopress/pkg/note"
)

// ErrNoDocument says that the text is no RTF.
var ErrNoDocument = errors.New("it is not Rich Text Format: it does not begin with {\\rtf")

// maxGroups is how deep groups nest; deeper ones share the state of the group around them.
const maxGroups = 1000

// Read reads a document.
func Read(src []byte, opts office.Options) (*office.Document, error) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(bytes.TrimLeft(src, " \t\r\n"), []byte(`{\rtf`)) {
		return nil, ErrNoDocument
	}
	r := &reader{scanner: scanner{src: src}, opts: opts, doc: &office.Document{}, fonts: map[int]font{}, styles: map[int]style{}, lists: map[int]list{}, overrides: map[int]int{},
		numbers: map[string]int{}, lost: map[string]int{}, bookmarks: map[string]string{}, page: 1252}
	r.now = state{dest: body, skipAfter: 1}
	r.push(&context{})
	if !r.run() {
		r.doc.Damage("end")
	}
	for len(r.contexts) > 1 {
		r.leave(r.contexts[len(r.contexts)-1])
	}
	r.doc.Blocks = append(r.contexts[0].finish(r), r.notes...)
	r.resolve()
	if r.title != "" { // what stands above the text is newer than the properties of a template
		r.doc.Title = r.title
	}
	for what, n := range r.lost {
		severity := diag.Info
		if strings.HasPrefix(what, "formula") || strings.HasPrefix(what, "table") || strings.HasPrefix(what, "embedded") {
			severity = diag.Warning
		}
		opts.Tell(severity, fmt.Sprintf("left out of the document or simplified: %s (%d)", what, n), "")
	}
	return r.doc, nil
}

// A state is what holds inside a group and ends with it.
type state struct {
	dest      destination
	format    office.Format
	hidden    bool
	deleted   bool
	math      bool
	east      bool // what is said with \ab and \ai is about letters of East Asia
	font      int
	skipAfter int // how many replacements follow a Unicode character
	star      bool
	para      paragraph
	pending   *capture // what collects the text of this destination
	context   *context // set on the group that a context began with
	field     *field   // set on the group of a field
	result    bool     // set on the group of a field's result
	picture   *picture // set on the group of a picture
	share     int      // groups too deep for a state of their own
}

// A destination says what the text of a group is for.
type destination uint8

const (
	body    destination = iota
	skip                // of no use
	collect             // text of pending
	tables              // fonts, colours, styles, lists: control words matter
	silent              // only groups inside matter
	pixels              // the data of a picture
)

// A capture collects the text of a destination.
type capture struct {
	text strings.Builder
	done func(text string)
}

// A paragraph is what is said about a paragraph.
type paragraph struct {
	style   int
	outline int // 1 to 9; 0 not said, -1 body text
	list    int // number of its list override; 0 for none
	level   int
	mark    string // the text of its bullet or number
	old     byte   // 'b' or 'n': a bullet or a number of old programs
	table   int    // how deep in tables it lies
	border  bool
	align   note.Align
}

// A reader reads one document.
type reader struct {
	scanner
	opts     office.Options
	doc      *office.Document
	now      state
	stack    []state
	contexts []*context

	page      int // the document's code page
	fallback  int // font of text that names none
	bytes     []byte
	bytesPage int
	surrogate rune
	toSkip    int // replacements still to come

	fonts     map[int]font
	colors    []string
	styles    map[int]style
	lists     map[int]list
	overrides map[int]int // list override → list
	numbers   map[string]int
	reading   definition

	bookmarks map[string]string // name → block id
	links     []*note.Link      // to bookmarks
	notes     []note.Block
	title     string
	lost      map[string]int
}

// run reads all tokens and reports whether the groups ended.
func (r *reader) run() bool {
	depth := 0
	for {
		t := r.next()
		switch t.kind {
		case end:
			r.flush()
			return depth <= 0
		case open:
			r.flush()
			r.toSkip = 0
			depth++
			r.open()
		case shut:
			r.flush()
			r.toSkip = 0
			if depth--; depth <= 0 {
				if depth == 0 {
					r.close()
				}
				return true // what follows the document is none of it
			}
			r.close()
		case letter:
			if r.toSkip > 0 {
				r.toSkip--
				continue
			}
			r.byte(t.letter)
		case binary:
			if r.toSkip > 0 {
				r.toSkip--
				continue
			}
			r.flush()
			if r.now.dest == pixels && r.now.picture != nil {
				r.now.picture.data = append(r.now.picture.data, t.data...)
			}
		case word:
			if r.toSkip > 0 && !isLetter(t.word[0]) { // words are never a replacement, whatever the standard says
				r.toSkip--
				continue
			}
			r.toSkip = 0
			if t.word == "'" {
				r.byte(t.letter)
				continue
			}
			r.flush()
			r.control(t.word, t.value, t.has)
		}
	}
}

func (r *reader) open() {
	if len(r.stack) >= maxGroups {
		r.now.share++
		return
	}
	r.stack = append(r.stack, r.now)
	n := &r.now
	n.star, n.context, n.field, n.result, n.share = false, nil, nil, false, 0
	if n.dest != pixels {
		n.picture = nil
	}
}

func (r *reader) close() {
	if r.now.share > 0 {
		r.now.share--
		return
	}
	if len(r.stack) == 0 {
		return
	}
	old, outer := r.now, r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	r.now = outer
	if old.dest == body && outer.dest == body && old.context == nil { // what the paragraph is goes on to its end
		r.now.para.mark, r.now.para.table = old.para.mark, old.para.table
	}
	if old.dest == silent && old.para.old != 0 {
		r.now.para.old = old.para.old
	}
	if old.pending != nil && old.pending != outer.pending {
		old.pending.done(old.pending.text.String())
	}
	if old.picture != nil && old.picture != outer.picture {
		r.endPicture(old.picture)
	}
	if old.field != nil {
		r.endField(old.field)
	}
	if old.context != nil {
		r.now.para = old.para // of a last paragraph that has no end of its own
		r.leave(old.context)
		r.now.para = outer.para
	}
	r.endDefinition(len(r.stack))
}

// begin makes the current group a destination whose text is collected.
func (r *reader) begin(done func(text string)) {
	r.now.dest, r.now.pending = collect, &capture{done: done}
}

// text takes decoded text.
func (r *reader) text(s string) {
	switch r.now.dest {
	case collect:
		if r.now.pending.text.Len() < 1<<20 {
			r.now.pending.text.WriteString(s)
		}
	case tables:
		r.reading.text(r, s)
	case body:
		if r.now.deleted {
			return
		}
		if r.now.hidden {
			if strings.TrimSpace(s) != "" {
				r.lost["hidden text"]++
			}
			return
		}
		c := r.top()
		f := r.now.format
		f.Code = f.Code || office.Mono(r.fonts[r.now.font].name)
		if c.inLink > 0 {
			f.Color, f.Underline = "", false
		}
		c.spans = append(c.spans, office.Span{Format: f, Inline: &note.Text{Value: s}})
	}
}

func (r *reader) put(in note.Inline) {
	if r.now.dest == body && !r.now.hidden && !r.now.deleted {
		c := r.top()
		c.spans = append(c.spans, office.Span{Inline: in})
	}
}

// timeOf reads {\creatim\yr2024\mo3\dy1\hr9\min5}.
func (r *reader) timeOf(v map[string]int) time.Time {
	if v["yr"] < 1980 || v["yr"] > 2100 || v["mo"] < 1 || v["mo"] > 12 || v["dy"] < 1 || v["dy"] > 31 {
		return time.Time{}
	}
	zone := r.opts.Location
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(v["yr"], time.Month(v["mo"]), v["dy"], v["hr"], v["min"], v["sec"], 0, zone)
}

// resolve makes links to bookmarks that there are, and text of the others.
func (r *reader) resolve() {
	used := map[string]bool{}
	for _, l := range r.links {
		used[r.bookmarks[l.Ref.Block]] = true
		l.Ref = note.Ref{Kind: note.RefName, Block: r.bookmarks[l.Ref.Block]}
		if l.Ref.Block == "" {
			l.Ref = note.Ref{Kind: note.RefNone}
		}
	}
	note.Walk(r.doc.Blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Paragraph:
			if !used[node.ID] {
				node.ID = ""
			}
		case *note.Heading:
			if !used[node.ID] {
				node.ID = ""
			}
		}
		return true
	})
}

// reopen returns a function that opens data held in memory.
func reopen(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
