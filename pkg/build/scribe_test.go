package build

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/site"
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
		o.Theme = loadTheme(w.t, "ledger")
	}
}

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
