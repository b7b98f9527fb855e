package storetest

import (
	"encoding/binary"

	"memopress/pkg/importer/onenote/store"
)

var (
	rootGUID    = store.GUID{0xb9, 0xfa, 0xde, 0x84, 0xa3, 0xaa, 0x0d, 0x4a, 0xa3, 0xa8, 0x52, 0x0c, 0x77, 0xac, 0x70, 0x73}
	roleGUID    = store.GUID{0xf8, 0x17, 0x37, 0x4a, 0x14, 0x1c, 0xe7, 0x49, 0x95, 0x26, 0x81, 0xd9, 0x42, 0xde, 0x17, 0x41}
	schemaGUID  = store.GUID{0xb4, 0x7c, 0x93, 0x1f, 0x6f, 0xb2, 0x5f, 0x44, 0xb9, 0xf8, 0x17, 0xe2, 0x01, 0x60, 0xe4, 0x61}
	mainContext = store.ID{GUID: rootGUID, N: 1}
)

// Packaged writes a section as a package store. The first space is the one that it begins with.
func Packaged(spaces ...*Space) []byte {
	p := &packageFile{}
	index := p.next()
	for _, sp := range spaces {
		p.space(sp)
	}
	manifest := p.next()
	p.element(manifest, 2, start(0x0c, false, schemaGUID[:]), start(0x07, false, join(packID(store.ID{GUID: rootGUID, N: 2}), packCell(spaces[0].ID))))
	p.element(index, 1, append([][]byte{start(0x11, false, join(packID(manifest), []byte{0}))}, p.index...)...)

	b := append([]byte(nil), sectionType[:]...)
	file := Identifier(0xf11e)
	b = append(append(append(b, file[:]...), make([]byte, 16)...), packageFormat[:]...)
	b = append(b, 0, 0, 0, 0)
	b = append(b, start(0x7a, true, join(packID(index), schemaGUID[:]))...)
	b = append(b, start(0x15, true, []byte{0})...)
	b = append(b, p.elements...)
	return append(b, 0x15<<2|1, 0xeb, 0x01)
}

type packageFile struct {
	elements []byte
	index    [][]byte // stream objects of the storage index
	count    uint32
}

func (p *packageFile) next() store.ID {
	p.count++
	return store.ID{GUID: Identifier(0xe1e), N: p.count}
}

// element writes a data element with its stream objects.
func (p *packageFile) element(id store.ID, kind uint64, objects ...[]byte) {
	p.elements = append(p.elements, start(0x01, true, join(packID(id), []byte{0}, packNumber(kind)))...)
	for _, o := range objects {
		p.elements = append(p.elements, o...)
	}
	p.elements = append(p.elements, 0x01<<2|1)
}

func (p *packageFile) space(sp *Space) {
	base := store.ID{}
	for i, roots := range []map[uint32]*Object{sp.Older, sp.Roots} {
		if roots == nil {
			continue
		}
		group := p.next()
		l := collect(sp, roots)
		p.group(group, l)
		revision := store.ID{GUID: sp.ID.GUID, N: uint32(i) + 100}
		objects := [][]byte{start(0x1a, false, join(packID(revision), packID(base)))}
		for role := range uint32(16) {
			if root := roots[role]; root != nil {
				objects = append(objects, start(0x0a, false, join(packID(store.ID{GUID: roleGUID, N: role}), packID(root.id))))
			}
		}
		if sp.Locked {
			objects = append(objects, start(0x0a, false, join(packID(store.ID{GUID: roleGUID, N: 3}), packID(l.objects[0].id))))
		}
		objects = append(objects, start(0x19, false, packID(group)))
		element := p.next()
		p.element(element, 4, objects...)
		p.index = append(p.index, start(0x0d, false, join(packID(revision), packID(element), []byte{0})))
		base = revision
	}
	cell := p.next()
	p.element(cell, 3, start(0x0b, false, packID(base)))
	p.index = append(p.index, start(0x0e, false, join(packCell(sp.ID), packID(cell), []byte{0})))
}

// group writes objects: for each what it is, its properties, and the content of a file.
func (p *packageFile) group(id store.ID, l *layout) {
	var declared, data []byte
	declare := func(o *Object, partition uint64, refs, cells int, size int) {
		declared = append(declared, start(0x18, false, join(packID(o.id), packNumber(partition), packNumber(uint64(size)), packNumber(uint64(refs)), packNumber(uint64(cells))))...)
	}
	for _, o := range l.objects {
		declare(o, 4, 0, 0, 4)
		data = append(data, start(0x16, false, join([]byte{0}, []byte{0}, packBytes(binary.LittleEndian.AppendUint32(nil, o.Type))))...)
		objects, spaces := references(o.Props)
		content := l.data(o)
		declare(o, 1, len(objects), len(spaces), len(content))
		body := packNumber(uint64(len(objects)))
		for _, id := range objects {
			body = append(body, packID(id)...)
		}
		body = append(body, packNumber(uint64(len(spaces)))...)
		for _, id := range spaces {
			body = append(body, packCell(id)...)
		}
		data = append(data, start(0x16, false, join(body, packBytes(content)))...)
		if o.File != nil {
			blob := p.next()
			p.element(blob, 10, start(0x02, false, packBytes(o.File)))
			declared = append(declared, start(0x05, false, join(packID(o.id), packID(blob), packNumber(2), packNumber(0), packNumber(0)))...)
			data = append(data, start(0x1c, false, join([]byte{0}, []byte{0}, packID(blob)))...)
		}
	}
	p.element(id, 5, start(0x1d, true, nil), declared, []byte{0x1d<<2 | 1}, start(0x1e, true, nil), data, []byte{0x1e<<2 | 1})
}

// start writes the header of a stream object with its data.
func start(kind uint32, compound bool, data []byte) []byte {
	c := uint32(0)
	if compound {
		c = 1
	}
	if kind < 1<<6 && len(data) < 1<<7 {
		return append(binary.LittleEndian.AppendUint16(nil, uint16(c<<2|kind<<3|uint32(len(data))<<9)), data...)
	}
	size := uint32(min(len(data), 1<<15-1))
	b := binary.LittleEndian.AppendUint32(nil, 2|c<<2|kind<<3|size<<17)
	if size == 1<<15-1 {
		b = append(b, packNumber(uint64(len(data)))...)
	}
	return append(b, data...)
}

// packNumber writes a number in one to nine bytes.
func packNumber(v uint64) []byte {
	if v == 0 {
		return []byte{0}
	}
	for n := 1; n <= 7; n++ {
		if v < 1<<(7*n) {
			b := binary.LittleEndian.AppendUint64(nil, v<<n|1<<(n-1))
			return b[:n]
		}
	}
	return binary.LittleEndian.AppendUint64([]byte{0x80}, v)
}

func packBytes(b []byte) []byte { return append(packNumber(uint64(len(b))), b...) }

func packID(id store.ID) []byte {
	switch {
	case id.IsZero():
		return []byte{0}
	case id.N < 1<<5:
		return append([]byte{byte(id.N<<3 | 4)}, id.GUID[:]...)
	case id.N < 1<<10:
		return append(binary.LittleEndian.AppendUint16(nil, uint16(id.N<<6|0x20)), id.GUID[:]...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte{0x80}, id.N), id.GUID[:]...)
}

func packCell(space store.ID) []byte { return join(packID(mainContext), packID(space)) }

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
