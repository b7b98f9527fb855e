// Package roam reads Roam Research's exports in JSON and EDN.
//
// A page is an outline. Its first-level "Name:: value" blocks are the note's properties, a block
// with a heading opens a section, and all others are items of nested lists. Blocks carry their
// identifiers on only where something refers to them.
package roam

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads Roam's exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "roam", Title: "Roam Research", Accepts: []string{"zip", "json", "edn"},
		HowTo: importer.HowTo{
			English: "⋯ › Export All › JSON or EDN. Pictures stay at Roam's addresses on the web and are not fetched.",
			Korean:  "⋯ › Export All › JSON 또는 EDN. 그림은 웹의 Roam 주소에 남고, 내려받지 않는다.",
		}}
}

// Detect looks for a list of pages, or a database. An export comes alone: where notes of other
// kinds lie beside it, it is a file among them.
func (Importer) Detect(src *importer.Source) importer.Match {
	for _, f := range src.Files() {
		if !isGraph(f) {
			continue
		}
		if slices.ContainsFunc(src.Files(), func(f importer.File) bool { return slices.Contains(otherNotes, strings.ToLower(path.Ext(f.Path))) }) {
			return importer.Match{Score: 2, Reason: "a graph of Roam among other notes: " + f.Path}
		}
		return importer.Match{Score: 90, Reason: "a graph of Roam: " + f.Path}
	}
	return importer.Match{}
}

// otherNotes are the endings of notes that no export of Roam in JSON or EDN holds.
var otherNotes = []string{".md", ".markdown", ".org", ".html", ".htm", ".txt", ".docx"}

// isGraph reports whether a file looks like an export of a graph.
func isGraph(f importer.File) bool {
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".edn":
		head, err := f.Head(256)
		return err == nil && bytes.Contains(head, []byte("#datascript/DB"))
	case ".json":
		head, err := f.Head(64 << 10)
		head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
		if err != nil || !bytes.HasPrefix(head, []byte("[")) {
			return false
		}
		has := func(key string) bool { return bytes.Contains(head, []byte(`"`+key+`"`)) }
		timed := has("create-time") || has("edit-time") || has("create-email") || has("edit-email")
		// The title of a page may stand behind all of its blocks. A title and children alone are
		// any menu or tree of bookmarks: a block has a string.
		return has("string") && (timed || has("title") && has("children")) || has("title") && timed
	}
	return false
}

// A block is a block or a page of the graph: pages have a title.
type block struct {
	Title    string   `json:"title"`
	String   string   `json:"string"`
	UID      string   `json:"uid"`
	Heading  int      `json:"heading"`
	View     string   `json:"children-view-type"`
	Align    string   `json:"text-align"`
	Created  float64  `json:"create-time"`
	Edited   float64  `json:"edit-time"`
	Children []*block `json:"children"`

	item string
	page *block
}

// A graph is being read.
type graph struct {
	src    *importer.Source
	opts   importer.Options
	sink   importer.Sink
	file   importer.File
	pages  []*block
	titles map[string]*block // by folded title
	blocks map[string]*block // by identifier
	wanted map[string]bool   // identifiers that something refers to
	labels map[string]string // what a bare reference to a block shows, by identifier
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	var files []importer.File
	for _, f := range src.Files() {
		ext := strings.ToLower(path.Ext(f.Path))
		switch {
		case isGraph(f):
			files = append(files, f)
		case ext == ".json" || ext == ".edn":
			importer.Fail(sink, src, f, ledger.Note, errors.New("it is not a graph of Roam"))
		case f.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of memopress")
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		}
	}
	var paths importer.Paths
	for i, f := range files {
		if i > 0 && strings.TrimSuffix(f.Path, path.Ext(f.Path)) == strings.TrimSuffix(files[0].Path, path.Ext(files[0].Path)) {
			importer.LeaveOut(sink, src, f, ledger.Other, "the same graph in another format")
			continue
		}
		g := &graph{src: src, opts: opts, sink: sink, file: f, titles: map[string]*block{}, blocks: map[string]*block{}, wanted: map[string]bool{}}
		if err := g.read(ctx); err != nil {
			return err
		}
		g.send(&paths)
	}
	return ctx.Err()
}

// maxEDN is how large a database in EDN may be, in bytes: unlike JSON it is read whole.
const maxEDN = 1 << 30

// read reads the pages of the file.
func (g *graph) read(ctx context.Context) error {
	if strings.EqualFold(path.Ext(g.file.Path), ".edn") {
		data, err := g.file.Read(maxEDN)
		if err == nil {
			g.pages, err = fromEDN(data)
		}
		if err != nil {
			importer.Fail(g.sink, g.src, g.file, ledger.Note, err)
		} else if len(g.pages) == 0 {
			importer.LeaveOut(g.sink, g.src, g.file, ledger.Other, "no pages in it")
		}
		for i, p := range g.pages {
			p.item = fmt.Sprintf("page %d", i+1)
		}
		g.pages = g.named(g.pages)
		return ctx.Err()
	}
	r, err := g.file.Open()
	if err != nil {
		importer.Fail(g.sink, g.src, g.file, ledger.Note, err)
		return nil
	}
	defer r.Close()
	if err := g.stream(ctx, r); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		importer.FailItem(g.sink, g.src, g.file, "the rest", ledger.Note, err, nil)
	}
	return ctx.Err()
}

