package build

import (
	"bufio"
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/internal/crawl"
	"memopress/pkg/site"
	"memopress/pkg/theme"
	"memopress/themes"
)

// options are those of a build without any settings.
func options(t testing.TB, inputs ...string) Options {
	t.Helper()
	policy, err := site.ParsePolicy(site.PolicyConfig{Publish: &site.RuleConfig{Use: "all"}})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Inputs: inputs, Import: importer.Options{Location: time.UTC}, Settings: site.Settings{Title: "위키"}, Policy: policy, Theme: loadTheme(t, "")}
}

// loadTheme loads a theme of the program, the usual one without a name.
func loadTheme(t testing.TB, name string) *theme.Theme {
	t.Helper()
	th, err := theme.Load(theme.Options{Themes: themes.FS, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// siteOf builds the inputs in memory.
func siteOf(t testing.TB, inputs ...string) map[string]string {
	t.Helper()
	m := &memory{files: map[string]string{}}
	if _, err := Build(context.Background(), options(t, inputs...), m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	return m.files
}

// inputs are the examples and, where MEMOPRESS_CORPUS names them, real vaults and exports.
func inputs(t *testing.T) []string {
	examples, err := filepath.Glob("../../examples/*")
	if err != nil || len(examples) < 4 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Log("MEMOPRESS_CORPUS is not set: examples only")
		return examples
	}
	for _, name := range []string{"obsidian/quartz-docs", "obsidian/kepano-vault", "obsidian/elky84-obsidian-template-ko",
		"obsidian/oldwinter-knowledge-garden", "foam/foam-docs", "google-keep/obsidian-importer"} {
		examples = append(examples, filepath.Join(corpus, name))
	}
	return examples
}

// TestSitesAreWhole builds every input and crawls it: no dead link, resource or fragment, no id
// twice, nothing inline, nothing from another host, no wiki syntax left as text.
func TestSitesAreWhole(t *testing.T) {
	for _, input := range inputs(t) {
		t.Run(filepath.Base(input), func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{}
			for name, data := range siteOf(t, input) {
				files[name] = &fstest.MapFile{Data: []byte(data)}
			}
			findings, err := crawl.Check(files, crawl.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Kind != crawl.Syntax || !writtenAsText(t, input, f.Text) {
					t.Error(f)
				}
			}
		})
	}
}

// writtenAsText reports whether the author wrote a piece of syntax as text: in code, which
// descriptions show without its marks, or with backslashes.
func writtenAsText(t *testing.T, input, finding string) bool {
	t.Helper()
	piece, _, _ := strings.Cut(finding, " in ")
	found := false
	err := filepath.WalkDir(input, func(p string, d fs.DirEntry, err error) error {
		if err != nil || found || d.IsDir() || filepath.Ext(p) != ".md" {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
			line := lines.Text()
			found = found || strings.Contains(line, "`") && strings.Contains(line, piece) ||
				strings.Contains(line, `\`) && strings.Contains(strings.ReplaceAll(line, `\`, ""), piece)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestSameBytes builds each example again with another number of processors, in another zone and
// from another folder of the same name.
func TestSameBytes(t *testing.T) {
	for _, input := range []string{"../../examples/wiki-en", "../../examples/wiki-ko", "../../examples/keep-takeout"} {
		want := siteOf(t, input)
		copied := filepath.Join(t.TempDir(), filepath.Base(input))
		if err := os.CopyFS(copied, os.DirFS(input)); err != nil {
			t.Fatal(err)
		}
		zone := time.Local
		procs := runtime.GOMAXPROCS(1)
		time.Local = time.FixedZone("elsewhere", 9*60*60)
		got := siteOf(t, copied)
		time.Local = zone
		runtime.GOMAXPROCS(procs)
		if len(got) != len(want) {
			t.Errorf("%s: %d files, then %d", input, len(want), len(got))
		}
		for name, data := range want {
			if got[name] != data {
				t.Errorf("%s: %s differs", input, name)
			}
		}
	}
}

// TestRebuild edits, adds and removes notes: what stands in the folder after it equals a fresh
// build, and a build of nothing new writes nothing.
func TestRebuild(t *testing.T) {
	vault := filepath.Join(t.TempDir(), "vault")
	if err := os.CopyFS(vault, os.DirFS("../../examples/wiki-ko")); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "public")
	rebuild := func() Written {
		t.Helper()
		_, w, err := Folder(context.Background(), options(t, vault), out, false, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	rebuild()
	if w := rebuild(); w.Written != 0 || w.Removed != 0 {
		t.Errorf("nothing changed, but %d were written and %d removed", w.Written, w.Removed)
	}
	for name, text := range map[string]string{"홈.md": "다시 쓴 홈. [[새 글]]", "새 글.md": "새 글이다. [[핸드드립]]"} {
		if err := os.WriteFile(filepath.Join(vault, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(vault, "여행/제주/오름.md")); err != nil {
		t.Fatal(err)
	}
	if w := rebuild(); w.Written == 0 || w.Removed == 0 || w.Unchanged == 0 {
		t.Errorf("after the edit: %+v", w)
	}
	want := siteOf(t, vault)
	seen := 0
	err := filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".memopress-manifest" {
			return err
		}
		rel, err := filepath.Rel(out, p)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		seen++
		if string(data) != want[filepath.ToSlash(rel)] {
			t.Errorf("%s is not as a fresh build makes it", rel)
		}
		return nil
	})
	if err != nil || seen != len(want) {
		t.Errorf("%d files, want %d; %v", seen, len(want), err)
	}
}
