package render

import (
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// mostAddresses is how many addresses one sitemap may hold (sitemaps.org).
const mostAddresses = 50000

// sitemap lists the pages for search engines. It needs full addresses, so that there is none
// without a base URL.
func sitemap(r *renderer) []job {
	if r.site.Settings.BaseURL == "" || r.opts.Robots == "none" {
		return nil
	}
	return []job{func() (File, error) {
		var m markup
		m.raw(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
		count := 0
		add := func(encoded string, n *site.Note) {
			if count++; count > mostAddresses {
				return
			}
			m.raw(`<url><loc>`).text(r.absolute(encoded)).raw(`</loc>`)
			if n != nil {
				if t := stamp(order(n.Created, n.Updated)); t != "" {
					m.raw(`<lastmod>`, t, `</lastmod>`)
				}
			}
			m.raw("</url>\n")
		}
		if r.site.Home == nil {
			add("index.html", nil)
		}
		for _, n := range r.site.Notes {
			add(r.encoded(n), n)
		}
		for f := range folders(r.site.Root) {
			if f.Note == nil {
				add(r.below[f], nil)
			}
		}
		add("all.html", nil)
		if r.chrome.Recent {
			add("recent.html", nil)
		}
		if r.chrome.Tags {
			add(tagsAddress, nil)
		}
		for t := range tags(r.site.Tags) {
			add(html.EscapePath(t.Address), nil)
		}
		m.raw("</urlset>\n")
		return File{Path: "sitemap.xml", Data: m.out}, nil
	}}
}

// robots tells crawlers where the sitemap is, or to stay away.
func robots(r *renderer) []job {
	return []job{func() (File, error) {
		text := "User-agent: *\nAllow: /\n"
		if r.opts.Robots == "none" {
			text = "User-agent: *\nDisallow: /\n"
		} else if r.site.Settings.BaseURL != "" {
			text += "Sitemap: " + r.absolute("sitemap.xml") + "\n"
		}
		return File{Path: "robots.txt", Data: []byte(text)}, nil
	}}
}
