package logseq

import (
	"regexp"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// A page is one page of the graph.
type page struct {
	file       importer.File
	item       string // of an EDN export
	path       string // in the graph
	org        bool
	text       string
	title      string
	aliases    []string
	day        time.Time // of a journal
	properties []property
	blocks     []*block
	notePath   string
	id         note.ID
	uuid       string // of a page of a database, in lower case; databases write references to pages by it
	expanded   int    // bytes that macros made of this page's text
}

// A block is one bullet of an outline.
type block struct {
	text       string // without bullet, indentation and properties
	line       int    // from 1 in the file
	id         string // in lower case; "" for none
	properties []property
	children   []*block
	depth      int
	plain      bool     // stands before the first bullet: it is text of a document, and no item
	lines      []string // of text, while it is read
}

type property struct{ name, value string }

func (b *block) get(name string) string { return get(b.properties, name) }

func get(all []property, name string) string {
	for _, p := range all {
		if strings.EqualFold(p.name, name) {
			return p.value
		}
	}
	return ""
}

// walk visits the blocks of a page, parents first.
func (p *page) walk(visit func(b *block)) {
	var all func(list []*block)
	all = func(list []*block) {
		for _, b := range list {
			visit(b)
			all(b.children)
		}
	}
	all(p.blocks)
}

// read takes a page's file apart and finds its title.
func (p *page) read(g *graph) {
	p.title, p.day = g.config.title(p.path)
	if p.org {
		p.readOrgHead()
	} else {
		p.outline()
	}
	if t := importer.OneLine(get(p.properties, "title")); t != "" {
		p.title = t
	}
	p.title = strings.Trim(importer.OneLine(p.title), "/ ")
	if p.title == "" {
		p.title = "_"
	}
	p.aliases = list(get(p.properties, "alias"))
}

// propertyLine matches "key:: value".
var propertyLine = regexp.MustCompile(`^\s*([^\s:#\[\]()"` + "`" + `][^\s:]*)::(?:\s+(.*))?$`)

// bullet matches the beginning of a block.
var bullet = regexp.MustCompile(`^([ \t]*)[-*+](?:[ \t]+(.*))?$`)

// maxBlocks bounds how deep an outline may be; what lies deeper is put at that depth.
const maxBlocks = 60

// outline reads Markdown as Logseq does: "- " begins a block, indentation nests it, and lines that
// are indented to its text belong to it, inside a fence whatever they look like. What stands
// before the first bullet are properties of the page and its first block.
func (p *page) outline() {
	lines := strings.Split(p.text, "\n")
	last := lastFences(lines)
	// Only what is closed again is a fence. Any other would swallow all blocks behind it.
	opens := func(line string, at int) string {
		if mark := openFence(line); mark != "" && last[mark] > at {
			return mark
		}
		return ""
	}
	var stack []*block
	var current *block
	indent, fence := 0, ""
	var indents []int
	for i, line := range lines {
		m := bullet.FindStringSubmatch(line)
		if fence == "" && m != nil && (current != nil || !strings.HasPrefix(strings.TrimSpace(line), "---")) {
			indent = width(m[1])
			for len(indents) > 0 && indents[len(indents)-1] >= indent {
				indents, stack = indents[:len(indents)-1], stack[:len(stack)-1]
			}
			b := &block{lines: []string{m[2]}, line: i + 1, depth: len(stack)}
			if len(stack) == 0 || len(stack) > maxBlocks {
				if len(stack) > maxBlocks {
					stack[maxBlocks-1].children = append(stack[maxBlocks-1].children, b)
				} else {
					p.blocks = append(p.blocks, b)
				}
			} else {
				top := stack[len(stack)-1]
				top.children = append(top.children, b)
			}
			stack, indents = append(stack, b), append(indents, indent)
			current = b
			fence = opens(m[2], i)
			continue
		}
		if current == nil {
			current = &block{line: i + 1, plain: true}
			p.blocks = append(p.blocks, current)
			indent = -2
		}
		text := dedent(line, indent+2)
		current.lines = append(current.lines, text)
		if fence == "" {
			fence = opens(strings.TrimSpace(text), i)
		} else if strings.HasPrefix(strings.TrimSpace(text), fence) {
			fence = ""
		}
	}
	p.walk(func(b *block) { b.text, b.lines = strings.Join(b.lines, "\n"), nil })
	p.settle()
}

// lastFences returns the last line that can close a fence of each kind.
func lastFences(lines []string) map[string]int {
	last := map[string]int{}
	for i, line := range lines {
		for _, mark := range []string{"```", "~~~"} {
			if t := strings.TrimSpace(line); strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == "" {
				last[mark] = i
			}
		}
	}
	return last
}

// settle takes the properties out of the blocks. Those of the first block are the page's when it
// holds nothing else, or is text before the first bullet.
func (p *page) settle() {
	p.walk(takeProperties)
	if len(p.blocks) == 0 {
		return
	}
	first := p.blocks[0]
	if first.plain && first.id == "" {
		p.properties, first.properties = first.properties, nil
	}
	if strings.TrimSpace(first.text) == "" && len(first.properties) > 0 && first.id == "" {
		p.properties = first.properties
		p.blocks = append(first.children, p.blocks[1:]...)
	} else if strings.TrimSpace(first.text) == "" && len(first.children) == 0 {
		p.blocks = p.blocks[1:]
	}
}

// width is how far a line is indented; a tab counts as two spaces, as one level does.
func width(space string) int {
	n := 0
	for _, c := range space {
		n++
		if c == '\t' {
			n++
		}
	}
	return n
}

// dedent takes up to n columns of white space off a line.
func dedent(line string, n int) string {
	for n > 0 && line != "" {
		switch line[0] {
		case ' ':
			n--
		case '\t':
			n -= 2
		default:
			return line
		}
		line = line[1:]
	}
	return line
}

func openFence(line string) string {
	for _, c := range []string{"```", "~~~"} {
		if strings.HasPrefix(line, c) && !strings.Contains(strings.TrimLeft(line, c[:1]), c) {
			return c
		}
	}
	return ""
}

// takeProperties moves the "key:: value" lines of a block, and of a drawer of Org, out of its text,
// and drops the log of when a task was worked on.
func takeProperties(b *block) {
	lines := strings.Split(b.text, "\n")
	kept := lines[:0:0]
	fence, drawer := "", false
	for _, line := range lines {
		t := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(t, fence) {
				fence = ""
			}
			kept = append(kept, line)
			continue
		case openFence(t) != "":
			fence = openFence(t)
		case strings.EqualFold(t, ":LOGBOOK:"):
			drawer = true
			continue
		case drawer:
			drawer = !strings.EqualFold(t, ":END:")
			continue
		}
		if m := propertyLine.FindStringSubmatch(line); m != nil && !strings.Contains(m[1], "`") {
			b.properties = append(b.properties, property{m[1], strings.TrimSpace(m[2])})
			continue
		}
		kept = append(kept, line)
	}
	b.text = strings.Trim(strings.Join(kept, "\n"), "\n")
	b.id = strings.ToLower(b.get("id"))
}

// list splits a property's value at its commas, and takes the brackets off links.
func list(value string) []string {
	var out []string
	for part := range strings.SplitSeq(value, ",") {
		part = strings.Trim(strings.TrimSpace(part), `"`)
		part = strings.TrimPrefix(part, "#")
		if inner, ok := strings.CutPrefix(part, "[["); ok {
			part = strings.TrimSuffix(inner, "]]")
		}
		if part = importer.OneLine(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
