package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/internal/script"
	"memopress/pkg/note"
)

// A page is a published note on its way into the Site.
type page struct {
	src     *note.Note
	out     *Note
	path    string            // where src lies, with its folders in the layout's spelling
	dir     string            // source folder that it belongs to; for a folder's own note, that folder
	regular string            // the address that it would have without a permalink
	address string            // that of out, for those who link to the page while out is filled in
	anchors map[any]string    // ids on the page of the nodes of src.Body
	named   map[string]string // ids on the page by folded ids of HTML elements
	files   []pendingFile
	links   []*page // that it refers to in what is shown, some several times
	census  script.Census

	asked []question // with a memory: see there
	early int
	known *known
	made  bool // anew
	moved bool // a file that it uses has another address
}

// A layout decides which folders there are and where every page is. It knows only what is
// published: no address depends on a note that is not.
type layout struct {
	settings Settings
	report   diag.Reporter
	book     *addressBook
	pages    []*page            // by source path
	folders  map[string]*Folder // by source folder
	stems    map[string]string  // address of a source folder, without slash; "" for the root
	index    map[string]*page   // the folder's own note, by source folder
	home     *page
	spelling map[string]string // by folded source folder: how the first note of it writes it
}

func newLayout(pages []*page, settings Settings, report diag.Reporter) *layout {
	l := &layout{
		settings: settings, report: report, book: newAddressBook(), pages: pages,
		folders: map[string]*Folder{}, stems: map[string]string{}, index: map[string]*page{},
		spelling: map[string]string{"": ""},
	}
	for _, p := range pages {
		p.path = l.spell(l.rooted(p.src))
		p.dir = parentOf(p.path)
	}
	l.chooseIndexNotes()
	l.giveFolders()
	l.givePages()
	return l
}

// spell returns a path with each of its folders in one spelling: "Tags/a" and "tags/b", or names
// in NFC and NFD, which two inputs may bring together, lie in one folder for every reader.
func (l *layout) spell(p string) string {
	dir := parentOf(p)
	if dir == "" {
		return p
	}
	spelled, known := l.spelling[fold(dir)]
	if !known {
		spelled = l.spell(dir)
		l.spelling[fold(dir)] = spelled
	}
	return spelled + p[len(dir):]
}

// rooted is the note's path below the folder that its space has on the site.
func (l *layout) rooted(n *note.Note) string {
	space := n.Space
	root, ok := l.settings.Roots[space]
	for !ok && space != "" {
		space = parentOf(space)
		root, ok = l.settings.Roots[space]
	}
	if root == "" {
		return sourcePath(n)
	}
	return strings.Trim(norm.NFC.String(root), "/") + "/" + sourcePath(n)
}

// sourcePath is the note's path, or one made from its notebooks and name.
func sourcePath(n *note.Note) string {
	return strings.Trim(norm.NFC.String(orElse(n.Path, notebookPath(n))), "/")
}

// indexNames are the names, folded, of notes that speak for their folder, best first.
var indexNames = []string{"index", "_index", "home", "홈", "readme"}

// chooseIndexNotes finds the note of each folder: one of the indexNames, else a note named like
// the folder, inside it or beside it.
func (l *layout) chooseIndexNotes() {
	inside := map[string][]*page{}
	dirs := map[string]bool{}
	for _, p := range l.pages {
		inside[p.dir] = append(inside[p.dir], p)
		for dir := p.dir; dir != ""; dir = parentOf(dir) {
			dirs[dir] = true
		}
	}
	beside := map[string]*page{}
	for _, p := range l.pages {
		dir, known := l.spelling[fold(strings.TrimSuffix(p.path, extension(p.path)))]
		if known && dirs[dir] && beside[dir] == nil {
			beside[dir] = p
		}
	}
	l.home = l.wantedHome()
	for _, p := range l.pages {
		if l.home == nil && asksForRoot(p.src.Permalink) {
			l.home = p
		}
	}
	if l.home == nil {
		l.home = bestIndex("", inside[""])
	}
	if l.home != nil {
		l.index[""] = l.home
		l.home.dir = ""
	}
	for dir := range dirs {
		if p := bestIndex(dir, inside[dir]); p != nil && p != l.home {
			l.index[dir] = p
		}
	}
	for dir, p := range beside {
		// A note may stand for one folder only, its own first.
		if l.index[dir] == nil && p != l.home && l.index[p.dir] != p {
			l.index[dir] = p
		}
	}
	for dir, p := range l.index {
		p.dir = dir
	}
}

