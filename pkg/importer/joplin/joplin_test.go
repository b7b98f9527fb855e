package joplin_test

import (
	"strings"
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/joplin"
	"memopress/pkg/note"
)

func TestGolden(t *testing.T) { importertest.Golden(t, joplin.Importer{}) }

const id = "0123456789abcdef0123456789abcdef"

func item(title, body, values string) map[string]string {
	return map[string]string{id + ".md": title + "\n\n" + body + "\n\nid: " + id + "\n" + values + "type_: 1"}
}

// What an item says at its end is not taken from its body, and the other way round.
func TestItems(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		check func(n *note.Note) bool
	}{
		"body like values": {item("제목", "본문\n\n이름: 값\ntype_: 2", "created_time: 2024-03-01T00:00:00.000Z\n"), func(n *note.Note) bool { return len(n.Body) == 2 && n.Created.Year() == 2024 }},
		"user time first":  {item("제목", "", "created_time: 2024-03-01T00:00:00.000Z\nuser_created_time: 2020-03-01T00:00:00.000Z\n"), func(n *note.Note) bool { return n.Created.Year() == 2020 && len(n.Body) == 0 }},
		"escaped line end": {item("제목", "", "source_url: a\\nb\n"), func(n *note.Note) bool { return n.Properties[0].Value[0].Text == "a b" }},
		"html": {item("제목", "<p>글 <b>굵게</b></p>", "markup_language: 2\n"), func(n *note.Note) bool {
			return strings.Contains(note.PlainText(n.Body[0].(*note.Paragraph).Inlines), "글 굵게")
		}},
		"trash":                 {item("제목", "", "deleted_time: 1700000000000\n"), func(n *note.Note) bool { return n.Visibility.Rule == "trash" }},
		"not deleted":           {item("제목", "", "deleted_time: 0\n"), func(n *note.Note) bool { return n.Visibility.State == note.Unmarked }},
		"conflict":              {item("제목", "", "is_conflict: 1\n"), func(n *note.Note) bool { return n.Visibility.Rule == "conflict" }},
		"no folder":             {item("제목", "", "parent_id: ffffffffffffffffffffffffffffffff\n"), func(n *note.Note) bool { return len(n.Notebook) == 0 && n.Path == "제목.md" }},
		"due in milliseconds":   {item("제목", "", "is_todo: 1\ntodo_due: 1700000000000\n"), func(n *note.Note) bool { return n.Properties[1].Value[0].Text == "2023-11-14T22:13:20Z" }},
		"no title":              {item("", "첫 줄", ""), func(n *note.Note) bool { return n.Title == "첫 줄" }},
		"zero time, zero place": {item("제목", "", "created_time: 1970-01-01T00:00:00.000Z\nlatitude: 0.00000000\n"), func(n *note.Note) bool { return n.Created.IsZero() && len(n.Properties) == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			got := importertest.Read(t, joplin.Importer{}, importertest.Folder(t, tt.files))
			if len(got.Notes) != 1 || !tt.check(got.Notes[0]) {
				t.Errorf("%s", importertest.Dump(got))
			}
		})
	}
}

// Whatever an item holds, it becomes one note, one failure or something that is left out.
func FuzzItem(f *testing.F) {
	for _, s := range item("제목", "본문 [x](:/"+id+")", "is_todo: 1\n") {
		f.Add([]byte(s))
	}
	f.Add([]byte("type_: 1"))
	f.Add([]byte("\n\n\nencryption_applied: 1\ntype_: 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, joplin.Importer{}, id+".md", data) })
}
