package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"memopress/pkg/diag"
)

// TestGolden reads each *.md of testdata/*.txtar and compares the tree with the *.tree beside
// it. Words in the archive's comment that begin "+" are options.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no goldens", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	opts := goldenOptions(t, string(archive.Comment))
	want := map[string]string{}
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	var out []txtar.File
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".md")
		if !ok {
			continue
		}
		var reports diag.List
		opts.Report = &reports
		got := dump(Parse(f.Data, opts))
		for _, d := range reports.Sorted() {
			got += fmt.Sprintf("! %d:%d %s %s\n", d.Pos.Line, d.Pos.Column, d.Code, d.Message)
		}
		if got != want[name+".tree"] && !updating() {
			t.Errorf("%s\n--- got\n%s--- want\n%s", f.Name, got, want[name+".tree"])
		}
		out = append(out, f, txtar.File{Name: name + ".tree", Data: []byte(got)})
	}
	if updating() {
		archive.Files = out
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// updating reports whether -update was given; the flag belongs to the external tests.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

func goldenOptions(t *testing.T, comment string) Options {
	opts := Options{Dialect: Obsidian}
	known := []string{"+commonmark", "+gfm", "+breaks", "+emoji", "+smart"}
	for word := range strings.FieldsSeq(comment) {
		if word[0] != '+' {
			continue
		}
		switch slices.Index(known, word) {
		case 0:
			opts.Dialect = CommonMark
		case 1:
			opts.Dialect = GFM
		case 2:
			opts.HardBreaks = true
		case 3:
			opts.Emoji = true
		case 4:
			opts.SmartPunct = true
		default:
			t.Fatalf("unknown option %s", word)
		}
	}
	return opts
}
