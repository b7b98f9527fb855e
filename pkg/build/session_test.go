package build

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
)

// Whatever happens to the notes, a build in a session makes and says what one without makes and
// says. MEMOPRESS_STEPS is the number of steps; 30 by default.
func TestSessionEqualsFull(t *testing.T) {
	steps := 30
	if testing.Short() {
		steps = 4
	}
	if n, err := strconv.Atoi(os.Getenv("MEMOPRESS_STEPS")); err == nil {
		steps = n
	}
	seed := uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("MEMOPRESS_SEED"), 10, 64); err == nil {
		seed = n
	}
	for _, seed := range []uint64{seed, seed + 1} {
		w := newScribe(t, seed)
		o, session := options(t, w.dir), &Session{}
		files, revised := map[string]string{}, 0
		for i := range steps / 2 {
			what, before := "the beginning", w.contents()
			if i > 0 {
				what = w.step()
			}
			if w.rand.IntN(15) == 0 {
				o, session = options(t, w.dir), &Session{}
				w.settings(&o)
				what += ", and settings"
			}
			changed := w.changed(before)
			if i%2 == 0 {
				time.Sleep(120 * time.Millisecond) // until the times of files can be trusted
			}
			build := func(s *Session) (map[string]string, []diag.Diagnostic, *Result) {
				m, list, o := &memory{files: map[string]string{}}, &diag.List{}, o
				o.Session, o.Social.Off = s, seed%2 == 1 || i%7 > 0
				if s != nil {
					m.files = maps.Clone(files)
					res, ok, err := Revise(context.Background(), o, changed, overwriting{m}, list)
					if err != nil {
						t.Fatalf("step %d of seed %d, %s: %v", i, seed, what, err)
					}
					if ok {
						revised++
						return m.files, list.Sorted(), res
					}
					m.files, list = map[string]string{}, &diag.List{}
				}
				res, err := Build(context.Background(), o, m, list)
				if err != nil {
					t.Fatalf("step %d of seed %d, %s: %v", i, seed, what, err)
				}
				return m.files, list.Sorted(), res
			}
			got, said, res := build(session)
			files = got
			want, should, whole := build(nil)
			for _, p := range slices.Sorted(maps.Keys(want)) {
				if got[p] != want[p] {
					t.Fatalf("step %d of seed %d, %s: %s differs\n%s", i, seed, what, p, difference(got[p], want[p]))
				}
			}
			for p := range got {
				if _, ok := want[p]; !ok {
					t.Fatalf("step %d of seed %d, %s: %s is left over", i, seed, what, p)
				}
			}
			if !slices.Equal(said, should) {
				t.Fatalf("step %d of seed %d, %s: said\n%v\nnot\n%v", i, seed, what, said, should)
			}
			if res.Pages != whole.Pages || fmt.Sprint(res.Outcome) != fmt.Sprint(whole.Outcome) || fmt.Sprint(res.Ledger.Entries()) != fmt.Sprint(whole.Ledger.Entries()) {
				t.Fatalf("step %d of seed %d, %s: another outcome", i, seed, what)
			}
		}
		t.Logf("seed %d: %d of %d builds were revisions", seed, revised, steps/2)
		if steps >= 30 && revised == 0 {
			t.Errorf("seed %d: no build was a revision", seed)
		}
	}
}

// overwriting is a memory whose files may be written again.
type overwriting struct{ *memory }

func (o overwriting) Write(path string, data []byte) error {
	delete(o.files, path)
	return o.memory.Write(path, data)
}

func (o overwriting) Remove(path string) { delete(o.files, path) }

// difference shows where two texts begin to differ.
func difference(got, want string) string {
	n := 0
	for n < min(len(got), len(want)) && got[n] == want[n] {
		n++
	}
	from := max(0, n-60)
	return fmt.Sprintf("got  …%q\nwant …%q", got[from:min(len(got), n+100)], want[from:min(len(want), n+100)])
}

