package joplin

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// matterTime matches the dates of Joplin's "Markdown + Front Matter", which no other app writes
// so: with a space and with a Z.
var matterTime = regexp.MustCompile(`(?m)^(?:updated|created): ['"]?\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ['"]?\s*$`)

// resourceLink matches a link into the folder that Joplin's Markdown exports keep attachments in.
var resourceLink = regexp.MustCompile(`\((?:\.\./|\./)*_resources/|(?:src|href)="(?:\.\./|\./)*_resources/`)

// detectMarkdown looks for what tells Joplin's Markdown exports from other folders: the dates in
// the front matter, or the folder _resources together with a link into it.
func detectMarkdown(src *importer.Source) importer.Match {
	resources := slices.ContainsFunc(src.Files(), func(f importer.File) bool { return strings.Contains("/"+f.Path, "/_resources/") })
	looked := 0
	for _, f := range src.Files() {
		if !isMarkdown(f.Path) {
			continue
		}
		if looked++; looked > 20 {
			break
		}
		head, err := f.Head(16 << 10)
		if err != nil {
			continue
		}
		if matter, ok := matterOf(string(head)); ok && strings.Contains(matter, "\ntitle:") && len(matterTime.FindAllString(matter, 2)) == 2 {
			return importer.Match{Score: 80, Reason: "front matter as Joplin writes it in " + f.Path}
		}
		if resources && resourceLink.Match(head) {
			return importer.Match{Score: 60, Reason: "the folder _resources of Joplin, and a link into it in " + f.Path}
		}
	}
	return importer.Match{}
}

// matterOf returns the front matter that a text begins with.
func matterOf(text string) (string, bool) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	if !strings.HasPrefix(text, "---\n") {
		return "", false
	}
	end := strings.Index(text, "\n---")
	if end < 0 {
		return "", false
	}
	return text[3:end], true
}

func isMarkdown(p string) bool { return strings.EqualFold(path.Ext(p), ".md") }

// isHTML reports whether a file is a note that was written in HTML; resources may be HTML, too.
func isHTML(p string) bool {
	return strings.EqualFold(path.Ext(p), ".html") && !strings.Contains("/"+p, "/_resources/")
}

// importMarkdown reads a Markdown export. Its notes have no identifiers, so their files name them.
func importMarkdown(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	files, root := src.Files(), src.Wrapper()
	return importer.InParallel(ctx, len(files), func(i int) {
		f := files[i]
		p := strings.TrimPrefix(strings.TrimPrefix(f.Path, root), "/")
		switch {
		case p == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		case isMarkdown(p) && !strings.Contains("/"+p, "/_resources/"), isHTML(p):
			n := importer.FileNote(src, f, opts.Space, p)
			if err := readMarkdown(n, f, opts, sink); err != nil {
				importer.Fail(sink, src, f, ledger.Note, err)
				return
			}
			sink.Note(n)
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, p))
		}
	})
}

func readMarkdown(n *note.Note, f importer.File, opts importer.Options, sink importer.Sink) error {
	text, err := f.Text(opts.Encoding, sink)
	if err != nil {
		return err
	}
	matter := frontmatter.Options{File: f.Place, Note: string(n.ID), Report: sink, Location: opts.Location}
	if isHTML(f.Path) {
		m, body, line := frontmatter.Parse(text, matter)
		m.Apply(n)
		n.Source.Line = line
		n.Body = html.Fragment(string(body), html.Options{File: f.Place, Note: string(n.ID), Report: sink, Location: opts.Location})
	} else {
		importer.Markdown(n, text, f.Place, matter, markdown.Options{Dialect: markdown.Obsidian, HardBreaks: opts.HardBreaks == nil || *opts.HardBreaks,
			Emoji: opts.Emoji, SmartPunct: opts.SmartPunct, Report: sink})
		note.RewriteInlines(n.Body, marks)
	}
	if n.Title == "" {
		n.Title = n.Name
	}
	ownProperties(n)
	return nil
}

// ownProperties gives what Joplin's front matter says the names that every importer uses, so
// that authors and places are private here, too.
func ownProperties(n *note.Note) {
	names := map[string]string{"author": "note-author", "source": "source-url", "completed?": "done"}
	n.Properties = slices.DeleteFunc(n.Properties, func(p note.Property) bool {
		place := p.Name == "latitude" || p.Name == "longitude" || p.Name == "altitude"
		return place && len(p.Value) == 1 && !somewhere(p.Value[0].Text)
	})
	for i := range n.Properties {
		p := &n.Properties[i]
		if name := names[p.Name]; name != "" {
			p.Name = name
		}
		if p.Name == "done" && len(p.Value) == 1 && (p.Value[0].Text == "yes" || p.Value[0].Text == "no") {
			*p = importer.TypedProperty("done", note.CheckboxProperty, map[string]string{"yes": "true", "no": "false"}[p.Value[0].Text])
		}
	}
}
