package joplin

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// maxItem is how large an item may be, in bytes.
const maxItem = importer.MaxNoteFile

// The types of items (Joplin's BaseModel).
const (
	typeNote     = 1
	typeFolder   = 2
	typeResource = 4
	typeTag      = 5
	typeNoteTag  = 6
)

func typeName(t int) string {
	names := map[int]string{typeFolder: "notebook", 3: "setting", typeTag: "tag", typeNoteTag: "tag of a note", 7: "saved search", 8: "alarm",
		9: "key", 13: "revision", 14: "migration", 15: "smart filter", 16: "command"}
	if name, ok := names[t]; ok {
		return name
	}
	return fmt.Sprintf("item of type %d", t)
}

// An item is one file of an export: a title, a body and "key: value" lines at the end.
type item struct {
	file        importer.File
	id          string
	title, body string
	line        int // of the body's first line
	values      map[string]string
}

// readItem reads an item as Joplin does, from its end: the values go up to the last empty line,
// so that a body may hold lines that look like them.
func readItem(f importer.File) (*item, error) {
	data, err := f.Read(maxItem)
	if err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(string(bytes.ToValidUTF8(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\ufffd"))), "\r\n", "\n")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	it := &item{file: f, values: map[string]string{}}
	i := len(lines) - 1
	for ; i >= 0 && strings.TrimSpace(lines[i]) != ""; i-- {
		name, value, ok := strings.Cut(lines[i], ":")
		if !ok {
			return nil, fmt.Errorf("it is not an item of Joplin: line %d is no “key: value”", i+1)
		}
		it.values[strings.TrimSpace(name)] = unescape(strings.TrimSpace(value))
	}
	m := itemName.FindStringSubmatch(f.Path)
	it.id = strings.ToLower(m[1])
	if id := it.get("id"); id != "" && !strings.EqualFold(id, it.id) {
		return nil, fmt.Errorf("it is not the item that its name says, but %s", id)
	}
	if it.kindOf() == 0 {
		return nil, errors.New("it is not an item of Joplin: it has no type")
	}
	if i > 0 {
		it.title = lines[0]
		it.line = min(3, i+1)
		it.body = strings.Join(lines[min(2, i):i], "\n")
	}
	return it, nil
}

// unescape undoes what Joplin does to line ends in values.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\\n`, `\n`, `\\r`, `\r`, `\n`, "\n", `\r`, "\r").Replace(s)
}

func (it *item) get(name string) string { return it.values[name] }

func (it *item) kindOf() int {
	n, err := strconv.Atoi(it.values["type_"])
	if err != nil {
		return 0
	}
	return n
}

func (it *item) kind() ledger.Kind {
	switch it.kindOf() {
	case typeNote:
		return ledger.Note
	case typeResource:
		return ledger.Attachment
	}
	return ledger.Other
}

// time returns the first of the named times that makes sense.
func (it *item) time(names ...string) time.Time {
	for _, name := range names {
		v := it.get(name)
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil && !importer.Sensible(t).IsZero() {
			return importer.Sensible(t)
		}
		if n, err := strconv.ParseFloat(v, 64); err == nil && !importer.UnixTime(n).IsZero() {
			return importer.UnixTime(n)
		}
	}
	return time.Time{}
}

// extensions of media types that Joplin writes for resources without one.
var extensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg",
	"application/pdf": ".pdf", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "video/mp4": ".mp4", "text/plain": ".txt", "text/csv": ".csv"}

// fileName returns a resource's name and extension: of its title, its own field, its file, or its
// media type.
func (it *item) fileName(f importer.File) (name, ext string) {
	name = importer.OneLine(it.get("filename"))
	if name == "" {
		name = importer.OneLine(it.title)
	}
	ext = path.Ext(name)
	name = strings.TrimSuffix(name, ext)
	if ext == "" && it.get("file_extension") != "" {
		ext = "." + it.get("file_extension")
	}
	if ext == "" {
		ext = path.Ext(f.Path)
	}
	if ext == "" {
		ext = extensions[it.get("mime")]
	}
	if name == "" {
		name = it.id
	}
	return name, ext
}
