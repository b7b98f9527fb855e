package site

import (
	"cmp"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// permalink turns the address that a note asks for into that of a page. why says, when it is
// not empty, why that cannot be.
func (s AddressStyle) permalink(want string) (address, why string) {
	want = strings.TrimSpace(want)
	if strings.Contains(want, "://") || strings.HasPrefix(want, "//") {
		return "", "is not a path within the site"
	}
	if strings.ContainsAny(want, "?#*\"<>|\\:") {
		return "", "holds characters that an address cannot have"
	}
	folder := strings.HasSuffix(want, "/")
	var segments []string
	for part := range strings.SplitSeq(strings.Trim(want, "/"), "/") {
		switch {
		case part == "." || part == "..":
			return "", "leads out of the site"
		case part == "":
			return "", "is empty"
		}
		segments = append(segments, part)
	}
	last := len(segments) - 1
	page := strings.HasSuffix(segments[last], ".html") || strings.HasSuffix(segments[last], ".htm")
	if page {
		segments[last] = strings.TrimSuffix(segments[last], extension(segments[last]))
	}
	for i, part := range segments {
		segments[i] = s.segment(part, want)
	}
	stem := strings.Join(segments, "/")
	switch {
	case folder:
		return stem + "/index.html", ""
	case page:
		return stem + ".html", ""
	}
	return s.page(stem), ""
}

// redirects leads old addresses to the notes that had them: the usual address of a note with a
// permalink, and each alias, as a path from the root when it has slashes, else beside the note.
// No redirect stands where a page is, and none where two notes want it.
func (l *layout) redirects() []Redirect {
	type claim struct {
		from  string
		to    *page
		alias string // empty for a note's own former address
	}
	claims := map[string][]claim{}
	add := func(c claim) {
		key := fold(c.from)
		for _, have := range claims[key] {
			if have.to == c.to {
				return
			}
		}
		claims[key] = append(claims[key], c)
	}
	for _, p := range l.pages {
		if p.regular != p.out.Address {
			add(claim{from: p.regular, to: p})
		}
		if p.out.Index {
			// The address that the note would have, were it not its folder's own.
			name := strings.TrimSuffix(p.path[strings.LastIndexByte(p.path, '/')+1:], extension(p.path))
			stem := l.settings.Addresses.segment(name, p.path)
			if up, ok := l.stems[parentOf(p.path)]; ok && up != "" {
				stem = up + "/" + stem
			}
			if from := l.settings.Addresses.page(stem); from != p.out.Address {
				add(claim{from: from, to: p})
			}
		}
	}
	for _, p := range l.pages {
		for _, alias := range p.src.Aliases {
			if from := l.aliasAddress(p, alias); from != "" && fold(from) != fold(p.out.Address) {
				add(claim{from: from, to: p, alias: alias})
			}
		}
	}
	var out []Redirect
	for _, all := range claims {
		c := all[0]
		if _, free := l.book.free(c.from); !free {
			continue // the name belongs to a page; readers find what they ask for
		}
		if len(all) > 1 && all[1].alias != "" && c.alias != "" {
			for _, c := range all {
				l.report.Report(diag.Diagnostic{
					Severity: diag.Info, Code: "U001", Pos: position(c.to.src, note.Ref{}), Note: string(c.to.src.ID),
					Message: "the alias “" + c.alias + "” leads to no page: several published notes have it",
					Hint:    "links use the notes' own names; only old addresses rely on aliases",
				})
			}
			continue
		}
		out = append(out, Redirect{From: c.from, To: c.to.out})
	}
	slices.SortFunc(out, func(a, b Redirect) int { return cmp.Compare(a.From, b.From) })
	kept := out[:0]
	for _, r := range out {
		if _, free := l.book.free(r.From); free { // a former redirect may have made it a folder
			l.book.take(r.From, r.To.Address)
			kept = append(kept, r)
		}
	}
	return kept
}

// aliasAddress is where somebody who knows the note by its alias would look for it.
func (l *layout) aliasAddress(p *page, alias string) string {
	alias = strings.TrimSpace(alias)
	if strings.Contains(alias, "[[") || strings.Trim(alias, "/. ") == "" {
		return ""
	}
	rooted := strings.Contains(alias, "/")
	folder := strings.HasSuffix(alias, "/")
	var segments []string
	for part := range strings.SplitSeq(strings.Trim(alias, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return ""
		}
		segments = append(segments, part)
	}
	last := len(segments) - 1
	for _, ending := range []string{".md", ".html"} {
		segments[last] = strings.TrimSuffix(segments[last], ending)
	}
	for i, part := range segments {
		segments[i] = l.settings.Addresses.segment(part, alias)
	}
	stem := strings.Join(segments, "/")
	if !rooted {
		stem = l.join(parentOf(p.path), stem)
	}
	if folder {
		return stem + "/index.html"
	}
	return l.settings.Addresses.page(stem)
}
