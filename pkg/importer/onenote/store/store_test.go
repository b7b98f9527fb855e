package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/importer/onenote/storetest"
)

const (
	children = 0x24001c20
	pages    = 0x2c001d63
	text     = 0x1c001c22
	flag     = 0x08001c04
)

// sample is two spaces: one that names the other, with an object of a file, and one with an older
// revision.
func sample() []*storetest.Space {
	leaf := &storetest.Object{Type: 0x6000e, Props: []storetest.Prop{storetest.Text(text, "한글 text"), storetest.Bool(flag, true), storetest.U32(0x14001c0d, 7)}}
	file := &storetest.Object{Type: 0x80036, File: []byte("content of a file")}
	page := &storetest.Space{ID: store.ID{GUID: storetest.Identifier(2), N: 1}, Roots: map[uint32]*storetest.Object{
		1: {Type: 0x6000b, Props: []storetest.Prop{storetest.Refs(children, leaf, file), storetest.Sets(0x40003489, []storetest.Prop{storetest.Text(0x1c003468, "tag"), storetest.Refs(0x20003488, leaf)})}}}}
	page.Older = map[uint32]*storetest.Object{1: {Type: 0x6000b, Props: []storetest.Prop{storetest.Refs(children, &storetest.Object{Type: 0x6000e, Props: []storetest.Prop{storetest.Text(text, "old")}})}}}
	root := &storetest.Space{ID: store.ID{GUID: storetest.Identifier(1), N: 1}, Roots: map[uint32]*storetest.Object{1: {Type: 0x60007, Props: []storetest.Prop{storetest.Spaces(pages, page)}}}}
	return []*storetest.Space{root, page}
}

func TestStore(t *testing.T) {
	for name, data := range map[string][]byte{"revisions": storetest.Revisions(sample()...), "package": storetest.Packaged(sample()...)} {
		s, err := store.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(name, err)
		}
		root, err := s.Root()
		if err != nil {
			t.Fatal(name, err)
		}
		top, err := root.RootObject(store.ContentRoot)
		if err != nil || top.Type != 0x60007 || s.Kind != store.Section || s.Damage() != nil || root.Damage != nil {
			t.Fatal(name, top, err, s.Damage(), root.Damage)
		}
		page, err := s.Space(top.IDs(pages)[0])
		if err != nil || page.Damage != nil {
			t.Fatal(name, err, page.Damage)
		}
		o, err := page.RootObject(1)
		if err != nil {
			t.Fatal(name, err)
		}
		leaf, err := page.Object(o.IDs(children)[0])
		if err != nil || leaf.Text(text) != "한글 text" || !leaf.Bool(flag) || leaf.Uint(0x14001c0d) != 7 {
			t.Error(name, leaf, err)
		}
		tag := o.Sets(0x40003489)[0]
		if tag.Text(0x1c003468) != "tag" || tag.IDs(0x20003488)[0] != leaf.ID {
			t.Error(name, tag)
		}
		file, err := page.Object(o.IDs(children)[1])
		if err != nil {
			t.Fatal(name, err)
		}
		open, size, err := page.FileData(file)
		if err != nil || size != 17 {
			t.Fatal(name, size, err)
		}
		r, err := open()
		if err != nil {
			t.Fatal(name, err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "content of a file" {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// TestEmbedded reads a package behind the header of an empty revision store.
func TestEmbedded(t *testing.T) {
	data := storetest.Packaged(sample()...)
	outer := make([]byte, 1024+64)
	copy(outer, data[:16])
	outer[48] = 0x3f
	binary.LittleEndian.PutUint64(outer[160:], 1024)
	binary.LittleEndian.PutUint32(outer[168:], 64)
	if n := walk(append(outer, data...)); n != walk(data) {
		t.Errorf("%d objects, want %d", n, walk(data))
	}
}

// TestLocked looks for the key of an encrypted space.
func TestLocked(t *testing.T) {
	spaces := sample()
	spaces[1].Locked = true
	for name, data := range map[string][]byte{"revisions": storetest.Revisions(spaces...), "package": storetest.Packaged(spaces...)} {
		s, err := store.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Space(spaces[1].ID); !errors.Is(err, store.ErrLocked) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUnfinished takes the nodes of the newest revision away, as if the transaction that wrote
// them had not been finished: the revision before it counts.
func TestUnfinished(t *testing.T) {
	const list, older = 0x15, 5 // the list of the page's revisions, and the nodes of its first one
	data := storetest.Revisions(sample()...)
	log := data[binary.LittleEndian.Uint64(data[160:]):]
	at := bytes.Index(log, []byte{list, 0, 0, 0})
	if log[at+4] != 9 {
		t.Fatalf("the list has %d nodes", log[at+4])
	}
	log[at+4] = older
	s, err := store.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.Space(sample()[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	top, err := page.RootObject(store.ContentRoot)
	if err != nil {
		t.Fatal(err)
	}
	if leaf, err := page.Object(top.IDs(children)[0]); err != nil || leaf.Text(text) != "old" {
		t.Error(leaf, err)
	}
}

// walk reads everything that can be reached.
func walk(data []byte) (objects int) {
	s, err := store.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0
	}
	root, err := s.Root()
	if err != nil {
		return 0
	}
	type at struct {
		space store.ID
		id    store.ID
	}
	seen := map[at]bool{}
	var visit func(sp *store.Space, o *store.Object)
	var enter func(sp *store.Space)
	entered := map[store.ID]bool{}
	visit = func(sp *store.Space, o *store.Object) {
		if key := (at{sp.ID, o.ID}); seen[key] {
			return
		} else {
			seen[key] = true
		}
		objects++
		if open, _, err := sp.FileData(o); err == nil {
			if r, err := open(); err == nil {
				_, _ = io.Copy(io.Discard, r)
			}
		}
		_ = o.Text(text)
		for _, id := range o.Others() {
			if next, err := sp.Object(id); err == nil {
				visit(sp, next)
			}
		}
		for _, id := range o.IDs(pages) {
			if next, err := s.Space(id); err == nil {
				enter(next)
			}
		}
	}
	enter = func(sp *store.Space) {
		if entered[sp.ID] {
			return
		}
		entered[sp.ID] = true
		for role := range uint32(8) {
			if o, err := sp.RootObject(role); err == nil {
				visit(sp, o)
			}
		}
	}
	enter(root)
	return objects
}

// TestCut cuts files at every place, and turns single bits over.
func TestCut(t *testing.T) {
	for name, data := range map[string][]byte{"revisions": storetest.Revisions(sample()...), "package": storetest.Packaged(sample()...)} {
		if n := walk(data); n < 4 {
			t.Errorf("%s: %d objects", name, n)
		}
		for cut := range data {
			walk(data[:cut])
		}
		for i := range data {
			d := bytes.Clone(data)
			d[i] ^= 1 << (i % 8)
			walk(d)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(storetest.Revisions(sample()...))
	f.Add(storetest.Packaged(sample()...))
	f.Add(storetest.Contents(sample()[0]))
	f.Fuzz(func(t *testing.T, data []byte) { walk(data) })
}
