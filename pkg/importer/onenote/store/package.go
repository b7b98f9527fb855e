package store

import (
	"errors"
	"fmt"
)

// The stream objects that are read (MS-FSSHTTPB 2.2.1.5.1, MS-ONESTORE 2.8.1).
const (
	objectElement       = 0x01
	objectBlob          = 0x02
	objectBlobDeclare   = 0x05
	objectManifestRoot  = 0x07
	objectRevisionRoot  = 0x0a
	objectCellRevision  = 0x0b
	objectRevisionMap   = 0x0d
	objectCellMap       = 0x0e
	objectElements      = 0x15
	objectData          = 0x16
	objectDeclare       = 0x18
	objectRevisionGroup = 0x19
	objectRevision      = 0x1a
	objectBlobReference = 0x1c
	partitionData       = 1
	partitionFile       = 2
	partitionMetadata   = 4
	encryptionRole      = 3
)

var (
	// dataRoot is the root of a storage manifest that names the first object space.
	dataRoot = ID{guid("84defab9-aaa3-4a0d-a3a8-520c77ac7073"), 2}
	// mainContext is the context of object spaces that are no old versions of pages.
	mainContext = ID{guid("84defab9-aaa3-4a0d-a3a8-520c77ac7073"), 1}
)

// A packaged is a package store: data elements that name each other.
type packaged struct {
	file      *file
	start     cellID
	cells     map[cellID]ID      // the cell manifest of each object space in a context
	current   map[ID]ID          // the newest revision, by cell manifest
	mapped    map[ID]ID          // revision manifests by revision
	manifests map[ID]*manifest   // by their data element
	groups    map[ID]*objectGrid // by their data element
	blobs     map[ID]chunk       // by their data element
	damaged   error
}

// A manifest is a revision: the one below it, its roots and its groups of objects.
type manifest struct {
	id, base ID
	roots    map[uint32]ID
	groups   []ID
}

// An objectGrid is a group of objects: what is declared and, at the same index, its data.
type objectGrid struct {
	declared []declared
	data     []objectBytes
}

type declared struct {
	id, blob  ID
	partition uint64
}

type objectBytes struct {
	refs  []ID
	cells []cellID
	data  chunk
	blob  ID
}

// openPackage reads the data elements of a package whose first stream object stands after the
// header and four bytes that mean nothing.
func openPackage(f *file, at int64) (spaces, error) {
	p := &packaged{file: f, cells: map[cellID]ID{}, current: map[ID]ID{}, mapped: map[ID]ID{},
		manifests: map[ID]*manifest{}, groups: map[ID]*objectGrid{}, blobs: map[ID]chunk{}}
	s := &stream{file: f, at: at + 4}
	p.damaged = p.read(s)
	if p.start.space.IsZero() {
		return nil, errors.Join(errors.New("the package has no object space to begin with"), p.damaged)
	}
	return p, nil
}

func (p *packaged) damage() error { return p.damaged }

// read reads the stream to its end. Damage ends it; what stands before counts.
func (p *packaged) read(s *stream) error {
	var e element
	for s.err == nil && s.at < s.file.size {
		h := s.header()
		switch {
		case h.ends && h.kind == objectElements, s.err != nil:
			return s.err
		case h.ends:
			continue
		case h.kind == objectElement:
			e = element{id: s.id()}
		default:
			p.object(s, h.kind, &e)
		}
		if s.at > h.body {
			s.fail("a stream object is longer than it says")
		}
		s.at = h.body
	}
	return s.err
}

// An element is the data element that is being read.
type element struct {
	id       ID
	manifest *manifest
	group    *objectGrid
}

func (p *packaged) object(s *stream, kind uint32, e *element) {
	switch kind {
	case objectManifestRoot:
		if root, cell := s.id(), s.cell(); root == dataRoot {
			p.start = cell
		}
	case objectCellMap:
		cell := s.cell()
		p.cells[cell] = s.id()
	case objectRevisionMap:
		revision := s.id()
		p.mapped[revision] = s.id()
	case objectCellRevision:
		p.current[e.id] = s.id()
	case objectRevision:
		e.manifest = &manifest{id: s.id(), base: s.id(), roots: map[uint32]ID{}}
		p.manifests[e.id] = e.manifest
	case objectRevisionRoot:
		if root, object := s.id(), s.id(); e.manifest != nil {
			e.manifest.roots[root.N] = object
		}
	case objectRevisionGroup:
		if group := s.id(); e.manifest != nil {
			e.manifest.groups = append(e.manifest.groups, group)
		}
	case objectBlob:
		p.blobs[e.id] = s.binary()
	default:
		p.groupObject(s, kind, e)
	}
}

