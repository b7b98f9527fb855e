package search

import "github.com/cespare/xxhash/v2"

// terms number words and pairs, from 0 in the order in which they are met.
type terms struct {
	slots []termSlot // by hash
	words []string   // by number; "" for pairs
	pairs []uint64   // by number, see pairKey; 0 for words
}

type termSlot struct {
	hash uint64
	id   int32 // from 1; 0 where the slot is empty
}

// ofInitials marks the pairs of initial consonants.
const ofInitials = 1 << 63

// pairKey packs a pair into a number.
func pairKey(a, b rune) uint64 { return uint64(a)<<21 | uint64(b) }

// pairTerm is the term of a pair.
func pairTerm(key uint64) string {
	t := string([]rune{rune(key &^ ofInitials >> 21), rune(key & (1<<21 - 1))})
	if key&ofInitials != 0 {
		return "*" + t
	}
	return t
}

// text returns the term of that number.
func (t *terms) text(id int32) string {
	if key := t.pairs[id]; key != 0 {
		return pairTerm(key)
	}
	return t.words[id]
}

// word returns the number of a word.
func (t *terms) word(w []byte) int32 {
	t.room()
	hash := xxhash.Sum64(w)
	i := t.slot(hash)
	for t.slots[i].id != 0 {
		if id := t.slots[i].id - 1; t.slots[i].hash == hash && t.pairs[id] == 0 && t.words[id] == string(w) {
			return id
		}
		i = (i + 1) & (len(t.slots) - 1)
	}
	return t.enter(i, hash, string(w), 0)
}

// pair returns the number of a pair.
func (t *terms) pair(key uint64) int32 {
	t.room()
	hash := key * 0x9E3779B97F4A7C15
	i := t.slot(hash)
	for t.slots[i].id != 0 {
		if id := t.slots[i].id - 1; t.slots[i].hash == hash && t.pairs[id] == key {
			return id
		}
		i = (i + 1) & (len(t.slots) - 1)
	}
	return t.enter(i, hash, "", key)
}

// slot is where the search for a hash begins.
func (t *terms) slot(hash uint64) int { return int(hash>>32) & (len(t.slots) - 1) }

func (t *terms) enter(slot int, hash uint64, word string, pair uint64) int32 {
	t.words, t.pairs = append(t.words, word), append(t.pairs, pair)
	t.slots[slot] = termSlot{hash, int32(len(t.words))}
	return int32(len(t.words)) - 1
}

// room keeps half of the slots empty.
func (t *terms) room() {
	if 2*len(t.words) < len(t.slots) {
		return
	}
	before := t.slots
	t.slots = make([]termSlot, max(1024, 2*len(before)))
	for _, s := range before {
		if s.id == 0 {
			continue
		}
		i := t.slot(s.hash)
		for t.slots[i].id != 0 {
			i = (i + 1) & (len(t.slots) - 1)
		}
		t.slots[i] = s
	}
}
