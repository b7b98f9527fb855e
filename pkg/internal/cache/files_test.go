package cache

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func someFiles(n int) map[string][]byte {
	out := map[string][]byte{"빈 파일": {}}
	for i := range n {
		name := fmt.Sprintf("메모/노트 %d.html", i)
		out[norm.NFC.String(name)] = bytes.Repeat([]byte(fmt.Sprintf("가나다 %d ", i)), 1000)
		out[norm.NFD.String(name)] = []byte("다른 이름")
	}
	return out
}

func sameFiles(a, b map[string][]byte) bool {
	return maps.EqualFunc(a, b, bytes.Equal)
}

// What was put comes back, whole; of other files only those parts are written that hold them.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	all := someFiles(500)
	if err := Open(dir).Files("site", "이름", 1<<30).Put("열쇠", all); err != nil {
		t.Fatal(err)
	}
	f := Open(dir).Files("site", "이름", 1<<30)
	if key, got := f.Get(); key != "열쇠" || !sameFiles(got, all) {
		t.Fatalf("%q and %d files of %d", key, len(got), len(all))
	}
	if len(f.parts) < 8 {
		t.Fatalf("%d parts", len(f.parts))
	}
	entries := func() map[string][]byte {
		out := map[string][]byte{}
		for _, p := range files(t, dir) {
			data, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			out[p] = data
		}
		return out
	}
	before := entries()
	all["메모/노트 7.html"] = []byte("바뀌었다")
	delete(all, norm.NFD.String("메모/노트 7.html"))
	if err := f.Put("다음", all); err != nil {
		t.Fatal(err)
	}
	others := 0
	for p, data := range entries() {
		if !bytes.Equal(before[p], data) {
			others++
		}
	}
	if others < 2 || others > 3 {
		t.Errorf("%d entries are others, want the list and a part or two", others)
	}
	if key, got := Open(dir).Files("site", "이름", 1<<30).Get(); key != "다음" || !sameFiles(got, all) {
		t.Errorf("%q", key)
	}
	if key, got := Open(dir).Files("site", "다른 이름", 1<<30).Get(); key != "" || got != nil {
		t.Error("files answer to another name")
	}
	none := Open("").Files("site", "이름", 1<<30)
	if key, got := none.Get(); key != "" || got != nil || none.Put("열쇠", all) != nil {
		t.Error("no cache is not one that remembers nothing")
	}
	small := t.TempDir()
	if err := Open(small).Files("site", "이름", 1000).Put("열쇠", all); err != nil || len(files(t, small)) > 0 {
		t.Error("more is kept than there is room for:", err)
	}
}

// Whatever is damaged, cut, gone or of another time: all files come back, or none.
func TestFilesDamaged(t *testing.T) {
	dir := t.TempDir()
	first, second := someFiles(200), someFiles(300)
	put := func(all map[string][]byte) {
		t.Helper()
		if err := Open(dir).Files("site", "이름", 1<<30).Put("열쇠", all); err != nil {
			t.Fatal(err)
		}
	}
	put(first)
	old := map[string][]byte{}
	for _, p := range files(t, dir) {
		old[p], _ = os.ReadFile(p)
	}
	put(second)
	fine := map[string][]byte{}
	for _, p := range files(t, dir) {
		fine[p], _ = os.ReadFile(p)
	}
	names := slices.Sorted(maps.Keys(fine))
	r := rand.New(rand.NewPCG(1, 2))
	none := 0
	for i := range 60 {
		p := names[r.IntN(len(names))]
		data := fine[p]
		switch i % 4 {
		case 0:
			write(t, p, string(data[:r.IntN(len(data))]))
		case 1:
			b := bytes.Clone(data)
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			write(t, p, string(b))
		case 2:
			if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
		case 3:
			write(t, p, string(old[p])) // whole, and of the time before
		}
		key, got := Open(dir).Files("site", "이름", 1<<30).Get()
		if got == nil && key == "" {
			none++
		} else if !sameFiles(got, second) {
			t.Fatalf("step %d: files of two times, or damaged ones", i)
		}
		write(t, p, string(data))
	}
	if none < 50 {
		t.Errorf("damage was seen %d times of 60", none)
	}
}
