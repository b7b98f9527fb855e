package html

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"memopress/pkg/note"
)

func corpus(t *testing.T) string {
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	return root
}

// TestCorpus reads HTML notes that another converter has turned into Markdown, and compares the
// words and the addresses of both.
func TestCorpus(t *testing.T) {
	dir := filepath.Join(corpus(t), "html/obsidian-importer")
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	link := regexp.MustCompile(`\[[^\]]*\]\([^)]*\)`)
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(f), ".html")
		want, err := os.ReadFile(filepath.Join(dir, "expected", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		d := Parse(src, Options{File: name})
		var have strings.Builder
		links := 0
		note.Walk(d.Blocks, func(n any) bool {
			switch n := n.(type) {
			case *note.Text:
				have.WriteString(n.Value)
			case *note.CodeSpan:
				have.WriteString(" " + n.Text)
			case *note.Code:
				have.WriteString(n.Text)
			case *note.Link:
				links++
				have.WriteByte(' ')
			case *note.Embed:
				links++
				have.WriteString(" " + n.Alt)
			case *note.Break:
				have.WriteByte(' ')
			case note.Block, *note.ListItem:
				have.WriteByte('\n')
			}
			return true
		})
		words := map[string]int{}
		for _, w := range wordsOf(have.String()) {
			words[w]++
		}
		// The text of a link counts, its address does not: attachments were moved.
		text := link.ReplaceAllStringFunc(string(want), func(s string) string { return " " + s[1:strings.Index(s, "](")] + " " })
		for _, w := range wordsOf(strings.ReplaceAll(text, "<br>", " ")) {
			if words[w]--; words[w] < 0 && w != "download" { // its text for browsers that play nothing
				t.Errorf("%s: the word %q is missing", name, w)
			}
		}
		if n := len(link.FindAllString(string(want), -1)); links < n {
			t.Errorf("%s: %d links and embeds, the other converter found %d", name, links, n)
		}
		t.Logf("%s: %d words, %d links", name, len(words), links)
	}
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// TestCorpusFiles reads every HTML file of the corpus: none panics, none is empty, and none is
// slow.
func TestCorpusFiles(t *testing.T) {
	n, size := 0, 0
	start := time.Now()
	err := filepath.WalkDir(corpus(t), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		size += len(src)
		if doc := Parse(src, Options{File: path}); len(doc.Blocks) == 0 && len(src) > 1000 {
			t.Errorf("%s: nothing read", path)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	t.Logf("%d files, %d kB, %v", n, size/1000, time.Since(start).Round(time.Millisecond))
}

// TestHTML5Lib runs the inputs of the standard's own tokenizer tests.
func TestHTML5Lib(t *testing.T) {
	n := 0
	err := filepath.WalkDir(filepath.Join(corpus(t), "_standards/html5lib-tests"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".test") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var suite struct {
			Tests []struct{ Input any }
		}
		if json.Unmarshal(src, &suite) != nil {
			return nil
		}
		for _, test := range suite.Tests {
			if s, ok := test.Input.(string); ok {
				n++
				Tokens(s, Options{})
				Fragment(s, Options{})
				Parse([]byte(s), Options{})
			}
		}
		return nil
	})
	if err != nil || n < 1000 {
		t.Fatal(n, err)
	}
	t.Logf("%d inputs", n)
}
