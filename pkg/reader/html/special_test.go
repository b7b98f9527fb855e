package html_test

import (
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// An importer reads elements with a meaning of their own, at any depth and within the styles
// around them, and names the ids that must stay.
func TestSpecialElements(t *testing.T) {
	root, err := xhtml.Parse(strings.NewReader(`<ul><li id="a-1">one<aside id="a-2"><p>하나 <b>둘</b></p></aside></li></ul><p id="a-3">three</p><h2 id="a-4">four</h2>`))
	if err != nil {
		t.Fatal(err)
	}
	blocks := html.Tree(root, html.Options{
		Target: func(id string) bool { return id != "a-3" },
		Element: func(n *xhtml.Node, r html.Reader) ([]note.Block, bool) {
			if n.Data != "aside" {
				return nil, false
			}
			return []note.Block{&note.Callout{Type: "note", Blocks: r.Blocks(n)}}, true
		},
	})
	item := blocks[0].(*note.List).Items[0]
	callout := item.Blocks[1].(*note.Callout)
	if item.ID != "a-1" || callout.ID != "a-2" || note.PlainText(callout.Blocks[0].(*note.Paragraph).Inlines) != "하나 둘" {
		t.Errorf("%+v, %+v", item, callout)
	}
	if p, h := blocks[1].(*note.Paragraph), blocks[2].(*note.Heading); p.ID != "" || h.ID != "a-4" {
		t.Errorf("%q, %q", p.ID, h.ID)
	}
}

// A formula that ends in LaTeX's "\ " keeps its space.
func TestFormulaEndsInSpace(t *testing.T) {
	blocks := html.Fragment(`<math><semantics><annotation encoding="application/x-tex"> h(x)\ </annotation></semantics></math>`, html.Options{})
	if m, ok := blocks[0].(*note.Paragraph).Inlines[0].(*note.MathSpan); !ok || m.Text != `h(x)\ ` {
		t.Errorf("%+v", blocks[0])
	}
}

// TestTaskAfterEmptyList: a checkbox behind a list without items begins a list of its own.
func TestTaskAfterEmptyList(t *testing.T) {
	blocks := html.Fragment("<ul></ul><div><input type=checkbox checked>나무</div>", html.Options{})
	list, ok := blocks[len(blocks)-1].(*note.List)
	if !ok || len(list.Items) != 1 || list.Items[0].Task != 'x' {
		t.Errorf("%#v", blocks)
	}
}
