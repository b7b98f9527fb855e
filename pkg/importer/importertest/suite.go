package importertest

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	readmd "memopress/pkg/reader/markdown"
	"memopress/pkg/writer/markdown"
)

// A Ratio is how many of the expected things were found.
type Ratio struct{ Found, Of int }

// Value is the share that was found: 1 when nothing was expected.
func (r Ratio) Value() float64 {
	if r.Of == 0 {
		return 1
	}
	return float64(r.Found) / float64(r.Of)
}

func (r Ratio) String() string { return fmt.Sprintf("%d/%d", r.Found, r.Of) }

// A Score compares notes with what another converter's authors expect of the same export. It
// measures content, not bytes: each kind counts how much of the expected is in ours; what ours
// has besides is no fault.
type Score struct {
	Words       Ratio // runs of letters and digits that readers see and those of front matter, as often as they are expected
	Links       Ratio // links by their address or, for links to notes, by their text or target
	Tasks       Ratio // open and done items, each by its text
	Tables      Ratio // rows of tables, each by its words
	Attachments Ratio // embeds and, with Files, files by their bytes
	Missing     []string
}

// Least is the lowest of the ratios.
func (s Score) Least() float64 {
	return min(s.Words.Value(), s.Links.Value(), s.Tasks.Value(), s.Tables.Value(), s.Attachments.Value())
}

// Compare scores notes against the Markdown that is expected of them, front matter included.
func Compare(want string, notes ...*note.Note) Score {
	var s Score
	have := &content{}
	for _, n := range notes {
		have.words = append(have.words, wordsOf(string(markdown.Write(n)))...)
		have.words = append(have.words, wordsOf(n.Title)...)
		have.add(n.Body)
	}
	_, body, _ := frontmatter.Parse([]byte(want), frontmatter.Options{})
	expected := &content{words: wordsOf(strings.TrimSuffix(want, string(body)))}
	blocks := readmd.Parse(body, readmd.Options{Dialect: readmd.Obsidian})
	expected.words = append(expected.words, bodyWords(blocks)...)
	expected.add(blocks)
	for _, part := range []struct {
		name       string
		want, have []string
		into       *Ratio
	}{
		{"word", expected.words, have.words, &s.Words}, {"link", expected.links, have.links, &s.Links},
		{"task", expected.tasks, have.tasks, &s.Tasks}, {"row", expected.rows, have.rows, &s.Tables},
		{"embed", expected.embeds, have.embeds, &s.Attachments},
	} {
		missing := without(part.want, part.have)
		*part.into = Ratio{len(part.want) - len(missing), len(part.want)}
		for _, m := range missing {
			s.Missing = append(s.Missing, part.name+" "+m)
		}
	}
	return s
}

// Files adds to s how many of the files below dir that are not Markdown are among our
// attachments, by their bytes.
func (s *Score) Files(t testing.TB, dir string, attachments []note.Attachment) {
	t.Helper()
	have := map[[32]byte]bool{}
	for _, a := range attachments {
		r, err := a.Open()
		if err != nil {
			t.Errorf("%s: %v", a.Key, err)
			continue
		}
		h := sha256.New()
		if _, err := io.Copy(h, r); err != nil {
			t.Errorf("%s: %v", a.Key, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		have[[32]byte(h.Sum(nil))] = true
	}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) == ".md" {
			return err
		}
		data, err := os.ReadFile(p)
		s.Attachments.Of++
		if have[sha256.Sum256(data)] {
			s.Attachments.Found++
		} else {
			s.Missing = append(s.Missing, "file "+filepath.Base(p))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bodyWords are the words that a reader sees, and those of code and formulas: not the addresses
// of links and files, which every converter writes in its own way.
func bodyWords(blocks []note.Block) []string {
	var words []string
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Text:
			words = append(words, wordsOf(node.Value)...)
		case *note.Code:
			words = append(words, wordsOf(node.Text)...)
		case *note.CodeSpan:
			words = append(words, wordsOf(node.Text)...)
		case *note.Math:
			words = append(words, wordsOf(node.Text)...)
		case *note.MathSpan:
			words = append(words, wordsOf(node.Text)...)
		case *note.Hashtag:
			words = append(words, wordsOf(node.Name)...)
		case *note.Query:
			words = append(words, wordsOf(node.Text)...)
		case *note.Diagram:
			words = append(words, wordsOf(node.Text)...)
		}
		return true
	})
	return words
}

