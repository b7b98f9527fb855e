package org

import (
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// block reads "#+begin_name rest" up to its end; lines hold both.
func (r *reading) block(name, rest string, lines []line) {
	inner := lines[1 : len(lines)-1]
	switch name {
	case "src":
		r.source(rest, lines, inner)
		return
	case "comment":
		r.exclude("comment", lines[0].no, join(lines))
		return
	case "example":
		r.add(&note.Code{Text: codeText(inner)})
		return
	case "export":
		r.export(rest, inner)
		return
	case "verse":
		r.add(&note.Div{Classes: []string{"verse"}, Blocks: r.verse(inner)})
		return
	}
	body := r.blocks(inner, r.depth+1)
	switch {
	case name == "quote":
		r.add(&note.Quote{Blocks: body})
	case name == "details":
		r.add(&note.Details{Summary: r.running(rest, lines[0].no), Blocks: body})
	case name == "summary" && len(body) == 1:
		r.add(body...)
	case slices.Contains(boxes, name):
		r.add(&note.Callout{Type: name, Title: r.running(rest, lines[0].no), Blocks: body})
	default:
		if rest != "" && !strings.HasPrefix(rest, ":") {
			body = append([]note.Block{&note.Paragraph{Inlines: r.running(rest, lines[0].no)}}, body...)
		}
		r.add(&note.Div{Classes: []string{className(name)}, Blocks: body})
	}
}

// boxes are the special blocks that themes for Org show as a titled box.
var boxes = []string{"note", "tip", "warning", "important", "caution", "info", "danger", "attention", "hint", "example", "success", "question", "failure", "bug", "todo", "abstract"}

var notInClass = regexp.MustCompile(`[^\p{L}\p{N}_-]+`)

func className(s string) string {
	if s = strings.Trim(notInClass.ReplaceAllString(s, "-"), "-"); s == "" {
		return "block"
	}
	return s
}

var (
	exportsArg   = regexp.MustCompile(`(?i):exports[ \t]+(\S+)`)
	highlightArg = regexp.MustCompile(`:hl_lines[ \t]+"?([0-9][0-9, -]*)`)
)

// source reads a block of code. ":exports" says whether it and its results are to be seen.
func (r *reading) source(rest string, lines, inner []line) {
	lang, args, _ := strings.Cut(rest, " ")
	if strings.HasPrefix(lang, ":") || strings.HasPrefix(lang, "-") {
		lang, args = "", rest
	}
	exports := ""
	if m := exportsArg.FindStringSubmatch(args); m != nil {
		exports = strings.ToLower(m[1])
	}
	if exports == "none" || exports == "results" {
		r.exclude("exports", lines[0].no, join(lines))
		r.about, r.drop = about{}, exports == "none"
		return
	}
	text := codeText(inner)
	if strings.EqualFold(lang, "mermaid") {
		r.add(&note.Diagram{Lang: "mermaid", Text: text})
		return
	}
	code := &note.Code{Lang: lang, Text: text}
	if m := highlightArg.FindStringSubmatch(args); m != nil {
		code.Info = "{" + strings.Join(strings.Fields(strings.ReplaceAll(m[1], " ", ",")), "") + "}"
		code.Info = strings.ReplaceAll(code.Info, ",,", ",")
		code.Info = strings.ReplaceAll(code.Info, ",}", "}")
	}
	r.add(code)
	r.drop = exports == "code"
}

var escapedLine = regexp.MustCompile(`^([ \t]*),(,*(?:\*|#\+))`)

// codeText returns lines of code without the indentation that all of them share and without the
// comma that keeps Org from reading a line as its own.
func codeText(lines []line) string {
	shared := sharedIndent(lines)
	var sb strings.Builder
	for _, l := range lines {
		text := l.text
		if strings.TrimSpace(text) == "" {
			text = text[min(len(text), shared):]
		} else {
			text = text[shared:]
		}
		sb.WriteString(escapedLine.ReplaceAllString(text, "$1$2") + "\n")
	}
	return sb.String()
}

// sharedIndent returns how many spaces all lines that are not empty begin with.
func sharedIndent(lines []line) int {
	shared := -1
	for _, l := range lines {
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		n := len(l.text) - len(strings.TrimLeft(l.text, " "))
		if shared < 0 || n < shared {
			shared = n
		}
	}
	return max(shared, 0)
}

// export reads text in another markup: HTML is taken as such, any other is shown as it is.
func (r *reading) export(rest string, inner []line) {
	backend, _, _ := strings.Cut(rest, " ")
	if len(inner) == 0 {
		return
	}
	if strings.EqualFold(backend, "html") {
		r.add(html.Fragment(join(inner), r.htmlAt(inner[0].no))...)
		return
	}
	r.add(&note.Code{Lang: backend, Text: codeText(inner)})
}

// verse keeps the lines and the spaces before them.
func (r *reading) verse(inner []line) []note.Block {
	var blocks []note.Block
	var in []note.Inline
	flush := func() {
		if len(in) > 0 {
			blocks = append(blocks, &note.Paragraph{Inlines: in})
			in = nil
		}
	}
	shared := sharedIndent(inner)
	for _, l := range inner {
		text := strings.TrimSpace(l.text)
		if text == "" {
			flush()
			continue
		}
		if len(in) > 0 {
			in = append(in, &note.Break{Hard: true})
		}
		if n := min(len(l.text)-len(strings.TrimLeft(l.text, " "))-shared, 40); n > 0 {
			in = append(in, &note.Text{Value: strings.Repeat("\u00a0", n)})
		}
		in = append(in, r.running(text, l.no)...)
	}
	flush()
	return blocks
}
