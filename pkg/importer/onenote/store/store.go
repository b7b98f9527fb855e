// Package store reads the containers of OneNote: the revision store of the desktop app
// (MS-ONESTORE) and the package store of OneDrive (MS-ONESTORE 2.8 over MS-FSSHTTPB). Both hold
// the same thing, objects with properties in object spaces, and look the same from outside.
//
// Every offset, length and count of a file is checked before it is believed, an object space is
// read only when it is asked for, and damage in one is no damage in another.
package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Kind says what a file is.
type Kind uint8

// The kinds.
const (
	NotOneNote Kind = iota
	Section         // a .one file
	Contents        // a .onetoc2 file: the order of sections
)

// Identifiers in a file's header (MS-ONESTORE 2.3.1 and 2.8.1).
var (
	sectionType   = guid("7b5c52e4-d88c-4da7-aeb1-5378d02996d3")
	contentsType  = guid("43ff2fa1-efd9-4c76-9ee2-10ea5722765f")
	packageFormat = guid("638de92f-a6d4-4bc1-9a36-b3fc2511a5b7")
)

// HeadSize is how many bytes of a file KindOf wants.
const HeadSize = 64

// KindOf says what a file with such a head is.
func KindOf(head []byte) Kind {
	switch {
	case bytes.HasPrefix(head, sectionType[:]):
		return Section
	case bytes.HasPrefix(head, contentsType[:]):
		return Contents
	}
	return NotOneNote
}

// ErrLocked says that an object space is protected by a password.
var ErrLocked = errors.New("it is protected by a password")

// A Store is one open file. It is not safe for concurrent use, but the content of file objects
// may be opened by anybody at any time.
type Store struct {
	Kind   Kind
	FileID GUID // of the file; it stays when the file is renamed
	file   *file
	spaces spaces
	known  map[ID]*Space
}

// spaces is what the two containers do differently.
type spaces interface {
	root() ID
	// load returns the newest revision of an object space.
	load(id ID) (*Space, error)
	// damage is what of the file could not be read, besides object spaces.
	damage() error
	// fileData returns where the content of a file object lies.
	fileData(d *declaration) (chunk, error)
}

// Open reads the header and the index of a file.
func Open(r io.ReaderAt, size int64) (*Store, error) {
	f := &file{r: r, size: size, budget: 16*size + 1<<20}
	head, err := f.read(0, HeadSize)
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	s := &Store{Kind: KindOf(head), FileID: GUID(head[16:32]), file: f, known: map[ID]*Space{}}
	if s.Kind == NotOneNote {
		return nil, errors.New("it is not a file of OneNote")
	}
	switch GUID(head[48:64]) {
	case packageFormat:
		s.spaces, err = openPackage(f, HeadSize)
	default: // files of other versions state other formats, and are revision stores all the same
		if s.spaces, err = openRevisions(f); err != nil {
			if at, ok := embedded(f); ok {
				s.spaces, err = openPackage(f, at+HeadSize)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// embedded returns where a package begins that lies behind the header and the log of an empty
// revision store, as OneDrive gives some sections out. The specification does not have it.
func embedded(f *file) (int64, bool) {
	head, err := f.read(0, headerSize)
	if err != nil {
		return 0, false
	}
	log := chunkAt(head[headerTransactionList:])
	at := log.at + log.size
	inner, err := f.read(at, HeadSize)
	return at, err == nil && GUID(inner[48:64]) == packageFormat
}

// Root returns the object space that the file begins with: of a section its list of pages.
func (s *Store) Root() (*Space, error) { return s.Space(s.spaces.root()) }

// Space returns an object space in its newest revision.
func (s *Store) Space(id ID) (*Space, error) {
	if sp := s.known[id]; sp != nil {
		return sp, nil
	}
	sp, err := s.spaces.load(id)
	if err != nil {
		return nil, err
	}
	sp.ID, sp.store, sp.objects = id, s, map[ID]*Object{}
	s.known[id] = sp
	return sp, nil
}

// Damage returns what of the file could not be read, besides object spaces, which say it
// themselves; nil for a whole file.
func (s *Store) Damage() error { return s.spaces.damage() }

// A Space is an object space: the tree of one page, or of the section.
type Space struct {
	ID           ID
	Damage       error // what of it could not be read; nil when it is whole
	store        *Store
	declarations map[ID]*declaration
	roots        map[uint32]ID
	objects      map[ID]*Object
}

// The roles of root objects (MS-ONE 2.1.8).
const (
	ContentRoot  = 1
	MetadataRoot = 2
)

// RootObject returns the root object with that role.
func (sp *Space) RootObject(role uint32) (*Object, error) {
	id, ok := sp.roots[role]
	if !ok {
		return nil, fmt.Errorf("the object space has no root object of role %d", role)
	}
	return sp.Object(id)
}

// An Object is a node with its properties.
type Object struct {
	ID   ID
	Type uint32 // its JCID
	Set
	declaration *declaration
}

// Object returns an object by its identifier.
func (sp *Space) Object(id ID) (*Object, error) {
	if o := sp.objects[id]; o != nil {
		return o, nil
	}
	d := sp.declarations[id]
	if d == nil {
		return nil, fmt.Errorf("object %v is missing", id)
	}
	o := &Object{ID: id, Type: d.jcid, declaration: d}
	if d.data.size > 0 {
		raw, err := sp.store.file.read(d.data.at, d.data.size)
		if err != nil {
			return nil, fmt.Errorf("object %v: %w", id, err)
		}
		if o.Set, err = parseObject(raw, d, sp.ID); err != nil {
			return nil, fmt.Errorf("object %v: %w", id, err)
		}
	}
	sp.objects[id] = o
	return o, nil
}

// FileData returns the content of a file object, which can be opened as long as the store's
// reader is, and its size in bytes.
func (sp *Space) FileData(o *Object) (func() (io.ReadCloser, error), int64, error) {
	c, err := sp.store.spaces.fileData(o.declaration)
	if err != nil {
		return nil, 0, err
	}
	f := sp.store.file
	if !f.holds(c) {
		return nil, 0, errors.New("the content lies outside the file")
	}
	return func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(f.r, c.at, c.size)), nil
	}, c.size, nil
}

// A declaration is where an object's data lie and how to read its references.
type declaration struct {
	jcid   uint32
	data   chunk
	table  globalIDs // revision store: what the compact identifiers mean
	refs   []ID      // package store: the objects that it refers to, in order
	cells  []cellID  // package store: the object spaces and contexts that it refers to, in order
	file   string    // revision store: where the content of a file object is
	blob   ID        // package store: the same
	inline chunk     // package store: the content itself
	blobs  bool      // whether refs and cells count, not table
}
