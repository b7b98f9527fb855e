package html

import (
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/html/tree"
)

// Fragment reads a piece of HTML, such as the body of a note in an export, as browsers would
// show it: running text without a paragraph around it becomes one, white space collapses, what
// is hidden by its style is left out. It never fails; see fallback.go for what is nested too
// deeply.
func Fragment(src string, opts Options) []note.Block {
	src = clean(src)
	p := tree.NewParser()
	defer p.Close()
	body, err := p.Fragment(src)
	if err != nil {
		return fallback(src, err, opts)
	}
	return newBuilder(body, opts, false).blocks(body)
}

// Tree is Fragment for what is parsed already: it reads the children of root.
func Tree(root *xhtml.Node, opts Options) []note.Block {
	return newBuilder(root, opts, false).blocks(root)
}

// A Reader reads what stands inside an element, for Options.Element.
type Reader struct{ w *walker }

// Blocks reads the children of n as blocks.
func (r Reader) Blocks(n *xhtml.Node) []note.Block { return r.w.b.blocks(n, r.w.wraps...) }

// Inlines reads the children of n as running text.
func (r Reader) Inlines(n *xhtml.Node) []note.Inline { return r.w.b.inlines(n, r.w.wraps...) }

// A builder knows what all walkers of one source share.
type builder struct {
	opts     Options
	document bool            // a whole file: other files may link to its headings
	targets  map[string]bool // ids that links in this source name
	dropped  map[string]bool
	looks    map[string]*look // by style
	idle     []*walker
	cells    int
}

// The limit of cells in the tables of one source. Beyond it rows become paragraphs.
const maxCells = 100_000

func newBuilder(root *xhtml.Node, opts Options, document bool) *builder {
	b := &builder{opts: opts, document: document}
	b.links(root)
	return b
}

// links remembers what links below n name.
func (b *builder) links(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode && c.DataAtom == atom.A {
			if href := cleanAddress(attr(c.Attr, "href")); strings.HasPrefix(href, "#") {
				if b.targets == nil {
					b.targets = map[string]bool{}
				}
				b.targets[decodePercent(href[1:])] = true
			}
		}
		b.links(c)
	}
}

func (b *builder) isTarget(id string) bool {
	return b.targets[id] || id != "" && b.opts.Target != nil && b.opts.Target(id)
}

func (b *builder) drop(name string) {
	if !b.dropped[name] {
		if b.dropped == nil {
			b.dropped = map[string]bool{}
		}
		b.dropped[name] = true
		reportDropped(b.opts, name, newPlace(b.opts))
	}
}

// blocks reads the children of n as blocks.
func (b *builder) blocks(n *xhtml.Node, wraps ...*wrap) []note.Block {
	w := b.walker(wraps)
	w.pre = b.keepsSpace(n)
	w.children(n)
	w.flush()
	return w.done()
}

// inlines reads the children of n as running text; blocks among them become text.
func (b *builder) inlines(n *xhtml.Node, wraps ...*wrap) []note.Inline {
	w := b.walker(wraps)
	w.inline = true
	w.children(n)
	out := w.run.take()
	w.done()
	return out
}

// A walker reads the children of one block element.
type walker struct {
	b      *builder
	out    []note.Block // made anew for whoever gets it; see done
	run    run
	wraps  []*wrap
	inline bool   // only running text is wanted
	pre    bool   // white space counts
	id     string // for the next block; see target
}

// walker returns a walker that has read nothing yet, in the memory of one that is done.
func (b *builder) walker(wraps []*wrap) *walker {
	last := len(b.idle) - 1
	if last < 0 {
		return &walker{b: b, wraps: slices.Clone(wraps)}
	}
	w := b.idle[last]
	b.idle = b.idle[:last]
	w.wraps = append(w.wraps, wraps...)
	return w
}

// done ends the use of a walker whose run is empty, and returns its blocks.
func (w *walker) done() []note.Block {
	out := append([]note.Block(nil), w.out...)
	*w = walker{b: w.b, out: w.out[:0], run: w.run, wraps: w.wraps[:0]}
	w.b.idle = append(w.b.idle, w)
	return out
}

// flush makes a paragraph of the running text so far.
func (w *walker) flush() {
	if w.inline {
		w.run.space = true
		return
	}
	inlines := w.run.take()
	if task, rest, ok := cutCheckbox(inlines); ok {
		w.task(task, rest)
		return
	}
	if len(inlines) == 0 || isBlank(inlines) {
		return
	}
	w.put(&note.Paragraph{Inlines: inlines})
}

