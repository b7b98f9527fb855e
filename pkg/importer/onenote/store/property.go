package store

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
)

// A Set is the properties of an object.
type Set struct{ properties []property }

// A property has one of the values, as its type says.
type property struct {
	id    uint32
	value uint64
	data  []byte
	ids   []ID
	sets  []Set
}

// The types of properties (MS-ONESTORE 2.6.6).
const (
	typeNone     = 0x1
	typeBool     = 0x2
	typeByte     = 0x3
	typeTwo      = 0x4
	typeFour     = 0x5
	typeEight    = 0x6
	typeData     = 0x7
	typeObject   = 0x8
	typeObjects  = 0x9
	typeSpace    = 0xa
	typeSpaces   = 0xb
	typeContext  = 0xc
	typeContexts = 0xd
	typeSets     = 0x10
	typeSet      = 0x11
)

// maxDepth is how deep sets may lie in each other.
const maxDepth = 16

// A cellID names an object space in a context.
type cellID struct{ context, space ID }

// A reading is one object's data being read, with what its references mean.
type reading struct {
	cursor
	objects, spaces, contexts []ID
}

var errShort = errors.New("its properties end too early")

// parseObject reads an object's data: three streams of references and its properties
// (MS-ONESTORE 2.6.1).
func parseObject(b []byte, d *declaration, space ID) (Set, error) {
	r := reading{cursor: cursor{b: b}}
	head := r.u32()
	objects := r.compacts(head)
	var spaces, contexts []uint32
	if head&(1<<31) == 0 {
		head = r.u32()
		spaces = r.compacts(head)
	}
	if head&(1<<30) != 0 {
		contexts = r.compacts(r.u32())
	}
	if d.blobs {
		r.objects = pad(d.refs, len(objects))
		for _, c := range d.cells {
			if c.space == space {
				r.contexts = append(r.contexts, c.context)
			} else {
				r.spaces = append(r.spaces, c.space)
			}
		}
	} else {
		r.objects, r.spaces, r.contexts = d.table.resolveAll(objects), d.table.resolveAll(spaces), d.table.resolveAll(contexts)
	}
	set, err := r.set(0)
	if err == nil && r.short {
		err = errShort
	}
	return set, err
}

func pad(ids []ID, n int) []ID {
	if len(ids) >= n {
		return ids
	}
	return append(slices.Clone(ids), make([]ID, n-len(ids))...)
}

func (t globalIDs) resolveAll(compacts []uint32) []ID {
	out := make([]ID, len(compacts))
	for i, c := range compacts {
		out[i], _ = t.resolve(c)
	}
	return out
}

// compacts reads a stream of compact identifiers; the low 24 bits of its head count them.
func (r *reading) compacts(head uint32) []uint32 {
	n := int(head & 0xffffff)
	b := r.take(4 * n)
	if b == nil {
		return nil
	}
	out := make([]uint32, n)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// set reads a property set: the identifiers of all properties, then their values.
func (r *reading) set(depth int) (Set, error) {
	if depth > maxDepth {
		return Set{}, errors.New("its property sets lie too deep in each other")
	}
	n := int(r.u16())
	ids := r.take(4 * n)
	if r.short {
		return Set{}, errShort
	}
	set := Set{make([]property, 0, n)}
	for i := range n {
		raw := binary.LittleEndian.Uint32(ids[4*i:])
		p, err := r.property(raw, depth)
		if err == nil && r.short {
			err = errShort
		}
		if err != nil {
			return set, err
		}
		set.properties = append(set.properties, p)
	}
	return set, nil
}

func (r *reading) property(raw uint32, depth int) (property, error) {
	p := property{id: raw & 0x7fffffff}
	switch raw >> 26 & 0x1f {
	case typeNone:
	case typeBool:
		p.value = uint64(raw >> 31)
	case typeByte:
		p.value = uint64(r.u8())
	case typeTwo:
		p.value = uint64(r.u16())
	case typeFour:
		p.value = uint64(r.u32())
	case typeEight:
		p.value = r.u64()
	case typeData:
		if n := r.u32(); n <= math.MaxInt32 {
			p.data = r.take(int(n))
		} else {
			r.short = true
		}
	case typeObject:
		p.ids = next(&r.objects, 1)
	case typeObjects:
		p.ids = next(&r.objects, r.u32())
	case typeSpace:
		p.ids = next(&r.spaces, 1)
	case typeSpaces:
		p.ids = next(&r.spaces, r.u32())
	case typeContext:
		p.ids = next(&r.contexts, 1)
	case typeContexts:
		p.ids = next(&r.contexts, r.u32())
	case typeSets:
		return p, r.sets(&p, depth)
	case typeSet:
		set, err := r.set(depth + 1)
		p.sets = []Set{set}
		return p, err
	default:
		return p, errors.New("it has a property of an unknown type")
	}
	return p, nil
}

// sets reads an array of property sets: how many, the property that each is, and the sets.
func (r *reading) sets(p *property, depth int) error {
	n := r.u32()
	if n == 0 {
		return nil
	}
	r.u32()
	for range n {
		set, err := r.set(depth + 1)
		if err != nil {
			return err
		}
		p.sets = append(p.sets, set)
	}
	return nil
}

// next takes the next n identifiers of a stream, or as many as there are.
func next(stream *[]ID, n uint32) []ID {
	if uint64(n) > uint64(len(*stream)) {
		n = uint32(len(*stream))
	}
	out := (*stream)[:n:n]
	*stream = (*stream)[n:]
	return out
}

func (s Set) find(id uint32) *property {
	for i := range s.properties {
		if s.properties[i].id == id {
			return &s.properties[i]
		}
	}
	return nil
}

// Has reports whether the property is there.
func (s Set) Has(id uint32) bool { return s.find(id) != nil }

// Bool returns a property of the type bool; absent it is false.
func (s Set) Bool(id uint32) bool { return s.Uint(id) != 0 }

// Uint returns a property of one to eight bytes.
func (s Set) Uint(id uint32) uint64 {
	if p := s.find(id); p != nil {
		return p.value
	}
	return 0
}

// Float returns a property of four bytes that is a floating-point number.
func (s Set) Float(id uint32) float64 {
	f := float64(math.Float32frombits(uint32(s.Uint(id))))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// Bytes returns a property that holds data.
func (s Set) Bytes(id uint32) []byte {
	if p := s.find(id); p != nil {
		return p.data
	}
	return nil
}

// Text returns a property that holds UTF-16, up to its first NUL.
func (s Set) Text(id uint32) string {
	text, _, _ := strings.Cut(decodeUTF16(s.Bytes(id)), "\x00")
	return text
}

// GUID returns a property that holds a GUID.
func (s Set) GUID(id uint32) GUID {
	if b := s.Bytes(id); len(b) == 16 {
		return GUID(b)
	}
	return GUID{}
}

// IDs returns the objects, object spaces or contexts that a property names.
func (s Set) IDs(id uint32) []ID {
	if p := s.find(id); p != nil {
		return p.ids
	}
	return nil
}

// Sets returns the property sets of a property.
func (s Set) Sets(id uint32) []Set {
	if p := s.find(id); p != nil {
		return p.sets
	}
	return nil
}

// Others returns the objects that are named by properties other than those given.
func (s Set) Others(but ...uint32) []ID {
	var out []ID
	for _, p := range s.properties {
		if t := p.id >> 26 & 0x1f; (t == typeObject || t == typeObjects) && !slices.Contains(but, p.id) {
			out = append(out, p.ids...)
		}
	}
	return out
}
