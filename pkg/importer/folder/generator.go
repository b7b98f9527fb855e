package folder

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A generator is the static site generator that a folder was written for. Its own folders hold
// templates and output, no notes; their names are only special where the generator's settings
// lie beside them.
type generator struct {
	name    string   // "Jekyll", "Hugo", or empty for none
	folders []string // at the top of the folder, with a slash at the end
	roots   []string // likewise: folders whose files are at the top of the site
}

var (
	jekyll = generator{"Jekyll", []string{"_site/", "_layouts/", "_includes/", "_sass/", "_plugins/", "_data/"}, nil}
	hugo   = generator{"Hugo", []string{"archetypes/", "layouts/", "themes/", "public/", "resources/", "i18n/", "data/"}, []string{"content/", "static/"}}
)

// generatorOf finds the generator by its settings (https://jekyllrb.com/docs/structure/,
// https://gohugo.io/getting-started/directory-structure/).
func generatorOf(src *importer.Source, root string) generator {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { _, ok := src.Lookup(path.Join(root, name)); return ok })
	}
	switch {
	case has("_config.yml", "_config.yaml", "_config.toml"):
		return jekyll
	case has("hugo.toml", "hugo.yaml", "hugo.json"), has("config.toml", "config.yaml", "config.json") && src.Has(path.Join(root, "content")):
		return hugo
	}
	return generator{}
}

// leaveOut returns the rule that keeps a path out, "" for none.
func (g generator) leaveOut(p string) string {
	for _, folder := range g.folders {
		if strings.HasPrefix(p, folder) {
			return "part of " + g.name
		}
	}
	return ""
}

// followRoots makes the links of n that begin at the site's root, as "/img/a.png" does, name the
// file where it lies: static/img/a.png.
func (g generator) followRoots(n *note.Note, has func(string) bool) {
	if len(g.roots) == 0 {
		return
	}
	follow := func(r *note.Ref) {
		if r != nil && r.Kind == note.RefPath && strings.HasPrefix(r.Target, "/") && !has(r.Target[1:]) {
			r.Target = g.follow(r.Target, has)
		}
	}
	follow(n.Image)
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			follow(&node.Ref)
		case *note.Embed:
			follow(&node.Ref)
		case *note.Tag:
			for _, a := range node.Attrs() {
				follow(a.Ref)
			}
		}
		return true
	})
}

func (g generator) follow(target string, has func(string) bool) string {
	for _, root := range g.roots {
		p := path.Join(root, target)
		for _, ending := range []string{"", ".md", "/index.md", "/_index.md"} {
			if has(p + ending) {
				return "/" + p + ending
			}
		}
	}
	return target
}

// post matches the names of Jekyll's posts, which others use as well: 2024-03-01-a-title.md.
var post = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)-(.+)$`)

// adjust reads what Jekyll says by where a note lies: the date and the title of a post in its
// name, and drafts in a folder of theirs.
func (g generator) adjust(n *note.Note, zone *time.Location) {
	if slices.Contains(n.Notebook, "_drafts") && n.Visibility.State != note.MarkedPrivate {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "draft", Detail: "in the folder _drafts"}
	}
	m := post.FindStringSubmatch(n.Name)
	if m == nil {
		return
	}
	day, err := time.ParseInLocation("2006-01-02", m[1], zone)
	if err != nil {
		return // a number that is no date
	}
	if n.Created.IsZero() {
		n.Created = day
	}
	if n.Title == n.Name && slices.Contains(n.Notebook, "_posts") {
		n.Title = strings.ReplaceAll(m[2], "-", " ")
	}
}