// asksForRoot reports whether a permalink is that of the home page.
func asksForRoot(permalink string) bool {
	switch strings.TrimSpace(permalink) {
	case "/", "./", "/index.html", "index.html", "/index":
		return true
	}
	return false
}

// wantedHome returns the note that the settings name as home page.
func (l *layout) wantedHome() *page {
	want := fold(cleanGlob(l.settings.Home))
	if want == "" {
		return nil
	}
	for _, exact := range []bool{true, false} {
		for _, p := range l.pages {
			src, own := fold(p.path), fold(sourcePath(p.src))
			if want == src || want == own || want == strings.TrimSuffix(src, extension(src)) || want == strings.TrimSuffix(own, extension(own)) ||
				!exact && want == fold(orElse(p.src.Name, p.src.Title)) {
				return p
			}
		}
	}
	l.report.Report(diag.Diagnostic{
		Severity: diag.Warning, Code: "C002",
		Message: "home: no published note has the path or name “" + l.settings.Home + "”",
		Hint:    "write the note's path from the root of the notes, and see that it is published",
	})
	return nil
}

// bestIndex returns the one of the notes of a folder that speaks for it, nil for none.
func bestIndex(dir string, notes []*page) *page {
	rank := func(p *page) int {
		name := fold(strings.TrimSuffix(path.Base(p.path), extension(p.path)))
		if i := slices.Index(indexNames, name); i >= 0 {
			return i
		}
		if dir != "" && name == fold(path.Base(dir)) {
			return len(indexNames)
		}
		return len(indexNames) + 1
	}
	var best *page
	for _, p := range notes {
		if r := rank(p); r <= len(indexNames) && (best == nil || r < rank(best)) {
			best = p
		}
	}
	return best
}

// giveFolders makes the folder tree and gives each folder its address.
func (l *layout) giveFolders() {
	l.folders[""] = &Folder{Address: "index.html", Title: l.settings.Title}
	l.stems[""] = ""
	dirs := map[string]bool{}
	for _, p := range l.pages {
		for dir := p.dir; dir != ""; dir = parentOf(dir) {
			dirs[dir] = true
		}
	}
	sorted := make([]string, 0, len(dirs))
	for dir := range dirs {
		sorted = append(sorted, dir)
	}
	slices.Sort(sorted) // parents come first
	for _, dir := range sorted {
		parent := parentOf(dir)
		stem := l.join(parent, l.settings.Addresses.segment(path.Base(dir), dir))
		stem = l.book.number(stem, func(s string) string { return s + "/index.html" }, func(stem, address string) bool {
			_, free := l.book.free(address)
			return free && !l.book.folders[fold(stem)]
		})
		l.stems[dir] = stem
		l.folders[dir] = &Folder{Address: stem + "/index.html", Title: path.Base(dir), Parent: l.folders[parent]}
		l.folders[parent].Folders = append(l.folders[parent].Folders, l.folders[dir])
		l.book.take(stem+"/index.html", ownPage)
	}
}

// join returns the address of what a source folder holds under that segment.
func (l *layout) join(dir, segment string) string {
	if l.stems[dir] == "" {
		return segment
	}
	return l.stems[dir] + "/" + segment
}

