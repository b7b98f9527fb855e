// Package folder reads folders, archives and single files of Markdown, text and HTML that no
// app claims: what static site generators and plain editors leave.
//
// Every note and every file that could be an attachment is taken; only hidden files stay out.
// Documents of office programs among them are notes as well, and so are tables (.csv) that no
// note shows or links to.
package folder

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/document"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads plain folders. The zero value is ready to use.
type Importer struct{}

// Format names the format.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "folder", Title: "Folder of Markdown, text and HTML", Accepts: []string{"folder", "zip", "tar", "tgz", "md", "txt", "html"},
		Korean: "Markdown, 텍스트, HTML 폴더",
		HowTo: importer.HowTo{
			English: "Any folder of notes, whatever wrote them. The Markdown exports of Dendron, Foam, Zettlr, HackMD, Craft, QOwnNotes, Amplenote, Capacities, AFFiNE and AppFlowy are read with their quirks.",
			Korean:  "어떤 앱이 썼든 메모가 든 폴더. Dendron, Foam, Zettlr, HackMD, Craft, QOwnNotes, Amplenote, Capacities, AFFiNE, AppFlowy의 Markdown은 저마다의 버릇대로 읽는다.",
		}}
}

// Detect takes whatever holds at least one file that it can read, with a low score: any app's
// own importer goes before it.
func (Importer) Detect(src *importer.Source) importer.Match {
	count := map[string]int{}
	for _, f := range src.Files() {
		if k := kindOf(f.Path); k != "" && leaveOut(f.Path) == "" {
			count[k]++
		}
	}
	switch {
	case count["md"] > 0:
		reason := fmt.Sprintf("%d Markdown files", count["md"])
		if names := dialectNames(src); names != "" {
			reason += ", " + names
		}
		return importer.Match{Score: 20, Reason: reason}
	case count["html"] > 0:
		return importer.Match{Score: 10, Reason: fmt.Sprintf("%d HTML files", count["html"])}
	case count["txt"] > 0:
		return importer.Match{Score: 10, Reason: fmt.Sprintf("%d text files", count["txt"])}
	}
	return importer.Match{}
}

// dialectNames says whose Markdown a folder holds, "" for nobody's in particular.
func dialectNames(src *importer.Source) string {
	var names []string
	for _, d := range dialectsOf(src, src.Wrapper()) {
		names = append(names, d.name)
	}
	return strings.Join(names, ", ")
}

// kindOf returns "md", "txt" or "html" for files that are notes, "" for others.
func kindOf(p string) string {
	switch strings.ToLower(path.Ext(p)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return "md"
	case ".txt", ".text":
		return "txt"
	case ".html", ".htm", ".xhtml":
		return "html"
	}
	return ""
}

// leaveOut returns the rule that keeps a path out of any folder, "" for none.
func leaveOut(p string) string {
	if p == "memopress.yaml" {
		return "settings of memopress"
	}
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") || part == "node_modules" {
			return "hidden"
		}
	}
	return ""
}

// Import sends every note and file in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := reader{src: src, opts: opts, sink: sink, root: src.Wrapper()}
	r.generator = generatorOf(src, r.root)
	if r.generator.name == "" {
		r.dialects = spoken(src, r.root)
	}
	if opts.Memory != nil {
		r.about = r.dependence()
	}
	files := src.Files()
	notes := make([]*note.Note, len(files))
	if err := importer.InParallel(ctx, len(files), func(i int) { notes[i] = r.file(files[i]) }); err != nil {
		return err
	}
	if err := r.documents(ctx, notes); err != nil {
		return err
	}
	r.send(notes)
	return nil
}

// send gives the notes, of which some may be nil, to the sink, once the quirks that need all of
// them are gone.
func (r *reader) send(notes []*note.Note) {
	notes = slices.DeleteFunc(notes, func(n *note.Note) bool { return n == nil })
	v := newVault(notes, r.opts.Memory)
	for _, d := range r.dialects {
		if d.finish != nil {
			d.finish(v)
		}
	}
	if !dendron.found(r.src, r.root, nil) {
		r.opts.Memory.Revises(r.mayRevise)
	}
	for _, n := range notes {
		if v.changed[n] && r.opts.Memory != nil {
			r.opts.Memory.Forget(n)
			other := *n
			n = &other
		}
		r.sink.Note(n)
	}
}

