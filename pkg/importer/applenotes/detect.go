package applenotes

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/importer"
)

const (
	headBytes = 1 << 20 // of a database, in which the names of its tables stand
	maxHeads  = 300     // files whose first bytes are looked at
	maxLooks  = 40      // files of text that are looked into
)

// Detect looks for a database with the tables of Notes, then for what the exports leave: the
// index of the archive of privacy.apple.com, links with the scheme of Notes in Markdown, and
// the classes of Notes in HTML.
func (Importer) Detect(src *importer.Source) importer.Match {
	if f, ok := findStore(src); ok {
		return importer.Match{Score: 95, Reason: "the database of Apple Notes in " + f.Path}
	}
	switch kind, seen, count := exportOf(src); {
	case kind == privacyArchive:
		return importer.Match{Score: 88, Reason: "the index of Apple's copy of notes, " + seen}
	case kind == markdownExport:
		return importer.Match{Score: 60, Reason: fmt.Sprintf("Markdown with links or pictures as Apple Notes writes them, such as %s (%d)", seen, count)}
	case kind == htmlExport:
		return importer.Match{Score: 60, Reason: fmt.Sprintf("HTML of Apple Notes, such as %s (%d)", seen, count)}
	}
	return importer.Match{}
}

// findStore returns the first store of a source.
func findStore(src *importer.Source) (importer.File, bool) {
	heads := 0
	for _, f := range src.Files() {
		known := isStoreName(f.Path)
		ext := strings.ToLower(path.Ext(f.Path))
		if !known && (ext == ".md" || ext == ".html" || ext == ".txt" || ext == ".json" || ext == ".jpg" || ext == ".png") {
			continue
		}
		if heads++; heads > maxHeads && !known {
			continue
		}
		if isSQLite(f) && mentionsNotes(src, f, headBytes) {
			return f, true
		}
	}
	return importer.File{}, false
}

// An export is one of the ways in which notes leave Notes as files.
type export int

const (
	noExport export = iota
	privacyArchive
	markdownExport
	htmlExport
)

// What Notes writes and nobody else.
var (
	noteScheme  = regexp.MustCompile(`\]\(<?applenotes:|\bapplenotes:note/[0-9A-Fa-f-]{36}|(?:mobile)?notes://showNote\?identifier=`)
	uuidPicture = regexp.MustCompile(`\]\(<?(?:\./)?Attachments/[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\.`)
	pageClass   = regexp.MustCompile(`(?i)class="?(?:Apple-dash-list|com-apple-note-)|x-coredata://[0-9A-F-]{36}/ICNote/|href="applenotes:note/`)
)

// exportOf says which export a source is, with a file that shows it and how many do. An Obsidian
// vault and a graph of Logseq are none: links to Notes may stand in them, too.
func exportOf(src *importer.Source) (kind export, seen string, count int) {
	if f, ok := findIndex(src); ok {
		return privacyArchive, f.Path, 1
	}
	marks := map[export]int{}
	first := map[export]string{}
	looked := map[string]int{}
	for _, f := range src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		if strings.Contains("/"+f.Path, "/.obsidian/") || strings.HasSuffix(f.Path, "logseq/config.edn") {
			return noExport, "", 0
		}
		if ext != ".md" && ext != ".html" && ext != ".htm" {
			continue
		}
		if looked[ext]++; looked[ext] > maxLooks {
			continue
		}
		head, err := f.Head(64 << 10)
		if err != nil {
			continue
		}
		k := noExport
		switch {
		case ext == ".md" && (noteScheme.Match(head) || uuidPicture.Match(head)) && !bytes.HasPrefix(head, []byte("---\n")):
			k = markdownExport
		case ext != ".md" && pageClass.Match(head):
			k = htmlExport
		}
		if k != noExport {
			if marks[k]++; first[k] == "" {
				first[k] = f.Path
			}
		}
	}
	pages := looked[".html"] + looked[".htm"]
	switch {
	case marks[markdownExport] > 0 && looked[".md"] >= pages:
		return markdownExport, first[markdownExport], marks[markdownExport]
	case marks[htmlExport] > 0 && pages >= looked[".md"]:
		return htmlExport, first[htmlExport], marks[htmlExport]
	}
	return noExport, "", 0
}
