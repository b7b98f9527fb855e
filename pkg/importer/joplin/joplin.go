// Package joplin reads Joplin's exports: JEX archives, RAW folders, and the folders of its
// Markdown exports with front matter.
//
// Everything is known by the 32 hexadecimal digits that Joplin gives it, and by nothing else:
// notes keep their IDs between exports, and links, notebooks, tags and resources follow them.
package joplin

import (
	"context"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads Joplin's exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "joplin", Title: "Joplin", Accepts: []string{"jex", "folder (RAW, Markdown)", "zip"},
		HowTo: importer.HowTo{
			English: "File › Export all › JEX (or RAW). Switch encryption off and let it synchronise first: encrypted items cannot be read. Markdown exports are read, too, but hold neither trash nor, without front matter, tags and dates.",
			Korean:  "파일 › 모두 내보내기 › JEX(또는 RAW). 암호화를 끄고 동기화가 끝난 뒤에 내보낸다. 암호화된 항목은 읽을 수 없다. Markdown 내보내기도 읽지만 휴지통은 없고, 머리말이 없으면 태그와 날짜도 없다.",
		}}
}

// itemName matches the file of an item: 32 hexadecimal digits.
var itemName = regexp.MustCompile(`(?i)^(?:.*/)?([0-9a-f]{32})\.md$`)

// typeLine is the last line of every item.
var typeLine = regexp.MustCompile(`(?m)^type_: \d+\s*$`)

// Detect looks for items named by identifiers that end in their type.
func (Importer) Detect(src *importer.Source) importer.Match {
	looked, found := 0, ""
	for _, f := range src.Files() {
		if !itemName.MatchString(f.Path) {
			continue
		}
		if looked++; looked > 20 {
			break
		}
		if data, err := f.Read(maxItem); err == nil && typeLine.Match(data) {
			found = f.Path
			break
		}
	}
	if found == "" {
		return detectMarkdown(src)
	}
	return importer.Match{Score: 95, Reason: "items of Joplin, such as " + found}
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	if !slices.ContainsFunc(src.Files(), func(f importer.File) bool { return itemName.MatchString(f.Path) }) {
		return importMarkdown(ctx, src, opts, sink)
	}
	e := &export{src: src, opts: opts, sink: sink, items: map[string]*item{}, media: map[string]importer.File{}}
	if err := e.read(ctx); err != nil {
		return err
	}
	e.connect()
	return e.send(ctx)
}

// An export is all items of a source.
type export struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	items map[string]*item
	order []*item                  // in the order of their files
	media map[string]importer.File // content of resources by ID
	tags  map[string][]string      // of notes by ID
	paths map[string]string        // of resources that are there, by ID
}

// read reads all items, in parallel, and sorts out what is none.
func (e *export) read(ctx context.Context) error {
	files := e.src.Files()
	items := make([]*item, len(files))
	errs := make([]error, len(files))
	if err := importer.InParallel(ctx, len(files), func(i int) {
		if m := itemName.FindStringSubmatch(files[i].Path); m != nil {
			items[i], errs[i] = readItem(files[i])
		}
	}); err != nil {
		return err
	}
	for i, f := range files {
		it := items[i]
		switch {
		case errs[i] != nil:
			importer.Fail(e.sink, e.src, f, ledger.Note, errs[i])
		case it == nil:
			e.other(f)
		case e.items[it.id] != nil:
			importer.LeaveOut(e.sink, e.src, f, it.kind(), ledger.Duplicate)
		default:
			e.items[it.id] = it
			e.order = append(e.order, it)
		}
	}
	return nil
}

// other takes a file that is no item: the content of a resource, or something else.
func (e *export) other(f importer.File) {
	if f.Path == "memopress.yaml" {
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "settings of memopress")
		return
	}
	base := path.Base(f.Path)
	id := strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	if len(id) == 32 && strings.Trim(id, "0123456789abcdef") == "" && e.media[id].Open == nil {
		e.media[id] = f
		return
	}
	importer.LeaveOut(e.sink, e.src, f, ledger.Other, "not an item of Joplin")
}

