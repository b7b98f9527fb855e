package main

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"memopress/pkg/diag"
)

// decodeStrict fills the struct that into points at from a YAML mapping. Fields are named by
// their yaml tags. Every key that the struct does not have, every key that stands twice and
// every value of another type is reported with its place; the rest is filled in all the same.
func decodeStrict(n *yaml.Node, into any, at string, report func(diag.Diagnostic)) {
	decodeStruct(n, reflect.ValueOf(into).Elem(), at, report)
}

func decodeStruct(n *yaml.Node, v reflect.Value, at string, report func(diag.Diagnostic)) {
	if n.Kind != yaml.MappingNode {
		report(badValue(n, at, "a mapping of keys to values"))
		return
	}
	names := fieldNames(v.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		path := joinKey(at, key.Value)
		j := slices.Index(names, key.Value)
		if j < 0 {
			report(unknownKey(key, path, names))
			continue
		}
		if seen[key.Value] {
			report(diag.Diagnostic{Severity: diag.Error, Code: "C002", Pos: nodePos(key), Width: len([]rune(key.Value)),
				Message: fmt.Sprintf("%s stands twice", path), Hint: "keep one of them"})
			continue
		}
		seen[key.Value] = true
		decodeValue(val, v.Field(j), path, report)
	}
}

func decodeValue(n *yaml.Node, f reflect.Value, at string, report func(diag.Diagnostic)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		if f.Kind() == reflect.Pointer {
			// The default of "publish:" is everything; who wrote the key wanted something else.
			report(badValue(n, at, "written out: it has no value"))
		}
		return // "key:" without a value keeps the default
	}
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	if word, ok := f.Addr().Interface().(encoding.TextUnmarshaler); ok && n.Kind == yaml.ScalarNode {
		if err := word.UnmarshalText([]byte(n.Value)); err != nil {
			report(diag.Diagnostic{Severity: diag.Error, Code: "C002", Pos: nodePos(n), Width: nodeWidth(n),
				Message: fmt.Sprintf("%s: %v", at, err)})
		}
		return
	}
	switch {
	case f.Kind() == reflect.Struct:
		decodeStruct(n, f, at, report)
	case f.Kind() == reflect.Slice && n.Kind == yaml.ScalarNode:
		// One value where a list is meant is a list of one.
		decodeList([]*yaml.Node{n}, f, at, report)
	case f.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		decodeList(n.Content, f, at, report)
	default:
		if err := n.Decode(f.Addr().Interface()); err != nil {
			report(badValue(n, at, kindWords(f.Type())))
		}
	}
}

func decodeList(items []*yaml.Node, f reflect.Value, at string, report func(diag.Diagnostic)) {
	list := reflect.MakeSlice(f.Type(), len(items), len(items))
	for i, item := range items {
		decodeValue(item, list.Index(i), fmt.Sprintf("%s[%d]", at, i), report)
	}
	f.Set(list)
}

func badValue(n *yaml.Node, at, want string) diag.Diagnostic {
	if at == "" {
		at = "the file"
	}
	return diag.Diagnostic{Severity: diag.Error, Code: "C002", Pos: nodePos(n), Width: nodeWidth(n),
		Message: fmt.Sprintf("%s must be %s", at, want)}
}

func unknownKey(key *yaml.Node, path string, names []string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Code: "C001", Pos: nodePos(key), Width: len([]rune(key.Value)),
		Message: fmt.Sprintf("unknown setting %s", path)}
	if near := nearest(key.Value, names); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	} else {
		d.Hint = "valid here: " + strings.Join(slices.Sorted(slices.Values(names)), ", ")
	}
	return d
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		names = append(names, name)
	}
	return names
}

func kindWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Map:
		return "a mapping of names to values"
	}
	return "text"
}

func joinKey(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

func nodePos(n *yaml.Node) diag.Pos { return diag.Pos{Line: n.Line, Column: n.Column} }

func nodeWidth(n *yaml.Node) int {
	if n.Kind != yaml.ScalarNode {
		return 1
	}
	return len([]rune(n.Value))
}

// nearest returns the word of words that is nearest to s, or "" when none is near enough to be
// a slip of the pen: at most a third of its letters changed, added, left out or swapped.
func nearest(s string, words []string) string {
	best, bestAt := "", 1+max(1, len([]rune(s))/3)
	for _, w := range words {
		if d := editDistance(strings.ToLower(s), w); d < bestAt {
			best, bestAt = w, d
		}
	}
	return best
}

// editDistance is the optimal string alignment distance in characters.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := range x {
		before, above, row := rows[0], rows[1], rows[2]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		rows[0], rows[1], rows[2] = above, row, before
	}
	return rows[1][len(y)]
}
