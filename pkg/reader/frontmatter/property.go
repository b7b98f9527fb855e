package frontmatter

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// property adds f to the note's properties, in the type that is declared for its name, else in
// the one that it is written in. A value that is not of the declared type is kept as text.
func (r *reading) property(f field) {
	name := oneLine(f.name)
	if name == "" {
		return
	}
	p := note.Property{Name: name, Type: writtenType(f.value)}
	if declared, ok := r.declared(name); ok && f.value.kind != nullKind {
		if fits(declared, f.value, r.opts) {
			p.Type = declared
		} else {
			p.Type = note.TextProperty
			r.opts.report("F004", f.line, "property "+quote(name)+" is not "+typeName[declared]+": "+quote(f.value.readable()),
				"correct the value, or change the property's type")
		}
	} else if ok {
		p.Type = declared
	}
	p.Value = values(p.Type, f)
	r.matter.Properties = append(r.matter.Properties, p)
}

var typeName = map[note.PropertyType]string{
	note.TextProperty: "a text", note.ListProperty: "a list", note.NumberProperty: "a number",
	note.CheckboxProperty: "true or false", note.DateProperty: "a date", note.DateTimeProperty: "a date with a time",
}

func (r *reading) declared(name string) (note.PropertyType, bool) {
	if t, ok := r.opts.Types[name]; ok {
		return t, true
	}
	// Obsidian compares property names without case. Of several that differ only so, the
	// first in code point order counts.
	best, found := "", false
	for declared := range r.opts.Types {
		if strings.EqualFold(norm.NFC.String(declared), name) && (!found || declared < best) {
			best, found = declared, true
		}
	}
	return r.opts.Types[best], found
}

// writtenType is the type that a value has by its own look.
func writtenType(v value) note.PropertyType {
	switch v.kind {
	case listKind:
		return note.ListProperty
	case numberKind:
		return note.NumberProperty
	case boolKind:
		return note.CheckboxProperty
	case dateKind:
		if date.IsDay(v.text) {
			return note.DateProperty
		}
		return note.DateTimeProperty
	}
	return note.TextProperty
}

// fits reports whether a value can be shown in the declared type.
func fits(t note.PropertyType, v value, opts Options) bool {
	scalar := v.kind != listKind && v.kind != tableKind
	switch t {
	case note.ListProperty:
		return v.kind != tableKind
	case note.NumberProperty:
		return v.kind == numberKind || v.kind == textKind && decimal.MatchString(v.text)
	case note.CheckboxProperty:
		return v.kind == boolKind
	case note.DateProperty, note.DateTimeProperty:
		_, ok := date.Parse(v.text, opts.Location)
		return scalar && ok
	}
	return scalar
}

// values reads the values of a property of type t.
func values(t note.PropertyType, f field) []note.Value {
	v := f.value
	switch {
	case v.kind == nullKind, v.kind == tableKind && len(v.table) == 0:
		return nil
	case t != note.ListProperty || v.kind != listKind:
		return []note.Value{single(t, v.readable(), f.line)}
	}
	var out []note.Value
	for _, e := range v.list {
		if s := e.readable(); s != "" {
			out = append(out, single(note.TextProperty, s, f.line))
		}
	}
	return out
}

func single(t note.PropertyType, s string, line int) note.Value {
	switch t {
	case note.DateProperty, note.DateTimeProperty:
		return note.Value{Text: isoText(t, s)}
	case note.NumberProperty, note.CheckboxProperty:
		return note.Value{Text: s}
	}
	out := note.Value{Text: s, Ref: link(strings.TrimSpace(s))}
	if out.Ref != nil {
		out.Ref.Line = line
	}
	return out
}

// isoText writes a date in ISO 8601 without inventing what its author left out, such as the
// zone.
func isoText(t note.PropertyType, s string) string {
	s = strings.TrimSpace(s)
	switch {
	case date.IsTime(s):
		day, clock := s[:10], strings.TrimLeft(s[10:], "Tt ")
		if t == note.DateProperty {
			return day
		}
		return day + "T" + strings.ToUpper(strings.ReplaceAll(clock, " ", ""))
	case date.IsDay(s):
		return s
	}
	d, ok := date.Parse(s, nil)
	switch {
	case !ok:
		return s
	case t == note.DateProperty:
		return d.Format("2006-01-02")
	case d.Second() != 0:
		return d.Format("2006-01-02T15:04:05")
	}
	return d.Format("2006-01-02T15:04")
}
