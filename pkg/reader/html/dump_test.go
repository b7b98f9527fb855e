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

// dumpBlocks writes blocks as an indented outline.
func dumpBlocks(blocks []note.Block) string {
	var sb strings.Builder
	outline(&sb, blocks, "")
	return sb.String()
}

func outline(sb *strings.Builder, blocks []note.Block, indent string) {
	for _, b := range blocks {
		sb.WriteString(indent)
		inner := indent + "  "
		switch b := b.(type) {
		case *note.Paragraph:
			fmt.Fprintf(sb, "p%s %s\n", id(b.ID), dumpInlines(b.Inlines))
		case *note.Heading:
			fmt.Fprintf(sb, "h%d%s %s\n", b.Level, id(b.ID), dumpInlines(b.Inlines))
		case *note.List:
			kind := "ul"
			if b.Ordered {
				kind = fmt.Sprintf("ol from %d", b.Start)
			}
			if b.Tight {
				kind += " tight"
			}
			fmt.Fprintf(sb, "%s%s\n", kind, id(b.ID))
			for _, it := range b.Items {
				fmt.Fprintf(sb, "%s-", inner)
				if it.Task != 0 {
					fmt.Fprintf(sb, " [%c]", it.Task)
				}
				sb.WriteByte('\n')
				outline(sb, it.Blocks, inner+"  ")
			}
		case *note.Quote:
			sb.WriteString("quote\n")
			outline(sb, b.Blocks, inner)
		case *note.Code:
			fmt.Fprintf(sb, "code %s %q\n", b.Lang, b.Text)
		case *note.Diagram:
			fmt.Fprintf(sb, "diagram %s %q\n", b.Lang, b.Text)
		case *note.Math:
			fmt.Fprintf(sb, "math %q\n", b.Text)
		case *note.Rule:
			sb.WriteString("rule\n")
		case *note.Details:
			fmt.Fprintf(sb, "details open=%v %s\n", b.Open, dumpInlines(b.Summary))
			outline(sb, b.Blocks, inner)
		case *note.Definitions:
			sb.WriteString("definitions\n")
			for _, d := range b.Items {
				fmt.Fprintf(sb, "%sterm tight=%v %s\n", inner, d.Tight, dumpInlines(d.Term))
				for _, bs := range d.Details {
					fmt.Fprintf(sb, "%s:\n", inner)
					outline(sb, bs, inner+"  ")
				}
			}
		case *note.Table:
			sb.WriteString("table\n")
			for _, r := range b.Rows {
				fmt.Fprintf(sb, "%srow header=%v\n", inner, r.Header)
				for _, c := range r.Cells {
					fmt.Fprintf(sb, "%s  cell header=%v align=%d span=%dx%d\n", inner, c.Header, c.Align, c.ColSpan, c.RowSpan)
					outline(sb, c.Blocks, inner+"    ")
				}
			}
		default:
			fmt.Fprintf(sb, "%T\n", b)
		}
	}
}

func id(s string) string {
	if s == "" {
		return ""
	}
	return " ^" + s
}
