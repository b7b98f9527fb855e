package frontmatter

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

type format uint8

const (
	yamlFormat format = iota
	tomlFormat
	jsonFormat
	mmdFormat
)

// parts says where front matter stands in a source.
type parts struct {
	format format
	raw    []byte // between the delimiters
	line   int    // line of the file that raw begins on
	body   int    // offset of the body in the source
}

// split finds front matter at the very start of src. ok is false when there is none, which
// includes a note that begins with a rule and has another one later: what stands between must
// look like properties.
func split(src []byte, multiMarkdown bool) (s parts, ok bool) {
	first, _, _ := bytes.Cut(src, []byte("\n"))
	switch line := strings.TrimRight(string(first), " \t\r"); {
	case line == "---":
		s, ok = fenced(src, yamlFormat, "---", "...")
		return s, ok && looksLikeYAML(s.raw)
	case line == "+++":
		return fenced(src, tomlFormat, "+++")
	case strings.HasPrefix(line, "{"):
		return object(src)
	case multiMarkdown:
		return header(src)
	}
	return parts{}, false
}

// fenced splits src at the first line that is one of ends. An indented delimiter is no end: in
// YAML and TOML it is part of a text of several lines, and a "private: true" below it must not be
// missed.
func fenced(src []byte, f format, ends ...string) (parts, bool) {
	start, stop := endLine(src, ends)
	if stop == 0 {
		return parts{}, false
	}
	return parts{format: f, raw: src[bytes.IndexByte(src, '\n')+1 : start], line: 2, body: stop}, true
}

// endLine finds the first line after the first that is one of ends and is not indented: its
// offset, and the one behind it, which is 0 for none.
func endLine(src []byte, ends []string) (start, stop int) {
	for at := bytes.IndexByte(src, '\n') + 1; at > 0 && at < len(src); {
		next := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := bytes.TrimRight(src[at:next], " \t\r\n")
		for _, end := range ends {
			if string(line) == end {
				return at, next
			}
		}
		at = next
	}
	return 0, 0
}

var keyLine = regexp.MustCompile(`^(?:\? +)?["']?[^\s"'#\-\[\]{}>|*&!%@,][^:]{0,200}:(?:\s|$)`)

// looksLikeYAML tells properties from prose between two rules: the first line that is not empty
// and not a comment must look like "key: value". An empty block is front matter.
func looksLikeYAML(raw []byte) bool {
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" || strings.HasPrefix(line, "# ") || line == "#" {
			continue
		}
		return keyLine.MatchString(line) || strings.HasPrefix(line, "{")
	}
	return true
}

// object takes a JSON object off the start of src. It ends its last line.
func object(src []byte) (parts, bool) {
	d := json.NewDecoder(bytes.NewReader(src[:min(len(src), 2*maxBytes)]))
	var raw json.RawMessage
	if d.Decode(&raw) != nil {
		return parts{}, false
	}
	end := int(d.InputOffset())
	line, _, found := bytes.Cut(src[end:], []byte("\n"))
	if len(bytes.TrimSpace(line)) > 0 {
		return parts{}, false
	}
	body := end + len(line)
	if found {
		body++
	}
	return parts{format: jsonFormat, raw: src[:end], line: 1, body: body}, true
}

var mmdLine = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9 _-]{0,40}:[ \t]*\S`)

// mmdNames are the properties of which the first header line must be one.
var mmdNames = map[string]bool{
	"title": true, "author": true, "date": true, "tags": true, "keywords": true, "subtitle": true,
	"created": true, "modified": true, "updated": true, "layout": true, "slug": true,
	"publish": true, "published": true, "private": true, "draft": true, "language": true, "category": true,
}

// header takes MultiMarkdown header lines off the start of src, when they cannot be prose: at
// least two lines, all of the form "Key: value" (or indented below one), the first with a
// well-known key, and an empty line after the last.
func header(src []byte) (parts, bool) {
	at, count := 0, 0
	for at < len(src) {
		next := len(src)
		if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := strings.TrimRight(string(src[at:next]), " \t\r\n")
		if line == "" {
			if count < 2 {
				return parts{}, false
			}
			return parts{format: mmdFormat, raw: src[:at], line: 1, body: next}, true
		}
		switch {
		case mmdLine.MatchString(line):
			name, _, _ := strings.Cut(line, ":")
			if count == 0 && !mmdNames[strings.ToLower(name)] {
				return parts{}, false
			}
			count++
		case count == 0 || line[0] != ' ' && line[0] != '\t':
			return parts{}, false
		}
		at = next
	}
	if count < 2 {
		return parts{}, false
	}
	return parts{format: mmdFormat, raw: src, line: 1, body: len(src)}, true
}
