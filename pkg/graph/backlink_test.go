package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// of makes a graph of Markdown texts by path.
func of(files ...string) *graph.Graph {
	var notes []*note.Note
	for i := 0; i < len(files); i += 2 {
		notes = append(notes, read(files[i], []byte(files[i+1])))
	}
	return graph.New(notes, nil)
}

// quotes writes backlinks as "path (heading): context", with the number of marks if not one.
func quotes(bs []graph.Backlink) []string {
	var out []string
	for _, b := range bs {
		s := b.From.Path
		if b.Heading != nil {
			s += " (" + note.PlainText(b.Heading.Inlines) + ")"
		}
		if b.Property != "" {
			s += " [" + b.Property + "]"
		}
		s += ": " + graph.Show(b.Context)
		if len(b.Marks) > 1 {
			s += fmt.Sprintf(" ×%d", len(b.Marks))
		}
		out = append(out, s)
	}
	return out
}

func TestBacklinks(t *testing.T) {
	en := strings.Repeat("Some words that fill the paragraph. ", 10)
	ko := strings.Repeat("문단을 채우는 말이다. ", 30)
	zh := strings.Repeat("这是填满段落的句子。", 35)
	for _, tt := range []struct {
		name string
		text string
		want []string
	}{
		{"paragraph", "See [[N]] for more. And so on.", []string{"s.md: See [[N]] for more. And so on."}},
		{"heading above", "# A\n\n## B\n\nSee [[n]].\n\n## C", []string{"s.md (B): See [[n]]."}},
		{"heading above in a quote", "# A\n\n> # Q\n>\n> x\n\nSee [[n]].", []string{"s.md (A): See [[n]]."}},
		{"in a heading", "# A\n\n## On [[n]]\n\ntext", []string{"s.md (A): On [[n]]"}},
		{"in a heading of the same level", "# A\n\n# On [[n]]", []string{"s.md: On [[n]]"}},
		{"the end of an HTML link", zh + "<a href=\"n.md\">看这里。</a>然后呢。" + zh, []string{"s.md: *note.Tag看这里。*note.Tag"}},
		{"in the first heading", "# On [[n]]", []string{"s.md: On [[n]]"}},
		{"item", "- one [[n]] item\n  - its child\n- two", []string{"s.md: one [[n]] item"}},
		{"child item", "- one\n  - its [[n]] child", []string{"s.md: its [[n]] child"}},
		{"cell", "| a | b |\n|---|---|\n| x [[n]] | y |", []string{"s.md: x [[n]]"}},
		{"callout title", "> [!note] On [[n]]\n> body", []string{"s.md: On [[n]]"}},
		{"footnote", "a[^1]\n\n[^1]: see [[n]]", []string{"s.md: see [[n]]"}},
		{"inline footnote", "a^[see [[n]]] b", []string{"s.md: see [[n]]"}},
		{"embed", "![[n]]", []string{"s.md: ![[n]]"}},
		{"two in one sentence", "[[n]] and [[N]]", []string{"s.md: [[n]] and [[N]] ×2"}},
		{"the same item twice", "- [[n]]\n- [[n]]\n- other [[n]]", []string{"s.md: [[n]]", "s.md: other [[n]]"}},
		{"property", "---\nup: \"[[n]]\"\n---\nx", []string{"s.md [up]: "}},
		{"sentence", en + "Then comes [[n]], at last. " + en, []string{"s.md: Then comes [[n]], at last. "}},
		{"Korean sentence", ko + "그리고 [[n]]을 보았다. " + ko, []string{"s.md: 그리고 [[n]]을 보았다. "}},
		{"Korean without space", ko + "그리고 [[n]]을 보았다.그 뒤는 모른다. " + ko, []string{"s.md: 그리고 [[n]]을 보았다."}},
		{"Chinese sentence", zh + "然后「看[[n]]。」真的吗？" + zh, []string{"s.md: 然后「看[[n]]。」"}},
		{"initials and abbreviations", en + "Dr. J. Smith wrote, e.g. on p. 3, about [[n]] vs. others. " + en, []string{"s.md: Dr. J. Smith wrote, e.g. on p. 3, about [[n]] vs. others. "}},
		{"style through the cut", en + "**Bold end. Then [[n]] here.** More. " + en, []string{"s.md: *Then [[n]] here.* "}},
		{"stop in the link's text", en + "See [Mr. X. Or Y](n.md) now. " + en, []string{"s.md: See [[n.md]] now. "}},
		{"line breaks", en + "\nA line with [[n]]\n" + en, []string{"s.md: A line with [[n]]"}},
		{"code", "`[[n]]`\n\n```\n[[n]]\n```", nil},
		{"to itself", "[[s]] [[#x]]", nil},
		{"missing", "[[nothing]]", nil},
	} {
		g := of("n.md", "the note", "s.md", tt.text)
		if got := quotes(g.Backlinks("n.md")); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBacklinksAreOrderedByTitle(t *testing.T) {
	g := of("n.md", "", "나.md", "[[n]]", "b/가.md", "[[n]]", "a/가.md", "[[n]] one\n\n[[n]] two", "Z.md", "[[n]]", "zz.md", "---\ntitle: A first one\n---\n[[n]]")
	want := []string{"zz.md: [[n]]", "Z.md: [[n]]", "a/가.md: [[n]] one", "a/가.md: [[n]] two", "b/가.md: [[n]]", "나.md: [[n]]"}
	if got := quotes(g.Backlinks("n.md")); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestBacklinksAreNotTransitive(t *testing.T) {
	g := of("n.md", "", "inner.md", "[[n]]", "outer.md", "![[inner]]")
	if got := quotes(g.Backlinks("n.md")); !slices.Equal(got, []string{"inner.md: [[n]]"}) {
		t.Errorf("%q", got)
	}
}

// A context is made of the note's own nodes: the mark stands in it by identity.
func TestMarksStandInTheirContext(t *testing.T) {
	long := strings.Repeat("긴 문장이 이어진다. ", 40)
	g := of("n.md", "", "s.md", long+"**[[n]]** 그리고 ![[n]], <a href=\"n.md\">여기</a>도. "+long+"\n\n- [x](n.md)\n- ^[a [[n]]]")
	marks := 0
	for _, b := range g.Backlinks("n.md") {
		for _, m := range b.Marks {
			found := false
			note.WalkInlines(b.Context, func(n any) bool {
				found = found || n == any(m)
				return true
			})
			if !found {
				t.Errorf("a %T is not in its context %q", m, graph.Show(b.Context))
			}
			marks++
		}
	}
	if marks != 5 {
		t.Errorf("%d marks, want 5", marks)
	}
}
