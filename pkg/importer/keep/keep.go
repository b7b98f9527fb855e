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
	"path"
	"regexp"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// Importer reads Takeouts. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "keep", Title: "Google Keep (Takeout)", Accepts: []string{"folder", "zip", "tgz", "json"}}
}

// shape finds the two keys that every note has, whatever else it holds.
var shape = regexp.MustCompile(`"(?:createdTimestampUsec|userEditedTimestampUsec)"\s*:`)

// Detect looks into the first JSON files for the shape of a note.
func (Importer) Detect(src *importer.Source) importer.Match {
	looked := 0
	for _, f := range src.Files() {
		if !isJSON(f.Path) {
			continue
		}
		if looked++; looked > 50 {
			break
		}
		if head, err := f.Head(64 << 10); err == nil && looksLikeNote(head) {
			return importer.Match{Score: 90, Reason: "notes in Takeout's JSON, such as " + f.Path}
		}
	}
	return importer.Match{}
}

func isJSON(p string) bool { return strings.EqualFold(path.Ext(p), ".json") }

func looksLikeNote(data []byte) bool {
	return shape.Match(data) && regexp.MustCompile(`"(?:textContent|textContentHtml|listContent|isTrashed)"`).Match(data)
}

// Import sends every note and attachment to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	stems := noteStems(src)
	g, within := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range src.Files() {
		if within.Err() != nil {
			break
		}
		g.Go(func() error {
			file(src, f, stems, opts, sink)
			return within.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// noteStems returns the paths of all JSON files without their extension: an HTML file of such a
// name is the note's twin.
func noteStems(src *importer.Source) map[string]bool {
	stems := map[string]bool{}
	for _, f := range src.Files() {
		if isJSON(f.Path) {
			stems[stem(f.Path)] = true
		}
	}
	return stems
}

func stem(p string) string { return strings.TrimSuffix(p, path.Ext(p)) }

// file accounts for one file of the Takeout.
func file(src *importer.Source, f importer.File, stems map[string]bool, opts importer.Options, sink importer.Sink) {
	base := path.Base(f.Path)
	switch {
	case isJSON(f.Path):
		readNote(src, f, opts, sink)
	case strings.EqualFold(path.Ext(f.Path), ".html") && stems[stem(f.Path)]:
		importer.LeaveOut(sink, src, f, ledger.Other, "twin of a note's JSON")
	case base == "archive_browser.html", strings.EqualFold(base, "Labels.txt"), base == "memopress.yaml":
		importer.LeaveOut(sink, src, f, ledger.Other, "index of the export")
	default:
		sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
	}
}
