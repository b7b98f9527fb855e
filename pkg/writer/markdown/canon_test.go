package markdown

import (
	"fmt"
	"slices"
	"strings"

	"memopress/pkg/note"
)

// canon writes blocks so that two trees with the same meaning give the same text: positions
// go, styles become a property of each word (in whatever order they nest, and whether a node or
// an HTML tag says so), soft breaks are spaces, and toggles are the HTML that they are written as.
func canon(blocks []note.Block) string {
	var sb strings.Builder
	canonBlocks(&sb, blocks, "")
	return sb.String()
}

func canonBlocks(sb *strings.Builder, blocks []note.Block, indent string) {
	inner := indent + "  "
	for _, b := range blocks {
		line := func(format string, args ...any) { fmt.Fprintf(sb, indent+format+"\n", args...) }
		switch b := b.(type) {
		case *note.Paragraph:
			if len(b.Inlines) == 1 {
				if m, ok := b.Inlines[0].(*note.MathSpan); ok && m.Display {
					line("math %q ^%s", m.Text, b.ID)
					continue
				}
			}
			line("p ^%s %s", b.ID, canonInlines(b.Inlines))
		case *note.Heading:
			line("h%d ^%s %s", b.Level, b.ID, canonInlines(b.Inlines))
		case *note.List:
			tight := b.Tight
			if len(b.Items) == 1 && len(b.Items[0].Blocks) < 2 {
				tight = true
			}
			line("list ordered=%v start=%d tight=%v ^%s", b.Ordered, b.Start, tight, b.ID)
			for _, it := range b.Items {
				fmt.Fprintf(sb, "%s- %q ^%s\n", inner, it.Task, it.ID)
				canonBlocks(sb, it.Blocks, inner+"  ")
			}
		case *note.Quote:
			line("quote ^%s", b.ID)
			canonBlocks(sb, b.Blocks, inner)
		case *note.Callout:
			line("callout %s|%s fold=%d ^%s %s", b.Type, b.Metadata, b.Fold, b.ID, canonInlines(b.Title))
			canonBlocks(sb, b.Blocks, inner)
		case *note.Code:
			line("code %q %q %q ^%s", b.Lang, b.Info, b.Text, b.ID)
		case *note.Math:
			line("math %q ^%s", b.Text, b.ID)
		case *note.Diagram:
			line("diagram %s %q ^%s", b.Lang, b.Text, b.ID)
		case *note.Query:
			line("query %s %q ^%s", b.Lang, b.Text, b.ID)
		case *note.Rule:
			line("rule")
		case *note.Footnote:
			line("footnote %s", b.Label)
			canonBlocks(sb, b.Blocks, inner)
		case *note.Definitions:
			line("definitions ^%s", b.ID)
			for _, d := range b.Items {
				fmt.Fprintf(sb, "%sterm tight=%v %s\n", inner, d.Tight, canonInlines(d.Term))
				for _, bs := range d.Details {
					fmt.Fprintf(sb, "%s:\n", inner)
					canonBlocks(sb, bs, inner+"  ")
				}
			}
		case *note.Table:
			line("table ^%s", b.ID)
			for _, r := range b.Rows {
				fmt.Fprintf(sb, "%srow header=%v\n", inner, r.Header)
				for _, c := range r.Cells {
					fmt.Fprintf(sb, "%s  cell %d\n", inner, c.Align)
					canonBlocks(sb, c.Blocks, inner+"    ")
				}
			}
		case *note.Details:
			open := ""
			if b.Open {
				open = ` open=""`
			}
			html := fmt.Sprintf("<details%s>", open)
			if b.Summary != nil {
				html += "<summary>" + canonInlines(b.Summary) + "</summary>"
			}
			line("html %s", html)
			canonBlocks(sb, b.Blocks, indent)
			line("html </details>")
		case *note.Div:
			line(`html <div class=%q>`, strings.Join(b.Classes, " "))
			canonBlocks(sb, b.Blocks, indent)
			line("html </div>")
		case *note.HTML:
			line("html %s", strings.ReplaceAll(strings.TrimSpace(canonInlines(b.Inlines)), "> <", "><"))
		default:
			line("%T", b)
		}
	}
}

