// Package markdown writes notes as Markdown files of an Obsidian vault: front matter, then the
// body. What Markdown has no form for (underline, tables with lists in their cells, toggles) it
// writes as HTML.
//
// Reading a written note again with the Obsidian dialect gives the same tree, apart from
// positions, from where HTML stands for a node, and from what the app itself would read from the
// text: an address in it becomes a link. Text is escaped only where it would be read as syntax.
package markdown

import (
	"strings"

	"memopress/pkg/note"
)

// Write returns n as the content of a .md file: UTF-8, line ends "\n", the last line ended.
//
// References are written as they are: names as wikilinks, paths and URLs as Markdown links.
// Those that only an export or a site can resolve (RefNote, RefAttachment, RefPage, RefFile) are
// written as paths; whoever moves the note to another place changes them first. A soft line
// break becomes a space, because the app shows every line end as a break.
func Write(n *note.Note) []byte { return write(n, nil) }

func write(n *note.Note, p *Page) []byte {
	matter := frontMatter(n)
	w := writer{labels: map[string]string{}, page: p}
	w.collectLabels(n.Body)
	body := w.blocks(n.Body, false)
	out := make([]byte, 0, len(matter)+len(body)+4)
	out = append(out, matter...)
	switch {
	case matter != "" && body != "":
		out = append(out, '\n')
	case body == "---", strings.HasPrefix(body, "---\n"):
		body = "***" + body[3:] // a rule, which would open front matter here
	case strings.HasPrefix(body, "+++\n"), strings.HasPrefix(body, "{"):
		out = append(out, '\\')
	}
	out = append(out, body...)
	if body != "" {
		out = append(out, '\n')
	}
	return out
}

// A writer writes one note.
type writer struct {
	labels map[string]string // label of a footnote → the form in which it is written
	page   *Page             // nil for a file of a vault
	prefix string            // of the labels of footnotes
	shown  *shown            // what a page shows of other notes; nil until it does
	room   []piece           // for pieces
	parts  []string          // of what is being written, to be joined at once
}

// join returns what was written since there were so many parts.
func (w *writer) join(before int) string {
	s := strings.Join(w.parts[before:], "")
	w.parts = w.parts[:before]
	return s
}

// collectLabels gives each footnote a label that Markdown can hold. A mark without its footnote
// would be text.
func (w *writer) collectLabels(blocks []note.Block) {
	taken := map[string]bool{}
	note.Walk(blocks, func(n any) bool {
		f, ok := n.(*note.Footnote)
		if !ok || w.labels[f.Label] != "" {
			return true
		}
		label := strings.Map(func(r rune) rune {
			if r <= ' ' || strings.ContainsRune("[]\\^", r) {
				return '-'
			}
			return r
		}, f.Label)
		if label == "" {
			label = "1"
		}
		label = w.prefix + label
		for taken[strings.ToLower(label)] {
			label += "-"
		}
		taken[strings.ToLower(label)] = true
		w.labels[f.Label] = label
		return true
	})
}
