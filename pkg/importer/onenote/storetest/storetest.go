// Package storetest writes small files of OneNote, for tests and examples.
//
// It writes the same objects into both containers, the revision store and the package store, as
// plainly as the formats allow, and the same objects always give the same bytes.
package storetest

import (
	"encoding/binary"
	"math"
	"unicode/utf16"

	"memopress/pkg/importer/onenote/store"
)

// A Space is an object space: a section's list of pages, or one page.
type Space struct {
	ID    store.ID
	Roots map[uint32]*Object // by role
	// Older is what the space was before; the newest revision depends on it. nil: it is new.
	Older map[uint32]*Object
	// Locked says that a password protects it.
	Locked bool
}

// An Object is a node. Objects that are referred to are written with it.
type Object struct {
	Type  uint32
	Props []Prop
	File  []byte // content of a file object; nil for others
	id    store.ID
}

// A Prop is a property with its value.
type Prop struct {
	id     uint32
	data   []byte // its value, as it stands among the others
	refs   []*Object
	spaces []*Space
	sets   [][]Prop
}

// Bool is a property that is true or false.
func Bool(id uint32, v bool) Prop {
	if v {
		id |= 1 << 31
	}
	return Prop{id: id}
}

// U8, U16, U32 and U64 are numbers of one to eight bytes.
func U8(id uint32, v uint8) Prop { return Prop{id: id, data: []byte{v}} }

// U16 is a number of two bytes.
func U16(id uint32, v uint16) Prop {
	return Prop{id: id, data: binary.LittleEndian.AppendUint16(nil, v)}
}

// U32 is a number of four bytes.
func U32(id uint32, v uint32) Prop {
	return Prop{id: id, data: binary.LittleEndian.AppendUint32(nil, v)}
}

// U64 is a number of eight bytes.
func U64(id uint32, v uint64) Prop {
	return Prop{id: id, data: binary.LittleEndian.AppendUint64(nil, v)}
}

// Float is a floating-point number of four bytes.
func Float(id uint32, v float32) Prop { return U32(id, math.Float32bits(v)) }

// Bytes is a property that holds data.
func Bytes(id uint32, v []byte) Prop {
	return Prop{id: id, data: append(binary.LittleEndian.AppendUint32(nil, uint32(len(v))), v...)}
}

// Text is a property that holds UTF-16 with a NUL.
func Text(id uint32, s string) Prop {
	var b []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return Bytes(id, b)
}

// GUID is a property that holds a GUID.
func GUID(id uint32, g store.GUID) Prop { return Bytes(id, g[:]) }

// Refs is a property that names objects.
func Refs(id uint32, to ...*Object) Prop { return Prop{id: id, refs: to} }

// Spaces is a property that names object spaces.
func Spaces(id uint32, to ...*Space) Prop { return Prop{id: id, spaces: to} }

// Sets is a property that holds property sets.
func Sets(id uint32, sets ...[]Prop) Prop { return Prop{id: id, sets: sets} }

// Identifier returns a GUID that is made of a number.
func Identifier(n uint32) store.GUID {
	g := store.GUID{4: 0x4d, 5: 0x65, 6: 0x6d, 7: 0x4f, 8: 0x80, 9: 0x70}
	binary.BigEndian.PutUint32(g[12:], n)
	binary.LittleEndian.PutUint32(g[:], n*2654435761)
	return g
}

// perTable is how many objects have one GUID; their number has eight bits.
const perTable = 200

// A layout is the objects of a space, numbered, and what their compact identifiers mean.
type layout struct {
	space   *Space
	objects []*Object
	table   []store.GUID
	index   map[store.GUID]uint32
}

// collect numbers the objects below roots.
func collect(sp *Space, roots map[uint32]*Object) *layout {
	l := &layout{space: sp, index: map[store.GUID]uint32{}}
	seen := map[*Object]bool{}
	for role := range uint32(16) {
		if root := roots[role]; root != nil {
			l.add(root, seen)
		}
	}
	return l
}

func (l *layout) add(o *Object, seen map[*Object]bool) {
	if o == nil || seen[o] {
		return
	}
	seen[o] = true
	n := len(l.objects)
	g := l.space.ID.GUID
	g[10], g[11] = byte(n/perTable>>8)+1, byte(n/perTable)
	o.id = store.ID{GUID: g, N: uint32(n%perTable) + 10}
	l.objects = append(l.objects, o)
	l.addProps(o.Props, seen)
}

func (l *layout) addProps(props []Prop, seen map[*Object]bool) {
	for _, p := range props {
		for _, ref := range p.refs {
			l.add(ref, seen)
		}
		for _, set := range p.sets {
			l.addProps(set, seen)
		}
	}
}

// compact returns the compact identifier of an object or a space.
func (l *layout) compact(id store.ID) uint32 {
	i, ok := l.index[id.GUID]
	if !ok {
		i = uint32(len(l.table))
		l.index[id.GUID] = i
		l.table = append(l.table, id.GUID)
	}
	return i<<8 | id.N
}

// references lists what an object refers to, in the order of its properties.
func references(props []Prop) (objects []store.ID, spaces []store.ID) {
	for _, p := range props {
		for _, o := range p.refs {
			objects = append(objects, o.id)
		}
		for _, s := range p.spaces {
			spaces = append(spaces, s.ID)
		}
		for _, set := range p.sets {
			o, s := references(set)
			objects, spaces = append(objects, o...), append(spaces, s...)
		}
	}
	return objects, spaces
}

// data writes an object: the streams of references, then the properties.
func (l *layout) data(o *Object) []byte {
	objects, spaces := references(o.Props)
	head := uint32(len(objects))
	if len(spaces) == 0 {
		head |= 1 << 31
	}
	b := binary.LittleEndian.AppendUint32(nil, head)
	for _, id := range objects {
		b = binary.LittleEndian.AppendUint32(b, l.compact(id))
	}
	if len(spaces) > 0 {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(spaces)))
		for _, id := range spaces {
			b = binary.LittleEndian.AppendUint32(b, l.compact(id))
		}
	}
	b = appendSet(b, o.Props)
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}

func appendSet(b []byte, props []Prop) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(len(props)))
	for _, p := range props {
		b = binary.LittleEndian.AppendUint32(b, p.id)
	}
	for _, p := range props {
		switch p.id >> 26 & 0x1f {
		case 0x9:
			b = binary.LittleEndian.AppendUint32(b, uint32(len(p.refs)))
		case 0xb:
			b = binary.LittleEndian.AppendUint32(b, uint32(len(p.spaces)))
		case 0x10:
			b = binary.LittleEndian.AppendUint32(b, uint32(len(p.sets)))
			if len(p.sets) > 0 {
				b = binary.LittleEndian.AppendUint32(b, 0x44000811)
			}
			for _, set := range p.sets {
				b = appendSet(b, set)
			}
		default:
			b = append(b, p.data...)
		}
	}
	return b
}

// Data returns the property's value as it stands in a file, for tests that look for it there.
func (p Prop) Data() []byte { return p.data }
