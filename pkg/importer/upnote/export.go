package upnote

import (
	"context"
	"path"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// A shortcut stands in a folder of a notebook for a note that lies elsewhere.
type shortcut struct {
	note     string   // path of the note without its ending
	notebook []string // the folders that it lies in
}

// shortcutOf reads the path of a file that may be a shortcut, "notebooks/A/B/note.html.lnk"; nil for
// other files.
func shortcutOf(p string) *shortcut {
	parts := strings.Split(p, "/")
	name := parts[len(parts)-1]
	for _, ext := range []string{".lnk", ".url", ".webloc", ".html", ".md"} {
		if strings.EqualFold(path.Ext(name), ext) {
			name = strings.TrimSuffix(name[:len(name)-len(ext)], " - Shortcut")
		}
	}
	if name == parts[len(parts)-1] {
		return nil
	}
	for i, part := range parts[:len(parts)-1] {
		if strings.EqualFold(part, "notebooks") && i < len(parts)-2 {
			return &shortcut{note: path.Join(append(slices.Clone(parts[:i]), name)...), notebook: parts[i+1 : len(parts)-1]}
		}
	}
	return nil
}

// A page is a file of an export that is a note.
type page struct {
	importer.File
	id       string // path below the root
	notebook []string
	others   [][]string // other notebooks
}

// export reads the pages of an HTML export, and of one in Markdown. Notebooks are folders of
// shortcuts, which say where a note lies; a page that lies there itself is a note.
func (r *reader) export(ctx context.Context) error {
	var pages []*page
	byStem := map[string]*page{}
	var rest []importer.File
	for _, f := range r.src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		s := shortcutOf(f.Path)
		isPage := ext == ".html" || ext == ".md"
		if !isPage || s != nil && (r.src.Has(s.note+".html") || r.src.Has(s.note+".md")) {
			rest = append(rest, f)
			continue
		}
		p := &page{File: f, id: r.inside(f.Path)}
		stem := strings.TrimSuffix(f.Path, path.Ext(f.Path))
		if twin := byStem[stem]; twin != nil { // "a.html" comes before "a.md" and says more
			importer.LeaveOut(r.sink, r.src, f, ledger.Note, "twin of a note's HTML")
			r.pages["/"+f.Path] = note.ID(r.opts.Space + "/" + twin.id)
			continue
		}
		byStem[stem] = p
		r.pages["/"+f.Path] = note.ID(r.opts.Space + "/" + p.id)
		if s != nil {
			p.notebook = s.notebook
		} else if dir := path.Dir(p.id); dir != "." {
			p.notebook = strings.Split(dir, "/")
		}
		pages = append(pages, p)
	}
	for _, f := range rest {
		r.other(f, byStem)
	}
	var paths importer.Paths
	for _, p := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.pageFile(p, &paths)
	}
	return nil
}

// other takes a file that is no page: a shortcut, or an attachment.
func (r *reader) other(f importer.File, byStem map[string]*page) {
	s := shortcutOf(f.Path)
	switch {
	case r.inside(f.Path) == "memopress.yaml":
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
	case s != nil:
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "shortcut of a notebook")
		if p := byStem[s.note]; p != nil {
			p.others = append(p.others, s.notebook)
		}
	default:
		a := importer.FileAttachment(r.src, f, r.opts.Space, r.inside(f.Path))
		r.keys["/"+strings.ToLower(f.Path)] = a.Key
		if base := strings.ToLower(path.Base(f.Path)); r.keys[base] == "" {
			r.keys[base] = a.Key
		}
		r.sink.Attachment(a)
	}
}

// pageFile reads one page.
func (r *reader) pageFile(p *page, paths *importer.Paths) {
	text, err := p.Text(r.opts.Encoding, r.sink)
	if err != nil {
		importer.Fail(r.sink, r.src, p.File, ledger.Note, err)
		return
	}
	n := importer.FileNote(r.src, p.File, r.opts.Space, p.id)
	n.Notebook = p.notebook
	slices.SortFunc(p.others, func(a, b []string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return slices.Compare(a, b)
	})
	for i, notebook := range p.others {
		if i == 0 {
			n.Notebook = notebook
			continue
		}
		n.Tags = append(n.Tags, importer.CleanTag(strings.Join(notebook, "/")))
	}
	where := at{place: p.Place, dir: path.Join("/", path.Dir(p.Path))}
	if strings.EqualFold(path.Ext(p.Path), ".md") {
		importer.Markdown(n, text, p.Place, frontmatter.Options{Report: r.sink, Location: r.opts.Location},
			markdown.Options{Dialect: markdown.Obsidian, HardBreaks: r.opts.HardBreaks == nil || *r.opts.HardBreaks, Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct, Report: r.sink})
		r.follow(n, n.Body, where)
	} else {
		n.Body = r.page(n, string(text), where)
	}
	if n.Title == "" && len(n.Body) > 0 {
		if h, ok := n.Body[0].(*note.Heading); ok && note.OnlyWords(h.Inlines) {
			n.Title = importer.OneLine(note.PlainText(h.Inlines))
		}
	}
	if n.Title == "" {
		n.Title = n.Name
	}
	n.Path = paths.Give(n.Notebook, n.Name, ".md")
	r.sink.Note(n)
}
