package upnote

import (
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// export reads the pages of an HTML export, and the Markdown beside them. Notebooks are folders of
// shortcuts, which say where a note lies.
func (r *reader) export() {
	places := map[string][]string{} // notebooks by the name of a note
	for _, f := range r.src.Files() {
		if parts := notebookOf(f.Path); parts != nil {
			base := path.Base(f.Path)
			name := strings.TrimSuffix(strings.TrimSuffix(base, path.Ext(base)), ".html")
			if places[name] == nil {
				places[name] = parts
			}
		}
	}
	var paths importer.Paths
	for _, f := range r.src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		switch {
		case f.Path == "memopress.yaml":
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
		case notebookOf(f.Path) != nil && (ext == ".lnk" || ext == ".html" || ext == ".md" || ext == ".url"):
			importer.LeaveOut(r.sink, r.src, f, ledger.Other, "shortcut of a notebook")
		case ext == ".html" || ext == ".md":
			r.pageFile(f, ext, places, &paths)
		default:
			r.files[strings.ToLower(path.Base(f.Path))] = f
			r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, f.Path))
		}
	}
}

// notebookOf returns the notebooks of a shortcut, "notebooks/A/B/note.lnk"; nil for other files.
func notebookOf(p string) []string {
	parts := strings.Split(p, "/")
	for i, part := range parts[:len(parts)-1] {
		if strings.EqualFold(part, "notebooks") && i < len(parts)-2 {
			return parts[i+1 : len(parts)-1]
		}
	}
	return nil
}

// pageFile reads one file of an export.
func (r *reader) pageFile(f importer.File, ext string, places map[string][]string, paths *importer.Paths) {
	text, err := f.Text(r.opts.Encoding, r.sink)
	if err != nil {
		importer.Fail(r.sink, r.src, f, ledger.Note, err)
		return
	}
	n := importer.FileNote(r.src, f, r.opts.Space, f.Path)
	n.Notebook = places[n.Name]
	if ext == ".md" {
		importer.Markdown(n, text, f.Place, frontmatter.Options{Report: r.sink, Location: r.opts.Location}, markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, Report: r.sink})
	} else {
		n.Body = r.page(n, string(text), f.Place, "")
		for i, b := range n.Body {
			if h, ok := b.(*note.Heading); ok && i == 0 && note.OnlyWords(h.Inlines) {
				n.Title = importer.OneLine(note.PlainText(h.Inlines))
			}
		}
	}
	if n.Title == "" {
		n.Title = n.Name
	}
	n.Path = paths.Give(n.Notebook, n.Name, ".md")
	r.sink.Note(n)
}