// givePages gives every note its address: first to those that ask for one, then to the others
// in the order of their paths.
func (l *layout) givePages() {
	for _, p := range l.pages {
		p.out.Folder = l.folders[p.dir]
		if l.index[p.dir] == p {
			p.regular = l.folders[p.dir].Address
			p.out.Index = true
			l.folders[p.dir].Note = p.out
		}
		if p.src.Permalink != "" && p != l.home {
			l.givePermalink(p)
		}
		if p.out.Address == "" && p.out.Index {
			p.out.Address = p.regular
		} else if p.out.Index {
			l.folders[p.dir].Address = p.out.Address
			delete(l.book.files, fold(p.regular)) // a redirect may stand there
		}
	}
	for _, p := range l.pages {
		if p.regular != "" {
			continue
		}
		name := path.Base(p.path)
		want := l.join(p.dir, l.settings.Addresses.segment(strings.TrimSuffix(name, extension(name)), p.path))
		if p.out.Address != "" {
			p.regular = l.settings.Addresses.page(want)
			continue
		}
		stem := l.book.number(want, l.settings.Addresses.page, func(_, address string) bool {
			_, free := l.book.free(address)
			return free
		})
		p.regular = l.settings.Addresses.page(stem)
		p.out.Address = p.regular
		if stem != want {
			l.reportClash(p, l.settings.Addresses.page(want))
		}
		l.book.take(p.out.Address, l.ownerName(p))
	}
	slices.SortFunc(l.pages, func(a, b *page) int { return cmp.Compare(a.out.Address, b.out.Address) })
}

// givePermalink gives a note the address that it asks for, if that is possible.
func (l *layout) givePermalink(p *page) {
	address, why := l.settings.Addresses.permalink(p.src.Permalink)
	if why == "" {
		if holder, free := l.book.free(address); !free {
			why = "belongs to " + orElse(holder, "a page that memopress makes")
		}
	}
	if why != "" {
		l.report.Report(diag.Diagnostic{
			Severity: diag.Warning, Code: "U001", Pos: position(p.src, note.Ref{}), Note: string(p.src.ID),
			Message: "the permalink “" + p.src.Permalink + "” cannot be used: it " + why,
			Hint:    "write a path such as /folder/name; the note keeps its usual address",
		})
		return
	}
	l.book.take(address, l.ownerName(p))
	p.out.Address = address
}

// reportClash says that a note did not get the address that its path gives.
func (l *layout) reportClash(p *page, address string) {
	holder, _ := l.book.free(address)
	d := diag.Diagnostic{
		Severity: diag.Warning, Code: "U001", Pos: position(p.src, note.Ref{}), Note: string(p.src.ID),
		Message: "its address " + address + " belongs to " + holder + "; it is published at " + p.out.Address,
		Hint:    "rename one of them or give it a permalink",
	}
	if holder == ownPage {
		d.Severity = diag.Info
		d.Message = "its address " + address + " belongs to a page that memopress makes; it is published at " + p.out.Address
	} else if fold(holder) == fold(l.ownerName(p)) {
		d.Code = "U002"
	}
	l.report.Report(d)
}

// ownerName is how messages call the note that has an address.
func (l *layout) ownerName(p *page) string {
	return orElse(position(p.src, note.Ref{}).File, sourcePath(p.src))
}

// position is where a reference stands, or the note when the reference has no place. The file is
// called as the user would: by the input and the path inside it.
func position(n *note.Note, ref note.Ref) diag.Pos {
	file := n.Source.File
	if in := n.Source.Input; in != "" && path.Base(in) != file {
		file = path.Join(in, file)
	} else if in != "" {
		file = in // the input is that file
	}
	if n.Source.Item != "" && n.Source.Line == 0 {
		return diag.Pos{File: file, Item: n.Source.Item} // lines of an item are not those of its file
	}
	return diag.Pos{File: file, Item: n.Source.Item, Line: ref.Line, Column: ref.Column}
}
