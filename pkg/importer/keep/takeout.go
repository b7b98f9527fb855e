package keep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A takeout is one export being read.
type takeout struct {
	src         *importer.Source
	opts        importer.Options
	sink        importer.Sink
	attachments attachmentIndex

	records    []found
	folders    map[string]bool   // folders that hold notes
	notes      map[string]bool   // paths of notes' JSON without extension
	mediaTypes map[string]string // of the files that notes name, as notes state it
}

// A found is a note's JSON as it was read.
type found struct {
	file importer.File
	record
	err error
}

// readAll reads every JSON file. One that is no note is a failure where notes lie, and another
// product's elsewhere.
func (t *takeout) readAll(ctx context.Context) error {
	var all []found
	for _, f := range t.src.Files() {
		if isJSON(f.Path) {
			all = append(all, found{file: f})
		}
	}
	err := importer.InParallel(ctx, len(all), func(i int) { all[i].record, all[i].err = readRecord(all[i].file) })
	if err != nil {
		return err
	}
	t.folders, t.notes = map[string]bool{}, map[string]bool{}
	for _, r := range all {
		if r.err == nil {
			t.folders[path.Dir(r.file.Path)] = true
		}
	}
	for _, r := range all {
		switch {
		case r.err == nil:
			t.records = append(t.records, r)
		case len(t.folders) > 0 && !t.folders[path.Dir(r.file.Path)] && !errors.Is(r.err, errBroken):
			importer.LeaveOut(t.sink, t.src, r.file, ledger.Other, otherProduct)
			continue
		default:
			importer.Fail(t.sink, t.src, r.file, ledger.Note, r.err)
		}
		t.notes[stem(r.file.Path)] = true
	}
	return nil
}

// sendNotes makes the notes and sends them.
func (t *takeout) sendNotes(ctx context.Context) error {
	times, names := map[usec]int{}, map[string]int{}
	for _, r := range t.records {
		times[r.Created]++
		names[nameOf(r.file)]++
	}
	notes := make([]*note.Note, len(t.records))
	bodies := make([]body, len(t.records))
	err := importer.InParallel(ctx, len(t.records), func(i int) {
		r := t.records[i]
		n := t.note(r)
		if r.Created == 0 || times[r.Created] > 1 {
			n.ID += note.ID("/" + nameOf(r.file))
		}
		if names[nameOf(r.file)] > 1 {
			n.Path = stem(r.file.Path) + ".md"
		}
		bodies[i] = body{takeout: t, file: r.file, note: n}
		bodies[i].write(r.record)
		notes[i] = n
		t.records[i].record = record{} // it is as long as the note
	})
	if err != nil {
		return err
	}
	t.mediaTypes = map[string]string{}
	for i, n := range notes {
		for p, mediaType := range bodies[i].mediaTypes {
			t.mediaTypes[p] = cmp.Or(t.mediaTypes[p], mediaType)
		}
		t.sink.Note(n)
	}
	return nil
}

// nameOf returns the name of a note's file without extension: its title as far as a file name
// can hold it, or its time.
func nameOf(f importer.File) string { return stem(path.Base(f.Path)) }

// note returns the note without its body. Its ID is its time of creation, which Keep never
// changes; the title, and the file's name with it, may be another in the next export.
func (t *takeout) note(r found) *note.Note {
	n := &note.Note{
		ID:      note.ID(fmt.Sprintf("keep/%d", r.Created)),
		Path:    nameOf(r.file) + ".md",
		Space:   t.opts.Space,
		Created: r.Created.time(),
		Updated: r.Edited.time(),
		Pinned:  r.Pinned,
		Tags:    r.tags(),
		Source:  note.Source{Input: t.src.Name, File: r.file.Path},
	}
	if c := r.color(); c != "" {
		n.Properties = append(n.Properties, note.Property{Name: "color", Type: note.TextProperty, Value: []note.Value{{Text: c}}})
	}
	switch {
	case r.Trashed:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case r.Archived:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "archived"}
	}
	return n
}
