package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// A mutant is a way in which a site could come to know of private notes. Each does on purpose
// what a careless feature would do by mistake, around the production code or in the place of
// one of its inputs; the test of the wall must catch every one.
type mutant struct {
	name string
	// leak changes a finished site with what it knows of all notes.
	leak func(w *world)
	// inside, instead, replaces what the site is made from.
	inside func(g *graph.Graph, m *material, public func(*note.Note) bool)
	// before, instead, changes the published notes.
	before func(g *graph.Graph, public func(*note.Note) bool)
}

// A world is a finished site and everything it must not know.
type world struct {
	g        *graph.Graph
	s        *Site
	b        *builder
	settings Settings
	policy   Policy
	private  []*note.Note
}

// eachNote calls do for every published note.
func (w *world) eachNote(do func(src *note.Note, out *Note)) {
	for _, p := range w.b.list {
		do(p.src, p.out)
	}
}

// everything is the site as it would be were all notes published.
func (w *world) everything() (*Site, *builder) {
	b := newBuilder(nil, materialOf(w.g), w.settings, w.policy, diag.Discard)
	return b.site(), b
}

func (m mutant) publish(g *graph.Graph, settings Settings, policy Policy) *Site {
	outcome, public := decide(g, policy)
	isPublic := func(n *note.Note) bool { return public[n] }
	if m.before != nil {
		m.before(g, isPublic)
	}
	mat := materialOf(project(g, public, nil, outcome))
	if m.inside != nil {
		m.inside(g, &mat, isPublic)
	}
	b := newBuilder(nil, mat, settings, policy, diag.Discard)
	w := &world{g: g, s: b.site(), b: b, settings: settings, policy: policy}
	for _, n := range g.Notes() {
		if !public[n] {
			w.private = append(w.private, n)
		}
	}
	if m.leak != nil {
		m.leak(w)
	}
	return w.s
}

func property(n *Note, name string, value any) {
	n.Properties = append(n.Properties, note.Property{Name: name, Value: []note.Value{{Text: fmt.Sprint(value)}}})
}

