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
	for _, m := range orgID.FindAllStringSubmatchIndex(p.text, -1) {
		b := &block{id: strings.ToLower(p.text[m[2]:m[3]])}
		for _, h := range heads {
			if h[0] < m[0] {
				b.text = p.text[h[2]:h[3]]
			}
		}
		p.blocks = append(p.blocks, b)
	}
	for _, m := range blockRef.FindAllString(p.text, -1) {
		p.blocks = append(p.blocks, &block{text: m})
	}
}

// orgBody reads a page in Org.
func (g *graph) orgBody(p *page, n *note.Note) []note.Block {
	doc := org.Parse([]byte(p.text), org.Options{File: p.file.Place, Note: string(n.ID), Report: g.sink, Outline: true,
		Keywords: []string{"TODO", "DOING", "NOW", "LATER", "WAITING", "WAIT", "IN-PROGRESS", "DONE", "CANCELED", "CANCELLED"}})
	for _, h := range doc.Headings {
		for _, prop := range h.Properties {
			if id := strings.ToLower(prop.Value); strings.EqualFold(prop.Name, "id") && g.wanted[id] && h.Block != nil {
				h.Block.ID = id
			}
		}
	}
	note.RewriteInlines(doc.Blocks, func(in []note.Inline) []note.Inline {
		var out []note.Inline
		for _, node := range in {
			t, ok := node.(*note.Text)
			if !ok {
				out = append(out, node)
				continue
			}
			out = append(out, g.orgText(t.Value)...)
		}
		return out
	})
	return g.resolve(p, doc.Blocks)
}

// orgText finds references to blocks and embeds in text.
func (g *graph) orgText(s string) []note.Inline {
	var out []note.Inline
	for s != "" {
		e, r := embed.FindStringSubmatchIndex(s), blockRef.FindStringSubmatchIndex(s)
		switch {
		case e != nil && (r == nil || e[0] <= r[0]):
			out = append(out, textBefore(s[:e[0]])...)
			target := ""
			if e[2] >= 0 {
				target = blockScheme + strings.ToLower(s[e[2]:e[3]])
			} else {
				target = s[e[4]:e[5]]
			}
			out = append(out, &note.Embed{Ref: note.Ref{Kind: note.RefName, Target: target}})
			s = s[e[1]:]
		case r != nil:
			out = append(out, textBefore(s[:r[0]])...)
			out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefName, Target: blockScheme + strings.ToLower(s[r[2]:r[3]])}, Bare: true})
			s = s[r[1]:]
		default:
			out = append(out, textBefore(s)...)
			s = ""
		}
	}
	return out
}

func textBefore(s string) []note.Inline {
	if s == "" {
		return nil
	}
	return []note.Inline{&note.Text{Value: s}}
}
