package render

import (
	"crypto/sha1"
	"fmt"
	"time"
	"unicode/utf8"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// feed is feed.xml: the newest notes in full, as Atom (RFC 4287).
func feed(r *renderer) []job {
	if !r.chrome.Feed {
		return nil
	}
	return []job{func() (File, error) {
		all := r.dated()
		return File{Path: "feed.xml", Data: r.atom(all[:min(len(all), r.opts.FeedItems)])}, nil
	}}
}

func (r *renderer) atom(notes []*site.Note) []byte {
	s := r.site.Settings
	var m markup
	m.raw(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="`).text(s.Language).raw(`">` + "\n")
	m.raw(`<title>`).xml(s.Title).raw("</title>\n")
	if s.Description != "" {
		m.raw(`<subtitle>`).xml(s.Description).raw("</subtitle>\n")
	}
	m.raw(`<id>`).xml(r.atomID("")).raw("</id>\n")
	m.raw(`<updated>`, r.newest(notes).Format(time.RFC3339), "</updated>\n")
	name := s.Author
	if name == "" {
		name = s.Title
	}
	m.raw(`<author><name>`).xml(name).raw("</name></author>\n")
	m.raw(`<generator>memopress</generator>` + "\n")
	m.raw(`<link rel="alternate" type="text/html" href="`).xml(r.feedLink("index.html")).raw("\"/>\n")
	if abs := r.absolute("feed.xml"); abs != "" {
		m.raw(`<link rel="self" type="application/atom+xml" href="`).xml(abs).raw("\"/>\n")
	}
	for _, n := range notes {
		r.atomEntry(&m, n)
	}
	m.raw("</feed>\n")
	return m.out
}

func (r *renderer) atomEntry(m *markup, n *site.Note) {
	m.raw(`<entry xml:lang="`).xml(n.Language).raw("\">\n")
	m.raw(`<title>`).xml(n.Title).raw("</title>\n")
	m.raw(`<id>`).xml(r.atomID(n.Address)).raw("</id>\n")
	m.raw(`<link rel="alternate" type="text/html" href="`).xml(r.feedLink(r.encoded(n))).raw("\"/>\n")
	if !n.Created.IsZero() {
		m.raw(`<published>`, n.Created.Format(time.RFC3339), "</published>\n")
	}
	m.raw(`<updated>`, order(n.Created, n.Updated).Format(time.RFC3339), "</updated>\n")
	for _, t := range n.Tags {
		m.raw(`<category term="`).xml(t.Name).raw("\"/>\n")
	}
	if n.Description != "" {
		m.raw(`<summary>`).xml(n.Description).raw("</summary>\n")
	}
	page := r.textOf(n, "feed.xml")
	page.IDs, page.Plain, page.Base = false, true, r.site.Settings.BaseURL
	w := r.writer
	if hasFirstLevel(n.Body) {
		w = r.lowered
	}
	m.raw(`<content type="html">`).xml(string(w.Write(page, n.Body).HTML)).raw("</content>\n</entry>\n")
}

// feedLink is an address in the feed: full where it can be, else relative to the feed.
func (r *renderer) feedLink(encoded string) string {
	if abs := r.absolute(encoded); abs != "" {
		return abs
	}
	return encoded
}

// newest is when the site last changed, as far as its notes say.
func (r *renderer) newest(notes []*site.Note) time.Time {
	var t time.Time
	for _, n := range notes {
		if u := order(n.Created, n.Updated); u.After(t) {
			t = u
		}
	}
	return t
}

// atomID is the name of an entry for ever: its address on the web or, when the site does not
// know it, a version 5 UUID made from the names of the site and the page.
func (r *renderer) atomID(address string) string {
	if abs := r.absolute(html.EscapePath(address)); abs != "" {
		return abs
	}
	// The name space for URLs of RFC 9562, appendix A.
	space := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(space[:], "memopress:"+r.site.Settings.Title+"/"+address...))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// xml appends s as text of XML: escaped, without the characters that XML 1.0 does not have.
func (m *markup) xml(s string) *markup {
	from := 0
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n == 1 || c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF {
			m.text(s[from:i]).raw("\uFFFD")
			from = i + n
		}
		i += n
	}
	return m.text(s[from:])
}
