package org_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/org"
	"memopress/pkg/writer/markdown"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// show writes what was read as Markdown, with what stands beside the blocks above it.
func show(src string, opts org.Options) string {
	var list diag.List
	opts.Report = &list
	d := org.Parse([]byte(src), opts)
	var sb strings.Builder
	for _, p := range d.Properties {
		sb.WriteString("property " + p.Name + " = " + p.Value + "\n")
	}
	for _, h := range d.Headings {
		sb.WriteString("heading " + strings.Join([]string{h.Title, h.Todo, h.Priority, strings.Join(h.Tags, ","), h.Scheduled, h.Deadline, h.Closed}, "|") + "\n")
		for _, p := range h.Properties {
			sb.WriteString("  " + p.Name + " = " + p.Value + "\n")
		}
	}
	for _, e := range d.Excluded {
		sb.WriteString("excluded " + e.Rule + ": " + strings.ReplaceAll(strings.TrimSpace(e.Text), "\n", "⏎") + "\n")
	}
	for _, d := range list.Sorted() {
		sb.WriteString(d.Severity.String() + " " + d.Code + " " + d.Message + "\n")
	}
	n := &note.Note{Title: d.Title, Tags: d.Tags, Body: d.Blocks}
	sb.Write(markdown.Write(n))
	return sb.String()
}

// TestGolden reads each file of testdata/*.txtar and compares with the file after it.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			in, want := archive.Files[i], &archive.Files[i+1]
			t.Run(in.Name, func(t *testing.T) {
				got := show(string(in.Data), org.Options{})
				if *update {
					want.Data = []byte(got)
					return
				}
				if d := cmp.Diff(string(want.Data), got); d != "" {
					t.Error(d)
				}
			})
		}
		if *update {
			if err := os.WriteFile(path, bytes.TrimSpace(txtar.Format(archive)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
