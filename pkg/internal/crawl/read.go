package crawl

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// loads are the attributes by which an element makes the browser fetch something.
var loads = map[string][]string{
	"img": {"src", "srcset"}, "source": {"src", "srcset"}, "video": {"src", "poster"}, "audio": {"src"}, "track": {"src"},
	"iframe": {"src"}, "frame": {"src"}, "embed": {"src"}, "object": {"data"}, "script": {"src"}, "input": {"src"},
	"use": {"href"}, "image": {"href"}, "feImage": {"href"},
	"body": {"background"}, "table": {"background"}, "td": {"background"}, "th": {"background"},
}

// links are the attributes that lead elsewhere when the reader wants it.
var links = map[string][]string{"a": {"href", "ping"}, "area": {"href"}, "form": {"action"}, "button": {"formaction"}, "input": {"formaction"}}

var media = map[string]bool{"img": true, "source": true, "video": true, "audio": true, "image": true}

// named are relations of <link> that name something without fetching it.
var named = []string{"canonical", "alternate", "next", "prev", "author", "license", "help", "search", "me", "bookmark", "up", "index", "first", "last", "self"}

func read(p string, r io.Reader) *page {
	out := &page{path: p, ids: map[string]int{}}
	doc, err := html.Parse(r)
	if err != nil {
		out.find(Unreadable, "%v", err)
		return out
	}
	headings := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		out.element(n)
		if n.Data == "h1" {
			headings++
		}
	}
	if headings != 1 {
		out.find(Heading, "%d h1 elements", headings)
	}
	if out.policy == "" {
		out.find(Policy, "no Content-Security-Policy")
	}
	for id, n := range out.ids {
		if n > 1 {
			out.find(DuplicateID, "%s", id)
		}
	}
	for _, line := range lines(doc) {
		if m := leftover.FindString(line); m != "" {
			out.find(Syntax, "%s in %q", strings.TrimSpace(m), short(strings.TrimSpace(line)))
		}
	}
	return out
}

func (p *page) element(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			p.find(Inline, "style=%q on <%s>", short(a.Val), n.Data)
		case strings.HasPrefix(a.Key, "on"):
			p.find(Unsafe, "%s on <%s>", a.Key, n.Data)
		case a.Key == "srcdoc":
			p.find(Unsafe, "srcdoc on <%s>", n.Data)
		case a.Key == "id":
			p.ids[a.Val]++
		case a.Key == "name" && n.Data == "a" && attr(n, "id") != a.Val:
			p.ids[a.Val]++
		}
	}
	switch n.Data {
	case "html":
		if strings.TrimSpace(attr(n, "lang")) == "" {
			p.find(Language, "no lang")
		}
	case "base":
		p.find(Unsafe, "<base> changes what every link means")
	case "style":
		p.find(Inline, "<style>")
	case "script":
		if attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			p.find(Inline, "<script>")
		}
	case "meta":
		p.meta(n)
	case "link":
		p.link(n)
	}
	if p.policy == "" && (n.Data == "script" && attr(n, "src") != "" || n.Data == "link" && !isNamed(n) || n.Data == "img") {
		p.find(Policy, "<%s> stands before the Content-Security-Policy", n.Data)
	}
	for _, key := range loads[n.Data] {
		p.add(n, key, true)
	}
	for _, key := range links[n.Data] {
		p.add(n, key, false)
	}
}

func (p *page) add(n *html.Node, key string, load bool) {
	for _, a := range n.Attr {
		if a.Key != key {
			continue
		}
		urls := []string{a.Val}
		if key == "srcset" {
			urls = candidates(a.Val)
		}
		for _, u := range urls {
			if load && strings.TrimSpace(u) == "" {
				p.find(DeadLoad, "empty %s on <%s>", key, n.Data)
				continue
			}
			p.refs = append(p.refs, ref{url: u, load: load, media: media[n.Data]})
		}
	}
}

// candidates returns the addresses of a srcset.
func candidates(s string) []string {
	var out []string
	for _, c := range strings.Split(s, ", ") {
		if f := strings.Fields(strings.TrimRight(c, ",")); len(f) > 0 {
			out = append(out, f[0])
		}
	}
	return out
}

func (p *page) meta(n *html.Node) {
	switch strings.ToLower(attr(n, "http-equiv")) {
	case "content-security-policy":
		p.policy = attr(n, "content")
	case "refresh":
		if _, to, ok := strings.Cut(attr(n, "content"), "url="); ok {
			p.refs = append(p.refs, ref{url: to})
		}
	}
}

func (p *page) link(n *html.Node) {
	href := attr(n, "href")
	if isNamed(n) {
		p.refs = append(p.refs, ref{url: href})
		return
	}
	p.add(n, "href", true)
}

func isNamed(n *html.Node) bool {
	rels := strings.Fields(strings.ToLower(attr(n, "rel")))
	return !slices.Contains(rels, "stylesheet") && slices.ContainsFunc(rels, func(r string) bool { return slices.Contains(named, r) })
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssURL     = regexp.MustCompile(`(?i)url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')`)
)

// readStyle collects what a style sheet loads.
func readStyle(p, text string) *page {
	out := &page{path: p, ids: map[string]int{}}
	for _, m := range cssURL.FindAllStringSubmatch(cssComment.ReplaceAllString(text, " "), -1) {
		if u := strings.Join(m[1:], ""); u != "" && !strings.HasPrefix(u, "#") {
			out.refs = append(out.refs, ref{url: u, load: true})
		}
	}
	return out
}
