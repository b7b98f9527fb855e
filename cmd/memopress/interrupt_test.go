package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInterrupted cancels a build before it has done anything, as the first Ctrl-C does.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "notes", "글.md"), "글")
	ctx, interrupt := context.WithCancel(context.Background())
	interrupt()
	for _, command := range []string{"build", "convert"} {
		out := filepath.Join(dir, command)
		var stdout, stderr stream
		status := run(ctx, []string{"memopress", command, filepath.Join(dir, "notes"), "-o", out},
			terminal{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }})
		if status != exitInterrupted || !strings.Contains(stderr.String(), "interrupted; nothing was changed") || stdout.String() != "" {
			t.Errorf("%s: status %d, %q, %q", command, status, stdout.String(), stderr.String())
		}
		if _, err := os.Stat(filepath.Join(out, "index.html")); err == nil {
			t.Errorf("%s: there is a site", command)
		}
	}
}

// TestPanicIsTold lets the environment panic: the message, the place and the status must show.
func TestPanicIsTold(t *testing.T) {
	var stdout, stderr stream
	status := run(t.Context(), []string{"memopress", "build", "."}, terminal{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(string) string { panic("no environment today") }})
	if status != exitInternal || !strings.Contains(stderr.String(), "no environment today") || !strings.Contains(stderr.String(), "interrupt_test.go") {
		t.Errorf("status %d, %s", status, stderr.String())
	}
}

func TestFlagsFirst(t *testing.T) {
	app := newApp(terminal{color: new(string)})
	for in, want := range map[string]string{
		"m":                            "m",
		"m build a -o b c":             "m build -o b -- a c",
		"m build a --output=b -q c":    "m build --output=b -q -- a c",
		"m build a -q -- -b --force":   "m build -q -- a -b --force",
		"m build a --strict=false b":   "m build --strict=false -- a b",
		"m build a --nope b":           "m build --nope -- a b",
		"m build a -":                  "m build -- a -",
		"m build a -o":                 "m build -o",
		"m build a -h b":               "m build --help",
		"m build build":                "m build -- build",
		"m serve a -p 3000 --host ::1": "m serve -p 3000 --host ::1 -- a",
		"m bild a":                     "m -- bild a",
		"m --help build":               "m --help",
		"m build --title -x a":         "m build --title -x -- a",
		"m build a --title 골목 작업실":     "m build --title 골목 -- a 작업실",
	} {
		if got := strings.Join(flagsFirst(app, strings.Fields(in)), " "); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
