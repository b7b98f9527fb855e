package render

import (
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/internal/script"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// makeChrome fills in what all pages share.
func (r *renderer) makeChrome() *Chrome {
	s := r.site.Settings
	c := &Chrome{
		Title: s.Title, Description: s.Description, Language: s.Language, Direction: script.Direction(s.Language), Author: s.Author, Stacked: r.opts.Stacked, Offline: r.opts.Offline,
		Tags: len(r.site.Tags) > 0,
	}
	if !r.opts.NoPreviews {
		c.Previews = shardCount(len(r.site.Notes))
	}
	if r.days != nil {
		c.Calendar = r.days.pages[r.days.years[len(r.days.years)-1]][0]
	}
	if len(r.pictures) > 0 {
		c.Gallery = r.numbered("gallery", 1)
	}
	c.Branches = r.branchFiles()
	c.Graph = r.net != nil && !r.opts.NoGraph && len(r.net.links) > 0
	c.Search = !r.opts.NoSearch && len(r.site.Notes) > 0
	dated := slices.ContainsFunc(r.site.Notes, func(n *site.Note) bool { return !order(n.Created, n.Updated).IsZero() })
	c.Recent, c.Feed = dated, dated
	return c
}

// begin returns a page with everything that all pages have. language and direction are those
// of its own text.
func (r *renderer) begin(kind Kind, address string) (*Page, place) {
	at := place{path: html.EscapePath(address)}
	if kind == NotFoundPage {
		at.prefix = basePath(r.site.Settings.BaseURL)
	}
	p := &Page{
		Kind: kind, Address: address, Root: href(at.root()), Home: href(at.to("index.html")),
		Language: r.chrome.Language, Direction: r.chrome.Direction, Site: r.chrome,
		Menu: r.menuFor(at),
	}
	if r.hasTwin(kind) {
		at.twin = html.EscapePath(r.twinOf(address))
		p.Markdown = href(at.to(at.twin))
	}
	return p, at
}

// A target is where a link of the menu leads.
type target struct {
	title    string
	encoded  string // site path
	external string // or a URL
}

// findMenu resolves the menu among what is published.
func (r *renderer) findMenu() []target {
	var out []target
	for _, item := range r.opts.Menu {
		t, ok := r.findTarget(item.Link)
		if !ok {
			r.report.Report(diag.Diagnostic{
				Severity: diag.Warning, Code: "C002",
				Message: "menu: nothing published is called “" + item.Link + "”",
				Hint:    "write home, all, recent, tags, a URL, or the path of a folder or note",
			})
			continue
		}
		if item.Title != "" {
			t.title = item.Title
		}
		out = append(out, t)
	}
	return out
}

func (r *renderer) findTarget(link string) (target, bool) {
	switch link {
	case "home", "index", "/":
		return target{title: r.say("home"), encoded: "index.html"}, true
	case "all":
		return target{title: r.say("all"), encoded: "all.html"}, true
	case "recent":
		return target{title: r.say("recent"), encoded: "recent.html"}, r.chrome.Recent
	case "tags":
		return target{title: r.say("tags"), encoded: "tags/index.html"}, r.chrome.Tags
	}
	if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
		href, ok := html.SafeURL(link)
		return target{title: link, external: href}, ok
	}
	if name, ok := strings.CutPrefix(link, "#"); ok {
		t := r.tags[fold(name)]
		if t == nil {
			return target{}, false
		}
		return target{title: t.Label, encoded: html.EscapePath(t.Address)}, true
	}
	want := fold(strings.Trim(strings.TrimSuffix(link, ".md"), "/"))
	for f := range folders(r.site.Root) {
		if want == fold(folderPath(f)) || want == fold(strings.TrimSuffix(f.Address, "/index.html")) {
			return target{title: f.Title, encoded: r.below[f]}, true
		}
	}
	for _, n := range r.site.Notes {
		if want == fold(strings.TrimSuffix(n.Address, ".html")) || want == fold(n.Address) || want == fold(n.Title) {
			return target{title: n.Title, encoded: r.encoded(n)}, true
		}
	}
	return target{}, false
}

func folderPath(f *site.Folder) string {
	if f.Parent == nil || f.Parent.Parent == nil {
		return f.Title
	}
	return folderPath(f.Parent) + "/" + f.Title
}

func (r *renderer) menuFor(at place) HTML {
	if len(r.menu) == 0 {
		return ""
	}
	var m markup
	for _, t := range r.menu {
		m.raw(`<li><a href="`)
		if t.external != "" {
			m.text(t.external).raw(`" class="external" rel="noopener"`)
		} else {
			m.text(at.to(t.encoded)).raw(`"`)
			if t.encoded == at.path {
				m.raw(` aria-current="page"`)
			}
		}
		m.raw(`>`).text(t.title).raw(`</a></li>`)
	}
	return m.done()
}
