// Package simplenote reads Simplenote's export: a zip with source/notes.json and a text file for
// each note.
//
// Only notes.json counts. The text files are twins of its notes, with their tags in the text, and
// are accounted for as such; one that repeats no note is kept, privately.
package simplenote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
)

// Importer reads Simplenote's exports. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "simplenote", Title: "Simplenote", Accepts: []string{"zip", "folder", "json"},
		HowTo: importer.HowTo{
			English: "Settings › Tools › Export Notes (or app.simplenote.com › Settings › Export): give the zip or its source/notes.json.",
			Korean:  "설정 › 도구 › 노트 내보내기(또는 app.simplenote.com › Settings › Export). zip이나 그 안의 source/notes.json을 준다.",
		}}
}

var listKey = regexp.MustCompile(`"(?:activeNotes|trashedNotes)"\s*:\s*\[`)

// Detect looks for the lists of notes.json.
func (Importer) Detect(src *importer.Source) importer.Match {
	if f, ok := notesFile(src); ok {
		return importer.Match{Score: 95, Reason: "the lists of Simplenote in " + f.Path}
	}
	return importer.Match{}
}

// notesFile returns the file that holds the notes: of several the first.
func notesFile(src *importer.Source) (importer.File, bool) {
	for _, f := range src.Files() {
		if !strings.EqualFold(path.Ext(f.Path), ".json") {
			continue
		}
		if head, err := f.Head(4 << 10); err == nil && listKey.Match(head) {
			return f, true
		}
	}
	return importer.File{}, false
}

// maxExport is how large notes.json may be, in bytes.
const maxExport = 512 << 20

// An entry is a note as notes.json has it. Addresses of people that it is shared with are not
// read.
type entry struct {
	ID       string   `json:"id"`
	Content  string   `json:"content"`
	Created  string   `json:"creationDate"`
	Modified string   `json:"lastModified"`
	Pinned   bool     `json:"pinned"`
	Markdown bool     `json:"markdown"`
	Tags     []string `json:"tags"`
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	f, ok := notesFile(src)
	for _, other := range src.Files() {
		switch {
		case ok && other.Path == f.Path:
		case other.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, other, ledger.Other, "settings of memopress")
		case !ok:
			importer.Fail(sink, src, other, ledger.Other, errors.New("there is no notes.json with the lists of Simplenote"))
		case strings.EqualFold(path.Ext(other.Path), ".txt"): // once the notes are known
		case other.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, other, ledger.Other, "settings of memopress")
		case strings.EqualFold(path.Ext(other.Path), ".json"):
			importer.Fail(sink, src, other, ledger.Other, fmt.Errorf("it does not hold the lists of Simplenote's notes.json"))
		default:
			importer.LeaveOut(sink, src, other, ledger.Other, "not known to Simplenote")
		}
	}
	if !ok {
		return ctx.Err()
	}
	r := &reader{src: src, opts: opts, sink: sink, file: f, ids: map[string]bool{}, texts: map[string]bool{}}
	r.read()
	r.beside()
	r.send()
	return ctx.Err()
}

// read reads the lists of notes.json.
func (r *reader) read() {
	f := r.file
	data, err := f.Read(maxExport)
	var lists struct {
		Active  []json.RawMessage `json:"activeNotes"`
		Trashed []json.RawMessage `json:"trashedNotes"`
	}
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &lists)
	}
	if err != nil {
		importer.Fail(r.sink, r.src, f, ledger.Note, err)
		return
	}
	if len(lists.Active)+len(lists.Trashed) == 0 {
		importer.LeaveOut(r.sink, r.src, f, ledger.Other, "no notes in it")
	}
	r.list(lists.Active, "activeNotes", false)
	r.list(lists.Trashed, "trashedNotes", true)
}

// A reader reads one notes.json.
type reader struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	file  importer.File
	ids   map[string]bool
	texts map[string]bool // of all notes, as twin compares them
	notes []*note.Note
	extra []*note.Note // of text files that repeat none of them
}

func (r *reader) list(all []json.RawMessage, name string, trash bool) {
	for i, raw := range all {
		item := fmt.Sprintf("%s/%d", name, i+1)
		var e entry
		if err := json.Unmarshal(raw, &e); err != nil {
			importer.FailItem(r.sink, r.src, r.file, item, ledger.Note, err, raw)
			continue
		}
		r.notes = append(r.notes, r.note(e, item, trash))
	}
}

