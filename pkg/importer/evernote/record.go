package evernote

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A record is a note as an ENEX file has it. Of its resources it knows where they are.
type record struct {
	from, to  int64 // offsets of the note in the file
	values    map[string]string
	content   string
	tags      []string
	resources []*resource
	tasks     []task
	unknown   []string // names of elements that no version of the format has
}

// known are the elements of a note that hold one value (evernote-export4.dtd, and what
// evernote-backup adds).
var known = []string{"title", "created", "updated", "guid", "notebook-guid", "notebook-name", "tag-guids", "tag-names", "is-active", "update-sequence-number", "content-class"}

// applicationData stands before the key of what another program keeps with a note.
const applicationData = "application-data "

// A resource is an attachment. Its data stays in the file, as base64 between two offsets.
type resource struct {
	from, to int64
	size     int64
	hex      bool // NixNote writes hexadecimal digits instead of base64
	values   map[string]string
	hash     string // MD5 of the data, lower-case hexadecimal
	head     []byte // what the data begin with, until their type is known
	objID    string // the MD5 that its recognition data name
}

// A task is a <task> of a note, shown in a task group of its content.
type task struct{ values map[string]string }

// Limits on the parts of a note, in bytes.
const (
	maxValue   = 1 << 20
	maxContent = 64 << 20
	maxParts   = 100_000
)

var objID = regexp.MustCompile(`objID\s*=\s*["']([0-9a-fA-F]{32})`)

// errEnds is the error of a file that ends inside a note.
var errEnds = errors.New("the file ends inside this note")

// errUnclosed is wrapped by the error of an element without its end tag.
var errUnclosed = errors.New("the note is damaged")

// readNote reads a note whose start tag was read, up to its end tag. The error says what is wrong
// with this note; after another error than errEnds the scanner stands behind it.
func (s *scanner) readNote(from int64) (*record, error) {
	rec := &record{from: from, values: map[string]string{}}
	err := s.children("note", func(name string) error {
		switch name {
		case "content":
			text, err := s.content()
			rec.content += text
			if strings.Contains(text, "</content>") { // its section swallowed the rest of the note, or more
				return errors.New("the note's text is not closed and runs into what follows")
			}
			return err
		case "tag":
			text, err := s.value(name, maxValue)
			if len(rec.tags) < maxParts {
				rec.tags = append(rec.tags, strings.TrimSpace(text))
			}
			return err
		case "resource":
			r := &resource{values: map[string]string{}}
			if len(rec.resources) < maxParts {
				rec.resources = append(rec.resources, r)
			}
			return s.resource(r)
		case "task":
			t := task{map[string]string{}}
			err := s.group(name, t.values)
			if len(rec.tasks) < maxParts {
				rec.tasks = append(rec.tasks, t)
			}
			return err
		case "note-attributes", "note-custom-metadata":
			return s.group(name, rec.values)
		}
		if !slices.Contains(known, name) {
			rec.unknown = append(rec.unknown, name)
		}
		text, err := s.value(name, maxValue)
		rec.values[name] = text
		return err
	})
	rec.to = s.at
	return rec, err
}

// children calls child for each element inside the element of that name, whose start tag was
// read. child reads up to the end tag of its element.
func (s *scanner) children(parent string, child func(name string) error) error {
	var first error
	for {
		t, err := s.next()
		if err != nil {
			return errEnds
		}
		switch {
		case t.kind == endTag && t.name == parent:
			return first
		case t.kind == endTag && (t.name == "note" || t.name == "en-export"), t.kind == startTag && t.name == "note":
			return s.unclosed(t, parent)
		case t.kind != startTag || t.empty:
			continue
		}
		if err := child(t.name); err != nil {
			if errors.Is(err, errEnds) || errors.Is(err, errUnclosed) {
				return err
			}
			if first == nil {
				first = err
			}
		}
	}
}

// unclosed is the error of an element that the next note, or the end of this one, cuts short.
// That token is read again.
func (s *scanner) unclosed(t token, name string) error {
	s.again = &t
	return fmt.Errorf("%w: <%s> is not closed", errUnclosed, name)
}

// group reads the values of the elements inside an element, and those inside these.
func (s *scanner) group(parent string, into map[string]string) error {
	depth := 0
	name, key := "", ""
	var sb strings.Builder
	for {
		t, err := s.next()
		if err != nil {
			return errEnds
		}
		if t.name == "note" {
			return s.unclosed(t, parent)
		}
		switch t.kind {
		case endTag:
			if t.name == parent && depth == 0 {
				return nil
			}
			if t.name == name && strings.TrimSpace(sb.String()) != "" {
				if _, taken := into[key]; !taken { // what stands deeper, as in the reminder of a task, counts less
					into[key] = strings.TrimSpace(sb.String())
				}
			}
			name = ""
			depth = max(depth-1, 0)
		case startTag:
			if !t.empty {
				depth++
				name, key = t.name, t.name
				if m := keyOf.FindStringSubmatch(t.attrs); m != nil && name == "application-data" {
					key = applicationData + m[1]
				}
				sb.Reset()
			}
		case textPiece:
			if sb.Len() < maxValue {
				sb.Write(t.text)
			}
		}
	}
}

var keyOf = regexp.MustCompile(`key\s*=\s*["']([^"']{1,100})["']`)

// value returns the text of an element up to its end tag. More than limit bytes are an error,
// and read past.
func (s *scanner) value(name string, limit int) (string, error) {
	text, err := s.upTo(name, limit, false)
	return strings.TrimSpace(text), err
}

// content returns the text of a note. What stands outside of sections, where a broken "]]>" ended
// one, is markup too.
func (s *scanner) content() (string, error) {
	text, err := s.upTo("content", maxContent, true)
	return strings.TrimSuffix(strings.TrimSpace(text), "]]>"), err
}

func (s *scanner) upTo(name string, limit int, markup bool) (string, error) {
	var sb strings.Builder
	long := false
	for {
		t, err := s.next()
		if err != nil {
			return sb.String(), errEnds
		}
		switch {
		case t.kind == textPiece:
		case t.name == "note":
			return "", s.unclosed(t, name)
		case t.kind == endTag && t.name == name:
			if long {
				return sb.String(), fmt.Errorf("<%s> holds more than %d bytes", name, limit)
			}
			return sb.String(), nil
		case markup:
			t.text = []byte(t.raw())
		}
		if long = long || sb.Len()+len(t.text) > limit; !long {
			sb.Write(t.text)
		}
	}
}

// resource reads a resource and its attributes, and hashes its data as they pass.
func (s *scanner) resource(r *resource) error {
	return s.children("resource", func(name string) error {
		switch name {
		case "data":
			return s.data(r, name)
		case "recognition", "alternate-data":
			text, err := s.value(name, maxContent)
			if m := objID.FindStringSubmatch(text); m != nil {
				r.objID = strings.ToLower(m[1])
			}
			return err
		case "resource-attributes":
			return s.group(name, r.values)
		}
		text, err := s.value(name, maxValue)
		r.values[name] = text
		return err
	})
}
