// Package onenote reads OneNote: sections (.one) of the desktop app and of OneDrive, packages of
// a notebook (.onepkg), folders of backups, and what OneNote exports as Word or web archive.
//
// A page is a note, known by the GUID that OneNote's own links use, so that it keeps its ID when
// it is renamed, moved or exported again. Whatever part of a page cannot be read is left out with
// a word, and costs neither the rest of the page nor another page.
package onenote

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/importer/document"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/reader/mhtml"
)

// Importer reads OneNote. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "onenote", Title: "Microsoft OneNote", Accepts: []string{"one", "onepkg", "folder", "zip", "mht", "htm", "docx"},
		HowTo: importer.HowTo{
			English: "In OneNote for Windows choose File › Export › Notebook › OneNote Package (.onepkg), or Section › OneNote Section (.one); a notebook that lies in OneDrive can be downloaded there as a folder. Remove the password of protected sections first: they cannot be read otherwise.",
			Korean:  "Windows용 OneNote에서 파일 › 내보내기 › 전자 필기장 › OneNote 패키지(.onepkg) 또는 구역 › OneNote 구역(.one)을 고른다. OneDrive에 있는 전자 필기장은 그곳에서 폴더째 내려받아도 된다. 암호로 보호된 구역은 먼저 암호를 없애야 읽을 수 있다.",
		}}
}

// kind is what a file is to this importer.
type kind uint8

const (
	other        kind = iota
	section           // .one
	contents          // .onetoc2
	cabinet           // .onepkg
	sealed            // .onex and other files under rights management
	webPage           // .htm that OneNote wrote
	archive           // .mht that OneNote wrote
	otherArchive      // .mht of somebody else, or what is left of one
	word              // .docx, of OneNote or not
	damaged           // named as OneNote's, but not one
	unreadable        // not to be read at all
)

// foreign are extensions of files that are never OneNote's, and need not be looked into.
var foreign = map[string]bool{".md": true, ".txt": true, ".json": true, ".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".pdf": true,
	".mp3": true, ".mp4": true, ".svg": true, ".css": true, ".js": true, ".xml": true, ".enex": true, ".csv": true, ".zip": true}

var (
	cabinetMark  = []byte("MSCF")
	compoundMark = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	// generator is the mark that OneNote leaves in the web pages that it writes, in web archives
	// in quoted-printable.
	generator = regexp.MustCompile(`(?i)content=(?:3D)?["']?(?:OneNote\.File|Microsoft (?:Office )?OneNote)|<body data-absolute-enabled=`)
	pageHead  = regexp.MustCompile(`(?i)^(?:\x{feff}|\s)*<(?:!--|!doctype|html|\?xml|head|meta)`)
)

// kindOf looks into a file. Only files whose content or name can be OneNote's are opened.
func kindOf(f importer.File) kind {
	ext := strings.ToLower(path.Ext(f.Path))
	if foreign[ext] {
		return other
	}
	head, err := f.Head(16 << 10)
	if err != nil {
		return unreadable
	}
	switch store.KindOf(head) {
	case store.Section:
		return section
	case store.Contents:
		return contents
	}
	switch {
	case bytes.HasPrefix(head, cabinetMark):
		return cabinet
	case bytes.HasPrefix(head, compoundMark) && (ext == ".onex" || ext == ".one"):
		return sealed
	case ext == ".one", ext == ".onetoc2", ext == ".onepkg":
		return damaged
	case document.KindOf(f.Path) == document.DOCX:
		return word
	case !generator.Match(head) && (ext == ".mht" || ext == ".mhtml"):
		return otherArchive
	case !generator.Match(head):
		return other
	case mhtml.Is(head):
		return archive
	case pageHead.Match(head):
		return webPage
	}
	return other
}

// Detect looks for OneNote's own files by what they begin with.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks, documents = 400, 20 // files that are looked into, and documents that are unpacked
	counts, first, markdown, pages, unpacked := map[kind]int{}, map[kind]string{}, 0, 0, 0
	for i, f := range src.Files() {
		switch strings.ToLower(path.Ext(f.Path)) {
		case ".md":
			markdown++
		case ".htm", ".html", ".mht", ".mhtml", ".docx":
			pages++
		}
		if i >= looks && !strings.HasPrefix(strings.ToLower(path.Ext(f.Path)), ".one") {
			continue
		}
		k := kindOf(f)
		if k == word {
			if unpacked++; unpacked > documents {
				pages-- // it is like those before it, or not
				continue
			}
		}
		if k == cabinet && !holdsSections(src, f) || k == word && !fromOneNote(src, f) {
			k = other
		}
		if counts[k]++; counts[k] == 1 {
			first[k] = f.Path
		}
	}
	own := counts[section] + counts[contents] + counts[cabinet]
	switch exported := counts[archive] + counts[webPage] + counts[word]; {
	case own > 0 && markdown > own:
		return importer.Match{Score: 15, Reason: fmt.Sprintf("%d files of OneNote among %d Markdown files", own, markdown)}
	case counts[section] > 0:
		return importer.Match{Score: 95, Reason: "a section of OneNote, " + first[section]}
	case counts[cabinet] > 0:
		return importer.Match{Score: 95, Reason: "a package of OneNote, " + first[cabinet]}
	case own > 0:
		return importer.Match{Score: 80, Reason: "a table of contents of OneNote, " + first[contents]}
	case counts[sealed] > 0:
		return importer.Match{Score: 70, Reason: "a protected section of OneNote, " + first[sealed]}
	case exported > 0 && 2*exported > pages && markdown == 0:
		return importer.Match{Score: 85, Reason: "pages that OneNote exported, such as " + cmp.Or(first[archive], first[webPage], first[word])}
	}
	return importer.Match{}
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	e := &export{src: src, opts: opts, sink: sink, pages: map[string]bool{}}
	if err := e.open(ctx); err != nil {
		return err
	}
	e.choose()
	if err := e.read(ctx); err != nil {
		return err
	}
	e.send()
	return ctx.Err()
}
