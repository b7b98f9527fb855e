package joplin_test

import (
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
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

// What is encrypted is told of, and the file of an encrypted resource is accounted for.
func TestLocked(t *testing.T) {
	const picture = "abcdef0123456789abcdef0123456789"
	for _, values := range []string{"encryption_applied: 1", "encryption_applied: 0\nencryption_blob_encrypted: 1"} {
		files := item("제목", "![그림](:/"+picture+")", "")
		files[picture+".md"] = "그림\n\nid: " + picture + "\nmime: image/png\n" + values + "\ntype_: 4"
		files["resources/"+picture+".crypted"] = "JED01"
		dir := importertest.Folder(t, files)
		got := importertest.Read(t, joplin.Importer{}, dir)
		importertest.AddsUp(t, dir, got)
		if dump := importertest.Dump(got); len(got.Notes) != 1 || len(got.Attachments) != 0 || strings.Count(dump, "left out locked") != 2 || strings.Count(dump, "I006") != 1 {
			t.Error(dump)
		}
	}
	got := importertest.Read(t, joplin.Importer{}, importertest.Folder(t, item("", "", "encryption_cipher_text: JED01\nencryption_applied: 1\n")))
	if dump := importertest.Dump(got); len(got.Notes) != 0 || got.Failed() != 0 || !strings.Contains(dump, "I006") {
		t.Error(dump)
	}
}

// Links by identifier in HTML notes lead to resources, whose extension comes from the media type.
func TestHTMLLinks(t *testing.T) {
	const picture = "abcdef0123456789abcdef0123456789"
	files := item("제목", `<p><a href=":/`+id+`#s">나</a> <img src=":/`+picture+`" width="50"></p>`, "markup_language: 2\n")
	files[picture+".md"] = "그림\n\nid: " + picture + "\nmime: image/png\nfile_extension: \ntype_: 4"
	files["resources/"+picture] = "png"
	got := importertest.Read(t, joplin.Importer{}, importertest.Folder(t, files))
	in := got.Notes[0].Body[0].(*note.Paragraph).Inlines
	if l := in[0].(*note.Link); l.Ref.Kind != note.RefNote || l.Ref.Target != "joplin:"+id {
		t.Errorf("%+v", l)
	}
	if e := in[2].(*note.Embed); e.Ref.Kind != note.RefAttachment || e.Ref.Target != got.Attachments[0].Key || got.Attachments[0].Name != "그림.png" {
		t.Errorf("%+v, %+v", e, got.Attachments)
	}
}

// Marks are read in running text, not in code, and ranges are none.
func TestMarks(t *testing.T) {
	for text, want := range map[string]string{
		"++새 글++":        "U(새 글)",
		"x^2^ H~2~O":     "x^(2) H_(2)O",
		"월~수~금, 1~2~3":   "월~수~금, 1~2~3",
		"`++a++ x^2^`":   "",
		"C++ 와 C++ 사이":   "C++ 와 C++ 사이",
		"a ~~지움~~ b^c d": "a  b^c d",
	} {
		got := importertest.Read(t, joplin.Importer{}, importertest.Folder(t, item("제목", text, "")))
		var sb strings.Builder
		for _, in := range got.Notes[0].Body[0].(*note.Paragraph).Inlines {
			switch in := in.(type) {
			case *note.Text:
				sb.WriteString(in.Value)
			case *note.Styled:
				if name := map[note.Style]string{note.Underline: "U", note.Superscript: "^", note.Subscript: "_"}[in.Style]; name != "" {
					sb.WriteString(name + "(" + note.PlainText(in.Inlines) + ")")
				}
			}
		}
		if sb.String() != want {
			t.Errorf("%q: %q, want %q", text, sb.String(), want)
		}
	}
}

// Folders of Markdown that Joplin did not write are not taken.
func TestNotJoplin(t *testing.T) {
	for _, text := range []string{"# 글", "---\ntitle: 글\ncreated: 2024-03-01\nupdated: 2024-03-01T09:00:00Z\n---\n글", "---\ncreated: 2024-03-01 09:00:00Z\n---\n글", "---\ntitle: 글\ncreated: 2024-03-01 09:00:00Z\n---\n글"} {
		sources, err := importer.Open([]string{importertest.Folder(t, map[string]string{"글.md": text, "_resources/a.png": "x"})}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (joplin.Importer{}).Detect(sources[0]); m.Score != 0 {
			t.Errorf("%q: %+v", text, m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

// FuzzMarkdown reads a note of a Markdown export.
func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: 제목\nupdated: 2021-01-01 00:00:00Z\ncreated: 2021-01-01 00:00:00Z\ncompleted?: yes\n---\n\n++새++ x^2^ H~2~O"))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, joplin.Importer{}, "글.md", data) })
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
