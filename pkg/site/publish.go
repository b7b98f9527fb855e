package site

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/internal/script"
	"memopress/pkg/note"
)

// relatedNotes is how many related notes a page has at most.
const relatedNotes = 5

// Publish makes the Site of those notes of g that the policy publishes, and accounts for all.
//
// The policy looks at each note alone. Everything of the Site is then made from the graph of the
// published notes; the graph of everything serves only to tell the author, through r, what his
// links would have meant. A diagnostic never names an unpublished note unless its Note is that
// note's ID.
func Publish(g *graph.Graph, settings Settings, policy Policy, r diag.Reporter) (*Site, *Outcome) {
	return (*Memory)(nil).Publish(g, settings, policy, r)
}

// Publish is the function of that name with a memory of what it made before, with the same
// settings and policy.
func (m *Memory) Publish(g *graph.Graph, settings Settings, policy Policy, r diag.Reporter) (*Site, *Outcome) {
	outcome, public := decide(g, policy)
	var copies map[*note.Note][]*note.Note
	if severalInputs(g) {
		copies = mergeCopies(g, public, outcome)
	}
	pub := project(g, public, copies, outcome)
	b := newBuilder(m, materialOf(pub), settings, policy, r)
	b.addCopies(copies)
	s := b.site()
	outcome.used(b.files)
	c := check(g, pub, b, r)
	if m != nil {
		m.last = nil
		if copies == nil {
			m.last = &lastSite{builder: b, checker: c, found: settings.Language == ""}
		}
	}
	return s, outcome
}

func severalInputs(g *graph.Graph) bool {
	notes := g.Notes()
	return slices.ContainsFunc(notes, func(n *note.Note) bool { return n.Source.Input != notes[0].Source.Input })
}

// project returns the graph of what the policy publishes.
func project(g *graph.Graph, public map[*note.Note]bool, copies map[*note.Note][]*note.Note, outcome *Outcome) *graph.Graph {
	return g.ProjectMerged(
		func(n *note.Note) bool { return public[n] },
		func(a note.Attachment) bool { return outcome.Attachments[a.Key].Rule == notUsed },
		copies,
	)
}

// material is all that a Site is made from: the published notes, and what the graph of exactly
// these says about them.
type material struct {
	notes      []*note.Note
	names      uint64 // see graph.Graph.Names
	resolve    resolver
	attachment func(key string) *note.Attachment
	backlinks  func(note.ID) []graph.Backlink
	mentions   func() map[note.ID][]graph.Backlink
	related    func(limit int) map[note.ID][]graph.Related
}

func materialOf(pub *graph.Graph) material {
	return material{pub.Notes(), pub.Names(), pub.Resolve, pub.Attachment, pub.Backlinks, pub.Mentions, pub.Related}
}

// A builder makes a Site.
type builder struct {
	material
	memory    *Memory
	settings  Settings
	policy    Policy
	report    diag.Reporter
	list      []*page // by source path at first, by address once there are addresses
	pages     map[*note.Note]*page
	folders   map[string]bool // of published notes, folded
	files     map[string]bool // keys of the attachments that are used
	collation *collation
}

func newBuilder(memory *Memory, m material, settings Settings, policy Policy, r diag.Reporter) *builder {
	b := &builder{memory: memory, material: m, settings: settings, policy: policy, report: r, pages: make(map[*note.Note]*page, len(m.notes)), files: map[string]bool{}}
	for _, n := range m.notes {
		p := &page{src: n, out: &Note{}}
		b.list = append(b.list, p)
		b.pages[n] = p
	}
	b.folders = publicFolders(b.list)
	return b
}

// addCopies makes what refers to a copy of a published note mean that note's page.
func (b *builder) addCopies(copies map[*note.Note][]*note.Note) {
	for kept, all := range copies {
		for _, n := range all {
			b.pages[n] = b.pages[kept]
		}
	}
}

// site makes the Site, each step from the ones before it.
func (b *builder) site() *Site {
	mentions, related := b.mentions(), b.material.related(relatedNotes) // first: all words of all notes take much memory
	b.each(b.recall)                                                    // what ids are called depends on what names may be shown
	l := newLayout(b.list, b.settings, b.report)
	b.list = l.pages
	for _, p := range b.list {
		p.address = p.out.Address
	}
	b.each(func(p *page) {
		if !b.again(p) {
			b.rewrite(p)
			b.keep(p)
		}
	})
	b.findLanguage()
	b.each(b.describe)
	b.collation = b.memory.collation(b.settings.Language)

	s := &Site{Settings: b.settings, Root: l.folders[""]}
	s.Settings.Home, s.Settings.Roots = "", nil // they may name what is not published
	tags := newTagTree(b.settings, l.book, b.collation)
	for _, p := range b.list {
		s.Notes = append(s.Notes, p.out)
	}
	b.nameFolders(l)
	for _, p := range b.list {
		tags.add(p.out, p.tags())
	}
	s.Tags = tags.finish(s.Notes)
	if l.home != nil {
		s.Home = l.home.out
	}
	b.fillFolders(l)
	for _, p := range b.list {
		for _, f := range p.files {
			b.files[f.file.Key] = true
		}
	}
	s.Files = giveFiles(b.list, l.book)
	b.remember()
	s.Redirects = l.redirects()
	b.connect(mentions, related)
	return s
}

