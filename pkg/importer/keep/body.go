package keep

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A body writes the title and the body of one note.
type body struct {
	*takeout
	file       importer.File
	note       *note.Note
	labels     []string
	mediaTypes map[string]string // of the attachments that the note shows, by path
}

// write sets the note's body: text or list, then attachments, then the links that Keep noticed
// in it.
func (b *body) write(rec record) {
	b.mediaTypes = map[string]string{}
	for _, l := range rec.Labels {
		b.labels = append(b.labels, importer.Composed(l.Name))
	}
	out := b.text(rec.Text, rec.HTML)
	if len(rec.List) > 0 {
		out = append(out, b.list(rec.List))
	}
	b.note.Body = out
	b.note.Title = b.title(rec)
	b.note.Name = b.note.Title
	for _, a := range rec.Attachments {
		b.note.Body = append(b.note.Body, b.attachment(a))
	}
	if links := links(rec.Annotations); links != nil {
		b.note.Body = append(b.note.Body, links)
	}
	b.checkLetters(rec)
}

// text reads a text that the export has twice: plain, and in newer exports as HTML with its
// styles. The HTML counts as long as it says no less than the plain text.
func (b *body) text(plain, rich string) []note.Block {
	plain = importer.Composed(plain)
	var blocks []note.Block
	if rich != "" {
		blocks = html.Fragment(rich, html.Options{File: b.file.Place, Note: string(b.note.ID), Report: b.sink, Location: b.opts.Location})
	}
	if plain != "" && !sameLetters(plain, plainText(blocks)) {
		blocks = importer.PlainText(plain)
	}
	b.addTags(blocks)
	return blocks
}

// plainText returns the words of blocks.
func plainText(blocks []note.Block) string {
	var sb strings.Builder
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Text:
			sb.WriteString(node.Value)
		case *note.Code:
			sb.WriteString(node.Text)
		case *note.CodeSpan:
			sb.WriteString(node.Text)
		}
		return true
	})
	return importer.Composed(sb.String())
}

// sameLetters reports whether a and b have the same letters and numbers in the same order.
func sameLetters(a, b string) bool {
	for {
		same := 0
		for same < len(a) && same < len(b) && a[same] == b[same] {
			same++
		}
		for same > 0 && same < len(a) && !utf8.RuneStart(a[same]) {
			same--
		}
		a, b = strings.TrimLeftFunc(a[same:], isNoLetter), strings.TrimLeftFunc(b[same:], isNoLetter)
		if a == "" || b == "" {
			return a == b
		}
		r, n := utf8.DecodeRuneInString(a)
		s, m := utf8.DecodeRuneInString(b)
		if r != s {
			return false
		}
		a, b = a[n:], b[m:]
	}
}

func isNoLetter(r rune) bool {
	if 0xac00 <= r && r <= 0xd7a3 {
		return false // a Hangul syllable, which the tables have far behind
	}
	return !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

// list keeps the checked state, and items without text: the export has no indentation.
func (b *body) list(items []item) *note.List {
	l := &note.List{Tight: true}
	for _, it := range items {
		task := ' '
		if it.Checked {
			task = 'x'
		}
		l.Items = append(l.Items, note.ListItem{Task: task, Blocks: b.text(it.Text, it.HTML)})
	}
	return l
}

// links lists the web pages that Keep noticed in the note, by their titles.
func links(annotations []annotation) note.Block {
	l := &note.List{Tight: true}
	for _, a := range annotations {
		if a.URL == "" {
			continue
		}
		link := &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: a.URL}}
		if title := importer.OneLine(a.Title); title != "" {
			link.Inlines = []note.Inline{&note.Text{Value: title}}
		} else {
			link.Bare, link.Inlines = true, []note.Inline{&note.Text{Value: a.URL}}
		}
		inlines := []note.Inline{link}
		if d := importer.OneLine(a.Description); d != "" {
			inlines = append(inlines, &note.Text{Value: ": " + d})
		}
		l.Items = append(l.Items, note.ListItem{Blocks: []note.Block{&note.Paragraph{Inlines: inlines}}})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return l
}

// checkLetters tells of letters that were lost before: half of a surrogate pair in JSON is read
// as U+FFFD without an error.
func (b *body) checkLetters(rec record) {
	isLost := func(it item) bool { return strings.ContainsRune(it.Text, '\ufffd') }
	if isLost(item{Text: rec.Title}) || isLost(item{Text: rec.Text}) || slices.ContainsFunc(rec.List, isLost) {
		b.report("I004", diag.Warning, "the export has letters that mean nothing; they are shown as \ufffd", "")
	}
}
