//go:build linux

package build

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// canary is in every private title, path and text that no public note has.
const canary = "카나리아"

// hidden are the ways in which a note is private: its path, with a hole for its name, and its
// text, with a hole for the body. The last two are not even read: in messages a link to one of
// them is a link to nothing, and says what its public note wrote.
var hidden = []struct{ path, text string }{
	{"vault/%s.md", "---\nprivate: true\ntags: [함께, %[1]s]\naliases: [계획, 별명]\n---\n%[1]s"},
	{"vault/일/%s.md", "---\npublish: false\ncreated: 2024-01-02\npermalink: 계획\n---\n%s"},
	{"vault/drafts/%s.md", "---\ndraft: yes\ncover: 사진.svg\n---\n%s"},
	{"vault/%s.md", "---\nprivate: perhaps %[1]s\n---\n%[1]s"},
	{"vault/일/%s.md", "---\ntags: [%[1]s\nprivate: {\n---\n%[1]s"},
	{"vault/%s.md", "---\npublish: true\npublish: false\n---\n%s"},
	{"vault/%s.md", "---\nPublish: \"no\"\n---\n%s"},
	{"vault/비공개/%s.md", "---\ntags: 함께\n---\n%s"},
	{"vault/비공개/사진/%s.md", "%s"},
	{"vault/Templates/%s.md", "---\ncreated: {{date}}\n---\n%s"},
	{"Takeout/Keep/%s.json", `{"title":"` + "%[1]s" + `","textContent":"%[1]s","isTrashed":true,"labels":[{"name":"함께"}],"userEditedTimestampUsec":1704153600000000}`},
	{"Takeout/Keep/%s.json", `{"title":"` + "%[1]s" + `","textContent":"%[1]s","isArchived":true,"attachments":[{"filePath":"` + canary + `.png","mimetype":"image/png"}],"userEditedTimestampUsec":1704153600000000}`},
	{"vault/.trash/%s.md", "%s"},
	{"vault/치운 것/%s.md", "%s"},
}

// shared are titles of public and of private notes.
var shared = []string{"계획", "Plan", "index", "README", "회의록", "All", "a b", "2024-01-02", "홈", "사진"}

// A folderTree is files by path.
type folderTree map[string]string

func (f folderTree) write(t *testing.T, dir string) {
	t.Helper()
	for p, text := range f {
		put(t, filepath.Join(dir, p), text)
	}
}

// publicNotes are the same for every private side of a seed.
func publicNotes(r *rand.Rand) folderTree {
	files := folderTree{
		"vault/.obsidian/app.json":       `{"userIgnoreFilters":["치운 것/"]}`,
		"vault/.obsidian/templates.json": `{"folder":"Templates"}`,
		"vault/memopress.yaml":           "publish: all\nexclude: 비공개\noffline: true\n",
		"vault/일/사진.svg":                 `<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>`,
		"Takeout/Keep/공개 메모.json":        `{"title":"공개 메모","textContent":"우유와 빵","isTrashed":false,"labels":[{"name":"함께"}],"userEditedTimestampUsec":1704153500000000}`,
	}
	words := strings.Fields("정원 나무 오늘 the garden zymurgy 지식 connects 퇴고 perennial")
	for i := range 6 + r.IntN(6) {
		var sb strings.Builder
		fmt.Fprintf(&sb, "---\ntags: [함께, t%d]\ncreated: 2024-01-%02d\ncover: 사진.svg\naliases: [별명%d]\n---\n", r.IntN(3), 1+r.IntN(28), i)
		for range 4 {
			name := shared[r.IntN(len(shared))]
			switch r.IntN(7) {
			case 0:
				name = fmt.Sprintf("%s %d", canary, r.IntN(len(hidden)-2)) // every private side has a note of that name
			case 1:
				name = "비공개/" + name
			case 2:
				name = "일/" + name
			}
			fmt.Fprintf(&sb, "%s %s의 %s. [[%s]] 그리고 [[%s|내 말]], ![[%s]], [글](<%s.md>), [[없는 글]]과 [[%s#절|절]]\n\n", words[r.IntN(len(words))], shared[r.IntN(len(shared))],
				words[r.IntN(len(words))], name, name, name, strings.ReplaceAll(name, " ", "%20"), name)
		}
		sb.WriteString("## 절\n\n![[사진.svg]]\n")
		dir := []string{"", "일/", "work/"}[r.IntN(3)]
		files["vault/"+dir+shared[r.IntN(len(shared))]+".md"] = sb.String()
	}
	return files
}

