package keep

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A body writes the body of one note.
type body struct {
	src  *importer.Source
	file importer.File
	opts importer.Options
	sink importer.Sink
	note *note.Note
}

// write sets the note's body: text or list, then attachments, then the links that Keep noticed
// in it.
func (b *body) write(rec record) {
	var out []note.Block
	switch {
	case rec.HTML != "":
		out = append(out, html.Fragment(rec.HTML, b.html())...)
	case rec.Text != "":
		out = append(out, b.text(rec.Text)...)
	}
	if len(rec.List) > 0 {
		out = append(out, b.list(rec.List))
	}
	for _, a := range rec.Attachments {
		out = append(out, b.attachment(a))
	}
	if links := b.links(rec.Annotations); links != nil {
		out = append(out, links)
	}
	b.note.Body = out
}

func (b *body) html() html.Options {
	return html.Options{File: b.file.Place, Item: b.note.Title, Note: string(b.note.ID), Report: b.sink, Location: b.opts.Location}
}

func (b *body) text(s string) []note.Block {
	blocks := importer.PlainText(norm.NFC.String(s))
	for _, block := range blocks {
		if p, ok := block.(*note.Paragraph); ok {
			p.Inlines = hashtags(p.Inlines)
		}
	}
	return blocks
}

// list keeps the checked state, and items without text: the export has no indentation.
func (b *body) list(items []item) *note.List {
	l := &note.List{Tight: true}
	for _, it := range items {
		task := ' '
		if it.Checked {
			task = 'x'
		}
		var blocks []note.Block
		if it.HTML != "" {
			blocks = html.Fragment(it.HTML, b.html())
		}
		if len(blocks) == 0 {
			blocks = b.text(it.Text)
		}
		l.Items = append(l.Items, note.ListItem{Task: task, Blocks: blocks})
	}
	return l
}

// hashtags takes "#word" in plain text for tags, as Keep shows them.
func hashtags(in []note.Inline) []note.Inline {
	var out []note.Inline
	for _, i := range in {
		t, ok := i.(*note.Text)
		if !ok {
			out = append(out, i)
			continue
		}
		rest := t.Value
		for {
			m := hashtag.FindStringSubmatchIndex(rest)
			if m == nil {
				break
			}
			if before := rest[:m[3]]; before != "" {
				out = append(out, &note.Text{Value: before})
			}
			out = append(out, &note.Hashtag{Name: rest[m[4]:m[5]]})
			rest = rest[m[5]:]
		}
		if rest != "" {
			out = append(out, &note.Text{Value: rest})
		}
	}
	return out
}

// hashtag matches a tag after a space or at the beginning: letters of any script, digits and
// "_-/", at least one that is not a digit.
var hashtag = regexp.MustCompile(`(^|.*?[\s(])#([\p{L}\p{M}\p{N}_/-]*[\p{L}_/-][\p{L}\p{M}\p{N}_/-]*)`)

// attachment finds the file that the note names. Takeout often gives it another extension than
// the note says, or puts it into another part of the export.
func (b *body) attachment(a attachment) note.Block {
	dir := path.Dir(b.file.Path)
	want := path.Join(dir, norm.NFC.String(a.Path))
	ref := note.Ref{Kind: note.RefAttachment}
	if f, ok := b.find(want); ok {
		ref.Target = b.opts.Space + "/" + f.Path
		if f.Path != want {
			b.report("I003", diag.Info, "the note names "+a.Path+"; "+f.Path+" was taken", "")
		}
	} else {
		ref.Target = b.opts.Space + "/" + want
		b.report("I003", diag.Warning, "the attachment "+a.Path+" is not in the export", "give all parts of the export at once")
	}
	return &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: ref}}}
}

func (b *body) find(want string) (importer.File, bool) {
	if f, ok := b.src.Lookup(want); ok {
		return f, true
	}
	var elsewhere importer.File
	for _, f := range b.src.Files() {
		if isJSON(f.Path) || strings.EqualFold(path.Ext(f.Path), ".html") {
			continue
		}
		switch {
		case stem(f.Path) == stem(want):
			return f, true
		case path.Base(f.Path) == path.Base(want), stem(path.Base(f.Path)) == stem(path.Base(want)):
			elsewhere = f
		}
	}
	return elsewhere, elsewhere.Path != ""
}

// links lists the web pages that Keep noticed in the note, by their titles.
func (b *body) links(annotations []annotation) note.Block {
	l := &note.List{Tight: true}
	for _, a := range annotations {
		if a.URL == "" {
			continue
		}
		link := &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: a.URL}}
		if title := strings.Join(strings.Fields(norm.NFC.String(a.Title)), " "); title != "" {
			link.Inlines = []note.Inline{&note.Text{Value: title}}
		} else {
			link.Bare, link.Inlines = true, []note.Inline{&note.Text{Value: a.URL}}
		}
		inlines := []note.Inline{link}
		if d := strings.Join(strings.Fields(norm.NFC.String(a.Description)), " "); d != "" {
			inlines = append(inlines, &note.Text{Value: ": " + d})
		}
		l.Items = append(l.Items, note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return l
}
