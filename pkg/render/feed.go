package render

import (
	"cmp"
	"crypto/sha1"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// A channel is what one feed tells of: the whole site, a folder with those below it, or a tag with
// those below it.
type channel struct {
	page  string // the address of the page that lists the same
	atom  string // the feed's own address
	title string
	notes []*site.Note // the newest first
	whole bool         // with the notes' text; else with their descriptions
}

// makeChannels finds what there are feeds of: whatever holds a note with a date.
func (r *renderer) makeChannels() {
	r.channels = map[string]*channel{}
	add := func(page, title string, n *site.Note) {
		c := r.channels[page]
		if c == nil {
			c = &channel{page: page, atom: feedAddress(r, page), title: title}
			r.channels[page] = c
		}
		if len(c.notes) < r.opts.FeedItems {
			c.notes = append(c.notes, n)
		}
	}
	name := r.site.Settings.Title
	for _, n := range r.dated {
		add("index.html", name, n)
		if !r.opts.NoFolderFeeds {
			for f := n.Folder; f != nil && f.Parent != nil; f = f.Parent {
				add(f.Address, name+" / "+f.Title, n)
			}
		}
		if r.opts.NoTagFeeds {
			continue
		}
		told := map[*site.Tag]bool{}
		for _, t := range n.Tags {
			for ; t != nil && !told[t]; t = t.Parent {
				told[t] = true
				add(t.Address, name+" #"+t.Name, n)
			}
		}
	}
	if c := r.channels["index.html"]; c != nil {
		c.whole = !r.opts.FeedSummaries
	}
}

// feedAddress is where the feed of a page is: feed.xml in the folder that the page stands for, else
// beside it under its name.
func feedAddress(r *renderer, page string) string {
	if page == "index.html" {
		return "feed.xml"
	}
	if dir, ok := strings.CutSuffix(page, "/index.html"); ok {
		return r.beside(dir+"/feed.html", ".xml")
	}
	return r.beside(page, ".xml")
}

// feed is what feed readers follow: Atom (RFC 4287) for the site, for every folder and for every
// tag, and JSON Feed 1.1 for the site, whose addresses have to be full ones.
func feed(r *renderer) []job {
	var jobs []job
	for _, page := range slices.Sorted(maps.Keys(r.channels)) {
		jobs = append(jobs, r.feedJobs(r.channels[page])...)
	}
	return jobs
}

func (r *renderer) feedJobs(c *channel) []job {
	jobs := []job{r.once(c.atom, func() key { return r.keys.channel(c) }, func(r *renderer) (File, error) { return File{Path: c.atom, Data: r.atom(c)}, nil })}
	if c.page == "index.html" && r.site.Settings.BaseURL != "" {
		jobs = append(jobs, func() (File, error) {
			data, err := r.jsonFeed(c)
			return File{Path: "feed.json", Data: data}, err
		})
	}
	return jobs
}

func (r *renderer) atom(c *channel) []byte {
	s := r.site.Settings
	at := html.EscapePath(c.atom)
	var m markup
	m.raw(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="`).text(s.Language).raw(`">` + "\n")
	m.raw(`<title>`).xml(c.title).raw("</title>\n")
	id := c.atom // the id of its page is that of a folder's own note
	if c.page == "index.html" {
		id = ""
		if s.Description != "" {
			m.raw(`<subtitle>`).xml(s.Description).raw("</subtitle>\n")
		}
	}
	m.raw(`<id>`).xml(r.atomID(id)).raw("</id>\n")
	m.raw(`<updated>`, r.newest(c.notes).Format(time.RFC3339), "</updated>\n")
	m.raw(`<author><name>`).xml(cmp.Or(s.Author, s.Title, "memopress")).raw("</name></author>\n")
	m.raw(`<generator>memopress</generator>` + "\n")
	m.raw(`<link rel="alternate" type="text/html" href="`).xml(r.feedLink(at, html.EscapePath(c.page))).raw("\"/>\n")
	if abs := r.absolute(at); abs != "" {
		m.raw(`<link rel="self" type="application/atom+xml" href="`).xml(abs).raw("\"/>\n")
	}
	for _, n := range c.notes {
		r.atomEntry(&m, at, n, c.whole)
	}
	m.raw("</feed>\n")
	return m.out
}

func (r *renderer) atomEntry(m *markup, at string, n *site.Note, whole bool) {
	m.raw(`<entry xml:lang="`).xml(n.Language).raw("\">\n")
	m.raw(`<title>`).xml(n.Title).raw("</title>\n")
	m.raw(`<id>`).xml(r.atomID(n.Address)).raw("</id>\n")
	m.raw(`<link rel="alternate" type="text/html" href="`).xml(r.feedLink(at, r.encoded(n))).raw("\"/>\n")
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
	if whole {
		m.raw(`<content type="html">`).xml(r.feedText(n)).raw("</content>\n")
	}
	m.raw("</entry>\n")
}

// feedText is a note's text for a feed at the root: without ids and classes that mean nothing there.
func (r *renderer) feedText(n *site.Note) string {
	page := r.textOf(n, "feed.xml")
	page.IDs, page.Plain, page.Base = false, true, r.site.Settings.BaseURL
	w := r.writer
	if hasFirstLevel(n.Body) {
		w = r.lowered
	}
	return w.Write(page, n.Body).HTML
}

// feedLink is an address in the feed at one: full where it can be, else relative to the feed.
func (r *renderer) feedLink(at, encoded string) string {
	if abs := r.absolute(encoded); abs != "" {
		return abs
	}
	return between(at, encoded)
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
