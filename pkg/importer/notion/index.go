package notion

import (
	"bytes"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/importer"
)

// An index is what the export's index.html says: the whole tree of pages, also where the files
// lie in no folders, and pages that have no file.
type index struct {
	parent   map[string]string   // identifiers
	title    map[string]string   // as file names have it, cut short
	children map[string][]string // in the order of the workspace
	order    map[string]int      // among siblings, from 1
}

func newIndex() index {
	return index{map[string]string{}, map[string]string{}, map[string][]string{}, map[string]int{}}
}

// readIndex reads an index.html; false when it is another page of that name.
func (e *export) readIndex(f file) bool {
	data, err := f.Read(importer.MaxNoteFile)
	if err != nil || !bytes.Contains(data, []byte(`id="id::`)) {
		return false
	}
	root, err := xhtml.Parse(bytes.NewReader(data))
	if err != nil {
		return false
	}
	e.index.read(root, "")
	return true
}

// read enters the lists below n, each of which is a page: <ul id="id::…"> with its name in <a>.
func (x index) read(n *xhtml.Node, parent string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		id := parent
		if raw, ok := strings.CutPrefix(attr(c, "id"), "id::"); ok && c.DataAtom == atom.Ul {
			if own := plainID(strings.TrimSuffix(raw, ".csv")); isID(own) && x.enter(own, parent, c) {
				id = own
			}
		}
		x.read(c, id)
	}
}

// enter enters a page; false when the list has no name, as that of the whole workspace.
func (x index) enter(id, parent string, n *xhtml.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.A {
			continue
		}
		if _, known := x.title[id]; !known && id != parent {
			x.title[id], x.parent[id] = nameOf(textOf(c)).title, parent
			x.children[parent] = append(x.children[parent], id)
			x.order[id] = len(x.children[parent])
		}
		return true
	}
	return false
}
