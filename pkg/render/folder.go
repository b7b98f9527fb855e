package render

import "memopress/pkg/site"

// folderPages are the pages of the folders below the root: the folder's own note, then what is
// in it.
func folderPages(r *renderer) []job {
	var jobs []job
	for f := range folders(r.site.Root) {
		parts := r.folderSheets(f)
		addresses := r.pageAddresses(f.Address, len(parts))
		if f.Note != nil {
			r.sheets[f] = folderParts{addresses, parts}
		}
		own := make([]job, len(addresses))
		for i := range addresses {
			own[i] = r.folderJob(f, folderParts{addresses, parts}, i)
		}
		r.lists(notesOf(parts), own, func() [][]*site.Note { return notesOf(r.folderSheets(f)) })
		jobs = append(jobs, own...)
	}
	return jobs
}

func notesOf(parts []folderSheet) [][]*site.Note {
	out := make([][]*site.Note, len(parts))
	for i := range parts {
		out[i] = parts[i].notes
	}
	return out
}

// folderParts are the pages of a folder.
type folderParts struct {
	addresses []string
	sheets    []folderSheet
}

func (r *renderer) folderJob(f *site.Folder, p folderParts, i int) job {
	return r.once(p.addresses[i], func() key { return r.keys.folder(f, p.addresses, i, p.sheets[i]) }, func(r *renderer) (File, error) {
		return File{Path: p.addresses[i], Page: r.folderPage(f, p.addresses, i, p.sheets[i])}, nil
	})
}

// A folderSheet is what one page of a folder lists.
type folderSheet struct {
	folders []*site.Folder
	notes   []*site.Note
}

// folderSheets parts what is in a folder among its pages.
func (r *renderer) folderSheets(f *site.Folder) []folderSheet {
	out := []folderSheet{{}}
	u := ruler{most: pageSize}
	for _, c := range f.Folders {
		if u.turns(r.cardBytes(c)) {
			out = append(out, folderSheet{})
		}
		last := &out[len(out)-1]
		last.folders = append(last.folders, c)
	}
	for _, n := range f.Notes {
		if u.turns(r.entryBytes(n)) {
			out = append(out, folderSheet{})
		}
		last := &out[len(out)-1]
		last.notes = append(last.notes, n)
	}
	return out
}

func (r *renderer) folderPage(f *site.Folder, addresses []string, i int, some folderSheet) *Page {
	p, at := r.begin(FolderPage, addresses[i])
	at = r.join(p, at, f.Address)
	p.Title, p.Heading = f.Title, escape(f.Title)
	a := about{title: f.Title, kind: "CollectionPage", feed: f.Address, way: r.way(f, f.Title, r.below[f])}
	if f.Note != nil && i == 0 {
		r.fillNote(p, at, f.Note)
		a.title, a.note, a.description = f.Note.Title, f.Note, f.Note.Description
	}
	p.Eyebrow = r.say("folder")
	p.Count = r.count("notes", r.sizes[f])
	p.Nav = r.nav(at, f, nil)
	p.Crumbs = r.crumbs(at, f.Parent)
	if len(some.folders) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-folders", Kind: "folders", Title: r.say("folders"), Items: r.folderList(at, some.folders)})
	}
	if len(some.notes) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-notes", Kind: "entries", Title: r.say("notes"), Items: r.entryList(at, some.notes)})
	}
	p.Pager = r.pager(at, addresses, i)
	if a.description == "" {
		a.description = p.Count
	}
	a.title = numberedTitle(a.title, i)
	p.Head = r.head(at, a)
	return p
}

// foldersPages list the folders of the top level where the home page does not hold all of them.
func foldersPages(r *renderer) []job {
	if r.allFolders == "" {
		return nil
	}
	top := r.site.Root.Folders
	parts := sheets(top, ruler{most: pageSize}, r.cardBytes)
	addresses := r.pageAddresses(r.allFolders, len(parts))
	return r.listing(listing{kind: FolderPage, addresses: addresses, twin: "index.html", title: r.say("folders"), count: r.count("folders.all", len(top)),
		fill: func(p *Page, at place, i int) {
			p.Lists = []List{{Kind: "folders", Items: r.folderList(at, parts[i])}}
		}})
}