var mutants = []mutant{
	{name: "backlinks from private notes", leak: func(w *world) {
		w.eachNote(func(src *note.Note, out *Note) {
			for _, l := range w.g.Backlinks(src.ID) {
				if w.b.pages[l.From] == nil {
					out.Backlinks = append(out.Backlinks, Backlink{From: out, Context: l.Context})
				}
			}
		})
	}},
	{name: "backlink count", leak: func(w *world) {
		w.eachNote(func(src *note.Note, out *Note) { property(out, "backlinks", len(w.g.Backlinks(src.ID))) })
	}},
	{name: "links resolved among all notes", inside: func(g *graph.Graph, m *material, _ func(*note.Note) bool) {
		m.resolve = g.Resolve
	}},
	{name: "private looks different from missing", before: func(g *graph.Graph, public func(*note.Note) bool) {
		for _, n := range g.Notes() {
			note.Walk(n.Body, func(node any) bool {
				if l, ok := node.(*note.Link); ok && public(n) {
					if t := g.Resolve(n, l.Ref); t.Note != nil && !public(t.Note) {
						l.Inlines, l.Bare = []note.Inline{text("private")}, false
					}
				}
				return true
			})
		}
	}},
	{name: "bare names kept where the note exists", before: func(g *graph.Graph, public func(*note.Note) bool) {
		for _, n := range g.Notes() {
			note.Walk(n.Body, func(node any) bool {
				if l, ok := node.(*note.Link); ok && public(n) && g.Resolve(n, l.Ref).Note != nil {
					l.Bare = false
				}
				return true
			})
		}
	}},
	{name: "addresses given among all notes", leak: func(w *world) {
		_, all := w.everything()
		w.eachNote(func(src *note.Note, out *Note) { out.Address = all.pages[src].out.Address })
	}},
	{name: "file addresses given among all attachments", leak: func(w *world) {
		all, _ := w.everything()
		for i, f := range w.s.Files {
			for _, g := range all.Files {
				if content(f) == content(g) {
					w.s.Files[i].Address = g.Address
				}
			}
		}
	}},
	{name: "tag counts", leak: func(w *world) {
		all, _ := w.everything()
		for _, t := range w.s.Tags {
			for _, a := range all.Tags {
				if fold(t.Name) == fold(a.Name) {
					t.Count = a.Count
				}
			}
		}
	}},
	{name: "tags of private notes", leak: func(w *world) {
		all, _ := w.everything()
		have := map[string]bool{}
		for _, t := range w.s.Tags {
			have[fold(t.Name)] = true
		}
		for _, t := range all.Tags {
			if !have[fold(t.Name)] {
				w.s.Tags = append(w.s.Tags, &Tag{Name: t.Name})
			}
		}
	}},
	{name: "spelling of tags", leak: func(w *world) {
		all, _ := w.everything()
		for _, t := range w.s.Tags {
			for _, a := range all.Tags {
				if fold(t.Name) == fold(a.Name) {
					t.Name = a.Name
				}
			}
		}
	}},
	{name: "folders of private notes", leak: func(w *world) {
		all, _ := w.everything()
		for _, f := range all.Root.Folders {
			if !slices.ContainsFunc(w.s.Root.Folders, func(h *Folder) bool { return h.Address == f.Address }) {
				w.s.Root.Folders = append(w.s.Root.Folders, &Folder{Address: f.Address})
			}
		}
	}},
	{name: "folder address of a private note", leak: func(w *world) {
		all, _ := w.everything()
		for i, f := range all.Root.Folders {
			if i < len(w.s.Root.Folders) && f.Title == w.s.Root.Folders[i].Title {
				w.s.Root.Folders[i].Address = f.Address
			}
		}
	}},
	{name: "empty page of a private note", leak: func(w *world) {
		for range w.private {
			w.s.Notes = append(w.s.Notes, &Note{})
		}
	}},
	{name: "attachments of private notes", leak: func(w *world) {
		all, _ := w.everything()
		w.s.Files = all.Files
	}},
	{name: "all attachments", leak: func(w *world) {
		for _, a := range w.g.Attachments() {
			w.s.Files = append(w.s.Files, File{Address: "files/" + a.Path, Open: a.Open})
		}
	}},
	{name: "embeds of private notes", leak: func(w *world) {
		w.eachNote(func(src *note.Note, out *Note) {
			note.Walk(src.Body, func(node any) bool {
				if e, ok := node.(*note.Embed); ok {
					if t := w.g.Resolve(src, e.Ref); t.Note != nil && w.b.pages[t.Note] == nil {
						out.Body = append(out.Body, t.Note.Body...)
					}
				}
				return true
			})
		})
	}},
	{name: "redirects of private aliases", leak: func(w *world) {
		all, _ := w.everything()
		for _, r := range all.Redirects {
			if !slices.ContainsFunc(w.s.Redirects, func(h Redirect) bool { return h.From == r.From }) {
				w.s.Redirects = append(w.s.Redirects, Redirect{From: r.From, To: w.s.Notes[0]})
			}
		}
	}},
	{name: "no redirect where a private note has the alias", leak: func(w *world) {
		all, _ := w.everything()
		w.s.Redirects = slices.DeleteFunc(w.s.Redirects, func(r Redirect) bool {
			return !slices.ContainsFunc(all.Redirects, func(a Redirect) bool { return a.From == r.From })
		})
	}},
	{name: "date of the last change", leak: func(w *world) {
		for _, n := range w.g.Notes() {
			if n.Updated.After(w.s.Notes[0].Updated) {
				w.s.Notes[0].Updated = n.Updated
			}
		}
	}},
	{name: "date of the last change of linking notes", leak: func(w *world) {
		w.eachNote(func(src *note.Note, out *Note) {
			for _, l := range w.g.Backlinks(src.ID) {
				if l.From.Updated.After(out.Updated) {
					out.Updated = l.From.Updated
				}
			}
		})
	}},
	{name: "order by date among all notes", leak: func(w *world) {
		all := slices.Clone(w.g.Notes())
		slices.SortStableFunc(all, func(a, b *note.Note) int { return b.Created.Compare(a.Created) })
		for i, n := range all {
			if p := w.b.pages[n]; p != nil {
				property(p.out, "recent", i)
			}
		}
	}},
	{name: "sequential ids", leak: func(w *world) {
		for i, n := range w.g.Notes() {
			if p := w.b.pages[n]; p != nil {
				property(p.out, "number", i)
			}
		}
	}},
	{name: "previous and next among all notes", leak: func(w *world) {
		var last *note.Note
		for _, n := range w.g.Notes() {
			if p := w.b.pages[n]; p != nil && last != nil && w.b.pages[last] == nil {
				p.out.Previous = p.out // a link that leads nowhere
			}
			last = n
		}
	}},
	{name: "number of notes", leak: func(w *world) { w.s.Settings.Description = fmt.Sprint(len(w.g.Notes())) }},
	{name: "hash over all notes", leak: func(w *world) {
		var all strings.Builder
		for _, n := range w.g.Notes() {
			all.WriteString(n.Path)
		}
		w.s.Settings.Description = shortHash(all.String())
	}},
	{name: "mentions in private notes", leak: func(w *world) {
		all := w.g.Mentions()
		w.eachNote(func(src *note.Note, out *Note) {
			for _, l := range all[src.ID] {
				if w.b.pages[l.From] == nil {
					out.Mentions = append(out.Mentions, Backlink{From: out, Context: l.Context})
				}
			}
		})
	}},
	{name: "mentions counted as common among all notes", inside: func(g *graph.Graph, m *material, _ func(*note.Note) bool) {
		m.mentions = g.Mentions
	}},
	{name: "related notes of all notes", inside: func(g *graph.Graph, m *material, _ func(*note.Note) bool) {
		m.related = g.Related // rare words are rare, or not, because of private notes
	}},
	{name: "related through private notes", leak: func(w *world) {
		all := w.g.Related(relatedNotes)
		w.eachNote(func(src *note.Note, out *Note) {
			for _, r := range all[src.ID] {
				for _, n := range r.Links {
					if w.b.pages[n] == nil {
						out.Related = append(out.Related, Related{Note: out})
					}
				}
			}
		})
	}},
	{name: "description with hidden names", leak: func(w *world) {
		w.eachNote(func(src *note.Note, out *Note) {
			note.Walk(src.Body, func(node any) bool {
				if l, ok := node.(*note.Link); ok {
					if t := w.g.Resolve(src, l.Ref); t.Note != nil && w.b.pages[t.Note] == nil {
						out.Description += t.Note.Title
					}
				}
				return true
			})
		})
	}},
	{name: "home chosen among all notes", leak: func(w *world) {
		all, b := w.everything()
		for _, p := range b.list {
			if p.out == all.Home && w.b.pages[p.src] == nil {
				w.s.Home = nil
			}
		}
	}},
	{name: "folder notes chosen among all notes", leak: func(w *world) {
		_, all := w.everything()
		w.eachNote(func(src *note.Note, out *Note) { out.Index = all.pages[src].out.Index })
	}},
	{name: "language of all notes", leak: func(w *world) {
		all, _ := w.everything()
		w.s.Settings.Language = all.Settings.Language
	}},
	{name: "neighbours of the order among all notes", leak: func(w *world) {
		_, all := w.everything()
		w.eachNote(func(src *note.Note, out *Note) {
			if p := all.pages[src].out; p.Previous != nil {
				property(out, "previous", p.Previous.Address)
			}
		})
	}},
	{name: "average reading time", leak: func(w *world) {
		all, _ := w.everything()
		sum := 0
		for _, n := range all.Notes {
			sum += n.Minutes
		}
		w.s.Settings.Description = fmt.Sprint(100 * sum / len(all.Notes))
	}},
	{name: "heading ids counted over all notes", leak: func(w *world) {
		count := map[string]int{}
		for _, n := range w.g.Notes() {
			for _, b := range n.Body {
				if h, ok := b.(*note.Heading); ok {
					id := slug(note.PlainText(h.Inlines))
					count[id]++
					if p := w.b.pages[n]; p != nil && len(p.out.Headings) > 0 {
						p.out.Headings[0].Anchor = fmt.Sprint(id, count[id])
					}
				}
			}
		}
	}},
	{name: "most used tag first", leak: func(w *world) {
		all, _ := w.everything()
		count := map[string]int{}
		for _, t := range all.Tags {
			count[fold(t.Name)] = t.Count
		}
		slices.SortStableFunc(w.s.Tags, func(a, b *Tag) int { return cmp.Compare(count[fold(b.Name)], count[fold(a.Name)]) })
	}},
	{name: "notes ordered by what links to them", leak: func(w *world) {
		_, all := w.everything()
		slices.SortStableFunc(w.b.list, func(a, b *page) int {
			return cmp.Compare(len(all.pages[b.src].out.Backlinks), len(all.pages[a.src].out.Backlinks))
		})
		for i, p := range w.b.list {
			w.s.Notes[i] = p.out
		}
	}},
}

// Every mutant is caught by some vault and some mutation. How many a search for words of
// private notes would have caught is counted to show that it would not do.
func TestMutants(t *testing.T) {
	if len(mutants) < 20 {
		t.Fatalf("only %d mutants", len(mutants))
	}
	byCanary := 0
	for _, m := range mutants {
		caught, canary := "", false
		for seed := range uint64(*seeds) {
			if caught != "" && seed >= 8 {
				break
			}
			v := newVault(seed)
			if caught == "" {
				for _, mut := range mutations {
					if differs(v, seed, mut, m.publish) != "" {
						caught = fmt.Sprintf("seed %d, %s", seed, mut.name)
						break
					}
				}
			}
			if v.show = false; !canary && seed < 8 {
				canary = strings.Contains(dump(m.publish(v.graph(), v.settings, v.policy())), "canary")
			}
		}
		if caught == "" {
			t.Errorf("not caught: %s", m.name)
		}
		if canary {
			byCanary++
		}
		t.Logf("%-45s caught by %-22s canary %v", m.name, caught, canary)
	}
	t.Logf("%d mutants, a search for words of private notes catches %d", len(mutants), byCanary)
}