// Of two files whose names are one in NFC the first keeps it. That one of them goes, and the other
// one is not touched, gives that one another name.
func TestSessionSameNameInNFC(t *testing.T) {
	dir := t.TempDir()
	composed, other := filepath.Join(dir, norm.NFC.String("정원.md")), filepath.Join(dir, norm.NFD.String("정원.md"))
	put(t, composed, "하나")
	put(t, other, "둘")
	put(t, filepath.Join(dir, "index.md"), "[[정원]]")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 {
		t.Skip("this file system has one form of names")
	}
	for i := range 4 {
		// Either of them goes in turn, and comes back as it was.
		gone := []string{composed, other}[i%2]
		o, session := options(t, dir), &Session{}
		o.Session = session
		time.Sleep(120 * time.Millisecond) // until the times of files can be trusted
		for _, away := range []bool{false, true, false} {
			if away {
				if err := os.Rename(gone, gone+".away"); err != nil {
					t.Fatal(err)
				}
			} else if _, err := os.Stat(gone + ".away"); err == nil {
				if err := os.Rename(gone+".away", gone); err != nil {
					t.Fatal(err)
				}
			}
			got, whole := &memory{files: map[string]string{}}, options(t, dir)
			if _, err := Build(context.Background(), o, got, diag.Discard); err != nil {
				t.Fatal(err)
			}
			want := &memory{files: map[string]string{}}
			if _, err := Build(context.Background(), whole, want, diag.Discard); err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got.files, want.files) {
				t.Fatalf("%d: with %s away %v, another site", i, filepath.Base(gone), away)
			}
		}
	}
}

// What decides on the whole site may be the text of one note.
func TestRevisionOfTheWhole(t *testing.T) {
	long := strings.Repeat("정원에 물을 주고 흙을 고른다. ", 40)
	for _, tt := range []struct{ name, before, after string }{
		{"the language", "첫 줄이다.\n\nthe garden", "첫 줄이다.\n\nthe garden\n\n" + long},
		{"a picture that is shown", "첫 줄이다.\n\n![[그림.png]]", "첫 줄이다.\n\n![[다른 그림.png]]"},
		{"what a picture is called", "첫 줄이다.\n\n![[그림.png|정원]]", "첫 줄이다.\n\n![[그림.png|뜰]]"},
		{"a heading that is named", "첫 줄이다.\n\n## 하나\n\n글", "첫 줄이다.\n\n## 둘\n\n글"},
		{"a formula", "첫 줄이다.\n\n글", "첫 줄이다.\n\n$x^2$"},
		{"a tag", "첫 줄이다.\n\n글", "첫 줄이다.\n\n글 #정원"},
		{"how it begins", "첫 줄이다.\n\n글", "다른 첫 줄이다.\n\n글"},
		{"a link more", "첫 줄이다.\n\n[[다른 글]]", "첫 줄이다.\n\n[[다른 글]] [[시작]]"},
		{"a link that leads nowhere", "첫 줄이다.\n\n[[없는 글]] 하나", "첫 줄이다.\n\n둘 [[없는 글]]"},
		{"a block of its own", "첫 줄이다.\n\n글 ^b1", "첫 줄이다.\n\n글"},
	} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "시작.md"), "[[글#하나]] [[글#^b1]] ![[글]] the garden slowly winter bread kitchen thought")
		put(t, filepath.Join(dir, "다른 글.md"), "a note in English about gardens, which is rather long so that it counts, and goes on")
		put(t, filepath.Join(dir, "글.md"), tt.before)
		w := &scribe{t: t, dir: dir, rand: rand.New(rand.NewPCG(1, 5))}
		w.whole("그림.png", "다른 그림.png")
		o := options(t, dir)
		o.Settings.Language = ""
		afterRevision(t, tt.name, o, func() []string {
			put(t, filepath.Join(dir, "글.md"), tt.after)
			return []string{"글.md"}
		})
	}
}

