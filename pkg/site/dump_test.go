package site

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"memopress/pkg/note"
)

// dump writes all that a Site holds, whatever the type: a field that is added later is dumped
// too. Notes, folders and tags are written out once and named by their addresses elsewhere.
func dump(s *Site) string {
	d := &dumper{}
	d.value("settings", reflect.ValueOf(s.Settings))
	if s.Home != nil {
		d.line("home", s.Home.Address)
	}
	for _, n := range s.Notes {
		d.line("note", n.Address)
		d.fields(reflect.ValueOf(n).Elem())
	}
	d.folder(s.Root)
	d.tags(s.Tags)
	for _, f := range s.Files {
		d.line("file", f.Address, f.MediaType, content(f))
	}
	for _, r := range s.Redirects {
		d.line("redirect", r.From, r.To.Address)
	}
	return d.sb.String()
}

func content(f File) string {
	r, err := f.Open()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

type dumper struct {
	sb     strings.Builder
	indent string
}

func (d *dumper) line(words ...string) {
	d.sb.WriteString(d.indent + fmt.Sprintf("%q", words) + "\n")
}

func (d *dumper) in(work func()) {
	old := d.indent
	d.indent += "  "
	work()
	d.indent = old
}

func (d *dumper) folder(f *Folder) {
	d.line("folder", f.Address)
	d.fields(reflect.ValueOf(f).Elem())
	for _, sub := range f.Folders {
		d.in(func() { d.folder(sub) })
	}
}

func (d *dumper) tags(tags []*Tag) {
	for _, t := range tags {
		d.line("tag", t.Name)
		d.fields(reflect.ValueOf(t).Elem())
		d.in(func() { d.tags(t.Tags) })
	}
}

func (d *dumper) fields(v reflect.Value) {
	d.in(func() {
		for i := range v.NumField() {
			d.value(v.Type().Field(i).Name, v.Field(i))
		}
	})
}

func (d *dumper) value(name string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	if v.CanInterface() {
		switch x := v.Interface().(type) {
		case *Note:
			d.line(name, "→note", x.Address)
			return
		case *Folder:
			d.line(name, "→folder", x.Address)
			return
		case *Tag:
			d.line(name, "→tag", x.Name, x.Address)
			return
		case time.Time:
			d.line(name, x.Format(time.RFC3339Nano))
			return
		case *note.Tag:
			d.line(name, x.Name(), fmt.Sprint(x.Closing()))
			d.in(func() { d.value("attrs", reflect.ValueOf(x.Attrs())) })
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		d.value(name+":"+strings.TrimPrefix(v.Elem().Type().String(), "*"), v.Elem())
	case reflect.Struct:
		d.line(name)
		d.fields(v)
	case reflect.Slice:
		d.line(name, fmt.Sprint(v.Len()))
		d.in(func() {
			for i := range v.Len() {
				d.value(fmt.Sprint(i), v.Index(i))
			}
		})
	case reflect.String:
		d.line(name, v.String())
	default:
		d.line(name, fmt.Sprint(v.Interface()))
	}
}
