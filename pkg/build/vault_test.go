package build

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// With these flags TestVault writes the notes of the benchmarks for whole programs, in two forms:
//
//	go test ./pkg/build -run TestVault -vault /tmp/vault -notes 10000
var (
	vaultFolder = flag.String("vault", "", "write notes into this `folder`, notes for memopress and hugo for Hugo")
	vaultNotes  = flag.Int("notes", 1000, "how many")
)

// Words of the generated notes.
var (
	koreanWords  = strings.Fields("정원 나무를 심은 아침에 동네 도서관에서 빌린 책을 읽고 메모를 남긴다 그리고 오늘의 날씨와 걸은 길을 적어 둔다 작은 습관이 모여 긴 글이 된다 물을 주고 흙을 고르고 씨앗을 나눈다 여행 기록은 사진보다 오래 남는다")
	englishWords = strings.Fields("the garden grows slowly and a note about it grows with every walk because each link leads to another thought that was written down last winter when bread and books filled the kitchen table while rain kept us at home")
	languages    = []string{"go", "python", "js", "sh", "yaml", "sql"}
)

// vault writes n notes of 2.3 KB on average into a folder: 40 of 100 in Korean, 6 links a third
// of which lead to neighbours and most others to few notes, tags, lists, tables, a code block in
// every fifth, a name without a link in every tenth, a picture to fifty notes.
func vault(b testing.TB, n int) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "vault")
	writeVault(b, dir, n, false)
	return dir
}

// writeVault writes a vault. For Hugo, links are such of Markdown, titles and dates stand in front
// matter, and pictures lie where it looks for them.
func writeVault(t testing.TB, dir string, n int, hugo bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(n), 1))
	w := vaultWriter{r: r, names: make([]string, n), hugo: hugo}
	for i := range w.names {
		if w.names[i] = fmt.Sprintf("Note %d on %s", i, englishWords[i%len(englishWords)]); i%5 < 2 {
			w.names[i] = fmt.Sprintf("%s %s %d", koreanWords[i%len(koreanWords)], koreanWords[i/7%len(koreanWords)], i)
		}
	}
	content, pictures := dir, filepath.Join(dir, "pictures")
	if hugo {
		content, pictures = filepath.Join(dir, "content"), filepath.Join(dir, "static", "pictures")
	} else {
		put(t, filepath.Join(dir, ".obsidian/app.json"), "{}")
	}
	for i, name := range w.names {
		if i%50 == 0 {
			put(t, filepath.Join(pictures, fmt.Sprintf("그림 %d.svg", i)), fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><rect width="%d" height="40"/></svg>`, 1+i%70))
		}
		put(t, filepath.Join(content, vaultFolderOf(i), name+".md"), w.note(i))
	}
}

func vaultFolderOf(i int) string {
	if i%3 == 0 {
		return fmt.Sprintf("area-%d/topic %d", i/25%10, i/25)
	}
	return fmt.Sprintf("묶음 %d", i/25%40)
}

type vaultWriter struct {
	r     *rand.Rand
	names []string
	hugo  bool
}

// link returns a link from one note to another.
func (w *vaultWriter) link(from, to int) string {
	if !w.hugo {
		return "[[" + w.names[to] + "]] "
	}
	up := strings.Repeat("../", 1+strings.Count(vaultFolderOf(from), "/"))
	target := url.URL{Path: up + vaultFolderOf(to) + "/" + w.names[to] + ".md"}
	return "[" + w.names[to] + "](" + target.EscapedPath() + ") "
}

func (w *vaultWriter) note(i int) string {
	r, words := w.r, englishWords
	if i%5 < 2 {
		words = koreanWords
	}
	var sb strings.Builder
	say := func(count int) {
		for range count {
			sb.WriteString(words[r.IntN(len(words))] + " ")
		}
	}
	link := func() {
		to := int(float64(len(w.names)) * r.Float64() * r.Float64() * r.Float64())
		if r.IntN(3) == 0 {
			to = min(i+r.IntN(10), len(w.names)-1)
		}
		sb.WriteString(w.link(i, to))
	}
	if w.hugo {
		fmt.Fprintf(&sb, "---\ntitle: %s\ntags: [주제/%d, note]\ndate: 2024-%02d-%02d\n---\n", w.names[i], i%60, i%12+1, i%28+1)
	} else {
		fmt.Fprintf(&sb, "---\ntags: [주제/%d, note]\ncreated: 2024-%02d-%02d\n---\n# %s\n\n", i%60, i%12+1, i%28+1, w.names[i])
	}
	for section := range 3 {
		fmt.Fprintf(&sb, "## %s %d\n\n", words[r.IntN(len(words))], section+1)
		say(40)
		link()
		say(10)
		fmt.Fprintf(&sb, "**%s** and `%s`, #tag%d.\n\n", words[r.IntN(len(words))], words[0], r.IntN(200))
		for range 3 {
			sb.WriteString("- ")
			say(8)
			sb.WriteString("\n")
		}
		sb.WriteString("\n")
		link()
		say(30)
		sb.WriteString("\n\n")
	}
	if i%5 == 0 {
		fmt.Fprintf(&sb, "```%s\nfor i = 0; i < %d; i += 1 { print(\"%s\") } # comment\nreturn x[%d] + 42\n```\n\n", languages[i/5%len(languages)], i%90, words[1], i%7)
	}
	if i%10 == 7 {
		fmt.Fprintf(&sb, "이 글은 %s에서 이어진다.\n\n", w.names[r.IntN(len(w.names))])
	}
	if i%10 == 3 {
		sb.WriteString("| a | b |\n|---|---|\n| 1 | ==둘== |\n\n> [!tip] 알아 두기\n> text\n\n")
	}
	if w.hugo {
		fmt.Fprintf(&sb, "![](/pictures/%s)\n", url.PathEscape(fmt.Sprintf("그림 %d.svg", i/50*50)))
	} else {
		fmt.Fprintf(&sb, "![[그림 %d.svg|300]]\n", i/50*50)
	}
	return sb.String()
}

// TestVault: both forms of the generated notes say the same, and each link of Hugo's leads to a
// file.
func TestVault(t *testing.T) {
	dir, n := t.TempDir(), 120
	if *vaultFolder != "" {
		dir, n = *vaultFolder, *vaultNotes
	}
	writeVault(t, filepath.Join(dir, "notes"), n, false)
	hugo := filepath.Join(dir, "hugo")
	if err := os.RemoveAll(hugo); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(hugo, os.DirFS("testdata/hugo")); err != nil {
		t.Fatal(err)
	}
	writeVault(t, hugo, n, true)
	notes, links := 0, 0
	target := regexp.MustCompile(`\]\(([^)]+)\)`)
	err := filepath.WalkDir(filepath.Join(dir, "notes"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(p) != ".md" {
			return err
		}
		notes++
		rel, err := filepath.Rel(filepath.Join(dir, "notes"), p)
		if err != nil {
			return err
		}
		ours, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		in := filepath.Join(hugo, "content", rel)
		theirs, err := os.ReadFile(in)
		if err != nil {
			return err
		}
		found := target.FindAllStringSubmatch(string(theirs), -1)
		if len(found) != strings.Count(string(ours), "[[") {
			t.Errorf("%s: %d links", rel, len(found))
		}
		for _, m := range found {
			to, err := url.PathUnescape(m[1])
			if err != nil {
				return err
			}
			file := filepath.Join(filepath.Dir(in), to)
			if path.IsAbs(to) {
				file = filepath.Join(hugo, "static", to)
			}
			if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
			links++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if notes != n || links != 7*n {
		t.Errorf("%d notes with %d links", notes, links)
	}
}
