package notion

import (
	"cmp"
	"context"
	"net/url"
	"path"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

func addressOf(s string) note.Ref { return html.Address(s) }

// connect makes references to pages, blocks and attachments of what links say, and places the
// notes. Blocks keep their identifiers only where links lead to them.
func (e *export) connect(ctx context.Context) error {
	if err := e.findBlocks(ctx); err != nil {
		return err
	}
	err := importer.InParallel(ctx, len(e.pages), func(i int) {
		p := e.pages[i]
		l := linker{e, p}
		p.note.Body = l.blocks(p.note.Body)
		for i := range p.note.Properties {
			for j := range p.note.Properties[i].Value {
				l.value(&p.note.Properties[i].Value[j])
			}
		}
		if p.note.Image != nil && !l.resolve(p.note.Image, "", false) {
			p.note.Image = nil
		}
	})
	if err != nil {
		return err
	}
	err = importer.InParallel(ctx, len(e.pages), func(i int) {
		eachID(e.pages[i].note.Body, func(id *string) {
			if len(e.wanted) == 0 || !e.wanted[blockID(*id)] {
				*id = ""
			}
		})
	})
	if err != nil {
		return err
	}
	e.place()
	return nil
}

// findBlocks finds out where the blocks with identifiers stand.
func (e *export) findBlocks(ctx context.Context) error {
	keys := make([][]blockKey, len(e.pages))
	err := importer.InParallel(ctx, len(e.pages), func(i int) {
		eachID(e.pages[i].note.Body, func(id *string) {
			if key := keyOf(*id); key != (blockKey{}) {
				keys[i] = append(keys[i], key)
			}
		})
	})
	if err != nil {
		return err
	}
	e.blocks = sync.OnceValue(func() map[blockKey]*page {
		count := 0
		for i := range keys {
			count += len(keys[i])
		}
		blocks := make(map[blockKey]*page, count)
		for i, p := range e.pages {
			for _, key := range keys[i] {
				blocks[key] = p
			}
		}
		return blocks
	})
	return nil
}

// A blockKey is the identifier of a block.
type blockKey [16]byte

// keyOf returns the key of an identifier, with hyphens or without; the zero key of anything else,
// which links never name.
func keyOf(id string) blockKey {
	var key blockKey
	digits := 0
	for i := range len(id) {
		c := id[i]
		switch {
		case c == '-':
			continue
		case !isHex(c) || digits == 2*len(key):
			return blockKey{}
		case c > '9':
			c = c&0xf + 9
		}
		key[digits/2] = key[digits/2]<<4 | c&0xf
		digits++
	}
	if digits < 2*len(key) {
		return blockKey{}
	}
	return key
}

// blockAt returns the page on which the block with an identifier stands, nil for none.
func (e *export) blockAt(id string) *page { return e.blocks()[keyOf(id)] }

// eachID calls f with the identifier of each block that has one.
func eachID(blocks []note.Block, f func(id *string)) {
	call := func(id *string) {
		if *id != "" {
			f(id)
		}
	}
	note.Walk(blocks, func(node any) bool {
		switch b := node.(type) {
		case *note.Paragraph:
			call(&b.ID)
			return false // no block stands in running text
		case *note.Heading:
			call(&b.ID)
			return false
		case *note.List:
			call(&b.ID)
		case *note.ListItem:
			call(&b.ID)
		case *note.Quote:
			call(&b.ID)
		case *note.Callout:
			call(&b.ID)
		case *note.Code:
			call(&b.ID)
		case *note.Math:
			call(&b.ID)
		case *note.Table:
			call(&b.ID)
		case *note.Details:
			call(&b.ID)
		case *note.Definitions:
			call(&b.ID)
		case *note.Diagram:
			call(&b.ID)
		}
		return true
	})
}

// A linker resolves what one page says.
type linker struct {
	*export
	page *page
}

func (l linker) blocks(blocks []note.Block) []note.Block {
	for _, b := range blocks {
		switch b := b.(type) {
		case *note.Paragraph:
			b.Inlines = l.alone(l.inlines(b.Inlines))
		case *note.Heading:
			b.Inlines = l.inlines(b.Inlines)
		case *note.Callout:
			b.Title = l.inlines(b.Title)
		case *note.Details:
			b.Summary = l.inlines(b.Summary)
		case *note.HTML:
			b.Inlines = l.inlines(b.Inlines)
		case *note.Definitions:
			for i := range b.Items {
				b.Items[i].Term = l.inlines(b.Items[i].Term)
			}
		}
		within(b, l.blocks)
	}
	return blocks
}

// inlines resolves the references in running text. A link that leads nowhere leaves its text.
func (l linker) inlines(list []note.Inline) []note.Inline {
	var out []note.Inline // nil while it is what list begins with
	for i, in := range list {
		switch in := in.(type) {
		case *note.Styled:
			in.Inlines = l.inlines(in.Inlines)
		case *note.InlineNote:
			in.Inlines = l.inlines(in.Inlines)
		case *note.Link:
			in.Inlines = l.inlines(in.Inlines)
			if !l.link(in) {
				out = append(changed(out, list, i), in.Inlines...)
				continue
			}
		case *note.Embed:
			if isIcon(in.Ref.Target) {
				out = changed(out, list, i)
				continue
			}
			if l.resolve(&in.Ref, "", true) && in.Ref.Kind == note.RefAttachment && in.Alt == path.Base(in.Ref.Target) {
				in.Alt = "" // the file's name, which Notion puts where its author wrote no caption
			}
		case *note.Tag:
			for _, a := range in.Attrs() {
				if a.Ref != nil {
					l.resolve(a.Ref, "", false)
				}
			}
		}
		if out != nil {
			out = append(out, in)
		}
	}
	if out == nil {
		return list
	}
	return out
}

// changed returns what stands for the first i of list, in memory of its own.
func changed(out, list []note.Inline, i int) []note.Inline {
	if out != nil {
		return out
	}
	return append(make([]note.Inline, 0, len(list)), list[:i]...)
}

// alone makes an embed of a link that is all of a paragraph and leads to what pages show in its
// place: that is how the export writes files that stand in a page.
func (l linker) alone(inlines []note.Inline) []note.Inline {
	if len(inlines) != 1 {
		return inlines
	}
	link, ok := inlines[0].(*note.Link)
	if !ok || link.Ref.Kind != note.RefAttachment {
		return inlines
	}
	if len(link.Inlines) == 1 {
		if image, ok := link.Inlines[0].(*note.Embed); ok && image.Ref.Target == link.Ref.Target {
			return link.Inlines
		}
	}
	a := l.byKey(link.Ref.Target)
	if a == nil || !a.isMedia() || !note.OnlyWords(link.Inlines) {
		return inlines
	}
	alt := importer.OneLine(note.PlainText(link.Inlines))
	if alt == path.Base(a.path) {
		alt = ""
	}
	return []note.Inline{&note.Embed{Ref: link.Ref, Alt: alt}}
}

func (l linker) byKey(key string) *attached {
	return l.attachments.byPath[strings.TrimPrefix(key, l.opts.Space+"/")]
}

// link resolves a link; false when it leads nowhere.
func (l linker) link(in *note.Link) bool {
	words := importer.OneLine(note.PlainText(in.Inlines))
	if !l.resolve(&in.Ref, words, false) {
		return false
	}
	switch {
	case in.Ref.Kind == note.RefAttachment:
		if a := l.byKey(in.Ref.Target); a != nil {
			l.mu.Lock()
			a.named(words)
			l.mu.Unlock()
		}
	case in.Ref.Kind != note.RefNote:
		return true
	case words == "" && len(in.Inlines) == 0 || isNotionAddress(words):
		in.Bare, in.Inlines = true, text(cmp.Or(in.Ref.Title, "Untitled"))
	case words == in.Ref.Title:
		in.Bare = true
	}
	return true
}

// value resolves a value of a property: a related page, or a list of files.
func (l linker) value(v *note.Value) {
	if v.Ref != nil && !l.resolve(v.Ref, v.Text, false) {
		v.Ref = nil
	}
	if v.Ref == nil {
		if files := l.filesIn(l.page.dir(), v.Text); len(files) == 1 {
			v.Text, v.Ref = path.Base(decode(files[0].path)), &note.Ref{Kind: note.RefAttachment, Target: files[0].key}
		}
	}
}

// resolve makes ref mean a page, a block or an attachment. words is the text of a link. It
// returns false when ref means nothing.
func (l linker) resolve(ref *note.Ref, words string, shown bool) bool {
	switch ref.Kind {
	case note.RefURL:
		return l.address(ref, words)
	case note.RefPath:
		if ref.Target == "" {
			return l.within(ref)
		}
		return l.path(ref, words, shown)
	}
	return true
}

// within resolves a link to a block of its own page.
func (l linker) within(ref *note.Ref) bool {
	fragment := fragmentOf(ref)
	if fragment == "" {
		return len(ref.Headings) > 0 || ref.Block != ""
	}
	p := l.blockAt(fragment)
	if p == nil {
		return false
	}
	ref.Headings = nil
	if p != l.page {
		*ref = note.Ref{Kind: note.RefNote, Target: string(p.note.ID), Title: p.note.Title, Line: ref.Line, Column: ref.Column, Width: ref.Width}
	}
	l.toBlock(ref, p, fragment)
	return true
}

// toBlock makes ref lead to a block of p, if p has it.
func (l linker) toBlock(ref *note.Ref, p *page, id string) {
	if id == "" || l.blockAt(id) != p {
		return
	}
	ref.Block = blockID(id)
	l.mu.Lock()
	l.wanted[ref.Block] = true
	l.mu.Unlock()
}

// fragmentOf returns the identifier that a fragment is, "" for others.
func fragmentOf(ref *note.Ref) string {
	if len(ref.Headings) == 1 && isID(ref.Headings[0]) {
		return plainID(ref.Headings[0])
	}
	return ""
}

// path resolves a link to a file: an attachment where there is one, else the page whose
// identifier stands in the last part of the path, in whatever encoding.
func (l linker) path(ref *note.Ref, words string, shown bool) bool {
	target := ref.Target
	if a := l.attachments.find(l.page.dir(), target); a != nil {
		*ref = note.Ref{Kind: note.RefAttachment, Target: a.key, Fragment: ref.Fragment, Line: ref.Line, Column: ref.Column, Width: ref.Width}
		return true
	}
	for range 3 {
		last := path.Base(target)
		if id := lastID(last); id != "" && isPageName(last) {
			title := ""
			if l.byID[id] == nil { // else the page knows its title
				title = cmp.Or(nameOf(last).title, words)
			}
			l.toPage(ref, id, fragmentOf(ref), title, words)
			return true
		}
		if p := l.pageAt(target); p != nil {
			l.toPage(ref, p.id, fragmentOf(ref), p.note.Title, words)
			ref.Target = string(p.note.ID)
			return true
		}
		next := decode(target)
		if next == target {
			break
		}
		target = next
	}
	if path.Ext(target) == "" && !shown {
		return true // no file: whatever the author meant, others may know
	}
	l.report(l.page, "I003", diag.Warning, "the file "+target+" is not in the export", "give all parts of the export at once")
	ref.Kind, ref.Target, ref.Headings, ref.Block = note.RefAttachment, l.opts.Space+"/"+path.Join(l.page.dir(), target), nil, ""
	return true
}

// isPageName reports whether a name is that of a page's file, or has no extension at all.
func isPageName(base string) bool {
	switch strings.ToLower(path.Ext(base)) {
	case ".md", ".html", ".csv", "":
		return true
	}
	return lastID(path.Ext(base)) != ""
}

// pageAt returns the page without identifier whose file lies at a path from this page.
func (l linker) pageAt(target string) *page {
	return l.byPath[path.Join(l.page.dir(), target)]
}

// toPage makes ref mean the page, or the block, with that identifier.
func (l linker) toPage(ref *note.Ref, id, block, title, words string) {
	if at := strings.LastIndexByte(words, '#'); block == "" && at >= 0 && isNotionAddress(words) && isID(words[at+1:]) {
		block = plainID(words[at+1:]) // the export forgets in the address what the text still has
	}
	p := l.byID[id]
	if p == nil {
		if p = l.blockAt(id); p != nil {
			block = id
		}
	}
	out := note.Ref{Kind: note.RefNote, Target: string(noteID(id)), Title: title, Line: ref.Line, Column: ref.Column, Width: ref.Width}
	if p != nil {
		out.Target, out.Title = string(p.note.ID), p.note.Title
		l.toBlock(&out, p, block)
	}
	*ref = out
}

// isNotionAddress reports whether s is an address inside a workspace.
func isNotionAddress(s string) bool {
	if lastID(s) == "" {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && isWorkspace(u.Hostname())
}

func isWorkspace(host string) bool {
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	return host == "notion.so" || host == "app.notion.com" || host == "notion.com"
}

// address resolves a web address. Those of the workspace mean pages, also of another export;
// those of published sites only where the page is here. "notion.soundefined" is what Notion
// writes for links that it has lost.
func (l linker) address(ref *note.Ref, words string) bool {
	u, err := url.Parse(ref.Target)
	if err != nil {
		return true
	}
	host := strings.ToLower(u.Hostname())
	if strings.HasPrefix(strings.TrimPrefix(host, "www."), "notion.soundefined") {
		return false
	}
	site := strings.HasSuffix(host, ".notion.site")
	if !isWorkspace(host) && !site && u.Scheme != "notion" {
		return true
	}
	last := path.Base(u.Path)
	id := lastID(last)
	if p := u.Query().Get("p"); isID(p) {
		id, last = plainID(p), ""
	}
	if id == "" || site && l.byID[id] == nil && l.blockAt(id) == nil {
		return true
	}
	title := words
	if isNotionAddress(words) || words == "" {
		title = strings.TrimSpace(strings.ReplaceAll(nameOf(last).title, "-", " "))
	}
	block := ""
	if isID(u.Fragment) {
		block = plainID(u.Fragment)
	}
	l.toPage(ref, id, block, title, words)
	return true
}
