package keep

import (
	"cmp"
	"path"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// An attachmentIndex finds attachments by the names that notes give to them, which are often
// wrong: Takeout names x.jpeg in a note and writes x.jpg.
type attachmentIndex struct {
	byStem map[string]string // path without extension → the first path of it
	byName map[string]string // folder's own name and stem → the first path of it
}

func indexAttachments(src *importer.Source) attachmentIndex {
	x := attachmentIndex{byStem: map[string]string{}, byName: map[string]string{}}
	for _, f := range src.Files() {
		if isJSON(f.Path) || isPage(f.Path) {
			continue
		}
		p := f.Path
		x.byStem[stem(p)] = cmp.Or(x.byStem[stem(p)], p)
		x.byName[inFolder(p)] = cmp.Or(x.byName[inFolder(p)], p)
	}
	return x
}

// inFolder returns the name of the folder that holds p, and p's own without extension: the same
// for two parts of one export that were unpacked into two folders.
func inFolder(p string) string { return path.Base(path.Dir(p)) + "/" + stem(path.Base(p)) }

// find returns the path of the attachment that a note asks for at want.
func (t *takeout) find(want string) (string, bool) {
	if _, ok := t.src.Lookup(want); ok {
		return want, true
	}
	if p := t.attachments.byStem[stem(want)]; p != "" {
		return p, true
	}
	p := t.attachments.byName[inFolder(want)]
	return p, p != ""
}

// attachment shows the file that the note names.
func (b *body) attachment(a attachment) note.Block {
	want := path.Join(path.Dir(b.file.Path), norm.NFC.String(a.Path))
	ref := note.Ref{Kind: note.RefAttachment}
	p, ok := b.find(want)
	switch {
	case !ok:
		p = want
		b.report("I003", diag.Warning, "the attachment "+a.Path+" is not in the export", "give all parts of the export at once")
	case p != want:
		b.report("I003", diag.Info, "the note names "+a.Path+"; "+path.Base(p)+" was taken", "")
	}
	if ok {
		b.mediaTypes[p] = a.MediaType
	}
	ref.Target = b.opts.Space + "/" + p
	return &note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: ref}}}
}

func (b *body) report(code string, severity diag.Severity, message, hint string) {
	b.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: b.file.Place}, Message: message, Hint: hint, Note: string(b.note.ID)})
}
