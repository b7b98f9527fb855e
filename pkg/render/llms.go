package render

import (
	"cmp"
	"slices"

	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/markdown"
)

// How much llms.txt lists: a program should take it in at once. A bigger site shows of each
// folder the notes that most others lead to, and the way to the rest.
const (
	mostGuided        = 500
	mostGuidedFolders = 100
)

// llms is llms.txt (llmstxt.org), which tells programs that read what is here and where it lies
// as Markdown; and, where it is wanted, llms-full.txt, which is all of it.
func llms(r *renderer) []job {
	if r.opts.Robots == "none" {
		return nil
	}
	jobs := []job{r.guideJob}
	if r.opts.FullText {
		jobs = append(jobs, r.fullTextJob)
	}
	return jobs
}

func (r *renderer) guideJob() (File, error) { return File{Path: "llms.txt", Data: r.guide()}, nil }

func (r *renderer) fullTextJob() (File, error) {
	return File{Path: "llms-full.txt", Data: r.fullText()}, nil
}

func (r *renderer) guide() []byte {
	s := r.site.Settings
	var n note.Note
	add := func(b ...note.Block) { n.Body = append(n.Body, b...) }
	add(heading(1, cmp.Or(s.Title, "memopress")))
	about := s.Description
	if about == "" && r.site.Home != nil {
		about = r.site.Home.Description
	}
	if about != "" {
		add(&note.Quote{Blocks: []note.Block{&note.Paragraph{Inlines: words(about)}}})
	}
	text := r.count("notes", len(r.site.Notes)) + "."
	if !r.opts.NoMarkdown {
		text += " " + r.say("markdown.twins")
	}
	add(&note.Paragraph{Inlines: words(text)})

	all := len(r.site.Notes) <= mostGuided
	var sections []*site.Folder
	if root := r.site.Root; root != nil {
		sections = append([]*site.Folder{root}, root.Folders...)
	}
	sections = sections[:min(len(sections), mostGuidedFolders)]
	for i, f := range sections {
		var notes []*site.Note
		if i == 0 {
			notes = f.Notes
			if home := r.site.Home; home != nil {
				notes = append([]*site.Note{home}, notes...)
			}
		} else {
			notes = below(f, nil)
		}
		shown := notes
		if !all {
			shown = mostLinked(notes, max(3, mostGuided/len(sections)))
		}
		l := &note.List{Tight: true}
		for _, n := range shown {
			after := ""
			if n.Description != "" {
				after = ": " + truncate(n.Description, 160)
			}
			l.Items = append(l.Items, linkItem(n.Address, n.Title, after))
		}
		if len(shown) < len(notes) && i > 0 {
			l.Items = append(l.Items, linkItem(f.Address, r.count("notes.all", len(notes)), ""))
		}
		if len(l.Items) > 0 {
			title := f.Title
			if i == 0 {
				title = r.say("notes")
			}
			add(heading(2, title), l)
		}
	}
	// What may be left out has this name in every language.
	l := &note.List{Tight: true, Items: []note.ListItem{linkItem("all.html", r.say("all"), "")}}
	if r.chrome.Recent {
		l.Items = append(l.Items, linkItem("recent.html", r.say("recent"), ""))
	}
	if r.chrome.Tags {
		l.Items = append(l.Items, linkItem(tagsAddress, r.say("tags"), ""))
	}
	add(heading(2, "Optional"), l)
	return markdown.WritePage(&n, markdown.Page{Link: r.guideLink, Image: html.IsImage})
}

// guideLink leads to a twin, by its full address where that is known.
func (r *renderer) guideLink(ref note.Ref) (string, bool) {
	to := ref.Target
	if !r.opts.NoMarkdown {
		to = r.twinOf(to)
	}
	if abs := r.absolute(html.EscapePath(to)); abs != "" {
		return abs, true
	}
	return html.EscapePath(to), true
}

// below appends the notes in a folder and the folders below it, its own first.
func below(f *site.Folder, notes []*site.Note) []*site.Note {
	if f.Note != nil {
		notes = append(notes, f.Note)
	}
	notes = append(notes, f.Notes...)
	for _, c := range f.Folders {
		notes = below(c, notes)
	}
	return notes
}

// mostLinked returns the n notes that most others lead to, in the order of notes.
func mostLinked(notes []*site.Note, n int) []*site.Note {
	if len(notes) <= n {
		return notes
	}
	ranked := slices.Clone(notes)
	slices.SortStableFunc(ranked, func(a, b *site.Note) int { return cmp.Compare(len(b.Backlinks), len(a.Backlinks)) })
	chosen := map[*site.Note]bool{}
	for _, note := range ranked[:n] {
		chosen[note] = true
	}
	var out []*site.Note
	for _, note := range notes {
		if chosen[note] {
			out = append(out, note)
		}
	}
	return out
}

// fullText is every note one after another, with links as they are in llms.txt.
func (r *renderer) fullText() []byte {
	var out []byte
	for _, n := range r.site.Notes {
		t := twin{r: r, address: "llms-full.txt"}
		t.note(n)
		if len(out) > 0 {
			out = append(out, '\n')
		}
		out = append(out, t.write()...)
	}
	return out
}
