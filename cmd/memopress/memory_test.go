package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// wiki is a small wiki on disk that a test changes step by step.
type wiki struct {
	t     *testing.T
	dir   string
	rand  *rand.Rand
	notes []string
}

func newWiki(t *testing.T, seed uint64) *wiki {
	w := &wiki{t: t, dir: t.TempDir(), rand: rand.New(rand.NewPCG(seed, 7))}
	for range 12 {
		w.add()
	}
	w.put("memopress.yaml", "title: 위키\npublish: all\n")
	return w
}

func (w *wiki) put(name, text string) {
	p := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

var wikiWords = []string{"회고", "회의록", "garden", "나무", "書架", "정원", "link", "knowledge", "메모"}

func (w *wiki) word() string { return wikiWords[w.rand.IntN(len(wikiWords))] }

// add writes a note, its name composed or decomposed.
func (w *wiki) add() {
	name := w.word() + " " + strconv.Itoa(len(w.notes)) + ".md"
	if w.rand.IntN(3) == 0 {
		name = norm.NFD.String(name)
	}
	if w.rand.IntN(2) == 0 {
		name = w.word() + "/" + name
	}
	w.notes = append(w.notes, name)
	w.put(name, w.text())
}

func (w *wiki) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\npublish: %t\ntags: [%s]\ncreated: 2026-%02d-03\n---\n# %s\n", w.rand.IntN(4) > 0, w.word(), 1+w.rand.IntN(12), w.word())
	for range 1 + w.rand.IntN(4) {
		fmt.Fprintf(&b, "\n%s %s %s.", w.word(), w.word(), w.word())
		if len(w.notes) > 0 {
			name := strings.TrimSuffix(filepath.Base(w.notes[w.rand.IntN(len(w.notes))]), ".md")
			fmt.Fprintf(&b, " %s[[%s]].", []string{"", "", "!"}[w.rand.IntN(3)], name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// step changes something and says what.
func (w *wiki) step(out string) string {
	i := w.rand.IntN(len(w.notes))
	p := filepath.Join(w.dir, w.notes[i])
	switch w.rand.IntN(12) {
	case 0:
		return "nothing"
	case 1:
		w.add()
		return "a note more"
	case 2:
		if len(w.notes) < 4 {
			return "nothing"
		}
		w.check(os.Remove(p))
		w.notes = slices.Delete(w.notes, i, i+1)
		return "a note less"
	case 3:
		to := "옮김 " + w.word() + strconv.Itoa(w.rand.IntN(1e6)) + ".md"
		w.check(os.Rename(p, filepath.Join(w.dir, to)))
		w.notes[i] = to
		return "a note renamed"
	case 4:
		w.put("memopress.yaml", "title: "+w.word()+"\npublish: "+[]string{"all", "marked"}[w.rand.IntN(2)]+"\ntheme: {name: "+[]string{"paper", "ledger"}[w.rand.IntN(2)]+"}\n")
		return "other settings"
	case 5: // the same size and the same time, as some sync tools leave it
		data, err := os.ReadFile(p)
		w.check(err)
		info, err := os.Stat(p)
		w.check(err)
		w.put(w.notes[i], string(bytes.ReplaceAll(data, []byte("2026-0"), []byte("2025-0"))))
		w.check(os.Chtimes(p, time.Time{}, info.ModTime()))
		return "a note changed behind its time"
	case 6:
		w.damage(out)
		return "a page damaged"
	case 7:
		w.damage(filepath.Join(w.dir, ".memopress", "cache"))
		return "the cache damaged"
	case 8:
		w.check(os.RemoveAll(filepath.Join(w.dir, ".memopress", "cache")))
		return "the cache gone"
	default:
		w.put(w.notes[i], w.text())
		return "another text"
	}
}

// damage changes, cuts or removes a file below dir.
func (w *wiki) damage(dir string) {
	var all []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && filepath.Base(p) != outputMark {
			all = append(all, p)
		}
		return nil
	})
	w.check(err)
	if len(all) == 0 {
		return
	}
	p := all[w.rand.IntN(len(all))]
	data, err := os.ReadFile(p)
	w.check(err)
	switch {
	case w.rand.IntN(3) == 0 || len(data) == 0:
		w.check(os.Remove(p))
	case w.rand.IntN(2) == 0:
		w.check(os.WriteFile(p, data[:w.rand.IntN(len(data))], 0o644))
	default:
		data[w.rand.IntN(len(data))] ^= 4
		w.check(os.WriteFile(p, data, 0o644))
	}
}

func (w *wiki) check(err error) {
	if err != nil {
		w.t.Helper()
		w.t.Fatal(err)
	}
}

// build runs the program and returns what it printed.
func (w *wiki) build(out string, flags ...string) string {
	w.t.Helper()
	var said bytes.Buffer
	args := append([]string{"memopress", "build", w.dir, "-o", out, "--diagnostics", "human"}, flags...)
	if status := run(context.Background(), args, terminal{Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: func(string) string { return "" }}); status == exitInternal || status == exitUsage {
		w.t.Fatalf("status %d: %s", status, said.String())
	}
	return said.String()
}

// files returns every file of a folder.
func (w *wiki) files(dir string) map[string]string {
	out := map[string]string{}
	w.check(filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, rerr := filepath.Rel(dir, p)
		w.check(rerr)
		out[rel] = string(data)
		return err
	}))
	return out
}

