package dayone

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// noteOf returns the note that an entry is, without body and title.
func (e *export) noteOf(f *found) *note.Note {
	n := &note.Note{Space: e.opts.Space, Notebook: []string{importer.OneLine(f.journal)}, Pinned: f.Pinned || f.PinnedOld,
		Source: note.Source{Input: e.src.Name, File: f.file.Path, Item: f.item}}
	zone := e.zone(f)
	n.Created, n.Updated = timeOf(f.Created, zone), timeOf(f.Modified, zone)
	n.ID = note.ID("dayone:" + f.item)
	if cleanID(f.UUID) == "" {
		n.ID = note.ID(e.opts.Space + "/" + f.file.Path + "#" + cmp.Or(importer.OneLine(f.Created), f.item))
	}
	for _, t := range f.Tags {
		if t = importer.CleanTag(t); t != "" && !slices.Contains(n.Tags, t) {
			n.Tags = append(n.Tags, t)
		}
	}
	n.Properties = properties(f)
	return n
}

// zone returns the zone that the entry was written in. "Local" is a name of Go's, not of a zone.
func (e *export) zone(f *found) *time.Location {
	if f.Zone == "" || f.Zone == "Local" {
		return e.opts.Location
	}
	zone, err := time.LoadLocation(f.Zone)
	if err == nil {
		return zone
	}
	e.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "F002", Pos: diag.Pos{File: f.file.Place, Item: f.item},
		Message: "the time zone " + f.Zone + " is not known; " + e.opts.Location.String() + " is taken"})
	return e.opts.Location
}

func timeOf(s string, zone *time.Location) time.Time {
	t, ok := date.Parse(s, time.UTC)
	if !ok {
		return time.Time{}
	}
	if t = importer.Sensible(t); t.IsZero() {
		return t
	}
	return t.In(zone)
}

// properties returns what the entry says about where and how it was written.
func properties(f *found) []note.Property {
	var out []note.Property
	text := func(name, value string) {
		if value = importer.OneLine(value); value != "" {
			out = append(out, importer.TextProperty(name, value))
		}
	}
	number := func(name string, v *float64) {
		if v != nil {
			out = append(out, importer.TypedProperty(name, note.NumberProperty, strconv.FormatFloat(*v, 'f', -1, 64)))
		}
	}
	if f.Starred {
		out = append(out, importer.TypedProperty("starred", note.CheckboxProperty, "true"))
	}
	if p := f.Location; p != nil {
		var parts []string
		for _, s := range []string{p.Label, p.Name, p.Locality, p.Area, p.Country} {
			if s = importer.OneLine(s); s != "" && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
		text("place", strings.Join(parts, ", "))
		number("latitude", p.Latitude)
		number("longitude", p.Longitude)
		number("altitude", p.Altitude)
	}
	if w := f.Weather; w != nil {
		var parts []string
		if w.Celsius != nil {
			parts = append(parts, strconv.FormatFloat(*w.Celsius, 'f', -1, 64)+" °C")
		}
		if c := importer.OneLine(w.Conditions); c != "" {
			parts = append(parts, c)
		}
		text("weather", strings.Join(parts, ", "))
	}
	text("device", f.Device)
	return out
}

// setTitle sets the title: the first line, else the day.
func (b *body) setTitle() {
	n := b.note
	if h, ok := firstBlock(n.Body).(*note.Heading); ok && note.OnlyWords(h.Inlines) {
		n.Title = importer.Shorten(importer.OneLine(note.PlainText(h.Inlines)), 120)
	}
	day := ""
	if !n.Created.IsZero() {
		layout := "2006-01-02 15:04"
		if b.AllDay {
			layout = "2006-01-02"
		}
		day = n.Created.Format(layout)
	}
	n.Title = cmp.Or(n.Title, importer.TitleOf(withoutPictures(n.Body)), day, importer.OneLine(b.journal), "Day One")
}

func firstBlock(blocks []note.Block) note.Block {
	if len(blocks) == 0 {
		return nil
	}
	return blocks[0]
}

// withoutPictures returns the blocks of words: the caption of a photo is no title.
func withoutPictures(blocks []note.Block) []note.Block {
	return slices.DeleteFunc(slices.Clone(blocks), func(b note.Block) bool {
		p, ok := b.(*note.Paragraph)
		return ok && !slices.ContainsFunc(p.Inlines, func(in note.Inline) bool {
			switch in := in.(type) {
			case *note.Embed, *note.Break:
				return false
			case *note.Text:
				return strings.TrimSpace(in.Value) != ""
			}
			return true
		})
	})
}

// givePaths gives each note its path and name, in the order in which the entries were made.
func givePaths(notes []*note.Note) {
	slices.SortStableFunc(notes, func(a, b *note.Note) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID), strings.Compare(a.Source.File, b.Source.File))
	})
	var paths importer.Paths
	for _, n := range notes {
		n.Path = paths.Give(n.Notebook, n.Title, ".md")
		n.Name = strings.TrimSuffix(path.Base(n.Path), ".md")
	}
}
