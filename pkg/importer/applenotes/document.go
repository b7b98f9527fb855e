package applenotes

import (
	"errors"
	"fmt"
	"unicode/utf16"
)

// A document is a note's text and the runs that say how it is set. Lengths of runs count UTF-16
// units, as everything in Notes does.
type document struct {
	text []uint16
	runs []run
}

// A run is a stretch of text that is set in one way.
type run struct {
	length    int // in UTF-16 units
	paragraph paragraphStyle
	inline    inlineStyle
}

// An inlineStyle is what one stretch of text has besides its paragraph's style.
type inlineStyle struct {
	link       string
	attachment string // identifier of what stands here; the text is U+FFFC then
	uti        string // its type
	highlight  string // colour of the highlighter
	color      string // "#rrggbb"
	bold       bool
	italic     bool
	underline  bool
	strike     bool
	script     int // above the line when positive, below it when negative
}

// A paragraphStyle is how a paragraph is set.
type paragraphStyle struct {
	kind   int // one of the kinds below
	align  int
	indent int
	done   bool
	quote  bool
}

// The kinds of paragraph.
const (
	kindBody       = -1
	kindTitle      = 0
	kindHeading    = 1
	kindSubheading = 2
	kindMono       = 4
	kindDotted     = 100
	kindDashed     = 101
	kindNumbered   = 102
	kindChecklist  = 103
)

// The alignments that differ from the usual.
const (
	alignCenter = 1
	alignRight  = 2
)

// highlighters are the colours of the highlighter since iOS 18, by number.
var highlighters = map[int]string{1: "purple", 2: "pink", 3: "orange", 4: "mint", 5: "blue"}

// maxRuns is how many stretches of text a note may have.
const maxRuns = 200_000

// maxIndent is how deep a list may nest; Notes itself stops far earlier.
const maxIndent = 30

// decodeDocument reads the ZDATA of a note.
func decodeDocument(blob []byte) (document, error) {
	data, err := unpack(blob)
	if err != nil {
		return document{}, err
	}
	text, err := inside(data, 2, 3)
	if err != nil {
		return document{}, err
	}
	if text == nil {
		return document{}, errors.New("there is no text in it")
	}
	return decodeText(text)
}

// decodeText reads the message that notes and the cells of tables are.
func decodeText(message []byte) (document, error) {
	var d document
	err := scan(message, func(f field) error {
		switch {
		case f.number == 2 && f.bytes != nil:
			d.text = utf16.Encode([]rune(f.text()))
		case f.number == 5 && f.bytes != nil:
			if len(d.runs) == maxRuns {
				return fmt.Errorf("it has more than %d runs", maxRuns)
			}
			r, err := decodeRun(f.bytes)
			d.runs = append(d.runs, r)
			return err
		}
		return nil
	})
	return d, err
}

func decodeRun(message []byte) (run, error) {
	r := run{paragraph: paragraphStyle{kind: kindBody}}
	in := &r.inline
	err := scan(message, func(f field) (err error) {
		switch f.number {
		case 1:
			r.length = max(f.int(), 0)
		case 2:
			r.paragraph, err = decodeParagraph(f.bytes)
		case 5:
			in.bold, in.italic = f.value&1 != 0, f.value&2 != 0
		case 6:
			in.underline = f.value != 0
		case 7:
			in.strike = f.value != 0
		case 8:
			in.script = min(max(f.int(), -1), 1)
		case 9:
			in.link = f.text()
		case 10:
			in.color, err = decodeColor(f.bytes)
		case 12:
			err = scan(f.bytes, func(f field) error {
				switch f.number {
				case 1:
					in.attachment = f.text()
				case 2:
					in.uti = f.text()
				}
				return nil
			})
		case 14:
			in.highlight = highlighters[f.int()]
		}
		return err
	})
	return r, err
}

func decodeParagraph(message []byte) (paragraphStyle, error) {
	p := paragraphStyle{kind: kindBody}
	err := scan(message, func(f field) error {
		switch f.number {
		case 1:
			p.kind = f.int()
		case 2:
			p.align = f.int()
		case 4:
			p.indent = min(max(f.int(), 0), maxIndent)
		case 5:
			return scan(f.bytes, func(f field) error {
				if f.number == 2 {
					p.done = f.value != 0
				}
				return nil
			})
		case 8:
			p.quote = f.value != 0
		}
		return nil
	})
	return p, err
}

// decodeColor returns "#rrggbb", or "" for black and white and the greys near them: those are
// the usual colour of text in a light or a dark window.
func decodeColor(message []byte) (string, error) {
	var parts [3]int
	err := scan(message, func(f field) error {
		if f.number >= 1 && f.number <= 3 {
			if v := f.float(); v >= 0 && v <= 1 {
				parts[f.number-1] = int(v*255 + 0.5)
			}
		}
		return nil
	})
	r, g, b := parts[0], parts[1], parts[2]
	if spread := max(r, g, b) - min(r, g, b); spread < 24 && (max(r, g, b) < 110 || min(r, g, b) > 235) {
		return "", err
	}
	return fmt.Sprintf("#%02x%02x%02x", r, g, b), err
}