// put adds a block. The first one after an element that links point at takes its id.
func (w *walker) put(b note.Block) {
	if w.id != "" && setID(b, w.id) {
		w.id = ""
	}
	w.out = append(w.out, b)
}

func setID(b note.Block, id string) bool {
	switch b := b.(type) {
	case *note.Paragraph:
		b.ID = id
	case *note.List:
		b.ID = id
	case *note.Quote:
		b.ID = id
	case *note.Callout:
		b.ID = id
	case *note.Code:
		b.ID = id
	case *note.Math:
		b.ID = id
	case *note.Table:
		b.ID = id
	case *note.Details:
		b.ID = id
	case *note.Definitions:
		b.ID = id
	case *note.Diagram:
		b.ID = id
	case *note.Heading:
		if b.ID == "" {
			b.ID = id
		}
	default:
		return false
	}
	return true
}

// isBlank reports whether inlines show nothing: no-break spaces, as editors leave them in empty
// lines.
func isBlank(inlines []note.Inline) bool {
	if text, ok := inlines[0].(*note.Text); ok && !isBlankText(text.Value) {
		return false
	}
	blank := true
	note.WalkInlines(inlines, func(n any) bool {
		switch n := n.(type) {
		case *note.Text:
			blank = blank && isBlankText(n.Value)
		case *note.Styled, *note.Break, *note.Tag:
		default:
			blank = false
		}
		return blank
	})
	return blank
}

func isBlankText(s string) bool { return strings.Trim(s, " \u00a0\u200b\ufeff\n\t") == "" }

func (w *walker) add(b note.Block) {
	w.flush()
	w.put(b)
}

func (w *walker) children(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *walker) node(n *xhtml.Node) {
	switch n.Type {
	case xhtml.TextNode:
		switch {
		case w.pre && !w.inline:
			w.run.verbatim(n.Data, w.wraps)
		default:
			w.run.text(n.Data, w.wraps)
		}
	case xhtml.ElementNode:
		if w.b.isHidden(n) {
			return
		}
		w.target(n)
		if w.special(n) {
			return
		}
		if _, box := checkbox(n); box || w.inline || !w.block(n) {
			w.inlineElement(n)
		}
	}
}

// special reads an element that the app has a meaning of its own for.
func (w *walker) special(n *xhtml.Node) bool {
	if w.inline || w.b.opts.Element == nil {
		return false
	}
	blocks, ok := w.b.opts.Element(n, Reader{w})
	if !ok {
		return false
	}
	w.flush()
	for _, b := range blocks {
		w.put(b)
	}
	return true
}

// isHidden reports whether a browser would not show n.
func (b *builder) isHidden(n *xhtml.Node) bool {
	if _, ok := lookup(n.Attr, "hidden"); ok {
		return true
	}
	return b.look(n).display == "none"
}

func (b *builder) keepsSpace(n *xhtml.Node) bool {
	for ; n != nil; n = n.Parent {
		switch b.look(n).whiteSpace {
		case "pre", "pre-wrap", "pre-line", "break-spaces":
			return true
		case "normal", "nowrap":
			return false
		}
	}
	return false
}

// target makes what links of this source point at a place to point at: a block element gives
// its id to the first block that is made of it, an inline element becomes an anchor. A heading
// keeps its id itself.
func (w *walker) target(n *xhtml.Node) {
	if len(n.Attr) == 0 {
		return
	}
	id := attr(n.Attr, "id")
	if name := attr(n.Attr, "name"); id == "" && n.DataAtom == atom.A {
		id = name
	}
	switch {
	case id == "" || !w.b.isTarget(id) || isHeading(n):
	case w.inline || !isBlockElement(n) || !isBlockID(id):
		w.run.leaf(&note.Anchor{ID: id}, w.wraps)
	default:
		w.flush()
		w.id = id
	}
}

// isBlockID reports whether Obsidian would take id for the id of a block.
func isBlockID(id string) bool {
	for i := range len(id) {
		if c := id[i]; c != '-' && (c < '0' || '9' < c) && (c|0x20 < 'a' || 'z' < c|0x20) {
			return false
		}
	}
	return id != ""
}

// within runs f with more wraps in force.
func (w *walker) within(wraps []*wrap, f func()) {
	w.wraps = append(w.wraps, wraps...)
	f()
	w.wraps = w.wraps[:len(w.wraps)-len(wraps)]
}

func (b *builder) degrade(what, hint string) {
	at := newPlace(b.opts)
	b.opts.report(diag.Warning, "M002", what, hint, at.line, at.column)
}
