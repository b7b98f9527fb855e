package site

import (
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
	top       []*Tag
	collation *collation
}

func newTagTree(settings Settings, book *addressBook, c *collation) *tagTree {
	book.take(tagsFolder+"index.html", ownPage)
	return &tagTree{settings: settings, book: book, byName: map[string]*Tag{}, collation: c}
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
	seen := map[*Tag]bool{}
	for _, name := range names {
		if name = cleanTag(name); name == "" {
			continue
		}
		tag := t.tag(name)
		if seen[tag] {
			continue
		}
		seen[tag] = true
		n.Tags = append(n.Tags, tag)
		tag.Notes = append(tag.Notes, n)
	}
}

// finish counts, orders and gives addresses once all notes are in. It returns the top level.
func (t *tagTree) finish(notes []*Note) []*Tag {
	for _, n := range notes {
		counted := map[*Tag]bool{}
		for _, tag := range n.Tags {
			for ; tag != nil && !counted[tag]; tag = tag.Parent {
				counted[tag] = true
				tag.Count++
			}
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
		sortCollated(t.collation, tag.Notes, noteTitle, noteAddress)
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
