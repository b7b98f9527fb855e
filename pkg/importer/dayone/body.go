package dayone

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// A body writes the body of one entry.
type body struct {
	*export
	*found
	note *note.Note
}

// read sets the body without its files: from the Markdown, else from the rich text.
func (b *body) read() {
	text := clean(b.Text)
	if strings.TrimSpace(text) == "" {
		b.readRich()
	} else {
		b.note.Body = markdown.Parse([]byte(bareLink.ReplaceAllString(text, "$1<$2>")), markdown.Options{Dialect: markdown.GFM,
			HardBreaks: b.opts.HardBreaks == nil || *b.opts.HardBreaks, // Day One shows line ends as they are
			Emoji:      b.opts.Emoji, SmartPunct: b.opts.SmartPunct, File: b.file.Place, Note: string(b.note.ID), Report: b.sink})
	}
	note.Walk(b.note.Body, linkEntries)
	if strings.ContainsRune(b.Text, '\ufffd') {
		b.report("I004", diag.Warning, "the export has letters that mean nothing; they are shown as \ufffd", "")
	}
}

// clean composes the letters of a text and takes the zero-width spaces off the ends of its lines:
// Day One puts them around photos and into empty lines.
func clean(s string) string {
	if !strings.Contains(s, zeroWidth) {
		return norm.NFC.String(s)
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(strings.TrimPrefix(l, zeroWidth), zeroWidth)
		for lines[i] != l {
			l = lines[i]
			lines[i] = strings.TrimSuffix(strings.TrimPrefix(l, zeroWidth), zeroWidth)
		}
		lines[i] = strings.NewReplacer(zeroWidth+"![", "![", ")"+zeroWidth, ")").Replace(lines[i])
	}
	return norm.NFC.String(strings.Join(lines, "\n"))
}

const zeroWidth = "\u200b"

// bareLink is the address of an entry that stands in the text without brackets.
var bareLink = regexp.MustCompile(`(^|[\s　])(dayone2?://[^\s<>()\[\]]+)`)

// entryAddress is how Day One links to an entry: "dayone://view?entryId=<32 digits>".
var entryAddress = regexp.MustCompile(`(?i)^dayone2?:(?://)?/?(?:view|edit|open)\??.*?\bentryid=([0-9a-f-]{32,36})`)

// linkEntries makes links to entries references to notes, for note.Walk.
func linkEntries(node any) bool {
	l, ok := node.(*note.Link)
	if !ok || l.Ref.Kind != note.RefURL {
		return true
	}
	m := entryAddress.FindStringSubmatch(l.Ref.Target)
	if m == nil {
		return true
	}
	text := importer.OneLine(note.PlainText(l.Inlines))
	bare := text == l.Ref.Target
	l.Ref = note.Ref{Kind: note.RefNote, Target: "dayone:" + cleanID(m[1]), Title: text, Line: l.Ref.Line, Column: l.Ref.Column, Width: l.Ref.Width}
	if bare {
		l.Bare, l.Ref.Title = true, ""
	}
	return true
}

// momentAddress is how the text names a file of the entry: "dayone-moment://ID" for a photo,
// "dayone-moment:/audio/ID" and so on for others.
var momentAddress = regexp.MustCompile(`(?i)^dayone-moment:/{0,2}(?:(photo|audio|video|pdfAttachment)/)?([0-9A-Z-]+)/?$`)

// attach sets the references of the body to the files of the entry, and appends those that the
// text does not show.
func (b *body) attach() {
	shown := map[string]bool{}
	note.Walk(b.note.Body, func(node any) bool {
		e, ok := node.(*note.Embed)
		if !ok || e.Ref.Kind != note.RefURL {
			return true
		}
		m := momentAddress.FindStringSubmatch(e.Ref.Target)
		if m == nil {
			return true
		}
		id := cleanID(m[2])
		shown[id] = true
		medium, ok := b.media[id]
		if !ok {
			b.report("I003", diag.Warning, "no record of the export describes the file "+m[2], "export with media, and give the whole zip")
			e.Ref = note.Ref{Kind: note.RefAttachment, Target: "dayone:" + id, Line: e.Ref.Line, Column: e.Ref.Column, Width: e.Ref.Width}
			return true
		}
		made := b.embed(medium)
		e.Ref.Kind, e.Ref.Target = made.Ref.Kind, made.Ref.Target
		if e.Alt == "" {
			e.Alt = made.Alt
		}
		return true
	})
	for _, m := range b.all() {
		if id := cleanID(m.ID); !shown[id] {
			shown[id] = true
			b.note.Body = append(b.note.Body, &note.Paragraph{Inlines: []note.Inline{b.embed(b.whole(m))}})
		}
	}
}

// whole returns the record of a medium that has a checksum, its own or another entry's.
func (b *body) whole(m medium) medium {
	if other, ok := b.media[cleanID(m.ID)]; ok && m.MD5 == "" && m.ID != "" {
		return other
	}
	return m
}

func (b *body) report(code string, severity diag.Severity, message, hint string) {
	b.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: b.file.Place, Item: b.item}, Message: message, Hint: hint, Note: string(b.note.ID)})
}
