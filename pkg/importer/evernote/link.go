package evernote

import (
	"regexp"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A guidLink is a link to a note by its identifier.
type guidLink struct {
	link *note.Link
	guid string
	text string
}

const guid = `([0-9a-z]{8}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12})`

// noteLinks are the addresses that mean a note: in the app, on the web, and shared.
var noteLinks = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^evernote:/{0,3}view/[^/]*/[^/]*/` + guid),
	regexp.MustCompile(`(?i)^https?://(?:www\.|app\.)?(?:evernote|yinxiang)\.com/shard/[^/]+/(?:nl|sh)/[^/]*/?` + guid),
	regexp.MustCompile(`(?i)^https?://share\.evernote\.com/note/` + guid),
	regexp.MustCompile(`(?i)^https?://(?:www\.)?evernote\.com/l/` + guid),
}

func guidOf(address string) string {
	for _, re := range noteLinks {
		if m := re.FindStringSubmatch(address); m != nil {
			return strings.ToLower(m[1])
		}
	}
	return ""
}

// isTOC reports whether a note is a table of contents as Evernote makes them: a list of links to
// notes and hardly anything else.
func isTOC(n *note.Note, links int) bool {
	if links < 2 {
		return false
	}
	words, linked := 0, 0
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			linked += len(strings.Fields(note.PlainText(node.Inlines)))
		case *note.Text:
			words += len(strings.Fields(node.Value))
		}
		return true
	})
	return words <= linked // Walk counts the words of links as well
}

// follow gives every link to a note the title that most likely is its target's. An export has no
// identifiers; what it has are the texts of the links, which were titles when they were made. For
// each identifier a table of contents is believed first, then a text that is the title of
// exactly one note, then the text itself. Where identifiers are there, they decide.
func (e *export) follow() {
	titles := map[string]int{}
	known := map[string]bool{}
	for _, n := range e.notes {
		titles[fold(n.Title)]++
		known[string(n.ID)] = true
	}
	best := map[string]string{}
	for _, trusted := range []bool{true, false} {
		for _, n := range e.notes {
			for _, l := range n.links {
				if best[l.guid] == "" && (n.toc || !trusted) && titles[fold(l.text)] == 1 {
					best[l.guid] = l.text
				}
			}
		}
	}
	for _, n := range e.notes {
		for _, l := range n.links {
			title := best[l.guid]
			if title == "" {
				title = l.text
			}
			was := l.link.Ref
			l.link.Ref = note.Ref{Kind: note.RefNote, Target: key(l.guid), Title: title}
			if !known[key(l.guid)] && titles[fold(title)] == 0 && strings.HasPrefix(was.Target, "http") && title == l.text {
				l.link.Ref = was // an address of the web that leads somewhere still
			}
		}
	}
}

func fold(s string) string { return strings.ToLower(importer.OneLine(s)) }
