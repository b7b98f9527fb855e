package graph

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// vault returns a graph of notes and attachments at these paths. "space:path" puts a file into
// another space; a note's ID and an attachment's key are what is given.
func vault(paths ...string) *Graph {
	var notes []*note.Note
	var atts []note.Attachment
	for _, p := range paths {
		space, path, ok := strings.Cut(p, ":")
		if !ok {
			space, path = "", p
		}
		path = norm.NFC.String(path)
		switch ext := extOf(path); ext {
		case ".md", ".html", ".txt":
			name := strings.TrimSuffix(baseOf(path), ext)
			notes = append(notes, &note.Note{ID: note.ID(p), Title: name, Name: name, Path: path, Space: space})
		default:
			atts = append(atts, note.Attachment{Key: p, Name: baseOf(path), Path: path, Space: space})
		}
	}
	return New(notes, atts)
}

func meaning(t Target) string {
	s := ""
	switch {
	case t.Note != nil:
		s = string(t.Note.ID)
	case t.Attachment != nil:
		s = t.Attachment.Key
	}
	switch t.State {
	case Missing:
		return "missing"
	case External:
		return "external"
	case Ambiguous:
		return s + " | " + t.Why + " | " + strings.Join(t.Candidates[1:], ", ")
	}
	if t.FragmentMissing {
		return s + " without fragment"
	}
	return s
}

func TestResolveNames(t *testing.T) {
	nfd := norm.NFD.String
	for _, tt := range []struct {
		name string
		in   []string
		from string
		link string
		want string
	}{
		{"single", []string{"a.md", "b/c.md"}, "a.md", "c", "b/c.md"},
		{"empty is self", []string{"a.md"}, "a.md", "", "a.md"},
		{"extension", []string{"a.md", "b.md"}, "a.md", "b.md", "b.md"},
		{"case", []string{"a.md", "Über Uns.md"}, "a.md", "über uns", "Über Uns.md"},
		{"nfd link", []string{"a.md", "회의/회의록.md"}, "a.md", nfd("회의록"), "회의/회의록.md"},
		{"nfd file", []string{"a.md", nfd("회의록.md")}, "a.md", "회의록", nfd("회의록.md")},
		{"no-break space", []string{"a.md", "Screen Shot 1.png"}, "a.md", "Screen\u202fShot\u00a01.png", "Screen Shot 1.png"},
		{"backslash", []string{"a.md", "b/c.md", "d/c.md"}, "a.md", `d\c`, "d/c.md"},
		{"dot: file first", []string{"s.md", "a.b.md", "a.png", "a.b"}, "s.md", "a.b", "a.b"},
		{"dot: then note", []string{"s.md", "a.b.md"}, "s.md", "a.b", "a.b.md"},
		{"dot in a version", []string{"s.md", "Go 1.26.md"}, "s.md", "go 1.26", "Go 1.26.md"},
		{"attachment needs its extension", []string{"s.md", "a.png"}, "s.md", "a", "missing"},
		{"note and image of one name", []string{"s.md", "a.png", "a.md"}, "s.md", "a", "a.md"},
		{"image and note of one name", []string{"s.md", "a.png", "a.md"}, "s.md", "a.png", "a.png"},
		{"note named like an image", []string{"s.md", "a.png.md"}, "s.md", "a.png", "a.png.md"},

		{"exact path at the root wins over the own folder", []string{"x/s.md", "n.md", "x/n.md"}, "x/s.md", "n", "n.md | path is exactly as written | x/n.md"},
		{"own folder over shorter", []string{"long/s.md", "a/n.md", "long/n.md"}, "long/s.md", "n", "long/n.md | in or below the folder of the linking note | a/n.md"},
		{"below own folder over shorter", []string{"x/s.md", "a/n.md", "x/deep/er/n.md"}, "x/s.md", "n", "x/deep/er/n.md | in or below the folder of the linking note | a/n.md"},
		{"an ancestor folder counts for nothing", []string{"x/y/s.md", "x/nn/n.md", "b/n.md"}, "x/y/s.md", "n", "b/n.md | shortest path | x/nn/n.md"},
		{"a folder with the same beginning is another", []string{"x/s.md", "x2/n.md", "a/n.md"}, "x/s.md", "n", "a/n.md | shortest path | x2/n.md"},
		{"shortest by characters, not by parts", []string{"s/s.md", "a/b/n.md", "zzzz/n.md"}, "s/s.md", "n", "a/b/n.md | shortest path | zzzz/n.md"},
		{"hangul counts as one character", []string{"s/s.md", "나/n.md", "bb/n.md"}, "s/s.md", "n", "나/n.md | shortest path | bb/n.md"},
		{"alphabet", []string{"s/s.md", "c/n.md", "b/n.md", "d/n.md"}, "s/s.md", "n", "b/n.md | first by alphabet | c/n.md, d/n.md"},
		{"alphabet in the own folder", []string{"s/s.md", "s/b/n.md", "s/a/n.md", "z/n.md"}, "s/s.md", "n", "s/a/n.md | first by alphabet | s/b/n.md, z/n.md"},
		{"source at the root: everything is below", []string{"s.md", "b/n.md", "a/n.md"}, "s.md", "n", "a/n.md | first by alphabet | b/n.md"},

		{"path from the root", []string{"x/s.md", "a/n.md", "x/a/n.md"}, "x/s.md", "a/n", "a/n.md"},
		{"path by its end", []string{"s.md", "x/a/n.md", "b/n.md"}, "s.md", "a/n", "x/a/n.md"},
		{"end of a folder's name is not its name", []string{"s.md", "xa/n.md"}, "s.md", "a/n", "missing"},
		{"ambiguous path end", []string{"s/s.md", "x/a/n.md", "s/a/n.md"}, "s/s.md", "a/n", "s/a/n.md | in or below the folder of the linking note | x/a/n.md"},
		{"dot slash", []string{"x/s.md", "n.md", "x/n.md"}, "x/s.md", "./n", "x/n.md"},
		{"dot dot", []string{"x/y/s.md", "n.md", "x/n.md"}, "x/y/s.md", "../n", "x/n.md"},
		{"above the root", []string{"x/s.md", "n.md"}, "x/s.md", "../../n", "n.md"},
		{"slash is the root only", []string{"x/s.md", "x/n.md"}, "x/s.md", "/n", "missing"},
		{"slash", []string{"x/s.md", "n.md", "x/n.md"}, "x/s.md", "/n", "n.md"},
		{"name that nothing has", []string{"s.md"}, "s.md", "no", "missing"},
		{"folder", []string{"s.md", "a/b.md"}, "s.md", "a", "missing"},

		{"case twins: spelling decides", []string{"s.md", "Memo.md", "memo.md"}, "s.md", "memo", "memo.md | spelled exactly as written | Memo.md"},
		{"case twins: no spelling fits", []string{"s.md", "Memo.md", "memo.md"}, "s.md", "MEMO", "Memo.md | first by alphabet | memo.md"},
		{"html note", []string{"s.md", "a/b.html"}, "s.md", "b", "a/b.html"},
		{"md before html", []string{"s.md", "b.html", "a/b.md"}, "s.md", "b", "a/b.md"},

		{"own space first", []string{"v:s.md", "v:a/b/n.md", "w:n.md"}, "v:s.md", "n", "v:a/b/n.md"},
		{"other space when nothing here", []string{"v:s.md", "w:x/n.md"}, "v:s.md", "n", "w:x/n.md"},
		{"relative does not leave its space", []string{"v:s.md", "w:n.md"}, "v:s.md", "./n", "missing"},
		{"two other spaces", []string{"v:s.md", "w:x/n.md", "u:x/n.md"}, "v:s.md", "n", "u:x/n.md | first by alphabet | x/n.md"},
	} {
		g := vault(tt.in...)
		from := g.Note(note.ID(tt.from))
		if got := meaning(g.Resolve(from, note.Ref{Kind: note.RefName, Target: tt.link})); got != tt.want {
			t.Errorf("%s: [[%s]] from %s = %s, want %s", tt.name, tt.link, tt.from, got, tt.want)
		}
	}
}

