package site

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// Ids on a page. What a note's text gets never collides with what the page around it uses:
//
//   - a heading's id is its text in lower case, letters of any script kept, other characters
//     dropped, spaces as "-": "한글-제목", as GitHub has it; repeats are numbered from -1;
//   - a block that its author gave an id "^abc", an anchor written in HTML and the like get
//     "b-abc";
//   - neither is ever one of the pageIDs or begins with one of the pageIDPrefixes: these are
//     for themes, footnotes and the writer of HTML.
var (
	pageIDs        = []string{"main", "nav", "toc", "top", "search", "content", "footnotes", "backlinks"}
	pageIDPrefixes = []string{"mp-", "user-", "fn-", "fnref-", "fn:", "fnref:"}
)

// ReservedID reports whether an id belongs to the page around a note's text, so that no
// heading or block of a note ever has it.
func ReservedID(id string) bool {
	for _, p := range pageIDs {
		if id == p {
			return true
		}
	}
	for _, p := range pageIDPrefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return false
}

// anchorsOf gives each linkable node of a body its id on the page: headings, and what has an
// id of its own. shown returns the text of a heading as the page will have it. The keys are
// the nodes of blocks. named has the anchors of HTML elements by their folded ids.
func anchorsOf(blocks []note.Block, shown func([]note.Inline) string) (anchors map[any]string, named map[string]string) {
	anchors, named = map[any]string{}, map[string]string{}
	taken := map[string]int{}
	var headings []*note.Heading
	own := func(node any, id string) {
		if id != "" {
			anchors[node] = unused(taken, "b-"+slug(id))
		}
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Heading:
			headings = append(headings, n)
		case *note.ListItem:
			own(n, n.ID)
		case *note.Anchor:
			own(n, n.ID)
		case *note.Tag:
			if id := tagID(n); id != "" {
				own(n, id)
				if named[fold(id)] == "" {
					named[fold(id)] = anchors[n]
				}
			}
		case note.Block:
			own(n, blockID(n))
		}
		return true
	})
	for _, h := range headings {
		text := shown(h.Inlines)
		id := orElse(slug(text), "section")
		for _, p := range pageIDPrefixes {
			if strings.HasPrefix(id, p) {
				id = "h-" + id
			}
		}
		anchors[h] = unused(taken, id)
	}
	return anchors, named
}

// unused returns id, else id-1, id-2 and so on, whichever is neither taken nor reserved, and
// takes it. taken holds, by id, one more than the number that was last put behind it: a log may
// have the same heading ten thousand times.
func unused(taken map[string]int, id string) string {
	try := id
	for i := max(1, taken[id]); taken[try] > 0 || ReservedID(try); i++ {
		try = id + "-" + strconv.Itoa(i)
		taken[id] = i + 1
	}
	taken[try] = max(1, taken[try])
	return try
}

// slug is the part of an id that stands for a text: lower case, letters, marks and digits of
// any script and "_" kept, each space and hyphen a hyphen, everything else dropped. A text
// longer than an id should be is cut.
func slug(text string) string {
	const longest = 120 // bytes; longer ids make addresses that mail programs break
	var sb strings.Builder
	for _, r := range strings.ToLower(norm.NFC.String(strings.TrimSpace(text))) {
		switch {
		case r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
			sb.WriteRune(r)
		case r == '-' || unicode.IsSpace(r):
			sb.WriteByte('-')
		}
	}
	out := sb.String()
	if strings.Trim(out, "-") == "" {
		return ""
	}
	if len(out) > longest {
		out = strings.TrimRight(cutGraphemes(out, longest), "-")
	}
	return out
}

// tagID returns the id that an HTML tag gives its element, or the name of an <a name>. Elements
// beside which no anchor may stand, such as rows of a table, have none.
func tagID(t *note.Tag) string {
	switch t.Name() {
	case "table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup", "caption", "ul", "ol", "li", "dl", "dt", "dd",
		"source", "track", "summary", "rp", "rt":
		return ""
	}
	for _, a := range t.Attrs() {
		if a.Name == "id" || a.Name == "name" {
			return a.Value
		}
	}
	return ""
}

// blockID returns the id that the author gave the block.
func blockID(b note.Block) string {
	switch b := b.(type) {
	case *note.Paragraph:
		return b.ID
	case *note.Heading:
		return b.ID
	case *note.List:
		return b.ID
	case *note.Quote:
		return b.ID
	case *note.Callout:
		return b.ID
	case *note.Code:
		return b.ID
	case *note.Math:
		return b.ID
	case *note.Table:
		return b.ID
	case *note.Details:
		return b.ID
	case *note.Definitions:
		return b.ID
	case *note.Diagram:
		return b.ID
	case *note.Query:
		return b.ID
	}
	return ""
}
