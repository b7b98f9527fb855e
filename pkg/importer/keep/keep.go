// Package keep reads Google Keep as Google Takeout exports it: a JSON file for each note with
// its attachments beside it, in a folder whose name is in the reader's language, in one or
// several zip or tgz archives.
//
// Notes are known by the shape of their JSON and by nothing else. The HTML twin of each note and
// Takeout's own files are accounted for as left out, and the addresses of the people that a note
// is shared with are never read.
package keep

import (
	"context"
	"fmt"
	"path"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// Importer reads Takeouts. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "keep", Title: "Google Keep (Takeout)", Korean: "Google Keep (테이크아웃)", Accepts: []string{"folder", "zip", "tgz", "json"},
		HowTo: importer.HowTo{
			English: "At takeout.google.com choose Keep only, download, and give all parts at once. Indentation of lists is not in the export.",
			Korean:  "takeout.google.com에서 Keep만 골라 내려받고, 나뉜 파일을 모두 함께 준다. 목록의 들여쓰기는 내보내지지 않는다.",
		}}
}

// Detect looks into the first JSON files for the shape of a note. A folder of Markdown that
// holds a few such files is no Takeout.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 50 // JSON files that are looked into
	found, looked, markdown := "", 0, 0
	for _, f := range src.Files() {
		switch strings.ToLower(path.Ext(f.Path)) {
		case ".md":
			markdown++
		case ".json":
			if looked++; looked > looks || found != "" {
				continue
			}
			if head, err := f.Head(64 << 10); err == nil && looksLikeNote(head) {
				found = f.Path
			}
		}
	}
	switch {
	case found == "":
		return importer.Match{}
	case markdown > looked:
		return importer.Match{Score: 15, Reason: fmt.Sprintf("a note in Takeout's JSON (%s) among %d Markdown files", found, markdown)}
	}
	return importer.Match{Score: 90, Reason: "notes in Takeout's JSON, such as " + found}
}

func isJSON(p string) bool { return strings.EqualFold(path.Ext(p), ".json") }

// isPage reports whether the path is that of an HTML file, as the twins of notes are.
func isPage(p string) bool { return strings.EqualFold(path.Ext(p), ".html") }

func stem(p string) string { return strings.TrimSuffix(p, path.Ext(p)) }

// Import sends every note and attachment to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	t := takeout{src: src, opts: opts, sink: sink, attachments: indexAttachments(src)}
	if err := t.readAll(ctx); err != nil {
		return err
	}
	if err := t.sendNotes(ctx); err != nil {
		return err
	}
	t.accountForOthers()
	return ctx.Err()
}

// accountForOthers sends the attachments, and accounts for what is neither note nor attachment:
// a Takeout holds indexes, twins, and often other products of Google.
func (t *takeout) accountForOthers() {
	for _, f := range t.src.Files() {
		base := path.Base(f.Path)
		mediaType, used := t.mediaTypes[f.Path]
		switch {
		case isJSON(f.Path):
		case path.Base(f.RawPath) == "archive_browser.html", strings.EqualFold(base, "Labels.txt"):
			importer.LeaveOut(t.sink, t.src, f, ledger.Other, "index of the export")
		case base == "memopress.yaml":
			importer.LeaveOut(t.sink, t.src, f, ledger.Other, "settings of memopress")
		case isPage(f.Path) && t.notes[stem(f.Path)]:
			importer.LeaveOut(t.sink, t.src, f, ledger.Other, "twin of a note's JSON")
		case !used && !t.folders[path.Dir(f.Path)]:
			importer.LeaveOut(t.sink, t.src, f, ledger.Other, otherProduct)
		default:
			a := importer.FileAttachment(t.src, f, t.opts.Space, f.Path)
			a.MediaType = mediaType
			t.sink.Attachment(a)
		}
	}
}

// otherProduct is the rule that leaves out what another of Google's products exported.
const otherProduct = "not of Google Keep"
