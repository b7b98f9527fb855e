package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
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

// usec is a time in microseconds since 1970, written as a number or as a string of digits.
type usec int64

// UnmarshalJSON takes 1690000000000000 and "1690000000000000".
func (u *usec) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a time in microseconds", b)
	}
	*u = usec(n)
	return nil
}

// time returns the time, zero for values outside 1980 to 2100, such as the 0 of notes that were
// never edited.
func (u usec) time() time.Time {
	t := time.UnixMicro(int64(u)).UTC()
	if t.Year() < 1980 || t.Year() > 2100 {
		return time.Time{}
	}
	return t
}

// maxRecord is how large a note's JSON may be, in bytes.
const maxRecord = 16 << 20

// readNote reads one JSON file. What cannot be read is reported and accounted for as failed.
func readNote(src *importer.Source, f importer.File, opts importer.Options, sink importer.Sink) {
	data, err := f.Read(maxRecord)
	if err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
		return
	}
	rec, err := decode(data)
	if err != nil {
		importer.Fail(sink, src, f, ledger.Note, err)
		return
	}
	sink.Note(noteOf(rec, src, f, opts, sink))
}

// decode reads a note strictly: a key that stands twice, in whatever case, could hide that the
// note is in the trash, so it is an error, as is anything after the note.
func decode(data []byte) (record, error) {
	var rec record
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return rec, errors.New("the note is not valid UTF-8")
	}
	if err := checkKeys(data); err != nil {
		return rec, err
	}
	if err := json.Unmarshal(data, &rec); err != nil {
		return rec, fmt.Errorf("the note is not valid JSON: %w", err)
	}
	if !looksLikeNote(data) {
		return rec, errors.New("the JSON is not a note of Google Keep: it has no times and no content")
	}
	return rec, nil
}

// checkKeys reports keys of the outermost object that are equal but for case.
func checkKeys(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	seen := map[string]bool{}
	depth, key := 0, false
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the note is not valid JSON: %w", err)
		}
		switch t := tok.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				depth++
				key = t == '{'
			} else {
				depth--
				key = true
			}
		case string:
			if depth == 1 && key {
				k := strings.ToLower(t)
				if seen[k] {
					return fmt.Errorf("the note has the key %q twice", t)
				}
				seen[k], key = true, false
			} else {
				key = true
			}
		default:
			key = true
		}
	}
}

func noteOf(rec record, src *importer.Source, f importer.File, opts importer.Options, sink importer.Sink) *note.Note {
	name := stem(path.Base(f.Path))
	n := &note.Note{
		ID:      note.ID(fmt.Sprintf("keep/%d/%s", rec.Created, name)),
		Path:    name + ".md",
		Space:   opts.Space,
		Created: rec.Created.time(),
		Updated: rec.Edited.time(),
		Pinned:  rec.Pinned,
		Source:  note.Source{Input: src.Name, File: f.Path},
	}
	n.Title = titleOf(rec, name)
	n.Name = n.Title
	for _, l := range rec.Labels {
		if tag := strings.Join(strings.Fields(norm.NFC.String(strings.TrimLeft(l.Name, "#"))), " "); tag != "" {
			n.Tags = append(n.Tags, tag)
		}
	}
	if c := strings.ToLower(rec.Color); c != "" && c != "default" {
		n.Properties = append(n.Properties, note.Property{Name: "color", Type: note.TextProperty, Value: []note.Value{{Text: c}}})
	}
	switch {
	case rec.Trashed:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
	case rec.Archived:
		n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "archived"}
	}
	b := body{src: src, file: f, opts: opts, sink: sink, note: n}
	b.write(rec)
	return n
}

// maxTitle is how many characters of the first line make the title of a note without one.
const maxTitle = 60

func titleOf(rec record, name string) string {
	if t := strings.Join(strings.Fields(norm.NFC.String(rec.Title)), " "); t != "" {
		return t
	}
	first := rec.Text
	if first == "" && len(rec.List) > 0 {
		first = rec.List[0].Text
	}
	first, _, _ = strings.Cut(strings.TrimSpace(norm.NFC.String(first)), "\n")
	if first = strings.Join(strings.Fields(first), " "); first == "" {
		return name
	}
	if r := []rune(first); len(r) > maxTitle {
		return strings.TrimSpace(string(r[:maxTitle])) + "…"
	}
	return first
}

func (b *body) report(code string, severity diag.Severity, message, hint string) {
	b.sink.Report(diag.Diagnostic{Severity: severity, Code: code, Pos: diag.Pos{File: b.file.Place}, Message: message, Hint: hint, Note: string(b.note.ID)})
}
