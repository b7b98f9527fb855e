package logseq

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

const uuid = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

// What Logseq writes into text beyond Markdown.
var (
	blockRef    = regexp.MustCompile(`\(\((` + uuid + `)\)\)`)
	namedBlock  = regexp.MustCompile(`\[([^\[\]\n]*)\]\(\(\((` + uuid + `)\)\)\)`)
	namedPage   = regexp.MustCompile(`\[([^\[\]\n]*)\]\(\[\[([^\[\]\n]+)\]\]\)`)
	wideTag     = regexp.MustCompile(`#\[\[([^\[\]\n]+)\]\]`)
	embed       = regexp.MustCompile(`\{\{embed\s+(?:\(\((` + uuid + `)\)\)|\[\[([^\[\]\n]+)\]\])\s*\}\}`)
	highlight   = regexp.MustCompile(`\^\^([^\^\n]+)\^\^`)
	sized       = regexp.MustCompile(`!\[([^\]\n]*)\](\([^)\n]*\))\{([^}\n]*)\}`)
	number      = regexp.MustCompile(`:(height|width)\s+(\d+)`)
	macro       = regexp.MustCompile(`\{\{\{?([a-zA-Z_][\w-]*)[\s(]*([^{}\n]*?)\)?\}?\}\}`)
	taskMark    = regexp.MustCompile(`^(TODO|DOING|NOW|LATER|DONE|WAITING|WAIT|CANCELED|CANCELLED|IN-PROGRESS|STARTED)(?:\s+(.*))?$`)
	priority    = regexp.MustCompile(`^\[#([A-Z])\]\s*`)
	planned     = regexp.MustCompile(`(?m)^\s*(SCHEDULED|DEADLINE):\s*<([^<>\n]+)>\s*$`)
	beginBlock  = regexp.MustCompile(`(?i)^\s*#\+BEGIN_(\w+)\s*(.*)$`)
	endBlock    = regexp.MustCompile(`(?i)^\s*#\+END_(\w+)\s*$`)
	headingMark = regexp.MustCompile(`^(#{1,6})\s+(.*)$`)
)

// states are the characters that tasks have, as Obsidian's themes draw them.
var states = map[string]rune{"TODO": ' ', "LATER": ' ', "DOING": '/', "NOW": '/', "IN-PROGRESS": '/', "STARTED": '/', "DONE": 'x', "WAITING": '>', "WAIT": '>', "CANCELED": '-', "CANCELLED": '-'}

// scheme stands before identifiers and names in the targets of links until they are resolved.
const (
	blockScheme = "logseq-block/"
	tagScheme   = "logseq-tag/"
	queryLang   = "logseq-query"
)

// markdownOf turns a block's text into Markdown that the reader knows.
func (g *graph) markdownOf(text string) string {
	lines := strings.Split(text, "\n")
	fence := ""
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if fence != "" {
			if strings.HasPrefix(t, fence) {
				fence = ""
			}
			continue
		}
		if fence = openFence(t); fence == "" {
			lines[i] = g.line(line)
		}
	}
	return strings.Join(blocksOf(lines), "\n")
}

// line rewrites one line, but for spans of code.
func (g *graph) line(line string) string {
	if strings.TrimSpace(line) == "" {
		return line
	}
	if q, ok := queryIn(line); ok {
		return q
	}
	parts := strings.Split(line, "`")
	for i := 0; i < len(parts); i += 2 {
		s := parts[i]
		s = embed.ReplaceAllStringFunc(s, func(m string) string {
			sub := embed.FindStringSubmatch(m)
			if sub[1] != "" {
				return "![[" + blockScheme + strings.ToLower(sub[1]) + "]]"
			}
			return "![[" + sub[2] + "]]"
		})
		s = namedBlock.ReplaceAllStringFunc(s, func(m string) string {
			sub := namedBlock.FindStringSubmatch(m)
			return "[[" + blockScheme + strings.ToLower(sub[2]) + "|" + sub[1] + "]]"
		})
		s = blockRef.ReplaceAllStringFunc(s, func(m string) string { return "[[" + blockScheme + strings.ToLower(m[2:len(m)-2]) + "]]" })
		s = namedPage.ReplaceAllString(s, "[[$2|$1]]")
		s = wideTag.ReplaceAllString(s, "[["+tagScheme+"$1]]")
		s = highlight.ReplaceAllString(s, "==$1==")
		s = sized.ReplaceAllStringFunc(s, imageSize)
		s = macro.ReplaceAllStringFunc(s, g.macro)
		parts[i] = s
	}
	return strings.Join(parts, "`")
}

// queryIn returns a line that is a query as a fenced block.
func queryIn(line string) (string, bool) {
	t := strings.TrimSpace(line)
	inner, ok := strings.CutPrefix(t, "{{query")
	if !ok || !strings.HasSuffix(inner, "}}") {
		return "", false
	}
	return "```" + queryLang + "\n" + strings.TrimSpace(strings.TrimSuffix(inner, "}}")) + "\n```", true
}

// imageSize moves a size in Logseq's braces to where Obsidian has it.
func imageSize(m string) string {
	sub := sized.FindStringSubmatch(m)
	size := map[string]string{}
	for _, n := range number.FindAllStringSubmatch(sub[3], -1) {
		size[n[1]] = n[2]
	}
	switch {
	case size["width"] != "" && size["height"] != "":
		return "![" + sub[1] + "|" + size["width"] + "x" + size["height"] + "]" + sub[2]
	case size["width"] != "":
		return "![" + sub[1] + "|" + size["width"] + "]" + sub[2]
	}
	return "![" + sub[1] + "]" + sub[2]
}

