package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// revisions is a revision store: lists of file nodes that say, revision after revision, what
// became of each object space.
type revisions struct {
	file      *file
	committed map[uint32]uint32 // how many nodes of each list count, by the list's number
	start     ID
	lists     map[ID]chunk     // the manifest list of each object space
	files     map[string]chunk // content of file objects, by "{guid}"
	damaged   error
}

// Where the header has its references (MS-ONESTORE 2.3.1).
const (
	headerTransactions    = 96
	headerTransactionList = 160
	headerRootList        = 172
	headerSize            = 1024
)

func openRevisions(f *file) (*revisions, error) {
	head, err := f.read(0, headerSize)
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	s := &revisions{file: f, lists: map[ID]chunk{}, files: map[string]chunk{}}
	s.committed = s.transactions(chunkAt(head[headerTransactionList:]), binary.LittleEndian.Uint32(head[headerTransactions:]))
	err = s.nodes(chunkAt(head[headerRootList:]), func(n node) bool {
		switch n.id {
		case nodeRootSpace:
			s.start = n.cursor.id()
		case nodeSpaceList:
			s.lists[n.cursor.id()] = n.ref
		case nodeFileDataList:
			s.fileList(n.ref)
		}
		return true
	})
	if s.start.IsZero() {
		return nil, errors.Join(errors.New("it has no object space to begin with"), err)
	}
	s.damaged = errors.Join(s.damaged, err)
	return s, nil
}

func (s *revisions) damage() error { return s.damaged }

// transactions reads how many nodes of each list the finished transactions have written
// (MS-ONESTORE 2.3.3). A log that cannot be read limits nothing.
func (s *revisions) transactions(ref chunk, total uint32) map[uint32]uint32 {
	const end = 1 // the entry that ends a transaction
	out, done := map[uint32]uint32{}, uint32(0)
	pending := map[uint32]uint32{}
	seen := map[int64]bool{}
	for ref.size >= 12 && !seen[ref.at] && done < total {
		seen[ref.at] = true
		b, err := s.file.read(ref.at, ref.size)
		if err != nil {
			return nil
		}
		entries := cursor{b: b[:len(b)-12]}
		for len(entries.b) >= 8 && done < total {
			list, count := entries.u32(), entries.u32()
			if list != end {
				pending[list] = count
				continue
			}
			done++
			for l, n := range pending {
				out[l] = n
			}
			clear(pending)
		}
		ref = chunkAt(b[len(b)-12:])
	}
	return out
}

func (s *revisions) root() ID { return s.start }

// fileDataHead is what stands before the content of a file: a GUID, its length and 12 bytes.
const fileDataHead = 36

// fileList reads where the contents of files lie. What cannot be read of them is missing when it
// is asked for.
func (s *revisions) fileList(ref chunk) {
	err := s.nodes(ref, func(n node) bool {
		if n.id != nodeFileData {
			return true
		}
		head, err := s.file.read(n.ref.at, fileDataHead)
		if err != nil {
			return true
		}
		size := binary.LittleEndian.Uint64(head[16:])
		if c := (chunk{n.ref.at + fileDataHead, int64(size)}); size <= uint64(s.file.size) && s.file.holds(c) {
			s.files["{"+n.cursor.guid().String()+"}"] = c
		}
		return true
	})
	s.damaged = errors.Join(s.damaged, err)
}

// fileData finds the content that a file object names: "<ifndf>{GUID}".
func (s *revisions) fileData(d *declaration) (chunk, error) {
	name, ok := strings.CutPrefix(d.file, "<ifndf>")
	if !ok {
		if name, ok := strings.CutPrefix(d.file, "<file>"); ok {
			return chunk{}, fmt.Errorf("the content is in another file, %s", name)
		}
		return chunk{}, errors.New("the content is not in the file")
	}
	if c, ok := s.files[strings.ToLower(name)]; ok {
		return c, nil
	}
	return chunk{}, errors.New("the content is not in the file")
}

// A revision is one state of an object space: what it changed on the one that it depends on.
type revision struct {
	id, on    ID
	role      uint32
	context   ID
	roots     map[uint32]ID
	groups    []chunk
	objects   objects // declared in the manifest itself, as tables of contents do
	encrypted bool
}

