package store

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The file nodes that are read (MS-ONESTORE 2.4.3).
const (
	nodeRootSpace               = 0x004
	nodeSpaceList               = 0x008
	nodeRevisionList            = 0x010
	nodeRevision4               = 0x01b
	nodeRevision6               = 0x01e
	nodeRevision7               = 0x01f
	nodeTableStart              = 0x021
	nodeTableStart2             = 0x022
	nodeTableEntry              = 0x024
	nodeTableCopy               = 0x025
	nodeTableCopies             = 0x026
	nodeObject                  = 0x02d
	nodeObjectLarge             = 0x02e
	nodeObjectAgain             = 0x041
	nodeObjectAgainLarge        = 0x042
	nodeRoot                    = 0x059
	nodeRootExtended            = 0x05a
	nodeRole                    = 0x05c
	nodeRoleContext             = 0x05d
	nodeFileObject              = 0x072
	nodeFileObjectLarge         = 0x073
	nodeEncrypted               = 0x07c
	nodeFileDataList            = 0x090
	nodeFileData                = 0x094
	nodeObject2                 = 0x0a4
	nodeObject2Large            = 0x0a5
	nodeGroup                   = 0x0b0
	nodeReadOnly                = 0x0c4
	nodeReadOnlyLarge           = 0x0c5
	nodeListEnd                 = 0x0ff
	fragmentMagic        uint64 = 0xa4567ab1f5f7f4c4
	fragmentHead                = 16
	fragmentTail                = 20
)

// A node is one file node: what it is, the part of the file that it refers to, and its fields.
type node struct {
	id  uint32
	ref chunk
	cursor
}

// nodes calls do for each node of the list that begins at ref, in order, until do returns false.
// Nodes that no transaction has finished are not there.
func (s *revisions) nodes(ref chunk, do func(n node) bool) error {
	seen := map[int64]bool{}
	count, limit := uint32(0), uint32(1<<32-1)
	for first := true; ref.size > 0; first = false {
		if seen[ref.at] {
			return errors.New("a list of file nodes runs in a circle")
		}
		seen[ref.at] = true
		b, err := s.file.read(ref.at, ref.size)
		if err != nil {
			return fmt.Errorf("file nodes: %w", err)
		}
		if len(b) < fragmentHead+fragmentTail || binary.LittleEndian.Uint64(b) != fragmentMagic {
			return fmt.Errorf("file nodes: no list at %d", ref.at)
		}
		if first {
			if n, ok := s.committed[binary.LittleEndian.Uint32(b[8:])]; ok {
				limit = n
			}
		}
		next := chunkAt(b[len(b)-fragmentTail:])
		for c := (cursor{b: b[fragmentHead : len(b)-fragmentTail]}); len(c.b) >= 4 && count < limit; {
			n, ok := readNode(&c)
			if n.id == nodeListEnd || n.id == 0 {
				break
			}
			if !ok {
				return errors.New("a file node is damaged")
			}
			count++
			if !do(n) {
				return nil
			}
		}
		if count >= limit {
			return nil
		}
		ref = next
	}
	if limit < 1<<32-1 {
		return errors.New("a list of file nodes is shorter than it should be")
	}
	return nil
}

// chunkAt reads a reference of 64 and 32 bits. The one that points nowhere has no size.
func chunkAt(b []byte) chunk {
	at := int64(binary.LittleEndian.Uint64(b))
	if at <= 0 {
		return chunk{}
	}
	return chunk{at, int64(binary.LittleEndian.Uint32(b[8:]))}
}

// readNode reads one node (MS-ONESTORE 2.4.3): 10 bits say what it is, 13 how long, the next four
// how the reference is written, and four whether there is one.
func readNode(c *cursor) (node, bool) {
	if len(c.b) < 4 {
		return node{}, false
	}
	head := binary.LittleEndian.Uint32(c.b)
	size := int(head >> 10 & 0x1fff)
	if size < 4 || size > len(c.b) {
		return node{id: head & 0x3ff}, false
	}
	n := node{id: head & 0x3ff, cursor: cursor{b: c.take(size)[4:]}}
	if base := head >> 27 & 0xf; base == 1 || base == 2 {
		n.ref = readRef(&n.cursor, head>>23&3, head>>25&3)
	}
	return n, true
}

// readRef reads a reference in one of its lengths. What points nowhere has no size.
func readRef(c *cursor, atFormat, sizeFormat uint32) chunk {
	var at, size uint64
	nowhere := false
	switch atFormat {
	case 0:
		at = c.u64()
		nowhere = at == 1<<64-1
	case 1:
		at = uint64(c.u32())
		nowhere = at == 1<<32-1
	case 2:
		v := c.u16()
		at, nowhere = uint64(v)*8, v == 1<<16-1
	case 3:
		v := c.u32()
		at, nowhere = uint64(v)*8, v == 1<<32-1
	}
	switch sizeFormat {
	case 0:
		size = uint64(c.u32())
	case 1:
		size = c.u64()
	case 2:
		size = uint64(c.u8()) * 8
	case 3:
		size = uint64(c.u16()) * 8
	}
	if nowhere || at > 1<<62 || size > 1<<62 {
		return chunk{}
	}
	return chunk{int64(at), int64(size)}
}
