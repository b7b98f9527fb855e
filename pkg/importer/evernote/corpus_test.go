package evernote

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// TestCorpus scores the exports of two other converters' tests against what their authors expect.
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	suite := importertest.Suite{Name: "evernote", Explained: explained}
	for _, dir := range []string{"evernote/obsidian-importer", "evernote/obsidian-importer/yarle"} {
		dir = filepath.Join(corpus, dir)
		inputs, err := filepath.Glob(filepath.Join(dir, "*.enex"))
		if err != nil || len(inputs) < 5 {
			t.Fatal(len(inputs), err)
		}
		for _, in := range inputs {
			name := strings.TrimSuffix(filepath.Base(in), ".enex")
			raw, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			got := importertest.Read(t, Importer{}, in)
			if n := len(regexp.MustCompile(`<note[\s>]`).FindAll(raw, -1)); len(got.Notes) != n || got.Failed() > 0 {
				t.Errorf("%s: %d notes of %d, %d failed", name, len(got.Notes), n, got.Failed())
			}
			expected, err := filepath.Glob(filepath.Join(dir, "expected", name, "*.md"))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range expected {
				want, err := os.ReadFile(p)
				if err != nil {
					t.Fatal(err)
				}
				var best importertest.Score
				for i, n := range got.Notes {
					if s := importertest.Compare(string(want), n); i == 0 || sum(s) > sum(best) {
						best = s
					}
				}
				suite.Add(filepath.Base(filepath.Dir(dir+"/x"))+"/"+name+"/"+filepath.Base(p), best)
			}
		}
	}
	suite.Check(t)
}

func sum(s importertest.Score) float64 {
	return s.Words.Value()*4 + s.Links.Value() + s.Tasks.Value() + s.Tables.Value() + s.Attachments.Value()
}

// footer matches what Yarle's templates write around a note: dates, and the labels of tags, places
// and notebooks.
var footer = regexp.MustCompile(`(?m)^ *(?:(?:Created at|Updated at|Last updated at|Where|Notebook): .*$|(?:Tag\(s\)|Source URL|Tags)(?::| \[))`)

// TestYarle scores the exports that Yarle's own tests read against what they expect, for every
// pair of an export and an output of the list.
func TestYarle(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir := filepath.Join(corpus, "evernote/yarle-shared")
	list, err := os.ReadFile(filepath.Join(dir, "pairs.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	suite := importertest.Suite{Name: "yarle-shared", Explained: explainedYarle}
	for i, line := range strings.Split(strings.TrimSpace(string(list)), "\n") {
		fields := strings.Split(line, "\t")
		if i == 0 || len(fields) < 5 {
			continue
		}
		want, err := os.ReadFile(filepath.Join(dir, fields[1]))
		if err != nil {
			t.Errorf("pair %d: %v", i, err)
			continue
		}
		in := filepath.Join(dir, fields[0])
		if _, err := os.Stat(in); err != nil {
			in = filepath.Join(corpus, "evernote/obsidian-importer/yarle", filepath.Base(fields[0]))
		}
		if _, err := os.Stat(in); err != nil {
			in = filepath.Join(corpus, "evernote/obsidian-importer", filepath.Base(fields[0]))
		}
		password := ""
		if strings.Contains(fields[4], `"password"`) {
			password = "password"
		}
		got := readWith(t, in, password)
		var best importertest.Score
		for j, n := range got {
			if s := importertest.Compare(footer.ReplaceAllString(string(want), ""), n); j == 0 || sum(s) > sum(best) {
				best = s
			}
		}
		if len(got) == 0 {
			t.Errorf("%s: no notes", fields[0])
		}
		suite.Add(fields[1], best)
	}
	suite.Check(t)
}

func readWith(t testing.TB, path, password string) []*note.Note {
	t.Helper()
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	c := importer.NewCollector(diag.Discard)
	if err := (Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x", Location: time.UTC, Password: password}, c); err != nil {
		t.Fatal(err)
	}
	notes, _ := c.Finish()
	return notes
}

// Text that the app itself encrypted is opened by its password.
func TestEncryptedByEvernote(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	in := filepath.Join(corpus, "evernote/obsidian-importer/yarle/test-encryption.enex")
	if text := string(markdown.Write(readWith(t, in, "password")[0])); !strings.Contains(text, "This is an encrypted test") || strings.Contains(text, "```") {
		t.Error(text)
	}
}
