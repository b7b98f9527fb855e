package html

import "memopress/pkg/note"

// codeBlock writes a block of code. A theme's script may put a copy button into the outer
// element; without it everything is there.
func (s *state) codeBlock(c *note.Code) {
	if c.Lang == note.Encrypted {
		s.raw(`<p class="locked"`)
		s.writeID(c.Anchor)
		s.raw(">")
		s.text(s.message("locked"))
		s.raw("</p>\n")
		return
	}
	s.features.Code = true
	if s.page.Plain {
		s.raw("<pre><code")
		if c.Lang != "" {
			s.attr("class", "language-"+c.Lang)
		}
		s.raw(">")
		s.text(c.Text)
		s.raw("</code></pre>\n")
		return
	}
	opts := parseInfo(c.Info)
	s.raw(`<div class="code"`)
	if c.Lang != "" {
		s.attr("data-lang", c.Lang)
	}
	s.writeID(c.Anchor)
	s.raw(">")
	if opts.title != "" {
		s.raw(`<div class="code-title">`)
		s.text(opts.title)
		s.raw("</div>")
	}
	label := s.message("code")
	switch {
	case opts.title != "":
		label = opts.title
	case c.Lang != "":
		label += ": " + c.Lang
	}
	s.raw(`<pre tabindex="0" role="group"`)
	s.attr("aria-label", label)
	s.raw("><code")
	if c.Lang != "" {
		s.attr("class", "language-"+c.Lang)
	}
	s.raw(">")
	s.out = append(s.out, s.w.code.highlight(c.Lang, c.Text, opts.marks)...)
	s.raw("</code></pre></div>\n")
}

// diagram writes a drawing's source, readable as it is; a script may draw it.
func (s *state) diagram(d *note.Diagram) {
	s.features.Diagram = true
	s.raw(`<figure class="diagram"`)
	s.attr("data-diagram", d.Lang)
	s.writeID(d.Anchor)
	s.raw(`><pre tabindex="0" role="group"`)
	s.attr("aria-label", s.message("diagram")+": "+d.Lang)
	s.raw("><code>")
	s.text(d.Text)
	s.raw("</code></pre></figure>\n")
}

// query writes a query that nobody runs here as its source.
func (s *state) query(q *note.Query) {
	s.raw(`<details class="query"`)
	s.attr("data-query", q.Lang)
	s.writeID(q.Anchor)
	s.raw("><summary>")
	s.text(s.message("query") + ": " + q.Lang)
	s.raw("</summary><pre><code>")
	s.text(q.Text)
	s.raw("</code></pre></details>\n")
}
