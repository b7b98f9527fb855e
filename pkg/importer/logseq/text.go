package logseq

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

const uuid = `[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`

// What Logseq writes into text beyond Markdown.
var (
	blockRef    = regexp.MustCompile(`\(\((` + uuid + `)\)\)`)
	keptRef     = regexp.MustCompile(`\[\[(` + uuid + `)\]\]`) // as databases write references to blocks
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

// maxArguments is how many arguments of a macro are looked at.
const maxArguments = 99

// scheme stands before identifiers and names in the targets of links until they are resolved.
const (
	blockScheme = "logseq-block/"
	tagScheme   = "logseq-tag/"
	queryLang   = "logseq-query"
)

// markdownOf turns a block's text into Markdown that the reader knows.
func (g *graph) markdownOf(p *page, text string) string {
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
			lines[i] = g.line(p, line)
		}
	}
	return strings.Join(blocksOf(lines), "\n")
}

// line rewrites one line, but for spans of code.
func (g *graph) line(p *page, line string) string {
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
		s = keptRef.ReplaceAllStringFunc(s, func(m string) string {
			if id := strings.ToLower(m[2 : len(m)-2]); g.hasBlock(id) {
				return "[[" + blockScheme + id + "]]"
			}
			return m
		})
		s = macro.ReplaceAllStringFunc(s, func(m string) string { return g.macro(p, m) })
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

func (g *graph) hasBlock(id string) bool {
	_, ok := g.blocks[id]
	return ok
}

// maxExpanded is how much text macros may make of one page's, in bytes. What goes beyond stays as
// it is written.
const maxExpanded = 1 << 20

// macro expands a macro: those of the settings, and Logseq's own for media.
func (g *graph) macro(p *page, m string) string {
	sub := macro.FindStringSubmatch(m)
	name, args := strings.ToLower(sub[1]), strings.TrimSpace(sub[2])
	if text, ok := g.config.macros[sub[1]]; ok {
		for i, arg := range strings.SplitN(args, ",", maxArguments+1)[:min(strings.Count(args, ",")+1, maxArguments)] {
			mark, arg := "$"+strconv.Itoa(i+1), strings.TrimSpace(arg)
			if p.expanded+len(text)+strings.Count(text, mark)*len(arg) > maxExpanded {
				return "`" + m + "`"
			}
			text = strings.ReplaceAll(text, mark, arg)
		}
		p.expanded += len(text)
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
	queries(blocks)
	return blocks
}

// queries makes queries of the blocks of code that stand for them, wherever they are.
func queries(blocks []note.Block) {
	for i, b := range blocks {
		switch b := b.(type) {
		case *note.Code:
			if b.Lang == queryLang {
				blocks[i] = &note.Query{Lang: "logseq", Text: b.Text}
			}
		case *note.List:
			for _, it := range b.Items {
				queries(it.Blocks)
			}
		case *note.Quote:
			queries(b.Blocks)
		case *note.Callout:
			queries(b.Blocks)
		case *note.Details:
			queries(b.Blocks)
		case *note.Div:
			queries(b.Blocks)
		}
	}
}

// link resolves a link. One to a block without words of its own shows the block's.
func (g *graph) link(p *page, l *note.Link) {
	id, isBlock := strings.CutPrefix(l.Ref.Target, blockScheme)
	isBlock = isBlock && l.Ref.Kind == note.RefName
	if to := g.names[strings.ToLower(l.Ref.Target)]; to != nil && l.Bare && l.Ref.Kind == note.RefName && to.uuid == strings.ToLower(l.Ref.Target) {
		l.Inlines = []note.Inline{&note.Text{Value: to.title}}
	}
	g.ref(p, &l.Ref)
	if isBlock && l.Bare {
		if label, ok := g.labels[id]; ok {
			l.Inlines = []note.Inline{&note.Text{Value: label}}
		}
	}
}

func (g *graph) ref(p *page, r *note.Ref) {
	switch r.Kind {
	case note.RefName:
		id, ok := strings.CutPrefix(r.Target, blockScheme)
		if m := blockRef.FindStringSubmatch(r.Target); m != nil && m[0] == r.Target { // [[((id))][words]] of Org
			id, ok = strings.ToLower(m[1]), true
		}
		if ok {
			r.Kind, r.Target, r.Block = note.RefNote, "logseq-block:"+id, id
			if at, ok := g.blocks[id]; ok {
				r.Target = string(at.page.id)
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
			r.Kind, r.Target = note.RefNote, string(to.id)
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
			r.Kind, r.Target = note.RefNote, string(to.id)
		}
	}
}

func (g *graph) isPage(f importer.File) bool {
	return kindOf(strings.ToLower(path.Ext(f.Path))) == ledger.Note
}
