package render

import (
	"slices"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/markdown"
)

// twins are the pages as Markdown, for programs and for those who read them so: a note as its
// author might have written it, without what the page does not show; everything else as a list.
// The twin of folder/note.html is folder/note.md; the pages of a long list share one.
func twins(r *renderer) []job {
	if r.opts.NoMarkdown {
		return nil
	}
	var jobs []job
	for _, n := range r.site.Notes {
		if n != r.site.Home && !n.Index {
			jobs = append(jobs, r.noteTwin(n))
		}
	}
	add := func(address string, of func() key, make func(t *twin)) {
		jobs = append(jobs, r.twinJob(address, of, make))
	}
	for f := range folders(r.site.Root) {
		jobs = append(jobs, r.folderTwin(f))
	}
	for tag := range tags(r.site.Tags) {
		add(tag.Address, func() key { return r.keys.tag(tag, nil, 0, tag.Notes) }, func(t *twin) { t.tag(tag) })
	}
	if len(r.site.Tags) > 0 {
		add(tagsAddress, nil, func(t *twin) {
			t.title(r.say("tags"))
			t.add(t.tagTree(r.site.Tags))
		})
	}
	jobs = append(jobs, r.homeTwin())
	add("all.html", func() key { return r.keys.called(r.site.Notes) }, func(t *twin) {
		t.title(r.say("all"))
		t.add(t.notes(r.site.Notes, false))
	})
	if r.chrome.Recent {
		add("recent.html", nil, func(t *twin) {
			t.title(r.say("recent"))
			all := r.dated
			t.add(t.notes(all[:min(len(all), recentNotes)], true))
		})
	}
	return jobs
}

func (r *renderer) twinJob(address string, of func() key, make func(t *twin)) job {
	address = r.twinOf(address)
	return r.once(address, of, func(r *renderer) (File, error) {
		t := twin{r: r, address: address}
		make(&t)
		return File{Path: t.address, Data: t.write()}, nil
	})
}

func (r *renderer) noteTwin(n *site.Note) job {
	return r.twinJob(n.Address, func() key { return r.keys.body(r.keys.base.with(uint64(r.keys.face[n])), n) }, func(t *twin) { t.note(n) })
}

func (r *renderer) folderTwin(f *site.Folder) job {
	return r.twinJob(f.Address, func() key { return r.keys.folderTwin(f) }, func(t *twin) { t.folder(f) })
}

func (r *renderer) homeTwin() job { return r.twinJob("index.html", nil, (*twin).home) }

// hasTwin reports whether pages of a kind are written as Markdown, too. Those that only a browser
// makes something of are not.
func (r *renderer) hasTwin(k Kind) bool {
	return !r.opts.NoMarkdown && slices.Contains([]Kind{NotePage, FolderPage, TagPage, TagsPage, HomePage, AllPage, RecentPage}, k)
}

// twinOf returns the address of a page's twin.
func (r *renderer) twinOf(address string) string { return r.beside(address, ".md") }

// beside returns the address of a file that belongs to a page: the page's with another ending. A
// folder may be called so; then the file gets dashes.
func (r *renderer) beside(address, ending string) string {
	stem := strings.TrimSuffix(address, ".html")
	if len(r.dotted) > 0 {
		for name := stem; r.dotted[fold(stem+ending)] || stem != name && r.taken[fold(stem+".html")]; {
			stem += "-"
		}
	}
	return stem + ending
}

// dottedFolders returns the folders, folded, whose names end like a file that belongs to a page.
func dottedFolders(taken map[string]bool) map[string]bool {
	var out map[string]bool
	for address := range taken {
		for _, ending := range []string{".md/", ".xml/", ".json/"} {
			for from := 0; ; {
				i := strings.Index(address[from:], ending)
				if i < 0 {
					break
				}
				from += i + len(ending)
				if out == nil {
					out = map[string]bool{}
				}
				out[address[:from-1]] = true
			}
		}
	}
	return out
}

// join makes p the page of a twin that is not its own: of the first page of a long list.
func (r *renderer) join(p *Page, at place, first string) place {
	if at.twin != "" {
		at.twin = html.EscapePath(r.twinOf(first))
		p.Markdown = href(at.to(at.twin))
	}
	return at
}

// A twin is one Markdown file in the making.
type twin struct {
	r       *renderer
	address string
	out     note.Note
}

func (t *twin) write() []byte {
	r, n := t.r, &t.out
	return markdown.WritePage(n, markdown.Page{
		Link: t.link, Transclude: r.transcluded, Image: html.IsImage,
		Nothing: "…", Named: r.opts.ShowUnpublished,
		Locked: r.sayIn(n.Lang, "locked"), From: r.sayIn(n.Lang, "embed"),
	})
}

// link leads from the twin to the twins of other pages, and to files.
func (t *twin) link(ref note.Ref) (string, bool) {
	switch ref.Kind {
	case note.RefPage:
		to := t.r.twinOf(ref.Target)
		if to == t.address && ref.Anchor != "" {
			return fragment(ref.Anchor), true
		}
		return html.Relative(t.address, to) + fragment(ref.Anchor), true
	case note.RefFile:
		return html.Relative(t.address, ref.Target) + fragment(ref.Fragment), true
	case note.RefURL:
		return html.SafeURL(ref.Target)
	}
	return "", false
}

