package applenotes

import (
	"errors"
)

// A graph is the objects of a table or gallery as Notes merges them between devices: entries
// that refer to each other by their index, and the names, types and UUIDs that they share.
type graph struct {
	entries [][]byte
	keys    []string
	types   []string
	uuids   []string
	read    int // bytes of entries that were read; entries may refer to one entry a thousand times
}

func decodeGraph(blob []byte) (*graph, error) {
	g := &graph{}
	if len(blob) == 0 {
		return g, errors.New("there is no data")
	}
	data, err := unpack(blob)
	if err == nil {
		data, err = inside(data, 2, 3)
	}
	if err != nil {
		return g, err
	}
	err = scan(data, func(f field) error {
		switch f.number {
		case 3:
			g.entries = append(g.entries, f.bytes)
		case 4:
			g.keys = append(g.keys, f.text())
		case 5:
			g.types = append(g.types, f.text())
		case 6:
			g.uuids = append(g.uuids, string(f.bytes))
		}
		return nil
	})
	return g, err
}

// entry returns the entry that an ObjectID refers to, as the message of one of its forms.
func (g *graph) entry(objectID []byte, form int) ([]byte, error) {
	at := -1
	err := scan(objectID, func(f field) error {
		if i, ok := f.index(); f.number == 6 && ok {
			at = i
		}
		return nil
	})
	if err != nil || at < 0 || at >= len(g.entries) {
		return nil, err
	}
	if g.read += len(g.entries[at]); g.read > 8*maxUnpacked {
		return nil, errWire
	}
	return inside(g.entries[at], form)
}

// A member is one member of a custom object.
type member struct {
	key   string
	value []byte // an ObjectID
}

// custom reads a custom object: its type and members.
func (g *graph) custom(message []byte) (kind string, members []member, err error) {
	err = scan(message, func(f field) error {
		switch f.number {
		case 1:
			kind = at(g.types, f)
		case 3:
			var m member
			err := scan(f.bytes, func(f field) error {
				switch f.number {
				case 1:
					m.key = at(g.keys, f)
				case 2:
					m.value = f.bytes
				}
				return nil
			})
			members = append(members, m)
			return err
		}
		return nil
	})
	return kind, members, err
}

func at(names []string, f field) string {
	if i, ok := f.index(); ok && i < len(names) {
		return names[i]
	}
	return ""
}

// uuid returns the UUID that an ObjectID leads to: the entry is a custom object whose first
// member holds its index.
func (g *graph) uuid(objectID []byte) (string, error) {
	object, err := g.entry(objectID, 13)
	if err != nil || object == nil {
		return "", err
	}
	_, members, err := g.custom(object)
	if err != nil || len(members) == 0 {
		return "", err
	}
	uuid := ""
	err = scan(members[0].value, func(f field) error {
		if f.number == 2 {
			uuid = at(g.uuids, f)
		}
		return nil
	})
	return uuid, err
}

// pairs calls each for the elements of a dictionary: two ObjectIDs.
func pairs(dictionary []byte, each func(key, value []byte) error) error {
	return scan(dictionary, func(f field) error {
		if f.number != 1 {
			return nil
		}
		var key, value []byte
		err := scan(f.bytes, func(f field) error {
			switch f.number {
			case 1:
				key = f.bytes
			case 2:
				value = f.bytes
			}
			return nil
		})
		if err != nil {
			return err
		}
		return each(key, value)
	})
}

// order returns the positions of an ordered set by the UUIDs that cells know them by: the list
// has other UUIDs than the cells, and a dictionary leads from one to the other.
func (g *graph) order(objectID []byte) (positions map[string]int, n int, err error) {
	set, err := g.entry(objectID, 16)
	if err != nil || set == nil {
		return nil, 0, err
	}
	list, err := inside(set, 1, 1)
	if err != nil {
		return nil, 0, err
	}
	var ordered []string
	err = scan(list, func(f field) error {
		if f.number != 2 {
			return nil
		}
		return scan(f.bytes, func(f field) error {
			if f.number == 2 {
				ordered = append(ordered, string(f.bytes))
			}
			return nil
		})
	})
	if err != nil {
		return nil, 0, err
	}
	alive, err := g.elements(set)
	if err != nil {
		return nil, 0, err
	}
	first := map[string]int{}
	for _, uuid := range ordered {
		if _, ok := first[uuid]; !ok && (len(alive) == 0 || alive[uuid]) {
			first[uuid] = len(first)
		}
	}
	positions = make(map[string]int, len(first))
	for uuid, i := range first {
		positions[uuid] = i
	}
	contents, err := inside(set, 1, 2)
	if err == nil {
		err = pairs(contents, func(key, value []byte) error {
			from, err := g.uuid(key)
			if err != nil {
				return err
			}
			to, err := g.uuid(value)
			if i, ok := first[from]; ok && err == nil {
				positions[to] = i
			}
			return err
		})
	}
	return positions, len(first), err
}

// elements returns the UUIDs of what is in an ordered set still; the list has removed ones too.
func (g *graph) elements(set []byte) (map[string]bool, error) {
	dictionary, err := inside(set, 2)
	if err != nil {
		return nil, err
	}
	alive := map[string]bool{}
	err = pairs(dictionary, func(key, _ []byte) error {
		uuid, err := g.uuid(key)
		alive[uuid] = true
		return err
	})
	return alive, err
}

// root returns the members of the custom object of that type.
func (g *graph) root(kind string) (map[string][]byte, error) {
	for _, e := range g.entries {
		object, err := inside(e, 13)
		if err != nil {
			return nil, err
		}
		if object == nil {
			continue
		}
		k, members, err := g.custom(object)
		if err != nil {
			return nil, err
		}
		if k == kind {
			out := map[string][]byte{}
			for _, m := range members {
				out[m.key] = m.value
			}
			return out, nil
		}
	}
	return nil, errors.New("there is no " + kind + " in it")
}
