package notion

import (
	"bytes"
	"strings"
	"unicode"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// readMarkdown reads a page of a Markdown & CSV export: "# Title", for rows of databases then a
// line for each property, then the body.
func (e *export) readMarkdown(p *page) error {
	text, err := p.Text(e.opts.Encoding, e.sink)
	if err != nil {
		return err
	}
	p.size = len(text)
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	lines := strings.Split(string(text), "\n")
	at := 0
	for at < len(lines) && strings.TrimSpace(lines[at]) == "" {
		at++
	}
	if at < len(lines) && (strings.HasPrefix(lines[at], "# ") || lines[at] == "#") {
		p.note.Title = headingText(lines[at])
		at++
	} else {
		at = 0
	}
	at = e.takeProperties(p, lines, at)
	p.note.Source.Line = at + 1
	opts := markdown.Options{Dialect: markdown.GFM,
		HardBreaks: e.opts.HardBreaks == nil || *e.opts.HardBreaks, // a page's paragraphs are parted by empty lines: what is left are breaks that its author made
		Emoji:      e.opts.Emoji, SmartPunct: e.opts.SmartPunct, File: p.Place, Note: string(noteID(p.id)), Report: e.sink, FirstLine: at + 1}
	if !bytes.Contains(text, []byte("aside")) {
		for _, line := range lines[:at] {
			text = text[min(len(line)+1, len(text)):]
		}
		p.note.Body = markdown.Parse(append(text, '\n'), opts)
		return nil
	}
	source, numbers := openAsides(lines[at:], at+1)
	r := &lineReporter{e.sink, numbers}
	opts.Report, opts.FirstLine = r, 1
	p.note.Body = markdown.Parse(source, opts)
	r.correct(p.note.Body)
	p.note.Body = foldAsides(p.note.Body)
	return nil
}

// headingText returns a title line without its markup.
func headingText(line string) string {
	isMarkup := func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if plain := strings.TrimPrefix(line, "# "); !strings.ContainsFunc(plain, isMarkup) {
		return importer.OneLine(plain)
	}
	for _, b := range markdown.Parse([]byte(line), markdown.Options{Dialect: markdown.GFM}) {
		if h, ok := b.(*note.Heading); ok {
			return importer.OneLine(note.PlainText(h.Inlines))
		}
	}
	return importer.OneLine(strings.TrimPrefix(line, "#"))
}

// takeProperties reads the lines of properties that follow the title of a database's row. Which
// lines are properties, the columns of the database tell; without its CSV, a paragraph of nothing
// but such lines in a folder that belongs to no page.
func (e *export) takeProperties(p *page, lines []string, at int) int {
	begin := at
	for begin < len(lines) && strings.TrimSpace(lines[begin]) == "" {
		begin++
	}
	end := begin
	for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
		end++
	}
	home := e.homes[p.dir()]
	known := func(name string) bool { return home != nil && home.column(name) >= 0 }
	if home == nil {
		if id := nameOf(p.dir()).id; id == "" || e.hasPage[id] || !onlyProperties(lines[begin:end]) {
			return at
		}
		known = func(string) bool { return true }
	}
	var name, value string
	flush := func() {
		if name != "" {
			e.assign(p, home.property(name, value))
		}
	}
	for i, line := range lines[begin:end] {
		if n, v, ok := splitProperty(line, known); ok {
			flush()
			name, value = n, v
		} else if i == 0 {
			return at
		} else {
			value += "\n" + line
		}
	}
	flush()
	return end
}

// splitProperty cuts "Name: value", where the name may hold a colon itself.
func splitProperty(line string, known func(string) bool) (name, value string, ok bool) {
	for i := 0; i < len(line); i++ {
		if line[i] == ':' && (i+1 == len(line) || line[i+1] == ' ') && i > 0 && known(line[:i]) {
			return line[:i], strings.TrimSpace(line[i+1:]), true
		}
	}
	return "", "", false
}

// onlyProperties reports whether every line has the form of a property.
func onlyProperties(lines []string) bool {
	for _, l := range lines {
		if name, _, ok := strings.Cut(l, ": "); !ok || name == "" || len(name) > 100 || strings.ContainsAny(name[:1], "-*#>|<[`$ \t!") {
			return false
		}
	}
	return len(lines) > 0
}

// openAsides sets the lines of <aside> and </aside> apart with empty lines, so that what stands
// between them is Markdown, and returns the number that each line had in the file.
func openAsides(lines []string, first int) ([]byte, []int) {
	size := 0
	for _, line := range lines {
		size += len(line) + 1
	}
	out, numbers := make([]byte, 0, size+64), make([]int, 0, len(lines)+8)
	put := func(line string, number int) {
		out = append(append(out, line...), '\n')
		numbers = append(numbers, number)
	}
	fence := ""
	for i, line := range lines {
		trimmed := strings.TrimLeft(line, " \t")
		indent := line[:len(line)-len(trimmed)]
		if mark := fenceOf(trimmed); mark != "" {
			switch {
			case fence == "":
				fence = mark
			case strings.HasPrefix(mark, fence) && strings.Trim(trimmed, mark[:1]+" \t") == "":
				fence = ""
			}
		}
		switch {
		case fence != "":
			put(line, first+i)
		case strings.HasPrefix(trimmed, "<aside>"):
			put(indent+"<aside>", first+i)
			put("", first+i)
			if rest := strings.TrimSpace(trimmed[len("<aside>"):]); rest != "" {
				put(indent+rest, first+i)
			}
		case strings.HasSuffix(strings.TrimRight(trimmed, " \t"), "</aside>"):
			if before := strings.TrimSuffix(strings.TrimRight(line, " \t"), "</aside>"); strings.TrimSpace(before) != "" {
				put(before, first+i)
			}
			put("", first+i)
			put(indent+"</aside>", first+i)
			put("", first+i)
		default:
			put(line, first+i)
		}
	}
	return out, numbers
}

// fenceOf returns the marks that a line of a code fence begins with.
func fenceOf(line string) string {
	for _, c := range "`~" {
		n := 0
		for n < len(line) && rune(line[n]) == c {
			n++
		}
		if n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// A lineReporter counts lines as the file has them.
type lineReporter struct {
	diag.Reporter
	numbers []int
}

func (r *lineReporter) number(line int) int {
	if line < 1 || line > len(r.numbers) {
		return line
	}
	return r.numbers[line-1]
}

func (r *lineReporter) Report(d diag.Diagnostic) {
	d.Pos.Line = r.number(d.Pos.Line)
	r.Reporter.Report(d)
}

// correct gives references the lines that they have in the file.
func (r *lineReporter) correct(blocks []note.Block) {
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			node.Ref.Line = r.number(node.Ref.Line)
		case *note.Embed:
			node.Ref.Line = r.number(node.Ref.Line)
		}
		return true
	})
}
