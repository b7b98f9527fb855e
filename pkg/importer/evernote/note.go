package evernote

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// note makes a note of a record. Its text waits to be read together with that of others.
func (f *file) note(item string, rec *record) {
	n := &note.Note{Title: importer.OneLine(clean(rec.values["title"])), Space: f.opts.Space, Notebook: f.notebook,
		Created: timeOf(rec.values["created"]), Updated: timeOf(rec.values["updated"]),
		Source: note.Source{Input: f.src.Name, File: f.Path, Item: item}}
	for _, t := range []struct {
		name string
		time time.Time
	}{{"created", n.Created}, {"updated", n.Updated}} {
		if v := rec.values[t.name]; v != "" && t.time.IsZero() {
			f.report(f, item, "I009", diag.Warning, fmt.Sprintf("%s: %q is no time at which a note can have been written", t.name, v), "the note has no such date", "")
		}
	}
	n.ID = f.id(rec, n)
	n.Notebook = f.notebookNamed(rec)
	for _, tag := range rec.tags {
		if t := importer.CleanTag(clean(tag)); t != "" {
			n.Tags = append(n.Tags, t)
		}
	}
	f.metadataTags(n, rec)
	media := f.attach(n, item, rec)
	f.texts = append(f.texts, &enml{file: f, note: n, item: item, rec: rec, media: media})
	f.waiting += len(rec.content)
}

// maxWaiting is how much text of notes waits at most, in bytes, and maxNotes in how many notes.
const (
	maxWaiting = 4 << 20
	maxNotes   = 256
)

// readTexts reads the texts that wait, several at a time.
func (f *file) readTexts(ctx context.Context) error {
	if err := importer.InParallel(ctx, len(f.texts), func(i int) { f.texts[i].note.Body = f.texts[i].read() }); err != nil {
		return err
	}
	for _, w := range f.texts {
		f.finish(w)
	}
	f.texts, f.waiting = nil, 0
	return nil
}

// finish keeps a note until all links can be followed.
func (f *file) finish(w *enml) {
	n, rec := w.note, w.rec
	properties(n, rec)
	if n.Title == "" {
		n.Title = importer.TitleOf(n.Body)
	}
	if n.Title == "" {
		n.Title = "Untitled"
	}
	for _, name := range rec.unknown {
		importer.FailItem(f.sink, f.src, f.File, w.item+" <"+name+">", ledger.Other, fmt.Errorf("<%s> is no element of an export that is known", name), nil)
	}
	if rec.values["is-active"] == "false" || strings.Trim(rec.values["deleted"], "0") != "" {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	found := &found{Note: n, links: w.links}
	found.toc = isTOC(n, len(w.links))
	f.first = cmp.Or(f.first, found)
	f.notes = append(f.notes, found)
}

// notebookNamed returns the notebook of a note: what evernote-backup or NixNote say of it is better
// than the file's name.
func (f *file) notebookNamed(rec *record) []string {
	name := importer.OneLine(clean(rec.values["notebook-name"]))
	if book, ok := f.books[rec.values["notebook-guid"]]; ok {
		notebook, _ := notebookOf(strings.ReplaceAll(clean(book), "/", "-") + ".")
		return notebook
	}
	if name == "" {
		return f.notebook
	}
	return append(slices.Clone(f.notebook[:max(len(f.notebook)-1, 0)]), name)
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
// between exports: when the note was created, and its title. Two notes that agree in both are
// numbered in their order, unless they say the same: then they are one.
func (f *file) id(rec *record, n *note.Note) note.ID {
	if guid := strings.TrimSpace(rec.values["guid"]); guid != "" {
		return note.ID(key(guid))
	}
	sum := sha256.Sum256([]byte(rec.values["created"] + "\n" + n.Title))
	id := note.ID("evernote:" + hex.EncodeToString(sum[:12]))
	f.hashed = append(f.hashed[:0], rec.content...)
	says := said{id, sha256.Sum256(f.hashed)}
	i, known := f.said[says]
	if !known {
		i = f.alike[id]
		f.said[says] = i
		f.alike[id]++
	}
	if i == 0 {
		return id
	}
	return note.ID(fmt.Sprintf("%s-%d", id, i+1))
}

func key(guid string) string { return "evernote:" + strings.ToLower(guid) }

// times matches a time of day in exports: hours may have one digit, and what follows the seconds
// may be broken ("20180306T91108 AMZ").
var times = regexp.MustCompile(`^(\d{8})T(\d{1,2})(\d{2})(\d{2})\s*([AaPp][Mm])?Z?$`)

// timeOf reads "20240301T090000Z", ISO 8601 and milliseconds; the zero time for what is none.
func timeOf(s string) time.Time {
	s = strings.TrimSpace(s)
	if usual := "20060102T150405Z"; len(s) == len(usual) {
		if t, err := time.Parse(usual, s); err == nil {
			return importer.Sensible(t)
		}
	}
	if m := times.FindStringSubmatch(s); m != nil {
		hour := ("0" + m[2])[len(m[2])-1:]
		layout, value := "20060102 150405", m[1]+" "+hour+m[3]+m[4]
		if half := strings.ToUpper(m[5]); half != "" && hour <= "12" && hour > "00" {
			layout, value = "20060102 030405PM", value+half
		}
		if t, err := time.Parse(layout, value); err == nil {
			return importer.Sensible(t)
		}
		return time.Time{}
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return importer.Sensible(t)
	}
	return nixTime(s)
}
