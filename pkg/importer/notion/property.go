package notion

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/date"
)

// A property is a property of a page before it is typed. kind is Notion's own name of the type,
// as HTML exports have it.
type property struct {
	name, kind string
	values     []note.Value
}

func textual(name, kind string, values ...string) property {
	p := property{name: name, kind: kind}
	for _, v := range values {
		p.values = append(p.values, note.Value{Text: v})
	}
	return p
}

// The names that Notion itself suggests for properties whose type a Markdown & CSV export does
// not tell, in the languages of its interface, in lower case.
var kindsByName = func() map[string]string {
	kinds := map[string]string{}
	for kind, names := range map[string]string{
		"tags":             "tags,tag,태그,タグ,标签,標籤,étiquettes,etiquetas,schlagwörter,etiketter,tagit",
		"created_time":     "created,created time,created at,date created,creation date,생성 일시,생성일시,생성일,만든 날짜,작성 일시,작성일,作成日時,作成日,创建时间,建立時間,erstellt,erstellt am,erstellungsdatum,date de création,créé le,fecha de creación,creado,criado em,data de criação",
		"last_edited_time": "updated,last edited,last edited time,last edited at,updated at,modified,최종 편집 일시,최종편집일시,최종 편집일,수정 일시,수정일,업데이트 날짜,最終更新日時,最終更新日,更新日時,最后编辑时间,上次编辑时间,上次編輯時間,zuletzt bearbeitet,zuletzt bearbeitet am,dernière modification,modifié le,última edición,última modificación,última edição,modificado em",
		"created_by":       "created by,생성자,만든 사람,작성자,作成者,创建者,建立者,erstellt von,créé par,creado por,criado por",
		"last_edited_by":   "last edited by,최종 편집자,수정자,最終更新者,上次编辑者,zuletzt bearbeitet von,dernière modification par,última edición por,editado por",
		"email":            "email,e-mail,mail,이메일,전자 메일,メール,メールアドレス,电子邮件,correo electrónico,adresse e-mail,courriel",
	} {
		for n := range strings.SplitSeq(names, ",") {
			kinds[n] = kind
		}
	}
	return kinds
}()

var (
	plainNumber = regexp.MustCompile(`^-?\d+(?:\.\d+)?$`)
	mailAddress = regexp.MustCompile(`^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$`)
	zoneMark    = regexp.MustCompile(`\s*\((?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?\)`)
)

// assign gives a property to the page: to the field of the note that it has, else as a property
// of its type. Who wrote a page, and addresses, have names of their own, so that they are private.
func (e *export) assign(p *page, in property) {
	n := p.note
	in.values = slices.DeleteFunc(in.values, func(v note.Value) bool { return strings.TrimSpace(v.Text) == "" && v.Ref == nil })
	name := importer.OneLine(in.name)
	if name == "" {
		return
	}
	if byName := kindsByName[strings.ToLower(name)]; byName == "tags" && (in.kind == "multi_select" || in.kind == "select" || in.kind == "text") {
		n.Tags = addTags(n.Tags, in)
		return
	}
	switch in.kind {
	case "created_time", "last_edited_time":
		if len(in.values) == 1 && e.time(n, in.kind, in.values[0].Text) {
			return
		}
		in.kind = "text"
	case "created_by":
		name = "note-author"
	case "last_edited_by":
		name = "last-editor"
	case "email":
		name = "email"
	case "place":
		name = "place"
	}
	add(n, name, in, e.opts.Location)
}

// addTags adds the values of a property named for tags. In CSV they are joined by commas.
func addTags(tags []string, in property) []string {
	for _, v := range in.values {
		parts := []string{v.Text}
		if in.kind == "text" {
			parts = strings.Split(v.Text, ",")
		}
		for _, t := range parts {
			if t = importer.CleanTag(t); t != "" && !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
	}
	return tags
}

// time sets when the note was written; false when the text is no such time.
func (e *export) time(n *note.Note, kind, text string) bool {
	t, _, ok := readDate(text, e.opts.Location)
	if t = importer.Sensible(t); !ok || t.IsZero() {
		return false
	}
	if kind == "created_time" {
		n.Created = t
	} else {
		n.Updated = t
	}
	return true
}

// add adds a property of the type that its kind and its values have. Values of one name come
// together.
func add(n *note.Note, name string, in property, zone *time.Location) {
	out := note.Property{Name: name, Value: in.values}
	switch in.kind {
	case "checkbox":
		out.Type = note.CheckboxProperty
	case "number", "auto_increment_id":
		if len(in.values) == 1 && plainNumber.MatchString(in.values[0].Text) {
			out.Type = note.NumberProperty
		}
	case "date", "created_time", "last_edited_time":
		out = dated(out, zone)
	case "multi_select", "relation", "file", "person":
		out.Type = note.ListProperty
	}
	if i := slices.IndexFunc(n.Properties, func(p note.Property) bool { return p.Name == name }); i >= 0 {
		n.Properties[i].Type = note.ListProperty
		n.Properties[i].Value = append(n.Properties[i].Value, out.Value...)
		return
	}
	if len(out.Value) > 1 {
		out.Type = note.ListProperty
	}
	n.Properties = append(n.Properties, out)
}

// dated writes dates in ISO 8601; a range as a list of its two ends. What is no date stays text.
func dated(p note.Property, zone *time.Location) note.Property {
	if len(p.Value) != 1 {
		return p
	}
	ends := strings.Split(p.Value[0].Text, "→")
	var values []note.Value
	kind := note.DateProperty
	for _, end := range ends {
		t, clock, ok := readDate(end, zone)
		if !ok || len(ends) > 2 {
			return p
		}
		layout := "2006-01-02"
		if clock {
			layout, kind = "2006-01-02T15:04", note.DateTimeProperty
		}
		values = append(values, note.Value{Text: t.Format(layout)})
	}
	p.Value, p.Type = values, kind
	if len(values) > 1 {
		p.Type = note.ListProperty
	}
	return p
}

var clockMark = regexp.MustCompile(`\d\s*[:h시時时点]\s*\d{2}|\d시`)

// readDate reads a date as Notion writes it in any language: "@March 1, 2024 8:45 AM (GMT+9)",
// "2024년 3월 1일 오전 8:45". clock says that it has a time of day.
func readDate(s string, zone *time.Location) (t time.Time, clock, ok bool) {
	s = strings.TrimPrefix(importer.OneLine(s), "@")
	if len(s) > 80 || !strings.ContainsAny(s, "0123456789") || plainNumber.MatchString(s) {
		return time.Time{}, false, false
	}
	if m := zoneMark.FindStringSubmatch(s); m != nil {
		zone = zoneOf(m)
		s = strings.Replace(s, m[0], "", 1)
	}
	t, ok = date.Parse(s, zone)
	return t, clockMark.MatchString(s), ok
}

func zoneOf(m []string) *time.Location {
	if m[1] == "" {
		return time.UTC
	}
	seconds := 0
	for _, part := range []struct {
		digits string
		unit   int
	}{{m[2], 3600}, {m[3], 60}} {
		n := 0
		for _, c := range part.digits {
			n = n*10 + int(c-'0')
		}
		seconds += n * part.unit
	}
	if m[1] == "-" {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}
