package onenote

import (
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/note"
)

// tagged is what the tags of a paragraph say.
type tagged struct {
	task   rune // 0: no tag that can be checked
	labels []string
}

// isCheckBox reports whether a tag of that shape can be checked (MS-ONE 2.3.86).
func isCheckBox(shape uint64) bool {
	switch {
	case 1 <= shape && shape <= 12, 94 <= shape && shape <= 99:
		return true
	}
	switch shape {
	case 28, 30, 32, 48, 50, 52, 69, 71, 73:
		return true
	}
	return false
}

// The types of tags from which they are tasks of Outlook, with a day on which they are due.
const (
	firstTask = 100
	lastTask  = 105
)

// tags reads the tags of an object. A tag that can be checked makes a task; the names of others
// are kept.
func (b *body) tags(o *store.Object) tagged {
	var t tagged
	for _, state := range o.Sets(propTags) {
		var def store.Set
		for _, id := range state.IDs(propTagDefined) {
			if d, err := b.space.Object(id); err == nil {
				def = d.Set
			}
		}
		kind := def.Uint(propTagType)
		task := kind >= firstTask && kind <= lastTask
		if task {
			if due := secondsTime(state.Uint(propTagDue)); !due.IsZero() && (b.due.IsZero() || due.Before(b.due)) {
				b.due = due
			}
		}
		if task || isCheckBox(def.Uint(propTagShape)) {
			done := state.Uint(propTagStatus)&1 != 0
			if t.task = max(t.task, ' '); done {
				t.task = 'x'
			}
			if label := importer.OneLine(def.Text(propTagLabel)); !isUsual(label) && !task {
				t.labels = append(t.labels, label)
			}
			continue
		}
		if label := importer.OneLine(def.Text(propTagLabel)); label != "" {
			t.labels = append(t.labels, label)
		}
	}
	return t
}

// usual are the names of the tag that makes an ordinary task: a check box says it all.
var usual = []string{"", "To Do", "To-Do", "To do", "할 일", "작업", "待办事项", "タスク", "Aufgaben", "Aufgabe", "À faire", "Tareas pendientes"}

func isUsual(label string) bool {
	for _, u := range usual {
		if strings.EqualFold(u, label) {
			return true
		}
	}
	return false
}

// withTags writes the names of tags behind the first paragraph that they belong to.
func withTags(blocks []note.Block, labels []string) []note.Block {
	if len(labels) == 0 || len(blocks) == 0 {
		return blocks
	}
	var tags []note.Inline
	for _, l := range labels {
		if name := importer.CleanTag(strings.ReplaceAll(l, " ", "-")); name != "" {
			tags = append(tags, &note.Text{Value: " "}, &note.Hashtag{Name: name})
		}
	}
	switch p := blocks[0].(type) {
	case *note.Paragraph:
		p.Inlines = append(p.Inlines, tags...)
	case *note.Heading:
		p.Inlines = append(p.Inlines, tags...)
	default:
		if len(tags) > 0 {
			blocks = append(blocks, &note.Paragraph{Inlines: tags[1:]})
		}
	}
	return blocks
}
