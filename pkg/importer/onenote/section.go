package onenote

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
)

// A page is a page as the section lists it, before its body is read.
type page struct {
	space    store.ID
	guid     store.GUID
	title    string
	level    int // from 1
	created  time.Time
	deleted  bool
	conflict bool
	parents  []string // titles of the pages that it lies below
	order    int
}

// id returns the page's GUID as links write it, without braces. Where the list of pages does not
// state it, the object space of the page serves.
func (p *page) id() string {
	if p.guid.IsZero() {
		return p.space.GUID.String()
	}
	return p.guid.String()
}

// item names the page in the ledger.
func (p *page) item() string {
	return strings.TrimSpace(importer.Shorten(p.title, 60) + " {" + p.id() + "}")
}

// list reads the list of pages: a section has page series, a series has object spaces of pages
// and, at the same index, what is known of them (MS-ONE 2.2.17 to 2.2.19).
func (o *opened) list() {
	root, err := o.store.Root()
	if err != nil {
		o.err, o.locked = err, errors.Is(err, store.ErrLocked)
		return
	}
	top, err := root.RootObject(store.ContentRoot)
	if err != nil {
		o.err = err
		return
	}
	o.guid, o.err = top.GUID(propGUID), root.Damage
	seen := map[store.ID]bool{}
	for _, id := range top.IDs(propChildren) {
		series, err := root.Object(id)
		if err != nil || series.Type != typePageSeries {
			o.err = errors.Join(o.err, cmp.Or(err, errors.New("a list of pages is none")))
			continue
		}
		known := series.IDs(propPageMetadata)
		if len(series.IDs(propPages)) < len(known) {
			o.err = errors.Join(o.err, errors.New("a list of pages names fewer pages than it describes"))
		}
		for i, space := range series.IDs(propPages) {
			if seen[space] || space.IsZero() {
				continue
			}
			seen[space] = true
			p := &page{space: space, level: 1}
			if i < len(known) {
				meta, err := root.Object(known[i])
				if err == nil {
					p.read(meta)
				}
				o.err = errors.Join(o.err, err)
			}
			o.pages = append(o.pages, p)
		}
	}
	o.nest()
}

// read takes over what a page's metadata say.
func (p *page) read(meta *store.Object) {
	p.guid = meta.GUID(propGUID)
	p.title = cmp.Or(p.title, importer.OneLine(meta.Text(propTitle)), importer.OneLine(meta.Text(propTitleFromPage)))
	if level := meta.Uint(propLevel); level > 0 && level < 100 {
		p.level = int(level)
	}
	p.created = fileTime(meta.Uint(propCreated))
	p.deleted = meta.Bool(propDeletedFlag) || len(strings.Trim(string(meta.Bytes(propDeleted)), "\x00")) > 0
	p.conflict = meta.Type == typeConflict
}

// nest finds the parents of subpages: the pages before them of lower levels.
func (o *opened) nest() {
	var above []*page
	for _, p := range o.pages {
		for len(above) > 0 && above[len(above)-1].level >= p.level {
			above = above[:len(above)-1]
		}
		for _, parent := range above {
			p.parents = append(p.parents, cmp.Or(parent.title, "_"))
		}
		if !p.deleted && !p.conflict {
			above = append(above, p)
		}
	}
}

// fileTime reads a FILETIME: 100 nanoseconds since 1601.
func fileTime(v uint64) time.Time {
	const epoch = 11_644_473_600 // seconds from 1601 to 1970
	if v == 0 || v > 1<<62 {
		return time.Time{}
	}
	return importer.Sensible(time.Unix(int64(v/10_000_000)-epoch, int64(v%10_000_000)*100))
}

// secondsTime reads seconds since 1980.
func secondsTime(v uint64) time.Time {
	if v == 0 || v > 1<<32 {
		return time.Time{}
	}
	return importer.Sensible(time.Date(1980, 1, 1, 0, 0, int(v), 0, time.UTC))
}

// backupName matches what OneNote calls a copy in its Backup folder: the name of the section's
// file and a date in the words of the user's language.
var backupName = regexp.MustCompile(`(?i)^(.+\.one) ?\([^()]*\d[^()]*\)\.one$`)

// choose takes of several backups of a section the newest, and says what becomes of sections
// that cannot be read or have no pages.
func (e *export) choose() {
	newest := map[string]*opened{}
	for _, o := range e.sections {
		if key := o.key(); key != "" && len(o.pages) > 0 {
			if have := newest[key]; have == nil || o.newerThan(have) {
				newest[key] = o
			}
		}
	}
	var kept []*opened
	for _, o := range e.sections {
		switch chosen := newest[o.key()]; {
		case o.locked:
			e.report(diag.Pos{File: o.Place, Item: o.inside}, "I006", diag.Warning, fmt.Sprintf("the section %q is protected by a password", o.name()),
				"in OneNote choose Password Protection › Remove Password, and export it again")
			e.leaveOut(o.member, "", ledger.Note, "locked")
		case o.err != nil && len(o.pages) == 0:
			e.fail(o.member, "", ledger.Note, o.err)
		case chosen != nil && chosen != o && (o.backup() || chosen.backup()):
			e.leaveOut(o.member, "", ledger.Note, "older backup")
		case len(o.pages) == 0:
			e.leaveOut(o.member, "", ledger.Other, "section without pages")
		default:
			kept = append(kept, o)
		}
	}
	e.sections = kept
	e.sort()
	for _, o := range kept {
		for _, p := range o.pages {
			if !p.deleted && !p.conflict {
				e.pages[p.id()] = true
			}
		}
	}
}

func (o *opened) backup() bool { return backupName.MatchString(path.Base(o.path)) }

// key names the section that a file is a copy of.
func (o *opened) key() string {
	if o.guid.IsZero() {
		return ""
	}
	return o.guid.String() + "/" + strings.ToLower(o.name())
}

// newerThan compares copies of a section by the last change to any page.
func (o *opened) newerThan(other *opened) bool {
	if c := o.changed().Compare(other.changed()); c != 0 {
		return c > 0
	}
	if c := o.time.Compare(other.time); c != 0 {
		return c > 0
	}
	return o.path > other.path
}

// changed returns when a page of the section was last changed.
func (o *opened) changed() time.Time {
	if o.newest.IsZero() {
		for _, p := range o.pages {
			for _, t := range []time.Time{p.created, o.modified(p)} {
				if t.After(o.newest) {
					o.newest = t
				}
			}
		}
	}
	return o.newest
}

// modified returns when a page was last changed, as its version says.
func (o *opened) modified(p *page) time.Time {
	if sp, err := o.store.Space(p.space); err == nil {
		if version, err := sp.RootObject(versionRoot); err == nil {
			return fileTime(version.Uint(propModified))
		}
	}
	return time.Time{}
}

// versionRoot is the role of the root object that says who changed a page last, and when.
const versionRoot = 4

// sort orders the sections as the tables of contents do, and numbers the pages.
func (e *export) sort() {
	keys := map[*opened][]rank{}
	for _, o := range e.sections {
		keys[o] = e.rank(o.member)
	}
	slices.SortStableFunc(e.sections, func(a, b *opened) int {
		return cmp.Or(slices.CompareFunc(keys[a], keys[b], rank.compare), cmp.Compare(a.path, b.path))
	})
	n := 0
	for _, o := range e.sections {
		for _, p := range o.pages {
			if !p.deleted && !p.conflict {
				n++
				p.order = n
			}
		}
	}
}
