package roam

import (
	"regexp"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

const uid = `[\w-]{6,40}`

// What Roam writes into text beyond Markdown.
var (
	blockRef   = pattern{regexp.MustCompile(`\(\((` + uid + `)\)\)`), "(("}
	namedBlock = pattern{regexp.MustCompile(`\[([^\[\]\n]*)\]\(\(\((` + uid + `)\)\)\)`), "]((("}
	namedPage  = pattern{regexp.MustCompile(`\[([^\[\]\n]*)\]\(\[\[([^\n]+?)\]\]\)`), "]([["}
	embed      = pattern{regexp.MustCompile(`\{\{\s*(?:\[\[)?(embed(?:-path|-children)?)(?:\]\])?\s*:\s*(?:\(\((` + uid + `)\)\)|\[\[([^\n{}]+?)\]\])\s*\}\}`), "{{"}
	task       = pattern{regexp.MustCompile(`^\s*\{\{\s*(?:\[\[)?(TODO|DONE)(?:\]\])?\s*\}\}\s*`), "{{"}
	attribute  = pattern{regexp.MustCompile(`^\s*([^:` + "`" + `\n]{1,200}?)::(?:\s+([\s\S]*))?$`), "::"}
	highlight  = pattern{regexp.MustCompile(`\^\^([^\^\n]+)\^\^`), "^^"}
	italic     = pattern{regexp.MustCompile(`(^|[^_\w])__([^_\n]+?)__($|[^_\w])`), "__"}
	query      = pattern{regexp.MustCompile(`^\s*\{\{\s*(?:\[\[)?(?:query|q)(?:\]\])?\s*:([\s\S]*)\}\}\s*$`), "{{"}
	media      = pattern{regexp.MustCompile(`\{\{\s*(?:\[\[)?(?:iframe|youtube|video|audio|pdf|tweet|twitter|figma|loom|vimeo)(?:\]\])?\s*:\s*(\S+?)\s*\}\}`), "{{"}
	component  = pattern{regexp.MustCompile(`\{\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}\}`), "{{"}
	tableMark  = pattern{regexp.MustCompile(`^\s*\{\{\s*(?:\[\[)?table(?:\]\])?\s*\}\}\s*$`), "{{"}
	kanbanMark = pattern{regexp.MustCompile(`^\s*\{\{\s*(?:\[\[)?kanban(?:\]\])?\s*\}\}\s*$`), "{{"}
	hiccup     = pattern{regexp.MustCompile(`^\s*:hiccup\s+([\s\S]+)$`), ":hiccup"}
)

// A pattern is a regular expression that matches no text without what it needs. Hardly any block
// has that, and looking for it is quick.
type pattern struct {
	*regexp.Regexp
	needs string
}

func (p pattern) FindString(s string) string {
	if !strings.Contains(s, p.needs) {
		return ""
	}
	return p.Regexp.FindString(s)
}

func (p pattern) FindStringSubmatch(s string) []string {
	if !strings.Contains(s, p.needs) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(s)
}

func (p pattern) MatchString(s string) bool {
	return strings.Contains(s, p.needs) && p.Regexp.MatchString(s)
}

func (p pattern) ReplaceAllString(s, with string) string {
	if !strings.Contains(s, p.needs) {
		return s
	}
	return p.Regexp.ReplaceAllString(s, with)
}

func (p pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	if !strings.Contains(s, p.needs) {
		return s
	}
	return p.Regexp.ReplaceAllStringFunc(s, with)
}

// Schemes stand before identifiers and names in the targets of links until they are resolved.
const (
	blockScheme = "roam-block/"
	tagScheme   = "roam-tag/"
)

// inlineCode splits text into what stands outside and inside spans and fences of code.
func outsideCode(s string, change func(string) string) string {
	var sb strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '`')
		if i < 0 {
			sb.WriteString(change(s))
			break
		}
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		mark := s[i : i+n]
		end := strings.Index(s[i+n:], mark)
		if end < 0 {
			sb.WriteString(change(s))
			break
		}
		sb.WriteString(change(s[:i]))
		sb.WriteString(s[i : i+n+end+n])
		s = s[i+n+end+n:]
	}
	return sb.String()
}

