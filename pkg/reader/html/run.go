package html

import (
	"strings"

	"memopress/pkg/note"
)

// A wrap is an inline element around text: a style, a link, a pair of tags. Two leaves are in
// the same wrap when they have the same pointer.
type wrap struct {
	style note.Style
	color string
	link  *note.Link
	tag   *note.Tag
}

// around puts w around inlines.
func (w *wrap) around(inlines []note.Inline) []note.Inline {
	switch {
	case w.link != nil:
		l := *w.link
		l.Inlines = inlines
		l.Bare = repeatsAddress(&l)
		return []note.Inline{&l}
	case w.tag != nil:
		out := append([]note.Inline{w.tag}, inlines...)
		if end, ok := note.CloseTag(w.tag.Name()); ok {
			out = append(out, end)
		}
		return out
	}
	return []note.Inline{&note.Styled{Style: w.style, Color: w.color, Inlines: inlines}}
}

// repeatsAddress reports whether a link's text is only its address.
func repeatsAddress(l *note.Link) bool {
	return l.Ref.Target != "" && len(l.Inlines) == 1 && note.PlainText(l.Inlines) == l.Ref.Target
}

// A run is running text that grows leaf by leaf, each with the wraps that it stands in. White
// space collapses as in browsers; a space between two elements comes to stand outside of both,
// so that none of them begins or ends with one.
type run struct {
	open  []*wrap
	outs  [][]note.Inline // outs[i] is what stands in open[i-1]; outs[0] at the top
	space bool            // white space since the last leaf
	lines int             // line breaks since the last leaf
	some  bool            // there are leaves
	words joined
}

// joined is the last text of a list of inlines while more text may follow it: one string made
// once, for adding to strings takes quadratic time where tags fall away between the words.
type joined struct {
	node *note.Text
	buf  []byte
}

// add appends in to out; text that follows text becomes one.
func (j *joined) add(out []note.Inline, in note.Inline) []note.Inline {
	if text, ok := in.(*note.Text); ok && j.join(out, text.Value) {
		return out
	}
	j.settle()
	return append(out, in)
}

// addText is add for text that has no node yet, and often needs none.
func (j *joined) addText(out []note.Inline, text string) []note.Inline {
	if j.join(out, text) {
		return out
	}
	j.settle()
	return append(out, &note.Text{Value: text})
}

// join adds text to the last of out where that is text as well.
func (j *joined) join(out []note.Inline, text string) bool {
	if len(out) == 0 {
		return false
	}
	last, ok := out[len(out)-1].(*note.Text)
	if !ok {
		return false
	}
	if j.node != last {
		j.settle()
		j.node, j.buf = last, append(j.buf[:0], last.Value...)
	}
	j.buf = append(j.buf, text...)
	return true
}

// settle gives the last text its value.
func (j *joined) settle() {
	if j.node != nil {
		j.node.Value = string(j.buf)
		j.node = nil
	}
}

// text adds text whose white space collapses.
func (r *run) text(s string, wraps []*wrap) {
	words := collapse(s)
	if words == "" {
		r.space = r.space || s != ""
		return
	}
	if isSpace(rune(s[0])) {
		r.space = true
	}
	r.begin(wraps)
	r.putText(words)
	r.space = isSpace(rune(s[len(s)-1]))
}

// collapse returns s without white space at its ends and with single spaces for any inside: most
// often a part of s itself.
func collapse(s string) string {
	s = strings.TrimFunc(s, isSpace)
	odd := false // there is white space that is no single space
	for i := 0; i < len(s) && !odd; i++ {
		odd = isSpace(rune(s[i])) && (s[i] != ' ' || isSpace(rune(s[i+1])))
	}
	if odd {
		return strings.Join(strings.FieldsFunc(s, isSpace), " ")
	}
	return s
}

// isSpace reports whether HTML takes r for white space. A no-break space is none.
func isSpace(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\f' || r == '\r'
}

// verbatim adds text whose line breaks and spaces count.
func (r *run) verbatim(s string, wraps []*wrap) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			r.lines++
		}
		if line != "" {
			r.begin(wraps)
			r.putText(line)
			r.space = false
		}
	}
}

// leaf adds one inline.
func (r *run) leaf(in note.Inline, wraps []*wrap) {
	r.begin(wraps)
	r.put(in)
}

// begin comes before a leaf with these wraps.
func (r *run) begin(wraps []*wrap) {
	if len(r.outs) == 0 {
		r.outs = append(r.outs, nil)
	}
	same := 0
	for same < len(r.open) && same < len(wraps) && r.open[same] == wraps[same] {
		same++
	}
	r.shut(same)
	if r.some {
		switch {
		case r.lines > 0:
			for range r.lines {
				r.put(&note.Break{Hard: true})
			}
		case r.space:
			r.putText(" ")
		}
	}
	r.space, r.lines, r.some = false, 0, true
	for _, w := range wraps[same:] {
		r.open = append(r.open, w)
		r.outs = append(r.outs, nil)
	}
}

func (r *run) putText(text string) {
	last := len(r.outs) - 1
	r.outs[last] = r.words.addText(r.outs[last], text)
}

func (r *run) put(in note.Inline) {
	last := len(r.outs) - 1
	r.outs[last] = r.words.add(r.outs[last], in)
}

// shut closes the wraps above the first n.
func (r *run) shut(n int) {
	if len(r.open) > n {
		r.words.settle()
	}
	for len(r.open) > n {
		last := len(r.open) - 1
		inner := r.open[last].around(r.outs[last+1])
		r.open, r.outs = r.open[:last], r.outs[:last+1]
		for _, in := range inner {
			r.put(in)
		}
		r.words.settle()
	}
}

// take returns what the run holds and empties it. White space and line breaks at its end are
// nothing, as in browsers.
func (r *run) take() []note.Inline {
	var out []note.Inline
	if r.some {
		r.shut(0)
		r.words.settle()
		out = r.outs[0]
		clear(r.outs)
	}
	*r = run{open: r.open[:0], outs: r.outs[:0], words: joined{buf: r.words.buf[:0]}} // its memory serves the next one
	return out
}
