package site

import (
	"path"
	"slices"
	"strings"

	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// A resolver says what a reference means among what is published.
type resolver func(from *note.Note, ref note.Ref) graph.Target

// A rewriter turns the text of one note into what the Site holds: new blocks in which every
// reference is an address or RefNone, every linkable node has its anchor, and nothing is left
// of the names of what is not published.
type rewriter struct {
	from            *note.Note
	resolve         resolver
	pages           map[*note.Note]*page
	anchors         map[any]string
	showUnpublished bool
	files           []pendingFile
	links           *[]*page // where the pages that it leads to are noted; may be nil

	placed func(*note.Ref)   // hears what the last reference that was resolved became; may be nil
	inside func(string) bool // reports whether a folder, folded, is one of published notes
}

// A pendingFile is a reference to an attachment whose address is not known yet: addresses of
// files are given once it is known which are used.
type pendingFile struct {
	ref  *note.Ref // in the Site
	file *note.Attachment
}

// ref replaces a reference by what it means. It must point into the Site, never into a note.
func (w *rewriter) ref(r *note.Ref) {
	was := *r
	*r = note.Ref{Kind: note.RefNone}
	if was.Kind == note.RefURL {
		if webURL(was.Target) {
			*r = note.Ref{Kind: note.RefURL, Target: was.Target}
		}
		return
	}
	t := w.resolve(w.from, was)
	switch {
	case t.Note != nil:
		to := w.pages[t.Note]
		if to == nil {
			return
		}
		if w.links != nil {
			*w.links = append(*w.links, to)
		}
		*r = note.Ref{Kind: note.RefPage, Target: to.address, Anchor: to.anchor(t.Node, t.FragmentMissing, was)}
		if w.placed != nil {
			w.placed(r)
		}
	case t.Attachment != nil:
		*r = note.Ref{Kind: note.RefFile, Fragment: was.Fragment}
		w.files = append(w.files, pendingFile{r, t.Attachment})
	}
}

// htmlFragment is the folded id of the HTML element that a reference's fragment may name.
func htmlFragment(r note.Ref) string {
	if len(r.Headings) == 1 {
		return fold(r.Headings[0])
	}
	return fold(orElse(r.Fragment, r.Block))
}

// leads reports whether a reference leads to anything that is published.
func (w *rewriter) leads(r note.Ref) bool {
	if r.Kind == note.RefURL {
		return webURL(r.Target)
	}
	t := w.resolve(w.from, r)
	return t.Note != nil && w.pages[t.Note] != nil || t.Attachment != nil
}

// hidden reports whether a link's text must not be shown: it is the name of what it leads to,
// and that is not published.
//
// A link to a block of a note by its identifier shows the block's text, which is more than a
// name: it is hidden whatever the settings say of names.
func (w *rewriter) hidden(l *note.Link) bool {
	quotes := l.Ref.Kind == note.RefNote && l.Ref.Block != ""
	return l.Bare && (quotes || !w.showUnpublished) && !w.leads(l.Ref)
}

// shown returns the text of inlines of the note as the page will have it, without what stands
// in for hidden names.
func (w *rewriter) shown(inlines []note.Inline) string {
	var sb strings.Builder
	note.WalkInlines(inlines, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			return !w.hidden(n) && w.telling(n) == nil
		case *note.Text, *note.CodeSpan, *note.MathSpan, *note.Break, *note.Hashtag:
			sb.WriteString(note.PlainText([]note.Inline{n.(note.Inline)}))
		}
		_, aside := n.(*note.InlineNote)
		return !aside
	})
	return sb.String()
}

// webURL reports whether an address may be kept: one that leads into the author's own apps or
// disk would tell their names and go nowhere.
func webURL(address string) bool {
	scheme, _, ok := strings.Cut(strings.TrimSpace(address), ":")
	if !ok {
		return true
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "ftp", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "geo",
		"magnet", "doi", "urn", "gemini", "gopher", "nntp", "news":
		return true
	}
	return strings.ContainsAny(scheme, "/?#")
}

// blocks rewrites a list of blocks. What holds neither references nor anchors is shared with
// the note: nothing changes it any more.
func (w *rewriter) blocks(blocks []note.Block) []note.Block {
	if blocks == nil {
		return nil
	}
	out := make([]note.Block, 0, len(blocks))
	for _, b := range blocks {
		out = append(out, w.block(b))
	}
	return out
}

