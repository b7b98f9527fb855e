package render

import "memopress/pkg/site"

// folderPages are the pages of the folders below the root: the folder's own note, then what is
// in it.
func folderPages(r *renderer) []job {
	var jobs []job
	for f := range folders(r.site.Root) {
		addresses := r.pageAddresses(f.Address, len(f.Notes), pageSize)
		for i := range addresses {
			jobs = append(jobs, func() (File, error) {
				return File{Path: addresses[i], Page: r.folderPage(f, addresses, i)}, nil
			})
		}
	}
	return jobs
}

func (r *renderer) folderPage(f *site.Folder, addresses []string, i int) *Page {
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
	if i == 0 && len(f.Folders) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-folders", Kind: "folders", Title: r.say("folders"), Items: r.folderList(at, f.Folders)})
	}
	if len(f.Notes) > 0 {
		p.Lists = append(p.Lists, List{ID: "mp-notes", Kind: "entries", Title: r.say("notes"), Items: r.entryList(at, part(f.Notes, i, pageSize))})
	}
	p.Pager = r.pager(at, addresses, i)
	if a.description == "" {
		a.description = p.Count
	}
	if i > 0 {
		a.title += " (" + itoa(i+1) + ")"
	}
	p.Head = r.head(at, a)
	return p
}
