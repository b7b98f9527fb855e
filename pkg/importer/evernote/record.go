package evernote

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
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

// A resource is an attachment. Its data stays in the file, as base64 between two offsets.
type resource struct {
	from, to int64
	size     int64
	values   map[string]string
	hash     string // MD5 of the data, lower-case hexadecimal
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
			text, err := s.value(name, maxContent)
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
	name := ""
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
				into[name] = strings.TrimSpace(sb.String())
			}
			name = ""
			depth = max(depth-1, 0)
		case startTag:
			if !t.empty {
				depth++
				name = t.name
				sb.Reset()
			}
		case textPiece:
			if sb.Len() < maxValue {
				sb.Write(t.text)
			}
		}
	}
}

// value returns the text of an element up to its end tag. More than limit bytes are an error,
// and read past.
func (s *scanner) value(name string, limit int) (string, error) {
	var sb strings.Builder
	long := false
	for {
		t, err := s.next()
		if err != nil {
			return sb.String(), errEnds
		}
		switch {
		case t.kind == textPiece && sb.Len()+len(t.text) > limit:
			long = true
		case t.kind == textPiece:
			sb.Write(t.text)
		case t.name == "note":
			return "", s.unclosed(t, name)
		case t.kind == endTag && t.name == name:
			text := sb.String()
			if name != "content" {
				text = strings.TrimSpace(text)
			}
			if long {
				return text, fmt.Errorf("<%s> holds more than %d bytes", name, limit)
			}
			return text, nil
		}
	}
}

// resource reads a resource and its attributes, and hashes its data as they pass.
func (s *scanner) resource(r *resource) error {
	return s.children("resource", func(name string) error {
		switch name {
		case "data":
			return s.data(r)
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

func (s *scanner) data(r *resource) error {
	r.from, r.to = s.at, s.at
	sum := &decoder{hash: md5.New()}
	for {
		t, err := s.next()
		if err != nil {
			return errEnds
		}
		if t.kind == endTag && t.name == "data" {
			r.to = t.from
			sum.flush()
			r.size = sum.size
			if sum.size > 0 {
				r.hash = hex.EncodeToString(sum.hash.Sum(nil))
			}
			return nil
		}
		if t.name == "note" {
			return s.unclosed(t, "data")
		}
		if t.kind == textPiece {
			sum.write(t.text)
		}
	}
}

// A decoder hashes what base64 text stands for, piece by piece.
type decoder struct {
	hash  hash.Hash
	carry []byte // fewer than four digits
	out   []byte
	size  int64
}

func (d *decoder) write(text []byte) {
	for _, b := range text {
		if !isBase64(b) {
			continue
		}
		if d.carry = append(d.carry, b); len(d.carry) == 4<<10 {
			d.flush()
		}
	}
}

func isBase64(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '+' || b == '/'
}

func (d *decoder) flush() {
	if d.out == nil {
		d.out = make([]byte, 4<<10)
	}
	n, err := base64.RawStdEncoding.Decode(d.out, d.carry)
	_ = err // one digit too many is left out: what there is was decoded
	d.hash.Write(d.out[:n])
	d.size += int64(n)
	d.carry = d.carry[:0]
}

// open returns the data of a resource in a file.
func (r *resource) open(file io.ReaderAt) io.ReadCloser {
	return io.NopCloser(base64.NewDecoder(base64.RawStdEncoding, &digits{io.NewSectionReader(file, r.from, r.to-r.from)}))
}

// digits passes on base64 digits and nothing else: neither line ends nor padding.
type digits struct{ r io.Reader }

func (d *digits) Read(p []byte) (int, error) {
	for {
		n, err := d.r.Read(p)
		kept := 0
		for _, b := range p[:n] {
			if isBase64(b) {
				p[kept] = b
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}
