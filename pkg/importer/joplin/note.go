package joplin

import (
	"path"
	"regexp"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// body reads the text of one note.
func (e *export) body(it *item) []note.Block {
	if it.get("markup_language") == "2" {
		return html.Fragment(it.body, html.Options{File: it.file.Place, Note: key(it.id), Report: e.sink, Location: e.opts.Location})
	}
	blocks := markdown.Parse([]byte(it.body), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: e.opts.HardBreaks == nil || *e.opts.HardBreaks, // Joplin shows line ends as they are
		Emoji: e.opts.Emoji, SmartPunct: e.opts.SmartPunct, FirstLine: it.line, File: it.file.Place, Note: key(it.id), Report: e.sink})
	note.RewriteInlines(blocks, marks)
	return blocks
}

// note sends one note, whose text was read.
func (e *export) note(it *item, body []note.Block, paths *importer.Paths) {
	n := &note.Note{ID: note.ID(key(it.id)), Title: importer.OneLine(it.title), Space: e.opts.Space, Notebook: e.notebooks(it), Tags: e.tags[it.id],
		Created: it.time("user_created_time", "created_time"), Updated: it.time("user_updated_time", "updated_time"),
		Body: body, Source: note.Source{Input: e.src.Name, File: it.file.Path, Line: it.line}}
	e.follow(n)
	if n.Title == "" {
		n.Title = importer.TitleOf(n.Body)
	}
	if n.Title == "" {
		n.Title = it.id
	}
	n.Path = paths.Give(n.Notebook, n.Title, ".md")
	n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
	n.Visibility = visibility(it)
	e.properties(n, it)
	e.sink.Note(n)
}

// visibility keeps back what Joplin itself puts aside: the trash, and the copies that it makes
// when two devices changed a note.
func visibility(it *item) note.Visibility {
	switch {
	case it.get("deleted_time") != "" && it.get("deleted_time") != "0":
		return note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case it.get("is_conflict") == "1":
		return note.Visibility{State: note.MarkedPrivate, Rule: "conflict"}
	}
	return note.Visibility{}
}

// properties keeps what else Joplin knows of a note. Places of 0 mean none.
func (e *export) properties(n *note.Note, it *item) {
	add := func(p note.Property) { n.Properties = append(n.Properties, p) }
	if it.get("is_todo") == "1" {
		done := "false"
		if t := it.time("todo_completed"); !t.IsZero() {
			done = "true"
			add(importer.TypedProperty("completed", note.DateTimeProperty, t.Format(time.RFC3339)))
		}
		add(importer.TypedProperty("done", note.CheckboxProperty, done))
		if t := it.time("todo_due"); !t.IsZero() {
			add(importer.TypedProperty("due", note.DateTimeProperty, t.Format(time.RFC3339)))
		}
	}
	for _, p := range [][2]string{{"author", "note-author"}, {"source_url", "source-url"}, {"source_application", "source-application"}} {
		if v := importer.OneLine(it.get(p[0])); v != "" {
			add(importer.TextProperty(p[1], v))
		}
	}
	if somewhere(it.get("latitude")) || somewhere(it.get("longitude")) {
		for _, name := range []string{"latitude", "longitude", "altitude"} {
			if v := it.get(name); somewhere(v) {
				add(importer.TypedProperty(name, note.NumberProperty, v))
			}
		}
	}
}

func somewhere(v string) bool { return strings.Trim(v, "0.-") != "" }

// itemLink matches the address by which notes name other items.
var itemLink = regexp.MustCompile(`(?i)^:/([0-9a-f]{32})$`)

// follow makes links by identifier links to notes and resources. One that the export does not
// hold keeps its text.
func (e *export) follow(n *note.Note) {
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			e.ref(n, &node.Ref, note.PlainText(node.Inlines))
		case *note.Embed:
			e.ref(n, &node.Ref, node.Alt)
		case *note.Tag:
			for _, a := range node.Attrs() {
				if a.Ref != nil {
					e.ref(n, a.Ref, "")
				}
			}
		}
		return true
	})
}

func (e *export) ref(n *note.Note, r *note.Ref, shown string) {
	if !strings.HasPrefix(r.Target, ":/") {
		return
	}
	m := itemLink.FindStringSubmatch(r.Target)
	if m == nil {
		return
	}
	id := strings.ToLower(m[1])
	r.Target = key(id)
	if to := e.items[id]; to != nil && to.kindOf() == typeResource {
		r.Kind, r.Headings = note.RefAttachment, nil
		return
	}
	r.Kind, r.Title = note.RefNote, importer.OneLine(shown)
	if to := e.items[id]; to != nil {
		r.Title = importer.OneLine(to.title)
	}
}

func report(e *export, it *item, code, message, hint string) {
	e.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: it.file.Place}, Message: message, Hint: hint, Note: key(it.id)})
}
