// Package logseq reads Logseq's graphs: folders of Markdown and Org pages, and the EDN export of
// its databases.
//
// A page is an outline. It becomes a note in which a block that is a heading opens a section, as
// its author meant it, and all other blocks are items of nested lists. Text that stands before the
// first bullet is no item: a page written as a document, without bullets, reads as one. Blocks are
// known by their identifiers, and carry them on only where something refers to them.
package logseq

import (
	"bytes"
	"context"
	"errors"
	"path"
	"regexp"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// Importer reads Logseq's graphs. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "logseq", Title: "Logseq", Accepts: []string{"folder", "zip", "edn"},
		HowTo: importer.HowTo{
			English: "File graphs: point memopress at the graph's folder. Database graphs: Export graph › EDN, because the Markdown export leaves block properties out.",
			Korean:  "파일 그래프는 그 폴더를 그대로 가리킨다. 데이터베이스 그래프는 그래프 내보내기 › EDN. Markdown 내보내기에는 블록 속성이 빠진다.",
		}}
}

const configPath = "logseq/config.edn"

// Detect looks for a graph's settings, or an EDN export.
func (Importer) Detect(src *importer.Source) importer.Match {
	if root, ok := graphRoot(src); ok {
		return importer.Match{Score: 95, Reason: "a graph of Logseq: " + path.Join(root, configPath)}
	}
	if f, ok := exportFile(src); ok {
		return importer.Match{Score: 95, Reason: "an EDN export of a graph: " + f.Path}
	}
	for _, f := range src.Files() {
		if isDatabase(f) {
			return importer.Match{Score: 90, Reason: "the database of a graph: " + f.Path}
		}
	}
	return importer.Match{}
}

// graphRoot returns the folder of the source that is a graph.
func graphRoot(src *importer.Source) (string, bool) {
	for _, root := range []string{"", src.Wrapper()} {
		if _, ok := src.Lookup(path.Join(root, configPath)); ok {
			return root, true
		}
	}
	return "", false
}

// exportFile returns the EDN file that holds pages and blocks.
func exportFile(src *importer.Source) (importer.File, bool) {
	for _, f := range src.Files() {
		if !strings.EqualFold(path.Ext(f.Path), ".edn") {
			continue
		}
		if head, err := f.Head(1 << 20); err == nil && bytes.Contains(head, []byte(":pages-and-blocks")) {
			return f, true
		}
	}
	return importer.File{}, false
}

// isDatabase reports whether a file is the database of a graph: SQLite with a table kvs of the
// columns addr, content and addresses. Its schema stands in the first page.
func isDatabase(f importer.File) bool {
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".sqlite", ".sqlite3", ".db":
	default:
		return false
	}
	head, err := f.Head(64 << 10)
	return err == nil && bytes.HasPrefix(head, []byte("SQLite format 3\x00")) && databaseTable.Match(head)
}

var databaseTable = regexp.MustCompile(`(?i)create table (?:if not exists )?["\x60]?kvs["\x60]?\s*\(\s*addr\b`)

// errDatabase says what to do about a database. It keeps pages in Transit, which no other program reads.
var errDatabase = errors.New("the database of a graph of Logseq cannot be read; in Logseq choose Export graph › EDN, or Markdown, and give memopress that export")

// A graph is being read.
type graph struct {
	src    *importer.Source
	opts   importer.Options
	sink   importer.Sink
	root   string
	config config

	unreadable bool // the settings, so that nobody knows what they hide

	pages  []*page
	blocks map[string]blockPlace // by identifier in lower case
	names  map[string]*page      // by folded title and alias
	wanted map[string]bool       // identifiers of blocks that something refers to
	labels map[string]string     // what bare references to those show
	areas  map[string]string     // pictures of areas of PDFs in the graph, by the identifier of their block
}

