package render

// OfflineAddress is the page that stands in for one that a browser has no copy of, without a
// network. No note has an address like it.
const OfflineAddress = "-/offline.html"

// offlinePage exists where the site can be read offline. A browser shows it under any address; a
// script of the theme lists there what can be read.
func offlinePage(r *renderer) []job {
	if !r.opts.Offline {
		return nil
	}
	return []job{func() (File, error) {
		p, at := r.begin(OfflinePage, OfflineAddress)
		p.Title = r.say("offline")
		p.Heading = escape(p.Title)
		p.Lead = r.say("offline.lead")
		p.Nav = r.nav(at, r.site.Root, nil)
		p.Head = r.head(at, about{title: p.Title, hidden: true})
		return File{Path: OfflineAddress, Page: p}, nil
	}}
}