// content is what is counted.
type content struct{ words, links, tasks, rows, embeds []string }

func (c *content) add(blocks []note.Block) {
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			c.links = append(c.links, linkKey(node))
		case *note.Embed:
			c.embeds = append(c.embeds, "embed")
		case *note.ListItem:
			if node.Task != 0 {
				c.tasks = append(c.tasks, string(node.Task)+" "+key(note.PlainText(firstInlines(node.Blocks))))
			}
		case *note.Table:
			for _, r := range node.Rows {
				var words []string
				for _, cell := range r.Cells {
					for _, b := range cell.Blocks {
						note.Walk([]note.Block{b}, func(node any) bool {
							if text, ok := node.(*note.Text); ok {
								words = append(words, wordsOf(text.Value)...)
							}
							return true
						})
					}
				}
				if len(words) > 0 {
					c.rows = append(c.rows, strings.Join(words, ""))
				}
			}
		}
		return true
	})
}

// linkKey is the address of a link to the web, else its text: other converters name the files
// of notes as they like.
func linkKey(l *note.Link) string {
	if l.Ref.Kind == note.RefURL {
		return l.Ref.Target
	}
	return "note " + cmp.Or(key(note.PlainText(l.Inlines)), key(l.Ref.Target))
}

func firstInlines(blocks []note.Block) []note.Inline {
	if len(blocks) > 0 {
		if p, ok := blocks[0].(*note.Paragraph); ok {
			return p.Inlines
		}
	}
	return nil
}

func key(s string) string { return strings.Join(wordsOf(s), "") }

func wordsOf(s string) []string {
	return strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}

// without returns what of want is not in have, each as often as it is missing.
func without(want, have []string) []string {
	count := map[string]int{}
	for _, h := range have {
		count[h]++
	}
	var missing []string
	for _, w := range want {
		if count[w] > 0 {
			count[w]--
			continue
		}
		missing = append(missing, w)
	}
	return missing
}

// A Suite is the scores of the cases of one part of the corpus.
type Suite struct {
	Name      string
	Explained map[string]string // why a case scores below 0.99, by its name
	scores    map[string]Score
}

// Add enters the score of a case.
func (s *Suite) Add(name string, score Score) {
	if s.scores == nil {
		s.scores = map[string]Score{}
	}
	s.scores[name] = score
}

// Check logs the sums, and fails for each case below 0.99 that is not explained and for each
// explanation that is not needed any more.
func (s *Suite) Check(t testing.TB) {
	t.Helper()
	var sum Score
	names := make([]string, 0, len(s.scores))
	for name, score := range s.scores {
		names = append(names, name)
		for _, pair := range [][2]*Ratio{{&sum.Words, &score.Words}, {&sum.Links, &score.Links}, {&sum.Tasks, &score.Tasks}, {&sum.Tables, &score.Tables}, {&sum.Attachments, &score.Attachments}} {
			pair[0].Found += pair[1].Found
			pair[0].Of += pair[1].Of
		}
	}
	slices.Sort(names)
	low := 0
	for _, name := range names {
		score := s.scores[name]
		why, explained := s.Explained[name]
		switch {
		case score.Least() >= 0.99:
			if explained {
				t.Errorf("%s %s: explained, but nothing is missing", s.Name, name)
			}
			continue
		case !explained:
			t.Errorf("%s %s: %s", s.Name, name, score)
			for i, m := range score.Missing {
				if i == 20 {
					t.Logf("   … and %d more", len(score.Missing)-i)
					break
				}
				t.Logf("   %s", m)
			}
		default:
			t.Logf("%s %s: %s: %s", s.Name, name, score, why)
		}
		low++
	}
	for name := range s.Explained {
		if _, ok := s.scores[name]; !ok {
			t.Errorf("%s: an explanation of %s, which is no case", s.Name, name)
		}
	}
	t.Logf("%s: %d cases, %d below 0.99: %s", s.Name, len(names), low, sum)
}

// String lists the ratios.
func (s Score) String() string {
	return fmt.Sprintf("words %v, links %v, tasks %v, rows %v, attachments %v", s.Words, s.Links, s.Tasks, s.Tables, s.Attachments)
}
