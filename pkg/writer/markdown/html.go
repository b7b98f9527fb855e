package markdown

import (
	"strconv"
	"strings"

	"memopress/pkg/note"
)

// Of what HTML takes for more than text: in attributes, and elsewhere.
var (
	attributeEscapes = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;", "\n", "&#10;")
	contentEscapes   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// attribute escapes the value of an HTML attribute.
func attribute(s string) string {
	return attributeEscapes.Replace(s)
}

// content escapes text in HTML. Empty lines, which would end the HTML, are written as
// character references.
func content(s string) string {
	s = contentEscapes.Replace(s)
	for strings.Contains(s, "\n\n") {
		s = strings.ReplaceAll(s, "\n\n", "\n&#10;")
	}
	return s
}

// htmlTag writes a tag with its attributes.
func (w *writer) htmlTag(t *note.Tag) string {
	if t.Closing() {
		return "</" + t.Name() + ">"
	}
	var sb strings.Builder
	sb.WriteString("<" + t.Name())
	for _, a := range t.Attrs() {
		switch {
		case a.Ref != nil && w.page != nil:
			if ref := w.page.ref(*a.Ref); ref.Kind == note.RefURL {
				sb.WriteString(" " + a.Name + `="` + attribute(ref.Target) + `"`)
			}
		case a.Ref != nil:
			sb.WriteString(" " + a.Name + `="` + attribute(address(*a.Ref)) + `"`)
		case a.Value == "" && (a.Name == "open" || a.Name == "checked" || a.Name == "controls" || a.Name == "loop" || a.Name == "muted"):
			sb.WriteString(" " + a.Name)
		default:
			sb.WriteString(" " + a.Name + `="` + attribute(a.Value) + `"`)
		}
	}
	sb.WriteByte('>')
	return sb.String()
}

// address writes a reference for an href or src.
func address(r note.Ref) string {
	if r.Kind == note.RefURL {
		return r.Target
	}
	if d := destination(r); d != "<>" {
		return d
	}
	return ""
}

// htmlBlock writes HTML that stands among blocks.
func (w *writer) htmlBlock(b *note.HTML) string {
	var sb strings.Builder
	w.tokens(&sb, b.Inlines)
	s := strings.Trim(sb.String(), "\n")
	s = strings.TrimLeft(s, " \t")
	if s == "" || opensHTML(s) {
		return s
	}
	// An empty comment makes HTML of the line that it begins.
	return "<!-- -->" + strings.ReplaceAll(s, "\n", "&#10;")
}

// tokens writes running text as HTML.
func (w *writer) tokens(sb *strings.Builder, inlines []note.Inline) {
	for _, in := range inlines {
		switch in := in.(type) {
		case *note.Text:
			sb.WriteString(content(in.Value))
		case *note.Styled:
			open, shut := styleTags(in.Style, in.Color)
			sb.WriteString(open)
			w.tokens(sb, in.Inlines)
			sb.WriteString(shut)
		case *note.CodeSpan:
			sb.WriteString("<code>" + content(in.Text) + "</code>")
		case *note.MathSpan:
			mark := "$"
			if in.Display {
				mark = "$$"
			}
			sb.WriteString(mark + content(in.Text) + mark)
		case *note.Break:
			if in.Hard {
				sb.WriteString("<br>")
			} else {
				sb.WriteByte('\n')
			}
		case *note.Hashtag:
			sb.WriteString("#" + content(in.Name))
		case *note.FootnoteRef:
			sb.WriteString("[^" + content(in.Label) + "]")
		case *note.InlineNote:
			sb.WriteString(" (")
			w.tokens(sb, in.Inlines)
			sb.WriteByte(')')
		case *note.Link:
			if w.page != nil {
				in = w.pageLink(in)
			}
			if in.Ref.Kind == note.RefNone {
				w.tokens(sb, in.Inlines)
				continue
			}
			sb.WriteString(`<a href="` + attribute(address(in.Ref)) + `"`)
			if in.Title != "" {
				sb.WriteString(` title="` + attribute(in.Title) + `"`)
			}
			sb.WriteByte('>')
			w.tokens(sb, in.Inlines)
			sb.WriteString("</a>")
		case *note.Embed:
			if w.page == nil {
				sb.WriteString(imageTag(in))
			} else if shown, isImage := w.embedded(in); isImage {
				sb.WriteString(imageTag(&note.Embed{Ref: shown.Ref, Alt: in.Alt, Title: in.Title}))
			} else {
				w.tokens(sb, []note.Inline{shown})
			}
		case *note.Anchor:
			if w.page != nil {
				continue
			}
			sb.WriteString(`<a id="` + attribute(in.ID) + `"></a>`)
		case *note.Tag:
			sb.WriteString(w.htmlTag(in))
		}
	}
}

func imageTag(e *note.Embed) string {
	s := `<img src="` + attribute(address(e.Ref)) + `"`
	if e.Alt != "" {
		s += ` alt="` + attribute(e.Alt) + `"`
	}
	if e.Title != "" {
		s += ` title="` + attribute(e.Title) + `"`
	}
	if e.Width > 0 {
		s += ` width="` + strconv.Itoa(e.Width) + `"`
	}
	if e.Height > 0 {
		s += ` height="` + strconv.Itoa(e.Height) + `"`
	}
	return s + ">"
}

// opensHTML reports whether a line that begins with s begins a block of HTML that goes on up to
// the next empty line (CommonMark's condition 6).
func opensHTML(s string) bool {
	s, ok := strings.CutPrefix(s, "<")
	if !ok {
		return false
	}
	s = strings.TrimPrefix(s, "/")
	n := strings.IndexAny(s, " \t\n>")
	if n < 0 {
		return false
	}
	switch s[:n] {
	case "address", "article", "aside", "blockquote", "caption", "center", "col", "colgroup", "dd", "details", "div", "dl",
		"dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe", "li", "main",
		"nav", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "ul":
		return true
	}
	return false
}

// elements writes blocks as HTML, for the cells of tables that Markdown has no form for. There
// is no empty line in it.
func (w *writer) elements(sb *strings.Builder, blocks []note.Block) {
	for i, b := range blocks {
		if i > 0 {
			sb.WriteByte('\n')
		}
		w.element(sb, b, len(blocks) == 1)
	}
}

func (w *writer) element(sb *strings.Builder, b note.Block, alone bool) {
	around := func(tag string, inside func()) {
		sb.WriteString("<" + tag + ">")
		inside()
		name, _, _ := strings.Cut(tag, " ")
		sb.WriteString("</" + name + ">")
	}
	switch b := b.(type) {
	case *note.Paragraph:
		if alone {
			w.tokens(sb, b.Inlines)
			return
		}
		around("p", func() { w.tokens(sb, b.Inlines) })
	case *note.Heading:
		around("h"+strconv.Itoa(min(max(b.Level, 1), 6)), func() { w.tokens(sb, b.Inlines) })
	case *note.List:
		tag := "ul"
		if b.Ordered {
			tag = "ol"
			if b.Start != 1 {
				tag += ` start="` + strconv.Itoa(b.Start) + `"`
			}
		}
		around(tag, func() {
			for _, it := range b.Items {
				around("li", func() {
					switch it.Task {
					case 0:
					case ' ':
						sb.WriteString(`<input type="checkbox"> `)
					default:
						sb.WriteString(`<input type="checkbox" checked> `)
					}
					w.elements(sb, it.Blocks)
				})
			}
		})
	case *note.Quote:
		around("blockquote", func() { w.elements(sb, b.Blocks) })
	case *note.Callout:
		around("blockquote", func() {
			around("strong", func() {
				if b.Title == nil {
					sb.WriteString(content(b.Type))
				}
				w.tokens(sb, b.Title)
			})
			w.elements(sb, b.Blocks)
		})
	case *note.Code:
		if w.page != nil && b.Lang == note.Encrypted {
			sb.WriteString(content(w.page.Locked))
			return
		}
		w.preformatted(sb, b.Lang, b.Text)
	case *note.Diagram:
		w.preformatted(sb, b.Lang, b.Text)
	case *note.Query:
		w.preformatted(sb, b.Lang, b.Text)
	case *note.Math:
		sb.WriteString("$$" + content(b.Text) + "$$")
	case *note.Table:
		sb.WriteString(w.htmlTable(b))
	case *note.Rule:
		sb.WriteString("<hr>")
	case *note.Details:
		tag := "details"
		if b.Open {
			tag += " open"
		}
		around(tag, func() {
			around("summary", func() { w.tokens(sb, b.Summary) })
			w.elements(sb, b.Blocks)
		})
	case *note.Definitions:
		around("dl", func() {
			for _, d := range b.Items {
				around("dt", func() { w.tokens(sb, d.Term) })
				for _, bs := range d.Details {
					around("dd", func() { w.elements(sb, bs) })
				}
			}
		})
	case *note.Footnote:
		sb.WriteString("<p>[^" + content(b.Label) + "]: ")
		w.elements(sb, b.Blocks)
		sb.WriteString("</p>")
	case *note.Div:
		around("div", func() { w.elements(sb, b.Blocks) })
	case *note.HTML:
		w.tokens(sb, b.Inlines)
	}
}

func (w *writer) preformatted(sb *strings.Builder, lang, text string) {
	sb.WriteString("<pre><code")
	if lang != "" {
		sb.WriteString(` class="language-` + attribute(lang) + `"`)
	}
	sb.WriteString(">" + content(strings.TrimSuffix(text, "\n")) + "</code></pre>")
}