// afterRevision builds the site of one folder, lets change say which files have other bytes or are
// gone, and reports whether that was a revision. What the site is then must be what a full build
// makes and says.
func afterRevision(t *testing.T, name string, o Options, change func() []string) bool {
	t.Helper()
	o.Social.Off = true
	build := func(s *Session) (map[string]string, []diag.Diagnostic) {
		o, m, list := o, &memory{files: map[string]string{}}, &diag.List{}
		o.Session = s
		if _, err := Build(context.Background(), o, m, list); err != nil {
			return map[string]string{"error": err.Error()}, nil
		}
		return m.files, list.Sorted()
	}
	real, err := filepath.EvalSymlinks(o.Inputs[0])
	if err != nil {
		t.Fatal(err)
	}
	session := &Session{}
	got, _ := build(session)
	var names []string
	for _, n := range change() {
		names = append(names, filepath.Join(real, n))
	}
	r, list := o, &diag.List{}
	r.Session = session
	_, ok, err := Revise(context.Background(), r, names, overwriting{&memory{files: got}}, list)
	if err != nil {
		t.Fatal(err)
	}
	said := list.Sorted()
	if !ok {
		got, said = build(session)
	}
	want, should := build(nil)
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if got[p] != want[p] {
			t.Errorf("%s: revised %v: %s differs\n%s", name, ok, p, difference(got[p], want[p]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: revised %v: %d files, not %d", name, ok, len(got), len(want))
	}
	if !slices.Equal(said, should) {
		t.Errorf("%s: revised %v: said\n%v\nnot\n%v", name, ok, said, should)
	}
	return ok
}

// What is taken away with a folder, or is under several names, is more than the text of one note;
// what an editor writes on the way is less.
func TestRevisionOfFiles(t *testing.T) {
	none := func(*scribe) {}
	remove := func(name string) func(*scribe) {
		return func(w *scribe) {
			if err := os.RemoveAll(filepath.Join(w.dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name    string
		prepare func(w *scribe)
		change  func(w *scribe)
		paths   []string
		revised bool
	}{
		{"a word", none, func(w *scribe) { w.put("글.md", "다른 글 [[시작]]") }, []string{"글.md"}, true},
		{"a folder is gone", none, remove("가"), []string{"가"}, false},
		{"a folder is gone, in the other form", none, remove(norm.NFD.String("나")), []string{norm.NFD.String("나")}, false},
		{"all is gone", none, remove("."), []string{"."}, false},
		{"the settings are gone", func(w *scribe) { w.put(".obsidian/app.json", `{"newLinkFormat":"relative"}`) }, remove(".obsidian"), []string{".obsidian"}, false},
		{"a link that leads out is gone", func(w *scribe) { link(t, "/etc/hostname", filepath.Join(w.dir, "밖.md")) }, remove("밖.md"), []string{"밖.md"}, false},
		{"a file of an editor", none, func(w *scribe) { w.put("글.md", "다른 글 [[시작]]") }, []string{"글.md", "4913", "글.md~", ".글.md.swp"}, true},
		{"a note under two names", func(w *scribe) { link(t, "글.md", filepath.Join(w.dir, "또.md")) },
			func(w *scribe) { w.put("글.md", "다른 글 [[시작]]") }, []string{"글.md"}, false},
		{"a note with two entries", func(w *scribe) {
			if err := os.Link(filepath.Join(w.dir, "글.md"), filepath.Join(w.dir, "또.md")); err != nil {
				t.Skip(err)
			}
		}, func(w *scribe) { w.put("글.md", "다른 글 [[시작]]") }, []string{"글.md"}, false},
		{"a table that a private note shows no more", func(w *scribe) {
			w.put("표.csv", "이름,값\n하나,1\n")
			w.put("글.md", "---\nprivate: true\n---\n글 ![[표.csv]]")
		}, func(w *scribe) { w.put("글.md", "---\nprivate: true\n---\n글 표") }, []string{"글.md"}, false},
		{"the text below a cover", func(w *scribe) {
			w.whole("그림.png")
			w.put("글.md", "---\ncover: 그림/그림.png\n---\n글 [[시작]]")
		}, func(w *scribe) { w.put("글.md", "---\ncover: 그림/그림.png\n---\n다른 글 [[시작]]") }, []string{"글.md"}, true},
		{"another cover", func(w *scribe) {
			w.whole("그림.png", "둘.png")
			w.put("글.md", "---\ncover: 그림/그림.png\n---\n글 [[시작]]")
		}, func(w *scribe) { w.put("글.md", "---\ncover: 그림/둘.png\n---\n글 [[시작]]") }, []string{"글.md"}, false},
	} {
		w := &scribe{t: t, dir: t.TempDir(), rand: rand.New(rand.NewPCG(1, 5))}
		w.put("시작.md", "# 시작\n\n[[글]] [[가 하나]] [[나 하나]]")
		w.put("글.md", "글 [[시작]]")
		w.put("가/가 하나.md", "비밀스러운 글 [[시작]]")
		w.put(norm.NFD.String("나/나 하나.md"), "둘째 글 [[글]]")
		tt.prepare(w)
		if ok := afterRevision(t, tt.name, options(t, w.dir), func() []string { tt.change(w); return tt.paths }); ok != tt.revised {
			t.Errorf("%s: revised %v", tt.name, ok)
		}
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip(err)
	}
}
