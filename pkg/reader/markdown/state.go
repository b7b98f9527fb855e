package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

var stateKey = parser.NewContextKey()

// state is what the parsers of this package share while they read one note.
type state struct {
	src  []byte
	opts Options

	refs      map[string]reference // reference definitions by normalized label
	footnotes map[string]string    // labels of footnote definitions as written, by normalized label
	tasks     map[ast.Node]rune    // state characters of task items

	delims   *delimiter // last open delimiter of the block being read
	brackets *bracket   // last open bracket of the block being read
	failed   failures

	expanded   int // bytes that references have been expanded to
	continues  int // lines that open containers went on over
	cells      int // table cells made
	plainLinks int // wikilinks met in text whose markup is not read
	hits       map[string]int

	lineStarts []int // offsets of line starts; nil until a place is asked for
	lastLine   int   // index into lineStarts of the last place asked for
	lastPos    int   // its offset
	lastColumn int   // its column, from 1
}

func newState(src []byte, opts Options) *state {
	if opts.FirstLine == 0 {
		opts.FirstLine = 1
	}
	if opts.Report == nil {
		opts.Report = diag.Discard
	}
	return &state{src: src, opts: opts}
}

func stateOf(pc parser.Context) *state { return pc.Get(stateKey).(*state) }

// failures remembers searches for a closing mark that failed: a search from any later place
// before the end of that block must fail too. This keeps unclosed marks linear.
type failures struct {
	display int // no "$$" between any place before this and the end of its block
	comment int // the same for "%%"
}

// place returns the line in the file and the column in characters of an offset in the source.
func (s *state) place(offset int) (line, column int) {
	if s.lineStarts == nil {
		s.lineStarts = make([]int, 1, 1+bytes.Count(s.src, []byte("\n")))
		for i, c := range s.src {
			if c == '\n' {
				s.lineStarts = append(s.lineStarts, i+1)
			}
		}
		s.lastColumn = 1
	}
	i, found := slices.BinarySearch(s.lineStarts, offset)
	if !found {
		i--
	}
	if i == s.lastLine && offset >= s.lastPos {
		s.lastColumn += utf8.RuneCount(s.src[s.lastPos:offset])
	} else {
		s.lastLine = i
		s.lastColumn = 1 + utf8.RuneCount(s.src[s.lineStarts[i]:offset])
	}
	s.lastPos = offset
	return s.opts.FirstLine + i, s.lastColumn
}

// locate sets where ref was written. A reference that goes over several lines is as wide as
// its part of the first.
func (s *state) locate(ref *note.Ref, start, stop int) {
	ref.Line, ref.Column = s.place(start)
	written := s.src[start:stop]
	if i := bytes.IndexByte(written, '\n'); i >= 0 {
		written = written[:i]
	}
	ref.Width = utf8.RuneCount(written)
}

// maxReports is how many diagnostics one guard gives for one note.
const maxReports = 10

const hintSplit = "split it into several notes"

// report says that a guard degraded what stands at offset.
func (s *state) report(offset int, message, hint string) {
	if s.hits == nil {
		s.hits = map[string]int{}
	}
	s.hits[message]++
	if s.hits[message] > maxReports {
		return
	}
	line, _ := s.place(offset)
	s.opts.Report.Report(diag.Diagnostic{
		Severity: diag.Warning,
		Code:     "M002",
		Pos:      diag.Pos{File: s.opts.File, Line: line},
		Message:  message,
		Hint:     hint,
		Note:     s.opts.Note,
	})
}

// normalLabel is a reference's or footnote's label as it is compared.
func normalLabel(label []byte) string { return util.ToLinkReference(label) }
