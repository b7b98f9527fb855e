package render_test

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"memopress/pkg/render"
	"memopress/pkg/site"
)

func TestTwins(t *testing.T) {
	b := build(t, publish(t, sampleFiles(t), settings), render.Options{})
	for _, name := range []string{"Welcome.md", "kitchen/Tea.md", "kitchen/index.md", "index.md", "tags/index.md", "기록/우리-집-텃밭.md", "llms.txt"} {
		golden(t, name, b.text(t, name))
	}
}

var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// Every page has a twin that its head and its foot name, and the links of twins lead somewhere.
func TestTwinsLeadSomewhere(t *testing.T) {
	variants(t, func(t *testing.T, b built, base string) {
		seen := 0
		for name, page := range b.pages {
			if page == nil || name == "404.html" || page.Kind == render.SearchPage {
				continue
			}
			if page.Markdown == "" {
				if page.Kind == render.NotePage {
					t.Errorf("%s has no twin", name)
				}
				continue
			}
			twin := path.Join(path.Dir(name), unescape(t, string(page.Markdown)))
			if b.files[twin] == nil {
				t.Errorf("%s: there is no %s", name, twin)
			}
			if text := b.text(t, name); !strings.Contains(text, `<link rel="alternate" type="text/markdown" href="`+string(page.Markdown)+`">`) {
				t.Errorf("%s does not name its twin", name)
			}
		}
		for name := range b.files {
			if !strings.HasSuffix(name, ".md") && name != "llms.txt" {
				continue
			}
			for _, m := range markdownLink.FindAllStringSubmatch(b.text(t, name), -1) {
				to, _, _ := strings.Cut(m[1], "#")
				to = strings.TrimPrefix(to, "https://example.org"+strings.TrimSuffix(base, "/")+"/")
				if to == "" || strings.Contains(to, "://") {
					continue
				}
				seen++
				if at := path.Join(path.Dir(name), unescape(t, to)); b.files[at] == nil {
					t.Errorf("%s: %s leads to %s, which is not there", name, m[1], at)
				}
			}
		}
		if seen < 30 {
			t.Errorf("only %d links were followed", seen)
		}
	})
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	out, err := url.PathUnescape(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What a page does not show stands in no twin either, and a folder called like a twin moves it.
func TestTwinShowsWhatThePageShows(t *testing.T) {
	files := map[string]string{
		"메모.md":         "---\nphone: 010-0000\ncreated: 2026-01-02\n---\n[[없는 글]] 그리고 [[없는 글|내 말]], ![[없는 그림.png]]. ^b1\n\n![[메모]]\n\n<a href=\"javascript:x\">안녕</a>\n",
		"메모.md/안.md":    "[[메모]]",
		"tags.xml/x.md": "x",
		"둘.md":          "![[셋]]",
		"셋.md":          "각주[^1]\n\n[^1]: 여기.\n\n![[둘]]",
	}
	b := build(t, publish(t, files, site.Settings{Title: "위키", Language: "ko"}), render.Options{})
	text := b.text(t, "메모-.md")
	for _, not := range []string{"없는", "phone", "javascript", "^b1"} {
		if strings.Contains(text, not) {
			t.Errorf("the twin holds %q:\n%s", not, text)
		}
	}
	for _, want := range []string{"…", "내 말", "# 메모\n", "created: 2026-01-02"} {
		if !strings.Contains(text, want) {
			t.Errorf("the twin does not hold %q:\n%s", want, text)
		}
	}
	if got := b.text(t, "메모.md/안.md"); !strings.Contains(got, "](../%EB%A9%94%EB%AA%A8-.md)") {
		t.Errorf("the link to a moved twin: %s", got)
	}
	golden(t, "둘.md", b.text(t, "둘.md"))
}

func TestWithoutTwins(t *testing.T) {
	b := build(t, publish(t, sampleFiles(t), settings), render.Options{NoMarkdown: true, FullText: true})
	for name, page := range b.pages {
		if strings.HasSuffix(name, ".md") || page != nil && page.Markdown != "" {
			t.Errorf("%s is or has a twin", name)
		}
	}
	if text := b.text(t, "llms.txt"); strings.Contains(text, ".md)") || !strings.Contains(text, "](kitchen/Tea.html)") {
		t.Errorf("llms.txt:\n%s", text)
	}
	if text := b.text(t, "llms-full.txt"); strings.Count(text, "title: ") < 8 {
		t.Errorf("llms-full.txt:\n%s", text)
	}
}
