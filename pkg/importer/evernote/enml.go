package evernote

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// An enml reads the content of one note: XHTML with elements of Evernote's own, which become
// such of HTML first (the DTD is enml2.dtd).
type enml struct {
	*file
	note    *note.Note
	item    string
	rec     *record
	media   map[string]string // keys by hash
	used    map[string]bool   // hashes that the content shows
	locked  []locked
	links   []*guidLink
	groups  map[string]bool // task groups that were shown
	missing bool            // a task group without tasks was told of
}

// A locked is text that its author encrypted.
type locked struct{ hint, cipher string }

// mediaScheme stands before a hash in the addresses that en-media become.
const mediaScheme = "x-evernote-media:"

// read returns the note's body. Attachments that the content does not show come at its end, as
// the app shows them.
func (w *enml) read() []note.Block {
	w.used, w.groups = map[string]bool{}, map[string]bool{}
	blocks := w.fragment(w.rec.content)
	blocks = append(blocks, w.otherTasks()...)
	for _, r := range w.rec.resources {
		if r.hash != "" && !w.used[w.media[r.hash]] {
			w.used[w.media[r.hash]] = true
			blocks = append(blocks, &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: w.media[r.hash]}}}})
		}
	}
	return blocks
}

func (w *enml) fragment(content string) []note.Block {
	doc, err := xhtml.Parse(strings.NewReader(voids(clean(content))))
	if err != nil {
		w.report(w.file, w.item, "I007", diag.Warning, "the note's markup is nested too deeply and is shown without it", "", w.note.ID)
		return importer.PlainText(clean(content))
	}
	body := find(doc, "body")
	w.element(body)
	var buf bytes.Buffer
	for c := body.FirstChild; c != nil; c = c.NextSibling {
		if err := xhtml.Render(&buf, c); err != nil {
			return importer.PlainText(clean(content))
		}
	}
	blocks := html.Fragment(buf.String(), html.Options{File: w.Place, Item: w.item, Note: string(w.note.ID), Report: w.sink, Location: w.opts.Location})
	w.references(blocks)
	return w.unlock(blocks)
}

// voids closes the elements of Evernote's own that have no content, which HTML would let swallow
// what follows them.
func voids(content string) string {
	var sb strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(content))
	for {
		tt := z.Next()
		if tt == xhtml.ErrorToken {
			return sb.String()
		}
		raw := z.Raw()
		name, _ := z.TagName()
		own := tt == xhtml.SelfClosingTagToken && (string(name) == "en-media" || string(name) == "en-todo" || string(name) == "en-crypt" || string(name) == "div" || string(name) == "span" || string(name) == "p")
		if own {
			sb.Write(bytes.TrimSuffix(raw, []byte("/>")))
			fmt.Fprintf(&sb, "></%s>", name)
			continue
		}
		sb.Write(raw)
	}
}

func find(n *xhtml.Node, name string) *xhtml.Node {
	if n.Type == xhtml.ElementNode && n.Data == name {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, name); f != nil {
			return f
		}
	}
	return nil
}

// element turns what is below n into HTML.
func (w *enml) element(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == xhtml.ElementNode {
			w.convert(c)
		}
		c = next
	}
}

