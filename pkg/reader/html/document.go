package html

import (
	"strings"
	"time"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/charset"
	"memopress/pkg/reader/date"
	"memopress/pkg/reader/html/tree"
)

// A Document is a whole HTML file.
type Document struct {
	Title   string            // of <title>, else the first heading; NFC, one line; may be empty
	Lang    string            // as <html lang> states it
	Meta    map[string]string // <meta> contents by name or property in lower case; of repeated ones the first
	Created time.Time         // from <meta>, else from <time>; zero when unknown
	Updated time.Time
	Blocks  []note.Block
}

// Parse reads a whole HTML file, of whatever encoding.
func Parse(src []byte, opts Options) Document {
	text := clean(opts.decode(src))
	p := tree.NewParser()
	defer p.Close()
	root, err := p.Document(text)
	if err != nil {
		return Document{Title: rawTitle(text), Meta: map[string]string{}, Blocks: fallback(text, err, opts)}
	}
	if opts.Prepare != nil {
		opts.Prepare(root)
	}
	d := Document{Meta: map[string]string{}}
	d.readHead(root)
	body := root
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			body = n
			break
		}
	}
	d.Blocks = newBuilder(root, opts, true).blocks(body)
	if d.Title == "" {
		d.Title = firstHeading(d.Blocks)
	}
	d.dates(root, opts.Location)
	return d
}

func (o Options) decode(src []byte) string {
	t, err := charset.Decode(src, o.Encoding)
	if err != nil { // there is no such encoding, which whoever took the setting has said
		t, _ = charset.Decode(src, "")
	}
	if t.Guessed {
		o.report(diag.Info, "I004", "text is not UTF-8 and was read as "+t.Encoding, "if letters look wrong, choose with --encoding", 0, 0)
	}
	return string(t.UTF8)
}

func (d *Document) readHead(root *xhtml.Node) {
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			if d.Lang = strings.TrimSpace(attr(n.Attr, "lang")); d.Lang == "" {
				d.Lang = strings.TrimSpace(attr(n.Attr, "xml:lang"))
			}
		case atom.Title:
			if d.Title == "" && n.Namespace == "" {
				d.Title = line(textOf(n))
			}
		case atom.Meta:
			name := strings.ToLower(strings.TrimSpace(attr(n.Attr, "name")))
			if name == "" {
				name = strings.ToLower(strings.TrimSpace(attr(n.Attr, "property")))
			}
			if name == "" {
				name = strings.ToLower(strings.TrimSpace(attr(n.Attr, "itemprop")))
			}
			if _, have := d.Meta[name]; name != "" && !have {
				d.Meta[name] = line(attr(n.Attr, "content"))
			}
		}
	}
}

func line(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

// The names under which pages and note apps write dates, the most telling first.
var (
	createdMeta = []string{"created", "date-created", "article:published_time", "dcterms.created", "dc.date.created", "creation_date",
		"datecreated", "datepublished", "dcterms.date", "dc.date", "date", "pubdate"}
	updatedMeta = []string{"updated", "modified", "date-modified", "article:modified_time", "og:updated_time", "dcterms.modified",
		"dc.date.modified", "datemodified", "last-modified", "lastmod", "revised"}
)

func (d *Document) dates(root *xhtml.Node, loc *time.Location) {
	first := func(names []string) time.Time {
		for _, name := range names {
			if t, ok := date.Parse(d.Meta[name], loc); ok {
				return t
			}
		}
		return time.Time{}
	}
	d.Created, d.Updated = first(createdMeta), first(updatedMeta)
	if !d.Created.IsZero() {
		return
	}
	// A <time> says when the text was written if it is marked so, or if it is the only one.
	var times []time.Time
	for n := range root.Descendants() {
		if n.DataAtom != atom.Time {
			continue
		}
		value, ok := lookup(n.Attr, "datetime")
		if !ok {
			value = textOf(n)
		}
		t, ok := date.Parse(value, loc)
		if !ok {
			continue
		}
		_, pub := lookup(n.Attr, "pubdate")
		switch prop := strings.ToLower(attr(n.Attr, "itemprop")); {
		case pub || prop == "datepublished" || prop == "datecreated":
			d.Created = t
			return
		case prop == "datemodified":
			if d.Updated.IsZero() {
				d.Updated = t
			}
		default:
			times = append(times, t)
		}
	}
	if len(times) == 1 {
		d.Created = times[0]
	}
}

func firstHeading(blocks []note.Block) string {
	title := ""
	note.Walk(blocks, func(n any) bool {
		if h, ok := n.(*note.Heading); ok && title == "" {
			title = line(note.PlainText(h.Inlines))
		}
		return title == ""
	})
	return title
}

// rawTitle finds the title of a file that has no tree.
func rawTitle(src string) string {
	z := xhtml.NewTokenizer(strings.NewReader(src))
	for z.Next() != xhtml.ErrorToken {
		if t := z.Token(); t.Type == xhtml.StartTagToken && t.DataAtom == atom.Title && z.Next() == xhtml.TextToken {
			return line(string(z.Text()))
		}
	}
	return ""
}
