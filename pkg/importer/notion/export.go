package notion

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"
	"sync"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// An export is one export being read.
type export struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	files []file
	index index

	pages   []*page
	hasPage map[string]bool // identifiers of pages that have a file
	tables  []*database     // one for each CSV file that is of Notion
	byID    map[string]*page
	byPath  map[string]*page     // without identifier, by path inside the workspace
	owners  map[string]*page     // of folders, with and without identifiers in their names
	homes   map[string]*database // databases by the folder of their rows

	attachments attachments
	blocks      func() map[blockKey]*page // where blocks with identifiers stand, for which few links ask; see blockAt

	mu     sync.Mutex      // guards wanted, and what links call attachments, while links are followed
	wanted map[string]bool // identifiers of blocks that links lead to
}

// A page is a note in the making.
type page struct {
	file
	item string // inside the file; empty when the file is the page
	note *note.Note
	size int // bytes of its source
	row  int // of a database
}

func newExport(src *importer.Source, opts importer.Options, sink importer.Sink) *export {
	return &export{src: src, opts: opts, sink: sink, index: newIndex(), hasPage: map[string]bool{}, byID: map[string]*page{}, byPath: map[string]*page{}, owners: map[string]*page{},
		homes: map[string]*database{}, attachments: newAttachments(), wanted: map[string]bool{}}
}

// read reads the databases, then the pages, whose properties the databases name.
func (e *export) read(ctx context.Context) error {
	failed := make([]error, len(e.tables))
	err := importer.InParallel(ctx, len(e.tables), func(i int) { failed[i] = e.tables[i].read(e) })
	if err != nil {
		return err
	}
	for i, err := range failed {
		if err != nil {
			importer.Fail(e.sink, e.src, e.tables[i].File, ledger.Note, err)
			e.tables[i] = nil
		}
	}
	e.tables = slices.DeleteFunc(e.tables, func(d *database) bool { return d == nil })
	e.joinViews()
	failed = make([]error, len(e.pages))
	err = importer.InParallel(ctx, len(e.pages), func(i int) { failed[i] = e.readPage(e.pages[i]) })
	if err != nil {
		return err
	}
	for i, err := range failed {
		if err != nil {
			importer.Fail(e.sink, e.src, e.pages[i].File, ledger.Note, err)
			e.pages[i] = nil
		}
	}
	e.pages = slices.DeleteFunc(e.pages, func(p *page) bool { return p == nil })
	return nil
}

// readPage reads one page.
func (e *export) readPage(p *page) error {
	p.note = &note.Note{Space: e.opts.Space, Source: note.Source{Input: e.src.Name, File: p.Path}}
	read := e.readMarkdown
	if p.ext() == ".html" {
		read = e.readHTML
	}
	if err := read(p); err != nil {
		return err
	}
	e.identify(p)
	return nil
}

// identify gives a page its ID and a title.
func (e *export) identify(p *page) {
	p.note.ID = note.ID(e.opts.Space + "/" + p.path)
	if p.id != "" {
		p.note.ID = noteID(p.id)
	}
	p.note.Title = cmp.Or(importer.OneLine(p.note.Title), importer.OneLine(p.title), "Untitled")
	p.note.Name = p.note.Title
}

func noteID(id string) note.ID { return note.ID("notion:" + id) }

// choose keeps of pages that are there twice the larger: exports of parts of a workspace hold
// some pages again, empty.
func (e *export) choose() {
	slices.SortStableFunc(e.pages, func(a, b *page) int {
		return cmp.Or(strings.Compare(string(a.note.ID), string(b.note.ID)), cmp.Compare(b.size, a.size), strings.Compare(a.path, b.path), strings.Compare(a.Path, b.Path))
	})
	kept := e.pages[:0]
	for _, p := range e.pages {
		if len(kept) > 0 && kept[len(kept)-1].note.ID == p.note.ID {
			importer.LeaveOut(e.sink, e.src, p.File, ledger.Note, "duplicate")
			continue
		}
		kept = append(kept, p)
		e.enter(p)
	}
	clear(e.pages[len(kept):])
	e.pages = kept
}

// enter makes a page known by its identifier and as the owner of its folder.
func (e *export) enter(p *page) {
	if p.id != "" {
		e.byID[p.id] = p
	} else if p.item == "" {
		e.byPath[p.path] = p
	}
	if p.item != "" && p.row > 0 {
		return
	}
	for _, folder := range p.folders() {
		if e.owners[folder] == nil {
			e.owners[folder] = p
		}
	}
}

// folders returns the names that the folder of a page's children may have: with the identifier
// in older exports, without it in newer ones.
func (f file) folders() []string {
	with := strings.TrimSuffix(f.path, path.Ext(f.path))
	if f.all {
		with = strings.TrimSuffix(with, "_all")
	}
	return []string{with, path.Join(f.dir(), f.title)}
}

// notebook returns the titles of the pages around a folder's content, outermost first.
func (e *export) notebook(dir string) []string {
	var out []string
	for at := 0; dir != "." && at <= len(dir); {
		end := strings.IndexByte(dir[at:], '/')
		if end < 0 {
			end = len(dir) - at
		}
		folder := dir[:at+end]
		if owner := e.ownerOf(folder); owner != nil {
			out = append(out, owner.note.Title)
		} else {
			out = append(out, cmp.Or(nameOf(folder).title, "Untitled"))
		}
		at += end + 1
	}
	return out
}

// ownerOf returns the page whose children a folder holds.
func (e *export) ownerOf(folder string) *page {
	if p := e.owners[folder]; p != nil {
		return p
	}
	return e.byID[nameOf(folder).id]
}

// place sets the notebook and the path of every note. Exports without folders have the tree of
// pages in their index alone.
func (e *export) place() {
	var paths importer.Paths
	slices.SortStableFunc(e.pages, func(a, b *page) int { return strings.Compare(string(a.note.ID), string(b.note.ID)) })
	for _, p := range e.pages {
		p.note.Notebook = e.notebook(p.dir())
		if p.dir() == "." {
			p.note.Notebook = e.indexed(p.id)
		}
		p.note.Order = e.index.order[p.id]
		p.note.Path = paths.Give(p.note.Notebook, p.note.Title, ".md")
	}
	e.placeAttachments(&paths)
}

// indexed returns the titles of the pages that the index has around a page.
func (e *export) indexed(id string) []string {
	var out []string
	for up := e.index.parent[id]; up != "" && len(out) < 64; up = e.index.parent[up] {
		title := cmp.Or(e.index.title[up], "Untitled")
		if p := e.byID[up]; p != nil {
			title = p.note.Title
		}
		out = append(out, title)
	}
	slices.Reverse(out)
	return out
}

// send gives everything to the sink.
func (e *export) send(ctx context.Context) error {
	for _, p := range e.pages {
		e.sink.Note(p.note)
	}
	e.sendAttachments()
	return ctx.Err()
}

func (e *export) report(p *page, code string, severity diag.Severity, message, hint string) {
	e.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: p.Place, Item: p.item}, Message: message, Hint: hint, Note: string(p.note.ID)})
}
