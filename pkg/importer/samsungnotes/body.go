package samsungnotes

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// maxIndent is how deep lists nest; deeper items stand at that level.
const maxIndent = 8

// maxAddress is how long the words of a link may be that are an address.
const maxAddress = 4096

// A line is one paragraph of a text.
type line struct {
	start, end     int
	bullet, indent int
	extra          int
	inlines        []note.Inline
}

// The bullets that mean something else than a bullet.
const (
	noBullet  = 0
	checkBox  = 2
	firstOrd  = 4 // digits, digits in circles, letters, Roman numbers
	lastOrd   = 7
	objectRef = 0xFFFC
)

// blocks turns a text into paragraphs and lists. place is asked for what each object shows, in
// the order in which the objects stand in the text.
func (t text) blocks(place func(object) note.Inline) []note.Block {
	lines := t.split()
	runs := t.runs()
	object := 0
	var out []note.Block
	var para []note.Inline
	var list []line
	flush := func() {
		if para = trimBreaks(para); len(para) > 0 {
			out = append(out, &note.Paragraph{Inlines: para})
		}
		out = append(out, lists(list)...)
		para, list = nil, nil
	}
	for _, l := range lines {
		for len(runs) > 0 && runs[0].end <= l.start {
			runs = runs[1:]
		}
		l.inlines = t.inlines(l, runs, func() note.Inline {
			if object++; object <= len(t.objects) {
				return place(t.objects[object-1])
			}
			return nil
		})
		switch {
		case len(l.inlines) == 0 && l.bullet == noBullet:
			flush()
		case l.bullet != noBullet:
			if len(para) > 0 {
				flush()
			}
			list = append(list, l)
		default:
			if len(list) > 0 {
				flush()
			}
			para = append(append(para, l.inlines...), &note.Break{Hard: true})
		}
	}
	flush()
	for ; object < len(t.objects); object++ {
		if in := place(t.objects[object]); in != nil {
			out = append(out, &note.Paragraph{Inlines: []note.Inline{in}})
		}
	}
	return out
}

func trimBreaks(in []note.Inline) []note.Inline {
	for len(in) > 0 {
		if _, ok := in[len(in)-1].(*note.Break); !ok {
			break
		}
		in = in[:len(in)-1]
	}
	return in
}

// split finds the lines and what is said of them.
func (t text) split() []line {
	var lines []line
	start := 0
	for i, u := range t.units {
		if u == '\n' {
			lines = append(lines, line{start: start, end: i})
			start = i + 1
		}
	}
	lines = append(lines, line{start: start, end: len(t.units)})
	work := 8*len(lines) + 1000 // styles that overlap a thousand times are no note of the app
	for _, s := range t.lines {
		for i := s.start; i < min(max(s.end, s.start+1), len(lines)) && work > 0; i++ {
			work--
			switch s.kind {
			case indented:
				lines[i].indent = min(s.value, maxIndent)
			case bulleted:
				lines[i].bullet, lines[i].extra = s.value, s.extra
			}
		}
	}
	return lines
}

// lists nests the items of lists by their indents.
func lists(items []line) []note.Block {
	var out []note.Block
	for i := 0; i < len(items); {
		it := items[i]
		j := i + 1
		for j < len(items) && items[j].indent > it.indent {
			j++
		}
		item := note.ListItem{Blocks: append([]note.Block{&note.Paragraph{Inlines: it.inlines}}, lists(items[i+1:j])...)}
		if it.bullet == checkBox {
			item.Task = ' '
			if it.extra != 0 {
				item.Task = 'x'
			}
		}
		ordered := it.bullet >= firstOrd && it.bullet <= lastOrd
		if l, ok := last(out).(*note.List); ok && l.Ordered == ordered && (l.Items[0].Task == 0) == (item.Task == 0) {
			l.Items = append(l.Items, item)
		} else {
			l := &note.List{Tight: true, Ordered: ordered, Items: []note.ListItem{item}}
			if ordered {
				l.Start = 1
			}
			out = append(out, l)
		}
		i = j
	}
	return out
}

func last(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[len(blocks)-1]
}

// A run is a piece of text in one style.
type run struct {
	start, end int
	on         map[int]int // how often each kind of span is on
	fore, back int         // colours, -1 for none
	link       int         // place of the link's span, -1 for none
}

