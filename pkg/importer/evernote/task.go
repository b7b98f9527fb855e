package evernote

import (
	"slices"
	"strings"
	"time"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// taskGroup makes a list of the tasks that a group shows, in the order that the app gives them.
func (w *enml) taskGroup(n *xhtml.Node, id string) {
	clear(n)
	n.Attr = nil
	tasks := w.tasksOf(id)
	w.groups[id] = true
	if len(tasks) == 0 {
		if !w.missing {
			w.missing = true
			w.report(w.file, w.item, "I007", diag.Warning, "the note shows tasks that are not in the export", "export with evernote-backup --include-tasks", w.note.ID)
		}
		return
	}
	become(n, atom.Ul)
	for _, t := range tasks {
		li := newElement(atom.Li)
		box := newElement(atom.Input, xhtml.Attribute{Key: "type", Val: "checkbox"})
		if t.done() {
			box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
		}
		li.AppendChild(box)
		li.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: w.text(t)})
		n.AppendChild(li)
	}
}

func (t task) done() bool { return strings.EqualFold(t.values["taskstatus"], "completed") }

// text is what a task says, when it is due, and whether it has a flag.
func (w *enml) text(t task) string {
	s := importer.OneLine(clean(t.values["title"]))
	for _, d := range []struct{ mark, time, shown string }{{" 📅 ", "duedate", "duedateuioption"}, {" ⏰ ", "reminderdate", "reminderdateuioption"}} {
		at := timeOf(t.values[d.time])
		if at.IsZero() {
			continue
		}
		layout := "2006-01-02"
		if t.values[d.shown] == "date_time" {
			layout = "2006-01-02 15:04"
		}
		s += d.mark + at.In(w.zone(t)).Format(layout)
	}
	if t.values["taskflag"] == "true" {
		s += " 🚩"
	}
	return s
}

// zone is where the task's days begin and end. A zone that this computer does not know is the
// user's.
func (w *enml) zone(t task) *time.Location {
	name := t.values["timezone"]
	if name == "" || name == "Local" {
		return w.opts.Location
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return w.opts.Location
}

func (w *enml) tasksOf(group string) []task {
	var out []task
	for _, t := range w.rec.tasks {
		if strings.EqualFold(t.values["taskgroupnotelevelid"], group) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b task) int { return strings.Compare(a.values["sortweight"], b.values["sortweight"]) })
	return out
}

// otherTasks lists the tasks of groups that the content does not show.
func (w *enml) otherTasks() []note.Block {
	l := &note.List{Tight: true}
	for _, t := range w.rec.tasks {
		if w.groups[t.values["taskgroupnotelevelid"]] {
			continue
		}
		state := ' '
		if t.done() {
			state = 'x'
		}
		l.Items = append(l.Items, note.ListItem{Task: state, Blocks: []note.Block{&note.Paragraph{Inlines: importer.PlainInlines(w.text(t))}}})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return []note.Block{l}
}
