package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
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
	"memopress/pkg/site"
	"memopress/pkg/theme"
	"memopress/themes"
)

// A scribe writes a vault and changes it at random.
type scribe struct {
	t      *testing.T
	dir    string
	rand   *rand.Rand
	names  []string // of files of notes, with their folders, as they are on disk
	files  []string // attachments
	count  int
	broken []string // of files, those that are no pictures
}

var scribeWords = strings.Fields("정원 나무를 아침에 도서관에서 책을 메모를 날씨와 습관이 씨앗을 여행 사진보다 회의록 the garden slowly winter bread kitchen thought walk harvest compost 庭園 植物学 カレンダー")

func newScribe(t *testing.T, seed uint64) *scribe {
	w := &scribe{t: t, dir: filepath.Join(t.TempDir(), "vault"), rand: rand.New(rand.NewPCG(seed, 5))}
	if seed%2 == 1 {
		put(t, filepath.Join(w.dir, ".obsidian/app.json"), "{}")
	}
	put(t, filepath.Join(w.dir, "비공개/비밀.md"), "---\nprivate: true\n---\nnothing of this [[메모 1]]")
	for range 3 {
		w.picture()
	}
	for range 24 {
		w.create()
	}
	return w
}

func pick[T any](w *scribe, all []T) T { return all[w.rand.IntN(len(all))] }

func (w *scribe) put(name, text string) { put(w.t, filepath.Join(w.dir, name), text) }

func (w *scribe) words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = pick(w, scribeWords)
	}
	return strings.Join(out, " ")
}

// stem is how a link writes the name of a note: composed, or not, with its folder or without.
func (w *scribe) stem(name string) string {
	name = strings.TrimSuffix(name, ".md")
	if w.rand.IntN(3) > 0 {
		name = filepath.Base(name)
	}
	if w.rand.IntN(4) == 0 {
		return norm.NFD.String(name)
	}
	return norm.NFC.String(name)
}

func (w *scribe) link() string {
	if len(w.names) == 0 || w.rand.IntN(12) == 0 {
		return "[[없는 노트]]"
	}
	to := w.stem(pick(w, w.names))
	switch w.rand.IntN(10) {
	case 0:
		return "[[" + to + "#부분 1]]"
	case 1:
		return "[[" + to + "#^b1]]"
	case 2:
		return "![[" + to + "]]"
	case 3:
		return "![[" + to + "#부분 2]]"
	case 4:
		return "[[비밀]]"
	case 5:
		return "[[" + to + "|" + w.words(2) + "]]"
	case 6:
		return norm.NFC.String(filepath.Base(to)) // a mention
	}
	return "[[" + to + "]]"
}

func (w *scribe) text() string {
	var b strings.Builder
	b.WriteString("---\n")
	if w.rand.IntN(3) == 0 {
		fmt.Fprintf(&b, "title: %s %d\n", w.words(2), w.rand.IntN(50))
	}
	if w.rand.IntN(3) == 0 {
		fmt.Fprintf(&b, "aliases: [%s %d]\n", w.words(1), w.rand.IntN(50))
	}
	if w.rand.IntN(2) == 0 {
		fmt.Fprintf(&b, "tags: [%s, a/%s]\n", w.words(1), w.words(1))
	}
	if w.rand.IntN(2) == 0 {
		fmt.Fprintf(&b, "created: 202%d-0%d-11\nupdated: 2025-0%d-1%d\n", w.rand.IntN(5), 1+w.rand.IntN(9), 1+w.rand.IntN(9), w.rand.IntN(9))
	}
	switch w.rand.IntN(12) {
	case 0:
		b.WriteString("private: true\n")
	case 1:
		fmt.Fprintf(&b, "permalink: /%s/own\n", w.words(1))
	case 2:
		fmt.Fprintf(&b, "상태: \"[[%s]]\"\nrating: 4\n", w.stem(pick(w, append(w.names, "x.md"))))
	case 3:
		fmt.Fprintf(&b, "cover: \"[[%s]]\"\n", pick(w, w.files))
	case 4:
		b.WriteString("lang: en\npinned: true\n")
	}
	b.WriteString("---\n")
	for i := range 1 + w.rand.IntN(4) {
		fmt.Fprintf(&b, "## 부분 %d %s\n\n%s %s %s. %s #%s\n\n", i+1, map[bool]string{true: "[[비밀]]"}[w.rand.IntN(9) == 0], w.words(8), w.link(), w.words(3), w.link(), pick(w, scribeWords[:6]))
		switch w.rand.IntN(8) {
		case 0:
			fmt.Fprintf(&b, "![[%s]]\n\n", pick(w, w.files))
		case 1:
			fmt.Fprintf(&b, "```go\nreturn %d // %s\n```\n\n", w.rand.IntN(9), w.words(2))
		case 2:
			fmt.Fprintf(&b, "> [!tip] %s\n> $x^%d$ %s\n\n", w.words(2), w.rand.IntN(9), w.link())
		case 3:
			fmt.Fprintf(&b, "- [ ] %s\n- %s ^b1\n\n", w.words(4), w.link())
		case 4:
			fmt.Fprintf(&b, "| a | %s |\n|---|---|\n| %s | 2 |\n\n", w.words(1), w.words(3))
		case 5:
			fmt.Fprintf(&b, "%s[^1]\n\n[^1]: %s\n\n", w.words(3), w.link())
		}
	}
	return b.String()
}