func (w *enml) convert(n *xhtml.Node) {
	style := attr(n, "style")
	switch {
	case n.Data == "en-todo":
		rename(n, "input", "type", "checkbox")
		lift(n)
	case n.Data == "en-media":
		w.mediaElement(n)
		lift(n)
	case n.Data == "en-crypt":
		w.crypt(n)
		return
	case n.Data == "div" && styled(style, "en-codeblock"):
		w.code(n, style)
		return
	case n.Data == "div" && styled(style, "en-task-group"):
		w.taskGroup(n, value(style, "--en-id"))
		return
	case n.Data == "a" && n.FirstChild == nil && attr(n, "href") != "":
		n.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: attr(n, "href")}) // a link that shows nothing is no link
	case (n.Data == "ul" || n.Data == "ol") && styled(style, "en-todo"):
		for li := n.FirstChild; li != nil; li = li.NextSibling {
			if li.Type == xhtml.ElementNode && li.Data == "li" {
				box := &xhtml.Node{Type: xhtml.ElementNode, Data: "input", Attr: []xhtml.Attribute{{Key: "type", Val: "checkbox"}}}
				if value(attr(li, "style"), "--en-checked") == "true" {
					box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
				}
				li.InsertBefore(box, li.FirstChild)
			}
		}
	case n.Data == "span" && (strings.Contains(style, "-evernote-highlight:") || strings.Contains(style, "--en-highlight:")):
		colour := value(style, "background-color")
		if colour == "" {
			colour = value(style, "--en-highlight")
		}
		n.Data, n.DataAtom = "mark", 0
		n.Attr = nil
		if colour != "" && colour != "yellow" {
			n.Attr = []xhtml.Attribute{{Key: "style", Val: "background-color:" + colour}}
		}
	}
	w.element(n)
}

// styled reports whether a style switches one of Evernote's own properties on.
func styled(style, name string) bool {
	for _, prefix := range []string{"--", "-", "-ever"} {
		key := prefix + name
		if prefix == "-ever" {
			key = strings.Replace(name, "en-", "-evernote-", 1)
		}
		if value(style, key) == "true" {
			return true
		}
	}
	return false
}

// value returns a property's value in a style.
func value(style, name string) string {
	for part := range strings.SplitSeq(style, ";") {
		if k, v, ok := strings.Cut(part, ":"); ok && strings.EqualFold(strings.TrimSpace(k), name) {
			return strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	return ""
}

func attr(n *xhtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// rename makes n another element: attributes stay, and one is added.
func rename(n *xhtml.Node, name, key, val string) {
	n.Data, n.DataAtom = name, 0
	if name == "input" && attr(n, "checked") != "true" {
		n.Attr = nil
	}
	n.Attr = append(n.Attr, xhtml.Attribute{Key: key, Val: val})
}

// lift puts what stands inside an element that has no content behind it.
func lift(n *xhtml.Node) {
	for c := n.LastChild; c != nil; c = n.LastChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n.NextSibling)
	}
}

// mediaElement makes en-media an image whose address names the attachment.
func (w *enml) mediaElement(n *xhtml.Node) {
	hash := strings.ToLower(strings.TrimSpace(attr(n, "hash")))
	img := []xhtml.Attribute{{Key: "src", Val: mediaScheme + hash}}
	for _, name := range []string{"alt", "title"} {
		if v := attr(n, name); v != "" {
			img = append(img, xhtml.Attribute{Key: name, Val: v})
		}
	}
	for _, name := range []string{"width", "height"} {
		if v, err := strconv.ParseFloat(strings.TrimSuffix(attr(n, name), "px"), 64); err == nil && v >= 1 && v < 10000 {
			img = append(img, xhtml.Attribute{Key: name, Val: strconv.Itoa(int(v))})
		}
	}
	n.Data, n.DataAtom, n.Attr = "img", 0, img
}

// code makes a block of code of the lines inside n.
func (w *enml) code(n *xhtml.Node, style string) {
	lang := value(style, "--en-syntaxLanguage")
	if lang == "" {
		lang = value(style, "--en-codeblockLanguage")
	}
	var sb strings.Builder
	lines(&sb, n)
	text := strings.ReplaceAll(strings.Trim(sb.String(), "\n"), "\u00a0", " ")
	code := &xhtml.Node{Type: xhtml.ElementNode, Data: "code"}
	if lang = strings.ToLower(lang); lang != "" && lang != "plaintext" && lang != "auto" {
		code.Attr = []xhtml.Attribute{{Key: "class", Val: "language-" + lang}}
	}
	code.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: text})
	clear(n)
	n.Data, n.DataAtom, n.Attr = "pre", 0, nil
	n.AppendChild(code)
}

func clear(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
}

