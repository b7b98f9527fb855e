package render

import (
	"net/url"
	"strings"

	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// between returns the link from the page at one encoded site path to another, relative so that
// it holds under every base path and on a disk.
func between(from, to string) string {
	same := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			same = i + 1
		}
	}
	up := strings.Count(from[same:], "/")
	if up == 0 {
		return to[same:]
	}
	return strings.Repeat("../", up) + to[same:]
}

// A place is where links of one page start: its encoded site path, or a fixed prefix for the
// one page (404) that may be shown under any address.
type place struct {
	path   string
	prefix string
	twin   string // encoded site path of the page's Markdown; may be empty
}

func (p place) to(encoded string) string {
	if p.prefix != "" {
		return p.prefix + encoded
	}
	return between(p.path, encoded)
}

// root returns what leads to the root of the site.
func (p place) root() string {
	if p.prefix != "" {
		return p.prefix
	}
	return strings.Repeat("../", strings.Count(p.path, "/"))
}

// fragment returns "#" and an encoded anchor, or nothing for none.
func fragment(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + html.EscapePath(anchor)
}

// basePath returns the path of the site on its host, with a slash at both ends.
func basePath(baseURL string) string {
	u, err := url.Parse(baseURL)
	if err != nil {
		return "/"
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}

// absolute returns the address of a page on the web, "" when the site does not know its own.
// The index page of a folder is known by the folder.
func (r *renderer) absolute(encoded string) string {
	if r.site.Settings.BaseURL == "" {
		return ""
	}
	if encoded == "index.html" || strings.HasSuffix(encoded, "/index.html") {
		encoded = strings.TrimSuffix(encoded, "index.html")
	}
	return strings.TrimSuffix(r.site.Settings.BaseURL, "/") + "/" + encoded
}

// encoded returns the encoded address of a note.
func (r *renderer) encoded(n *site.Note) string {
	if e, ok := r.paths[n]; ok {
		return e
	}
	return html.EscapePath(n.Address)
}