func (w *scribe) name() string {
	w.count++
	name := fmt.Sprintf("%s %d.md", pick(w, []string{"메모", "Note", "정원", "Garden log"}), w.count)
	if w.rand.IntN(6) == 0 {
		name = pick(w, []string{"index", "README", "홈"}) + ".md"
	}
	if w.rand.IntN(3) == 0 {
		name = norm.NFD.String(name)
	}
	return filepath.Join(pick(w, []string{"", "가", "가/나", "area", "2024 길"}), name)
}

func (w *scribe) create() {
	name := w.name()
	if !slices.Contains(w.names, name) {
		w.names = append(w.names, name)
	}
	w.put(name, w.text())
}

func (w *scribe) picture() {
	w.count++
	name := fmt.Sprintf("그림 %d.png", w.count)
	w.files = append(w.files, name)
	w.whole(name)
}

// whole makes files pictures.
func (w *scribe) whole(names ...string) {
	for _, name := range names {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1+w.rand.IntN(90), 60))); err != nil {
			w.t.Fatal(err)
		}
		w.put(filepath.Join("그림", name), b.String())
	}
}

// edit replaces a part of a note.
func (w *scribe) edit(change func(string) string) {
	name := pick(w, w.names)
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	w.put(name, change(string(text)))
}

// step changes something and says what.
func (w *scribe) step() string {
	i := w.rand.IntN(len(w.names))
	if len(w.broken) > 0 && w.rand.IntN(2) == 0 {
		w.whole(w.broken...)
		w.broken = nil
	}
	switch w.rand.IntN(24) {
	case 0:
		w.create()
		return "a new note"
	case 1:
		if len(w.names) > 8 {
			if err := os.Remove(filepath.Join(w.dir, w.names[i])); err != nil {
				w.t.Fatal(err)
			}
			w.names = slices.Delete(w.names, i, i+1)
		}
		return "a note is gone"
	case 2:
		to := w.name()
		if slices.Contains(w.names, to) {
			return "nothing"
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.dir, to)), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(w.dir, w.names[i]), filepath.Join(w.dir, to)); err != nil {
			w.t.Fatal(err)
		}
		w.names[i] = to
		return "another name"
	case 3:
		w.edit(func(s string) string {
			if strings.Contains(s, "private: true\n") {
				return strings.Replace(s, "private: true\n", "", 1)
			}
			return strings.Replace(s, "---\n", "---\nprivate: true\n", 1)
		})
		return "private or not"
	case 4:
		w.edit(func(s string) string { return strings.Replace(s, "---\n", "---\ntitle: "+w.words(2)+"\n", 1) })
		return "a title"
	case 5:
		w.picture()
		return "a picture"
	case 6:
		name := pick(w, w.files)
		if w.rand.IntN(3) == 0 {
			if err := os.Remove(filepath.Join(w.dir, "그림", name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				w.t.Fatal(err)
			}
			return "a picture is gone"
		}
		w.put(filepath.Join("그림", name), pick(w, []string{"no picture", "\x89PNG\r\n\x1a\n"}))
		w.broken = append(w.broken, name)
		return "a picture that is none"
	case 7:
		w.put("새 폴더 "+fmt.Sprint(w.count)+"/메모.md", w.text())
		w.names = append(w.names, "새 폴더 "+fmt.Sprint(w.count)+"/메모.md")
		w.count++
		return "a new folder"
	case 8:
		w.put(w.names[i], w.text())
		return "another text"
	case 9:
		w.edit(func(s string) string { return s + "\n\n" + w.link() + " " + w.link() + "\n" })
		return "more links"
	case 10:
		w.edit(func(s string) string { return s + "\n#" + pick(w, scribeWords[:9]) + "\n" })
		return "a tag"
	case 11:
		return "nothing"
	case 12, 13, 14, 15:
		w.edit(func(s string) string {
			end := strings.LastIndex(s, "---\n") + 4
			return s[:end] + strings.Replace(s[end:], pick(w, scribeWords), pick(w, scribeWords), 1+w.rand.IntN(3))
		})
		return "words of the text"
	case 16, 17:
		w.edit(func(s string) string { return s + "\n" + w.words(1+w.rand.IntN(6)) + "\n" })
		return "a longer text"
	case 18:
		from, to := pick(w, []string{"가", "area", "2024 길"}), filepath.Join("..", "옛 것") // out of the vault, and back
		if _, err := os.Stat(filepath.Join(w.dir, to)); err == nil {
			from, to = to, from
		}
		w.move(from, to)
		return "a folder goes or comes back"
	case 19:
		w.count++
		w.put(fmt.Sprintf("표/표 %d.csv", w.count), "이름,값\n"+w.words(2)+",1\n")
		w.edit(func(s string) string { return s + fmt.Sprintf("\n[[표 %d.csv]]\n", w.count-w.rand.IntN(2)) })
		return "a table"
	}
	w.edit(func(s string) string { return strings.Replace(s, pick(w, scribeWords), pick(w, scribeWords), 1) })
	return "a word"
}

