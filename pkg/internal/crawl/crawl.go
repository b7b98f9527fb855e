// Package crawl looks at a built site from outside, as a visitor's browser and a strict reader
// would, and lists everything that is not as it has to be. It knows nothing of how the site was
// made, so it can find what the rest of the program believes to be right.
package crawl

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Kind says what is wrong.
type Kind string

// The kinds of findings.
const (
	Unreadable  Kind = "unreadable"   // a page or style sheet that cannot be parsed
	DeadLink    Kind = "dead link"    // href to nothing on the site
	DeadLoad    Kind = "dead load"    // image, script, style sheet, film, … that is not there
	DeadAnchor  Kind = "dead anchor"  // fragment that its page does not have
	Remote      Kind = "remote"       // something loaded from another host
	Blocked     Kind = "blocked"      // something that the page's own policy keeps from loading
	Unsafe      Kind = "unsafe"       // javascript: and the like, handlers
	Inline      Kind = "inline"       // style or script inside the page
	Policy      Kind = "policy"       // no Content-Security-Policy before everything that loads
	DuplicateID Kind = "duplicate id" // one id, two elements
	Heading     Kind = "heading"      // not exactly one h1
	Language    Kind = "language"     // html without lang
	Syntax      Kind = "syntax"       // Markdown or wiki syntax left as text
)

// A Finding is one thing that is wrong on one page.
type Finding struct {
	Page string // path in the site
	Kind Kind
	Text string // the reference, id or text that it is about
}

// String returns the finding on one line.
func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.Page, f.Kind, f.Text) }

// Options of a check. The zero value is the strictest.
type Options struct {
	Base         string // path of the site on its host, such as "/repo/"; empty for "/"
	RemoteImages bool   // pictures, sound and films may come from other hosts by https
}

// Check looks at every page and style sheet of a site. The findings are sorted and none is
// repeated. The error is that of reading fsys.
func Check(fsys fs.FS, opts Options) ([]Finding, error) {
	opts.Base = cmp.Or(opts.Base, "/")
	c := &checker{opts: opts, files: map[string]bool{}, pages: map[string]*page{}}
	err := fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		c.files[p] = true
		switch path.Ext(p) {
		case ".html":
			f, err := fsys.Open(p)
			if err != nil {
				return err
			}
			c.pages[p] = read(p, f)
			return f.Close()
		case ".css":
			data, err := fs.ReadFile(fsys, p)
			if err != nil {
				return err
			}
			c.pages[p] = readStyle(p, string(data))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Finding
	for p, page := range c.pages {
		out = append(out, page.findings...)
		for _, r := range page.refs {
			if kind, text := c.follow(p, r); kind != "" {
				out = append(out, Finding{Page: p, Kind: kind, Text: text})
			}
		}
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(out), nil
}

type checker struct {
	opts  Options
	files map[string]bool
	pages map[string]*page
}

// page is what one page says.
type page struct {
	path     string
	ids      map[string]int
	refs     []ref
	findings []Finding
	policy   string
}

func (p *page) find(kind Kind, format string, args ...any) {
	p.findings = append(p.findings, Finding{Page: p.path, Kind: kind, Text: fmt.Sprintf(format, args...)})
}
