package theme

import (
	"html/template"

	"memopress/pkg/render"
)

// samples are pages on which every field is filled, one of each kind, and empty ones: whatever
// a template asks for, it asks for it here.
func samples() []*render.Page {
	chrome := &render.Chrome{Title: "Sample", Description: "A sample", Language: "en", Direction: "ltr", Author: "A", Feed: true, Tags: true, Recent: true}
	link := &render.Link{Href: template.URL("b.html"), Title: "Another"}
	item := render.HTML(`<li><a href="b.html">Another</a></li>`)
	var out []*render.Page
	for _, k := range render.Kinds() {
		out = append(out, &render.Page{
			Kind: k, Address: "a/a.html", Root: "../", Language: "ar", Direction: "rtl", Foreign: true, Site: chrome,
			Head: `<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><title>Sample</title>`,
			Nav:  "<ul>" + item + "</ul>", Menu: item, Home: "../index.html",
			Title: "Sample", Heading: "Sample", Lead: "Lead", Eyebrow: "Tag", Crumbs: item, Dates: "<time>now</time>",
			Minutes: "1 min", Count: "3 notes", Tags: item, Facts: "<dt>a</dt><dd>b</dd>", Contents: "<ol>" + item + "</ol>",
			Classes: "wide", Body: "<p>Text</p>",
			Lists: []render.List{
				{ID: "mp-a", Kind: "entries", Title: "A", Count: "1", Items: "<ul>" + item + "</ul>", More: link},
				{Kind: "tree", Items: "<ul>" + item + "</ul>"},
			},
			Jump: item, Pager: item, Years: item, Backlinks: item, MoreBacklinks: item, BacklinkCount: 13,
			Mentions: item, MentionCount: 1, Related: item, Nearby: `<svg></svg>`, Previous: link, Next: link, Blocks: true, Diagram: true, Math: true,
		}, &render.Page{Kind: k, Address: "a.html", Site: chrome, Head: `<meta http-equiv="Content-Security-Policy" content="x">`})
	}
	return out
}
