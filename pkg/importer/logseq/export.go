package logseq

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/reader/edn"
)

// maxExport is how large an EDN export may be, in bytes.
const maxExport = 512 << 20

// export reads the EDN export of a database graph:
// {:pages-and-blocks [{:page {:block/title "…"} :blocks [{:block/title "…" :build/children […]}]}]}.
func (g *graph) export() {
	g.config = config{journals: "journals", journalTitle: "MMM do, yyyy", macros: map[string]string{}}
	f, ok := exportFile(g.src)
	database := slices.ContainsFunc(g.src.Files(), isDatabase)
	for _, other := range g.src.Files() {
		switch {
		case ok && other.Path == f.Path:
		case other.Path == "memopress.yaml":
			importer.LeaveOut(g.sink, g.src, other, ledger.Other, "settings of memopress")
		case !ok && isDatabase(other):
			importer.Fail(g.sink, g.src, other, ledger.Note, errDatabase)
		case !ok && strings.Contains(path.Base(other.Path), ".sqlite-"): // its -wal and -shm
			importer.LeaveOut(g.sink, g.src, other, ledger.Other, "database")
		case !ok && !database:
			importer.Fail(g.sink, g.src, other, ledger.Other, errors.New("there is neither a graph's logseq/config.edn nor an EDN export"))
		default:
			g.sink.Attachment(importer.FileAttachment(g.src, other, g.opts.Space, other.Path))
		}
	}
	if !ok {
		return
	}
	data, err := f.Read(maxExport)
	var v any
	if err == nil {
		v, err = edn.Parse(data)
	}
	m, _ := v.(edn.Map)
	pages, isList := m.Get("pages-and-blocks").(edn.Vector)
	if err == nil && !isList {
		err = errors.New("it has no list :pages-and-blocks")
	}
	if err != nil {
		importer.Fail(g.sink, g.src, f, ledger.Note, err)
		return
	}
	if len(pages) == 0 {
		importer.LeaveOut(g.sink, g.src, f, ledger.Other, "no pages in it")
	}
	for i, entry := range pages {
		item := fmt.Sprintf("page %d", i+1)
		p, err := g.exported(f, item, entry)
		if err != nil {
			importer.FailItem(g.sink, g.src, f, item, ledger.Note, err, nil)
			continue
		}
		g.pages = append(g.pages, p)
	}
}

// exported reads one page of an EDN export.
func (g *graph) exported(f importer.File, item string, entry any) (*page, error) {
	m, ok := entry.(edn.Map)
	head, _ := m.Get("page").(edn.Map)
	if !ok || head == nil {
		return nil, errors.New("it is not a page with :page and :blocks")
	}
	p := &page{file: f, item: item, title: importer.OneLine(head.Text("block/title"))}
	if day, ok := head.Get("build/journal").(int64); ok {
		if t, err := time.Parse("20060102", fmt.Sprint(day)); err == nil {
			p.day, p.title = t, formatDay(g.config.journalTitle, t)
		}
	}
	if p.title == "" {
		return nil, errors.New("the page has no title")
	}
	p.title = strings.Trim(p.title, "/ ")
	if t, ok := head.Get("block/uuid").(edn.Tagged); ok {
		p.uuid = strings.ToLower(fmt.Sprint(t.Value))
	}
	p.properties = exportedProperties(head)
	p.blocks = exportedBlocks(m.Get("blocks"), 0)
	return p, nil
}

func exportedBlocks(v any, depth int) []*block {
	all, _ := v.(edn.Vector)
	var out []*block
	for _, item := range all {
		m, ok := item.(edn.Map)
		if !ok || depth > maxBlocks {
			continue
		}
		b := &block{text: m.Text("block/title"), depth: depth, properties: exportedProperties(m)}
		if t, ok := m.Get("block/uuid").(edn.Tagged); ok {
			b.id = strings.ToLower(fmt.Sprint(t.Value))
		}
		b.properties = slices.DeleteFunc(b.properties, func(p property) bool {
			mark := statuses[strings.ToLower(p.value)]
			if p.name != "status" || mark == "" {
				return false
			}
			b.text = mark + " " + b.text
			return true
		})
		b.children = exportedBlocks(m.Get("build/children"), depth+1)
		out = append(out, b)
	}
	return out
}

// statuses are the states of tasks in database graphs, as file graphs write them.
var statuses = map[string]string{"todo": "TODO", "doing": "DOING", "in-review": "DOING", "done": "DONE", "canceled": "CANCELED", "backlog": "LATER"}

// exportedProperties reads what a page or a block says of itself. Keywords lose their namespaces.
func exportedProperties(m edn.Map) []property {
	props, _ := m.Get("build/properties").(edn.Map)
	var out []property
	for _, p := range props {
		name := plain(p.Key)
		if value := plain(p.Value); name != "" && value != "" {
			out = append(out, property{name, value})
		}
	}
	if tags, ok := m.Get("build/tags").(edn.Vector); ok {
		var names []string
		for _, t := range tags {
			if s := plain(t); s != "" {
				names = append(names, s)
			}
		}
		if len(names) > 0 {
			out = append(out, property{"tags", strings.Join(names, ", ")})
		}
	}
	return out
}

// plain writes a value as text.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case edn.Keyword:
		s := string(v)
		s = s[strings.LastIndexByte(s, '/')+1:]
		return s[strings.LastIndexByte(s, '.')+1:]
	case edn.Tagged:
		return plain(v.Value)
	case edn.Vector:
		return joined(v)
	case edn.Set:
		return joined(v)
	case edn.List:
		return joined(v)
	case edn.Map:
		if t := v.Text("block/title"); t != "" {
			return t
		}
		var parts []string
		for _, p := range v {
			parts = append(parts, plain(p.Value))
		}
		return strings.Join(parts, ", ")
	}
	return importer.OneLine(fmt.Sprint(v))
}

func joined(all []any) string {
	var parts []string
	for _, v := range all {
		if s := plain(v); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