// runs cuts the text at the ends of its spans. Of colours that overlap the one that began last
// holds.
func (t text) runs() []run {
	type event struct{ at, span int }
	var events []event
	for i, s := range t.spans {
		events = append(events, event{s.start, i}, event{s.end, i})
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	var out []run
	now := map[int]int{}
	latest := map[int]int{foreground: -1, background: -1, hyperlink: -1}
	at := 0
	cut := func(to int) {
		if to > at {
			r := run{start: at, end: to, on: map[int]int{}, fore: -1, back: -1, link: latest[hyperlink]}
			for kind, n := range now {
				r.on[kind] = n
			}
			if i := latest[foreground]; i >= 0 {
				r.fore = t.spans[i].value & 0xFFFFFF
			}
			if i := latest[background]; i >= 0 && t.spans[i].value>>24&0xFF != 0 {
				r.back = t.spans[i].value & 0xFFFFFF
			}
			out = append(out, r)
			at = to
		}
	}
	for _, e := range events {
		cut(e.at)
		s := t.spans[e.span]
		begins := e.at == s.start
		switch s.kind {
		case foreground, background, hyperlink:
			if begins {
				latest[s.kind] = e.span
			} else if latest[s.kind] == e.span {
				latest[s.kind] = -1
			}
		case bold, italic, underline, strike:
			if s.value != 0 && begins {
				now[s.kind]++
			} else if s.value != 0 {
				now[s.kind]--
			}
		}
	}
	cut(len(t.units))
	return out
}

// inlines is the running text of a line.
func (t text) inlines(l line, runs []run, object func() note.Inline) []note.Inline {
	if strings.TrimSpace(string(utf16.Decode(t.units[l.start:l.end]))) == "" {
		return nil
	}
	var out []note.Inline
	for i := 0; i < len(runs) && runs[i].start < l.end; {
		r := runs[i]
		j := i + 1
		for r.link >= 0 && j < len(runs) && runs[j].link == r.link {
			j++
		}
		var inner []note.Inline
		for _, piece := range runs[i:j] {
			inner = append(inner, t.pieces(max(piece.start, l.start), min(piece.end, l.end), piece, object)...)
		}
		i = j
		if r.link < 0 {
			out = append(out, inner...)
			continue
		}
		s := t.spans[r.link]
		target := string(utf16.Decode(t.units[s.start:min(s.end, s.start+maxAddress)]))
		if address := addressOf(target); address != "" {
			inner = []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: address}, Bare: true, Inlines: inner}}
		}
		out = append(out, inner...)
	}
	return out
}

// pieces is a run in one style, with the objects in it.
func (t text) pieces(start, end int, r run, object func() note.Inline) []note.Inline {
	var out []note.Inline
	for start < end {
		stop := start
		for stop < end && t.units[stop] != objectRef {
			stop++
		}
		if s := clean(string(utf16.Decode(t.units[start:stop]))); s != "" {
			plain := []note.Inline{&note.Text{Value: s}}
			if r.link < 0 {
				plain = importer.PlainInlines(s)
			}
			out = append(out, r.styled(plain)...)
		}
		if stop < end {
			if in := object(); in != nil {
				out = append(out, in)
			}
		}
		start = stop + 1
	}
	return out
}

// clean takes out what no text has.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\v' || r == '\r':
			return ' '
		case r < ' ' && r != '\t', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

func (r run) styled(in []note.Inline) []note.Inline {
	for _, s := range []struct {
		kind  int
		style note.Style
	}{{strike, note.Strike}, {underline, note.Underline}, {italic, note.Emphasis}, {bold, note.Strong}} {
		if r.on[s.kind] > 0 && !(s.kind == underline && r.link >= 0) {
			in = []note.Inline{&note.Styled{Style: s.style, Inlines: in}}
		}
	}
	if colourful(r.fore) && r.link < 0 {
		in = []note.Inline{&note.Styled{Style: note.Colored, Color: fmt.Sprintf("#%06x", r.fore), Inlines: in}}
	}
	if r.back >= 0 && r.back != 0xFFFFFF {
		in = []note.Inline{&note.Styled{Style: note.Highlight, Color: fmt.Sprintf("#%06x", r.back), Inlines: in}}
	}
	return in
}

// colourful reports whether a colour is one that somebody chose: black and grey are the app's.
func colourful(c int) bool {
	if c < 0 {
		return false
	}
	r, g, b := c>>16&0xFF, c>>8&0xFF, c&0xFF
	return max(r, g, b)-min(r, g, b) > 48
}

var (
	isAddress = regexp.MustCompile(`^(?i:https?://|mailto:|tel:)\S+$`)
	isMail    = regexp.MustCompile(`^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$`)
	isHost    = regexp.MustCompile(`^[^\s/@:]+\.\pL{2,}(?:[/?#:]\S*)?$`)
)

// addressOf returns what the words of a link lead to: the app keeps no address beside them.
func addressOf(s string) string {
	switch s = strings.TrimSpace(s); {
	case isAddress.MatchString(s):
		return s
	case isMail.MatchString(s):
		return "mailto:" + s
	case isHost.MatchString(s):
		return "https://" + s
	}
	return ""
}