// move gives a folder another name, unless there is none, or one of that name.
func (w *scribe) move(from, to string) {
	if _, err := os.Stat(filepath.Join(w.dir, to)); err == nil || os.Rename(filepath.Join(w.dir, from), filepath.Join(w.dir, to)) != nil {
		return
	}
	for i, name := range w.names {
		if rest, ok := strings.CutPrefix(name, from+string(filepath.Separator)); ok {
			w.names[i] = filepath.Join(to, rest)
		}
	}
}

// settings are other options at times, which begin another session.
func (w *scribe) settings(o *Options) {
	switch w.rand.IntN(5) {
	case 0:
		o.Settings.BaseURL = "https://example.org/w"
	case 1:
		o.Policy.ShowUnpublished = true
		o.Render.FullText = true
	case 2:
		o.Settings.Language, o.Policy.Exclude = "ko", []string{"가/나/**"}
	case 3:
		o.Images = true
		o.Settings.Roots = nil
		o.Policy.Rule = site.Not(site.WithTag("정원"))
	case 4:
		var err error
		if o.Theme, err = theme.Load(theme.Options{Themes: themes.FS, Name: "ledger"}); err != nil {
			w.t.Fatal(err)
		}
	}
}

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

// contents are the files of the vault.
func (w *scribe) contents() map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(w.dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		out[p] = string(data)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// changed are the files that are not as they were, and the folders that are gone, as a watcher tells.
func (w *scribe) changed(before map[string]string) []string {
	var out []string
	now := w.contents()
	for p, text := range now {
		if was, ok := before[p]; !ok || was != text {
			out = append(out, p)
		}
	}
	for p := range before {
		if _, ok := now[p]; ok {
			continue
		}
		for dir := filepath.Dir(p); dir != w.dir; dir = filepath.Dir(dir) {
			if _, err := os.Stat(dir); err != nil {
				p = dir
			}
		}
		out = append(out, p)
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

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
