package html

import (
	"fmt"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// dumpInlines writes running text as one line, for goldens: a readable form that shows every
// field that is set.
func dumpInlines(ins []note.Inline) string {
	var sb strings.Builder
	for _, in := range ins {
		switch in := in.(type) {
		case *note.Text:
			sb.WriteString(strconv.Quote(in.Value))
		case *note.Styled:
			fmt.Fprintf(&sb, "%s", [...]string{"em", "strong", "strike", "underline", "mark", "sub", "sup", "colored"}[in.Style])
			if in.Color != "" {
				sb.WriteString(":" + in.Color)
			}
			sb.WriteString("{" + dumpInlines(in.Inlines) + "}")
		case *note.CodeSpan:
			fmt.Fprintf(&sb, "code(%q)", in.Text)
		case *note.MathSpan:
			fmt.Fprintf(&sb, "math(%q,%v)", in.Text, in.Display)
		case *note.Break:
			sb.WriteString(map[bool]string{true: "br", false: "nl"}[in.Hard])
		case *note.Link:
			fmt.Fprintf(&sb, "link(%s%s){%s}", dumpRef(in.Ref), title(in.Title), dumpInlines(in.Inlines))
		case *note.Embed:
			fmt.Fprintf(&sb, "embed(%s%s", dumpRef(in.Ref), title(in.Title))
			if in.Alt != "" {
				fmt.Fprintf(&sb, " alt=%q", in.Alt)
			}
			if in.Width != 0 || in.Height != 0 {
				fmt.Fprintf(&sb, " %dx%d", in.Width, in.Height)
			}
			sb.WriteString(")")
		case *note.Anchor:
			fmt.Fprintf(&sb, "anchor(%s)", in.ID)
		case *note.Tag:
			sb.WriteString(dumpTag(in))
		default:
			fmt.Fprintf(&sb, "%T", in)
		}
		sb.WriteByte(' ')
	}
	return strings.TrimSuffix(sb.String(), " ")
}

func title(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" title=%q", s)
}

func dumpTag(t *note.Tag) string {
	if t.Closing() {
		return "</" + t.Name() + ">"
	}
	s := "<" + t.Name()
	for _, a := range t.Attrs() {
		s += " " + a.Name + "="
		if a.Ref != nil {
			s += dumpRef(*a.Ref)
		} else {
			s += strconv.Quote(a.Value)
		}
	}
	return s + ">"
}

func dumpRef(r note.Ref) string {
	kind := [...]string{"url", "name", "path", "note", "attachment"}[r.Kind]
	s := kind + ":" + r.Target
	for _, h := range r.Headings {
		s += "#" + h
	}
	if r.Block != "" {
		s += "#^" + r.Block
	}
	if r.Fragment != "" {
		s += "?" + r.Fragment
	}
	return s
}
