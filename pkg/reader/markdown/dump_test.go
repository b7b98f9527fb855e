package markdown

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// dump writes blocks as an indented outline for the goldens: each block on a line with the
// fields that are set, running text as names with braces.
func dump(blocks []note.Block) string {
	var sb strings.Builder
	for _, b := range blocks {
		dumpNode(&sb, reflect.ValueOf(b).Elem(), 0)
	}
	return sb.String()
}

func dumpNode(sb *strings.Builder, v reflect.Value, depth int) {
	sb.WriteString(strings.Repeat("  ", depth) + v.Type().Name())
	var children []reflect.Value
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() {
			continue
		}
		name := strings.ToLower(v.Type().Field(i).Name)
		switch x := f.Interface().(type) {
		case []note.Inline:
			fmt.Fprintf(sb, " %s", dumpInlines(x))
		case rune:
			fmt.Fprintf(sb, " %s=%q", name, x)
		case string:
			fmt.Fprintf(sb, " %s=%q", name, x)
		case bool:
			sb.WriteString(" " + name)
		case note.Fold, note.Align, int:
			fmt.Fprintf(sb, " %s=%v", name, x)
		default:
			children = append(children, f)
		}
	}
	sb.WriteByte('\n')
	for _, c := range children {
		dumpSlice(sb, c, depth+1)
	}
}

func dumpSlice(sb *strings.Builder, s reflect.Value, depth int) {
	for i := range s.Len() {
		e := s.Index(i)
		switch e.Kind() {
		case reflect.Interface:
			dumpNode(sb, e.Elem().Elem(), depth)
		case reflect.Slice:
			sb.WriteString(strings.Repeat("  ", depth) + "-\n")
			dumpSlice(sb, e, depth+1)
		default:
			dumpNode(sb, e, depth)
		}
	}
}

var styleNames = [...]string{"em", "strong", "strike", "underline", "mark", "sub", "sup", "colored"}

func dumpInlines(ins []note.Inline) string {
	parts := make([]string, len(ins))
	for i, in := range ins {
		parts[i] = dumpInline(in)
	}
	return strings.Join(parts, " ")
}

func dumpInline(in note.Inline) string {
	switch in := in.(type) {
	case *note.Text:
		return strconv.Quote(in.Value)
	case *note.Styled:
		return styleNames[in.Style] + "{" + dumpInlines(in.Inlines) + "}"
	case *note.CodeSpan:
		return fmt.Sprintf("code(%q)", in.Text)
	case *note.MathSpan:
		if in.Display {
			return fmt.Sprintf("display(%q)", in.Text)
		}
		return fmt.Sprintf("math(%q)", in.Text)
	case *note.Break:
		if in.Hard {
			return "br"
		}
		return "nl"
	case *note.Hashtag:
		return "tag(" + in.Name + ")"
	case *note.FootnoteRef:
		return "fn(" + in.Label + ")"
	case *note.InlineNote:
		return "note{" + dumpInlines(in.Inlines) + "}"
	case *note.Link:
		name := "link"
		if in.Bare {
			name = "bare"
		}
		return name + "(" + dumpRef(in.Ref) + dumpTitle(in.Title) + "){" + dumpInlines(in.Inlines) + "}"
	case *note.Embed:
		s := "embed(" + dumpRef(in.Ref) + dumpTitle(in.Title)
		if in.Alt != "" {
			s += fmt.Sprintf(" alt=%q", in.Alt)
		}
		if in.Width != 0 || in.Height != 0 {
			s += fmt.Sprintf(" %dx%d", in.Width, in.Height)
		}
		return s + ")"
	case *note.Anchor:
		return "anchor(" + in.ID + ")"
	case *note.Tag:
		if in.Closing() {
			return "</" + in.Name() + ">"
		}
		s := "<" + in.Name()
		for _, a := range in.Attrs() {
			if a.Ref != nil {
				s += " " + a.Name + "=" + dumpRef(*a.Ref)
			} else {
				s += " " + a.Name + "=" + strconv.Quote(a.Value)
			}
		}
		return s + ">"
	}
	return fmt.Sprintf("%T", in)
}

func dumpTitle(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" title=%q", s)
}

func dumpRef(r note.Ref) string {
	s := [...]string{"url", "name", "path"}[r.Kind] + ":" + r.Target
	for _, h := range r.Headings {
		s += "#" + h
	}
	if r.Block != "" {
		s += "#^" + r.Block
	}
	if r.Fragment != "" {
		s += "?" + r.Fragment
	}
	if r.Line != 0 {
		s += fmt.Sprintf(" @%d:%d+%d", r.Line, r.Column, r.Width)
	}
	return s
}