func (r *renderer) transcluded(ref note.Ref) (title string, blocks []note.Block, ok bool) {
	t, ok := r.transclude(ref)
	return t.Title, t.Blocks, ok
}

// title begins a page that is no note.
func (t *twin) title(title string) {
	t.out.Title, t.out.Lang = title, t.r.site.Settings.Language
	t.add(heading(1, title))
}

func (t *twin) add(b note.Block) {
	if b != nil {
		t.out.Body = append(t.out.Body, b)
	}
}

// section adds a part of a page under a heading, unless it is empty.
func (t *twin) section(title string, l *note.List) {
	if l != nil && len(l.Items) > 0 {
		t.add(heading(2, title))
		t.add(l)
	}
}

// note puts in what the page of a note says about it and the note itself.
func (t *twin) note(n *site.Note) {
	t.out.Title, t.out.Lang = n.Title, n.Language
	t.out.Aliases, t.out.Created, t.out.Updated = n.Aliases, n.Created, n.Updated
	for _, tag := range n.Tags {
		t.out.Tags = append(t.out.Tags, tag.Name)
	}
	if abs := t.r.absolute(t.r.encoded(n)); abs != "" {
		t.out.Properties = append(t.out.Properties, note.Property{Name: "canonical", Value: []note.Value{{Text: abs}}})
	}
	if !t.r.opts.NoProperties {
		for _, p := range n.Properties {
			if !slices.Contains(twinKeys, strings.ToLower(p.Name)) {
				t.out.Properties = append(t.out.Properties, p)
			}
		}
	}
	body, _ := withoutTitle(n)
	t.out.Body = make([]note.Block, 0, len(body)+8)
	if !startsWithTitle(body) {
		t.add(heading(1, n.Title))
	}
	t.out.Body = append(t.out.Body, body...)
}

// startsWithTitle reports whether a text brings a title of its own.
func startsWithTitle(blocks []note.Block) bool {
	if len(blocks) == 0 {
		return false
	}
	h, ok := blocks[0].(*note.Heading)
	return ok && h.Level == 1
}

// twinKeys are the keys of front matter that the note itself gives; no property stands beside one.
var twinKeys = []string{"title", "aliases", "tags", "created", "updated", "lang", "canonical"}

func (t *twin) folder(f *site.Folder) {
	if f.Note != nil {
		t.note(f.Note)
	} else {
		t.title(f.Title)
	}
	t.section(t.r.say("folders"), t.folders(f.Folders))
	t.section(t.r.say("notes"), t.notes(f.Notes, false))
}

func (t *twin) tag(tag *site.Tag) {
	t.title("#" + tag.Name)
	t.section(t.r.say("tags.below"), t.tagTree(tag.Tags))
	t.section(t.r.say("notes"), t.notes(newestFirst(tag.Notes), true))
}

func (t *twin) home() {
	r := t.r
	if n := r.site.Home; n != nil {
		t.note(n)
	} else {
		t.title(r.site.Settings.Title)
		if d := r.site.Settings.Description; d != "" {
			t.add(&note.Paragraph{Inlines: words(d)})
		}
	}
	recent := r.dated
	t.section(r.say("recent"), t.notes(recent[:min(len(recent), homeRecent)], true))
	if root := r.site.Root; root != nil {
		t.section(r.say("folders"), t.folders(root.Folders))
		t.section(r.say("notes"), t.notes(root.Notes, false))
	}
	t.section(r.say("tags"), t.tagTree(r.site.Tags))
}

func (t *twin) notes(notes []*site.Note, dated bool) *note.List {
	l := &note.List{Tight: true}
	for _, n := range notes {
		after := ""
		if at := order(n.Created, n.Updated); dated && !at.IsZero() {
			after = " (" + at.Format("2006-01-02") + ")"
		}
		l.Items = append(l.Items, linkItem(n.Address, n.Title, after))
	}
	return l
}

func (t *twin) folders(all []*site.Folder) *note.List {
	l := &note.List{Tight: true}
	for _, f := range all {
		l.Items = append(l.Items, linkItem(f.Address, f.Title, ": "+t.r.count("notes", t.r.sizes[f])))
	}
	return l
}

// tagTree lists tags, those below in lists of their own.
func (t *twin) tagTree(all []*site.Tag) *note.List {
	l := &note.List{Tight: true}
	for _, tag := range all {
		it := linkItem(tag.Address, "#"+tag.Name, ": "+t.r.count("notes", tag.Count))
		if len(tag.Tags) > 0 {
			it.Blocks = append(it.Blocks, t.tagTree(tag.Tags))
		}
		l.Items = append(l.Items, it)
	}
	return l
}

func linkItem(address, title, after string) note.ListItem {
	inlines := []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefPage, Target: address}, Inlines: words(title)}}
	if after != "" {
		inlines = append(inlines, &note.Text{Value: after})
	}
	return note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}}
}

func heading(level int, text string) *note.Heading {
	return &note.Heading{Level: level, Inlines: words(text)}
}

func words(s string) []note.Inline { return []note.Inline{&note.Text{Value: s}} }
