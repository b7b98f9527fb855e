package applenotes

import (
	"cmp"
	"io"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/internal/media"
	"memopress/pkg/note"
)

// inlineTypes is how the types of attachments begin that stand in running text.
const inlineTypes = "com.apple.notes.inlinetextattachment."

// inlineAttachment returns what is attached in running text.
func (b *body) inlineAttachment(s inlineStyle) []note.Inline {
	id := strings.ToUpper(s.attachment)
	if e := b.held[id]; e != nil {
		return []note.Inline{e}
	}
	o := b.attachments[id]
	if o == nil {
		b.missing(s)
		return []note.Inline{&note.Text{Value: "[" + cmp.Or(s.uti, "attachment") + "]"}}
	}
	switch uti := cmp.Or(o.uti, s.uti); {
	case uti == inlineTypes+"hashtag":
		if name := strings.TrimLeft(oneLine(cmp.Or(o.altText, o.token)), "#"); name != "" {
			return []note.Inline{&note.Hashtag{Name: name}}
		}
		return nil
	case uti == inlineTypes+"link":
		return noteLink(o)
	case strings.HasPrefix(uti, inlineTypes):
		if o.altText == "" {
			return nil
		}
		return []note.Inline{&note.Text{Value: norm.NFC.String(o.altText)}}
	case uti == "public.url" && o.address != "":
		return []note.Inline{webLink(o)}
	default:
		return b.embed(o)
	}
}

// noteLink is a link that Notes made from the title of another note: its text is not the
// author's.
func noteLink(o *object) []note.Inline {
	title := oneLine(o.altText)
	id, ok := linkedNote(o.token)
	if !ok {
		return []note.Inline{&note.Text{Value: title}}
	}
	return []note.Inline{&note.Link{Ref: note.Ref{Kind: note.RefNote, Target: string(noteID(id)), Title: title}, Bare: true,
		Inlines: []note.Inline{&note.Text{Value: cmp.Or(title, "…")}}}}
}

// webLink is the card of a web page.
func webLink(o *object) note.Inline {
	title := oneLine(o.cardTitle)
	return &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: o.address}, Bare: title == "" || title == o.address,
		Inlines: []note.Inline{&note.Text{Value: cmp.Or(title, o.address)}}}
}

// embed shows a file: a picture, a drawing, a recording, a document.
func (b *body) embed(o *object) []note.Inline {
	alt := oneLine(o.handwriting)
	if alt == "" && !isDrawing(o.uti) {
		alt = oneLine(o.cardTitle)
	}
	f, ok := b.fileOf(o)
	if !ok {
		name := oneLine(cmp.Or(alt, b.fileName(o), o.uti))
		b.report("I003", diag.Warning, "the file of "+name+" is not in the export",
			"copy the folder Accounts too; if it is there, open Notes, wait until the note is downloaded from iCloud, and copy again")
		return []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: attachmentKey(o)}, Alt: name}}
	}
	b.claim(o, f)
	return []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: attachmentKey(o)}, Alt: alt}}
}

// attachmentKey names an attachment in all exports.
func attachmentKey(o *object) string { return "apple-notes:" + norm.NFC.String(o.identifier) }

// fileName returns the name that the author's file had.
func (s *store) fileName(o *object) string {
	if m := s.objects[o.media]; m != nil {
		return path.Base(norm.NFC.String(strings.ToValidUTF8(m.filename, "\ufffd")))
	}
	return ""
}

// claim sends the file of an attachment, once.
func (b *body) claim(o *object, f importer.File) {
	if b.sent[attachmentKey(o)] {
		return
	}
	b.sent[attachmentKey(o)] = true
	if b.claims[f.Path] != "" { // two attachments with one file: the second is a name for it
		f = importer.File{Path: f.Path + "#" + o.identifier, Size: f.Size, Open: f.Open, Place: f.Place}
	} else {
		b.claims[f.Path] = "attachment"
	}
	a := note.Attachment{Key: attachmentKey(o), Space: b.opts.Space, Size: f.Size, Open: f.Open,
		Source: note.Source{Input: b.src.Name, File: f.Path}}
	a.MediaType = sniff(f)
	a.Name = nameFor(b.fileName(o), oneLine(o.cardTitle), o.uti, f, a.MediaType)
	a.Path = "Media/" + norm.NFC.String(o.identifier) + "/" + a.Name
	b.sink.Attachment(a)
}

func sniff(f importer.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil || len(head) == 0 {
		return ""
	}
	return media.Type(path.Base(f.Path), head)
}

// extensions are those of what Notes makes itself or names without one.
var extensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/heic": ".heic", "image/gif": ".gif", "application/pdf": ".pdf",
	"audio/mp4": ".m4a", "audio/mpeg": ".mp3", "video/mp4": ".mp4", "video/quicktime": ".mov", "image/tiff": ".tiff", "image/webp": ".webp"}

// nameFor returns the name of an attachment's file: the author's where there is one. What is
// drawn or scanned in Notes has none.
func nameFor(own, title, uti string, f importer.File, mediaType string) string {
	ext := strings.ToLower(path.Ext(path.Base(f.Path)))
	if want := extensions[mediaType]; want != "" && (ext == "" || ext == ".appleoriginal" || hashName.MatchString(path.Base(f.Path))) {
		ext = want
	}
	name := own
	switch {
	case isDrawing(uti):
		name = "Drawing" + ext
	case strings.HasPrefix(uti, "com.apple.paper.doc"):
		name = strings.TrimSuffix(cmp.Or(title, "Scan"), ".pdf") + ext
	case name == "" || name == "." || name == "/":
		name = cmp.Or(title, "Attachment")
		if path.Ext(name) != ext {
			name += ext
		}
	case path.Ext(name) == "":
		name += cmp.Or(extensions[mediaType], ext)
	}
	return importer.Segment(name)
}

// missing reports an attachment that the store has no row of, as happens when another device
// has not sent it yet. The rest of the note is whole.
func (b *body) missing(s inlineStyle) {
	b.report("I003", diag.Warning, "an attachment of the note is not in the store: "+cmp.Or(s.uti, s.attachment),
		"open Notes, wait until the note is downloaded from iCloud, and copy again")
}
