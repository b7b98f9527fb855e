package render

import "memopress/pkg/search"

// searchPage is the page that a query has an address on. Without a script it leads to the list of
// all notes.
func searchPage(r *renderer) []job {
	if !r.chrome.Search {
		return nil
	}
	return []job{func() (File, error) {
		p, at := r.begin(SearchPage, "search.html")
		p.Title = r.say("search")
		p.Heading = escape(p.Title)
		p.Lead = r.say("search.lead")
		p.Nav = r.nav(at, r.site.Root, nil)
		p.Crumbs = r.crumbs(at, nil)
		p.Head = r.head(at, about{title: p.Title, description: p.Lead, kind: "SearchResultsPage"})
		return File{Path: p.Address, Page: p}, nil
	}}
}

// searchIndex are the files of the index.
func searchIndex(r *renderer) []job {
	if !r.chrome.Search {
		return nil
	}
	return fileJobs(search.Index(r.site, r.searchOptions()))
}

func (r *renderer) searchOptions() search.Options {
	opts := search.Options{TitlesOnly: r.opts.SearchTitles, Workers: r.opts.Workers}
	if r.keys != nil {
		opts.Memory, opts.Key = &r.opts.Memory.search, r.keys.searched
	}
	return opts
}

func fileJobs(files []search.File) []job {
	var jobs []job
	for i := range files {
		jobs = append(jobs, func() (File, error) {
			f := files[i]
			files[i].Data = nil // together they are as large as the notes
			return File{Path: f.Path, Data: f.Data}, nil
		})
	}
	return jobs
}