var styleNames = map[note.Style]string{
	note.Emphasis: "em", note.Strong: "strong", note.Strike: "s", note.Underline: "u", note.Highlight: "mark",
	note.Subscript: "sub", note.Superscript: "sup", note.Colored: "font",
}

// A word is a leaf of running text with the styles that it stands in.
type word struct {
	text   string
	styles string
}

func canonInlines(inlines []note.Inline) string {
	var words []word
	var styles []string
	emit := func(s string) {
		set := slices.Clone(styles)
		slices.Sort(set)
		words = append(words, word{s, strings.Join(slices.Compact(set), ",")})
	}
	var walk func([]note.Inline)
	walk = func(inlines []note.Inline) {
		for _, in := range inlines {
			switch in := in.(type) {
			case *note.Text:
				for _, r := range strings.ReplaceAll(in.Value, "\n", " ") {
					if r == ' ' {
						words = append(words, word{" ", ""}) // a style on white space means nothing
					} else {
						emit(string(r))
					}
				}
			case *note.Styled:
				name := styleNames[in.Style]
				if in.Color != "" {
					name += ":" + in.Color
				}
				styles = append(styles, name)
				walk(in.Inlines)
				styles = styles[:len(styles)-1]
			case *note.Tag:
				name := in.Name()
				for _, s := range styleNames {
					if s != name {
						continue
					}
					if in.Closing() {
						for i := len(styles) - 1; i >= 0; i-- {
							if styles[i] == name || strings.HasPrefix(styles[i], name+":") {
								styles = slices.Delete(styles, i, i+1)
								break
							}
						}
					} else {
						for _, a := range in.Attrs() {
							name += ":" + a.Value
						}
						styles = append(styles, name)
					}
					name = ""
					break
				}
				switch {
				case name == "" || name == "a" && in.Closing():
				case in.Closing():
					emit("</" + name + ">")
				default:
					s := "<" + name
					for _, a := range in.Attrs() {
						s += fmt.Sprintf(" %s=%q", a.Name, a.Value)
						if a.Ref != nil {
							s += ref(*a.Ref)
						}
					}
					emit(s + ">")
				}
			case *note.Break:
				if in.Hard {
					words = append(words, word{"⏎", ""})
				} else {
					words = append(words, word{" ", ""})
				}
			case *note.CodeSpan:
				emit(fmt.Sprintf("code(%q)", in.Text))
			case *note.MathSpan:
				emit(fmt.Sprintf("math(%q %v)", in.Text, in.Display))
			case *note.Hashtag:
				// A tag begins after white space, which the writer adds where it is missing.
				for len(words) > 0 && words[len(words)-1].text == " " {
					words = words[:len(words)-1]
				}
				words = append(words, word{" ", ""})
				emit("tag(" + in.Name + ")")
			case *note.FootnoteRef:
				emit("ref(" + in.Label + ")")
			case *note.InlineNote:
				emit("note(" + canonInlines(in.Inlines) + ")")
			case *note.Link:
				emit(fmt.Sprintf("link(%s %q %v %s)", ref(in.Ref), in.Title, in.Bare, canonInlines(in.Inlines)))
			case *note.Embed:
				emit(fmt.Sprintf("embed(%s %q %q %dx%d)", ref(in.Ref), in.Alt, in.Title, in.Width, in.Height))
			case *note.Anchor:
				emit("anchor(" + in.ID + ")")
			}
		}
	}
	walk(inlines)
	for len(words) > 0 && (words[0].text == " " || words[0].text == "⏎") {
		words = words[1:]
	}
	var sb strings.Builder
	last := ""
	for _, w := range words {
		if w.styles != last {
			fmt.Fprintf(&sb, "{%s}", w.styles)
			last = w.styles
		}
		sb.WriteString(w.text)
	}
	s := strings.TrimRight(sb.String(), " ⏎{}")
	for strings.Contains(s, " ⏎") || strings.Contains(s, "⏎ ") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, " ⏎", "⏎"), "⏎ ", "⏎")
	}
	return s
}

func ref(r note.Ref) string {
	return fmt.Sprintf("%d:%q%q^%s?%s", r.Kind, r.Target, r.Headings, r.Block, r.Fragment)
}
