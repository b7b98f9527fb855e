package site

import (
	"regexp"
	"strings"
)

// A query's sources: what follows FROM, and the texts in quotes there.
var (
	querySources = regexp.MustCompile(`(?im)(?:^|\s)from\s[^\n]*`)
	quoted       = regexp.MustCompile(`"[^"\n]*"`)
)

// query rewrites the source of a query. Its author wrote it for a list, not to be read: it names
// no note and no folder that is not published.
func (w *rewriter) query(text string) string {
	if w.showUnpublished {
		return text
	}
	text = wikilink.ReplaceAllStringFunc(text, func(link string) string {
		m := wikilink.FindStringSubmatch(link)
		switch {
		case w.leads(wikilinkRef(m[1])):
			return link
		case m[2] != "":
			return m[2]
		}
		return placeholder
	})
	return querySources.ReplaceAllStringFunc(text, func(sources string) string {
		return quoted.ReplaceAllStringFunc(sources, func(source string) string {
			name := cleanGlob(strings.Trim(source, `"`))
			if name == "" || w.inside(fold(name)) || w.leads(wikilinkRef(name)) {
				return source
			}
			return `"` + placeholder + `"`
		})
	})
}

// publicFolders returns the folders in which the pages' notes lie, folded.
func publicFolders(pages []*page) map[string]bool {
	all := map[string]bool{}
	for _, p := range pages {
		for dir := fold(parentOf(sourcePath(p.src))); dir != "" && !all[dir]; dir = parentOf(dir) {
			all[dir] = true
		}
	}
	return all
}
