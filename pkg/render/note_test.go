package render

import (
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

// A first heading that says the title again gives its id to the page's own heading; any other
// first heading stays.
func TestTitleStandsOnce(t *testing.T) {
	for _, tt := range []struct {
		heading string
		level   int
		once    bool
	}{
		{"제주 올레", 1, true},
		{"제주  올레", 1, true},
		{"제주 올레", 2, false},
		{"다른 제목", 1, false},
	} {
		n := &site.Note{Address: "a.html", Title: "제주 올레", Language: "ko", Direction: "ltr", Folder: &site.Folder{Address: "index.html"}}
		n.Body = []note.Block{
			&note.Heading{Level: tt.level, Anchor: "top", Inlines: []note.Inline{&note.Text{Value: tt.heading}}},
			&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: "글"}}},
		}
		for i, l := range []int{tt.level, 2, 2, 2} {
			n.Headings = append(n.Headings, site.Heading{Level: l, Anchor: []string{"top", "a", "b", "c"}[i]})
		}
		s := &site.Site{Notes: []*site.Note{n}, Root: &site.Folder{Address: "index.html", Notes: []*site.Note{n}}}
		p := newRenderer(s, Options{}, diag.Discard).notePage(n)
		inBody := strings.Contains(string(p.Body), `id="top"`)
		inContents := strings.Contains(string(p.Contents), "#top")
		if tt.once && (p.TitleID != "top" || inBody || inContents) || !tt.once && (p.TitleID != "" || !inBody || !inContents) {
			t.Errorf("%q at level %d: id %q, in the body %v, in the contents %v", tt.heading, tt.level, p.TitleID, inBody, inContents)
		}
		if !strings.Contains(string(p.Body), "글") {
			t.Errorf("%q: the text is gone", tt.heading)
		}
	}
}
