package applenotes

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/charset"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// readExports reads what is no store.
func (c *collection) readExports(ctx context.Context) error {
	kind, _, _ := exportOf(c.src)
	if kind == privacyArchive || kind == noExport && c.hasNamedTexts() {
		return c.readPrivacy(ctx)
	}
	root := c.src.Wrapper()
	for _, f := range c.src.Files() {
		if err := ctx.Err(); err != nil {
			return err
		}
		inside := strings.TrimPrefix(strings.TrimPrefix(f.Path, root), "/")
		var read func(*note.Note, importer.File) error
		switch strings.ToLower(path.Ext(f.Path)) {
		case ".md", ".markdown":
			read = c.markdown
		case ".html", ".htm":
			read = c.page
		case ".txt":
			read = c.text
		default:
			if inside != "memopress.yaml" {
				c.claims[f.Path] = "attachment"
				c.sink.Attachment(importer.FileAttachment(c.src, f, c.opts.Space, inside))
			}
			continue
		}
		c.claims[f.Path] = "item"
		n := importer.FileNote(c.src, f, c.opts.Space, inside)
		if err := read(n, f); err != nil {
			importer.Fail(c.sink, c.src, f, ledger.Note, err)
			continue
		}
		n.Title = cmp.Or(n.Title, oneLine(n.Name), "Apple Notes")
		if slices.ContainsFunc(n.Notebook, func(s string) bool { return slices.Contains(deletedFolders, strings.ToLower(s)) }) {
			n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
		}
		c.sink.Note(n)
	}
	return nil
}

// hasNamedTexts reports whether there is a folder with a text of its own name, as in the archive
// of privacy.apple.com, and no other kind of note.
func (c *collection) hasNamedTexts() bool {
	named := false
	for _, f := range c.src.Files() {
		switch strings.ToLower(path.Ext(f.Path)) {
		case ".md", ".html", ".htm":
			return false
		case ".txt":
			named = named || sameNote(path.Base(path.Dir(f.Path)), f.Path)
		}
	}
	return named
}

// attribute is Apple's syntax for attributes of text: "^[text](key: value, key: value)".
var attribute = regexp.MustCompile(`\^\[([^\[\]\n]*)\]\(\s*[A-Za-z][\w.]*\s*:[^()\n]*\)`)

// markdown reads a file of "Export as Markdown". Lines end where they do in Notes.
func (c *collection) markdown(n *note.Note, f importer.File) error {
	text, err := f.Text(c.opts.Encoding, c.sink)
	if err != nil {
		return err
	}
	n.Body = markdown.Parse(outsideCode(text), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: c.opts.HardBreaks == nil || *c.opts.HardBreaks,
		Emoji: c.opts.Emoji, SmartPunct: c.opts.SmartPunct, File: f.Place, Note: string(n.ID), Report: c.sink})
	note.Walk(n.Body, linkNotes)
	if h, ok := first(n.Body).(*note.Heading); ok && h.Level == 1 && note.OnlyWords(h.Inlines) {
		n.Title = oneLine(note.PlainText(h.Inlines))
	}
	return nil
}

// outsideCode leaves the words of attributes and takes the rest of them away, but not in blocks
// of code.
func outsideCode(text []byte) []byte {
	if !bytes.Contains(text, []byte("^[")) {
		return text
	}
	var out bytes.Buffer
	code := false
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("```")) {
			code = !code
		}
		if !code {
			line = attribute.ReplaceAll(line, []byte("$1"))
		}
		out.Write(line)
	}
	return out.Bytes()
}

func first(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[0]
}

// linkNotes makes links of Notes links to notes, for note.Walk. Exports do not say which note has
// which identifier: the text of the link, which is the note's title, finds it.
func linkNotes(node any) bool {
	l, ok := node.(*note.Link)
	if !ok || l.Ref.Kind != note.RefURL {
		return true
	}
	if id, ok := linkedNote(l.Ref.Target); ok {
		l.Ref = note.Ref{Kind: note.RefNote, Target: string(noteID(id)), Title: oneLine(note.PlainText(l.Inlines)), Line: l.Ref.Line, Column: l.Ref.Column, Width: l.Ref.Width}
	}
	return true
}

// page reads HTML as Notes gives it to scripts and to the app Exporter.
func (c *collection) page(n *note.Note, f importer.File) error {
	raw, err := f.Read(importer.MaxNoteFile)
	if err != nil {
		return err
	}
	text, err := charset.Decode(raw, c.opts.Encoding)
	if err != nil {
		return err
	}
	doc := html.Parse([]byte(tidyPage(string(text.UTF8))), html.Options{File: f.Place, Note: string(n.ID), Report: c.sink, Location: c.opts.Location})
	note.Walk(doc.Blocks, linkNotes)
	n.Lang, n.Created, n.Updated = doc.Lang, doc.Created, doc.Updated
	n.Title = cmp.Or(shorten(oneLine(doc.Title)), shorten(firstLine(doc.Blocks)))
	n.Body = dropTitle(doc.Blocks, n.Title)
	return nil
}

// text reads a text among other exports.
func (c *collection) text(n *note.Note, f importer.File) error {
	text, err := f.Text(c.opts.Encoding, c.sink)
	if err != nil {
		return err
	}
	n.Body = importer.PlainText(string(text))
	return nil
}