// lines writes the text below n with a line for each block.
func lines(sb *strings.Builder, n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode:
			sb.WriteString(strings.Trim(c.Data, "\r\n"))
		case c.Type != xhtml.ElementNode:
		case c.Data == "br":
			if c.Parent.FirstChild != c || c.Parent.LastChild != c { // alone in its line it is that line
				sb.WriteByte('\n')
			}
		case c.Data == "div" || c.Data == "p" || c.Data == "li" || c.Data == "pre":
			if s := sb.String(); s != "" && !strings.HasSuffix(s, "\n") {
				sb.WriteByte('\n')
			}
			lines(sb, c)
			sb.WriteByte('\n')
		default:
			lines(sb, c)
		}
	}
}

// taskGroup makes a list of the tasks that a group shows, in the order that the app gives them.
func (w *enml) taskGroup(n *xhtml.Node, id string) {
	clear(n)
	n.Attr = nil
	tasks := w.tasksOf(id)
	w.groups[id] = true
	if len(tasks) == 0 {
		if !w.missing {
			w.missing = true
			w.report(w.file, w.item, "I007", diag.Warning, "the note shows tasks that are not in the export", "export with evernote-backup --include-tasks", w.note.ID)
		}
		return
	}
	n.Data, n.DataAtom = "ul", 0
	for _, t := range tasks {
		li := &xhtml.Node{Type: xhtml.ElementNode, Data: "li"}
		box := &xhtml.Node{Type: xhtml.ElementNode, Data: "input", Attr: []xhtml.Attribute{{Key: "type", Val: "checkbox"}}}
		if t.done() {
			box.Attr = append(box.Attr, xhtml.Attribute{Key: "checked"})
		}
		li.AppendChild(box)
		li.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: t.text()})
		n.AppendChild(li)
	}
}

func (t task) done() bool { return strings.EqualFold(t.values["taskstatus"], "completed") }

// text is what a task says, and when it is due.
func (t task) text() string {
	s := clean(t.values["title"])
	if due := timeOf(t.values["duedate"]); !due.IsZero() {
		s += " 📅 " + due.Format("2006-01-02")
	}
	if at := timeOf(t.values["reminderdate"]); !at.IsZero() {
		s += " ⏰ " + at.Format("2006-01-02")
	}
	return s
}

func (w *enml) tasksOf(group string) []task {
	var out []task
	for _, t := range w.rec.tasks {
		if strings.EqualFold(t.values["taskgroupnotelevelid"], group) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b task) int { return strings.Compare(a.values["sortweight"], b.values["sortweight"]) })
	return out
}

// otherTasks lists the tasks of groups that the content does not show.
func (w *enml) otherTasks() []note.Block {
	l := &note.List{Tight: true}
	for _, t := range w.rec.tasks {
		if w.groups[t.values["taskgroupnotelevelid"]] {
			continue
		}
		state := ' '
		if t.done() {
			state = 'x'
		}
		l.Items = append(l.Items, note.ListItem{Task: state, Blocks: importer.PlainText(t.text())})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return []note.Block{l}
}

// references makes addresses of attachments and notes references.
func (w *enml) references(blocks []note.Block) {
	follow := func(r *note.Ref) {
		hash, ok := strings.CutPrefix(r.Target, mediaScheme)
		if r.Kind != note.RefURL || !ok {
			return
		}
		r.Kind, r.Target = note.RefAttachment, w.media[hash]
		if r.Target == "" {
			r.Target = fmt.Sprintf("%s/%s", w.note.ID, hash)
			w.report(w.file, w.item, "I003", diag.Warning, "the note shows an attachment that is not in the export", "export the notebook again", w.note.ID)
		}
		w.used[r.Target] = true
	}
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Embed:
			follow(&node.Ref)
		case *note.Link:
			if g := guidOf(node.Ref.Target); g != "" && node.Ref.Kind == note.RefURL {
				w.links = append(w.links, &guidLink{link: node, guid: g, text: importer.OneLine(note.PlainText(node.Inlines))})
			}
		case *note.Tag:
			for _, a := range node.Attrs() {
				if a.Ref != nil {
					follow(a.Ref)
				}
			}
		}
		return true
	})
}
