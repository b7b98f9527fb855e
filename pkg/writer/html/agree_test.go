package html

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"

	"memopress/pkg/writer/html/lex"
)

// colours returns the light and the dark colour of each class, as the style sheet has them.
func colours(t *testing.T) func(class string) string {
	css, err := CodeStyleSheet(CodeColors{})
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	for _, m := range regexp.MustCompile(`\.code \.(\w+) \{ color: light-dark\((\S+), (\S+)\)`).FindAllStringSubmatch(string(css), -1) {
		of[m[1]] = m[2] + m[3]
	}
	return func(class string) string {
		switch class {
		case "", "p", "n", "nx", "na", "bp", "ge", "nn": // as the text around, or nearly so
			return ""
		}
		return of[class]
	}
}

// agreement counts the bytes of code, blanks left out, that both lexers colour alike.
func agreement(colour func(string) string, lang, code string) (same, all int) {
	var ours, theirs []string
	put := func(to *[]string, class, text string) {
		for i := range len(text) {
			if c := text[i]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
				*to = append(*to, colour(class))
			}
		}
	}
	lex.Get(lang).Tokens(code, func(class, text string) { put(&ours, class, text) })
	for _, t := range tokens(lexers.Get(lang), code) {
		put(&theirs, tokenClass(t.Type), t.Value)
	}
	if len(theirs) != len(ours) {
		return 0, 0 // Chroma did not give the code back
	}
	for i := range ours {
		if ours[i] == theirs[i] {
			same++
		}
	}
	return same, len(ours)
}

var fencedCode = regexp.MustCompile("(?ms)^```([a-z+#]+)\n(.*?)^```$")

// Our lexers colour real code as Chroma does, but for a few bytes of a hundred.
func TestAgreesWithChroma(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	colour := colours(t)
	same, all := map[string]int{}, map[string]int{}
	err := filepath.WalkDir(corpus, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".md") {
			return nil
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range fencedCode.FindAllSubmatch(data, -1) {
			lang := string(m[1])
			if lex.Get(lang) == nil || lexers.Get(lang) == nil || len(m[2]) > 20_000 {
				continue
			}
			s, n := agreement(colour, lang, string(m[2]))
			same[lang] += s
			all[lang] += n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum, whole := 0, 0
	for lang, n := range all {
		t.Logf("%-12s %6d bytes, %.1f %%", lang, n, 100*float64(same[lang])/float64(max(n, 1)))
		sum, whole = sum+same[lang], whole+n
	}
	t.Logf("together %d bytes, %.1f %%", whole, 100*float64(sum)/float64(max(whole, 1)))
	if whole == 0 || sum*100 < whole*93 {
		t.Errorf("%d of %d bytes agree", sum, whole)
	}
}
