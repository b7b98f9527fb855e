// Package bear reads Bear's backups (.bear2bk) and folders of TextBundles that Bear wrote.
//
// A note is a bundle whose info.json has Bear's own key; its identifier there is the note's ID,
// so that links between notes and newer backups find it again.
package bear

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/bundle"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// Importer reads Bear's backups. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "bear", Title: "Bear", Accepts: []string{"bear2bk", "folder", "zip"},
		HowTo: importer.HowTo{
			English: "File › Backup All Notes… writes a .bear2bk. Unlock encrypted notes first: a backup holds them only in locked form.",
			Korean:  "파일 › 모든 노트 백업…이 .bear2bk를 만든다. 암호화한 노트는 먼저 푼다. 백업에는 잠긴 채로 들어간다.",
		}}
}

// bearKey is the key of Bear's own data in info.json.
var bearKey = []byte(`"net.shinyfrog.bear`)

// Detect looks for a bundle with Bear's key.
func (Importer) Detect(src *importer.Source) importer.Match {
	looked := 0
	for _, f := range src.Files() {
		if bundle.Root(f.Path) == "" || !strings.EqualFold(path.Base(f.Path), "info.json") {
			continue
		}
		if head, err := f.Head(4 << 10); err == nil && bytes.Contains(head, bearKey) {
			return importer.Match{Score: 95, Reason: "bundles of Bear, such as " + path.Dir(f.Path)}
		}
		if looked++; looked == 20 {
			break
		}
	}
	return importer.Match{}
}

// info is what Bear writes about a note. A date may be set although its flag is not: only flags
// count.
type info struct {
	Bear struct {
		ID        string `json:"uniqueIdentifier"`
		OldID     string `json:"bear-note-unique-identifier"`
		Created   string `json:"creationDate"`
		Modified  string `json:"modificationDate"`
		Pinned    flag   `json:"pinned"`
		Trashed   flag   `json:"trashed"`
		Archived  flag   `json:"archived"`
		Locked    flag   `json:"locked"`
		Encrypted flag   `json:"encrypted"`
		Cipher    string `json:"encryptedData"`
		Device    string `json:"lastEditingDevice"`
	} `json:"net.shinyfrog.bear"`
}

// A flag is 0 or 1, false or true, or null.
type flag bool

// UnmarshalJSON reads a flag in any of its forms.
func (f *flag) UnmarshalJSON(data []byte) error {
	switch s := string(data); s {
	case "0", "false", "null", `"0"`, `""`:
	case "1", "true", `"1"`:
		*f = true
	default:
		return fmt.Errorf("%s is neither 0 nor 1", s)
	}
	return nil
}

// A reader reads one source.
type reader struct {
	src  *importer.Source
	opts importer.Options
	sink importer.Sink
}

// A found is a bundle with what was read of it.
type found struct {
	*bundle.Bundle
	info info
	note *note.Note
	err  error
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	r := &reader{src, opts, sink}
	bundles, rest := bundle.Find(src, sink, func(f importer.File, err error) { importer.Fail(sink, src, f, ledger.Note, err) })
	all := make([]*found, len(bundles))
	if err := importer.InParallel(ctx, len(bundles), func(i int) {
		all[i] = &found{Bundle: bundles[i]}
		r.read(all[i])
	}); err != nil {
		return err
	}
	var paths importer.Paths
	var whole []*found
	seen, titles := map[note.ID]bool{}, map[string]bool{}
	for _, b := range all {
		switch {
		case b.err != nil:
			r.failed(b)
		case bool(b.info.Bear.Encrypted) || b.info.Bear.Cipher != "":
			r.locked(b)
		default:
			if seen[b.note.ID] { // Bear has been seen to give one identifier to two notes
				b.note.ID = note.ID(opts.Space + "/" + b.Key)
			}
			seen[b.note.ID] = true
			titles[fold(b.note.Title)] = true
			whole = append(whole, b)
		}
	}
	// Of notes with one title the older one keeps its path when newer ones come.
	slices.SortStableFunc(whole, func(x, y *found) int {
		return cmp.Or(x.note.Created.Compare(y.note.Created), cmp.Compare(x.note.ID, y.note.ID))
	})
	for _, b := range whole {
		splitHeadings(b.note.Body, titles)
		r.send(b, &paths)
	}
	for _, f := range rest {
		switch base := path.Base(f.Path); {
		case base == "tags.json", base == "backup.json", base == "memopress.yaml":
			importer.LeaveOut(sink, src, f, ledger.Other, "settings of the app")
		case strings.EqualFold(path.Ext(base), ".md"):
			r.beside(f, &paths)
		default:
			sink.Attachment(importer.FileAttachment(src, f, opts.Space, f.Path))
		}
	}
	return ctx.Err()
}