func (w *rewriter) block(b note.Block) note.Block {
	anchor := w.anchors[b]
	switch b := b.(type) {
	case *note.Paragraph:
		return &note.Paragraph{Inlines: w.inlines(b.Inlines), Anchor: anchor}
	case *note.Heading:
		return &note.Heading{Level: b.Level, Inlines: w.inlines(b.Inlines), Anchor: anchor}
	case *note.List:
		c := *b
		c.ID, c.Anchor = "", anchor
		c.Items = make([]note.ListItem, len(b.Items))
		for i := range b.Items {
			it := &b.Items[i]
			c.Items[i] = note.ListItem{Task: it.Task, Blocks: w.blocks(it.Blocks), Anchor: w.anchors[it]}
		}
		return &c
	case *note.Quote:
		return &note.Quote{Blocks: w.blocks(b.Blocks), Anchor: anchor}
	case *note.Callout:
		c := *b
		c.ID, c.Anchor = "", anchor
		c.Title, c.Blocks = w.inlines(b.Title), w.blocks(b.Blocks)
		return &c
	case *note.Code:
		c := *b
		c.ID, c.Anchor = "", anchor
		if c.Lang == note.Encrypted {
			c.Text, c.Info = "", "" // a weak password is no wall
		}
		return &c
	case *note.Math:
		return &note.Math{Text: b.Text, Anchor: anchor}
	case *note.Table:
		return &note.Table{Rows: w.rows(b.Rows), Anchor: anchor}
	case *note.Details:
		c := *b
		c.ID, c.Anchor = "", anchor
		c.Summary, c.Blocks = w.inlines(b.Summary), w.blocks(b.Blocks)
		return &c
	case *note.Definitions:
		c := &note.Definitions{Items: make([]note.Definition, len(b.Items)), Anchor: anchor}
		for i, d := range b.Items {
			c.Items[i] = note.Definition{Term: w.inlines(d.Term), Tight: d.Tight}
			for _, details := range d.Details {
				c.Items[i].Details = append(c.Items[i].Details, w.blocks(details))
			}
		}
		return c
	case *note.Footnote:
		return &note.Footnote{Label: b.Label, Blocks: w.blocks(b.Blocks)}
	case *note.Diagram:
		return &note.Diagram{Lang: b.Lang, Text: b.Text, Anchor: anchor}
	case *note.Query:
		return &note.Query{Lang: b.Lang, Text: w.query(b.Text), Anchor: anchor}
	case *note.Div:
		return &note.Div{Classes: b.Classes, Blocks: w.blocks(b.Blocks)}
	case *note.HTML:
		return &note.HTML{Inlines: w.inlines(b.Inlines)}
	case *note.Rule:
		return b
	}
	// A block that nobody taught this function may hold anything: it stays behind the wall.
	return &note.Div{}
}

func (w *rewriter) rows(rows []note.Row) []note.Row {
	out := make([]note.Row, len(rows))
	for i, r := range rows {
		out[i] = note.Row{Header: r.Header, Cells: make([]note.Cell, len(r.Cells))}
		for j, c := range r.Cells {
			c.Blocks = w.blocks(c.Blocks)
			out[i].Cells[j] = c
		}
	}
	return out
}

func (w *rewriter) inlines(inlines []note.Inline) []note.Inline {
	if inlines == nil {
		return nil
	}
	out := make([]note.Inline, 0, len(inlines))
	for _, in := range inlines {
		if t, ok := in.(*note.Tag); ok && w.anchors[t] != "" {
			out = append(out, &note.Anchor{Anchor: w.anchors[t]})
		}
		if in = w.inline(in); in != nil {
			out = append(out, in)
		}
	}
	return out
}

// inline rewrites one inline; nil leaves it out.
func (w *rewriter) inline(in note.Inline) note.Inline {
	switch in := in.(type) {
	case *note.Text, *note.CodeSpan, *note.MathSpan, *note.Break, *note.Hashtag, *note.FootnoteRef:
		return in
	case *note.Styled:
		return &note.Styled{Style: in.Style, Color: in.Color, Inlines: w.inlines(in.Inlines)}
	case *note.InlineNote:
		return &note.InlineNote{Inlines: w.inlines(in.Inlines)}
	case *note.Link:
		return w.link(in)
	case *note.Embed:
		c := *in
		if image := dataImage(in.Ref); image != nil {
			c.Ref = note.Ref{Kind: note.RefFile}
			w.files = append(w.files, pendingFile{&c.Ref, image})
			return &c
		}
		w.ref(&c.Ref)
		if c.Ref.Kind == note.RefNone && !w.showUnpublished {
			if namesTarget(c.Alt, in.Ref) {
				c.Alt = ""
			}
			if namesTarget(c.Title, in.Ref) {
				c.Title = ""
			}
		}
		return &c
	case *note.Anchor:
		if w.anchors[in] == "" {
			return nil
		}
		return &note.Anchor{Anchor: w.anchors[in]}
	case *note.Tag:
		return w.tag(in)
	}
	return nil // unknown nodes stay behind the wall, as in block
}