// markdownOf turns a block's text into Markdown that the reader knows.
func (g *graph) markdownOf(s string) string {
	s = fences(s)
	return outsideCode(s, func(s string) string {
		s = embed.ReplaceAllStringFunc(s, func(m string) string {
			sub := embed.FindStringSubmatch(m)
			if sub[2] != "" {
				return "![[" + blockScheme + sub[2] + "]]"
			}
			return "![[" + escapeName(sub[3]) + "]]"
		})
		s = media.ReplaceAllString(s, "<$1>")
		s = namedBlock.ReplaceAllString(s, "[["+blockScheme+"$2|$1]]")
		s = blockRef.ReplaceAllStringFunc(s, func(m string) string {
			id := m[2 : len(m)-2]
			if g.blocks[id] == nil && !strings.ContainsAny(id, "0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
				return m // words in parentheses, and no identifier
			}
			return "[[" + blockScheme + id + "]]"
		})
		s = namedPage.ReplaceAllString(s, "[[$2|$1]]")
		s = brackets(s)
		s = highlight.ReplaceAllString(s, "==$1==")
		s = italic.ReplaceAllString(s, "$1*$2*$3")
		return component.ReplaceAllString(s, "`$0`")
	})
}

// fences puts the marks of blocks of code on lines of their own, as Markdown needs them.
func fences(s string) string {
	var sb strings.Builder
	lineBegins := true // at the end of sb
	for {
		i := strings.Index(s, "```")
		if i < 0 {
			break
		}
		end := strings.Index(s[i+3:], "```")
		if end < 0 {
			break
		}
		before, code, after := s[:i], strings.TrimRight(s[i+3:i+3+end], "\n"), s[i+3+end+3:]
		sb.WriteString(before)
		if before != "" {
			lineBegins = strings.HasSuffix(before, "\n")
		}
		if !strings.Contains(code, "\n") {
			sb.WriteString("`" + code + "`")
			s, lineBegins = after, false
			continue
		}
		if !lineBegins {
			sb.WriteByte('\n')
		}
		sb.WriteString("```" + code + "\n```")
		if s, lineBegins = after, false; strings.TrimLeft(s, " \t\n") != "" {
			sb.WriteByte('\n')
			s, lineBegins = strings.TrimLeft(s, "\n"), true
		}
	}
	sb.WriteString(s)
	return sb.String()
}

// brackets finds page references, whose names may hold others: [[a [[b]] c]] means one page. What
// is inside counts no more. "#[[a b]]" is a tag.
func brackets(s string) string {
	ends := pairs(s)
	var sb strings.Builder
	for i := 0; i < len(s); {
		open := i
		if s[i] == '#' {
			open++
		}
		end, ok := ends[open]
		if !ok {
			sb.WriteByte(s[i])
			i++
			continue
		}
		inner := s[open+2 : end]
		switch {
		case open > i:
			sb.WriteString("[[" + tagScheme + escapeName(inner) + "]]")
		case strings.Contains(inner, "[["):
			sb.WriteString("[[" + escapeName(inner) + "]]")
		default:
			sb.WriteString("[[" + inner + "]]")
		}
		i = end + 2
	}
	return sb.String()
}

// pairs finds where each "[[" that has an end has it. One without leaves those behind it alone.
func pairs(s string) map[int]int {
	ends := map[int]int{}
	var open []int
	for i := 0; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "[[":
			open = append(open, i)
			i++
		case "]]":
			if len(open) > 0 {
				ends[open[len(open)-1]] = i
				open = open[:len(open)-1]
			}
			i++
		}
	}
	return ends
}

// Names may hold what ends a wikilink or divides it. These stand for such marks until the link is
// read: private characters that no text has.
var (
	escapes   = strings.NewReplacer("[", "\uE000", "]", "\uE001", "|", "\uE002", "#", "\uE003", "^", "\uE004")
	unescapes = strings.NewReplacer("\uE000", "[", "\uE001", "]", "\uE002", "|", "\uE003", "#", "\uE004", "^")
)

