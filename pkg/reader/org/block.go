package org

import (
	"regexp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A reading is a stretch of lines being turned into blocks.
type reading struct {
	*parser
	lines []line
	depth int
	out   []note.Block
	about about
	drop  bool // the results of the code before are not to be exported
}

// about is what lines such as #+CAPTION: say of the element below them.
type about struct {
	caption, name string
	attrs         string // all #+ATTR_…: lines
	results       bool
	no            int
}

// blocks reads lines, which follow each other in the text, without headings among them.
func (p *parser) blocks(lines []line, depth int) []note.Block {
	if depth > maxDepth {
		if len(lines) > 0 {
			p.degraded(lines[0].no, "lists and blocks nest more than 32 deep; deeper marks stay text")
		}
		return plainBlocks(join(lines))
	}
	r := &reading{parser: p, lines: lines, depth: depth}
	for i := 0; i < len(lines); {
		i = r.element(i)
	}
	return r.out
}

// limit returns the number of the line behind the last one.
func (r *reading) limit() int { return r.lines[0].no + len(r.lines) }

// add takes a block that an element became, with what was said about it.
func (r *reading) add(blocks ...note.Block) {
	r.out = append(r.out, r.finishAbout(blocks)...)
	r.about, r.drop = about{}, false
}

// element reads the element that begins at line i and returns the line after it.
func (r *reading) element(i int) int {
	l := r.lines[i]
	text := strings.TrimLeft(l.text, " \t")
	switch {
	case strings.TrimSpace(text) == "":
		return i + 1
	case text[0] == '#':
		if n := r.hash(i, text); n > i {
			return n
		}
	case text[0] == ':':
		if n := r.colon(i, text); n > i {
			return n
		}
	case text[0] == '|', strings.HasPrefix(text, "+-") && isGrid(text):
		return r.table(i)
	case isRule(text):
		r.add(&note.Rule{})
		return i + 1
	case strings.HasPrefix(l.text, "[fn:"):
		if n := r.footnote(i); n > i {
			return n
		}
	case strings.HasPrefix(text, `\begin{`):
		if n := r.environment(i); n > i {
			return n
		}
	case strings.HasPrefix(text, "CLOCK:") && clockLine.MatchString(l.text):
		r.exclude("log", l.no, text)
		return i + 1
	}
	if b, ok := bulletOf(l.text); ok {
		return r.list(i, b)
	}
	return r.paragraph(i)
}

// begins reports whether a line begins an element that ends a paragraph before it.
func (r *reading) begins(i int) bool {
	l := r.lines[i]
	text := strings.TrimLeft(l.text, " \t")
	if strings.TrimSpace(text) == "" {
		return true
	}
	switch text[0] {
	case '#':
		if text == "#" || strings.HasPrefix(text, "# ") {
			return true
		}
		if m := beginLine.FindStringSubmatch(l.text); m != nil {
			_, ok := r.end(strings.ToLower(m[1]), l.no, r.limit())
			return ok
		}
		return keywordLine.MatchString(l.text)
	case ':':
		if text == ":" || strings.HasPrefix(text, ": ") {
			return true
		}
		if drawerLine.MatchString(l.text) {
			_, ok := r.end(endOfDrawer, l.no, r.limit())
			return ok
		}
		return false
	case '|':
		return true
	case '[':
		return noteLine.MatchString(l.text)
	case '\\':
		return environmentStart.MatchString(text)
	}
	if isRule(text) {
		return true
	}
	_, ok := bulletOf(l.text)
	return ok
}

func isRule(text string) bool {
	text = strings.TrimRight(text, " \t")
	return len(text) >= 5 && strings.Trim(text, "-") == ""
}

// hash reads comments, keywords and blocks. It returns i for what is none of these.
func (r *reading) hash(i int, text string) int {
	l := r.lines[i]
	if text == "#" || strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "#\t") {
		return i + 1
	}
	if m := beginLine.FindStringSubmatch(l.text); m != nil {
		name := strings.ToLower(m[1])
		end, ok := r.end(name, l.no, r.limit())
		if !ok {
			return i
		}
		n := end - r.lines[0].no
		r.block(name, strings.TrimSpace(m[2]), r.lines[i:n+1])
		return n + 1
	}
	if dynamicBegin.MatchString(l.text) {
		end, ok := r.end(dynamic, l.no, r.limit())
		if !ok {
			return i + 1
		}
		n := end - r.lines[0].no
		r.add(r.blocks(r.lines[i+1:n], r.depth+1)...)
		return n + 1
	}
	m := keywordLine.FindStringSubmatch(l.text)
	if m == nil {
		return i
	}
	return r.keyword(i, strings.ToLower(m[1]), strings.TrimSpace(m[2]))
}

var included = regexp.MustCompile(`^"([^"]*)"|^(\S+)`)

