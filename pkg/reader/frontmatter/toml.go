package frontmatter

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

// decodeTOML reads Hugo's "+++" front matter. With a fault the fields are what could be saved.
func decodeTOML(raw string, line int) ([]field, *fault) {
	var root map[string]any
	meta, err := toml.Decode(raw, &root)
	if err != nil {
		f := &fault{line, "it is not valid TOML", "write each property as name = \"value\""}
		var p toml.ParseError
		if errors.As(err, &p) {
			f.line, f.message = line+p.Position.Line-1, p.Message
			if p.Message == "" {
				f.message = strings.TrimPrefix(err.Error(), "toml: ")
			}
		}
		return salvageTOML(raw, line), f
	}
	t := tomlReader{order: map[string]int{}}
	for i, k := range meta.Keys() {
		t.order[strings.Join(k, "\x00")] = i
	}
	fields, f := t.fields(root, "", 1), t.fault
	lines := strings.Split(raw, "\n")
	for i := range fields {
		fields[i].line = line
		for n, l := range lines {
			if l = strings.TrimSpace(l); strings.HasPrefix(strings.Trim(l, `"'[`), fields[i].name) {
				fields[i].line = line + n
				m := plainTOML.FindStringSubmatch(strings.TrimRight(lines[n], "\r"))
				fields[i].plain = m != nil && m[1] == fields[i].name && fields[i].value.kind == boolKind && m[2] == fields[i].value.text
				break
			}
		}
	}
	return fields, f
}

var plainTOML = regexp.MustCompile(`^([a-z][a-z-]*) *= *(true|false) *(?:#.*)?$`)

type tomlReader struct {
	order map[string]int // key path → place in the source
	keys  int
	fault *fault
}

func (t *tomlReader) fields(m map[string]any, prefix string, depth int) []field {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(t.order[prefix+a], t.order[prefix+b]), cmp.Compare(a, b))
	})
	out := make([]field, 0, len(names))
	for _, name := range names {
		if t.keys++; t.keys > maxKeys || depth > maxDepth {
			t.fault = &fault{2, "it has more than 1,000 properties, or nests them too deeply", "move the text below the front matter"}
			return out
		}
		out = append(out, field{name: norm.NFC.String(name), value: t.value(m[name], prefix+name+"\x00", depth+1)})
	}
	return out
}

func (t *tomlReader) value(v any, prefix string, depth int) value {
	switch v := v.(type) {
	case string:
		return value{kind: textKind, text: norm.NFC.String(v)}
	case bool:
		return value{kind: boolKind, text: strconv.FormatBool(v)}
	case int64:
		return value{kind: numberKind, text: strconv.FormatInt(v, 10)}
	case float64:
		return value{kind: numberKind, text: strconv.FormatFloat(v, 'g', -1, 64)}
	case time.Time:
		return tomlTime(v)
	case map[string]any:
		return value{kind: tableKind, table: t.fields(v, prefix, depth)}
	case []map[string]any:
		out := value{kind: listKind}
		for _, e := range v {
			out.list = append(out.list, t.value(e, prefix, depth+1))
		}
		return out
	case []any:
		out := value{kind: listKind}
		if depth > maxDepth {
			t.fault = &fault{2, "it is nested too deeply", "write nested properties as text"}
			return out
		}
		for _, e := range v {
			out.list = append(out.list, t.value(e, prefix, depth+1))
		}
		return out
	}
	return value{}
}

// tomlTime writes a time as TOML has it: the library marks local ones by their zone's name.
func tomlTime(v time.Time) value {
	switch v.Location().String() {
	case "date-local":
		return value{kind: dateKind, text: v.Format("2006-01-02")}
	case "datetime-local":
		return value{kind: dateKind, text: v.Format("2006-01-02T15:04:05")}
	case "time-local":
		return value{kind: textKind, text: v.Format("15:04:05")}
	}
	return value{kind: dateKind, text: v.Format(time.RFC3339)}
}

var tomlLine = regexp.MustCompile(`^\s*["']?([^\s"'=#\[]+)["']?\s*=\s*(.+)$`)

// salvageTOML reads broken TOML line by line.
func salvageTOML(raw string, line int) []field {
	var out []field
	for i, l := range strings.Split(raw, "\n") {
		m := tomlLine.FindStringSubmatch(strings.TrimRight(l, " \t\r"))
		if m == nil || len(out) >= maxKeys {
			continue
		}
		f := field{name: norm.NFC.String(m[1]), line: line + i, value: value{kind: textKind, text: norm.NFC.String(strings.Trim(m[2], `"'`))}}
		var one map[string]any
		if _, err := toml.Decode(l, &one); err == nil && len(one) == 1 {
			t := tomlReader{}
			f.value = t.fields(one, "", 1)[0].value
		}
		out = append(out, f)
	}
	return out
}
