package cache

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, p, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// files returns what lies below a folder, by path.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What was put comes back, under its own kind and key only, and an entry of which a byte is
// another, or the end is missing, is none.
func TestEntries(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir)
	if c.Get("kind", "열쇠") != nil {
		t.Fatal("something in an empty cache")
	}
	if err := c.Put("kind", "열쇠", []byte("값")); err != nil {
		t.Fatal(err)
	}
	if got := c.Get("kind", "열쇠"); string(got) != "값" {
		t.Fatalf("%q", got)
	}
	if c.Get("other", "열쇠") != nil || c.Get("kind", "열쇠 ") != nil {
		t.Error("an entry answers to another name")
	}
	if err := c.Put("kind", "열쇠", []byte("새 값")); err != nil || string(c.Get("kind", "열쇠")) != "새 값" {
		t.Error("an entry is not replaced:", err)
	}
	all := files(t, dir)
	if len(all) != 1 {
		t.Fatalf("%q", all)
	}
	if info, err := os.Stat(all[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("others can read it", err)
	}
	data, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		damaged := bytes.Clone(data)
		damaged[i] ^= 4
		write(t, all[0], string(damaged))
		if c.Get("kind", "열쇠") != nil {
			t.Fatalf("byte %d is another, and nobody minds", i)
		}
		write(t, all[0], string(data[:i]))
		if c.Get("kind", "열쇠") != nil {
			t.Fatalf("cut at %d, and nobody minds", i)
		}
	}
	var none *Cache
	if Open("") != none || none.Get("a", "b") != nil || none.Put("a", "b", nil) != nil || none.Prune(0) != nil {
		t.Error("no cache is not one that remembers nothing")
	}
}

// What was not used for longest goes first, leftovers go after an hour, and nothing goes that the
// cache did not make: its folder may be one in which somebody keeps other things.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir)
	for i, key := range []string{"a", "b", "c"} {
		if err := c.Put("kind", key, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(time.Duration(i-10) * time.Hour)
		if err := os.Chtimes(c.path("kind", key), old, old); err != nil {
			t.Fatal(err)
		}
	}
	c.Get("kind", "a") // used now
	foreign := []string{
		filepath.Join(dir, "memopress"),
		filepath.Join(dir, "노트", "하나.md"),
		filepath.Join(dir, strings.Repeat("a", 32)),
		filepath.Join(dir, "kind", unfinished+"x"),
		filepath.Join(c.dir, "README"),
	}
	left := filepath.Join(c.dir, "kind", unfinished+"1")
	now := filepath.Join(c.dir, "kind", unfinished+"2")
	for _, p := range append(foreign, left, now) {
		write(t, p, "x")
		if p != now {
			old := time.Now().Add(-48 * time.Hour)
			if err := os.Chtimes(p, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := c.Prune(2500); err != nil {
		t.Fatal(err)
	}
	if c.Get("kind", "a") == nil || c.Get("kind", "b") != nil || c.Get("kind", "c") == nil {
		t.Error("not the oldest entry went")
	}
	for _, p := range append(foreign, now) {
		if _, err := os.Stat(p); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed Put left stays")
	}
	if err := Open(filepath.Join(dir, "none")).Prune(0); err != nil {
		t.Error("a cache without a folder:", err)
	}
}

// A file is read again when anything about it is other than it was, and not otherwise.
func TestSums(t *testing.T) {
	p := filepath.Join(t.TempDir(), "노트.md")
	write(t, p, "하나")
	later := func() time.Time { return time.Now().Add(time.Hour) }
	sum := func(s *Sums) Sum {
		t.Helper()
		out, err := s.All([]string{p})
		if err != nil {
			t.Fatal(err)
		}
		return out[0]
	}
	first := NewSums()
	first.now = later
	one := sum(first)
	if !first.Fresh() {
		t.Error("nothing to remember of a file that was read")
	}
	text := first.Encode()
	again := ReadSums(text)
	again.now = later
	if sum(again) != one || again.Fresh() || again.Encode() != text {
		t.Error("a file that nobody touched is read again, or forgotten")
	}
	// The memory itself is believed: a sum that is wrong shows that nothing was read.
	wrong := ReadSums(strings.Replace(text, text[:8], "00000000", 1))
	wrong.now = later
	if sum(wrong) == one {
		t.Error("a file that nobody touched is read again")
	}
	info, err := os.Stat(p)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond) // more than a tick of the file system's clock
	write(t, p, "둘둘")
	if err := os.Chtimes(p, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	changed := ReadSums(text)
	changed.now = later
	if sum(changed) == one || !changed.Fresh() {
		t.Error("other bytes of the same length and time are not seen")
	}
	// A file that changed a moment ago may change again within the same tick.
	young := NewSums()
	young.now = func() time.Time { return time.Now() }
	write(t, p, "셋셋")
	sum(young)
	if !strings.Contains(young.Encode(), " - ") {
		t.Errorf("a young file is believed: %s", young.Encode())
	}
	for _, bad := range []string{"x", "00 1.2 \"a\"\n", text + "zz", strings.ToUpper(text[:3]) + "!" + text[4:]} {
		if s := ReadSums(bad); len(s.known) != 0 {
			t.Errorf("%q is taken for a memory", bad)
		}
	}
	if _, err := NewSums().All([]string{p, p + ".none"}); err == nil {
		t.Error("a file that is not there has a sum")
	}
	if _, err := NewSums().Of(filepath.Dir(p)); err == nil {
		t.Error("a folder has a sum")
	}
}