// stream reads the list of pages one by one: exports of hundreds of megabytes exist.
func (g *graph) stream(ctx context.Context, r io.Reader) error {
	dec := json.NewDecoder(skipMark(r))
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return fmt.Errorf("it is not a list of pages: %w", errors.Join(err))
	}
	n := 0
	for ; dec.More(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		item := fmt.Sprintf("page %d", n+1)
		p := &block{item: item}
		var oddField *json.UnmarshalTypeError
		err := json.Unmarshal(raw, p)
		if err != nil && (!errors.As(err, &oddField) || importer.OneLine(p.Title) == "") {
			importer.FailItem(g.sink, g.src, g.file, item, ledger.Note, err, raw)
			continue
		}
		if err != nil { // all other fields have been read
			g.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: g.file.Place, Item: item}, Message: "a field has another type than Roam writes: " + err.Error(),
				Hint: "the page is there without it"})
		}
		if importer.OneLine(p.Title) == "" {
			importer.FailItem(g.sink, g.src, g.file, item, ledger.Note, errors.New("the page has no title"), raw)
			continue
		}
		g.pages = append(g.pages, p)
	}
	if n == 0 {
		importer.LeaveOut(g.sink, g.src, g.file, ledger.Other, "no pages in it")
	}
	_, err := dec.Token()
	return err
}

// named fails the pages of a database that have no title: all of them are shown by one.
func (g *graph) named(pages []*block) []*block {
	return slices.DeleteFunc(pages, func(p *block) bool {
		if importer.OneLine(p.Title) != "" {
			return false
		}
		importer.FailItem(g.sink, g.src, g.file, p.item, ledger.Note, errors.New("the page has no title"), nil)
		return true
	})
}

// skipMark takes a byte order mark off.
func skipMark(r io.Reader) io.Reader {
	head := make([]byte, 3)
	n, err := io.ReadFull(r, head)
	if err == nil && bytes.Equal(head, []byte("\ufeff")) {
		return r
	}
	return io.MultiReader(bytes.NewReader(head[:n]), r)
}

// send makes the pages notes, in the order of their creation.
func (g *graph) send(paths *importer.Paths) {
	for _, p := range g.pages {
		if key := fold(p.Title); g.titles[key] == nil {
			g.titles[key] = p
		}
		g.index(p, p, 0)
	}
	slices.SortStableFunc(g.pages, func(a, b *block) int {
		if a.Created != b.Created {
			if a.Created < b.Created {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Title, b.Title)
	})
	times := map[note.ID]int{}
	for _, p := range g.pages {
		n := g.note(p)
		for wanted := n.ID; times[n.ID] > 0; {
			times[wanted]++
			n.ID = note.ID(fmt.Sprintf("%s-%d", wanted, times[wanted]))
		}
		times[n.ID]++
		parts := namespaces(p.Title)
		n.Path = paths.Give(n.Notebook, parts[len(parts)-1], ".md")
		g.sink.Note(n)
	}
}

// maxDepth is how deep an outline is followed; what lies deeper is shown at that depth.
const maxDepth = 80

// index enters the blocks below b, and which identifiers their texts refer to.
func (g *graph) index(page, b *block, depth int) {
	b.page = page
	if b.UID != "" && g.blocks[b.UID] == nil {
		g.blocks[b.UID] = b
	}
	for _, m := range blockRef.FindAllStringSubmatch(b.String, -1) {
		g.wanted[m[1]] = true
	}
	if depth >= maxDepth {
		b.Children = flatten(b.Children)
		for _, c := range b.Children {
			c.page = page
		}
		return
	}
	for _, c := range b.Children {
		if c != nil {
			g.index(page, c, depth+1)
		}
	}
	b.Children = slices.DeleteFunc(b.Children, func(c *block) bool { return c == nil })
}

// flatten lists blocks and all blocks below them.
func flatten(list []*block) []*block {
	var out []*block
	stack := slices.Clone(list)
	slices.Reverse(stack)
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if b == nil {
			continue
		}
		for _, c := range slices.Backward(b.Children) {
			stack = append(stack, c)
		}
		b.Children = nil
		out = append(out, b)
	}
	return out
}

func fold(s string) string { return strings.ToLower(importer.OneLine(s)) }

// idOf is a page's identity: its identifier, or where the export has none its title.
func (g *graph) idOf(p *block) note.ID {
	if p.UID != "" {
		return note.ID("roam:" + p.UID)
	}
	return note.ID("roam:" + importer.OneLine(p.Title))
}

// namespaces splits a title at the slashes that nest pages; brackets keep theirs.
func namespaces(title string) []string {
	title = importer.OneLine(title)
	if strings.ContainsAny(title, "[](") || strings.Contains(title, "//") || strings.HasPrefix(title, "/") || strings.HasSuffix(title, "/") {
		return []string{title}
	}
	parts := strings.Split(title, "/")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
		if parts[i] == "" {
			return []string{title}
		}
	}
	return parts
}
