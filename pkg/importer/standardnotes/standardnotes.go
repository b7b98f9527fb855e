// Package standardnotes reads decrypted backups of Standard Notes: the zip, or the one text file
// in it that holds everything.
//
// Notes, tags and what they say of each other come from that file's items; the text files beside
// it are twins. What is encrypted, or holds secrets, is never published and told of.
package standardnotes

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

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Importer reads backups of Standard Notes. The zero value is ready to use.
type Importer struct{}

// Format names the app.
func (Importer) Format() importer.Format {
	return importer.Format{Name: "standard-notes", Title: "Standard Notes", Accepts: []string{"zip", "txt", "folder"},
		HowTo: importer.HowTo{
			English: "Preferences › Backups › Decrypted › Download backup. Files are not in a backup, and an encrypted backup cannot be read.",
			Korean:  "환경설정 › 백업 › Decrypted › Download backup. 파일은 백업에 들어 있지 않고, 암호화된 백업은 읽을 수 없다.",
		}}
}

var (
	itemsKey = regexp.MustCompile(`"items"\s*:\s*\[`)
	typeKey  = regexp.MustCompile(`"content_type"\s*:\s*"`)
)

// Detect looks for the items of a backup.
func (Importer) Detect(src *importer.Source) importer.Match {
	if f, ok := backupFile(src); ok {
		return importer.Match{Score: 95, Reason: "items of Standard Notes in " + f.Path}
	}
	return importer.Match{}
}

// backupFile returns the file that holds the items.
func backupFile(src *importer.Source) (importer.File, bool) {
	for _, f := range src.Files() {
		if ext := strings.ToLower(path.Ext(f.Path)); ext != ".txt" && ext != ".json" {
			continue
		}
		head, err := f.Head(64 << 10)
		if err == nil && bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("{")) && itemsKey.Match(head) && typeKey.Match(head) {
			return f, true
		}
	}
	return importer.File{}, false
}

// isTwin reports whether a file repeats an item of the backup: those in "Items", one for each.
func isTwin(p string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(p), "/"), func(dir string) bool { return strings.EqualFold(dir, "Items") }) || p == "memopress.yaml"
}

// maxBackup is how large the backup file may be, in bytes.
const maxBackup = 1 << 30

// An item is one item of a backup.
type item struct {
	ID      string          `json:"uuid"`
	Type    string          `json:"content_type"`
	Content json.RawMessage `json:"content"`
	Created string          `json:"created_at"`
	Updated string          `json:"updated_at"`
	Deleted bool            `json:"deleted"`
}

// A content is what an item of the type Note or Tag holds.
type content struct {
	Title      string      `json:"title"`
	Text       string      `json:"text"`
	NoteType   string      `json:"noteType"`
	Editor     string      `json:"editorIdentifier"`
	References []reference `json:"references"`
	Trashed    bool        `json:"trashed"`
	Starred    bool        `json:"starred"`
	Archived   bool        `json:"archived"`
	Pinned     bool        `json:"pinned"`
	Protected  bool        `json:"protected"`
	App        map[string]struct {
		Pinned   bool   `json:"pinned"`
		Archived bool   `json:"archived"`
		Updated  string `json:"client_updated_at"`
	} `json:"appData"`
}

type reference struct {
	ID    string `json:"uuid"`
	Type  string `json:"content_type"`
	Means string `json:"reference_type"`
}

// A backup is being read.
type backup struct {
	src   *importer.Source
	opts  importer.Options
	sink  importer.Sink
	file  importer.File
	tags  map[string]content  // by ID
	names map[string]string   // titles of notes by ID, for links
	of    map[string][]string // IDs of tags by that of their note
	notes []*note.Note
	seen  map[string]bool
}

// Import sends everything in src to sink.
func (Importer) Import(ctx context.Context, src *importer.Source, opts importer.Options, sink importer.Sink) error {
	f, ok := backupFile(src)
	for _, other := range src.Files() {
		switch {
		case ok && other.Path == f.Path:
		case other.Path == "memopress.yaml":
			importer.LeaveOut(sink, src, other, ledger.Other, "settings of memopress")
		case !ok:
			importer.Fail(sink, src, other, ledger.Note, errors.New("it does not hold the items of a backup"))
		case !isTwin(other.Path):
			sink.Attachment(importer.FileAttachment(src, other, opts.Space, other.Path))
		default:
			importer.LeaveOut(sink, src, other, ledger.Other, "twin of an item")
		}
	}
	if !ok {
		return ctx.Err()
	}
	data, err := f.Read(maxBackup)
	var whole struct {
		Items []json.RawMessage `json:"items"`
	}
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &whole)
	}
	if err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
		return ctx.Err()
	}
	if len(whole.Items) == 0 {
		importer.LeaveOut(sink, src, f, ledger.Other, "no items in it")
	}
	b := &backup{src: src, opts: opts, sink: sink, file: f, tags: map[string]content{}, names: map[string]string{}, of: map[string][]string{}, seen: map[string]bool{}}
	b.items(whole.Items)
	b.send()
	return ctx.Err()
}