func (w *rewriter) link(in *note.Link) *note.Link {
	c := &note.Link{Ref: in.Ref, Title: in.Title, Bare: in.Bare}
	w.ref(&c.Ref)
	if c.Ref.Kind == note.RefNone && in.Bare && !w.showUnpublished {
		c.Title = "" // what stands for the text is left to the page: it is the same for all
		return c
	}
	// Where names may be shown they are the author's text like any other.
	c.Bare = in.Bare && c.Ref.Kind != note.RefNone
	c.Inlines = w.inlines(w.linkText(in))
	return c
}

// title returns the note's title. That of a note which states none is its first heading, with
// the text of the links in it: where these hide names, so does the title.
func (w *rewriter) title() string {
	n := w.from
	if len(n.Body) > 0 {
		h, ok := n.Body[0].(*note.Heading)
		if ok && fold(oneLine(note.PlainText(h.Inlines))) == fold(n.Title) && w.shown(h.Inlines) != note.PlainText(h.Inlines) {
			return orElse(oneLine(plainText(w.inlines(h.Inlines))), placeholder)
		}
	}
	return w.line(n.Title)
}

// linkText returns the text of a link as it is shown: that of a bare link to a heading which
// names what is not published is what the heading itself shows.
func (w *rewriter) linkText(in *note.Link) []note.Inline {
	h := w.telling(in)
	if h == nil {
		return in.Inlines
	}
	there := &rewriter{from: w.resolve(w.from, in.Ref).Note, resolve: w.resolve, pages: w.pages}
	if there.from == nil {
		return []note.Inline{&note.Text{Value: placeholder}}
	}
	return []note.Inline{&note.Text{Value: orElse(oneLine(there.shown(h.Inlines)), placeholder)}}
}

// telling returns the heading with which a bare link repeats the name of something that is not
// published, nil for none. A heading that links to headings counts too: it may tell in turn.
func (w *rewriter) telling(l *note.Link) *note.Heading {
	if !l.Bare || w.showUnpublished {
		return nil
	}
	ref := l.Ref
	for i := range l.Ref.Headings {
		ref.Headings = l.Ref.Headings[:i+1]
		t := w.resolve(w.from, ref)
		h, ok := t.Node.(*note.Heading)
		if !ok {
			continue
		}
		there := &rewriter{from: t.Note, resolve: w.resolve, pages: w.pages}
		tells := false
		note.WalkInlines(h.Inlines, func(n any) bool {
			in, ok := n.(*note.Link)
			tells = tells || ok && in.Bare && (len(in.Ref.Headings) > 0 || there.hidden(in))
			return !tells
		})
		if tells {
			return h
		}
	}
	return nil
}

// tag resolves the addresses of an HTML tag and takes its id away: an anchor before it has
// that place (see inlines).
func (w *rewriter) tag(in *note.Tag) *note.Tag {
	plain := true
	for _, a := range in.Attrs() {
		if a.Ref != nil || a.Name == "id" || a.Name == "name" {
			plain = false
		}
	}
	if plain {
		return in
	}
	var attrs []note.Attr
	for _, a := range in.Attrs() {
		switch {
		case a.Name == "id" || a.Name == "name":
		case a.Ref != nil:
			ref := *a.Ref
			a.Ref = &ref
			w.ref(a.Ref)
			if a.Ref.Kind != note.RefNone {
				attrs = append(attrs, a)
			} else if a.Name == "href" || a.Name == "src" {
				attrs = append(attrs, a) // so that the page can show that something is not there
			}
		default:
			attrs = append(attrs, a)
		}
	}
	return in.WithAttrs(attrs)
}

// namesTarget reports whether a text says nothing but what the reference's target is called.
func namesTarget(text string, ref note.Ref) bool {
	text = strings.TrimPrefix(fold(strings.TrimSpace(text)), "!")
	if text == "" {
		return false
	}
	target := fold(strings.TrimSpace(ref.Target))
	full := target
	for _, h := range ref.Headings {
		full += "#" + fold(h)
	}
	if ref.Block != "" {
		full += "#^" + fold(ref.Block)
	}
	for _, name := range []string{target, full} {
		base := path.Base(name)
		names := []string{name, base, strings.TrimSuffix(name, extension(name)), strings.TrimSuffix(base, extension(base))}
		if slices.Contains(names, text) || slices.Contains(names, strings.TrimSuffix(text, extension(text))) {
			return true
		}
	}
	return strings.Contains(text, "[[")
}
