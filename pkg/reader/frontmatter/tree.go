package frontmatter

import (
	"strings"
)

// A field is one property as its format has it.
type field struct {
	name  string
	line  int  // in the file; 0 unknown
	plain bool // its name and value stand on one line in the one way that decides about visibility
	value value
}

type kind uint8

const (
	nullKind kind = iota
	textKind
	numberKind
	boolKind
	dateKind // a date, or a date with a time
	listKind
	tableKind
)

// A value is what all formats have in common.
type value struct {
	kind  kind
	text  string // of scalars: as written; booleans "true" or "false"
	list  []value
	table []field
}

// readable flattens a value to text for people: "a, b", "key: value, key: value".
func (v value) readable() string {
	switch v.kind {
	case listKind:
		parts := make([]string, 0, len(v.list))
		for _, e := range v.list {
			parts = append(parts, e.readable())
		}
		return strings.Join(parts, ", ")
	case tableKind:
		parts := make([]string, 0, len(v.table))
		for _, f := range v.table {
			parts = append(parts, strings.TrimSpace(f.name+": "+f.value.readable()))
		}
		return strings.Join(parts, ", ")
	}
	return v.text
}

// walk calls visit for each named field inside v, at any depth.
func (v value) walk(visit func(field)) {
	for _, e := range v.list {
		e.walk(visit)
	}
	for _, f := range v.table {
		visit(f)
		f.value.walk(visit)
	}
}

func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return `"` + s + `"`
}
