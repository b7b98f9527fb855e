package store

// globalIDs says what the indexes in compact identifiers mean (MS-ONESTORE 2.1.3).
type globalIDs map[uint32]GUID

// resolve returns the identifier that a compact one stands for: 8 bits of number, 24 of index.
func (t globalIDs) resolve(compact uint32) (ID, bool) {
	if compact == 0 {
		return ID{}, false
	}
	g, ok := t[compact>>8]
	return ID{g, compact & 0xff}, ok
}

// objects collects declarations of objects from nodes.
type objects struct {
	all    map[ID]*declaration
	table  globalIDs
	before globalIDs // of the revision that this one depends on
}

// maxCopies is how many entries of a table are taken over at once.
const maxCopies = 1 << 20

// read reads a node of a group of objects, or of a manifest that declares objects itself.
func (o *objects) read(n node) {
	switch n.id {
	case nodeTableStart, nodeTableStart2:
		o.table = globalIDs{}
	case nodeTableEntry:
		if i, g := n.u32(), n.guid(); !n.short && o.table != nil {
			o.table[i] = g
		}
	case nodeTableCopy:
		o.copy(n.u32(), 1, n.u32())
	case nodeTableCopies:
		from, count, to := n.u32(), n.u32(), n.u32()
		o.copy(from, count, to)
	case nodeObject, nodeObjectLarge:
		compact, kind := n.u32(), n.u16()
		o.declare(n, compact, 0x20000|uint32(kind&0x3ff))
	case nodeObjectAgain, nodeObjectAgainLarge:
		o.declare(n, n.u32(), 0)
	case nodeObject2, nodeObject2Large, nodeReadOnly, nodeReadOnlyLarge:
		o.declare(n, n.u32(), n.u32())
	case nodeFileObject, nodeFileObjectLarge:
		o.declareFile(n)
	}
}

func (o *objects) copy(from, count, to uint32) {
	if o.table == nil || count > maxCopies || int(count) > len(o.before) {
		return
	}
	for i := range count {
		if g, ok := o.before[from+i]; ok {
			o.table[to+i] = g
		}
	}
}

// declare enters an object. jcid 0 means the one that an older revision states.
func (o *objects) declare(n node, compact, jcid uint32) {
	id, ok := o.table.resolve(compact)
	if n.short || !ok {
		return
	}
	if old := o.all[id]; old != nil && jcid == 0 {
		jcid = old.jcid
	}
	o.all[id] = &declaration{jcid: jcid, data: n.ref, table: o.table}
}

// declareFile enters an object that is a file: where its content is, and the extension, follow
// as strings.
func (o *objects) declareFile(n node) {
	compact, jcid := n.u32(), n.u32()
	if n.id == nodeFileObject {
		n.take(1)
	} else {
		n.take(4)
	}
	length := n.u32()
	if length > 1<<12 {
		return
	}
	name := decodeUTF16(n.take(int(length) * 2))
	if id, ok := o.table.resolve(compact); ok && !n.short {
		o.all[id] = &declaration{jcid: jcid, file: name, table: o.table}
	}
}
