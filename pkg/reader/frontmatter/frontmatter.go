// Package frontmatter reads the properties that stand above a note's text: YAML between "---"
// lines, TOML between "+++" lines, a JSON object, or MultiMarkdown header lines.
//
// Two things hold whatever the input is. The body is never lost: front matter that cannot be
// read is reported, and what follows it is the body. And reading fails closed: a note is marked
// public only by a line that says so plainly; anything that keeps a visibility property from
// being read with certainty marks the note private (see Visibility in visibility.go).
package frontmatter

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// Options say how front matter is read. The zero value is ready to use.
type Options struct {
	Types         map[string]note.PropertyType // declared types by property name, names compared without case
	File          string                       // the file, for diagnostics
	Note          string                       // ID of the note, for diagnostics
	Report        diag.Reporter                // nil: nobody
	Location      *time.Location               // zone of times without one; nil means UTC
	MultiMarkdown bool                         // take "Key: value" lines at the start of the file for front matter
}

// Matter is what a note's front matter says. The zero value says nothing.
type Matter struct {
	Found      bool // there was front matter, readable or not
	Title      string
	Aliases    []string
	Tags       []string // without "#"
	Classes    []string
	Created    time.Time
	Updated    time.Time
	Visibility note.Visibility
	Lang       string
	Permalink  string
	Summary    string
	Image      *note.Ref
	Order      int
	Properties []note.Property // in source order
}

// The limits beyond which front matter is not read (and the note private).
const (
	maxBytes = 64 << 10
	maxKeys  = 1000
	maxDepth = 32
)

// Parse takes the front matter off src. It returns what the matter says, the body, and the line
// of the file that the body begins on, from 1. Without front matter the body is all of src but a
// byte order mark. src is UTF-8 and is not changed; the body may share its memory. Lines that
// end in "\r" alone come out ending in "\n".
func Parse(src []byte, opts Options) (Matter, []byte, int) {
	src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	if bytes.IndexByte(src, '\n') < 0 && bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	s, ok := split(src, opts.MultiMarkdown)
	if !ok {
		m := Matter{}
		if v, line := outside(src); v.State == note.MarkedPrivate {
			m.Visibility = v
			opts.visibility(v, line)
		}
		return m, src, 1
	}
	r := reading{opts: opts, split: s}
	r.decode()
	r.assign()
	r.matter.Found = true
	r.matter.Visibility = r.visibility()
	body, line := src[s.body:], 1+bytes.Count(src[:s.body], []byte("\n"))
	if r.matter.Visibility.State != note.MarkedPrivate {
		// Tools that add front matter to notes that have some leave two of them.
		if v, at := outside(body); v.State == note.MarkedPrivate {
			r.matter.Visibility = v
			opts.visibility(v, line+at-1)
		}
	}
	return r.matter, body, line
}

// reading is one Parse at work.
type reading struct {
	opts   Options
	split  parts
	fields []field
	fault  *fault // why the matter cannot be read as a whole; nil when it can
	matter Matter
}

// A fault says why front matter cannot be read.
type fault struct {
	line    int // in the file, from 1
	message string
	hint    string
}

func (r *reading) decode() {
	raw := string(r.split.raw)
	switch {
	case len(raw) > maxBytes:
		r.fault = &fault{1, "it is longer than 64 KB", "move the text below the front matter"}
		raw = ""
	case !utf8.ValidString(raw):
		r.fault = &fault{r.split.line, "it is not valid UTF-8", "save the file as UTF-8"}
		raw = strings.ToValidUTF8(raw, "\uFFFD")
	}
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	r.split.raw = []byte(raw)
	var f *fault
	switch r.split.format {
	case yamlFormat:
		r.fields, f = decodeYAML(raw, r.split.line)
	case tomlFormat:
		r.fields, f = decodeTOML(raw, r.split.line)
	case jsonFormat:
		r.fields, f = decodeJSON(raw, r.split.line)
	case mmdFormat:
		r.fields = decodeMMD(raw, r.split.line)
	}
	if f == nil {
		f = checkKeys(r.fields)
	}
	if r.fault == nil {
		r.fault = f
	}
	if r.fault != nil {
		r.opts.report("F001", r.fault.line, "front matter cannot be read: "+r.fault.message, r.fault.hint)
	}
}

// checkKeys finds what a decoder lets pass: too many keys, and one key twice.
func checkKeys(fields []field) *fault {
	if len(fields) > maxKeys {
		return &fault{fields[maxKeys].line, "it has more than 1,000 properties", "move the text below the front matter"}
	}
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.name] {
			return &fault{f.line, "the property " + quote(f.name) + " is there twice", "remove one of the two"}
		}
		seen[f.name] = true
	}
	return nil
}

func (o Options) report(code string, line int, message, hint string) {
	if o.Report == nil {
		return
	}
	o.Report.Report(diag.Diagnostic{
		Severity: diag.Warning, Code: code, Message: message, Hint: hint, Note: o.Note,
		Pos: diag.Pos{File: o.File, Line: line, Column: 1},
	})
}

func (o Options) visibility(v note.Visibility, line int) {
	o.report("F003", line, "visibility cannot be read with certainty, so the note is private: "+v.Detail,
		"write publish: true or private: true on a line of its own, without quotes, between the first two --- lines")
}

// Apply writes what m says into n. Lists are added to, without repeats; a field that m leaves
// empty keeps what n has; of two visibilities the stricter stands.
func (m Matter) Apply(n *note.Note) {
	if m.Title != "" {
		n.Title = m.Title
	}
	n.Aliases = union(n.Aliases, m.Aliases)
	n.Tags = union(n.Tags, m.Tags)
	n.Classes = union(n.Classes, m.Classes)
	if !m.Created.IsZero() {
		n.Created = m.Created
	}
	if !m.Updated.IsZero() {
		n.Updated = m.Updated
	}
	if m.Visibility.State > n.Visibility.State {
		n.Visibility = m.Visibility
	}
	if m.Lang != "" {
		n.Lang = m.Lang
	}
	if m.Permalink != "" {
		n.Permalink = m.Permalink
	}
	if m.Summary != "" {
		n.Summary = m.Summary
	}
	if m.Image != nil {
		n.Image = m.Image
	}
	if m.Order != 0 {
		n.Order = m.Order
	}
	n.Properties = append(n.Properties, m.Properties...)
}

func union(have, more []string) []string {
	for _, s := range more {
		if !slices.Contains(have, s) {
			have = append(have, s)
		}
	}
	return have
}
