package html

import (
	"slices"
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

// repeatsAddress reports whether a link's text is only its address.
func repeatsAddress(l *note.Link) bool {
	return l.Ref.Target != "" && len(l.Inlines) == 1 && note.PlainText(l.Inlines) == l.Ref.Target
}

// A run is running text that grows leaf by leaf, each with the wraps that it stands in. White
// space collapses as in browsers; a space between two elements comes to stand outside of both,
// so that none of them begins or ends with one.
type run struct {
	open  []*wrap
	outs  [][]note.Inline // outs[i] is what stands in open[i-1]; outs[0] at the top. Their memory is the run's own
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

	last *note.Text // the node that was added last
	more string     // the text that it was added with, and what follows that in its source
}

// add appends in to out; text that follows text becomes one.
func (j *joined) add(out []note.Inline, in note.Inline) []note.Inline {
	if text, ok := in.(*note.Text); ok && j.join(out, text.Value) {
		return out
	}
	j.settle()
	return append(out, in)
}

// addText is add for the first n bytes of more, which have no node yet and often need none.
func (j *joined) addText(out []note.Inline, more string, n int) []note.Inline {
	if j.join(out, more[:n]) {
		return out
	}
	j.settle()
	j.last, j.more = &note.Text{Value: more[:n]}, more
	return append(out, j.last)
}

// addSpace adds a space to out: the one behind the last text in its source, where there is one.
func (j *joined) addSpace(out []note.Inline) []note.Inline {
	if j.last != nil && j.node == nil && len(out) > 0 && out[len(out)-1] == note.Inline(j.last) {
		if n := len(j.last.Value); n < len(j.more) && j.more[n] == ' ' {
			j.last.Value = j.more[:n+1]
			return out
		}
	}
	return j.addText(out, " ", 1)
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
	from, to := 0, len(s)
	for from < to && isSpace(s[from]) {
		from++
	}
	if from == to {
		r.space = r.space || s != ""
		return
	}
	for isSpace(s[to-1]) {
		to--
	}
	r.space = r.space || from > 0
	spaced := r.begin(wraps, from > 0 && s[from-1] == ' ')
	switch words := s[from:to]; {
	case isCollapsed(words) && spaced:
		r.putText(s[from-1:], len(words)+1)
	case isCollapsed(words):
		r.putText(s[from:], len(words))
	default:
		if spaced {
			r.putSpace()
		}
		words = collapse(words)
		r.putText(words, len(words))
	}
	r.space = to < len(s)
}

// collapse returns s without white space at its ends and with single spaces for any inside.
func collapse(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) }), " ")
}

// isCollapsed reports whether all white space in s, which does not end with any, is single spaces.
func isCollapsed(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' && isSpace(s[i]) && (s[i] != ' ' || isSpace(s[i+1])) {
			return false
		}
	}
	return true
}

// isSpace reports whether HTML takes c for white space. A no-break space is none.
func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'
}

// verbatim adds text whose line breaks and spaces count.
func (r *run) verbatim(s string, wraps []*wrap) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			r.lines++
		}
		if line != "" {
			r.begin(wraps, false)
			r.putText(line, len(line))
			r.space = false
		}
	}
}

// leaf adds one inline.
func (r *run) leaf(in note.Inline, wraps []*wrap) {
	r.begin(wraps, false)
	r.put(in)
}

// begin comes before a leaf with these wraps. It puts the white space before the leaf, unless the
// leaf has a space of its own that can stand for it: then it reports true.
func (r *run) begin(wraps []*wrap, own bool) bool {
	if len(r.outs) == 0 {
		r.push()
	}
	same := 0
	for same < len(r.open) && same < len(wraps) && r.open[same] == wraps[same] {
		same++
	}
	r.shut(same)
	own = own && r.some && r.lines == 0 && same == len(wraps)
	if r.some && !own {
		switch {
		case r.lines > 0:
			for range r.lines {
				r.put(&note.Break{Hard: true})
			}
		case r.space:
			r.putSpace()
		}
	}
	r.space, r.lines, r.some = false, 0, true
	for _, w := range wraps[same:] {
		r.open = append(r.open, w)
		r.push()
	}
	return own
}

// push adds an empty list to outs.
func (r *run) push() {
	if n := len(r.outs); n < cap(r.outs) {
		r.outs = r.outs[:n+1]
		r.outs[n] = r.outs[n][:0]
		return
	}
	r.outs = append(r.outs, nil)
}

// putText adds the first n bytes of more.
func (r *run) putText(more string, n int) {
	last := len(r.outs) - 1
	r.outs[last] = r.words.addText(r.outs[last], more, n)
}

func (r *run) putSpace() {
	last := len(r.outs) - 1
	r.outs[last] = r.words.addSpace(r.outs[last])
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
		w, inner := r.open[last], r.outs[last+1]
		r.open, r.outs = r.open[:last], r.outs[:last+1]
		r.around(w, inner)
		r.words.settle()
	}
}

// around adds inlines with w around them.
func (r *run) around(w *wrap, inlines []note.Inline) {
	switch {
	case w.link != nil:
		l := *w.link
		l.Inlines = slices.Clone(inlines)
		l.Bare = repeatsAddress(&l)
		r.put(&l)
	case w.tag != nil:
		r.put(w.tag)
		for _, in := range inlines {
			r.put(in)
		}
		if end, ok := note.CloseTag(w.tag.Name()); ok {
			r.put(end)
		}
	default:
		r.put(&note.Styled{Style: w.style, Color: w.color, Inlines: slices.Clone(inlines)})
	}
}

// take returns what the run holds and empties it. White space and line breaks at its end are
// nothing, as in browsers.
func (r *run) take() []note.Inline {
	var out []note.Inline
	if r.some {
		r.shut(0)
		r.words.settle()
		out = slices.Clone(r.outs[0])
	}
	*r = run{open: r.open[:0], outs: r.outs[:0], words: joined{buf: r.words.buf}} // its memory serves the next one
	return out
}