// groupObject reads what a group of objects is made of.
func (p *packaged) groupObject(s *stream, kind uint32, e *element) {
	if kind != objectDeclare && kind != objectBlobDeclare && kind != objectData && kind != objectBlobReference {
		return
	}
	if e.group == nil {
		e.group = &objectGrid{}
		p.groups[e.id] = e.group
	}
	switch kind {
	case objectDeclare:
		e.group.declared = append(e.group.declared, declared{id: s.id(), partition: s.compact()})
	case objectBlobDeclare:
		d := declared{id: s.id(), blob: s.id()}
		d.partition = s.compact()
		e.group.declared = append(e.group.declared, d)
	case objectData:
		e.group.data = append(e.group.data, objectBytes{refs: s.ids(), cells: s.cells(), data: s.binary()})
	case objectBlobReference:
		e.group.data = append(e.group.data, objectBytes{refs: s.ids(), cells: s.cells(), blob: s.id()})
	}
}

func (p *packaged) root() ID { return p.start.space }

func (p *packaged) fileData(d *declaration) (chunk, error) {
	if d.inline.size > 0 {
		return d.inline, nil
	}
	if c, ok := p.blobs[d.blob]; ok {
		return c, nil
	}
	return chunk{}, errors.New("the content is not in the file")
}

// load collects the newest revision of an object space and those below it.
func (p *packaged) load(space ID) (*Space, error) {
	cell, ok := p.cells[cellID{mainContext, space}]
	if !ok && space == p.start.space {
		cell, ok = p.cells[p.start]
	}
	if !ok {
		return nil, fmt.Errorf("object space %v is missing", space)
	}
	m := p.revision(p.current[cell])
	if m == nil {
		m = p.revision(cell)
	}
	if m == nil {
		return nil, errors.New("the object space has no current revision")
	}
	declarations, roots := map[ID]*declaration{}, map[uint32]ID{}
	seen := map[*manifest]bool{}
	var damage error
	for ; m != nil && !seen[m]; m = p.revision(m.base) {
		seen[m] = true
		for role, id := range m.roots {
			if _, ok := roots[role]; !ok {
				roots[role] = id
			}
		}
		damage = errors.Join(damage, p.declare(m, declarations))
		if !m.base.IsZero() && p.revision(m.base) == nil {
			damage = errors.Join(damage, errors.New("a revision that it depends on is missing"))
		}
	}
	if _, ok := roots[encryptionRole]; ok {
		return nil, ErrLocked
	}
	return &Space{declarations: declarations, roots: roots, Damage: damage}, nil
}

func (p *packaged) revision(id ID) *manifest {
	if id.IsZero() {
		return nil
	}
	if to, ok := p.mapped[id]; ok {
		id = to
	}
	return p.manifests[id]
}

// declare enters the objects of a revision, unless a newer one has them. An object is several
// entries with one identifier: what it is, its properties, and the content of a file.
func (p *packaged) declare(m *manifest, into map[ID]*declaration) error {
	own := map[ID]*declaration{}
	var damage error
	for _, id := range m.groups {
		g := p.groups[id]
		if g == nil || len(g.declared) != len(g.data) {
			damage = errors.New("a group of its objects is not whole")
		}
		if g == nil {
			continue
		}
		for i, d := range g.declared {
			if i >= len(g.data) || into[d.id] != nil {
				continue
			}
			o := own[d.id]
			if o == nil {
				o = &declaration{blobs: true}
				own[d.id] = o
			}
			damage = errors.Join(damage, p.part(o, d.partition, g.data[i]))
		}
	}
	for id, o := range own {
		if o.jcid == 0 || o.data.size == 0 && o.blob.IsZero() && o.inline.size == 0 {
			damage = errors.New("an object of it is not whole")
		}
		into[id] = o
	}
	return damage
}

func (p *packaged) part(o *declaration, partition uint64, data objectBytes) error {
	switch partition {
	case partitionMetadata:
		b, err := p.file.read(data.data.at, min(data.data.size, 4))
		if err != nil {
			return err
		}
		o.jcid = (&cursor{b: b}).u32()
	case partitionData:
		o.data, o.refs, o.cells = data.data, data.refs, data.cells
	case partitionFile:
		o.blob = data.blob
		if data.blob.IsZero() {
			o.inline = data.data
		}
	}
	return nil
}
