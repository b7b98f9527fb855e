package html

import (
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/note"
)

// silent holds the elements whose content is not text for readers.
var silent = map[string]bool{"script": true, "style": true, "textarea": true, "template": true}

// attr returns the value of the named attribute, "" when there is none. The first of repeated
// attributes counts, as in browsers.
func attr(attrs []xhtml.Attribute, name string) string {
	v, _ := lookup(attrs, name)
	return v
}

func lookup(attrs []xhtml.Attribute, name string) (string, bool) {
	for _, a := range attrs {
		if a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// openTag makes an allowed opening tag with its allowed attributes, addresses as references.
func openTag(name string, attrs []xhtml.Attribute, at place) (*note.Tag, bool) {
	if name == "input" && !strings.EqualFold(strings.TrimSpace(attr(attrs, "type")), "checkbox") {
		return nil, false // without a type it would be a text field
	}
	list := make([]note.Attr, 0, len(attrs))
	for _, a := range attrs {
		if a.Namespace != "" {
			continue
		}
		if note.AddressAttr(name, a.Key) {
			ref := Address(a.Val)
			ref.Line, ref.Column = at.line, at.column
			list = append(list, note.Attr{Name: a.Key, Ref: &ref})
			continue
		}
		list = append(list, note.Attr{Name: a.Key, Value: clean(a.Val)})
	}
	return note.OpenTag(name, list...)
}

// image makes an embed of an <img>. Without any address there is nothing to show but its
// alternative text.
func image(attrs []xhtml.Attribute, at place) note.Inline {
	src := firstAddress(attrs)
	alt := strings.Join(strings.Fields(clean(attr(attrs, "alt"))), " ")
	if src == "" {
		if alt == "" {
			return nil
		}
		return &note.Text{Value: alt}
	}
	ref := Address(src)
	ref.Line, ref.Column = at.line, at.column
	e := &note.Embed{Ref: ref, Alt: alt, Title: clean(attr(attrs, "title"))}
	styles := lookOf(attr(attrs, "style"))
	e.Width = pixels(attr(attrs, "width"), styles.width)
	e.Height = pixels(attr(attrs, "height"), styles.height)
	return e
}

// firstAddress finds an image's address: src, else what pages that load images late use
// instead of it, else the first candidate of srcset.
func firstAddress(attrs []xhtml.Attribute) string {
	src := cleanAddress(attr(attrs, "src"))
	if src != "" && !strings.HasPrefix(src, "data:image/gif;") && !strings.HasPrefix(src, "data:image/svg") {
		return src
	}
	for _, name := range []string{"data-src", "data-original"} {
		if s := cleanAddress(attr(attrs, name)); s != "" {
			return s
		}
	}
	if s := strings.Fields(attr(attrs, "srcset")); len(s) > 0 {
		return strings.TrimSuffix(s[0], ",")
	}
	return src
}

// pixels reads the first of values that is a number of pixels; 0 when none is.
func pixels(values ...string) int {
	for _, v := range values {
		v = strings.TrimSpace(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(v)), "px"))
		if f, err := strconv.ParseFloat(v, 64); err == nil && f >= 1 && f <= 100_000 {
			return int(f)
		}
	}
	return 0
}

// clean makes text of what a source holds: line ends as "\n", valid UTF-8, no NUL.
func clean(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.Contains(s, "\x00") {
		s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
