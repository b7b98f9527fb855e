// Package office reads folders of office documents, and single ones: docx, odt, rtf and csv
// become notes, and what cannot be read here (pdf, pictures, slides, old binary formats) becomes
// a note that shows or links to the file.
//
// Every file is accounted for once, whatever it holds.
package office

import (
	"context"
	"fmt"
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/importer/document"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads office documents. The zero value is ready to use.
type Importer struct{}

// Format names the format.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "office", Title: "Office documents (docx, odt, rtf, csv)", Korean: "오피스 문서(docx, odt, rtf, csv)",
		Accepts: []string{"folder", "zip", "docx", "odt", "rtf", "csv"},
		HowTo: importer.HowTo{
			English: "Give a folder of documents of Word, LibreOffice or another office program, or a single one. A table (.csv) is one note, or with --rows one for each row; PDF files and pictures are shown by a note each. Save old .doc and .hwp files as .docx first.",
			Korean:  "Word, LibreOffice, 한글 같은 오피스 프로그램의 문서가 든 폴더나 문서 하나를 준다. 표(.csv)는 메모 하나가 되고 --rows를 주면 줄마다 메모가 된다. PDF와 그림은 그것을 보여 주는 메모가 된다. 옛 .doc과 .hwp는 먼저 .docx로 저장한다.",
		}}
}

// Detect takes sources that hold documents and no notes of another kind.
func (Importer) Detect(src *importer.Source) importer.Match {
	documents, tables, others := 0, 0, 0
	for _, f := range src.Files() {
		if hidden(f.Path) {
			continue
		}
		switch kind := document.KindOf(f.Path); {
		case kind == document.CSV:
			tables++
		case kind != document.None:
			documents++
		default:
			switch strings.ToLower(path.Ext(f.Path)) {
			case ".md", ".markdown", ".html", ".htm", ".txt", ".json", ".xml", ".org", ".enex", ".opml":
				others++
			}
		}
	}
	switch {
	case documents == 0 && tables == 0:
		return importer.Match{}
	case others > 0 && others*4 > documents:
		return importer.Match{Score: 4, Reason: fmt.Sprintf("%d office documents among %d other notes", documents+tables, others)}
	case documents > 0:
		return importer.Match{Score: 25, Reason: fmt.Sprintf("%d documents of office programs", documents)}
	}
	return importer.Match{Score: 8, Reason: fmt.Sprintf("%d tables (.csv)", tables)}
}

// hidden reports whether a file is none of the user's: hidden, or left behind by an office program.
func hidden(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "~$") {
			return true
		}
	}
	return false
}

// Import sends every document to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	root := src.Wrapper()
	files := src.Files()
	return importer.InParallel(ctx, len(files), func(i int) {
		f := files[i]
		p := strings.TrimPrefix(strings.TrimPrefix(f.Path, root), "/")
		switch {
		case p == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		case hidden(p):
			importer.LeaveOut(sink, src, f, ledger.Other, "hidden")
		case document.KindOf(p) != document.None:
			document.Read(src, f, p, opts, sink)
		default:
			stub(src, f, p, opts, sink)
		}
	})
}

// shown are the files that a page can show; others are linked to.
var shown = map[string]bool{".pdf": true, ".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".svg": true, ".bmp": true,
	".mp3": true, ".m4a": true, ".wav": true, ".ogg": true, ".mp4": true, ".webm": true, ".mov": true}

// stub sends a file as an attachment, with a note that shows it or links to it. Both are items of
// the file.
func stub(src *importer.Source, f importer.File, p string, opts importer.Options, sink importer.Sink) {
	a := importer.FileAttachment(src, f, opts.Space, p)
	a.Source.Item = "file"
	sink.Attachment(a)
	n := importer.FileNote(src, f, opts.Space, p)
	n.Path = p + ".md" // the file itself has the other path
	n.ID = note.ID(opts.Space + "/" + n.Path)
	n.Title, n.Source.Item = n.Name, "note"
	ref := note.Ref{Kind: note.RefAttachment, Target: a.Key}
	var in note.Inline = &note.Link{Ref: ref, Bare: true, Inlines: []note.Inline{&note.Text{Value: a.Name}}}
	if shown[strings.ToLower(path.Ext(p))] {
		in = &note.Embed{Ref: ref, Alt: n.Name}
	}
	n.Body = []note.Block{&note.Paragraph{Inlines: []note.Inline{in}}}
	sink.Note(n)
}
