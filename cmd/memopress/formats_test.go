package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"memopress/pkg/importer/builtin"
)

// The tables of README and manual are those that the program prints.
func TestFormatTables(t *testing.T) {
	for _, tt := range []struct {
		file   string
		korean bool
	}{{"../../README.md", false}, {"../../examples/docs/en/Formats.md", false}, {"../../examples/docs/ko/형식.md", true}} {
		formats, err := chosenFormats(nil)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := printFormatsTable(&want, formats, tt.korean); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(tt.file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), want.String()) {
			t.Errorf("%s has another table than memopress formats --markdown prints", tt.file)
		}
	}
}

// Every format says in both languages how to get its export.
func TestFormatsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, imp := range builtin.Importers() {
		f := imp.Format()
		if f.Name == "" || f.Title == "" || len(f.Accepts) == 0 || f.HowTo.English == "" || f.HowTo.Korean == "" || seen[f.Name] {
			t.Errorf("%+v", f)
		}
		seen[f.Name] = true
	}
}