func (r *reader) note(e entry, item string, trash bool) *note.Note {
	if e.ID == "" || r.ids[e.ID] {
		e.ID = r.opts.Space + "/" + item
	}
	r.ids[e.ID] = true
	n := &note.Note{ID: note.ID("simplenote:" + e.ID), Space: r.opts.Space, Pinned: e.Pinned, Created: timeOf(e.Created), Updated: timeOf(e.Modified),
		Source: note.Source{Input: r.src.Name, File: r.file.Path, Item: item}}
	for _, t := range e.Tags {
		if t = importer.CleanTag(t); t != "" {
			n.Tags = append(n.Tags, t)
		}
	}
	text := strings.ReplaceAll(e.Content, "\r\n", "\n")
	r.texts[twin(text)] = true
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	n.Title = importer.Shorten(importer.OneLine(strings.TrimLeft(first, "# ")), 120)
	if e.Markdown {
		n.Body = markdown.Parse([]byte(text), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, Emoji: r.opts.Emoji, SmartPunct: r.opts.SmartPunct,
			File: r.file.Place, Note: string(n.ID), Report: r.sink})
	} else {
		n.Body = plain(text, first)
	}
	if n.Title == "" {
		n.Title = importer.OneLine(e.ID)
	}
	if trash {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok {
			follow(&l.Ref, note.PlainText(l.Inlines))
		}
		return true
	})
	return n
}

var noteLink = regexp.MustCompile(`^simplenote://note/([^/?#]+)`)

func follow(ref *note.Ref, shown string) {
	if m := noteLink.FindStringSubmatch(ref.Target); m != nil && ref.Kind == note.RefURL {
		ref.Kind, ref.Target, ref.Title = note.RefNote, "simplenote:"+m[1], importer.OneLine(shown)
	}
}

// Lines of plain notes that the app shows as more than text: items to tick off.
var (
	task     = regexp.MustCompile(`^\s*[-*+] \[([ xX])\] ?(.*)$`)
	linkText = regexp.MustCompile(`\[([^\[\]\n]+)\]\((simplenote://note/[^()\s]+)\)`)
)

// plain reads text without markup. Its first line is the title and not repeated; items to tick
// off and links to notes work in plain notes, too.
func plain(text, first string) []note.Block {
	if i := strings.Index(text, first); i >= 0 && first != "" {
		text = text[i+len(first):]
	}
	var out []note.Block
	var lines []string
	flush := func() {
		blocks := importer.PlainText(strings.Join(lines, "\n"))
		note.RewriteInlines(blocks, withLinks)
		out = append(out, blocks...)
		lines = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		m := task.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			continue
		}
		flush()
		state := ' '
		if m[1] != " " {
			state = 'x'
		}
		it := note.ListItem{Task: state, Blocks: []note.Block{&note.Paragraph{Inlines: withLinks(importer.PlainInlines(m[2]))}}}
		if l, ok := last(out).(*note.List); ok {
			l.Items = append(l.Items, it)
		} else {
			out = append(out, &note.List{Tight: true, Items: []note.ListItem{it}})
		}
	}
	flush()
	return out
}

func last(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[len(blocks)-1]
}

// withLinks makes "[text](simplenote://…)" in plain text links.
func withLinks(in []note.Inline) []note.Inline {
	var out []note.Inline
	for _, node := range in {
		t, ok := node.(*note.Text)
		if !ok {
			out = append(out, node)
			continue
		}
		s := t.Value
		for {
			m := linkText.FindStringSubmatchIndex(s)
			if m == nil {
				break
			}
			if m[0] > 0 {
				out = append(out, &note.Text{Value: s[:m[0]]})
			}
			out = append(out, &note.Link{Ref: note.Ref{Kind: note.RefURL, Target: s[m[4]:m[5]]}, Inlines: []note.Inline{&note.Text{Value: s[m[2]:m[3]]}}})
			s = s[m[1]:]
		}
		if s != "" {
			out = append(out, &note.Text{Value: s})
		}
	}
	return out
}

func timeOf(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return importer.Sensible(t)
}

// send gives each note its path, in the order of their creation, and sends them.
func (r *reader) send() {
	slices.SortStableFunc(r.notes, func(a, b *note.Note) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	var paths importer.Paths
	for _, n := range slices.Concat(r.notes, r.extra) {
		n.Path = paths.Give(nil, n.Title, ".md")
		n.Name = strings.TrimSuffix(n.Path, ".md")
		r.sink.Note(n)
	}
}
