package onenote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// recycleBin is the folder of deleted pages and sections in a notebook.
const recycleBin = "OneNote_RecycleBin"

// read makes the notes of all sections.
func (e *export) read(ctx context.Context) error {
	results := make([][]*result, len(e.sections))
	if err := importer.InParallel(ctx, len(e.sections), func(i int) { results[i] = e.section(ctx, e.sections[i]) }); err != nil {
		return err
	}
	for _, r := range results {
		e.results = append(e.results, r...)
	}
	return ctx.Err()
}

func (e *export) section(ctx context.Context, o *opened) []*result {
	if o.err != nil {
		e.fail(o.member, "a part of the section", ledger.Other, o.err)
	}
	var out []*result
	for _, p := range o.pages {
		if ctx.Err() != nil {
			break
		}
		switch {
		case p.deleted:
			e.leaveOut(o.member, p.item(), ledger.Note, "deleted")
		case p.conflict:
			e.leaveOut(o.member, p.item(), ledger.Note, "conflict page")
		default:
			if r := e.page(o, p); r != nil {
				out = append(out, r)
			}
		}
	}
	return out
}

// page reads one page. nil is a page that became no note and is accounted for.
func (e *export) page(o *opened, p *page) *result {
	sp, top, err := openPage(o.store, p)
	switch {
	case errors.Is(err, store.ErrLocked):
		e.report(diag.Pos{File: o.Place, Item: o.item(p.item())}, "I006", diag.Warning, "the page is protected by a password", "in OneNote remove the password of the section, and export it again")
		e.leaveOut(o.member, p.item(), ledger.Note, "locked")
		return nil
	case err != nil:
		e.fail(o.member, p.item(), ledger.Note, fmt.Errorf("read page: %w", err))
		return nil
	}
	if top.Bool(propConflict) {
		e.leaveOut(o.member, p.item(), ledger.Note, "conflict page")
		return nil
	}
	for _, id := range top.IDs(propPages) { // copies that OneNote made when two devices changed the page
		e.leaveOut(o.member, "conflict page {"+id.GUID.String()+"} of "+p.item(), ledger.Note, "conflict page")
	}
	n := &note.Note{
		ID: noteID(p.id()), Space: e.opts.Space, Title: p.title, Created: p.created, Order: p.order,
		Notebook: append(o.notebook(), p.parents...),
		Source:   note.Source{Input: e.src.Name, File: o.Path, Item: o.item(p.item())},
	}
	b := &body{export: e, section: o, page: p, space: sp, note: n, seen: map[store.ID]bool{}}
	b.damage = sp.Damage
	b.read(top)
	b.metadata(top)
	if slices.Contains(n.Notebook, recycleBin) {
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	}
	n.Title = cmp.Or(n.Title, b.title, importer.TitleOf(n.Body), untitled(n))
	b.tellLosses()
	return &result{note: n, section: o, attachments: b.attachments}
}

// noteID returns the ID of the note that a page's GUID names.
func noteID(guid string) note.ID { return note.ID("onenote:" + guid) }

// untitled is the title of a page without words.
func untitled(n *note.Note) string {
	if !n.Created.IsZero() {
		return n.Created.Format("2006-01-02 15:04")
	}
	return strings.TrimPrefix(string(n.ID), "onenote:")
}

// openPage returns the object space of a page and the page in it: a manifest names it.
func openPage(s *store.Store, p *page) (*store.Space, *store.Object, error) {
	sp, err := s.Space(p.space)
	if err != nil {
		return nil, nil, err
	}
	root, err := sp.RootObject(store.ContentRoot)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range root.IDs(propContent) {
		o, err := sp.Object(id)
		if err != nil {
			return nil, nil, err
		}
		if o.Type == typePage {
			return sp, o, nil
		}
	}
	if root.Type == typePage {
		return sp, root, nil
	}
	return nil, nil, fmt.Errorf("the page's manifest names no page")
}

// metadata takes over times and people. Those who wrote are never shown unless the user asks.
func (b *body) metadata(top *store.Object) {
	n := b.note
	if meta, err := b.space.RootObject(store.MetadataRoot); err == nil {
		own := page{title: n.Title, level: b.page.level}
		own.read(meta)
		n.Title = cmp.Or(n.Title, own.title)
		if n.Created.IsZero() {
			n.Created = own.created
		}
	}
	if version, err := b.space.RootObject(versionRoot); err == nil {
		n.Updated = fileTime(version.Uint(propModified))
		b.lastEditor = cmp.Or(b.name(version.IDs(propAuthorLast)), b.lastEditor)
	}
	if n.Updated.IsZero() {
		n.Updated = secondsTime(top.Uint(propModifiedSeconds))
	}
	for _, p := range [][2]string{{"note-author", b.author}, {"last-editor", b.lastEditor}} {
		if p[1] != "" {
			n.Properties = append(n.Properties, importer.TextProperty(p[0], p[1]))
		}
	}
	if !b.due.IsZero() {
		n.Properties = append(n.Properties, importer.TypedProperty("due", note.DateTimeProperty, b.due.Format(time.RFC3339)))
	}
}

// name returns the name of the author that a property refers to.
func (b *body) name(ids []store.ID) string {
	for _, id := range ids {
		if o, err := b.space.Object(id); err == nil {
			return importer.OneLine(o.Text(propAuthorName))
		}
	}
	return ""
}

// givePaths makes up paths of notes and attachments. The order in which clashes are numbered is
// that of creation, which a later export keeps.
func (e *export) givePaths() {
	var paths importer.Paths
	byAge := slices.Clone(e.results)
	slices.SortStableFunc(byAge, func(a, b *result) int {
		return cmp.Or(a.note.Created.Compare(b.note.Created), cmp.Compare(a.note.ID, b.note.ID), cmp.Compare(a.note.Source.File, b.note.Source.File))
	})
	for _, r := range byAge {
		r.note.Path = paths.Give(r.note.Notebook, r.note.Title, ".md")
		r.note.Name = strings.TrimSuffix(path.Base(r.note.Path), ".md")
	}
	for _, r := range byAge {
		for i := range r.attachments {
			a := &r.attachments[i]
			ext := path.Ext(a.Name)
			a.Path = paths.Give(append(slices.Clone(r.section.notebook()), "attachments"), strings.TrimSuffix(a.Name, ext), ext)
			a.Name = path.Base(a.Path)
		}
	}
}
