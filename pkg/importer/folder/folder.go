// Package folder reads folders, archives and single files of Markdown, text and HTML that no
// app claims: what static site generators and plain editors leave.
//
// Every note and every file that could be an attachment is taken; only hidden files stay out.
package folder

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// Importer reads plain folders. The zero value is ready to use.
type Importer struct{}

// Format names the format.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "folder", Title: "Folder of Markdown, text and HTML", Accepts: []string{"folder", "zip", "tar", "tgz", "md", "txt", "html"}}
}

// Detect takes whatever holds at least one file that it can read, with a low score: any app's
// own importer goes before it.
func (Importer) Detect(src *importer.Source) importer.Match {
	count := map[string]int{}
	for _, f := range src.Files() {
		if k := kindOf(f.Path); k != "" && hidden(f.Path) == "" {
			count[k]++
		}
	}
	switch {
	case count["md"] > 0:
		return importer.Match{Score: 20, Reason: fmt.Sprintf("%d Markdown files", count["md"])}
	case count["html"] > 0:
		return importer.Match{Score: 10, Reason: fmt.Sprintf("%d HTML files", count["html"])}
	case count["txt"] > 0:
		return importer.Match{Score: 10, Reason: fmt.Sprintf("%d text files", count["txt"])}
	}
	return importer.Match{}
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

// hidden returns the rule that keeps a path out, "" for none.
func hidden(p string) string {
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
	files := src.Files()
	return importer.InParallel(ctx, len(files), func(i int) { file(src, files[i], opts, sink) })
}

func file(src *importer.Source, f importer.File, opts importer.Options, sink importer.Sink) {
	kind := kindOf(f.Path)
	if rule := hidden(f.Path); rule != "" {
		what := ledger.Other
		if kind != "" {
			what = ledger.Note
		}
		importer.LeaveOut(sink, src, f, what, rule)
		return
	}
	if kind == "" {
		sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		return
	}
	n := importer.FileNote(src, f, opts.Space, f.Path)
	var err error
	switch kind {
	case "md":
		err = readMarkdown(n, f, opts, sink)
	case "txt":
		err = readText(n, f, opts, sink)
	case "html":
		err = readHTML(n, f, opts, sink)
	}
	if err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
		return
	}
	n.Title = firstOf(n.Title, n.Name)
	sink.Note(n)
}

func readMarkdown(n *note.Note, f importer.File, opts importer.Options, sink importer.Sink) error {
	text, err := f.Text(opts.Encoding, sink)
	if err != nil {
		return err
	}
	breaks := opts.HardBreaks != nil && *opts.HardBreaks
	importer.Markdown(n, text, f.Place,
		frontmatter.Options{Report: sink, Location: opts.Location, MultiMarkdown: true},
		markdown.Options{Dialect: markdown.Obsidian, HardBreaks: breaks, Emoji: opts.Emoji, SmartPunct: opts.SmartPunct, Report: sink})
	jekyll(n, opts.Location)
	if n.Title == "" && len(n.Body) > 0 {
		if h, ok := n.Body[0].(*note.Heading); ok && h.Level == 1 {
			n.Title = oneLine(note.PlainText(h.Inlines))
		}
	}
	return nil
}

// post matches the names that Jekyll gives to posts: 2024-03-01-a-title.md.
var post = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)-(.+)$`)

// jekyll takes the date of a post from its name when its front matter has none.
func jekyll(n *note.Note, zone *time.Location) {
	m := post.FindStringSubmatch(n.Name)
	if m == nil {
		return
	}
	day, err := time.ParseInLocation("2006-01-02", m[1], zone)
	if err == nil && n.Created.IsZero() {
		n.Created = day
	}
}

// maxTitle is how many characters the first line of a text may have to be taken for its title.
const maxTitle = 80

// readText takes a short first line for the title, as most editors of plain text show it.
func readText(n *note.Note, f importer.File, opts importer.Options, sink importer.Sink) error {
	text, err := f.Text(opts.Encoding, sink)
	if err != nil {
		return err
	}
	body := strings.TrimLeft(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(text)), "\n")
	first, rest, more := strings.Cut(body, "\n")
	if first = strings.TrimSpace(first); more && first != "" && utf8.RuneCountInString(first) <= maxTitle && strings.TrimSpace(rest) != "" {
		n.Title, body = oneLine(first), rest
	}
	n.Body = importer.PlainText(body)
	return nil
}

func readHTML(n *note.Note, f importer.File, opts importer.Options, sink importer.Sink) error {
	raw, err := f.Read(importer.MaxNoteFile)
	if err != nil {
		return err
	}
	doc := html.Parse(raw, html.Options{File: f.Place, Note: string(n.ID), Report: sink, Location: opts.Location, Encoding: opts.Encoding})
	n.Title, n.Lang, n.Body = oneLine(doc.Title), doc.Lang, doc.Blocks
	n.Created, n.Updated = doc.Created, doc.Updated
	n.Summary = oneLine(doc.Meta["description"])
	return nil
}

func oneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

func firstOf(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
