package importertest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
)

func detected(t *testing.T, imp importer.Importer, f Fixture) {
	for _, path := range []string{Folder(t, f.Files), Zip(t, f.Files), Tgz(t, f.Files)} {
		sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := imp.Detect(sources[0]); m.Score <= 0 || m.Reason == "" {
			t.Errorf("%s: not recognised: %+v", filepath.Base(path), m)
		}
		if err := sources[0].Close(); err != nil {
			t.Error(err)
		}
	}
}

func addsUp(t *testing.T, imp importer.Importer, f Fixture) {
	dir := Folder(t, f.Files)
	got := Read(t, imp, dir)
	AddsUp(t, dir, got)
	if n := got.Failed(); n != f.Failures {
		t.Errorf("%d items failed, want %d: %+v", n, f.Failures, got.Ledger)
	}
}

// AddsUp counts the files below dir with filepath.WalkDir and looks for each of them in the
// ledger of a result.
func AddsUp(t testing.TB, dir string, got Result) {
	t.Helper()
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	var files []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, relErr := filepath.Rel(dir, p)
			files, err = append(files, norm.NFC.String(filepath.ToSlash(rel))), relErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	times := accounted(got.Ledger, files)
	for _, name := range files {
		if n := times[name] + inFolder(times, name); n != 1 {
			t.Errorf("%s stands in the ledger %d times", name, n)
		}
		delete(times, name)
	}
	for item := range times {
		if !strings.HasSuffix(item, "/") {
			t.Errorf("%s stands in the ledger, but there is no such file", item)
		}
	}
	checkEntries(t, got)
}

// accounted counts how often the ledger speaks of each file. Several notes of one file, "file#a"
// and "file#b", are one account of it; "#" may also be part of a file's name.
func accounted(entries []ledger.Entry, files []string) map[string]int {
	known := make(map[string]bool, len(files))
	for _, f := range files {
		known[f] = true
	}
	times, several := map[string]int{}, map[string]bool{}
	for _, e := range entries {
		item := e.Item
		if file := fileOf(item, known); file != item {
			item = file
			if several[item] {
				continue
			}
			several[item] = true
		}
		times[item]++
	}
	return times
}

// fileOf returns the file that an item lies in: what stands before one of its "#" and is known.
func fileOf(item string, known map[string]bool) string {
	if known[item] {
		return item
	}
	for i, c := range item {
		if c == '#' && known[item[:i]] {
			return item[:i]
		}
	}
	return item
}

// inFolder counts the folders above name that were left out as a whole.
func inFolder(times map[string]int, name string) int {
	n := 0
	for i, c := range name {
		if c == '/' {
			n += times[name[:i+1]]
		}
	}
	return n
}

// checkEntries looks for entries that say too little, and for notes that break the contract of
// package note.
func checkEntries(t testing.TB, got Result) {
	t.Helper()
	for _, e := range got.Ledger {
		if e.Item == "" || e.State == ledger.LeftOut && e.Rule == "" || e.State == ledger.Failed && e.Reason == "" || e.State == ledger.Published {
			t.Errorf("an entry without reason: %+v", e)
		}
	}
	paths := map[string]bool{}
	for _, n := range got.Notes {
		at := n.Space + "/" + n.Path
		switch {
		case n.ID == "" || n.Name == "" || n.Path == "" || n.Space == "":
			t.Errorf("a note without name: %+v", n)
		case n.Title == "" || strings.ContainsAny(n.Title, "\n\r"):
			t.Errorf("%s: title %q", n.ID, n.Title)
		case paths[at]:
			t.Errorf("two notes have the path %s", at)
		}
		for _, s := range []string{string(n.ID), n.Title, n.Name, n.Path, n.Space} {
			if !norm.NFC.IsNormalString(s) {
				t.Errorf("%s: %q is not NFC", n.ID, s)
			}
		}
		paths[at] = true
	}
	keys := map[string]bool{}
	for _, a := range got.Attachments {
		if a.Key == "" || a.Name == "" || a.Path == "" || a.Open == nil || keys[a.Key] {
			t.Errorf("attachment: %+v", a)
		}
		keys[a.Key] = true
	}
}

func sameTwice(t *testing.T, imp importer.Importer, f Fixture) {
	dir := Folder(t, f.Files)
	want := Dump(Read(t, imp, dir))
	for range 3 {
		if d := cmp.Diff(want, Dump(Read(t, imp, dir))); d != "" {
			t.Fatal(d)
		}
	}
}

// stable reads the export from other containers, and once more after something was added to it:
// no note changes its ID or anything else.
func stable(t *testing.T, imp importer.Importer, f Fixture) {
	want := Dump(Result{Notes: Read(t, imp, Folder(t, f.Files)).Notes})
	for _, path := range []string{Zip(t, f.Files), Tgz(t, f.Files)} {
		if d := cmp.Diff(want, Dump(Result{Notes: Read(t, imp, path).Notes})); d != "" {
			t.Errorf("from a folder and from %s: %s", filepath.Base(path), d)
		}
	}
	more := maps.Clone(f.Files)
	for name, text := range f.Files {
		decomposed := norm.NFD.String(name)
		delete(more, name)
		more[decomposed] = text
	}
	if d := cmp.Diff(want, Dump(Result{Notes: Read(t, imp, Folder(t, more)).Notes})); d != "" {
		t.Errorf("with decomposed names: %s", d)
	}
	before := ids(Read(t, imp, Folder(t, f.Files)))
	more["0 another file.bin"] = "x"
	after := ids(Read(t, imp, Folder(t, more)))
	for _, id := range before {
		if !slices.Contains(after, id) {
			t.Errorf("%s has another ID once another file is there", id)
		}
	}
}

func ids(r Result) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, string(n.ID))
	}
	return out
}

func onlyReads(t *testing.T, imp importer.Importer, f Fixture) {
	dir := Folder(t, f.Files)
	before := listing(t, dir)
	Read(t, imp, dir)
	if d := cmp.Diff(before, listing(t, dir)); d != "" {
		t.Error(d)
	}
}

func listing(t *testing.T, dir string) []string {
	var out []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		line := fmt.Sprint(p, info.Mode(), info.ModTime().UnixNano())
		if !d.IsDir() {
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			line += string(data)
		}
		out = append(out, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func cancelled(t *testing.T, imp importer.Importer, f Fixture) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	start := time.Now()
	got := read(t, ctx, imp, Folder(t, f.Files))
	if !errors.Is(got.Err, context.Canceled) {
		t.Errorf("error %v", got.Err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}