// A blockPlace is where a block is.
type blockPlace struct {
	page  *page
	block *block
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	g := &graph{src: src, opts: opts, sink: sink, blocks: map[string]blockPlace{}, names: map[string]*page{}, wanted: map[string]bool{}, labels: map[string]string{}, areas: map[string]string{}}
	root, ok := graphRoot(src)
	g.root = root
	if !ok {
		g.export()
	} else {
		g.readConfig()
		g.files()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	g.index()
	notes := make([]*note.Note, len(g.pages))
	if err := importer.InParallel(ctx, len(g.pages), func(i int) { notes[i] = g.note(g.pages[i]) }); err != nil {
		return err
	}
	for _, n := range notes {
		sink.Note(n)
	}
	return nil
}

// inside returns a path relative to the graph.
func (g *graph) inside(p string) string {
	return strings.TrimPrefix(strings.TrimPrefix(p, g.root), "/")
}

// files sorts the files of a graph into pages, attachments and the app's own.
func (g *graph) files() {
	for _, f := range g.src.Files() {
		p := g.inside(f.Path)
		switch ext := strings.ToLower(path.Ext(p)); {
		case g.config.hides(p):
			importer.LeaveOut(g.sink, g.src, f, kindOf(ext), "hidden by the graph's settings")
		case p == "memopress.yaml":
			importer.LeaveOut(g.sink, g.src, f, ledger.Other, "settings of memopress")
		case strings.HasPrefix(p, "logseq/bak/"), strings.HasPrefix(p, "logseq/.recycle/"), strings.HasPrefix(p, "logseq/version-files/"):
			importer.LeaveOut(g.sink, g.src, f, kindOf(ext), "backup")
		case g.unreadable && p == configPath: // it has failed
		case strings.HasPrefix(p, "logseq/"), hidden(p):
			importer.LeaveOut(g.sink, g.src, f, ledger.Other, "settings of the app")
		case strings.HasPrefix(p, "whiteboards/") && ext == ".edn":
			importer.LeaveOut(g.sink, g.src, f, ledger.Note, "whiteboard")
		case strings.HasPrefix(p, "assets/"):
			if ext == ".edn" {
				importer.LeaveOut(g.sink, g.src, f, ledger.Other, "highlights of a PDF, which are on a page of their own")
				continue
			}
			if m := areaName.FindStringSubmatch(p); m != nil {
				g.areas[strings.ToLower(m[1])] = p
			}
			g.sink.Attachment(importer.FileAttachment(g.src, f, g.opts.Space, p))
		case ext == ".md" || ext == ".markdown" || ext == ".org":
			g.page(f, p)
		case ext == ".sqlite":
			g.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: f.Place}, Message: "the database of a graph is not read",
				Hint: "export it as EDN: Export graph › EDN"})
			importer.LeaveOut(g.sink, g.src, f, ledger.Note, "database")
		default:
			g.sink.Attachment(importer.FileAttachment(g.src, f, g.opts.Space, p))
		}
	}
}

// areaName is the name of a picture of an area that was marked in a PDF: <page>_<id>_<time>.png.
var areaName = regexp.MustCompile(`_(` + uuid + `)_[^/]*$`)

func kindOf(ext string) ledger.Kind {
	if ext == ".md" || ext == ".org" || ext == ".markdown" {
		return ledger.Note
	}
	return ledger.Other
}

func hidden(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

// page reads a page's file.
func (g *graph) page(f importer.File, p string) {
	text, err := f.Text(g.opts.Encoding, g.sink)
	if err != nil {
		importer.Fail(g.sink, g.src, f, ledger.Note, err)
		return
	}
	pg := &page{file: f, path: p, org: strings.EqualFold(path.Ext(p), ".org"), text: string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))}
	pg.read(g)
	g.pages = append(g.pages, pg)
}

// index fills in what links need: pages by name, blocks by identifier, and which blocks are
// referred to.
func (g *graph) index() {
	g.identify()
	var paths importer.Paths
	for _, p := range g.pages {
		parts := strings.Split(p.title, "/")
		if !p.day.IsZero() {
			parts = []string{g.config.journals, p.title}
		}
		p.notePath = paths.Give(parts[:len(parts)-1], parts[len(parts)-1], ".md")
		for _, name := range append([]string{p.title, p.uuid}, p.aliases...) {
			if key := fold(name); key != "" && g.names[key] == nil {
				g.names[key] = p
			}
		}
		p.walk(func(b *block) {
			if b.id != "" {
				if _, taken := g.blocks[b.id]; !taken {
					g.blocks[b.id] = blockPlace{p, b}
				}
			}
			for _, m := range blockRef.FindAllStringSubmatch(b.text, -1) {
				g.wanted[strings.ToLower(m[1])] = true
			}
			for _, m := range keptRef.FindAllStringSubmatch(b.text, -1) {
				g.wanted[strings.ToLower(m[1])] = true
			}
		})
	}
	for id := range g.wanted {
		if at, ok := g.blocks[id]; ok {
			g.labels[id] = labelOf(at.block)
		}
	}
}

// maxLabel is how much of a block is read for the words that a reference to it shows, in bytes.
const maxLabel = 2000

// labelOf returns the words that bare references to a block show. Many may refer to one block.
func labelOf(b *block) string {
	first, _, _ := strings.Cut(b.text, "\n")
	if m := taskMark.FindStringSubmatch(first); m != nil {
		first = m[2]
	}
	if len(first) > maxLabel {
		first = strings.ToValidUTF8(first[:maxLabel], "")
	}
	first = highlight.ReplaceAllString(blockRef.ReplaceAllString(first, "…"), "$1")
	return importer.TitleOf(markdown.Parse([]byte(first), markdown.Options{Dialect: markdown.Obsidian}))
}

func fold(s string) string { return strings.ToLower(importer.OneLine(s)) }
