package html

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"

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

// look returns what an element's style says. Most styles stand in a source again and again, and many
// in one source after the other; they are read once.
func (b *builder) look(n *xhtml.Node) *look {
	text := attr(n.Attr, "style")
	if text == "" {
		return plain
	}
	if l := usual.look(text); l != nil {
		return l
	}
	l := b.looks[text]
	if l == nil {
		l = lookOf(text)
		if b.looks == nil {
			b.looks = map[string]*look{}
		}
		b.looks[text] = l
		usual.add(text)
	}
	return l
}

// usual holds the looks of the first styles that were met in any source.
var usual looks

// looks are looks by style. The map is never changed but replaced, so that nobody waits to read it.
type looks struct {
	known atomic.Pointer[map[string]*look]
	mu    sync.Mutex // guards replacing known
}

func (s *looks) look(text string) *look {
	if known := s.known.Load(); known != nil {
		return (*known)[text]
	}
	return nil
}

// add adds a style that is short, while there is room.
func (s *looks) add(text string) {
	const maxLooks, maxStyle = 64, 256
	s.mu.Lock()
	defer s.mu.Unlock()
	more := map[string]*look{}
	if known := s.known.Load(); known != nil {
		if len(*known) == maxLooks {
			return
		}
		more = maps.Clone(*known)
	}
	if len(text) > maxStyle {
		return
	}
	text = strings.Clone(text) // which holds on to nothing else
	more[text] = lookOf(text)
	s.known.Store(&more)
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