// Whatever happens to notes, settings, output and cache, a build with a cache makes what one
// without makes. MEMOPRESS_STEPS is the number of steps; 30 by default.
func TestIncrementalEqualsFull(t *testing.T) {
	t.Setenv("MEMOPRESS_NO_CACHE", "")
	steps := 30
	if n, err := strconv.Atoi(os.Getenv("MEMOPRESS_STEPS")); err == nil {
		steps = n
	}
	seed := uint64(1)
	w := newWiki(t, seed)
	out, whole := filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "site")
	store := filepath.Join(w.dir, ".memopress") // what is in there is never read
	spared := 0
	for i := range steps {
		what := w.step(out)
		said := w.build(out, "--cache", filepath.Join(store, "cache"))
		if strings.Contains(said, "files 0 written") {
			spared++
		}
		w.build(whole, "--no-cache")
		got, want := w.files(out), w.files(whole)
		for p, text := range want {
			if got[p] != text {
				t.Fatalf("step %d of seed %d, %s: %s differs", i, seed, what, p)
			}
		}
		for p := range got {
			if _, ok := want[p]; !ok {
				t.Fatalf("step %d of seed %d, %s: %s is left over", i, seed, what, p)
			}
		}
	}
	if spared == 0 {
		t.Error("no build was spared")
	}
}

// A file that is changed and changed back while a build is at work may have been read in between, so
// that nothing is remembered; neither is what was loaded before it changed.
func TestChangedMeanwhile(t *testing.T) {
	t.Setenv("MEMOPRESS_NO_CACHE", "")
	w := newWiki(t, 5)
	w.put("icon.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path fill="red" d="M0 0h4v4z"/></svg>`)
	w.put("memopress.yaml", "title: 위키\npublish: marked\nicon: icon.svg\n")
	w.put("비밀.md", "카나리아\n")
	cache, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	for _, name := range []string{"비밀.md", "icon.svg"} {
		was, err := os.ReadFile(filepath.Join(w.dir, name))
		w.check(err)
		meanwhile := string(was)
		if name == "비밀.md" {
			meanwhile = "---\npublish: true\n---\n" + meanwhile
		}
		w.put("하나.md", "---\npublish: true\n---\n"+name) // so that there is something to build
		w.building(out, func() { w.put(name, meanwhile); w.put(name, string(was)) }, "--cache", cache)
		if said := w.build(out, "--cache", cache); !strings.Contains(said, "reading notes") {
			t.Errorf("%s: a build that may have read something else is remembered: %s", name, said)
		}
		if said := w.build(out, "--cache", cache); strings.Contains(said, "reading notes") {
			t.Errorf("%s: nothing changed, and it is built again: %s", name, said)
		}
	}
}

// building runs a build, and does something while it reads the notes.
func (w *wiki) building(out string, meanwhile func(), flags ...string) {
	w.t.Helper()
	said := &interrupted{at: "reading notes", do: meanwhile}
	args := append([]string{"memopress", "build", w.dir, "-o", out, "--diagnostics", "human"}, flags...)
	run(context.Background(), args, terminal{Stdin: strings.NewReader(""), Stdout: said, Stderr: said, Getenv: func(string) string { return "" }})
	if said.do != nil {
		w.t.Fatalf("the build never said %q", said.at)
	}
}

// interrupted does something once when a text is written.
type interrupted struct {
	at string
	do func()
}

func (i *interrupted) Write(p []byte) (int, error) {
	if i.do != nil && strings.Contains(string(p), i.at) {
		i.do()
		i.do = nil
	}
	return len(p), nil
}

// The cache names private notes, so it does not lie in the site; and notes may lie in its folder.
func TestPlaceOfCache(t *testing.T) {
	t.Setenv("MEMOPRESS_NO_CACHE", "")
	w := newWiki(t, 6)
	out := filepath.Join(t.TempDir(), "site")
	var said bytes.Buffer
	for _, cache := range []string{out, filepath.Join(out, "deep", "cache")} {
		status := run(context.Background(), []string{"memopress", "build", w.dir, "-o", out, "--cache", cache}, terminal{Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: func(string) string { return "" }})
		if status != exitUsage || !strings.Contains(said.String(), "lies in the output folder") {
			t.Errorf("--cache %s: status %d: %s", cache, status, said.String())
		}
	}
	w.put("보관/노트.md", "---\npublish: true\n---\n여기 있다\n")
	for range 2 {
		w.build(out, "--cache", filepath.Join(w.dir, "보관"))
		if _, err := os.Stat(filepath.Join(out, "보관", "노트.html")); err != nil {
			t.Error(err)
		}
	}
}

// A build of what the last one built says the same and writes nothing, also from a cache that came
// from another machine, where all times are new.
func TestNothingChanged(t *testing.T) {
	t.Setenv("MEMOPRESS_NO_CACHE", "")
	w := newWiki(t, 3)
	w.put("끊긴 링크.md", "[[없는 노트]]\n")
	store, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	first := w.build(out, "--cache", store)
	if !strings.Contains(first, "L001") || !strings.Contains(first, " 0 unchanged") {
		t.Fatal(first)
	}
	later := time.Now().Add(-time.Hour)
	for p := range w.files(out) {
		w.check(os.Chtimes(filepath.Join(out, p), later, later))
	}
	second := w.build(out, "--cache", store)
	if !strings.Contains(second, "L001") || !strings.Contains(second, "files 0 written") || strings.Contains(second, "reading notes") {
		t.Errorf("a build was not spared: %s", second)
	}
	if third := w.build(out, "--cache", store, "--verify-cache"); !strings.Contains(third, "files 0 written") || !strings.Contains(third, "reading notes") {
		t.Errorf("the cache was not verified: %s", third)
	}
	if fourth := w.build(out, "--cache", store, "--no-cache"); !strings.Contains(fourth, "reading notes") {
		t.Errorf("something was remembered: %s", fourth)
	}
	info, err := os.Stat(store)
	w.check(err)
	if entries := w.files(store); len(entries) != 1 || info.Mode().Perm()&0o700 != 0o700 {
		t.Errorf("%d entries", len(entries))
	}
}
