// Package office reads folders and archives of office documents: docx, odt, rtf and csv, with PDF
// files and pictures as notes that show them.
//
// Every file becomes a note or is accounted for; what a document holds besides its text are its
// attachments.
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
	return importer.Format{Name: "office", Title: "Office documents (Word, LibreOffice, RTF, CSV)", Korean: "오피스 문서(워드, 리브레오피스, RTF, CSV)", Accepts: []string{"folder", "zip", "docx", "odt", "rtf", "csv", "pdf"},
		HowTo: importer.HowTo{
			English: "A folder of documents as they are. Old .doc and .hwp files: save them as docx or odt first. --rows makes each row of a CSV table a note.",
			Korean:  "문서가 든 폴더를 그대로 준다. 옛 .doc와 .hwp는 먼저 docx나 odt로 저장한다. --rows는 CSV의 줄마다 글을 만든다.",
		}}
}

// Detect takes sources in which documents are more than all other notes together.
func (Importer) Detect(src *importer.Source) importer.Match {
	documents, others, example := 0, 0, ""
	for _, f := range src.Files() {
		switch ext := strings.ToLower(path.Ext(f.Path)); {
		case hidden(f.Path):
		case document.Is(f.Path):
			if documents++; example == "" {
				example = f.Path
			}
		case ext == ".md" || ext == ".markdown" || ext == ".txt" || ext == ".html" || ext == ".htm" || ext == ".org" || ext == ".json" || ext == ".enex":
			others++
		}
	}
	if documents == 0 || documents <= others {
		return importer.Match{}
	}
	return importer.Match{Score: 30, Reason: fmt.Sprintf("%d office documents, such as %s", documents, example)}
}

func hidden(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "~$") { // "~$x.docx" is Word's mark that x is open
			return true
		}
	}
	return false
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	files := src.Files()
	root := src.Wrapper()
	return importer.InParallel(ctx, len(files), func(i int) {
		f := files[i]
		p := strings.TrimPrefix(strings.TrimPrefix(f.Path, root), "/")
		switch {
		case p == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		case hidden(p):
			importer.LeaveOut(sink, src, f, ledger.Other, "hidden")
		case document.Is(p):
			document.Read(src, f, p, opts, sink)
		case shown(p):
			a := importer.FileAttachment(src, f, opts.Space, p)
			a.Source.Item = "file" // one file, two items: itself and the note that shows it
			sink.Attachment(a)
			sink.Note(stub(src, f, opts.Space, p))
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, p))
		}
	})
}

// shown reports whether a file is one that a page can show as it is.
func shown(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif":
		return true
	}
	return false
}

// stub is the note that shows a file. It is made here and stands in no file of its own.
func stub(src *importer.Source, f importer.File, space, p string) *note.Note {
	n := importer.FileNote(src, f, space, p)
	n.ID += "#page"
	n.Path, n.Title = p+".md", n.Name
	n.Source.Item = "page"
	n.Body = []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: space + "/" + p}}}}}
	return n
}
