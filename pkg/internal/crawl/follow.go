package crawl

import (
	"net/url"
	"path"
	"strings"
)

// ref is a reference as it is written.
type ref struct {
	url   string
	load  bool // the browser fetches it with the page
	media bool // picture, sound or film
}

// schemes of links that lead out of the site and run nothing.
var unsafeSchemes = map[string]bool{"javascript": true, "vbscript": true, "data": true, "file": true, "blob": true}

// follow returns what is wrong with a reference; an empty kind for nothing.
func (c *checker) follow(from string, r ref) (Kind, string) {
	dead := DeadLink
	if r.load {
		dead = DeadLoad
	}
	r.url = strings.TrimSpace(r.url)
	u, err := url.Parse(r.url)
	if err != nil {
		return dead, r.url
	}
	switch {
	case u.Scheme == "data" && r.load:
		page := c.pages[from]
		if strings.HasSuffix(from, ".css") {
			page = c.pages["index.html"] // a style sheet is held to the policy of the page that loads it
		}
		if page != nil && strings.Contains(page.policy, "data:") {
			return "", ""
		}
		return Blocked, short(r.url)
	case unsafeSchemes[u.Scheme]:
		return Unsafe, short(r.url)
	case u.Scheme != "" || u.Host != "":
		if r.load && !(c.opts.RemoteImages && r.media && u.Scheme == "https") {
			return Remote, r.url
		}
		return "", ""
	}
	to, ok := c.resolve(from, u)
	if !ok {
		return dead, r.url
	}
	if target := c.pages[to]; u.Fragment != "" && target != nil && strings.HasSuffix(to, ".html") && !target.has(u.Fragment) {
		return DeadAnchor, r.url
	}
	return "", ""
}

// resolve returns the file that a reference of the site leads to. A folder leads to its
// index.html only with a slash at its end: without it relative links of that page would break
// on a disk.
func (c *checker) resolve(from string, u *url.URL) (string, bool) {
	p := u.Path
	if p == "" {
		return from, true
	}
	if rest, ok := strings.CutPrefix(p, c.opts.Base); ok {
		p = "/" + rest
	} else if strings.HasPrefix(p, "/") {
		return "", false
	} else {
		p = "/" + path.Dir(from) + "/" + p
	}
	folder := strings.HasSuffix(p, "/") || strings.HasSuffix(p, "/.") || strings.HasSuffix(p, "/..")
	if climbs(p) {
		return "", false
	}
	p = strings.TrimPrefix(path.Clean(p), "/")
	if folder {
		p = path.Join(p, "index.html")
	}
	return p, c.files[p]
}

// climbs reports whether a rooted path leaves the site on its way.
func climbs(p string) bool {
	depth := 0
	for _, part := range strings.Split(p, "/") {
		switch part {
		case "", ".":
		case "..":
			if depth--; depth < 0 {
				return true
			}
		default:
			depth++
		}
	}
	return false
}

// has reports whether a fragment leads somewhere on the page.
func (p *page) has(fragment string) bool {
	fragment, _, directed := strings.Cut(fragment, ":~:")
	if directed && fragment == "" {
		return true
	}
	return p.ids[fragment] > 0 || strings.EqualFold(fragment, "top")
}

func short(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
