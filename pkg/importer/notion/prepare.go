package notion

import (
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func attr(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *xhtml.Node, name, value string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a xhtml.Attribute) bool { return a.Key == name })
	if value != "" {
		n.Attr = append(n.Attr, xhtml.Attribute{Key: name, Val: value})
	}
}

func hasClass(n *xhtml.Node, class string) bool {
	if n.Type != xhtml.ElementNode {
		return false
	}
	classes := attr(n, "class")
	if len(classes) < len(class) || !strings.Contains(classes, class) {
		return false
	}
	for c := range strings.FieldsSeq(classes) {
		if c == class {
			return true
		}
	}
	return false
}

func find(n *xhtml.Node, is func(*xhtml.Node) bool) *xhtml.Node {
	for c := range n.Descendants() {
		if c.Type == xhtml.ElementNode && is(c) {
			return c
		}
	}
	return nil
}

// textOf returns the words in n.
func textOf(n *xhtml.Node) string {
	var sb strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == xhtml.TextNode:
			sb.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

// prepare changes what Notion says with classes into what HTML says, and takes out what is there
// for the looks of the page alone.
func prepare(root *xhtml.Node) {
	var next *xhtml.Node
	for n := root.FirstChild; n != nil; n = next {
		next = n.NextSibling
		if n.Type == xhtml.TextNode {
			n.Data = strings.ReplaceAll(n.Data, "\ufeff", "") // what the export puts after formulas
		}
		if n.Type != xhtml.ElementNode {
			continue
		}
		switch {
		case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Link, n.DataAtom == atom.Svg,
			isDecoration(n):
			root.RemoveChild(n)
			continue
		case n.DataAtom == atom.Time:
			n.Data, n.DataAtom = "span", atom.Span
		case n.DataAtom == atom.Details:
			setAttr(n, "open", "") // the export opens all toggles, which are shut in the app
		case n.DataAtom == atom.Mark:
			highlight(n)
		case n.DataAtom == atom.Span && strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "border-bottom:0.05emsolid"):
			n.Data, n.DataAtom = "u", atom.U
		case hasClass(n, "callout"), n.DataAtom == atom.Div && n.Parent != nil && hasClass(n.Parent, "callout"):
			setAttr(n, "style", "")
		case n.DataAtom == atom.A && hasClass(n.Parent, "image"):
			unlinkImage(n)
		}
		prepare(n)
	}
	joinLists(root)
}

// isDecoration reports whether an element is there for the looks of the page alone.
func isDecoration(n *xhtml.Node) bool {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		switch class {
		case "property-icon", "bookmark-icon", "bookmark-image", "status-dot":
			return true
		case "icon":
			if n.Parent.DataAtom == atom.A {
				return true
			}
		}
	}
	return false
}

// highlight turns the class of a mark into a colour: "highlight-red" of the text,
// "highlight-yellow_background" behind it.
func highlight(n *xhtml.Node) {
	for _, c := range strings.Fields(attr(n, "class")) {
		color, ok := strings.CutPrefix(c, "highlight-")
		if !ok {
			continue
		}
		if behind, ok := strings.CutSuffix(color, "_background"); ok {
			setAttr(n, "style", "background-color:"+behind)
			return
		}
		n.Data, n.DataAtom = "span", atom.Span
		if color != "default" {
			setAttr(n, "style", "color:"+color)
		}
		return
	}
}

// unlinkImage takes the link to itself off an image.
func unlinkImage(a *xhtml.Node) {
	image := a.FirstChild
	if image == nil || image.NextSibling != nil || image.DataAtom != atom.Img || attr(image, "src") != attr(a, "href") {
		return
	}
	a.Data, a.DataAtom = "span", atom.Span
}

// joinLists makes one list of the many that the export writes, each with a single item, and
// takes toggles out of theirs. Numbers that begin anew begin a new list.
func joinLists(parent *xhtml.Node) {
	var last *xhtml.Node
	next := 0 // the number that an item after last has
	var following *xhtml.Node
	for n := parent.FirstChild; n != nil; n = following {
		following = n.NextSibling
		if n.Type == xhtml.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		if n.DataAtom != atom.Ul && n.DataAtom != atom.Ol {
			last = nil
			continue
		}
		if hasClass(n, "toggle") {
			openToggle(n)
			last = nil
			continue
		}
		count := giveID(n)
		start := -1 // not known, or of no meaning
		if n.DataAtom == atom.Ol {
			if s, err := strconv.Atoi(attr(n, "start")); err == nil {
				start = s
			}
		}
		joins := last != nil && last.DataAtom == n.DataAtom && attr(last, "class") == attr(n, "class") &&
			(n.DataAtom == atom.Ul || start == next)
		if !joins {
			last, next = n, max(start, 1)+count
			continue
		}
		next += count
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
			last.AppendChild(c)
		}
		parent.RemoveChild(n)
	}
}

// giveID gives the identifier of a list, which is that of its only item, to the item, and
// returns how many items there are.
func giveID(list *xhtml.Node) int {
	var only *xhtml.Node
	count := 0
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			only = c
			count++
		}
	}
	if count == 1 && attr(only, "id") == "" && attr(list, "id") != "" {
		setAttr(only, "id", attr(list, "id"))
		setAttr(list, "id", "")
	}
	return count
}

// nameToggles gives headings that are toggles the identifiers that the table of contents has for
// them: the export forgets them where they stand.
func nameToggles(root *xhtml.Node) {
	ids, toggles := map[string]bool{}, map[string]*xhtml.Node{}
	for n := range root.Descendants() {
		ids[attr(n, "id")] = true
		if n.DataAtom == atom.Summary && n.Parent.DataAtom == atom.Details && attr(n.Parent, "id") == "" {
			if words := textOf(n); toggles[words] == nil {
				toggles[words] = n.Parent
			}
		}
	}
	for n := range root.Descendants() {
		id, ok := strings.CutPrefix(attr(n, "href"), "#")
		if !ok || ids[id] || !hasClass(n, "table_of_contents-link") {
			continue
		}
		words := textOf(n)
		if toggle := toggles[words]; toggle != nil {
			setAttr(toggle, "id", id)
			ids[id] = true
			delete(toggles, words)
		}
	}
}

// openToggle puts the <details> of a toggle list in its place.
func openToggle(list *xhtml.Node) {
	id := attr(list, "id")
	var children []*xhtml.Node
	for li := list.FirstChild; li != nil; li = li.NextSibling {
		for c := li.FirstChild; c != nil; c = c.NextSibling {
			children = append(children, c)
		}
	}
	for _, c := range children {
		c.Parent.RemoveChild(c)
		if c.DataAtom == atom.Details && attr(c, "id") == "" {
			setAttr(c, "id", id)
			id = ""
		}
		list.Parent.InsertBefore(c, list)
	}
	list.Parent.RemoveChild(list)
}
