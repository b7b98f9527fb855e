package graph

// A table holds numbers by key: a map of which nothing is taken out, in one piece of memory. Keys
// differ from zero, and their low bits are spread as those of a hash are. The zero value is empty.
type table struct {
	slots []slot
	used  int
}

type slot struct {
	key uint64
	n   int32
}

// at returns the place of a key, which is entered with zero where it is new. It holds until the next
// call.
func (t *table) at(key uint64) *int32 {
	if 2*t.used >= len(t.slots) {
		t.grow(max(16, 2*len(t.slots)))
	}
	s := t.find(key)
	if s.key == 0 {
		s.key = key
		t.used++
	}
	return &s.n
}

// get returns what a key was entered with, and zero where it was not.
func (t *table) get(key uint64) int32 {
	if t.used == 0 {
		return 0
	}
	return t.find(key).n
}

func (t *table) find(key uint64) *slot {
	mask := len(t.slots) - 1
	for i := int(key) & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// grow makes room for n slots, a power of two.
func (t *table) grow(n int) {
	before := t.slots
	t.slots = make([]slot, n)
	for _, s := range before {
		if s.key != 0 {
			*t.find(s.key) = s
		}
	}
}
