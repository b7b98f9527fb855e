package evernote

import (
	"strings"
	"time"

	"memopress/pkg/importer"
)

// nixRoot is the root element of NixNote's exports (.nnex), which hold what Evernote's servers
// keep, under the names of its API: identifiers, milliseconds, and data in hexadecimal digits.
const nixRoot = "nixnote-export"

// aside reads an element between the notes of NixNote. Notebooks are named there; nothing else
// counts.
func (f *file) aside(s *scanner, t token) {
	if t.empty {
		return
	}
	values := map[string]string{}
	if err := s.group(t.name, values); err != nil {
		return // the file ends, or a note begins: whoever reads on meets it
	}
	if t.name == "notebook" {
		f.books[values["guid"]] = strings.Trim(values["stack"]+"@@@"+values["name"], "@")
	}
}

// readNix reads a note of NixNote as readNote does one of Evernote.
func (s *scanner) readNix(from int64) (*record, error) {
	rec := &record{from: from, values: map[string]string{}}
	err := s.children("note", func(name string) error {
		switch name {
		case "content":
			text, err := s.content()
			rec.content += text
			return err
		case "tag":
			values := map[string]string{}
			err := s.group(name, values)
			if tag := values["name"]; tag != "" && len(rec.tags) < maxParts {
				rec.tags = append(rec.tags, tag)
			}
			return err
		case "attributes", "noteattributes":
			values := map[string]string{}
			err := s.group(name, values)
			for own, as := range nixAttributes {
				if v := values[own]; v != "" {
					rec.values[as] = v
				}
			}
			return err
		case "noteresource", "resource":
			r := &resource{hex: true, values: map[string]string{}}
			if len(rec.resources) < maxParts {
				rec.resources = append(rec.resources, r)
			}
			return s.nixResource(name, r)
		}
		text, err := s.value(name, maxValue)
		if as := nixValues[name]; as != "" {
			rec.values[as] = text
		}
		return err
	})
	for _, name := range []string{"created", "updated", "subject-date", "reminder-time", "reminder-done-time"} {
		if strings.Trim(rec.values[name], "0") == "" {
			delete(rec.values, name)
		}
	}
	rec.to = s.at
	return rec, err
}

// nixValues and nixAttributes map the names of Evernote's API to those of its exports.
var (
	nixValues = map[string]string{"guid": "guid", "title": "title", "created": "created", "updated": "updated", "active": "is-active",
		"deleted": "deleted", "notebookguid": "notebook-guid"}
	nixAttributes = map[string]string{"subjectdate": "subject-date", "latitude": "latitude", "longitude": "longitude", "altitude": "altitude",
		"author": "author", "source": "source", "sourceurl": "source-url", "sourceapplication": "source-application", "reminderorder": "reminder-order",
		"remindertime": "reminder-time", "reminderdonetime": "reminder-done-time", "placename": "place-name", "contentclass": "content-class"}
)

func (s *scanner) nixResource(parent string, r *resource) error {
	return s.children(parent, func(name string) error {
		switch name {
		case "data":
			return s.children(name, func(name string) error {
				if name == "body" {
					return s.data(r, name)
				}
				_, err := s.value(name, maxValue)
				return err
			})
		case "recognition", "alternatedata":
			return s.children(name, func(name string) error {
				_, err := s.value(name, maxContent)
				return err
			})
		case "resourceattributes", "attributes":
			values := map[string]string{}
			err := s.group(name, values)
			r.values["file-name"] = values["filename"]
			return err
		}
		text, err := s.value(name, maxValue)
		r.values[name] = text
		return err
	})
}

// nixTime reads milliseconds, as NixNote writes times.
func nixTime(s string) time.Time {
	n := 0.0
	for _, c := range s {
		if c < '0' || c > '9' || len(s) > 16 {
			return time.Time{}
		}
		n = n*10 + float64(c-'0')
	}
	return importer.UnixTime(n)
}