// rewriter returns the rewriter for the text of a page's note.
func (b *builder) rewriter(p *page) *rewriter {
	return &rewriter{from: p.src, resolve: b.resolve, pages: b.pages, anchors: p.anchors, showUnpublished: b.policy.ShowUnpublished, links: &p.links,
		inside: func(folder string) bool { return b.folders[folder] }}
}

// writer is rewriter for what is remembered: it notes what it asks.
func (b *builder) writer(p *page) *rewriter {
	w := b.rewriter(p)
	if b.memory == nil {
		return w
	}
	w.resolve = b.ask(p)
	w.placed = func(r *note.Ref) {
		q := &p.asked[len(p.asked)-1]
		q.placed, q.address, q.anchor = true, r.Target, r.Anchor
	}
	w.inside = func(folder string) bool {
		p.asked = append(p.asked, question{folder: folder, is: b.folders[folder]})
		return b.folders[folder]
	}
	return w
}

// rewrite fills in what comes from the note itself.
func (b *builder) rewrite(p *page) {
	w := b.writer(p)
	n, out := p.src, p.out
	out.Title = b.writer(p).title()
	for _, a := range n.Aliases {
		out.Aliases = append(out.Aliases, w.line(a))
	}
	out.Created, out.Updated = n.Created, n.Updated
	out.Properties = w.properties(n.Properties, b.policy)
	out.Classes = slices.Clone(n.Classes)
	out.Pinned = n.Pinned
	out.Body = w.blocks(n.Body)
	out.Headings = headings(out.Body)
	out.Description = oneLine(w.line(n.Summary))
	if n.Image != nil {
		image := *n.Image
		if w.ref(&image); image.Kind == note.RefFile || image.Kind == note.RefURL {
			out.Image = &image
		}
	}
	p.files = w.files
	p.census.Add(out.Title)
	addBlocks(&p.census, out.Body)
}

// findLanguage decides the site's language, if nobody has, as that of most of its text.
func (b *builder) findLanguage() {
	if b.settings.Language != "" {
		return
	}
	var sum script.Census
	for _, p := range b.list {
		sum.Join(&p.census)
	}
	b.settings.Language = sum.Language("")
}

// describe fills in what is found out about the text.
func (b *builder) describe(p *page) {
	out, t := p.out, p.known
	if t != nil && t.told != "" && t.told == b.settings.Language {
		out.Language, out.Direction, out.Minutes, out.Description = t.language, t.direction, t.minutes, t.description
		return
	}
	out.Language = p.census.Language(b.settings.Language)
	if tag, err := language.Parse(strings.TrimSpace(p.src.Lang)); err == nil && tag != language.Und {
		out.Language = tag.String()
	}
	out.Direction = script.Direction(out.Language)
	out.Minutes = p.census.Minutes()
	if out.Description == "" {
		out.Description = describe(out.Body)
	}
	if t != nil {
		t.told, t.language, t.direction, t.minutes, t.description = b.settings.Language, out.Language, out.Direction, out.Minutes, out.Description
	}
}

// tags returns the tags of a page: the note's own and those in its text, as written.
func (p *page) tags() []string {
	if p.known != nil {
		return slices.Concat(p.src.Tags, p.known.tags)
	}
	return append(slices.Clone(p.src.Tags), textTags(p.out.Body)...)
}

// connect fills in what notes say about each other.
func (b *builder) connect(mentions map[note.ID][]graph.Backlink, related map[note.ID][]graph.Related) {
	b.each(func(p *page) {
		p.out.Backlinks, p.out.Serial.Backlinks = b.quoted(p, 0, b.material.backlinks(p.src.ID))
		p.out.Mentions, p.out.Serial.Mentions = b.quoted(p, 1, mentions[p.src.ID])
		p.out.Related = b.related(p, related[p.src.ID])
	})
}

// used enters the attachments with these keys as published.
func (o *Outcome) used(keys map[string]bool) {
	for key := range keys {
		o.Attachments[key] = Decision{Published: true, Rule: "used"}
	}
}

// each calls work for every page, on all processors.
func (b *builder) each(work func(*page)) { parallel(b.list, work) }

func parallel[T any](all []T, work func(T)) {
	const batch = 32
	var wg sync.WaitGroup
	next := make(chan []T)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for some := range next {
				for _, item := range some {
					work(item)
				}
			}
		})
	}
	for some := range slices.Chunk(all, batch) {
		next <- some
	}
	close(next)
	wg.Wait()
}
