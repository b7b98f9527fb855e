// Package org reads folders of Org files, org-roam's and Denote's among them.
//
// A file is a note; a heading with an :ID: is a place in it that links of every file lead to.
// What its author keeps from being exported never reaches the text: it is kept as properties, so
// that a conversion loses nothing. No file is read because another one includes it.
package org

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads Org files. The zero value is ready to use.
type Importer struct{}

// Format names the format.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "org", Title: "Org files (Emacs, org-roam, Denote)", Korean: "Org 파일(Emacs, org-roam, Denote)", Accepts: []string{"folder", "zip", "tar", "tgz", "org"},
		HowTo: importer.HowTo{
			English: "Give the folder of Org files itself, with the attachments in it (org-roam-directory, data/). The database of org-roam is not needed.",
			Korean:  "Org 파일이 든 폴더를 첨부(data/)와 함께 그대로 준다(org-roam-directory). org-roam의 데이터베이스는 필요 없다.",
		}}
}

func isOrg(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".org" || ext == ".org_archive"
}

func isMarkdown(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".md" || ext == ".markdown"
}

var (
	topID   = regexp.MustCompile(`(?i)\A(?:\s*#[^\n]*\n|\s*\n)*\s*:PROPERTIES:\s*\n(?:\s*:[^\n]*\n)*?\s*:ID:\s+\S`)
	orgMark = regexp.MustCompile(`(?im)^(?:#\+[a-z_]+:|\*+ |\s*:PROPERTIES:\s*$|\s*#\+begin_)`)
)

// Detect looks into the first files for what only Org has.
func (Importer) Detect(src *importer.Source) importer.Match {
	const looks = 30
	org, markdown, looked, marked, nodes := 0, 0, 0, 0, 0
	for _, f := range src.Files() {
		if leaveOut(f.Path) != "" {
			continue
		}
		if isMarkdown(f.Path) {
			markdown++
		}
		if !isOrg(f.Path) {
			continue
		}
		org++
		if looked++; looked > looks {
			continue
		}
		if head, err := f.Head(4 << 10); err == nil {
			head = bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))
			if orgMark.Match(head) {
				marked++
			}
			if topID.Match(head) {
				nodes++
			}
		}
	}
	switch {
	case org == 0:
		return importer.Match{}
	case markdown > org:
		return importer.Match{Score: 6, Reason: fmt.Sprintf("%d Org files among %d of Markdown", org, markdown)}
	case nodes > 0:
		return importer.Match{Score: 80, Reason: fmt.Sprintf("%d Org files, nodes of org-roam among them", org)}
	case marked > 0:
		return importer.Match{Score: 70, Reason: fmt.Sprintf("%d Org files", org)}
	}
	return importer.Match{Score: 30, Reason: fmt.Sprintf("%d files named .org", org)}
}

// leaveOut returns the rule that keeps a path out, "" for none.
func leaveOut(p string) string {
	if p == "memopress.yaml" {
		return "settings of memopress"
	}
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case strings.HasPrefix(part, "."):
			return "hidden"
		case strings.HasSuffix(part, "~"), strings.HasPrefix(part, "#") && strings.HasSuffix(part, "#"):
			return "backup of the editor"
		}
	}
	if path.Base(p) == "org-roam.db" {
		return "index of org-roam"
	}
	return ""
}

// Import sends every note and file in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	g := &graph{src: src, opts: opts, sink: sink, root: src.Wrapper()}
	var found []importer.File
	for _, f := range src.Files() {
		p := g.inside(f.Path)
		rule := leaveOut(p)
		switch {
		case rule != "" && isOrg(p):
			importer.LeaveOut(sink, src, f, ledger.Note, rule)
		case rule != "":
			importer.LeaveOut(sink, src, f, ledger.Other, rule)
		case isOrg(p), isMarkdown(p):
			found = append(found, f)
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, p))
		}
	}
	g.pages = make([]*page, len(found))
	if err := importer.InParallel(ctx, len(found), func(i int) { g.pages[i] = g.read(found[i]) }); err != nil {
		return err
	}
	g.index()
	for _, p := range g.pages {
		if p != nil {
			g.resolve(p)
			p.cutExcluded()
		}
	}
	for _, p := range g.pages {
		if p != nil {
			for _, d := range p.told.Sorted() {
				d.Note = string(p.note.ID)
				sink.Report(d)
			}
			sink.Note(p.note)
		}
	}
	return ctx.Err()
}

// inside returns the path of a file relative to the root.
func (g *graph) inside(p string) string {
	return strings.TrimPrefix(strings.TrimPrefix(p, g.root), "/")
}

// A graph is one folder of Org files.
type graph struct {
	src    *importer.Source
	opts   importer.Options
	sink   importer.Sink
	root   string // the folder in the source that is taken for the whole
	pages  []*page
	byID   map[string]place // in lower case
	byPath map[string]*page
	denote map[string]*page
	byBase map[string][]string // files of the source by their name
}

// A place is a note, or a heading in it.
type place struct {
	page    *page
	heading *heading
}

// scheme is what note IDs made of Org's own begin with: they are the same in whatever folder.
const scheme = "org:"

// idOf returns the note ID for an :ID:.
func idOf(id string) note.ID { return note.ID(scheme + strings.ToLower(strings.TrimSpace(id))) }