// items reads tags first, because notes need their names.
func (b *backup) items(all []json.RawMessage) {
	items := make([]item, len(all))
	contents := make([]content, len(all))
	errs := make([]error, len(all))
	for i, raw := range all {
		if errs[i] = json.Unmarshal(raw, &items[i]); errs[i] != nil || (items[i].Type != "Note" && items[i].Type != "Tag") {
			continue
		}
		if cipher := bytes.HasPrefix(bytes.TrimSpace(items[i].Content), []byte(`"`)); cipher {
			errs[i] = errLocked
		} else if len(items[i].Content) > 0 {
			errs[i] = json.Unmarshal(items[i].Content, &contents[i])
		}
		if errs[i] == nil && items[i].Type == "Note" {
			b.names[items[i].ID] = importer.OneLine(contents[i].Title)
		}
		if errs[i] == nil && items[i].Type == "Tag" {
			b.tags[items[i].ID] = contents[i]
			for _, r := range contents[i].References {
				if r.Type == "Note" {
					b.of[r.ID] = append(b.of[r.ID], items[i].ID)
				}
			}
		}
	}
	for i, it := range items {
		b.item(fmt.Sprintf("item %d %s", i+1, importer.OneLine(it.ID)), it, contents[i], errs[i], all[i])
	}
}

// errLocked is the error of an item whose content is cipher text.
var errLocked = errors.New("it is encrypted")

func (b *backup) item(name string, it item, c content, err error, raw []byte) {
	kind := ledger.Other
	if it.Type == "Note" || err != nil && it.Type == "" {
		kind = ledger.Note
	}
	switch {
	case errors.Is(err, errLocked):
		b.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I006", Pos: diag.Pos{File: b.file.Place, Item: name}, Message: "this item is encrypted",
			Hint: "download a decrypted backup: Preferences › Backups › Decrypted"})
		importer.LeaveOutItem(b.sink, b.src, b.file, name, kind, "locked")
	case err != nil:
		importer.FailItem(b.sink, b.src, b.file, name, kind, err, raw)
	case it.Deleted:
		importer.LeaveOutItem(b.sink, b.src, b.file, name, kind, "deleted")
	case it.Type == "Note":
		b.note(name, it, c)
	case it.Type == "SN|File" || it.Type == "SN|FileSafe|FileMetadata":
		b.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: b.file.Place, Item: name},
			Message: "the content of an attached file is not in the backup", Hint: "Standard Notes keeps files in backups of their own"})
		importer.LeaveOutItem(b.sink, b.src, b.file, name, ledger.Attachment, "content missing")
	default:
		importer.LeaveOutItem(b.sink, b.src, b.file, name, ledger.Other, "item of the app: "+importer.OneLine(it.Type))
	}
}

func (b *backup) note(name string, it item, c content) {
	id := it.ID
	if id == "" || b.seen[id] {
		id = b.opts.Space + "/" + name
	}
	b.seen[id] = true
	app := c.App["org.standardnotes.sn"]
	n := &note.Note{ID: note.ID(key(id)), Title: importer.OneLine(c.Title), Space: b.opts.Space, Created: timeOf(it.Created), Updated: timeOf(app.Updated),
		Pinned: app.Pinned || c.Pinned, Source: note.Source{Input: b.src.Name, File: b.file.Path, Item: name}}
	if n.Updated.IsZero() {
		n.Updated = timeOf(it.Updated) // 1970 where the app never wrote it
	}
	for _, tag := range b.of[it.ID] {
		if t := b.tagPath(tag); t != "" && !slices.Contains(n.Tags, t) {
			n.Tags = append(n.Tags, t)
		}
	}
	slices.Sort(n.Tags)
	if c.Starred {
		n.Properties = append(n.Properties, importer.TypedProperty("starred", note.CheckboxProperty, "true"))
	}
	n.Body = b.body(n, c)
	switch {
	case holdsSecrets(c): // before all others: no rule that lets the archive out may let these out
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "secrets", Detail: "a note of the authenticator"}
	case c.Trashed:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case app.Archived || c.Archived:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "archived"}
	case c.Protected:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "locked", Detail: "protected in the app"}
	}
	if n.Title == "" {
		n.Title = importer.TitleOf(n.Body)
	}
	if n.Title == "" {
		n.Title = importer.OneLine(id)
	}
	b.notes = append(b.notes, n)
}

// tagPath returns the name of a tag below those of the tags above it.
func (b *backup) tagPath(id string) string {
	var parts []string
	seen := map[string]bool{}
	for id != "" && !seen[id] {
		seen[id] = true
		c, ok := b.tags[id]
		if !ok {
			break
		}
		if name := importer.CleanTag(c.Title); name != "" {
			parts = append([]string{name}, parts...)
		}
		id = ""
		for _, r := range c.References {
			if r.Type == "Tag" && (r.Means == "" || r.Means == "TagToParentTag") {
				id = r.ID
			}
		}
	}
	return strings.Join(parts, "/")
}

func key(id string) string { return "standard-notes:" + id }

func timeOf(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return importer.Sensible(t)
}

// send gives each note its path, in the order of their creation, and sends them.
func (b *backup) send() {
	slices.SortStableFunc(b.notes, func(x, y *note.Note) int {
		if c := x.Created.Compare(y.Created); c != 0 {
			return c
		}
		return strings.Compare(string(x.ID), string(y.ID))
	})
	var paths importer.Paths
	for _, n := range b.notes {
		n.Path = paths.Give(nil, n.Title, ".md")
		n.Name = strings.TrimSuffix(n.Path, ".md")
		b.sink.Note(n)
	}
}
