package main

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"memopress/pkg/diag"
)

// What the manual shows as settings is taken as settings, and the English page shows every key.
func TestManualSettings(t *testing.T) {
	shown := map[string]bool{}
	for _, name := range []string{"en/Settings", "ko/설정"} {
		data, err := os.ReadFile("../../examples/docs/" + name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, ok := strings.Cut(string(data), "```yaml\n")
		sample, _, closed := strings.Cut(rest, "```")
		if !ok || !closed {
			t.Fatalf("%s shows no settings", name)
		}
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(sample), &doc); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c := defaultConfig()
		decodeStrict(doc.Content[0], &c, "", func(d diag.Diagnostic) { t.Errorf("%s: %d: %s", name, d.Pos.Line, d.Message) })
		if strings.HasPrefix(name, "en/") {
			keysOf(doc.Content[0], "", shown)
		}
	}
	for _, key := range settingKeys(reflect.TypeFor[config](), "") {
		if !shown[key] {
			t.Errorf("en/Settings does not show %s", key)
		}
	}
}

func keysOf(n *yaml.Node, at string, into map[string]bool) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := joinKey(at, n.Content[i].Value)
		into[key] = true
		keysOf(n.Content[i+1], key, into)
	}
}

func settingKeys(typ reflect.Type, at string) []string {
	var out []string
	for i, name := range fieldNames(typ) {
		key := joinKey(at, name)
		out = append(out, key)
		if f := typ.Field(i).Type; f.Kind() == reflect.Struct {
			out = append(out, settingKeys(f, key)...)
		}
	}
	return out
}
