package docx

import (
	"fmt"
	"regexp"
	"strings"

	"memopress/pkg/internal/office"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// bookmarksOf finds the bookmarks that links lead to, each with the block id that it gets.
func bookmarksOf(root *office.Node) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	add := func(name string) {
		if _, ok := out[name]; ok || name == "" || name == "_top" {
			return
		}
		id := office.BlockID(name)
		if taken[strings.ToLower(id)] {
			id = fmt.Sprintf("%s-%d", id, len(out)+1)
		}
		out[name], taken[strings.ToLower(id)] = id, true
	}
	var walk func(n *office.Node)
	walk = func(n *office.Node) {
		switch n.Name {
		case "w:hyperlink":
			if n.Attr("r:id") == "" {
				add(n.Attr("w:anchor"))
			}
		case "w:instrText":
			_, anchor := hyperlinkCode(n.Plain())
			add(anchor)
		case "w:fldSimple":
			_, anchor := hyperlinkCode(n.Attr("w:instr"))
			add(anchor)
		}
		for i := range n.Children {
			walk(&n.Children[i])
		}
	}
	walk(root)
	return out
}

// hyperlink reads a link.
func (r *runs) hyperlink(n *office.Node) {
	from := len(r.spans)
	outer := r.inLink
	r.inLink = true
	r.read(n)
	r.inLink = outer
	address, anchor := "", n.Attr("w:anchor")
	if rel, ok := r.rels[n.Attr("r:id")]; ok {
		address = rel.target
	} else if n.Attr("r:id") != "" {
		return // it leads nowhere; its text stays
	}
	r.wrap(from, address, anchor, n.Attr("w:tooltip"))
}

// wrap makes a link of the spans from a place on.
func (r *runs) wrap(from int, address, anchor, title string) {
	if r.inLink || from > len(r.spans) {
		return
	}
	inner := office.Inlines(r.spans[from:])
	ref := note.Ref{Kind: note.RefName}
	switch {
	case address != "":
		ref = html.Address(address)
		if anchor != "" && ref.Kind == note.RefURL && !strings.Contains(ref.Target, "#") {
			ref.Target += "#" + anchor
		} else if anchor != "" && ref.Kind == note.RefPath && len(ref.Headings) == 0 {
			ref.Headings = []string{anchor}
		}
	case r.bookmarks[anchor] != "":
		ref.Block = r.bookmarks[anchor]
	default:
		return
	}
	if len(inner) == 0 {
		return
	}
	bare := ref.Kind == note.RefURL && note.PlainText(inner) == ref.Target
	r.spans = append(r.spans[:from:from], office.Span{Inline: &note.Link{Ref: ref, Title: title, Bare: bare, Inlines: inner}})
}

var fieldArg = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|(\S+)`)

// hyperlinkCode reads the code of a field: HYPERLINK "address" \l "anchor".
func hyperlinkCode(code string) (address, anchor string) {
	args := fieldArg.FindAllStringSubmatch(code, 20)
	if len(args) == 0 || !strings.EqualFold(args[0][0], "hyperlink") {
		return "", ""
	}
	for i := 1; i < len(args); i++ {
		switch {
		case args[i][2] == `\l` && i+1 < len(args):
			i++
			anchor = args[i][1] + args[i][2]
		case strings.HasPrefix(args[i][2], `\`):
			if (args[i][2] == `\o` || args[i][2] == `\t`) && i+1 < len(args) {
				i++
			}
		case address == "":
			address = strings.ReplaceAll(args[i][1]+args[i][2], `\\`, `\`)
		}
	}
	return address, anchor
}

// field finishes a field whose result begins at from.
func (r *runs) field(code string, from int) {
	if address, anchor := hyperlinkCode(code); address != "" || anchor != "" {
		r.wrap(from, address, anchor, "")
	}
}

// fieldMark reads the marks that begin, divide and end a field.
func (r *runs) fieldMark(c *office.Node) {
	n := len(r.fields)
	switch c.Attr("w:fldCharType") {
	case "begin":
		if n > 50 {
			return
		}
		f := field{}
		if box := c.Child("w:ffData").Child("w:checkBox"); box != nil {
			f.check = ' '
			state := box.Child("w:checked")
			if state == nil {
				state = box.Child("w:default")
			}
			if state != nil && *on(state) {
				f.check = 'x'
			}
		}
		r.fields = append(r.fields, f)
	case "separate":
		if n > 0 {
			r.fields[n-1].result, r.fields[n-1].from = true, len(r.spans)
		}
	case "end":
		if n == 0 {
			return
		}
		f := &r.fields[n-1]
		code := f.code.String()
		switch {
		case f.check != 0:
			r.check(f.check)
		case f.result:
			r.field(code, f.from)
		}
		r.fields = r.fields[:n-1]
	}
}
