package logseq

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/org"
)

var (
	orgTitle = regexp.MustCompile(`(?im)^#\+(TITLE|ALIAS|TAGS|PUBLIC):\s*(.+?)\s*$`)
	orgID    = regexp.MustCompile(`(?im)^\s*:id:\s*(` + uuid + `)\s*$`)
	orgStars = regexp.MustCompile(`(?m)^\*+\s+(.*)$`)
)

// readOrgHead reads the properties of a page in Org, and which blocks have identifiers.
func (p *page) readOrgHead() {
	for _, m := range orgTitle.FindAllStringSubmatch(p.text, -1) {
		p.properties = append(p.properties, property{strings.ToLower(m[1]), m[2]})
	}
	heads := orgStars.FindAllStringSubmatchIndex(p.text, -1)
	next := 0
	for _, m := range orgID.FindAllStringSubmatchIndex(p.text, -1) {
		for next < len(heads) && heads[next][0] < m[0] {
			next++
		}
		b := &block{id: strings.ToLower(p.text[m[2]:m[3]])}
		if next > 0 {
			b.text = p.text[heads[next-1][2]:heads[next-1][3]]
		}
		p.blocks = append(p.blocks, b)
	}
	for _, m := range blockRef.FindAllString(p.text, -1) {
		p.blocks = append(p.blocks, &block{text: m})
	}
}

// orgBody reads a page in Org.
func (g *graph) orgBody(p *page, n *note.Note) []note.Block {
	doc := org.Parse([]byte(orgSource(p.text)), org.Options{File: p.file.Place, Note: string(n.ID), Report: g.sink, Outline: true,
		Keywords: []string{"TODO", "DOING", "NOW", "LATER", "WAITING", "WAIT", "IN-PROGRESS", "DONE", "CANCELED", "CANCELLED"}})
	for _, h := range doc.Headings {
		for _, prop := range h.Properties {
			if id := strings.ToLower(prop.Value); strings.EqualFold(prop.Name, "id") && g.wanted[id] && h.Block != nil {
				h.Block.ID = id
			}
		}
	}
	note.RewriteInlines(doc.Blocks, func(in []note.Inline) []note.Inline { return g.orgInlines(p, in) })
	return g.resolve(p, doc.Blocks)
}

// orgSource turns what Logseq writes on lines of its own into blocks that the reader keeps as they
// are written.
func orgSource(text string) string {
	lines := strings.Split(text, "\n")
	inside := ""
	for i, line := range lines {
		if m := beginBlock.FindStringSubmatch(line); m != nil && inside == "" {
			if inside = strings.ToUpper(m[1]); inside == "QUERY" {
				lines[i] = "#+BEGIN_SRC " + queryLang
			}
		} else if m := endBlock.FindStringSubmatch(line); m != nil && strings.EqualFold(m[1], inside) {
			if inside == "QUERY" {
				lines[i] = "#+END_SRC"
			}
			inside = ""
		} else if q, ok := queryIn(line); ok && inside == "" {
			q = strings.TrimSuffix(strings.TrimPrefix(q, "```"+queryLang), "```")
			lines[i] = "#+BEGIN_SRC " + queryLang + q + "#+END_SRC"
		}
	}
	return strings.Join(lines, "\n")
}

// orgInlines finds in text what Logseq writes beyond Org. Some of it has a link inside, by which
// the reader has divided it.
func (g *graph) orgInlines(p *page, in []note.Inline) []note.Inline {
	var out []note.Inline
	for i, node := range in {
		switch node := node.(type) {
		case *note.Text:
			value := node.Value
			if i > 1 && endsWith(in[i-2], embedBegin) { // the link of an embed stands between
				value = strings.TrimPrefix(value, "}}")
			}
			if i+1 < len(in) {
				if _, isLink := in[i+1].(*note.Link); isLink {
					value = strings.TrimSuffix(strings.TrimSuffix(value, embedBegin), "#")
				}
			}
			out = append(out, g.orgText(p, value)...)
		case *note.Link:
			named := node.Ref.Kind == note.RefName && i > 0
			switch {
			case named && endsWith(in[i-1], embedBegin):
				out = append(out, &note.Embed{Ref: node.Ref})
			case named && node.Bare && endsWith(in[i-1], "#"):
				out = append(out, &note.Hashtag{Name: node.Ref.Target})
			default:
				out = append(out, node)
			}
		default:
			out = append(out, node)
		}
	}
	return out
}

const embedBegin = "{{embed "

func endsWith(in note.Inline, end string) bool {
	t, ok := in.(*note.Text)
	return ok && strings.HasSuffix(t.Value, end)
}

// orgMarks are references to blocks, embeds, marked text, macros, and the times of tasks, all at
// once so that text is read once.
var orgMarks = regexp.MustCompile(`\{\{embed\s+\(\((` + uuid + `)\)\)\s*\}\}|` + blockRef.String() + `|` + highlight.String() + `|(` + macro.String() + `)|(SCHEDULED|DEADLINE):\s*<([^<>\n]+)>`)

func (g *graph) orgText(p *page, s string) []note.Inline {
	var out []note.Inline
	at := 0
	for _, m := range orgMarks.FindAllStringSubmatchIndex(s, -1) {
		group := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return s[m[2*n]:m[2*n+1]]
		}
		out = append(out, textBefore(s[at:m[0]])...)
		at = m[1]
		switch {
		case group(1) != "":
			out = append(out, &note.Embed{Ref: note.Ref{Kind: note.RefName, Target: blockScheme + strings.ToLower(group(1))}})
		case group(2) != "":
			out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefName, Target: blockScheme + strings.ToLower(group(2))}, Bare: true})
		case group(3) != "":
			out = append(out, &note.Styled{Style: note.Highlight, Inlines: textBefore(group(3))})
		case group(4) != "":
			out = append(out, macroInlines(g.macro(p, group(4)))...)
		default:
			out = append(out, &note.Text{Value: plannedDay(group(7), group(8))})
		}
	}
	return append(out, textBefore(s[at:])...)
}

// macroInlines reads what a macro gave: code as it was written, an address, or words.
func macroInlines(s string) []note.Inline {
	if code, ok := strings.CutPrefix(s, "`"); ok {
		return []note.Inline{&note.CodeSpan{Text: strings.TrimSuffix(code, "`")}}
	}
	if url, ok := strings.CutPrefix(s, "<"); ok && strings.Contains(s, "://") {
		url = strings.TrimSuffix(url, ">")
		return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: url}, Bare: true, Inlines: textBefore(url)}}
	}
	return textBefore(s)
}

func textBefore(s string) []note.Inline {
	if s == "" {
		return nil
	}
	return []note.Inline{&note.Text{Value: s}}
}
