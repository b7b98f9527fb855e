package evernote

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// note makes a note of a record and keeps it until all links can be followed.
func (f *file) note(item string, rec *record) {
	n := &note.Note{Title: importer.OneLine(clean(rec.values["title"])), Space: f.opts.Space, Notebook: f.notebook,
		Created: timeOf(rec.values["created"]), Updated: timeOf(rec.values["updated"]),
		Source: note.Source{Input: f.src.Name, File: f.Path, Item: item}}
	for _, name := range []string{"created", "updated"} {
		if v := rec.values[name]; v != "" && timeOf(v).IsZero() {
			f.report(f, item, "I009", diag.Warning, fmt.Sprintf("%s: %q is not a time", name, v), "the note has no such date", "")
		}
	}
	n.ID = f.id(rec, n)
	if nb := importer.OneLine(clean(rec.values["notebook-name"])); nb != "" {
		n.Notebook = append(slices.Clone(f.notebook[:len(f.notebook)-1]), nb)
	}
	for _, tag := range rec.tags {
		if t := importer.CleanTag(clean(tag)); t != "" {
			n.Tags = append(n.Tags, t)
		}
	}
	f.metadataTags(n, rec)
	media := f.attachments(n, item, rec)
	w := &enml{file: f, note: n, item: item, rec: rec, media: media}
	n.Body = w.read()
	properties(n, rec)
	if n.Title == "" {
		n.Title = importer.TitleOf(n.Body)
	}
	if n.Title == "" {
		n.Title = "Untitled"
	}
	for _, name := range rec.unknown {
		importer.FailItem(f.sink, f.src, f.File, item+" <"+name+">", ledger.Other, fmt.Errorf("<%s> is no element of an export that is known", name), nil)
	}
	if rec.values["is-active"] == "false" {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	found := &found{Note: n, links: w.links}
	found.toc = isTOC(n, len(w.links))
	f.notes = append(f.notes, found)
}

// metadataTags reads the tags that evernote-backup writes as a JSON list.
func (f *file) metadataTags(n *note.Note, rec *record) {
	var names []string
	if v := rec.values["tag-names"]; v == "" || json.Unmarshal([]byte(v), &names) != nil {
		return
	}
	for _, tag := range names {
		if t := importer.CleanTag(clean(tag)); t != "" && !slices.Contains(n.Tags, t) {
			n.Tags = append(n.Tags, t)
		}
	}
}

// id returns the note's identifier where the export has one, else one made of what stays the same
// between exports: when the note was created, and its title.
func (f *file) id(rec *record, n *note.Note) note.ID {
	id := note.ID(key(rec.values["guid"]))
	if rec.values["guid"] == "" {
		sum := sha256.Sum256([]byte(rec.values["created"] + "\n" + n.Title))
		id = note.ID("evernote:" + hex.EncodeToString(sum[:12]))
	}
	free := id
	for i := 2; f.ids[free]; i++ {
		free = note.ID(fmt.Sprintf("%s-%d", id, i))
	}
	f.ids[free] = true
	return free
}

func key(guid string) string { return "evernote:" + strings.ToLower(guid) }

// timeOf reads "20240301T090000Z"; the zero time for what is none.
func timeOf(s string) time.Time {
	t, err := time.Parse("20060102T150405Z", strings.TrimSpace(s))
	if err != nil {
		return time.Time{}
	}
	return importer.Sensible(t)
}

// properties keeps what else the export knows of a note.
func properties(n *note.Note, rec *record) {
	for _, p := range []struct {
		from, to string
		kind     note.PropertyType
	}{
		{"subject-date", "date", note.DateTimeProperty}, {"reminder-time", "reminder", note.DateTimeProperty}, {"reminder-done-time", "completed", note.DateTimeProperty},
		{"author", "note-author", note.TextProperty}, {"source-url", "source-url", note.TextProperty}, {"source-application", "source-application", note.TextProperty},
		{"latitude", "latitude", note.NumberProperty}, {"longitude", "longitude", note.NumberProperty}, {"altitude", "altitude", note.NumberProperty},
		{"place-name", "place", note.TextProperty},
	} {
		v := importer.OneLine(clean(rec.values[p.from]))
		if v == "" {
			continue
		}
		if p.kind == note.DateTimeProperty {
			t := timeOf(v)
			if t.IsZero() {
				continue
			}
			v = t.Format(time.RFC3339)
		}
		n.Properties = append(n.Properties, importer.TypedProperty(p.to, p.kind, v))
	}
}

// attachments sends the resources of a note and returns their keys by hash.
func (f *file) attachments(n *note.Note, item string, rec *record) map[string]string {
	media := map[string]string{}
	for i, r := range rec.resources {
		hash := r.hash
		if hash == "" {
			f.report(f, item, "I003", diag.Warning, fmt.Sprintf("the data of attachment %d (%s) are not in the export", i+1, importer.OneLine(r.values["file-name"])), "export the notebook again", n.ID)
			importer.LeaveOutItem(f.sink, f.src, f.File, fmt.Sprintf("%s attachment %d", item, i+1), ledger.Attachment, "content missing")
			continue
		}
		if media[hash] == "" {
			media[hash] = fmt.Sprintf("%s/%s", n.ID, hash)
			f.attachment(n, item, r, media[hash])
		}
		if r.objID != "" && media[r.objID] == "" {
			media[r.objID] = media[hash] // some notes name a resource by what its text recognition calls it
		}
	}
	return media
}

func (f *file) attachment(n *note.Note, item string, r *resource, key string) {
	name, ext := f.fileName(r)
	p := f.paths.Give(append(slices.Clone(f.notebook), "attachments"), name, ext)
	f.sink.Attachment(note.Attachment{Key: key, Name: path.Base(p), Path: p, Space: f.opts.Space, MediaType: r.values["mime"], Size: r.size,
		Open:   f.opener(r),
		Source: note.Source{Input: f.src.Name, File: f.Path, Item: item + " " + r.hash}})
}
