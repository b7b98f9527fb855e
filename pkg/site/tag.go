package site

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// tagsFolder is where the pages of tags are.
const tagsFolder = "tags/"

// A tagTree collects the tags of notes.
type tagTree struct {
	settings  Settings
	book      *addressBook
	byName    map[string]*Tag // by folded name
	written   map[string]*Tag // by name as notes have it; nil where nothing is left of it
	top       []*Tag
	collation *collation
}

func newTagTree(settings Settings, book *addressBook, c *collation) *tagTree {
	book.take(tagsFolder+"index.html", ownPage)
	return &tagTree{settings: settings, book: book, byName: map[string]*Tag{}, written: map[string]*Tag{}, collation: c}
}

// cleanTag brings a tag into its usual form: NFC, without "#", without empty parts. It returns
// "" when nothing is left.
func cleanTag(name string) string {
	var parts []string
	for part := range strings.SplitSeq(norm.NFC.String(strings.TrimPrefix(strings.TrimSpace(name), "#")), "/") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}

// tag returns the tag with that name, which is made with its parents if it is new. Tags have
// no case: the first spelling stays.
func (t *tagTree) tag(name string) *Tag {
	if have := t.byName[fold(name)]; have != nil {
		return have
	}
	made := &Tag{Label: name}
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		made.Parent = t.tag(name[:i])
		made.Label = name[i+1:]
		made.Name = made.Parent.Name + "/" + made.Label
		made.Parent.Tags = append(made.Parent.Tags, made)
	} else {
		made.Name = name
		t.top = append(t.top, made)
	}
	t.byName[fold(name)] = made
	return made
}

// add gives a note its tags: names as written, in order.
func (t *tagTree) add(n *Note, names []string) {
	for _, name := range names {
		tag, known := t.written[name]
		if !known {
			if clean := cleanTag(name); clean != "" {
				tag = t.tag(clean)
			}
			t.written[name] = tag
		}
		if tag != nil && !slices.Contains(n.Tags, tag) {
			n.Tags = append(n.Tags, tag)
		}
	}
}

// finish counts, orders and gives addresses once all notes are in. It returns the top level.
func (t *tagTree) finish(notes []*Note) []*Tag {
	var counted []*Tag
	for _, n := range notes {
		counted = counted[:0]
		for _, tag := range n.Tags {
			for ; tag != nil && !slices.Contains(counted, tag); tag = tag.Parent {
				counted = append(counted, tag)
				tag.Count++
			}
		}
	}
	notes = slices.Clone(notes)
	sortCollated(t.collation, notes, noteTitle, noteAddress)
	for _, n := range notes {
		for _, tag := range n.Tags {
			tag.Notes = append(tag.Notes, n)
		}
	}
	t.sort(t.top)
	t.giveAddresses(t.top, tagsFolder)
	for _, n := range notes {
		sortCollated(t.collation, n.Tags, tagName, tagAddress)
	}
	return t.top
}

func (t *tagTree) sort(tags []*Tag) {
	sortCollated(t.collation, tags, tagName, tagAddress)
	for _, tag := range tags {
		t.sort(tag.Tags)
	}
}

func (t *tagTree) giveAddresses(tags []*Tag, folder string) {
	for _, tag := range tags {
		stem := folder + t.settings.Addresses.segment(tag.Label, tag.Name)
		stem = t.book.number(stem, t.settings.Addresses.page, func(stem, address string) bool {
			_, vacant := t.book.vacant(fold(address))
			return vacant && !t.book.folders[fold(stem)]
		})
		tag.Address = t.settings.Addresses.page(stem)
		t.book.take(tag.Address, ownPage)
		t.giveAddresses(tag.Tags, stem+"/")
	}
}

func tagName(t *Tag) string    { return t.Name }
func tagAddress(t *Tag) string { return t.Address }
