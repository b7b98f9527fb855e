package render

import (
	"context"
	"slices"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

// Revise makes those files of the last Render with opts.Memory that show notes of which it hears
// that they are not as they were: see site.Memory.Revise, which returns them. Of the first one the
// text is another, and of the others what notes say about them. It reports false where other files
// may be others, too, and then Render has to be called. Of opts nothing may be another than it was
// but Known.
func Revise(ctx context.Context, revised *site.Revised, opts Options, emit func(File) error, report diag.Reporter) (bool, error) {
	r := opts.Memory.last
	if r == nil || r.keys == nil {
		return false, nil
	}
	r.report, r.opts.Known = report, opts.Known
	jobs, ok := r.revisions(revised)
	if !ok {
		return false, nil
	}
	return true, r.run(ctx, jobs, emit)
}

func (r *renderer) revisions(revised *site.Revised) ([]job, bool) {
	n := revised.Notes[0]
	before, now := r.reads[n], read(n.Body)
	if !before.same(now) {
		return nil, false // other notes go by that
	}
	r.reads[n] = now
	r.opts.Memory.texts[n.Serial.Text] = now
	delete(r.entrySizes, n)
	face := r.keys.face[n]
	r.keys.face[n] = r.keys.faceOf(n)

	var jobs []job
	if r.chrome.Search {
		files, gone, ok := r.opts.Memory.search.Revise(n, r.searchOptions())
		if !ok {
			return nil, false
		}
		jobs = append(jobs, fileJobs(files)...)
		for _, path := range gone {
			jobs = append(jobs, func() (File, error) { return File{Path: path, Gone: true}, nil })
		}
	}
	shown := r.showing(n)
	pages := slices.Clone(shown)
	for _, other := range revised.Notes[1:] {
		if !slices.Contains(pages, other) {
			pages = append(pages, other)
		}
	}
	for _, of := range pages {
		jobs = append(jobs, r.pagesOf(of)...)
	}
	if !r.opts.NoMarkdown {
		for _, of := range shown {
			jobs = append(jobs, r.twinsOf(of)...)
		}
	}
	if r.chrome.Previews > 0 {
		jobs = append(jobs, r.changedPreviews(n, revised.Leads)...)
	}
	described := face != r.keys.face[n]
	if described {
		lists, ok := r.listsOf(n, pages)
		if !ok {
			return nil, false
		}
		jobs = append(jobs, lists...)
	}
	for _, c := range r.channels {
		if described && slices.Contains(c.notes, n) || c.whole && slices.ContainsFunc(c.notes, func(of *site.Note) bool { return slices.Contains(shown, of) }) {
			jobs = append(jobs, r.feedJobs(c)...)
		}
	}
	if r.opts.FullText && r.opts.Robots != "none" {
		jobs = append(jobs, r.fullTextJob)
	}
	return jobs, true
}

// changedPreviews are the files of previews that are others now that the text of a note is, or also
// because there may be previews of other notes.
func (r *renderer) changedPreviews(n *site.Note, others bool) []job {
	own := shard(n.Address, r.chrome.Previews)
	if !others {
		return []job{r.previewJob(own)}
	}
	before := r.seen.shards
	var jobs []job
	for k, j := range previews(r) {
		if k == own || !slices.Equal(before[k], r.seen.shards[k]) {
			jobs = append(jobs, j)
		}
	}
	return jobs
}

// same reports whether other pages find the same in two texts.
func (t *reading) same(o *reading) bool {
	return slices.Equal(t.files, o.files) && slices.Equal(t.embeds, o.embeds) && slices.Equal(t.shown, o.shown) &&
		slices.EqualFunc(t.links, o.links, func(a, b note.Ref) bool { return a.Target == b.Target && a.Anchor == b.Anchor })
}

// A noteList is a list of notes with the beginnings of their texts, on several pages.
type noteList struct {
	pages [][]*site.Note
	jobs  []job                 // by page
	part  func() [][]*site.Note // makes pages anew
}

// lists enters a list for listsOf.
func (r *renderer) lists(pages [][]*site.Note, jobs []job, part func() [][]*site.Note) {
	if r.keys != nil {
		r.listed = append(r.listed, noteList{pages, jobs, part})
	}
}

// listsOf makes what shows a note in lists, once its text begins otherwise. It reports false where
// pages of lists would end elsewhere by that, or where the note speaks for a folder. The pages of
// the notes in made are made anyway.
func (r *renderer) listsOf(n *site.Note, made []*site.Note) ([]job, bool) {
	if n.Index {
		return nil, false
	}
	var jobs []job
	for _, l := range r.listed {
		for i, page := range l.pages {
			if !slices.Contains(page, n) {
				continue
			}
			if !slices.EqualFunc(l.pages, l.part(), func(a, b []*site.Note) bool { return len(a) == len(b) }) {
				return nil, false
			}
			jobs = append(jobs, l.jobs[i])
		}
	}
	if !slices.Contains(made, r.site.Home) {
		jobs = append(jobs, homePage(r)...)
	}
	jobs = append(jobs, notFoundPage(r)...)
	if r.opts.Robots != "none" {
		jobs = append(jobs, r.guideJob)
	}
	return jobs, true
}

// showing returns a note and all notes in whose text it is shown.
func (r *renderer) showing(n *site.Note) []*site.Note {
	out := []*site.Note{n}
	for i := 0; i < len(out); i++ {
		for _, of := range r.site.Notes {
			if slices.Contains(r.reads[of].embeds, out[i].Address) && !slices.Contains(out, of) {
				out = append(out, of)
			}
		}
	}
	return out
}

// pagesOf are the pages that show the text of a note as theirs.
func (r *renderer) pagesOf(n *site.Note) []job {
	var jobs []job
	if n == r.site.Home {
		jobs = homePage(r)
	}
	if n.Index {
		p := r.sheets[n.Folder]
		for i := range p.addresses {
			jobs = append(jobs, r.folderJob(n.Folder, p, i))
		}
	}
	if n != r.site.Home && !n.Index {
		jobs = append(jobs, r.noteJob(n))
	}
	return jobs
}

func (r *renderer) twinsOf(n *site.Note) []job {
	var jobs []job
	if n == r.site.Home {
		jobs = append(jobs, r.homeTwin())
	}
	if n.Index && n.Folder.Parent != nil {
		jobs = append(jobs, r.folderTwin(n.Folder))
	}
	if n != r.site.Home && !n.Index {
		jobs = append(jobs, r.noteTwin(n))
	}
	return jobs
}
