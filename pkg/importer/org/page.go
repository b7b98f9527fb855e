package org

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/date"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/reader/org"
)

type heading = org.Heading

// A page is one file with the note that it becomes.
type page struct {
	note  *note.Note
	doc   *org.Document // nil for Markdown
	path  string        // inside the root
	place string        // the file, for diagnostics
	told  diag.List     // what is to be said about it once its ID is known
}

// read reads a file; nil when it cannot be.
func (g *graph) read(f importer.File) *page {
	text, err := f.Text(g.opts.Encoding, g.sink)
	if err != nil {
		importer.Fail(g.sink, g.src, f, ledger.Note, err)
		return nil
	}
	p := &page{path: g.inside(f.Path), place: f.Place}
	p.note = importer.FileNote(g.src, f, g.opts.Space, p.path)
	if isMarkdown(p.path) {
		importer.Markdown(p.note, text, f.Place, frontmatter.Options{Report: g.sink, Location: g.opts.Location},
			markdown.Options{Dialect: markdown.Obsidian, HardBreaks: g.opts.HardBreaks != nil && *g.opts.HardBreaks, Emoji: g.opts.Emoji, SmartPunct: g.opts.SmartPunct, Report: g.sink})
		if p.note.Title == "" {
			p.note.Title = p.note.Name
		}
		return p
	}
	p.doc = org.Parse(text, org.Options{File: f.Place, Report: &p.told, Link: appLink})
	p.note.Source.Line = 1
	p.note.Body = p.doc.Blocks
	g.head(p, f)
	return p
}

