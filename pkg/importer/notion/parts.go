package notion

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// A file is a file of the export. Its importer.File has the path that it is accounted for by.
type file struct {
	importer.File
	path string // inside the workspace: "Home <id>/Plan <id>.md"
	name
}

func (f file) ext() string { return strings.ToLower(path.Ext(f.path)) }
func (f file) dir() string { return path.Dir(f.path) }

// maxNesting is how deep archives inside archives are opened: a folder of downloads, each with
// its parts.
const maxNesting = 2

// collect lists all files, also those of the parts that are archives.
func (e *export) collect() {
	var parts []int
	e.collectFrom(e.src.Files(), "", 0, &parts)
	slices.Sort(parts)
	var missing []string
	for n := 1; len(parts) > 0 && n < parts[len(parts)-1] && len(missing) < 20; n++ {
		if !slices.Contains(parts, n) {
			missing = append(missing, strconv.Itoa(n))
		}
	}
	if len(missing) > 0 {
		e.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I002", Pos: diag.Pos{File: e.src.Name},
			Message: "parts of this export are missing: " + strings.Join(missing, ", "), Hint: "give all parts at once, or notes and attachments will be missing"})
	}
	e.sortOut()
}

// collectFrom lists files; those of a part have its path before their own.
func (e *export) collectFrom(files []importer.File, outer string, depth int, parts *[]int) {
	for _, f := range files {
		p := f.Path
		if outer != "" {
			f.Path = outer + "#" + p
		}
		if number, ok := partOf(p); ok && depth < maxNesting {
			if number > 0 {
				*parts = append(*parts, number)
			}
			e.openPart(f, depth, parts)
			continue
		}
		in := inside(p)
		e.files = append(e.files, file{File: f, path: in, name: nameOf(in)})
	}
}

// openPart lists the files of an archive that is a part of the export.
func (e *export) openPart(f importer.File, depth int, parts *[]int) {
	nested, err := e.src.OpenNested(f, e.sink)
	if err != nil {
		importer.Fail(e.sink, e.src, f, ledger.Other, err)
		return
	}
	for _, s := range nested.Skipped() {
		s.Source = e.src.Name
		e.sink.Account(s)
	}
	if len(nested.Files()) == 0 && len(nested.Skipped()) == 0 {
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "empty archive")
		return
	}
	e.collectFrom(nested.Files(), f.Path, depth+1, parts)
}

// sortOut tells pages, databases, the index and attachments apart.
func (e *export) sortOut() {
	slices.SortStableFunc(e.files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	for _, f := range e.files {
		switch {
		case f.ext() == ".csv" && f.id != "":
			e.tables = append(e.tables, &database{file: f})
		case path.Base(f.path) == "index.html" && f.id == "" && e.readIndex(f):
			importer.LeaveOut(e.sink, e.src, f.File, ledger.Other, "index of the export")
		case path.Base(f.path) == "memopress.yaml":
			importer.LeaveOut(e.sink, e.src, f.File, ledger.Other, "settings of memopress")
		case f.ext() == ".md", f.ext() == ".html" && e.isPage(f):
			e.pages = append(e.pages, &page{file: f})
			e.hasPage[f.id] = true
		default:
			e.addAttachment(f)
		}
	}
}

// isPage reports whether an HTML file is a page, not a file that somebody attached to one.
func (e *export) isPage(f file) bool {
	if f.id != "" {
		return true
	}
	head, err := f.Head(128 << 10)
	return err != nil || pageInHTML.Match(head) || len(e.files) == 1
}
