package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

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
	if rec, ok := scan(data); ok {
		return rec, nil
	}
	// What is wrong is found out slowly, in this order.
	if err := checkKeys(data); err != nil {
		return record{}, err
	}
	if !looksLikeNote(data) {
		return record{}, errOther
	}
	if err := json.Unmarshal(data, &rec); err != nil {
		return rec, fmt.Errorf("it is not valid: %w", err)
	}
	return rec, nil
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

// tags returns the labels: free text, in which "/" nests as in other tags.
func (r *record) tags() []string {
	var tags []string
	for _, l := range r.Labels {
		var parts []string
		for part := range strings.SplitSeq(strings.TrimLeft(importer.OneLine(l.Name), "#"), "/") {
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
	c := strings.ToLower(importer.OneLine(r.Color))
	if c == "default" {
		return ""
	}
	return c
}
