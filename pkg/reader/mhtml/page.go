package mhtml

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
	"memopress/pkg/reader/charset"
	"memopress/pkg/reader/html"
)

// inside is how an address that means a part stands in the page while it is read.
const inside = "mhtml-part/"

// Document reads the page. References to parts are what refer returns for their index; shown are
// the indexes of the parts that the page refers to, each once, in order.
func (a *Archive) Document(opts html.Options, refer func(part int) note.Ref) (doc html.Document, shown []int, err error) {
	page := a.Parts[a.Page]
	raw, err := io.ReadAll(io.LimitReader(page.Open(), MaxPage+1))
	if len(raw) > MaxPage {
		return html.Document{}, nil, errors.New("the page is too large")
	}
	if err != nil && len(raw) == 0 {
		return html.Document{}, nil, fmt.Errorf("decode page: %w", err)
	}
	if page.charset != "" {
		if _, _, err := charset.Named(page.charset); err == nil {
			opts.Encoding = page.charset
		}
	}
	prepare := opts.Prepare
	opts.Prepare = func(root *xhtml.Node) {
		shown = a.number(root)
		if prepare != nil {
			prepare(root)
		}
	}
	doc = html.Parse(raw, opts)
	note.Walk(doc.Blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			replace(&node.Ref, refer)
		case *note.Embed:
			replace(&node.Ref, refer)
		}
		return true
	})
	return doc, shown, nil
}

func replace(ref *note.Ref, refer func(part int) note.Ref) {
	if ref.Kind != note.RefPath {
		return
	}
	number, ok := strings.CutPrefix(ref.Target, inside)
	if !ok {
		return
	}
	if i, err := strconv.Atoi(number); err == nil {
		*ref = refer(i)
	}
}

// number puts the numbers of parts in place of the addresses that mean them, and returns them.
func (a *Archive) number(root *xhtml.Node) (shown []int) {
	seen := map[int]bool{}
	find := a.finder(root)
	for n := range root.Descendants() {
		for i, at := range n.Attr {
			switch at.Key {
			case "src", "href", "data", "poster", "background", "data-src", "data-fullres-src":
			default:
				continue
			}
			if part, ok := find(at.Val); ok {
				n.Attr[i].Val = inside + strconv.Itoa(part)
				if !seen[part] {
					seen[part] = true
					shown = append(shown, part)
				}
			}
		}
	}
	return shown
}

// finder returns a function that finds the part which an address in the page means: "cid:" and
// its identifier, or the address that a part states, absolute or as it stands.
func (a *Archive) finder(root *xhtml.Node) func(string) (int, bool) {
	byID, byLocation := map[string]int{}, map[string]int{}
	for i, p := range a.Parts {
		if i == a.Page {
			continue
		}
		if p.ID != "" {
			byID[p.ID] = i
		}
		for _, l := range []string{p.Location, unescape(p.Location)} {
			if _, ok := byLocation[l]; !ok && l != "" {
				byLocation[l] = i
			}
		}
	}
	base := a.Parts[a.Page].Location
	for n := range root.Descendants() {
		if n.Type == xhtml.ElementNode && n.Data == "base" {
			for _, at := range n.Attr {
				if at.Key == "href" && at.Val != "" {
					base = join(base, at.Val)
				}
			}
			break
		}
	}
	return func(address string) (int, bool) {
		address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
		if scheme, id, ok := strings.Cut(address, ":"); ok && strings.EqualFold(scheme, "cid") {
			i, ok := byID[unescape(id)]
			return i, ok
		}
		if address == "" {
			return 0, false
		}
		for _, l := range []string{address, join(base, address), unescape(join(base, address)), unescape(address)} {
			if i, ok := byLocation[l]; ok {
				return i, true
			}
		}
		return 0, false
	}
}

// join returns an address as it is seen from another. Addresses that are none, such as those with
// drives and backslashes, are joined as paths.
func join(base, address string) string {
	b, err := url.Parse(base)
	if err == nil {
		if u, err := b.Parse(address); err == nil {
			return u.String()
		}
	}
	if strings.Contains(address, ":") {
		return address
	}
	return path.Join(path.Dir(strings.ReplaceAll(base, `\`, "/")), address)
}

func unescape(s string) string {
	if out, err := url.PathUnescape(s); err == nil {
		return norm.NFC.String(out)
	}
	return norm.NFC.String(s)
}
