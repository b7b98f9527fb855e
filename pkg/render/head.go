package render

import (
	"encoding/json"
	"strings"
	"time"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// policy is the Content-Security-Policy of every page: only what lies on the site itself, no
// script and no style inside a page. What a <meta> may not say stands in _headers alone.
func (r *renderer) policy() string {
	p := "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
	if r.opts.RemoteImages {
		p += "; img-src 'self' https:"
	}
	return p
}

// about is what the head of a page says.
type about struct {
	title       string
	description string
	kind        string     // JSON-LD type: Article, CollectionPage, WebSite
	note        *site.Note // the note that the page shows; nil for none
	way         []crumb    // for JSON-LD
	feed        string     // address of the page whose own feed it names; empty for none
	hidden      bool       // not for search engines
}

type crumb struct{ title, encoded string }

// head writes what stands in <head> beside the theme's own links.
func (r *renderer) head(at place, a about) HTML {
	s := r.site.Settings
	var m markup
	m.raw(`<meta http-equiv="Content-Security-Policy" content="`, r.policy(), "\">\n")
	m.raw(`<title>`).text(a.title)
	if a.title != s.Title && s.Title != "" {
		m.text(" · " + s.Title)
	}
	m.raw("</title>\n")
	meta := func(attr, name, content string) {
		if content != "" {
			m.raw(`<meta `, attr, `="`, name, `" content="`).text(content).raw("\">\n")
		}
	}
	meta("name", "description", a.description)
	meta("name", "author", s.Author)
	meta("name", "generator", "memopress")
	meta("name", "referrer", "strict-origin-when-cross-origin")
	r.icons(&m, at)
	if a.hidden || r.opts.Robots == "none" {
		meta("name", "robots", "noindex")
	}
	canonical := ""
	if !a.hidden {
		canonical = r.absolute(at.path)
	}
	if canonical != "" {
		m.raw(`<link rel="canonical" href="`).text(canonical).raw("\">\n")
	}
	if r.chrome.Feed {
		m.raw(`<link rel="alternate" type="application/atom+xml" href="`).text(at.to("feed.xml")).raw(`" title="`).text(s.Title).raw("\">\n")
	}
	if r.channels["index.html"] != nil && s.BaseURL != "" {
		m.raw(`<link rel="alternate" type="application/feed+json" href="`).text(at.to("feed.json")).raw(`" title="`).text(s.Title).raw("\">\n")
	}
	if c := r.channels[a.feed]; c != nil {
		m.raw(`<link rel="alternate" type="application/atom+xml" href="`).text(at.to(html.EscapePath(c.atom))).raw(`" title="`).text(c.title).raw("\">\n")
	}
	if at.twin != "" {
		m.raw(`<link rel="alternate" type="text/markdown" href="`).text(at.to(at.twin)).raw("\">\n")
	}
	if a.hidden {
		return m.done()
	}
	if r.opts.Robots != "none" {
		m.raw(`<link rel="describedby" type="text/plain" href="`).text(at.to("llms.txt")).raw("\">\n")
	}
	kind := "website"
	if a.note != nil && a.kind == "Article" {
		kind = "article"
	}
	meta("property", "og:type", kind)
	meta("property", "og:title", a.title)
	meta("property", "og:site_name", s.Title)
	meta("property", "og:description", a.description)
	meta("property", "og:url", canonical)
	language := s.Language
	if a.note != nil {
		language = a.note.Language
		if kind == "article" {
			meta("property", "article:published_time", stamp(a.note.Created))
			meta("property", "article:modified_time", stamp(a.note.Updated))
		}
	}
	if image := r.share(a); image.url != "" {
		meta("property", "og:image", image.url)
		if image.width > 0 {
			meta("property", "og:image:width", itoa(image.width))
			meta("property", "og:image:height", itoa(image.height))
		}
		meta("property", "og:image:alt", a.title)
		size := "summary_large_image"
		if image.width > 0 && image.width < leastShown {
			size = "summary"
		}
		meta("name", "twitter:card", size)
	}
	meta("property", "og:locale", strings.ReplaceAll(language, "-", "_"))
	m.raw(`<script type="application/ld+json">`).bytes(r.linkedData(at, a, language)).raw("</script>")
	return m.done()
}

// stamp writes a time for machines. Midnight means that only the day is known.
func stamp(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// linkedData describes the page in the terms of schema.org. The block is data: browsers do not
// run it, and JSON's escapes keep "</script>" out of it.
func (r *renderer) linkedData(at place, a about, language string) []byte {
	type item struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item,omitempty"`
	}
	type list struct {
		Type  string `json:"@type"`
		Items []item `json:"itemListElement"`
	}
	type named struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	d := struct {
		Context     string `json:"@context"`
		Type        string `json:"@type"`
		ID          string `json:"@id,omitempty"`
		URL         string `json:"url,omitempty"`
		Headline    string `json:"headline,omitempty"`
		Name        string `json:"name,omitempty"`
		Description string `json:"description,omitempty"`
		Language    string `json:"inLanguage,omitempty"`
		Published   string `json:"datePublished,omitempty"`
		Modified    string `json:"dateModified,omitempty"`
		Author      *named `json:"author,omitempty"`
		Breadcrumb  *list  `json:"breadcrumb,omitempty"`
	}{
		Context: "https://schema.org", Type: a.kind, Description: a.description, Language: language,
		ID: r.absolute(at.path), URL: r.absolute(at.path), Name: a.title,
	}
	if a.note != nil && a.kind == "Article" {
		d.Name, d.Headline = "", a.title
		d.Published, d.Modified = stamp(a.note.Created), stamp(a.note.Updated)
	}
	if name := r.site.Settings.Author; name != "" {
		d.Author = &named{"Person", name}
	}
	if len(a.way) > 0 && r.site.Settings.BaseURL != "" {
		d.Breadcrumb = &list{Type: "BreadcrumbList"}
		for i, c := range a.way {
			d.Breadcrumb.Items = append(d.Breadcrumb.Items, item{"ListItem", i + 1, c.title, r.absolute(c.encoded)})
		}
	}
	out, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings and numbers always have a form in JSON
	}
	return out
}

// way returns the breadcrumbs of a folder with the page itself last.
func (r *renderer) way(f *site.Folder, title, encoded string) []crumb {
	var out []crumb
	for ; f != nil && f.Parent != nil; f = f.Parent {
		out = append([]crumb{{f.Title, r.below[f]}}, out...)
	}
	out = append([]crumb{{r.say("home"), "index.html"}}, out...)
	if out[len(out)-1].encoded != encoded {
		out = append(out, crumb{title, encoded})
	}
	return out
}