// connect reads what items say of each other.
func (e *export) connect() {
	e.tags, e.paths = map[string][]string{}, map[string]string{}
	for _, it := range e.order {
		if it.kindOf() != typeNoteTag {
			continue
		}
		if tag := e.items[it.get("tag_id")]; tag != nil && tag.kindOf() == typeTag {
			if name := importer.CleanTag(tag.title); name != "" {
				e.tags[it.get("note_id")] = append(e.tags[it.get("note_id")], name)
			}
		}
	}
	var paths importer.Paths
	for _, it := range e.order {
		if f, ok := e.media[it.id]; ok && it.kindOf() == typeResource {
			name, ext := it.fileName(f)
			e.paths[it.id] = paths.Give([]string{"resources"}, name, ext)
		}
	}
}

// notebooks returns the names of the notebooks around an item, outermost first. A chain that
// turns back on itself ends there.
func (e *export) notebooks(it *item) []string {
	var out []string
	seen := map[string]bool{}
	for id := it.get("parent_id"); id != "" && !seen[id]; {
		seen[id] = true
		folder := e.items[id]
		if folder == nil || folder.kindOf() != typeFolder {
			break
		}
		out = append([]string{importer.OneLine(folder.title)}, out...)
		id = folder.get("parent_id")
	}
	return out
}

// send gives notes and resources to the sink and accounts for all other items.
func (e *export) send(ctx context.Context) error {
	bodies := make([][]note.Block, len(e.order))
	err := importer.InParallel(ctx, len(e.order), func(i int) {
		if it := e.order[i]; it.kindOf() == typeNote && !it.isLocked() {
			bodies[i] = e.body(it)
		}
	})
	if err != nil {
		return err
	}
	var paths importer.Paths
	for i, it := range e.order {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch kind := it.kindOf(); {
		case it.isLocked():
			e.locked(it)
		case kind == typeNote:
			e.note(it, bodies[i], &paths)
		case kind == typeResource:
			e.resource(it)
		default:
			importer.LeaveOut(e.sink, e.src, it.file, ledger.Other, typeName(kind))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(e.media)) {
		f := e.media[id]
		if it := e.items[id]; it == nil || it.kindOf() != typeResource {
			importer.LeaveOut(e.sink, e.src, f, ledger.Attachment, "no item of Joplin names it")
		}
	}
	return nil
}

// isLocked reports whether an item is encrypted, or what it describes.
func (it *item) isLocked() bool {
	return it.get("encryption_applied") == "1" || it.kindOf() == typeResource && it.get("encryption_blob_encrypted") == "1"
}

func (e *export) locked(it *item) {
	report(e, it, "I006", "this item is encrypted", "in Joplin switch encryption off, or wait until everything is decrypted, and export again")
	importer.LeaveOut(e.sink, e.src, it.file, it.kind(), "locked")
	if f, ok := e.media[it.id]; ok && it.kindOf() == typeResource {
		importer.LeaveOut(e.sink, e.src, f, ledger.Attachment, "locked")
	}
}

// resource sends a resource as an attachment. Its item is accounted for as Joplin's own.
func (e *export) resource(it *item) {
	f, ok := e.media[it.id]
	if !ok {
		report(e, it, "I003", fmt.Sprintf("the content of %s is not in the export", it.title), "export again, once Joplin has downloaded its attachments")
		importer.LeaveOut(e.sink, e.src, it.file, ledger.Attachment, "content missing")
		return
	}
	p := e.paths[it.id]
	e.sink.Attachment(note.Attachment{Key: key(it.id), Name: path.Base(p), Path: p, Space: e.opts.Space, MediaType: it.get("mime"), Size: f.Size, Open: f.Open,
		Source: note.Source{Input: e.src.Name, File: f.Path}})
	importer.LeaveOut(e.sink, e.src, it.file, ledger.Other, "description of an attachment")
}

func key(id string) string { return "joplin:" + id }
