// Package textbundle reads TextBundles and TextPacks, as Ulysses, Craft, Drafts, iA Writer and
// others export them: folders and archives of them, with plain texts beside them.
//
// A bundle is one note. Bundles of Bear have an importer of their own.
package textbundle

import (
	"context"
	"fmt"
	"path"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/bundle"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// Importer reads TextBundles. The zero value is ready to use.
type Importer struct{}

// Format names the format.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "textbundle", Title: "TextBundle (Ulysses, Craft, Drafts, iA Writer)", Accepts: []string{"textbundle", "textpack", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "Ulysses: Export › TextBundle. Craft: Export › TextBundle, which keeps the links between documents; its Markdown export does not. Drafts and iA Writer: share as TextBundle.",
			Korean:  "Ulysses: 내보내기 › TextBundle. Craft: 내보내기 › TextBundle(문서 사이의 링크가 남는다. Markdown에는 남지 않는다). Drafts와 iA Writer: TextBundle로 공유.",
		}}
}

// Detect looks for bundles.
func (Importer) Detect(src *importer.Source) importer.Match {
	bundles, others := map[string]bool{}, 0
	example := ""
	for _, f := range src.Files() {
		root := bundle.Root(f.Path)
		if strings.EqualFold(path.Ext(f.Path), ".textpack") {
			root = f.Path
		}
		switch {
		case root != "":
			if !bundles[root] && example == "" {
				example = root
			}
			bundles[root] = true
		case strings.EqualFold(path.Ext(f.Path), ".md"):
			others++
		}
	}
	if _, ok := src.Lookup("info.json"); ok && len(bundles) == 0 {
		for _, f := range src.Files() {
			if bundle.IsText(f.Path) {
				return importer.Match{Score: 85, Reason: "a bundle: info.json and " + f.Path}
			}
		}
	}
	switch {
	case len(bundles) == 0:
		return importer.Match{}
	case others > len(bundles):
		return importer.Match{Score: 15, Reason: fmt.Sprintf("%d bundles among %d Markdown files", len(bundles), others)}
	}
	return importer.Match{Score: 85, Reason: fmt.Sprintf("%d bundles, such as %s", len(bundles), example)}
}

// info is what info.json may say. Craft adds an identifier and times in seconds.
type info struct {
	Type       string  `json:"type"`
	Creator    string  `json:"creatorIdentifier"`
	SourceURL  string  `json:"sourceURL"`
	Identifier string  `json:"identifier"`
	Created    float64 `json:"creationDate"`
	Modified   float64 `json:"modificationDate"`
}

// A reader reads one source.
type reader struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	infos []info
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src: src, opts: opts, sink: sink}
	bundles, rest := bundle.Find(src, sink, func(f importer.File, err error) { importer.Fail(sink, src, f, ledger.Note, err) })
	r.infos = make([]info, len(bundles))
	notes := make([]*note.Note, len(bundles))
	errs := make([]error, len(bundles))
	if err := importer.InParallel(ctx, len(bundles), func(i int) {
		notes[i], errs[i] = r.read(bundles[i], &r.infos[i])
	}); err != nil {
		return err
	}
	var paths importer.Paths
	seen := map[note.ID]bool{}
	for i, b := range bundles {
		if errs[i] != nil {
			r.failed(b, errs[i])
			continue
		}
		n := notes[i]
		name, notebook := b.Name()
		n.Path, n.Notebook = paths.Give(notebook, name, ".md"), notebook
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
		if seen[n.ID] { // copies of a document keep its identifier; links lead to the first
			n.ID = note.ID(r.opts.Space + "/" + b.Key)
		}
		seen[n.ID] = true
	}
	for i, b := range bundles {
		if errs[i] == nil {
			r.send(b, notes[i])
		}
	}
	for _, f := range rest {
		r.other(f, &paths)
	}
	return ctx.Err()
}

// failed accounts for a bundle that cannot be read, file by file.
func (r *reader) failed(b *bundle.Bundle, err error) {
	f := b.Text
	if b.Packed != nil {
		importer.Fail(r.sink, r.src, *b.Packed, ledger.Note, err)
		return
	}
	importer.Fail(r.sink, r.src, f, ledger.Note, err)
	b.Send(r.src, r.sink, r.opts.Space, b.Path, r.prefix(b))
}

func (r *reader) prefix(b *bundle.Bundle) string { return r.opts.Space + "/" + b.Key + "/" }