func TestResolvePaths(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []string
		from string
		link string
		want string
	}{
		{"relative first", []string{"x/s.md", "n.md", "x/n.md"}, "x/s.md", "n.md", "x/n.md"},
		{"then from the root", []string{"x/s.md", "a/n.md"}, "x/s.md", "a/n.md", "a/n.md"},
		{"then by name", []string{"x/s.md", "a/b/n.md"}, "x/s.md", "n.md", "a/b/n.md"},
		{"then by path end", []string{"x/s.md", "z/a/n.md"}, "x/s.md", "a/n", "z/a/n.md"},
		{"dot dot", []string{"x/y/s.md", "x/n.md"}, "x/y/s.md", "../n.md", "x/n.md"},
		{"inner dots", []string{"x/s.md", "x/a/n.md"}, "x/s.md", "./a/./b/../n.md", "x/a/n.md"},
		{"slash", []string{"x/s.md", "n.md", "x/n.md"}, "x/s.md", "/n.md", "n.md"},
		{"slash is the root", []string{"x/s.md", "x/n.md"}, "x/s.md", "/n.md", "missing"},
		{"no extension", []string{"s.md", "a/n.md"}, "s.md", "a/n", "a/n.md"},
		{"html for md", []string{"s.md", "a/n.md"}, "s.md", "a/n.html", "a/n.md"},
		{"html", []string{"s.html", "a/n.html"}, "s.html", "a/n.html", "a/n.html"},
		{"md for html", []string{"s.md", "a/n.html"}, "s.md", "a/n", "a/n.html"},
		{"folder: index", []string{"s.md", "a/README.md", "a/index.md"}, "s.md", "a/", "a/index.md"},
		{"folder: readme", []string{"s.md", "a/README.md"}, "s.md", "a", "a/README.md"},
		{"folder: hugo", []string{"s.md", "a/_index.md"}, "s.md", "a/", "a/_index.md"},
		{"folder: named like it", []string{"s.md", "글/글.md"}, "s.md", "글/", "글/글.md"},
		{"folder: a note beside it", []string{"s.md", "a/b.md", "a.md"}, "s.md", "a/", "a.md"},
		{"folder: root", []string{"x/s.md", "index.md"}, "x/s.md", "/", "index.md"},
		{"folder: parent", []string{"x/s.md", "README.md"}, "x/s.md", "..", "README.md"},
		{"encoded twice", []string{"s.md", "내 메모.md"}, "s.md", "%EB%82%B4%20메모.md", "내 메모.md"},
		{"a percent sign in the name", []string{"s.md", "100% 진짜.md"}, "s.md", "100% 진짜.md", "100% 진짜.md"},
		{"hangul in NFD", []string{"s.md", "사진/바다.png"}, "s.md", norm.NFD.String("사진/바다.png"), "사진/바다.png"},
		{"empty is self", []string{"s.md"}, "s.md", "", "s.md"},
		{"other space from its root", []string{"v:s.md", "w:a/n.md"}, "v:s.md", "a/n.md", "w:a/n.md"},
	} {
		g := vault(tt.in...)
		from := g.Note(note.ID(tt.from))
		if got := meaning(g.Resolve(from, note.Ref{Kind: note.RefPath, Target: tt.link})); got != tt.want {
			t.Errorf("%s: (%s) from %s = %s, want %s", tt.name, tt.link, tt.from, got, tt.want)
		}
	}
}