// fileTime matches what org-roam and Denote begin the names of files with.
var fileTime = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(?:-{1,2}(.*))?$`)

// nameOf takes a file's name apart: the time in it, and what else it says.
func nameOf(stem string, zone *time.Location) (created time.Time, denote, rest string) {
	if m := fileTime.FindStringSubmatch(stem); m != nil {
		t, err := time.ParseInLocation("20060102150405", m[1]+m[2]+m[3]+m[4]+m[5]+m[6], zone)
		if err == nil {
			created = importer.Sensible(t)
		}
		rest, _, _ = strings.Cut(m[7], "__") // Denote writes tags behind
		if strings.Contains(stem, "T") {
			denote = stem[:15]
		}
		return created, denote, importer.OneLine(strings.NewReplacer("_", " ", "-", " ").Replace(rest))
	}
	if t, ok := date.Parse(stem, zone); ok && date.IsDay(stem) {
		created = t
	}
	return created, "", ""
}

// head puts what the file says about itself into the note.
func (g *graph) head(p *page, f importer.File) {
	n, doc := p.note, p.doc
	created, _, rest := nameOf(n.Name, g.opts.Location)
	n.Created = created
	n.Title = doc.Title
	n.Tags = appendTags(n.Tags, doc.Tags)
	h := &head{graph: g, note: n, report: &p.told, place: f.Place}
	for _, prop := range doc.Properties {
		h.property(prop.Name, prop.Value)
	}
	for _, k := range doc.Keywords {
		if k.Preamble {
			h.keyword(k.Name, k.Value)
		}
	}
	h.visibility()
	switch {
	case n.Title != "":
	case rest != "":
		n.Title = rest
	default:
		n.Title = n.Name
	}
	if strings.EqualFold(path.Ext(p.path), ".org_archive") {
		h.private("archived")
	}
	for _, t := range doc.Tags {
		if t == "noexport" || slices.Contains(h.exclude, t) {
			h.private("noexport")
		}
		if t == "ARCHIVE" {
			h.private("archived")
		}
	}
	p.leftOut()
}

// A head collects what a file says about itself.
type head struct {
	*graph
	note     *note.Note
	report   diag.Reporter
	switches []string // lines of front matter that decide about publishing
	exclude  []string
	place    string // of the file, for diagnostics
}

func appendTags(have, more []string) []string {
	for _, t := range more {
		t = strings.NewReplacer("@", "", "#", "", "%", "").Replace(importer.CleanTag(t))
		if t != "" && !slices.Contains(have, t) {
			have = append(have, t)
		}
	}
	return have
}

// decisive are the names that decide about publishing, as front matter has them.
var decisive = map[string]string{"publish": "publish", "published": "published", "public": "public", "private": "private", "draft": "draft", "hugo_draft": "draft",
	"unlisted": "unlisted", "visibility": "visibility", "dg-publish": "dg-publish"}

// machine are keywords that only set how Emacs shows or exports the file.
var machine = []string{"title", "filetags", "options", "startup", "todo", "seq_todo", "typ_todo", "setupfile", "include", "link", "macro", "property", "tags", "columns", "archive", "bind",
	"select_tags", "exclude_tags", "toc", "html", "latex", "latex_class", "latex_header", "latex_compiler", "identifier", "export_file_name", "infojs_opt", "call", "priorities", "constants", "language", "creator"}

// keyword takes a line "#+name: value".
func (h *head) keyword(name, value string) {
	n := h.note
	switch {
	case value == "":
	case decisive[name] != "":
		h.decide(decisive[name], value)
	case name == "author":
		h.text("note-author", value)
	case name == "email":
		h.text("email", value)
	case name == "description":
		if n.Summary == "" {
			n.Summary = importer.OneLine(value)
		}
	case name == "date", name == "created", name == "creation_date":
		h.time(&n.Created, name, value, name != "date")
	case name == "last_modified", name == "updated", name == "modified", name == "lastmod", name == "hugo_lastmod", name == "last-modified":
		h.time(&n.Updated, name, value, true)
	case name == "roam_alias", name == "roam_aliases":
		n.Aliases = append(n.Aliases, quoted(value)...)
	case name == "roam_tags", name == "tags[]", name == "hugo_tags":
		n.Tags = appendTags(n.Tags, quoted(value))
	case name == "roam_key", name == "roam_ref":
		h.text("roam-refs", value)
	case name == "exclude_tags":
		h.exclude = append(h.exclude, strings.Fields(value)...)
	case slices.Contains(machine, name), strings.HasPrefix(name, "html_"), strings.HasPrefix(name, "latex_"), strings.HasPrefix(name, "header-args"):
		if name == "language" {
			n.Lang = strings.ReplaceAll(value, "_", "-")
		}
	default:
		h.text(name, value)
	}
}

// property takes a line of the file's property drawer.
func (h *head) property(name, value string) {
	n := h.note
	switch lower := strings.ToLower(name); {
	case lower == "id":
		if value != "" {
			n.ID = idOf(value)
		}
	case lower == "roam_aliases":
		n.Aliases = append(n.Aliases, quoted(value)...)
	case lower == "roam_refs":
		if refs := quoted(value); len(refs) > 0 {
			n.Properties = append(n.Properties, importer.ListProperty("roam-refs", refs...))
		}
	case lower == "roam_exclude":
		if isOn(value) {
			h.private("roam-exclude")
		}
	case lower == "created", lower == "date_created", lower == "creation_time":
		h.time(&n.Created, name, value, true)
	case lower == "modified", lower == "last_modified", lower == "updated", lower == "mtime":
		h.time(&n.Updated, name, value, true)
	case decisive[lower] != "":
		h.decide(decisive[lower], value)
	case lower == "location":
		h.text("place", value)
	default:
		h.text(lower, value)
	}
}

// isOn reads a value of Lisp: only nil is false.
func isOn(value string) bool { return value != "" && !strings.EqualFold(value, "nil") }

func (h *head) text(name, value string) {
	for i := range h.note.Properties {
		if p := &h.note.Properties[i]; p.Name == name {
			if p.Type == note.TextProperty && len(p.Value) == 1 {
				p.Value[0].Text += "\n" + value
				return
			}
			p.Value = append(p.Value, note.Value{Text: value})
			return
		}
	}
	h.note.Properties = append(h.note.Properties, importer.TextProperty(name, value))
}

// time reads a date into to; one that is no date is a property.
func (h *head) time(to *time.Time, name, value string, better bool) {
	t, ok := timeOf(value, h.opts.Location)
	switch {
	case !ok:
		h.report.Report(diag.Diagnostic{Severity: diag.Info, Code: "F002", Pos: diag.Pos{File: h.place},
			Message: "date cannot be read: " + name + ": " + value, Hint: "write it as [2024-03-01 Fri 09:30]"})
		h.text(strings.ToLower(name), value)
	case better || to.IsZero():
		*to = t
	}
}

// stamp matches a timestamp, with or without brackets, its weekday in any language.
var stamp = regexp.MustCompile(`^[\[<]?(\d{4}-\d\d-\d\d)(?:[ T]+[^\d\s>\]]+)?(?:[ T]+(\d{1,2}:\d\d(?::\d\d)?))?[^>\]]*[\]>]?$`)

func timeOf(value string, zone *time.Location) (time.Time, bool) {
	value = strings.TrimSpace(value)
	if m := stamp.FindStringSubmatch(value); m != nil {
		return date.Parse(strings.TrimSpace(m[1]+" "+m[2]), zone)
	}
	return date.Parse(value, zone)
}

var quotedWord = regexp.MustCompile(`"([^"]*)"|(\S+)`)

// quoted reads a list of words, of which those with spaces stand in quotes.
func quoted(s string) []string {
	var out []string
	for _, m := range quotedWord.FindAllStringSubmatch(s, -1) {
		if w := importer.OneLine(m[1] + m[2]); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// decide enters a line about publishing: front matter says what it means.
func (h *head) decide(name, value string) {
	switch strings.ToLower(value) {
	case "t", "yes":
		value = "true"
	case "nil", "no":
		value = "false"
	}
	h.switches = append(h.switches, name+": "+strings.ReplaceAll(value, "\n", " "))
}

// visibility decides by the lines about publishing: what cannot be read with certainty is private.
func (h *head) visibility() {
	if len(h.switches) == 0 {
		return
	}
	m, _, _ := frontmatter.Parse([]byte("---\n"+strings.Join(h.switches, "\n")+"\n---\n"), frontmatter.Options{File: h.place, Report: h.report})
	if m.Visibility.State > h.note.Visibility.State {
		h.note.Visibility = m.Visibility
	}
}

func (h *head) private(rule string) {
	if h.note.Visibility.State != note.MarkedPrivate {
		h.note.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: rule}
	}
}