// privateNotes are a private side. times is how many of each kind there are.
func privateNotes(r *rand.Rand, taken folderTree, times int) folderTree {
	files := folderTree{}
	for i, h := range hidden {
		for j := range times {
			name := fmt.Sprintf("%s %d", canary, i+len(hidden)*j)
			if j > 0 && r.IntN(2) == 0 && strings.HasSuffix(h.path, ".md") {
				name = shared[r.IntN(len(shared))]
			}
			body := fmt.Sprintf("%s %d %d zymurgy [[%s]] ![[%s.png]] #함께 #%s/%d ^절", canary, i, r.IntN(1000), shared[r.IntN(len(shared))], canary, canary, j)
			if p := fmt.Sprintf(h.path, name); taken[p] == "" {
				files[p] = fmt.Sprintf(h.text, body)
			}
		}
	}
	files["vault/"+canary+".png"] = canary + fmt.Sprint(r.IntN(100))
	files["vault/비공개/사진.svg"] = "<svg>" + canary + "</svg>"
	files["Takeout/Keep/"+canary+".png"] = canary
	return files
}

// TestWall builds real folders with the real program: the site is the same, byte for byte, with
// the private notes, with other private notes, with three times as many, and without any; also
// where some of them were public in the build before. No private word is printed.
func TestWall(t *testing.T) {
	t.Parallel() // it mostly waits
	const seeds = 12
	p := compile(t)
	for seed := range uint64(seeds) {
		dir := t.TempDir()
		public := publicNotes(rand.New(rand.NewPCG(seed, 1)))
		var want map[string]string
		for i, side := range []folderTree{nil, privateNotes(rand.New(rand.NewPCG(seed, 2)), public, 2),
			privateNotes(rand.New(rand.NewPCG(seed, 3)), public, 2), privateNotes(rand.New(rand.NewPCG(seed, 4)), public, 6)} {
			root, out := filepath.Join(dir, fmt.Sprint("side", i)), filepath.Join(dir, fmt.Sprint("out", i))
			public.write(t, root)
			inputs := []string{filepath.Join(root, "vault"), filepath.Join(root, "Takeout"), "--title", "위키", "--base-url", "https://example.org", "-o", out}
			if i == 2 { // what is private in this build was public in the one before
				opened := folderTree{}
				for p, text := range side {
					opened[strings.Replace(p, "비공개/", "공개/", 1)] = strings.NewReplacer("private: true", "", "publish: false", "", "draft: yes", "").Replace(text)
				}
				opened.write(t, root)
				p.build(t, inputs...)
				if len(grep(t, out)) == 0 {
					t.Errorf("seed %d: what is public for once is not published", seed)
				}
				for p := range opened {
					if err := os.Remove(filepath.Join(root, p)); err != nil {
						t.Fatal(err)
					}
				}
			}
			side.write(t, root)
			said := p.build(t, inputs...)
			got := tree(t, out)
			if i == 0 {
				want = got
				continue
			}
			if d := different(want, got); len(d) > 0 {
				t.Errorf("seed %d, side %d: %q differ", seed, i, d)
			}
			if i == 3 { // where most is private
				said += p.build(t, append(slices.Clone(inputs), "--json")...) + p.build(t, append(slices.Clone(inputs), "--diagnostics", "github")...)
			}
			for line := range strings.Lines(said) {
				if strings.Contains(line, canary) {
					t.Errorf("seed %d, side %d: printed: %s", seed, i, line)
				}
			}
			for _, hit := range grep(t, out) {
				t.Errorf("seed %d, side %d: %s", seed, i, hit)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// grep returns the files of a site that have the canary in their name or text, as it is, as
// bytes of an address or as a script would write it.
func grep(t *testing.T, dir string) []string {
	t.Helper()
	var hits []string
	for _, name := range slices.Sorted(maps.Keys(tree(t, dir))) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var data []byte
		if info.Mode().IsRegular() {
			if data, err = os.ReadFile(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		text := name + string(data)
		if strings.Contains(text, canary) || strings.Contains(text, url.PathEscape(canary)) || strings.Contains(text, `\uce74\ub098`) {
			hits = append(hits, name)
		}
	}
	return hits
}
