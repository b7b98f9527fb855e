package render

import (
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// mostAddresses is how many addresses one sitemap may hold (sitemaps.org).
const mostAddresses = 50000

// sitemap lists the pages for search engines. It needs full addresses, so that there is none
// without a base URL. What one file may not hold goes into several, which sitemap.xml names.
func sitemap(r *renderer) []job {
	if r.site.Settings.BaseURL == "" || r.opts.Robots == "none" {
		return nil
	}
	return r.sitemaps(mostAddresses)
}

func (r *renderer) sitemaps(most int) []job {
	all := r.mapped()
	if len(all) <= most {
		return []job{func() (File, error) { return r.sitemapOf("sitemap.xml", all), nil }}
	}
	jobs := []job{func() (File, error) {
		var m markup
		m.raw(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
		for i := 0; i*most < len(all); i++ {
			m.raw(`<sitemap><loc>`).text(r.absolute(sitemapPart(i))).raw("</loc></sitemap>\n")
		}
		m.raw("</sitemapindex>\n")
		return File{Path: "sitemap.xml", Data: m.out}, nil
	}}
	for i := 0; i*most < len(all); i++ {
		jobs = append(jobs, func() (File, error) { return r.sitemapOf(sitemapPart(i), part(all, i, most)), nil })
	}
	return jobs
}

func sitemapPart(i int) string { return "sitemap-" + itoa(i+1) + ".xml" }

// A mappedPage is a page that search engines are told of, with its note if it has one.
type mappedPage struct {
	encoded string
	note    *site.Note
}

func (r *renderer) mapped() []mappedPage {
	var out []mappedPage
	add := func(encoded string, n *site.Note) { out = append(out, mappedPage{encoded, n}) }
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
	return out
}

func (r *renderer) sitemapOf(name string, pages []mappedPage) File {
	var m markup
	m.raw(`<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range pages {
		m.raw(`<url><loc>`).text(r.absolute(p.encoded)).raw(`</loc>`)
		if p.note != nil {
			if t := stamp(order(p.note.Created, p.note.Updated)); t != "" {
				m.raw(`<lastmod>`, t, `</lastmod>`)
			}
		}
		m.raw("</url>\n")
	}
	m.raw("</urlset>\n")
	return File{Path: name, Data: m.out}
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