// keyword reads a line "#+key: value" in the text.
func (r *reading) keyword(i int, key, value string) int {
	base, _, _ := strings.Cut(key, "[")
	switch {
	case base == "caption":
		r.about.caption = strings.TrimSpace(r.about.caption + " " + value)
		r.about.no = r.lines[i].no
	case base == "name", base == "tblname", base == "label":
		r.about.name = value
	case strings.HasPrefix(base, "attr_"):
		r.about.attrs += " " + value
	case base == "results" || base == "result":
		r.about.results = true
		if r.drop {
			return r.results(i + 1)
		}
	case base == "html":
		if in := html.Tokens(value, r.htmlOptions(i)); len(in) > 0 {
			r.add(&note.HTML{Inlines: in})
		}
	case base == "include":
		if m := included.FindStringSubmatch(value); m != nil {
			target := m[1] + m[2]
			r.report(diag.Warning, "I007", r.lines[i].no, "the text of "+target+" is not put in: #+INCLUDE is not followed", "the note links to the file instead")
			file, search, _ := strings.Cut(target, "::")
			r.add(&note.Paragraph{Inlines: []note.Inline{r.fileLink(file, search, nil, r.lines[i].no)}})
		}
	}
	return i + 1
}

func (p *parser) htmlAt(no int) html.Options {
	return html.Options{File: p.opts.File, Item: p.opts.Item, Note: p.opts.Note, Line: p.lineNo(no), Report: p.opts.Report}
}

func (r *reading) htmlOptions(i int) html.Options { return r.htmlAt(r.lines[i].no) }

// results leaves the element out that begins at or after line i.
func (r *reading) results(i int) int {
	for i < len(r.lines) && strings.TrimSpace(r.lines[i].text) == "" {
		i++
	}
	if i == len(r.lines) {
		return i
	}
	aside := &reading{parser: r.parser, lines: r.lines, depth: r.depth}
	end := aside.element(i)
	r.exclude("exports", r.lines[i].no, join(r.lines[i:end]))
	r.about, r.drop = about{}, false
	return end
}

// colon reads drawers and lines that are shown as they are.
func (r *reading) colon(i int, text string) int {
	l := r.lines[i]
	if m := drawerLine.FindStringSubmatch(l.text); m != nil {
		if end, ok := r.end(endOfDrawer, l.no, r.limit()); ok && !strings.EqualFold(m[1], "end") {
			n := end - r.lines[0].no
			r.add(r.drawer(m[1], r.lines[i:n+1], r.depth)...)
			return n + 1
		}
		if strings.EqualFold(m[1], "end") {
			return i + 1
		}
		return i
	}
	if text != ":" && !strings.HasPrefix(text, ": ") {
		return i
	}
	var sb strings.Builder
	for ; i < len(r.lines); i++ {
		text := strings.TrimLeft(r.lines[i].text, " \t")
		if text != ":" && !strings.HasPrefix(text, ": ") {
			break
		}
		sb.WriteString(strings.TrimPrefix(text[1:], " ") + "\n")
	}
	r.add(&note.Code{Text: sb.String()})
	return i
}

// footnote reads the text of a footnote: up to the next one or two empty lines.
func (r *reading) footnote(i int) int {
	m := noteLine.FindStringSubmatch(r.lines[i].text)
	if m == nil {
		return i
	}
	end, blank := i+1, 0
	for ; end < len(r.lines); end++ {
		text := r.lines[end].text
		if strings.TrimSpace(text) == "" {
			if blank++; blank == 2 && end > i+2 {
				break
			}
			continue
		}
		blank = 0
		if strings.HasPrefix(text, "[fn:") && noteLine.MatchString(text) {
			break
		}
	}
	lines := append([]line{{r.lines[i].text[len(m[0]):], r.lines[i].no}}, r.lines[i+1:end]...)
	body := r.blocks(lines, r.depth+1)
	if r.defined[m[1]] {
		r.add(append([]note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: m[0]}}}}, body...)...)
		return end
	}
	r.defined[m[1]] = true
	r.add(&note.Footnote{Label: m[1], Blocks: body})
	return end
}

var environmentStart = regexp.MustCompile(`^\\begin\{([A-Za-z0-9*]+)\}`)

// environment reads a formula that stands on lines of its own: \begin{x} … \end{x}.
func (r *reading) environment(i int) int {
	m := environmentStart.FindStringSubmatch(strings.TrimLeft(r.lines[i].text, " \t"))
	if m == nil {
		return i
	}
	end := `\end{` + m[1] + "}"
	for n := i; n < len(r.lines) && n < i+1000; n++ {
		at := strings.Index(r.lines[n].text, end)
		if at < 0 {
			continue
		}
		if strings.TrimSpace(r.lines[n].text[at+len(end):]) != "" {
			return i // text follows: it stands in a paragraph
		}
		r.add(&note.Math{Text: strings.TrimSpace(join(r.lines[i : n+1]))})
		return n + 1
	}
	return i
}

// paragraph reads running text up to the next element.
func (r *reading) paragraph(i int) int {
	end := i + 1
	for end < len(r.lines) && !r.begins(end) {
		end++
	}
	parts := make([]string, 0, end-i)
	for _, l := range r.lines[i:end] {
		parts = append(parts, strings.TrimSpace(l.text))
	}
	text := strings.Join(parts, "\n")
	in := r.running(text, r.lines[i].no)
	if len(in) == 1 {
		if m, ok := in[0].(*note.MathSpan); ok && m.Display {
			r.add(&note.Math{Text: m.Text})
			return end
		}
	}
	if len(in) > 0 {
		r.add(&note.Paragraph{Inlines: in})
	}
	return end
}