// mayRevise reports whether no dialect makes something else of a note than of what it was before,
// and tables stay what they are: that goes by its links and embeds, by what it is called, and by
// what is looked at here.
func (r *reader) mayRevise(old, now *note.Note) bool {
	links := func(n *note.Note) []note.Ref {
		var out []note.Ref
		for _, l := range (*importer.Memory)(nil).Links(n) {
			ref := l.Ref
			ref.Line, ref.Column, ref.Width = 0, 0, 0
			out = append(out, ref)
		}
		return out
	}
	tells := false // which links may ask for
	for _, n := range []*note.Note{old, now} {
		idsIn(n, func(string) { tells = true })
	}
	tables := func(n *note.Note) map[string]bool { return namedTables([]*note.Note{n}) }
	return !tells && tagHeading(now) < 0 && reflect.DeepEqual(links(old), links(now)) && maps.Equal(tables(old), tables(now))
}

// A reader reads the files of one folder.
type reader struct {
	src       *importer.Source
	opts      importer.Options
	sink      importer.Sink
	root      string // the folder in the source that is taken for the whole; "" is the source's own
	generator generator
	dialects  []dialect
	about     string // what a note depends on besides its file: see importer.Memory
}

// dependence says what notes depend on besides their files: where links from the site's root are
// followed, which files there are.
func (r *reader) dependence() string {
	names := ""
	if len(r.generator.roots) > 0 {
		h := sha256.New()
		for _, f := range r.src.Files() {
			fmt.Fprintf(h, "%d %s\n", len(f.Path), f.Path)
		}
		names = string(h.Sum(nil))
	}
	return fmt.Sprintf("%q %q %q %d %q", r.opts.Space, r.root, r.generator.name, len(r.dialects), names)
}

// inside returns the path of a file relative to the root.
func (r *reader) inside(p string) string {
	return strings.TrimPrefix(strings.TrimPrefix(p, r.root), "/")
}

// has reports whether there is a file at a path relative to the root.
func (r *reader) has(p string) bool {
	_, ok := r.src.Lookup(path.Join(r.root, p))
	return ok
}

// isPart reports whether a path lies in the folder that browsers make for what a saved page loads:
// "Title_files" beside "Title.html". The pages in it are frames of that page.
func (r *reader) isPart(p string) bool {
	for i, c := range p {
		if c != '/' {
			continue
		}
		if stem, ok := strings.CutSuffix(p[:i], "_files"); ok && (r.has(stem+".html") || r.has(stem+".htm")) {
			return true
		}
	}
	return false
}

// file accounts for one file. It returns the note that the file is, nil for none; the caller sends
// it on.
func (r *reader) file(f importer.File) *note.Note {
	p := r.inside(f.Path)
	kind := kindOf(p)
	rule := leaveOut(p)
	if rule == "" {
		rule = r.generator.leaveOut(p)
	}
	if rule == "" && kind == "html" && r.isPart(p) {
		rule = "part of a saved page"
	}
	switch {
	case rule != "" && kind != "":
		importer.LeaveOut(r.sink, r.src, f, ledger.Note, rule)
	case rule != "":
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, rule)
	case document.KindOf(p) != document.None: // read when the other notes are known
	case kind == "":
		r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, p))
	default:
		n, err := r.opts.Memory.Note(f, r.about, r.sink, func(f importer.File, report diag.Reporter) (*note.Note, bool, error) {
			n, err := r.note(f, kind, report)
			return n, true, err
		})
		if err != nil {
			importer.Fail(r.sink, r.src, f, ledger.Note, err)
			return nil
		}
		return n
	}
	return nil
}

// note reads one note. Its title is what it says itself, else its file's name.
func (r *reader) note(f importer.File, kind string, report diag.Reporter) (*note.Note, error) {
	n := importer.FileNote(r.src, f, r.opts.Space, r.inside(f.Path))
	var err error
	switch kind {
	case "md":
		err = r.markdown(n, f, report)
	case "txt":
		err = r.text(n, f, report)
	case "html":
		err = r.html(n, f, report)
	}
	if n.Title == "" {
		n.Title = n.Name
	}
	r.generator.adjust(n, r.opts.Location)
	r.generator.followRoots(n, r.has)
	return n, err
}

func oneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