// currentRole is the role of the revision that the app shows.
const currentRole = 1

// load finds the newest current revision, and collects it and those that it depends on.
func (s *revisions) load(space ID) (*Space, error) {
	list, ok := s.lists[space]
	if !ok {
		return nil, fmt.Errorf("object space %v is missing", space)
	}
	var last chunk
	if err := s.nodes(list, func(n node) bool {
		if n.id == nodeRevisionList {
			last = n.ref
		}
		return true
	}); err != nil {
		return nil, err
	}
	all, current, err := s.readRevisions(last)
	if current == nil {
		return nil, errors.Join(errors.New("the object space has no current revision"), err)
	}
	sp, failure := s.collect(all, current)
	if failure != nil {
		return nil, failure
	}
	sp.Damage = errors.Join(err, sp.Damage)
	return sp, nil
}

// readRevisions reads a list of revision manifests. Damage ends it, and what stands before counts.
func (s *revisions) readRevisions(list chunk) (map[ID]*revision, *revision, error) {
	all := map[ID]*revision{}
	var r, current *revision
	setRole := func(r *revision, role uint32, context ID) {
		if r != nil && role == currentRole && context.IsZero() {
			current = r
		}
	}
	err := s.nodes(list, func(n node) bool {
		switch n.id {
		case nodeRevision4, nodeRevision6, nodeRevision7:
			r = &revision{id: n.cursor.id(), on: n.cursor.id(), roots: map[uint32]ID{}, objects: objects{all: map[ID]*declaration{}}}
			if n.id == nodeRevision4 {
				n.take(8) // the time, which is not to be relied on
			}
			r.role = n.u32()
			n.take(2)
			if n.id == nodeRevision7 {
				r.context = n.cursor.id()
			}
			if on := all[r.on]; on != nil {
				r.objects.before = on.objects.table
			}
			all[r.id] = r
			setRole(r, r.role, r.context)
		case nodeRole:
			id := n.cursor.id()
			setRole(all[id], n.u32(), ID{})
		case nodeRoleContext:
			id, role := n.cursor.id(), n.u32()
			setRole(all[id], role, n.cursor.id())
		default:
			if r != nil {
				r.read(n)
			}
		}
		return true
	})
	return all, current, err
}

// read reads a node of the revision's manifest.
func (r *revision) read(n node) {
	switch n.id {
	case nodeRootExtended:
		id := n.cursor.id()
		r.roots[n.u32()] = id
	case nodeRoot:
		id, ok := r.objects.table.resolve(n.u32())
		if role := n.u32(); ok {
			r.roots[role] = id
		}
	case nodeGroup:
		r.groups = append(r.groups, n.ref)
	case nodeEncrypted:
		r.encrypted = true
	default:
		r.objects.read(n)
	}
}

// collect joins a revision with those that it depends on: the newest declaration of each object
// and the newest root of each role.
func (s *revisions) collect(all map[ID]*revision, r *revision) (*Space, error) {
	declarations, roots := map[ID]*declaration{}, map[uint32]ID{}
	seen := map[*revision]bool{}
	var damage error
	for ; r != nil && !seen[r]; r = all[r.on] {
		seen[r] = true
		if all[r.on] == nil && !r.on.IsZero() {
			damage = errors.Join(damage, errors.New("a revision that it depends on is missing"))
		}
		if r.encrypted {
			return nil, ErrLocked
		}
		for role, id := range r.roots {
			if _, ok := roots[role]; !ok {
				roots[role] = id
			}
		}
		own := r.objects
		for _, g := range r.groups {
			group := objects{all: own.all}
			if err := s.nodes(g, func(n node) bool { group.read(n); return true }); err != nil {
				damage = errors.Join(damage, err)
			}
		}
		for id, d := range own.all {
			switch have := declarations[id]; {
			case have == nil:
				declarations[id] = d
			case have.jcid == 0:
				have.jcid = d.jcid
			}
		}
	}
	if len(declarations) == 0 && damage != nil {
		return nil, damage
	}
	return &Space{declarations: declarations, roots: roots, Damage: damage}, nil
}

// decodeUTF16 reads little-endian UTF-16; half a pair becomes U+FFFD.
func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
