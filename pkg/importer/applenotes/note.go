package applenotes

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// noteOf returns a note without title and body.
func (s *store) noteOf(o *object, item string) *note.Note {
	n := &note.Note{
		ID:      noteID(o.identifier),
		Space:   s.opts.Space,
		Created: coreTime(o.created),
		Updated: coreTime(o.modified),
		Pinned:  o.pinned != 0,
		Source:  note.Source{Input: s.src.Name, File: s.file.Path, Item: item},
	}
	if o.identifier == "" {
		n.ID = note.ID(fmt.Sprintf("%s/%s#%d", s.opts.Space, s.file.Path, o.pk))
	}
	var trashed bool
	n.Notebook, trashed = s.notebook(o)
	if trashed || o.deleted != 0 {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	return n
}

// coreTime reads seconds since 2001. What is no time that a memo can have is zero.
func coreTime(seconds float64) time.Time {
	if seconds == 0 || math.IsNaN(seconds) || math.Abs(seconds) > 4e9 {
		return time.Time{}
	}
	whole := math.Floor(seconds)
	return importer.Sensible(time.Unix(978307200+int64(whole), int64((seconds-whole)*1e9)).Round(time.Microsecond))
}

// write sets title and body. The column of titles has a part of the first line only; it counts
// where there is no line.
func (b *body) write(o *object, d document) {
	b.note.Body = b.blocks(b.takeTitle(d.paragraphs()))
	b.note.Title = cmp.Or(b.note.Title, shorten(oneLine(o.title)), b.pictureTitle(), dateTitle(b.note.Created.In(b.opts.Location)), "Apple Notes")
}

// takeTitle makes the first line the title, and returns what is left for the body: a line that is
// the title and nothing else is not repeated there.
func (b *body) takeTitle(ps []paragraph) []paragraph {
	first := 0
	for first < len(ps) && strings.TrimSpace(ps[first].plain()) == "" {
		first++
	}
	if first == len(ps) {
		return ps
	}
	line := oneLine(strings.ReplaceAll(ps[first].plain(), softReturn, " "))
	b.note.Title = shorten(line)
	if b.note.Title == line && allBlank(ps[:first]) && isTitle(ps[first]) {
		return ps[first+1:]
	}
	return ps
}

// pictureTitle names a note that has pictures only by the first that has a name.
func (b *body) pictureTitle() string {
	title := ""
	note.Walk(b.note.Body, func(node any) bool {
		if e, ok := node.(*note.Embed); ok && title == "" {
			title = shorten(oneLine(e.Alt))
		}
		return title == ""
	})
	return title
}

func dateTitle(t time.Time) string {
	if t.Year() < 1980 {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

func allBlank(ps []paragraph) bool {
	for _, p := range ps {
		if !p.blank() {
			return false
		}
	}
	return true
}

// isTitle reports whether a first line is nothing but a title: in a style of running text or
// headings, and without links, tags and files, which would be lost with it.
func isTitle(p paragraph) bool {
	if isList(p.style) || p.style.quote || p.style.kind == kindMono {
		return false
	}
	for _, pc := range p.pieces {
		if pc.style.attachment != "" || pc.style.link != "" || pc.style.highlight != "" || pc.style.strike {
			return false
		}
	}
	return true
}

// maxTitle is how many characters of a first line make a title.
const maxTitle = 120

func shorten(line string) string { return importer.Shorten(line, maxTitle) }
