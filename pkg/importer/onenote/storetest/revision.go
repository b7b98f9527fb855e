package storetest

import (
	"encoding/binary"

	"memopress/pkg/importer/onenote/store"
)

// A revisionFile is a revision store being written.
type revisionFile struct {
	b      []byte
	counts [][2]uint32 // nodes of each list, by its number
	files  []byte      // nodes of the list of files
	nFiles uint32
}

// guids of the formats, in the order of bytes that files have
var (
	sectionType    = store.GUID{0xe4, 0x52, 0x5c, 0x7b, 0x8c, 0xd8, 0xa7, 0x4d, 0xae, 0xb1, 0x53, 0x78, 0xd0, 0x29, 0x96, 0xd3}
	contentsType   = store.GUID{0xa1, 0x2f, 0xff, 0x43, 0xd9, 0xef, 0x76, 0x4c, 0x9e, 0xe2, 0x10, 0xea, 0x57, 0x22, 0x76, 0x5f}
	revisionFormat = store.GUID{0x3f, 0xdd, 0x9a, 0x10, 0x1b, 0x91, 0xf5, 0x49, 0xa5, 0xd0, 0x17, 0x91, 0xed, 0xc8, 0xae, 0xd8}
	packageFormat  = store.GUID{0x2f, 0xe9, 0x8d, 0x63, 0xd4, 0xa6, 0xc1, 0x4b, 0x9a, 0x36, 0xb3, 0xfc, 0x25, 0x11, 0xa5, 0xb7}
	fileHead       = store.GUID{0xe7, 0x16, 0xe3, 0xbd, 0x65, 0x26, 0x11, 0x45, 0xa4, 0xc4, 0x8d, 0x4d, 0x0b, 0x7a, 0x9e, 0xac}
	fileFoot       = store.GUID{0x22, 0xa7, 0xfb, 0x71, 0x79, 0x0f, 0x0b, 0x4a, 0xbb, 0x13, 0x89, 0x92, 0x56, 0x42, 0x6b, 0x24}
)

// Revisions writes a section as a revision store. The first space is the one that it begins with.
func Revisions(spaces ...*Space) []byte { return revisions(sectionType, spaces) }

// Contents writes a table of contents.
func Contents(space *Space) []byte { return revisions(contentsType, []*Space{space}) }

func revisions(kind store.GUID, spaces []*Space) []byte {
	f := &revisionFile{b: make([]byte, 1024)}
	var root []byte
	n := uint32(0)
	for _, sp := range spaces {
		root = append(root, node(0x008, 2, f.space(sp), appendID(nil, sp.ID))...)
		n++
	}
	root = append(root, node(0x004, 0, [2]uint64{}, appendID(nil, spaces[0].ID))...)
	n++
	if f.nFiles > 0 {
		root = append(root, node(0x090, 2, f.list(f.nFiles, f.files), nil)...)
		n++
	}
	rootList := f.list(n, root)
	var log []byte
	for _, c := range f.counts {
		log = binary.LittleEndian.AppendUint32(log, c[0])
		log = binary.LittleEndian.AppendUint32(log, c[1])
	}
	log = append(log, 1, 0, 0, 0, 0, 0, 0, 0) // the transaction ends
	logAt := f.chunk(append(log, nowhere()...))
	copy(f.b, kind[:])
	file := Identifier(0xf11e)
	copy(f.b[16:], file[:])
	copy(f.b[48:], revisionFormat[:])
	binary.LittleEndian.PutUint32(f.b[96:], 1)
	putRef(f.b[160:], logAt)
	putRef(f.b[172:], rootList)
	binary.LittleEndian.PutUint64(f.b[196:], uint64(len(f.b)))
	return f.b
}

// chunk appends data at a place that can be divided by eight.
func (f *revisionFile) chunk(data []byte) [2]uint64 {
	for len(f.b)%8 != 0 {
		f.b = append(f.b, 0)
	}
	ref := [2]uint64{uint64(len(f.b)), uint64(len(data))}
	f.b = append(f.b, data...)
	return ref
}

func putRef(b []byte, ref [2]uint64) {
	binary.LittleEndian.PutUint64(b, ref[0])
	binary.LittleEndian.PutUint32(b[8:], uint32(ref[1]))
}

func nowhere() []byte { return []byte{255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0} }

