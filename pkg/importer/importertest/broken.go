package importertest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// brokenFiles cuts and changes each file of the export: it keeps its account, as whatever it
// still is, and so does every other file.
func brokenFiles(t *testing.T, imp importer.Importer, f Fixture) {
	whole := Read(t, imp, Folder(t, f.Files))
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range slices.Sorted(maps.Keys(f.Files)) {
		text := f.Files[name]
		var variants []string
		for cut := 0; cut < len(text); cut += max(len(text)/8, 1) {
			variants = append(variants, text[:cut])
		}
		for range 8 {
			variants = append(variants, flipped(random, text))
		}
		for i, v := range variants {
			files := maps.Clone(f.Files)
			files[name] = v
			got := Read(t, imp, Zip(t, files))
			if f.Log {
				accountsForAll(t, fmt.Sprintf("%s, variant %d", name, i), f, got)
			} else {
				check(t, fmt.Sprintf("%s, variant %d", name, i), whole, got)
			}
		}
	}
}

// accountsForAll reports files of a log that are not accounted for.
func accountsForAll(t *testing.T, what string, f Fixture, got Result) {
	t.Helper()
	if got.Err != nil {
		t.Errorf("%s: %v", what, got.Err)
	}
	times := accounted(got.Ledger, slices.Sorted(maps.Keys(f.Files)))
	for name := range f.Files {
		if times[name] != 1 {
			t.Errorf("%s: %s stands in the ledger %d times", what, name, times[name])
		}
	}
}

// check reports a result that has lost something without a word.
func check(t *testing.T, what string, whole, got Result) {
	t.Helper()
	if got.Err != nil || got.damaged() || got.Failed() > whole.Failed() {
		return
	}
	if want, n := len(whole.Ledger), len(got.Ledger); n < want {
		t.Errorf("%s: %d of %d items are accounted for, and no failure", what, n, want)
	}
}

// brokenArchives cuts an archive at every 512 bytes and changes single bytes of it.
func brokenArchives(t *testing.T, imp importer.Importer, f Fixture) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, a := range []struct {
		name    string
		data    []byte
		checked bool // the archive has checksums of what it holds
	}{{"export.zip", zipped(t, f.Files), true}, {"export.tar", tarred(t, f.Files), false}, {"export.tgz", gzipped(t, tarred(t, f.Files)), true}} {
		whole := Read(t, imp, put(t, a.name, a.data))
		step, flips := 512, 100
		if testing.Short() {
			step, flips = 4096, 10
		}
		for cut := 0; cut < len(a.data); cut += step {
			got := Read(t, imp, put(t, a.name, a.data[:cut]))
			if cut > 0 && got.Err == nil && !got.damaged() {
				t.Errorf("%s cut at %d of %d: %d notes of %d, and no failure", a.name, cut, len(a.data), len(got.Notes), len(whole.Notes))
			}
		}
		for range flips {
			data := bytes.Clone(a.data)
			at := random.IntN(len(data))
			data[at] ^= 1 << random.IntN(8)
			what, got := fmt.Sprintf("%s changed at %d of %d", a.name, at, len(a.data)), Read(t, imp, put(t, a.name, data))
			if !f.Log {
				check(t, what, whole, got)
			}
			if a.checked {
				checkText(t, what, whole, got)
			}
		}
	}
}

// checkText reports notes that say something else than in the whole export, without a failure
// and although every file has its name.
func checkText(t *testing.T, what string, whole, got Result) {
	t.Helper()
	sameName := func(a, b ledger.Entry) bool { return a.Item == b.Item }
	if got.Err != nil || got.damaged() || got.Failed() > whole.Failed() || !slices.EqualFunc(whole.Ledger, got.Ledger, sameName) {
		return
	}
	want := make(map[note.ID]string, len(whole.Notes))
	for _, n := range whole.Notes {
		want[n.ID] = string(markdown.Write(n))
	}
	for _, n := range got.Notes {
		if text, ok := want[n.ID]; ok && text != string(markdown.Write(n)) {
			t.Errorf("%s: %s says something else, and no failure", what, n.ID)
		}
	}
}

// flipped changes one bit of text.
func flipped(random *rand.Rand, text string) string {
	if text == "" {
		return text
	}
	b := []byte(text)
	b[random.IntN(len(b))] ^= 1 << random.IntN(8)
	return string(b)
}