// read reads the text of a bundle.
func (r *reader) read(b *bundle.Bundle, in *info) (*note.Note, error) {
	if err := b.ReadInfo(in); err != nil {
		r.report(b, "I001", "info.json cannot be read: "+err.Error(), "the note is there, its dates may not be")
	}
	name, _ := b.Name()
	n := &note.Note{ID: note.ID(r.opts.Space + "/" + b.Key), Space: r.opts.Space, Created: importer.UnixTime(in.Created), Updated: importer.UnixTime(in.Modified), Source: b.TextSource(r.src)}
	if in.Identifier != "" {
		n.ID = craftID(in.Identifier)
	}
	text, err := b.Text.Text(r.opts.Encoding, r.sink)
	if err != nil {
		return nil, err
	}
	switch {
	case strings.HasSuffix(strings.ToLower(b.Text.Path), ".html"):
		n.Body = html.Fragment(string(text), html.Options{File: b.Text.Place, Note: string(n.ID), Report: r.sink})
	case strings.Contains(in.Type, "plain-text") || strings.HasSuffix(strings.ToLower(b.Text.Path), ".txt"):
		n.Body = importer.PlainText(string(text))
	default:
		if in.byCraft(text) {
			text = craft(text)
		}
		importer.Markdown(n, text, b.Text.Place, frontmatter.Options{Report: r.sink, Location: r.opts.Location},
			markdown.Options{Dialect: markdown.Obsidian, HardBreaks: r.opts.HardBreaks != nil && *r.opts.HardBreaks, Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct, Report: r.sink})
	}
	if n.Title == "" {
		n.Title = headingTitle(n.Body)
	}
	if n.Title == "" {
		n.Title = name
	}
	if u := in.SourceURL; strings.HasPrefix(u, "http") {
		n.Properties = append(n.Properties, importer.TextProperty("source-url", u))
	}
	return n, nil
}

// headingTitle returns the words of a heading that a body begins with.
func headingTitle(blocks []note.Block) string {
	if len(blocks) > 0 {
		if h, ok := blocks[0].(*note.Heading); ok {
			return importer.OneLine(note.PlainText(h.Inlines))
		}
	}
	return ""
}

// send follows the links of a note, once all identifiers are known, and sends it.
func (r *reader) send(b *bundle.Bundle, n *note.Note) {
	prefix := r.prefix(b)
	for _, name := range b.Follow(n.Body, prefix) {
		r.report(b, "I003", "the bundle has no file "+name, "export the note again")
	}
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok && l.Ref.Kind == note.RefURL {
			if id := linkedID(l.Ref.Target); id != "" {
				l.Ref = note.Ref{Kind: note.RefNote, Target: id, Title: importer.OneLine(note.PlainText(l.Inlines)), Line: l.Ref.Line, Column: l.Ref.Column, Width: l.Ref.Width}
			}
		}
		return true
	})
	b.Send(r.src, r.sink, r.opts.Space, strings.TrimSuffix(n.Path, ".md"), prefix)
	r.sink.Note(n)
}

// other takes a file beside the bundles: a Markdown file is a note, another an attachment.
func (r *reader) other(f importer.File, paths *importer.Paths) {
	ext := strings.ToLower(path.Ext(f.Path))
	switch {
	case f.Path == "memopress.yaml":
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "settings of memopress")
	case ext == ".md" || ext == ".markdown":
		text, err := f.Text(r.opts.Encoding, r.sink)
		if err != nil {
			importer.Fail(r.sink, r.src, f, ledger.Note, err)
			return
		}
		n := importer.FileNote(r.src, f, r.opts.Space, f.Path)
		n.Path = paths.Give(n.Notebook, n.Name, ".md")
		importer.Markdown(n, text, f.Place, frontmatter.Options{Report: r.sink, Location: r.opts.Location}, markdown.Options{Dialect: markdown.Obsidian, Report: r.sink})
		for _, title := range []string{headingTitle(n.Body), n.Name} {
			if n.Title == "" {
				n.Title = title
			}
		}
		r.sink.Note(n)
	default:
		r.sink.Attachment(importer.FileAttachment(r.src, f, r.opts.Space, f.Path))
	}
}

func (r *reader) report(b *bundle.Bundle, code, message, hint string) {
	r.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: b.Text.Place}, Message: message, Hint: hint, Note: r.opts.Space + "/" + b.Key})
}