// macro expands a macro: those of the settings, and Logseq's own for media.
func (g *graph) macro(m string) string {
	sub := macro.FindStringSubmatch(m)
	name, args := strings.ToLower(sub[1]), strings.TrimSpace(sub[2])
	if text, ok := g.config.macros[sub[1]]; ok {
		for i, arg := range strings.Split(args, ",") {
			text = strings.ReplaceAll(text, "$"+strconv.Itoa(i+1), strings.TrimSpace(arg))
		}
		return text
	}
	switch name {
	case "video", "youtube", "vimeo", "bilibili", "tweet", "twitter", "pdf", "audio":
		if !strings.Contains(args, "://") && name == "youtube" {
			args = "https://www.youtube.com/watch?v=" + args
		}
		return "<" + args + ">"
	case "cloze", "c1", "c2", "c3":
		text, _, _ := strings.Cut(args, `\\`)
		return strings.TrimSpace(text)
	}
	return "`" + m + "`"
}

// blocksOf turns the "#+BEGIN_…" blocks among lines into quotations, callouts and fences.
func blocksOf(lines []string) []string {
	var out []string
	kind, inside := "", []string(nil)
	info := ""
	flush := func() {
		switch kind {
		case "QUOTE", "VERSE", "CENTER":
			for _, l := range inside {
				out = append(out, "> "+l)
			}
			out = append(out, "")
		case "NOTE", "TIP", "WARNING", "IMPORTANT", "CAUTION", "PINNED":
			out = append(out, "> [!"+strings.ToLower(kind)+"] "+info)
			for _, l := range inside {
				out = append(out, "> "+l)
			}
			out = append(out, "")
		case "QUERY":
			out = append(append(append(out, "```"+queryLang), inside...), "```")
		case "":
			out = append(out, inside...)
		default:
			lang := ""
			if kind == "SRC" {
				lang = strings.TrimSpace(info)
			} else if kind == "EXPORT" {
				lang = strings.TrimSpace(info)
			}
			out = append(append(append(out, "````"+lang), inside...), "````")
		}
		kind, inside = "", nil
	}
	for _, line := range lines {
		if m := beginBlock.FindStringSubmatch(line); m != nil && kind == "" {
			kind, info = strings.ToUpper(m[1]), m[2]
			continue
		}
		if m := endBlock.FindStringSubmatch(line); m != nil && strings.EqualFold(m[1], kind) {
			flush()
			continue
		}
		if kind != "" {
			inside = append(inside, line)
			continue
		}
		out = append(out, line)
	}
	if kind != "" { // never closed: its words stay
		kind = ""
		flush()
	}
	return out
}

// resolve makes the targets that markdownOf wrote references to pages, blocks and attachments.
func (g *graph) resolve(p *page, blocks []note.Block) []note.Block {
	note.RewriteInlines(blocks, func(in []note.Inline) []note.Inline {
		for i, node := range in {
			switch node := node.(type) {
			case *note.Link:
				if name, ok := strings.CutPrefix(node.Ref.Target, tagScheme); ok && node.Ref.Kind == note.RefName {
					in[i] = &note.Hashtag{Name: name}
					continue
				}
				g.link(p, node)
			case *note.Embed:
				g.ref(p, &node.Ref)
			}
		}
		return in
	})
	for i, b := range blocks {
		if c, ok := b.(*note.Code); ok && c.Lang == queryLang {
			blocks[i] = &note.Query{Lang: "logseq", Text: c.Text}
		}
	}
	return blocks
}

// link resolves a link. One to a block without words of its own shows the block's.
func (g *graph) link(p *page, l *note.Link) {
	id, isBlock := strings.CutPrefix(l.Ref.Target, blockScheme)
	isBlock = isBlock && l.Ref.Kind == note.RefName
	g.ref(p, &l.Ref)
	if isBlock && l.Bare {
		if at, ok := g.blocks[id]; ok {
			first, _, _ := strings.Cut(at.block.text, "\n")
			if m := taskMark.FindStringSubmatch(first); m != nil {
				first = m[2]
			}
			first = highlight.ReplaceAllString(blockRef.ReplaceAllString(first, "…"), "$1")
			l.Inlines = []note.Inline{&note.Text{Value: importer.TitleOf(markdown.Parse([]byte(first), markdown.Options{Dialect: markdown.Obsidian}))}}
		}
	}
}

func (g *graph) ref(p *page, r *note.Ref) {
	switch r.Kind {
	case note.RefName:
		if id, ok := strings.CutPrefix(r.Target, blockScheme); ok {
			r.Kind, r.Target, r.Block = note.RefNote, "logseq-block:"+id, id
			if at, ok := g.blocks[id]; ok {
				r.Target = string(g.idOf(at.page))
			}
			return
		}
		name := r.Target
		for _, h := range r.Headings { // "#" may be part of a page's name
			if to := g.names[fold(name+"#"+h)]; to != nil {
				name, r.Headings = name+"#"+h, nil
				break
			}
		}
		if to := g.names[fold(name)]; to != nil {
			r.Kind, r.Target = note.RefNote, string(g.idOf(to))
		}
	case note.RefPath:
		for _, dir := range []string{path.Dir(p.path), ".", "pages"} {
			at := path.Join(dir, r.Target)
			if f, ok := g.src.Lookup(path.Join(g.root, at)); ok && !g.isPage(f) {
				r.Kind, r.Target = note.RefAttachment, g.opts.Space+"/"+g.inside(f.Path)
				return
			}
		}
		base := path.Base(r.Target)
		title, _ := g.config.title("pages/" + base)
		if to := g.names[fold(title)]; to != nil {
			r.Kind, r.Target = note.RefNote, string(g.idOf(to))
		}
	}
}

func (g *graph) isPage(f importer.File) bool {
	return kindOf(strings.ToLower(path.Ext(f.Path))) == ledger.Note
}
