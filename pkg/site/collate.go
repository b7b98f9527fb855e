package site

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"memopress/pkg/internal/script"
)

// A collation orders texts as readers of a language expect: numbers by their value and before
// letters, the language's own script before others, whatever signs a text begins with. It is not safe for concurrent use.
type collation struct {
	language string
	script   string // the language's own, as script.Of calls it
	collator *collate.Collator
	buffer   collate.Buffer
	keys     map[string][]byte // made so far: titles are sorted in folders and in tags
}

// newCollation returns the collation of a BCP 47 language; an unknown one gets the common order.
func newCollation(lang string) *collation {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.Und // the order of all scripts that no language has changed
	}
	return &collation{language: lang, script: script.Of(lang), collator: collate.New(tag, collate.Numeric), keys: map[string][]byte{}}
}

// key returns the sort key of s; keys are compared as bytes. It belongs to the collation.
func (c *collation) key(s string) []byte {
	k, ok := c.keys[s]
	if !ok {
		text := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
		if text == "" {
			text = s // nothing but signs
		}
		k = append([]byte{c.rank(text)}, c.collator.KeyFromString(&c.buffer, text)...)
		c.buffer.Reset()
		c.keys[s] = k
	}
	return k
}

// rank returns 0 for a text that begins with no letter, 1 for one in the language's own script, 2
// for others: the collator's tables have no such order of scripts.
func (c *collation) rank(s string) byte {
	first, _ := utf8.DecodeRuneInString(s)
	letter, code := script.First(s)
	switch {
	case letter == 0 || letter != first:
		return 0
	case code == c.script || c.script == "Hira" && code == "Hani":
		return 1
	}
	return 2
}

// sortCollated sorts s by the collation of its names, ties by code points of the name and
// then of the address.
func sortCollated[T any](c *collation, s []T, name, address func(T) string) {
	type keyed struct {
		key  []byte
		item T
	}
	all := make([]keyed, len(s))
	for i, item := range s {
		all[i] = keyed{c.key(name(item)), item}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if by := bytes.Compare(a.key, b.key); by != 0 {
			return by
		}
		return cmp.Or(cmp.Compare(name(a.item), name(b.item)), cmp.Compare(address(a.item), address(b.item)))
	})
	for i := range all {
		s[i] = all[i].item
	}
}
