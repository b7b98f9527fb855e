package evernote

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A guidLink is a link to a note by its identifier.
type guidLink struct {
	link   *note.Link
	guid   string
	text   string
	folded string // text as titles are compared
}

const guid = `([0-9a-z]{8}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12})`

// noteLinks are the addresses that mean a note: in the app, on the web, and shared.
var noteLinks = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^evernote:/{0,3}view/[^/]*/[^/]*/` + guid),
	regexp.MustCompile(`(?i)^https?://(?:www\.|app\.)?(?:evernote|yinxiang)\.com/shard/[^/]+/(?:nl|sh)/[^/]*/?` + guid),
	regexp.MustCompile(`(?i)^https?://share\.evernote\.com/note/` + guid),
	regexp.MustCompile(`(?i)^https?://(?:www\.)?evernote\.com/l/` + guid),
	regexp.MustCompile(`(?i)^https?://(?:www\.|app\.)?(?:evernote|yinxiang)\.com/(?:client/web|Home\.action)[^ ]*[?&#]n=` + guid),
}

func guidOf(address string) string {
	if lower := strings.ToLower(address); !strings.Contains(lower, "evernote") && !strings.Contains(lower, "yinxiang") {
		return ""
	}
	if guid := inApp(address); guid != "" {
		return guid
	}
	for _, re := range noteLinks {
		if m := re.FindStringSubmatch(address); m != nil {
			return strings.ToLower(m[1])
		}
	}
	return ""
}

// inApp returns the identifier in an address as the app writes it, which the first of noteLinks
// matches as well, only later: "evernote:///view/1/s1/guid/guid/". It is "" for any other.
func inApp(address string) string {
	rest, ok := strings.CutPrefix(address, "evernote:///view/")
	if !ok {
		return ""
	}
	for range 2 { // the user and the shard
		if _, rest, ok = strings.Cut(rest, "/"); !ok {
			return ""
		}
	}
	const length = 36
	if len(rest) < length {
		return ""
	}
	for i := range length {
		switch c := rest[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return ""
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z':
		default:
			return ""
		}
	}
	return rest[:length]
}

// isTOC reports whether a note is a table of contents as Evernote makes them: a list of links to
// notes and hardly anything else.
func isTOC(n *note.Note, links int) bool {
	if links < 2 {
		return false
	}
	words, linked := 0, 0
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok {
			linked += countWords(note.PlainText(l.Inlines))
		}
		return true
	})
	note.Walk(n.Body, func(node any) bool {
		if text, ok := node.(*note.Text); ok {
			words += countWords(text.Value)
		}
		return words <= linked // the words of links are among them
	})
	return words <= linked
}

func countWords(s string) int {
	n, within := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(s[i:]); size > 1 {
				i += size - 1
				if unicode.IsSpace(r) {
					c = ' '
				}
			}
		}
		if space := c == ' ' || '\t' <= c && c <= '\r'; space {
			within = false
		} else if !within {
			within = true
			n++
		}
	}
	return n
}

// follow gives every link to a note the title that most likely is its target's. An export has no
// identifiers; what it has are the texts of the links, which were titles when they were made. For
// each identifier a table of contents is believed first, even where two notes have the title that
// it gives: then nothing is guessed. Else a text counts that is the title of exactly one note, and
// at last the text itself. Where identifiers are there, they decide.
func (e *export) follow() {
	titles := map[string]int{}
	own := map[string]string{}
	fold := foldOnce()
	for _, n := range e.notes {
		if own[string(n.ID)] == "" {
			titles[fold(n.Title)]++
		}
		own[string(n.ID)] = n.Title
	}
	best := map[string]string{}
	for _, trusted := range []bool{true, false} {
		for _, n := range e.notes {
			if trusted && !n.toc {
				continue
			}
			for _, l := range n.links {
				if l.folded == "" {
					l.folded = fold(l.text)
				}
				count := titles[l.folded]
				if best[l.guid] == "" && (trusted && count > 0 || !trusted && count == 1) {
					best[l.guid] = l.text
				}
			}
		}
	}
	for _, n := range e.notes {
		for _, l := range n.links {
			l.follow(own, best[l.guid], titles, fold)
		}
	}
}

// follow makes the link a reference. Evernote writes the title of a note for a link to it: such a
// link has no text that its author wrote, and the title is not told where the note is private.
func (l *guidLink) follow(own map[string]string, title string, titles map[string]int, fold func(string) string) {
	id := key(l.guid)
	if known := own[id]; known != "" {
		title = known
	}
	if title == "" {
		title = l.text
	}
	was := l.link.Ref
	if own[id] == "" && titles[fold(title)] == 0 && strings.HasPrefix(was.Target, "http") && title == l.text {
		return // an address of the web that leads somewhere still
	}
	l.link.Ref = note.Ref{Kind: note.RefNote, Target: id, Title: title, Line: was.Line, Column: was.Column}
	folded := l.folded
	if title != l.text {
		folded = fold(title)
	}
	l.link.Bare = folded == l.folded && (own[id] != "" || titles[folded] > 0)
}

// foldOnce returns a function that makes one title of those that differ by case and spaces only. It
// does so once for each: many links have one text.
func foldOnce() func(string) string {
	folded := map[string]string{}
	return func(s string) string {
		f, ok := folded[s]
		if !ok {
			f = strings.ToLower(importer.OneLine(s))
			folded[s] = f
		}
		return f
	}
}