func (r *reader) read(b *found) {
	if b.err = b.ReadInfo(&b.info); b.err != nil {
		b.err = fmt.Errorf("info.json: %w", b.err)
		return
	}
	text, err := b.Text.Text(r.opts.Encoding, r.sink)
	if err != nil {
		b.err = err
		return
	}
	in := b.info.Bear
	n := &note.Note{ID: note.ID(r.opts.Space + "/" + b.Key), Space: r.opts.Space, Created: timeOf(in.Created), Updated: timeOf(in.Modified), Pinned: bool(in.Pinned), Source: b.TextSource(r.src)}
	if id := importer.OneLine(in.ID + in.OldID); id != "" {
		n.ID = note.ID(key(id))
	}
	n.Body = r.markdown(n, text, b.Text.Place)
	n.Title, n.Body = titleOf(n.Body)
	if n.Title == "" {
		n.Title, _ = b.Name()
	}
	switch {
	case bool(in.Trashed):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case bool(in.Archived):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "archived"}
	case bool(in.Locked):
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "locked"}
	}
	if d := importer.OneLine(in.Device); d != "" {
		n.Properties = append(n.Properties, importer.TextProperty("device", d))
	}
	b.note = n
}

// beside reads a Markdown file that lies beside the bundles: Bear writes notes so, too.
func (r *reader) beside(f importer.File, paths *importer.Paths) {
	text, err := f.Text(r.opts.Encoding, r.sink)
	if err != nil {
		importer.Fail(r.sink, r.src, f, ledger.Note, err)
		return
	}
	n := importer.FileNote(r.src, f, r.opts.Space, f.Path)
	n.Body = r.markdown(n, text, f.Place)
	name := n.Name
	if n.Title, n.Body = titleOf(n.Body); n.Title == "" {
		n.Title = name
	}
	n.Path = paths.Give(n.Notebook, name, ".md")
	r.sink.Note(n)
}

func (r *reader) markdown(n *note.Note, text []byte, place string) []note.Block {
	return finish(markdown.Parse(prepare(text), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: r.opts.HardBreaks == nil || *r.opts.HardBreaks,
		Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct, File: place, Note: string(n.ID), Report: r.sink}))
}

func key(id string) string { return "bear:" + strings.ToUpper(id) }

func timeOf(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return importer.Sensible(t)
}

// titleOf returns the words of the heading that a note begins with. An empty heading, which Bear
// writes for a note without a title, is taken off.
func titleOf(blocks []note.Block) (string, []note.Block) {
	if len(blocks) == 0 {
		return "", blocks
	}
	h, ok := blocks[0].(*note.Heading)
	if !ok {
		return importer.TitleOf(blocks), blocks
	}
	if title := importer.OneLine(note.PlainText(h.Inlines)); title != "" {
		return title, blocks
	}
	return importer.TitleOf(blocks[1:]), blocks[1:]
}

func (r *reader) prefix(b *found) string { return r.opts.Space + "/" + b.Key + "/" }

func (r *reader) send(b *found, paths *importer.Paths) {
	n := b.note
	n.Path = paths.Give(nil, n.Title, ".md")
	n.Name = n.Title
	for _, name := range b.Follow(n.Body, r.prefix(b)) {
		r.report(b, "I003", "the backup has no file "+name, "make the backup again")
	}
	b.Send(r.src, r.sink, r.opts.Space, strings.TrimSuffix(n.Path, ".md"), r.prefix(b))
	r.sink.Note(n)
}

// locked accounts for a note of which the backup holds nothing but cipher text.
func (r *reader) locked(b *found) {
	r.report(b, "I006", "this note is encrypted", "unlock it in Bear and make the backup again")
	item := b.Item + b.Text.Path
	r.sink.Account(ledger.Entry{Source: r.src.Name, Item: item, Kind: ledger.Note, State: ledger.LeftOut, Rule: "locked"})
	b.Send(r.src, r.sink, r.opts.Space, importer.Segment(b.Path), r.prefix(b))
}

func (r *reader) failed(b *found) {
	if b.Packed != nil {
		importer.Fail(r.sink, r.src, *b.Packed, ledger.Note, b.err)
		return
	}
	importer.Fail(r.sink, r.src, b.Text, ledger.Note, b.err)
	b.Send(r.src, r.sink, r.opts.Space, importer.Segment(b.Path), r.prefix(b))
}

func (r *reader) report(b *found, code, message, hint string) {
	d := diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: diag.Pos{File: b.Text.Place}, Message: message, Hint: hint}
	if b.note != nil {
		d.Note = string(b.note.ID)
	}
	r.sink.Report(d)
}