// list appends a list of file nodes in one fragment.
func (f *revisionFile) list(count uint32, nodes []byte) [2]uint64 {
	number := uint32(len(f.counts)) + 0x10
	f.counts = append(f.counts, [2]uint32{number, count})
	b := binary.LittleEndian.AppendUint64(nil, 0xa4567ab1f5f7f4c4)
	b = binary.LittleEndian.AppendUint32(b, number)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = append(append(b, nodes...), nowhere()...)
	return f.chunk(binary.LittleEndian.AppendUint64(b, 0x8bc215c38233ba4b))
}

// node writes a file node. base 0 has no reference; 1 and 2 have one of eight and four bytes.
func node(id, base uint32, ref [2]uint64, body []byte) []byte {
	var b []byte
	if base != 0 {
		b = binary.LittleEndian.AppendUint64(b, ref[0])
		b = binary.LittleEndian.AppendUint32(b, uint32(ref[1]))
	}
	b = append(b, body...)
	head := id | uint32(len(b)+4)<<10 | base<<27 | 1<<31
	return append(binary.LittleEndian.AppendUint32(nil, head), b...)
}

func appendID(b []byte, id store.ID) []byte {
	return binary.LittleEndian.AppendUint32(append(b, id.GUID[:]...), id.N)
}

// space writes an object space with one or two revisions and returns its manifest list.
func (f *revisionFile) space(sp *Space) [2]uint64 {
	nodes := node(0x014, 0, [2]uint64{}, append(appendID(nil, sp.ID), 0, 0, 0, 0))
	count := uint32(1)
	on := store.ID{}
	for i, roots := range []map[uint32]*Object{sp.Older, sp.Roots} {
		if roots == nil {
			continue
		}
		id := store.ID{GUID: sp.ID.GUID, N: uint32(i) + 100}
		body := append(appendID(appendID(nil, id), on), 1, 0, 0, 0, 0, 0)
		nodes = append(nodes, node(0x01e, 0, [2]uint64{}, body)...)
		count++
		if sp.Locked {
			nodes = append(nodes, node(0x07c, 1, f.chunk(make([]byte, 16)), nil)...)
			count++
		}
		l := collect(sp, roots)
		nodes = append(nodes, node(0x0b0, 2, f.group(l, id), appendID(nil, id))...)
		count++
		for role := range uint32(16) {
			if root := roots[role]; root != nil {
				nodes = append(nodes, node(0x05a, 0, [2]uint64{}, binary.LittleEndian.AppendUint32(appendID(nil, root.id), role))...)
				count++
			}
		}
		nodes = append(nodes, node(0x01c, 0, [2]uint64{}, nil)...)
		count++
		on = id
	}
	revisions := f.list(count, nodes)
	return f.list(2, append(node(0x00c, 0, [2]uint64{}, appendID(nil, sp.ID)), node(0x010, 2, revisions, nil)...))
}

// group writes the objects of a revision.
func (f *revisionFile) group(l *layout, id store.ID) [2]uint64 {
	var declared []byte
	count := uint32(0)
	for _, o := range l.objects {
		body := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, l.compact(o.id)), o.Type)
		count++
		if o.File != nil {
			declared = append(declared, f.file(o, body)...)
			continue
		}
		declared = append(declared, node(0x0a4, 1, f.chunk(l.data(o)), append(body, 3, 1))...)
	}
	nodes := append(node(0x0b4, 0, [2]uint64{}, appendID(nil, id)), node(0x022, 0, [2]uint64{}, nil)...)
	for i, g := range l.table {
		nodes = append(nodes, node(0x024, 0, [2]uint64{}, append(binary.LittleEndian.AppendUint32(nil, uint32(i)), g[:]...))...)
	}
	nodes = append(append(nodes, node(0x028, 0, [2]uint64{}, nil)...), declared...)
	nodes = append(nodes, node(0x0b8, 0, [2]uint64{}, nil)...)
	return f.list(count+uint32(len(l.table))+4, nodes)
}

// file writes the content of a file object and declares it.
func (f *revisionFile) file(o *Object, body []byte) []byte {
	f.nFiles++
	g := Identifier(0xda7a0000 + f.nFiles)
	b := binary.LittleEndian.AppendUint64(append([]byte(nil), fileHead[:]...), uint64(len(o.File)))
	b = append(append(b, make([]byte, 12)...), o.File...)
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	f.files = append(f.files, node(0x094, 1, f.chunk(append(b, fileFoot[:]...)), g[:])...)
	body = append(body, 1)
	for _, s := range []string{"<ifndf>{" + g.String() + "}", ".bin"} {
		text := Text(0, s).data
		text = text[4 : len(text)-2]
		body = append(binary.LittleEndian.AppendUint32(body, uint32(len(text)/2)), text...)
	}
	return node(0x072, 0, [2]uint64{}, body)
}
