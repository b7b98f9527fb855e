package render

import (
	"context"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/internal/card"
	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// Options are what the author and the theme decide about pages.
type Options struct {
	// Message returns the words of the interface in a language, "" where the theme does not
	// speak it or has no such key. Nil leaves the keys standing.
	Message func(language, key string) string
	// Media returns the size of the image at a site address in pixels, 0 when not known.
	Media func(address string) (width, height int)
	// Copies returns the widths of the smaller copies of that image: see html.Page. Nil for none.
	Copies func(address string) []int

	// Card returns the site address of a picture with these texts, "" when it cannot be made. Nil
	// means that there are none.
	Card      func(card.Card) string
	NoteCards bool // each note has a card of its own

	Menu []MenuItem // links of the header

	Icons []Icon    // what stands for the site outside of its pages
	Paper [2]string // the colour of pages in light and in dark; may be empty

	NoContents    bool // leave out the parts of that name
	NoBacklinks   bool
	NoMentions    bool
	NoRelated     bool
	NoProperties  bool
	NoReadingTime bool
	NoCalendar    bool // no calendar, and no days in notes
	NoGallery     bool
	NoGraph       bool // no page of the graph
	NoNearby      bool // no picture of its neighbours in a note
	NoSearch      bool
	SearchTitles  bool // search finds titles, aliases, tags and headings only
	NoPreviews    bool
	NoMarkdown    bool // no page is written as Markdown, too

	Stacked bool // pages open beside each other, where there is room
	Offline bool // browsers keep what was read, and show it without a network

	FeedSummaries   bool // the feed of the site carries descriptions in place of texts
	NoFolderFeeds   bool
	NoTagFeeds      bool
	FullText        bool   // all notes as one text, llms-full.txt
	FeedItems       int    // entries of the feed; 0 means 30
	Robots          string // "none" asks search engines to stay away
	RemoteImages    bool   // load pictures from other hosts; the policy then allows it
	ShowUnpublished bool   // show the names of notes that links lead to in vain

	// Memory and Known are for a program that renders the same site again and again with the same
	// options: Known reports whether the file of a path is known that had a key, so that it need not
	// be made again. Both are nil for none.
	Memory *Memory
	Known  func(path string, key uint64) bool
	Look   string // changes when the theme around pages does; for Known

	Workers int // 0 means one for each processor
}

// A MenuItem is a link of the header. Link is a URL, the name of a page that every site has
// (home, all, recent, tags), or a folder, note or tag ("#tag") by path, title or address.
type MenuItem struct{ Title, Link string }

// sections are the parts of a site, each in a file of its own: what there is to make of it.
// What holds much memory until it is written comes first.
var sections = []func(*renderer) []job{
	searchIndex,
	notePages,
	linkedPages,
	folderPages,
	tagPages,
	tagsPages,
	homePage,
	foldersPages,
	allPages,
	recentPages,
	calendarPages,
	dayData,
	galleryPages,
	addressData,
	latestData,
	branchData,
	graphPage,
	graphData,
	searchPage,
	notFoundPage,
	offlinePage,
	previews,
	twins,
	llms,
	redirects,
	feed,
	sitemap,
	robots,
	manifest,
	hostFiles,
}

// A job makes one file.
type job func() (File, error)

// Render makes every file of the site but attachments and the theme's assets. emit is called
// for each of them, from several goroutines and in no order; its first error ends everything.
func Render(ctx context.Context, s *site.Site, opts Options, emit func(File) error, r diag.Reporter) error {
	rd := newRenderer(s, opts, r)
	var jobs []job
	for _, make := range sections {
		jobs = append(jobs, make(rd)...)
	}
	if opts.Memory != nil {
		opts.Memory.last = rd
	}
	return rd.run(ctx, jobs, emit)
}

// run does jobs on all processors.
func (r *renderer) run(ctx context.Context, jobs []job, emit func(File) error) error {
	workers := r.opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	g, ctx := errgroup.WithContext(ctx)
	queue := make(chan job)
	g.Go(func() error {
		defer close(queue)
		for _, j := range jobs {
			select {
			case queue <- j:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range workers {
		g.Go(func() error {
			for j := range queue {
				f, err := j()
				if err != nil {
					return err
				}
				if err := emit(f); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// renderer is what all pages of one run share. It does not change while they are made, but for
// what guards itself. With Options.Memory it stays for Revise, which changes it between runs.
type renderer struct {
	site   *site.Site
	opts   Options
	report diag.Reporter
	chrome *Chrome

	writer  *html.Writer // for bodies that begin below the title's level
	lowered *html.Writer // for bodies that have a first-level heading of their own

	paths      map[*site.Note]string   // encoded addresses
	notes      map[string]*site.Note   // by address
	tags       map[string]*site.Tag    // by folded name
	taken      map[string]bool         // folded addresses of everything in site
	channels   map[string]*channel     // what there are feeds of, by address of the page
	dotted     map[string]bool         // folded folders called like a file; see dottedFolders
	below      map[*site.Folder]string // encoded addresses
	sizes      map[*site.Folder]int    // notes in the folder and below it
	rank       map[*site.Note]int      // of a note among those of its folder
	folderRank map[*site.Folder]int    // of a folder among those of its parent
	menu       []target
	allFolders string                       // address of the list of all folders; empty where the home page is it
	dated      []*site.Note                 // that have a date, the newest first
	linked     map[*site.Note]linked        // of those that many refer to
	days       *days                        // nil where no note has one
	pictures   []picture                    // for the gallery
	net        *net                         // nil where nothing is drawn
	keys       *keys                        // nil without a memory
	reads      map[*site.Note]*reading      // likewise
	sheets     map[*site.Folder]folderParts // of folders with a note of their own
	entrySizes map[*site.Note]int           // see entryBytes
	listed     []noteList                   // with a memory: the lists of notes with what they say
	seen       struct {                     // what there are previews of
		wanted map[*site.Note][]string
		shards [][]*site.Note
	}

	calendar calendar
}

func newRenderer(s *site.Site, opts Options, report diag.Reporter) *renderer {
	if opts.Message == nil {
		opts.Message = func(string, string) string { return "" }
	}
	if opts.Media == nil {
		opts.Media = func(string) (int, int) { return 0, 0 }
	}
	if opts.Copies == nil {
		opts.Copies = func(string) []int { return nil }
	}
	if opts.FeedItems == 0 {
		opts.FeedItems = 30
	}
	r := &renderer{
		site: s, opts: opts, report: report,
		writer:  html.New(html.Options{MinLevel: 2}),
		lowered: html.New(html.Options{HeadingOffset: 1, MinLevel: 2}),
		paths:   make(map[*site.Note]string, len(s.Notes)),
		notes:   make(map[string]*site.Note, len(s.Notes)),
		tags:    map[string]*site.Tag{},
		taken:   map[string]bool{},
	}
	if m := opts.Memory; m != nil {
		if m.writer == nil {
			m.writer, m.lowered = r.writer, r.lowered
		}
		r.writer, r.lowered = m.writer, m.lowered
		r.reads = m.readings(s.Notes)
	}
	for _, n := range s.Notes {
		r.paths[n] = html.EscapePath(n.Address)
		r.notes[n.Address] = n
		r.taken[fold(n.Address)] = true
	}
	for _, f := range s.Files {
		r.taken[fold(f.Address)] = true
	}
	for _, rd := range s.Redirects {
		r.taken[fold(rd.From)] = true
	}
	r.sheets, r.entrySizes = map[*site.Folder]folderParts{}, make(map[*site.Note]int, len(s.Notes))
	r.below, r.sizes = map[*site.Folder]string{}, map[*site.Folder]int{}
	r.rank, r.folderRank = make(map[*site.Note]int, len(s.Notes)), map[*site.Folder]int{}
	if s.Root != nil {
		r.measure(s.Root)
	}
	for t := range tags(s.Tags) {
		r.tags[fold(t.Name)] = t
		r.taken[fold(t.Address)] = true
	}
	r.dotted = dottedFolders(r.taken)
	r.dated = r.findDated()
	if s.Root != nil && len(s.Root.Folders) > homeFolders {
		r.allFolders = r.numbered("folders", 1)
	}
	r.calendar = r.makeCalendar()
	if !opts.NoCalendar {
		r.days = r.makeDays()
	}
	if !opts.NoGallery {
		r.pictures = r.allPictures(newestFirst(s.Notes))
	}
	if !opts.NoGraph || !opts.NoNearby {
		r.net = r.makeNet()
	}
	r.linked = r.makeLinked()
	r.makeChannels()
	r.chrome = r.makeChrome()
	r.menu = r.findMenu()
	if opts.Memory != nil {
		r.keys = r.makeKeys()
	}
	return r
}

// measure enters a folder and those below it, and returns how many notes they hold.
func (r *renderer) measure(f *site.Folder) int {
	n := len(f.Notes)
	if f.Note != nil {
		n++
	}
	for i, c := range f.Folders {
		n += r.measure(c)
		r.folderRank[c] = i
	}
	for i, c := range f.Notes {
		r.rank[c] = i
	}
	r.taken[fold(f.Address)] = true
	r.below[f] = html.EscapePath(f.Address)
	r.sizes[f] = n
	return n
}

// fold returns the form in which names are compared: NFC, without case.
func fold(s string) string {
	for _, r := range s {
		// Whole syllables and ideographs have neither case nor another form.
		if r >= 0x80 && (r < 0xAC00 || r > 0xD7A3) && (r < 0x4E00 || r > 0x9FFF) {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
		}
	}
	return strings.ToLower(s)
}

// numbered returns an address for the n-th page of a list, one that nothing else has, and gives it
// to nothing else from then on.
func (r *renderer) numbered(stem string, n int) string {
	for address := stem; ; n++ {
		if n > 1 {
			address = stem + "-" + itoa(n)
		}
		if key := fold(address + ".html"); !r.taken[key] {
			r.taken[key] = true
			return address + ".html"
		}
	}
}

// write renders a note's body for its own page.
func (r *renderer) write(at place, n *site.Note, blocks []note.Block) html.Result {
	w := r.writer
	if hasFirstLevel(blocks) {
		w = r.lowered
	}
	p := r.textOf(n, n.Address)
	p.Copies = r.opts.Copies
	p.Sidenotes, p.Remarks = true, r.remarks(at, n)
	return w.Write(p, blocks)
}

// hasFirstLevel reports whether the note uses headings of the level that its title has on the
// page; all of its headings then go down by one.
func hasFirstLevel(blocks []note.Block) bool {
	found := false
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Heading:
			found = found || node.Level == 1
		case *note.Tag:
			found = found || node.Name() == "h1"
		}
		return !found
	})
	return found
}

// textOf says how text of n is written on the page at address.
func (r *renderer) textOf(n *site.Note, address string) html.Page {
	return html.Page{
		Address: address, IDs: true, Language: n.Language, Direction: n.Direction,
		RemoteImages: r.opts.RemoteImages, ShowUnpublished: r.opts.ShowUnpublished,
		Message:    func(key string) string { return r.sayIn(n.Language, key) },
		Transclude: r.transclude,
		Media:      r.opts.Media,
		TagAddress: r.tagAddress,
		Report:     r.report, File: n.Address,
	}
}

func (r *renderer) transclude(ref note.Ref) (html.Transclusion, bool) {
	n := r.notes[ref.Target]
	if n == nil {
		return html.Transclusion{}, false
	}
	t := html.Transclusion{Title: n.Title, Address: n.Address, Blocks: n.Body, Whole: n.Body, Language: n.Language, Direction: n.Direction}
	if ref.Anchor != "" {
		if t.Blocks = note.Section(n.Body, ref.Anchor); t.Blocks == nil {
			return html.Transclusion{}, false
		}
	}
	return t, true
}

func (r *renderer) tagAddress(name string) string {
	if t := r.tags[fold(name)]; t != nil {
		return t.Address
	}
	return ""
}

// folders yields every folder below root, parents first, without root itself.
func folders(root *site.Folder) func(func(*site.Folder) bool) {
	return func(yield func(*site.Folder) bool) {
		var walk func(f *site.Folder) bool
		walk = func(f *site.Folder) bool {
			for _, c := range f.Folders {
				if !yield(c) || !walk(c) {
					return false
				}
			}
			return true
		}
		if root != nil {
			walk(root)
		}
	}
}

// tags yields every tag of the trees, parents first.
func tags(trees []*site.Tag) func(func(*site.Tag) bool) {
	return func(yield func(*site.Tag) bool) {
		var walk func([]*site.Tag) bool
		walk = func(all []*site.Tag) bool {
			for _, t := range all {
				if !yield(t) || !walk(t.Tags) {
					return false
				}
			}
			return true
		}
		walk(trees)
	}
}
