package note

import (
	"slices"
	"strings"
)

// A Tag is one HTML tag that a note wrote: <kbd>, </details>, <span class="x">. Its fields are
// private, so that a tag or an attribute outside the allow-list cannot exist: there is no node
// through which a note could put a script on a page. Elements that have a node of their own
// (links with <a>, images with <img>, media) become that node where they can; a paired <a>
// stays a Tag with a Ref.
type Tag struct {
	name  string
	close bool
	attrs []Attr
}

// Attr is an attribute of a Tag. An attribute that holds an address has a Ref and an empty Value.
type Attr struct {
	Name  string
	Value string
	Ref   *Ref
}

// OpenTag returns the opening tag of an allowed element with those of attrs that are allowed
// on it, in the order given, the first of repeated names. ok is false when the element is not
// allowed. Names are matched in lower case.
func OpenTag(name string, attrs ...Attr) (t *Tag, ok bool) {
	name = strings.ToLower(name)
	if _, ok := allowedTags[name]; !ok {
		return nil, false
	}
	t = &Tag{name: name}
	for _, a := range attrs {
		a.Name = strings.ToLower(a.Name)
		seen := slices.ContainsFunc(t.attrs, func(b Attr) bool { return b.Name == a.Name })
		if !seen && allowedAttr(name, a) {
			t.attrs = append(t.attrs, a)
		}
	}
	if name == "input" && !slices.ContainsFunc(t.attrs, func(a Attr) bool { return a.Name == "type" }) {
		return nil, false // without a type it is a field to write in
	}
	return t, true
}

// CloseTag returns the closing tag of an allowed element that has one.
func CloseTag(name string) (t *Tag, ok bool) {
	name = strings.ToLower(name)
	if void, ok := allowedTags[name]; !ok || void {
		return nil, false
	}
	return &Tag{name: name, close: true}, true
}

// Name returns the element's name in lower case.
func (t *Tag) Name() string { return t.name }

// Closing reports whether t is a closing tag.
func (t *Tag) Closing() bool { return t.close }

// Void reports whether the element has no content and no closing tag, such as <br>.
func (t *Tag) Void() bool { return allowedTags[t.name] }

// Attrs returns the attributes. The caller must not change the slice or what it holds.
func (t *Tag) Attrs() []Attr { return t.attrs }

// WithAttrs returns a copy of t with those of attrs that are allowed; t itself when it is a
// closing tag or when the element would not be allowed without the attributes that it has.
func (t *Tag) WithAttrs(attrs []Attr) *Tag {
	if t.close {
		return t
	}
	if n, ok := OpenTag(t.name, attrs...); ok {
		return n
	}
	return t
}

// AddressAttr reports whether the attribute holds an address on that element, which must be
// given as a Ref.
func AddressAttr(tag, attr string) bool {
	switch attr {
	case "href":
		return tag == "a"
	case "src":
		return tag == "audio" || tag == "video" || tag == "source" || tag == "track" || tag == "iframe" || tag == "img"
	case "poster":
		return tag == "video"
	case "cite":
		return tag == "blockquote" || tag == "q" || tag == "ins" || tag == "del"
	}
	return false
}

// allowedTags maps each allowed element to whether it is void. What is missing on purpose:
// script, style, link, meta, base, object, embed, form and its controls but the checkbox, svg,
// math, template, frames but iframe (which is never loaded: it is shown as a link).
var allowedTags = map[string]bool{
	"a": false, "abbr": false, "address": false, "article": false, "aside": false,
	"audio": false, "b": false, "bdi": false, "bdo": false, "big": false, "blockquote": false, "br": true,
	"caption": false, "center": false, "cite": false, "code": false, "col": true, "colgroup": false,
	"data": false, "dd": false, "del": false, "details": false, "dfn": false, "div": false,
	"dl": false, "dt": false, "em": false, "figcaption": false, "figure": false, "font": false,
	"footer": false, "h1": false, "h2": false, "h3": false, "h4": false, "h5": false, "h6": false,
	"header": false, "hr": true, "i": false, "iframe": false, "img": true, "input": true, "ins": false,
	"kbd": false, "label": false, "li": false, "main": false, "mark": false, "nav": false, "ol": false, "p": false,
	"picture": false, "pre": false, "q": false, "rp": false, "rt": false, "ruby": false, "s": false,
	"samp": false, "section": false, "small": false, "source": true, "span": false,
	"strike": false, "strong": false, "sub": false, "summary": false, "sup": false, "table": false,
	"tbody": false, "td": false, "tfoot": false, "th": false, "thead": false, "time": false,
	"tr": false, "track": true, "tt": false, "u": false, "ul": false, "var": false, "video": false, "wbr": true,
}

// attributes allowed on every element, and on single ones.
var (
	globalAttrs = []string{"class", "dir", "id", "lang", "title"}
	tagAttrs    = map[string][]string{
		"a":        {"href", "name"},
		"audio":    {"controls", "loop", "muted", "src"},
		"col":      {"span"},
		"colgroup": {"span"},
		"data":     {"value"},
		"del":      {"datetime"},
		"details":  {"open"},
		"font":     {"color"},
		"iframe":   {"height", "src", "width"},
		"img":      {"align", "alt", "height", "src", "width"},
		"input":    {"checked", "type"},
		"ins":      {"datetime"},
		"li":       {"value"},
		"ol":       {"reversed", "start", "type"},
		"source":   {"src", "type"},
		"td":       {"align", "colspan", "rowspan"},
		"th":       {"abbr", "align", "colspan", "rowspan", "scope"},
		"time":     {"datetime"},
		"track":    {"kind", "label", "src", "srclang"},
		"video":    {"controls", "height", "loop", "muted", "poster", "src", "width"},
		"div":      {"align"}, "p": {"align"}, "h1": {"align"}, "h2": {"align"}, "h3": {"align"},
		"blockquote": {"cite"}, "q": {"cite"},
	}
)

// allowedAttr reports whether a may stand on the element. An address must be a Ref and nothing
// else may be one; the only input is a checkbox.
func allowedAttr(tag string, a Attr) bool {
	if !slices.Contains(globalAttrs, a.Name) && !slices.Contains(tagAttrs[tag], a.Name) {
		return false
	}
	if AddressAttr(tag, a.Name) != (a.Ref != nil) {
		return false
	}
	if tag == "input" && a.Name == "type" {
		return strings.EqualFold(a.Value, "checkbox")
	}
	return true
}
