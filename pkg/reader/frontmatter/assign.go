package frontmatter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// assign gives each property its place: the fields of Matter for names that are known, the
// list of properties for all others. Names are compared without case; those of dates also
// without "-", "_" and spaces.
func (r *reading) assign() {
	m := &r.matter
	created, updated := r.best(createdNames), r.best(updatedNames)
	for i, f := range r.fields {
		switch i {
		case created:
			m.Created, _ = date.Parse(f.value.readable(), r.opts.Location)
			continue
		case updated:
			m.Updated, _ = date.Parse(f.value.readable(), r.opts.Location)
			continue
		}
		if _, ok := visibilityWords[fold(f.name)]; ok && !saysDate(f) {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(f.name)) {
		case "title":
			m.Title = oneLine(f.value.readable())
		case "alias", "aliases":
			m.Aliases = union(m.Aliases, list(f.value, func(s string) []string { return []string{s} }))
		case "tag", "tags":
			m.Tags = union(m.Tags, tags(f.value))
		case "cssclass", "cssclasses":
			m.Classes = union(m.Classes, list(f.value, strings.Fields))
		case "description", "summary", "desc", "excerpt":
			r.text(&m.Summary, f)
		case "permalink":
			r.text(&m.Permalink, f)
		case "lang", "locale":
			if !language.MatchString(f.value.text) {
				r.property(f)
				continue
			}
			r.text(&m.Lang, f)
			m.Lang = strings.ReplaceAll(m.Lang, "_", "-")
		case "image", "cover":
			r.image(f)
		case "weight", "nav_order", "sidebar_position":
			n, err := strconv.Atoi(f.value.text)
			if err != nil || n < 1 || m.Order != 0 {
				r.property(f)
				continue
			}
			m.Order = n
		case "keywords", "category", "categories":
			if r.split.format != mmdFormat {
				r.property(f)
				continue
			}
			m.Tags = union(m.Tags, tags(f.value))
		default:
			r.other(f)
		}
	}
}

var language = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)

// text fills a field of Matter that one property may fill; the second is kept as a property.
func (r *reading) text(to *string, f field) {
	if *to != "" {
		r.property(f)
		return
	}
	*to = oneLine(f.value.readable())
}

// image reads a cover: a link, an embed, a URL, or the path or name of a file. What can be none
// of these, such as a colour in its place ("#7852ee"), a number or a checkbox, stays a property.
func (r *reading) image(f field) {
	s := strings.TrimPrefix(strings.TrimSpace(f.value.text), "!")
	named := f.value.kind == textKind && !strings.HasPrefix(s, "#")
	if s == "" || !named || r.matter.Image != nil {
		r.property(f)
		return
	}
	ref := link(s)
	if ref == nil {
		ref = &note.Ref{Kind: note.RefName, Target: s}
	}
	ref.Line = f.line
	r.matter.Image = ref
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// list reads a list, or a text that split takes apart, into texts that are not empty.
func list(v value, split func(string) []string) []string {
	var out []string
	add := func(s string) {
		for _, s := range split(s) {
			if s = oneLine(s); s != "" {
				out = append(out, s)
			}
		}
	}
	if v.kind == listKind {
		for _, e := range v.list {
			add(e.readable())
		}
		return out
	}
	add(v.readable())
	return out
}

// tags reads tags in every form in use: a list, or a text with commas or spaces between them,
// each with or without "#".
func tags(v value) []string {
	var out []string
	seen := map[string]bool{}
	split := func(s string) []string {
		if v.kind == listKind && !strings.Contains(s, ",") {
			return []string{s}
		}
		if strings.Contains(s, ",") {
			return strings.Split(s, ",")
		}
		return strings.Fields(s)
	}
	for _, s := range list(v, split) {
		s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(s, "]]"), "[["), "/")
		s = strings.TrimSpace(strings.TrimLeft(s, "#"))
		if s = strings.TrimFunc(s, unicode.IsSpace); s == "" || seen[strings.ToLower(s)] {
			continue
		}
		seen[strings.ToLower(s)] = true
		out = append(out, s)
	}
	return out
}

// The names of dates, without "-", "_" and spaces. A name further left is better.
var (
	createdNames = []string{"created", "datecreated", "createdat", "creationdate", "createddate", "createtime", "createdtime", "ctime", "생성일", "작성일", "date", "날짜"}
	updatedNames = []string{"updated", "dateupdated", "updatedat", "modified", "datemodified", "modifiedat", "lastmod", "lastmodified", "lastmodifiedat",
		"lastupdated", "modificationdate", "updatetime", "updatedtime", "mtime", "수정일"}
)

// best returns the place of the property that gives a date: of those that can be read, the one
// whose name comes first in names; -1 when there is none.
func (r *reading) best(names []string) int {
	found, rank := -1, len(names)
	for i, f := range r.fields {
		n := slices.Index(names, dateName(f.name))
		if n < 0 || n >= rank {
			continue
		}
		if _, ok := date.Parse(f.value.readable(), r.opts.Location); ok {
			found, rank = i, n
		}
	}
	return found
}

var dashes = strings.NewReplacer("-", "", "_", "", " ", "")

func dateName(name string) string { return dashes.Replace(strings.ToLower(name)) }

// other handles a property that has no field of its own: of those with the name of a date that
// cannot be read it reports so, and passes over empty ones.
func (r *reading) other(f field) {
	if name := dateName(f.name); slices.Contains(createdNames, name) || slices.Contains(updatedNames, name) {
		text := f.value.readable()
		if text == "" {
			return
		}
		if _, ok := date.Parse(text, r.opts.Location); !ok {
			r.opts.report("F002", f.line, "date cannot be read: "+quote(f.name+": "+text), "write it as 2024-03-01 or 2024-03-01 09:30")
		}
	}
	r.property(f)
}
