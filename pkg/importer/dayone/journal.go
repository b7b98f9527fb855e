package dayone

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

// An entry is an entry as Day One writes it, as far as it is read.
type entry struct {
	UUID      string   `json:"uuid"`
	Created   string   `json:"creationDate"`
	Modified  string   `json:"modifiedDate"`
	Zone      string   `json:"timeZone"`
	Text      string   `json:"text"`
	Rich      string   `json:"richText"`
	Tags      []string `json:"tags"`
	Starred   bool     `json:"starred"`
	Pinned    bool     `json:"isPinned"`
	PinnedOld bool     `json:"pinned"`
	AllDay    bool     `json:"isAllDay"`
	Device    string   `json:"creationDevice"`
	Location  *place   `json:"location"`
	Weather   *weather `json:"weather"`
	Photos    []record `json:"photos"`
	Audios    []record `json:"audios"`
	Videos    []record `json:"videos"`
	PDFs      []record `json:"pdfAttachments"`
}

type place struct {
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
	Altitude  *float64 `json:"altitude"`
	Label     string   `json:"userLabel"`
	Name      string   `json:"placeName"`
	Locality  string   `json:"localityName"`
	Area      string   `json:"administrativeArea"`
	Country   string   `json:"country"`
}

type weather struct {
	Celsius    *float64 `json:"temperatureCelsius"`
	Conditions string   `json:"conditionsDescription"`
}

// A record describes a file that belongs to an entry.
type record struct {
	ID       string  `json:"identifier"`
	MD5      string  `json:"md5"`
	Type     string  `json:"type"`
	Title    string  `json:"title"`
	PDFName  string  `json:"pdfName"`
	Filename string  `json:"filename"`
	Caption  string  `json:"caption"`
	Order    float64 `json:"orderInEntry"`
}

// A journal begins with its metadata and has a list of entries, which have dates.
var (
	metadataKey = regexp.MustCompile(`"metadata"\s*:\s*\{[^{}]*"version"\s*:`)
	entriesKey  = regexp.MustCompile(`"entries"\s*:\s*\[\s*(?:\{|\]|$)`)
	entryKey    = regexp.MustCompile(`"(?:creationDate|modifiedDate)"\s*:\s*"|"richText"\s*:|dayone-moment:`)
)

func looksLikeJournal(head []byte) bool {
	return entriesKey.Match(head) && (metadataKey.Match(head) || entryKey.Match(head))
}

// wasJournal reports whether JSON that cannot be read as a journal was one: something of Day One
// is left in it.
func wasJournal(head []byte) bool {
	return metadataKey.Match(head) || entriesKey.Match(head) || entryKey.Match(head)
}

var errOther = errors.New("the JSON is not a journal of Day One: it has no entries")

// readJournal reads the entries of a JSON file. What stands before damage is kept.
func (e *export) readJournal(f importer.File) {
	e.claimed[f.Path] = true
	items, err := e.readEntries(f)
	switch {
	case err == nil && items == 0:
		importer.LeaveOut(e.sink, e.src, f, ledger.Other, "a journal without entries")
	case err == nil:
	case items > 0:
		importer.FailItem(e.sink, e.src, f, "the rest", ledger.Other, fmt.Errorf("after %d entries: %w", items, err), nil)
	default:
		head, headErr := f.Head(64 << 10)
		if errors.Is(err, errOther) && headErr == nil && !wasJournal(head) {
			e.claimed[f.Path] = false
			return
		}
		importer.Fail(e.sink, e.src, f, ledger.Other, err)
	}
}

// readEntries reads the list of entries, one at a time: a journal may be larger than memory
// should hold twice.
func (e *export) readEntries(f importer.File) (items int, err error) {
	r, err := f.Open()
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", f.RawPath, err)
	}
	defer r.Close()
	dec := json.NewDecoder(skipMark(r))
	if t, err := dec.Token(); err != nil {
		return 0, fmt.Errorf("it is not valid JSON: %w", err)
	} else if t != json.Delim('{') {
		return 0, errOther
	}
	lists := 0
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return items, fmt.Errorf("it is not valid JSON: %w", err)
		}
		if key != "entries" {
			var skipped json.RawMessage
			if err := dec.Decode(&skipped); err != nil {
				return items, fmt.Errorf("it is not valid JSON: %w", err)
			}
			continue
		}
		if t, err := dec.Token(); err != nil {
			return items, fmt.Errorf("it is not valid JSON: %w", err)
		} else if t != json.Delim('[') {
			return items, errOther
		}
		for lists++; dec.More(); items++ {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				return items, fmt.Errorf("it is not valid JSON: %w", err)
			}
			e.readEntry(f, raw, items)
		}
		if _, err := dec.Token(); err != nil {
			return items, fmt.Errorf("it is not valid JSON: %w", err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return items, fmt.Errorf("it is not valid JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return items, errors.New("something stands after the end of the journal")
	}
	if lists == 0 {
		return items, errOther
	}
	return items, nil
}

// skipMark passes over a byte order mark.
func skipMark(r io.Reader) io.Reader {
	head := make([]byte, 3)
	n, _ := io.ReadFull(r, head) // what ends sooner is no journal, which the decoder says
	return io.MultiReader(bytes.NewReader(bytes.TrimPrefix(head[:n], []byte("\ufeff"))), r)
}

// readEntry reads one entry. A field of another type than expected costs that field only, unless
// it is the text.
func (e *export) readEntry(f importer.File, raw json.RawMessage, i int) {
	x := &found{file: f, journal: strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)), item: fmt.Sprintf("entry %d", i+1)}
	err := json.Unmarshal(raw, &x.entry)
	if string(raw) == "null" {
		err = errors.New("the entry is null")
	}
	if id := cleanID(x.UUID); id != "" {
		x.item = id
	}
	var typed *json.UnmarshalTypeError
	switch {
	case err == nil:
	case errors.As(err, &typed) && typed.Field != "" && typed.Field != "text" && typed.Field != "richText":
		e.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: f.Place, Item: x.item},
			Message: fmt.Sprintf("the field %s of the entry holds a %s; it is left out", typed.Field, typed.Value)})
	default:
		importer.FailItem(e.sink, e.src, f, x.item, ledger.Note, err, raw)
		return
	}
	e.entries = append(e.entries, x)
}

// cleanID returns an identifier as it is compared: 32 hexadecimal digits in upper case where Day
// One wrote it.
func cleanID(s string) string {
	return norm.NFC.String(strings.ToUpper(strings.ReplaceAll(importer.OneLine(s), "-", "")))
}
