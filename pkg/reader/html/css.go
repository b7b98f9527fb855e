package html

import (
	"strings"

	xhtml "golang.org/x/net/html"
)

// A look is what a style attribute says, as far as notes keep it or text depends on it: values in
// lower case without "!important", "" for what it does not say.
type look struct {
	display, whiteSpace, verticalAlign, textAlign string
	fontWeight, fontStyle                         string
	textDecoration, textDecorationLine            string
	color, background, backgroundColor            string
	width, height                                 string
}

// plain is the look of an element without a style. Nobody changes it.
var plain = &look{}

// look returns what an element's style says. Most styles stand in a source again and again, and are
// read once.
func (b *builder) look(n *xhtml.Node) *look {
	text := attr(n.Attr, "style")
	if text == "" {
		return plain
	}
	l := b.looks[text]
	if l == nil {
		l = lookOf(text)
		if b.looks == nil {
			b.looks = map[string]*look{}
		}
		b.looks[text] = l
	}
	return l
}

// lookOf reads a style attribute. Later declarations win, as in CSS.
func lookOf(text string) *look {
	l := &look{}
	for d := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		at := l.property(strings.ToLower(strings.TrimSpace(name)))
		if at == nil {
			continue
		}
		value = strings.ToLower(strings.TrimSpace(value))
		*at = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
	}
	return l
}

// property returns where the value of that property is kept, nil for one that nothing depends on.
func (l *look) property(name string) *string {
	switch name {
	case "display":
		return &l.display
	case "white-space":
		return &l.whiteSpace
	case "vertical-align":
		return &l.verticalAlign
	case "text-align":
		return &l.textAlign
	case "font-weight":
		return &l.fontWeight
	case "font-style":
		return &l.fontStyle
	case "text-decoration":
		return &l.textDecoration
	case "text-decoration-line":
		return &l.textDecorationLine
	case "color":
		return &l.color
	case "background":
		return &l.background
	case "background-color":
		return &l.backgroundColor
	case "width":
		return &l.width
	case "height":
		return &l.height
	}
	return nil
}
