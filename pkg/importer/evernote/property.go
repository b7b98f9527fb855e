package evernote

import (
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// attributes are the properties that a note's attributes become. Where a note was written, with
// what and by whom is private: no page shows it unless the user names it.
var attributes = []struct {
	from, to string
	kind     note.PropertyType
}{
	{"subject-date", "date", note.DateTimeProperty}, {"reminder-time", "reminder", note.DateTimeProperty}, {"reminder-done-time", "completed", note.DateTimeProperty},
	{"author", "note-author", note.TextProperty}, {"source-url", "source-url", note.TextProperty}, {"source-application", "source-application", note.TextProperty},
	{"source", "device", note.TextProperty},
	{"latitude", "latitude", note.NumberProperty}, {"longitude", "longitude", note.NumberProperty}, {"altitude", "altitude", note.NumberProperty},
	{"place-name", "place", note.TextProperty}, {"content-class", "content-class", note.TextProperty},
}

// properties keeps what else the export knows of a note, and what other programs keep with it.
func properties(n *note.Note, rec *record) {
	for _, p := range attributes {
		v := importer.OneLine(clean(rec.values[p.from]))
		if v == "" {
			continue
		}
		if p.kind == note.DateTimeProperty {
			t := timeOf(v)
			if t.IsZero() {
				continue
			}
			v = t.Format(time.RFC3339)
		}
		n.Properties = append(n.Properties, importer.TypedProperty(p.to, p.kind, v))
	}
	if isReminder(rec) {
		done := "false"
		if !timeOf(rec.values["reminder-done-time"]).IsZero() {
			done = "true"
		}
		n.Properties = append(n.Properties, importer.TypedProperty("done", note.CheckboxProperty, done))
	}
	var own []string
	for name := range rec.values {
		if strings.HasPrefix(name, applicationData) {
			own = append(own, name)
		}
	}
	slices.Sort(own)
	for _, name := range own {
		to := importer.OneLine(clean(strings.TrimPrefix(name, applicationData)))
		taken := slices.ContainsFunc(n.Properties, func(p note.Property) bool { return strings.EqualFold(p.Name, to) })
		if v := importer.OneLine(clean(rec.values[name])); to != "" && v != "" && !taken {
			n.Properties = append(n.Properties, importer.TextProperty(to, v))
		}
	}
}

// isReminder reports whether a note is on the list of reminders, which was Evernote's list of
// things to do before it had tasks.
func isReminder(rec *record) bool {
	return strings.Trim(rec.values["reminder-order"], "0 ") != ""
}
