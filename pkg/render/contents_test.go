package render

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

// Levels that authors leave out or take back too far must not break the lists.
func TestContentsNest(t *testing.T) {
	r := newRenderer(&site.Site{}, Options{}, diag.Discard)
	for _, levels := range [][]int{{2, 3, 2}, {3, 2, 4, 2}, {2, 4, 3, 2}, {4, 3, 2}, {1, 3, 3, 2, 1}, {1, 2, 3, 1, 3, 2, 3}, {3, 3, 1}} {
		n := &site.Note{Address: "a.html"}
		for i, l := range levels {
			n.Headings = append(n.Headings, site.Heading{Level: l, Anchor: fmt.Sprint("h", i), Text: []note.Inline{&note.Text{Value: fmt.Sprint(i)}}})
		}
		got := string(r.contents(n, ""))
		if strings.Count(got, "<li>") != strings.Count(got, "</li>") || strings.Count(got, "<ol>") != strings.Count(got, "</ol>") {
			t.Errorf("%v: unbalanced: %s", levels, got)
		}
		doc, err := html.Parse(strings.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		// Every item is in a list and every list but the first in an item.
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			switch {
			case n.Data == "li" && n.Parent.Data != "ol", n.Data == "ol" && n.Parent.Data != "li" && n.Parent.Data != "body":
				t.Errorf("%v: <%s> in <%s>: %s", levels, n.Data, n.Parent.Data, got)
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(doc)
		if n := strings.Count(got, "<a "); levels[0] != 1 && n != len(levels) {
			t.Errorf("%v: %d lines: %s", levels, n, got)
		}
	}
}