func escapeName(s string) string { return escapes.Replace(s) }

// text reads a block's own text.
func (g *graph) text(s string) []note.Block {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	if m := query.FindStringSubmatch(s); m != nil {
		return []note.Block{&note.Query{Lang: "roam", Text: strings.TrimSpace(m[1]) + "\n"}}
	}
	if m := hiccup.FindStringSubmatch(s); m != nil {
		return []note.Block{&note.Code{Lang: "clojure", Text: strings.TrimSpace(m[1]) + "\n"}}
	}
	blocks := markdown.Parse([]byte(g.markdownOf(s)), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, Emoji: g.opts.Emoji, SmartPunct: g.opts.SmartPunct, File: g.file.Place, Report: g.sink})
	note.RewriteInlines(blocks, func(in []note.Inline) []note.Inline {
		for i, node := range in {
			switch node := node.(type) {
			case *note.Link:
				if name, ok := strings.CutPrefix(node.Ref.Target, tagScheme); ok && node.Ref.Kind == note.RefName {
					in[i] = &note.Hashtag{Name: unescapes.Replace(name)}
					continue
				}
				g.link(node)
			case *note.Embed:
				g.ref(&node.Ref)
			case *note.Text:
				node.Value = unescapes.Replace(node.Value)
			}
		}
		return in
	})
	return blocks
}

// link resolves a link. One to a block without words of its own shows the block's.
func (g *graph) link(l *note.Link) {
	id, isBlock := strings.CutPrefix(l.Ref.Target, blockScheme)
	isBlock = isBlock && l.Ref.Kind == note.RefName
	name := l.Ref.Target
	g.ref(&l.Ref)
	switch {
	case isBlock && l.Bare:
		l.Inlines = []note.Inline{&note.Text{Value: g.label(id)}}
	case l.Bare && strings.ContainsAny(name, "\uE000\uE001\uE002\uE003\uE004"):
		l.Inlines = []note.Inline{&note.Text{Value: unescapes.Replace(name)}}
	}
}

// maxLabel is how much of a block is read for the words that a reference to it shows, in bytes.
const maxLabel = 2000

// label returns the words that a bare reference to a block shows. Many may refer to one block.
func (g *graph) label(id string) string {
	if label, ok := g.labels[id]; ok {
		return label
	}
	label := "…"
	if b := g.blocks[id]; b != nil {
		text := b.String
		if len(text) > maxLabel {
			text = strings.ToValidUTF8(text[:maxLabel], "")
		}
		text = highlight.ReplaceAllString(blockRef.ReplaceAllString(task.ReplaceAllString(text, ""), "…"), "$1")
		if title := importer.TitleOf(markdown.Parse([]byte(text), markdown.Options{Dialect: markdown.Obsidian})); title != "" {
			label = title
		}
	}
	if g.labels == nil {
		g.labels = map[string]string{}
	}
	g.labels[id] = label
	return label
}

func (g *graph) ref(r *note.Ref) {
	if r.Kind != note.RefName {
		return
	}
	if id, ok := strings.CutPrefix(r.Target, blockScheme); ok {
		r.Kind, r.Target, r.Block = note.RefNote, "roam-block:"+id, id
		if b := g.blocks[id]; b != nil {
			r.Target = string(g.idOf(b.page))
			if b == b.page {
				r.Block = ""
			}
		}
		return
	}
	r.Target = unescapes.Replace(r.Target)
	name := r.Target
	for _, h := range r.Headings { // "#" may be part of a page's name
		name += "#" + unescapes.Replace(h)
	}
	if to := g.titles[fold(name)]; to != nil {
		r.Kind, r.Target, r.Headings = note.RefNote, string(g.idOf(to)), nil
	} else if to := g.titles[fold(r.Target)]; to != nil {
		r.Kind, r.Target = note.RefNote, string(g.idOf(to))
	}
}
