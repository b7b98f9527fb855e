package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
)

// A record is a note as Takeout writes it. Sharees are left out on purpose.
type record struct {
	Color       string       `json:"color"`
	Trashed     bool         `json:"isTrashed"`
	Pinned      bool         `json:"isPinned"`
	Archived    bool         `json:"isArchived"`
	Title       string       `json:"title"`
	Text        string       `json:"textContent"`
	HTML        string       `json:"textContentHtml"`
	List        []item       `json:"listContent"`
	Attachments []attachment `json:"attachments"`
	Labels      []label      `json:"labels"`
	Annotations []annotation `json:"annotations"`
	Created     usec         `json:"createdTimestampUsec"`
	Edited      usec         `json:"userEditedTimestampUsec"`
}

type item struct {
	Text    string `json:"text"`
	HTML    string `json:"textHtml"`
	Checked bool   `json:"isChecked"`
}

type attachment struct {
	Path      string `json:"filePath"`
	MediaType string `json:"mimetype"`
}

type label struct {
	Name string `json:"name"`
}

type annotation struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
}

// A note has a time and content; these keys no other product of Google writes together.
var (
	timeKey    = regexp.MustCompile(`"(?:createdTimestampUsec|userEditedTimestampUsec)"\s*:`)
	contentKey = regexp.MustCompile(`"(?:textContent|textContentHtml|listContent|isTrashed)"\s*:`)
)

func looksLikeNote(data []byte) bool { return timeKey.Match(data) && contentKey.Match(data) }

// maxRecord is how large a note's JSON may be, in bytes.
const maxRecord = 16 << 20

// errBroken is wrapped by the error of a JSON file that is or was a note.
var errBroken = errors.New("a note of Google Keep that cannot be read")

// errOther is the error of JSON that is something else.
var errOther = errors.New("the JSON is not a note of Google Keep: it has no times or no content")

func readRecord(f importer.File) (record, error) {
	data, err := f.Read(maxRecord)
	if err != nil {
		return record{}, err
	}
	rec, err := decode(data)
	if err != nil && looksLikeNote(data) {
		err = fmt.Errorf("%w: %w", errBroken, err)
	}
	return rec, err
}

// decode reads a note strictly: a key that stands twice, in whatever case, could hide that the
// note is in the trash, so it is an error, as is anything after the note.
func decode(data []byte) (record, error) {
	var rec record
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return rec, errors.New("it is not valid UTF-8")
	}
	if keysDiffer(data) && looksLikeNote(data) && json.Unmarshal(data, &rec) == nil {
		return rec, nil
	}
	// What is wrong is found out slowly, in this order.
	if err := checkKeys(data); err != nil {
		return record{}, err
	}
	if !looksLikeNote(data) {
		return record{}, errOther
	}
	rec = record{}
	if err := json.Unmarshal(data, &rec); err != nil {
		return rec, fmt.Errorf("it is not valid: %w", err)
	}
	return rec, nil
}

// keysDiffer reports whether data, if it is valid JSON, is an object whose own keys are all
// different, whatever their case. It looks at little more than the quotes and may be wrong in
// saying no.
func keysDiffer(data []byte) bool {
	if len(data) == 0 || data[0] != '{' {
		return false
	}
	var seen [32][]byte
	count, depth, isKey := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
			isKey = depth == 1
		case '}', ']':
			depth--
		case ',':
			isKey = depth == 1
		case '"':
			end := endOfString(data, i+1)
			if end < 0 || depth < 1 {
				return false
			}
			key := data[i+1 : end]
			i = end
			if !isKey {
				continue
			}
			isKey = false
			for _, c := range key {
				if c == '\\' || c >= utf8.RuneSelf {
					return false
				}
			}
			same := func(k []byte) bool { return bytes.EqualFold(k, key) }
			if count == len(seen) || slices.ContainsFunc(seen[:count], same) {
				return false
			}
			seen[count] = key
			count++
		}
	}
	return depth == 0
}

// endOfString returns where the string that begins at from has its closing quote, -1 for nowhere.
func endOfString(data []byte, from int) int {
	for at := from; ; {
		n := bytes.IndexByte(data[at:], '"')
		if n < 0 {
			return -1
		}
		at += n
		slashes := 0
		for at-slashes > from && data[at-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return at
		}
		at++
	}
}

// checkKeys reads the whole JSON and reports keys of the outermost object that are equal but for
// case.
func checkKeys(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	seen := map[string]bool{}
	depth, isKey := 0, false
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is not valid JSON: %w", err)
		}
		switch t := tok.(type) {
		case json.Delim:
			switch t {
			case '{', '[':
				depth++
			default:
				depth--
			}
			isKey = t != '['
		case string:
			if depth != 1 || !isKey {
				isKey = true
				continue
			}
			k := strings.ToLower(t)
			if seen[k] {
				return fmt.Errorf("the key %q stands twice", t)
			}
			seen[k], isKey = true, false
		default:
			isKey = true
		}
	}
}

// oneLine joins the lines of s and composes its letters.
func oneLine(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

// tags returns the labels: free text, in which "/" nests as in other tags.
func (r *record) tags() []string {
	var tags []string
	for _, l := range r.Labels {
		var parts []string
		for part := range strings.SplitSeq(strings.TrimLeft(oneLine(l.Name), "#"), "/") {
			if part = strings.TrimSpace(part); part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) > 0 {
			tags = append(tags, strings.Join(parts, "/"))
		}
	}
	return tags
}

// color returns the note's colour in lower case, "" for the usual one.
func (r *record) color() string {
	c := strings.ToLower(oneLine(r.Color))
	if c == "default" {
		return ""
	}
	return c
}
