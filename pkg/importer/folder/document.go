package folder

import (
	"context"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/importer/document"
	"memopress/pkg/note"
)

// documents reads the files of office programs, once the other notes are known: a table that a
// note shows or links to is an attachment, as its author treats it, and any other is a note. A
// document with text is a note in any case: links to it lead to its page.
func (r *reader) documents(ctx context.Context, notes []*note.Note) error {
	named := map[string]bool{}
	if slices.ContainsFunc(r.src.Files(), func(f importer.File) bool { return document.KindOf(f.Path) == document.CSV }) {
		named = namedTables(notes)
	}
	var found []importer.File
	for _, f := range r.src.Files() {
		p := r.inside(f.Path)
		kind := document.KindOf(p)
		if kind == document.None || r.leaves(p) {
			continue
		}
		if kind == document.CSV && named[foldName(path.Base(p))] {
			r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, p))
			continue
		}
		found = append(found, f)
	}
	return importer.InParallel(ctx, len(found), func(i int) {
		document.Read(r.src, found[i], r.inside(found[i].Path), r.opts, r.sink)
	})
}

// leaves reports whether a rule leaves the path out.
func (r *reader) leaves(p string) bool { return leaveOut(p) != "" || r.generator.leaveOut(p) != "" }

// namedTables returns the names of the tables that notes show or link to.
func namedTables(notes []*note.Note) map[string]bool {
	out := map[string]bool{}
	add := func(ref *note.Ref) {
		if ref != nil && ref.Kind != note.RefURL && document.KindOf(ref.Target) == document.CSV {
			out[foldName(path.Base(ref.Target))] = true
		}
	}
	for _, n := range notes {
		if n == nil {
			continue
		}
		note.Walk(n.Body, func(node any) bool {
			switch node := node.(type) {
			case *note.Link:
				add(&node.Ref)
			case *note.Embed:
				add(&node.Ref)
			case *note.Tag:
				for _, a := range node.Attrs() {
					add(a.Ref)
				}
			}
			return true
		})
	}
	return out
}

func foldName(s string) string { return strings.ToLower(norm.NFC.String(s)) }
