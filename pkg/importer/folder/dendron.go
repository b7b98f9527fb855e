package folder

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// dendron is a Dendron workspace: dots in a name are its place in the hierarchy, links have their
// text first, [[text|a.b.c]], and headings are written as slugs
// (https://wiki.dendron.so/notes/3472226a-ff3c-432d-bf5d-10926f39f6c2).
var dendron = dialect{
	name: "Dendron",
	found: func(src *importer.Source, root string, _ []string) bool {
		_, ok := src.Lookup(path.Join(root, "dendron.yml"))
		return ok
	},
	finish: finishDendron,
}

func finishDendron(v *vault) {
	slugs := map[*note.Note]map[string]string{}
	for _, n := range v.notes {
		v.change(n)
		placeByDots(n)
		slugs[n] = headingSlugs(n.Body)
	}
	for _, n := range v.notes {
		note.Walk(n.Body, func(node any) bool {
			switch node := node.(type) {
			case *note.Link:
				if node.Ref.Kind == note.RefName && !node.Bare {
					textFirst(node)
				}
				fixDendronRef(&node.Ref, n, v, slugs)
			case *note.Embed:
				if node.Ref.Kind == note.RefName && node.Alt != "" {
					node.Ref, node.Alt = dendronRef(node.Alt, node.Ref), wholeTarget(node.Ref)
				}
				fixDendronRef(&node.Ref, n, v, slugs)
			}
			return true
		})
	}
}

// placeByDots makes "vault/a.b.c.md" the note c in the notebooks vault, a and b. Its name, by
// which links mean it, stays a.b.c.
func placeByDots(n *note.Note) {
	dir, base := path.Split(n.Path)
	ext := path.Ext(base)
	parts := strings.Split(strings.TrimSuffix(base, ext), ".")
	for _, p := range parts {
		if p == "" {
			return // "a..b" is no hierarchy
		}
	}
	n.Path = dir + strings.Join(parts, "/") + ext
	if dir := path.Dir(n.Path); dir != "." {
		n.Notebook = strings.Split(dir, "/")
	}
	if n.Title == n.Name {
		n.Title = parts[len(parts)-1]
	}
}

// textFirst exchanges what other dialects take for the target with what they take for the text.
func textFirst(l *note.Link) {
	shown := wholeTarget(l.Ref)
	l.Ref = dendronRef(note.PlainText(l.Inlines), l.Ref)
	l.Inlines = []note.Inline{&note.Text{Value: shown}}
}

// wholeTarget is what stands before "|", put together again.
func wholeTarget(r note.Ref) string {
	s := r.Target
	for _, h := range r.Headings {
		s += "#" + h
	}
	if r.Block != "" {
		s += "#^" + r.Block
	}
	return strings.TrimSpace(s)
}

// dendronRef reads what stands behind "|" as the target of a link that stands where at is.
func dendronRef(target string, at note.Ref) note.Ref {
	name, fragment, _ := strings.Cut(strings.TrimSpace(target), "#")
	r := note.Ref{Kind: note.RefName, Target: name, Line: at.Line, Column: at.Column, Width: at.Width}
	if id, ok := strings.CutPrefix(fragment, "^"); ok {
		r.Block = id
	} else if fragment != "" {
		r.Headings = []string{fragment}
	}
	return r
}

// vaultPrefix is what names another vault of the workspace: dendron://vault/a.b.
var vaultPrefix = regexp.MustCompile(`^dendron://[^/]+/`)

// fixDendronRef takes the vault's name off a target and finds the heading that its slug means.
// Of a range of headings the section that it begins with is meant.
func fixDendronRef(r *note.Ref, from *note.Note, v *vault, slugs map[*note.Note]map[string]string) {
	if r.Kind != note.RefName && !strings.HasPrefix(r.Target, "dendron://") {
		return
	}
	r.Kind = note.RefName
	r.Target = vaultPrefix.ReplaceAllString(r.Target, "")
	to := from
	if r.Target != "" {
		if to = v.byName[strings.ToLower(r.Target)]; to != nil {
			r.Kind, r.Target = note.RefNote, string(to.ID) // as a name it could also mean the end of another's path
		}
	}
	if len(r.Headings) == 0 {
		return
	}
	slug, _, _ := strings.Cut(strings.Join(r.Headings, "#"), ":")
	slug, _, _ = strings.Cut(slug, ",")
	if id, ok := strings.CutPrefix(slug, "^"); ok {
		r.Headings, r.Block = nil, id
		return
	}
	if heading := slugs[to][slugOf(slug)]; heading != "" {
		r.Headings = []string{heading}
	} else if slug == "*" || slug == "" {
		r.Headings = nil
	} else {
		r.Headings = []string{slug}
	}
}

// headingSlugs maps the slug of each heading to its text; of equal slugs to the first.
func headingSlugs(blocks []note.Block) map[string]string {
	slugs := map[string]string{}
	note.Walk(blocks, func(node any) bool {
		if h, ok := node.(*note.Heading); ok {
			text := strings.TrimSpace(note.PlainText(h.Inlines))
			if s := slugOf(text); slugs[s] == "" {
				slugs[s] = text
			}
		}
		return true
	})
	return slugs
}

// slugOf is GitHub's slug of a heading: lower case, spaces to "-", punctuation left out.
func slugOf(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return '-'
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(s))
}
