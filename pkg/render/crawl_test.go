package render_test

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"memopress/pkg/internal/crawl"
	"memopress/pkg/render"
	"memopress/pkg/site"
)

// variants are the ways in which the sample site is built for tests.
func variants(t *testing.T, check func(t *testing.T, b built, base string)) {
	ko := settings
	ko.Language, ko.Title = "ko", "독서실"
	based := settings
	based.BaseURL = "https://example.org/repo"
	clean := settings
	clean.Addresses = site.CleanAddresses
	ar := settings
	ar.Language = "ar"
	for _, v := range []struct {
		name     string
		settings site.Settings
		base     string
	}{{"en", settings, "/"}, {"ko", ko, "/"}, {"base", based, "/repo/"}, {"clean", clean, "/"}, {"ar", ar, "/"}} {
		t.Run(v.name, func(t *testing.T) {
			files := sampleFiles(t)
			if v.name == "clean" {
				delete(files, "Home.md") // and with it the home page of its own
			}
			menu := []render.MenuItem{{Title: "Kitchen", Link: "kitchen"}, {Link: "all"}, {Link: "#guide"}, {Link: "https://example.org/?a=1&b"}}
			check(t, build(t, publish(t, files, v.settings), render.Options{Menu: menu}), v.base)
		})
	}
}

func TestCrawl(t *testing.T) {
	variants(t, func(t *testing.T, b built, base string) {
		findings, err := crawl.Check(b.files, crawl.Options{Base: base})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			t.Error(f)
		}
	})
}

// headings lists the levels of the headings that a document has outside of notes' own text.
func headings(n *html.Node, out *[]int) {
	if n.Type == html.ElementNode {
		for _, a := range n.Attr {
			if a.Key == "class" && a.Val == "prose" {
				return
			}
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			*out = append(*out, int(n.Data[1]-'0'))
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		headings(c, out)
	}
}

func TestHeadingsGoDownStepByStep(t *testing.T) {
	variants(t, func(t *testing.T, b built, _ string) {
		for _, name := range slices.Sorted(maps.Keys(b.pages)) {
			if b.pages[name] == nil {
				continue
			}
			doc, err := html.Parse(strings.NewReader(b.text(t, name)))
			if err != nil {
				t.Fatal(err)
			}
			var levels []int
			headings(doc, &levels)
			if len(levels) == 0 || levels[0] != 1 {
				t.Errorf("%s: headings %v do not begin with an h1", name, levels)
			}
			for i := 1; i < len(levels); i++ {
				if levels[i] > levels[i-1]+1 {
					t.Errorf("%s: headings %v leave out a level", name, levels)
				}
			}
		}
	})
}

var tagName = regexp.MustCompile(`<(script|style|iframe|object|embed|form)\b[^>]*>`)

// The pages hold no script but files and one block of data, however notes are called.
func TestNothingInline(t *testing.T) {
	variants(t, func(t *testing.T, b built, _ string) {
		for name, page := range b.pages {
			if page == nil {
				continue
			}
			text := b.text(t, name)
			for _, tag := range tagName.FindAllString(text, -1) {
				if tag != `<script type="application/ld+json">` && !strings.HasPrefix(tag, `<script src="`) {
					t.Errorf("%s: %s", name, tag)
				}
			}
			if strings.Contains(text, " style=") || strings.Contains(text, "onerror=") && !strings.Contains(text, "onerror=alert(1)&gt;") {
				t.Errorf("%s has a style or a handler", name)
			}
		}
	})
}

func TestEveryKind(t *testing.T) {
	files := sampleFiles(t)
	files["여행/사진.md"], files["여행/바다.svg"] = "![[바다.svg|바다]]", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
	for i := range 101 {
		files[fmt.Sprintf("여행/%d일째.md", i)] = "[[사진]]"
	}
	// A picture makes a gallery, and more notes than its page lists a list of backlinks.
	b := build(t, publish(t, files, settings), render.Options{Offline: true})
	seen := map[render.Kind]bool{}
	for _, p := range b.pages {
		if p != nil {
			seen[p.Kind] = true
		}
	}
	for _, k := range render.Kinds() {
		if !seen[k] {
			t.Errorf("no page of kind %s", k)
		}
	}
	for _, name := range []string{".nojekyll", "_headers", "_redirects", "robots.txt", "feed.xml", "404.html"} {
		if _, err := fs.Stat(b.files, name); err != nil {
			t.Error(err)
		}
	}
	if _, err := fs.Stat(b.files, "sitemap.xml"); err == nil {
		t.Error("there is a sitemap without a base URL")
	}
}

// What a page says besides its text must not grow with the site.
func TestPagesDoNotGrowWithTheSite(t *testing.T) {
	size := func(n int) int {
		files := map[string]string{}
		for i := range n {
			files[fmt.Sprintf("folder/note %05d.md", i)] = "Text."
			files[fmt.Sprintf("other %03d/x.md", i%300)] = "Text."
		}
		for i := range 101 {
			files[fmt.Sprintf("여행/%d일째.md", i)] = "[[사진]]"
		}
		// A picture makes a gallery, and more notes than its page lists a list of backlinks.
		b := build(t, publish(t, files, settings), render.Options{NoRelated: true})
		return len(b.text(t, fmt.Sprintf("folder/note-%05d.html", n/2)))
	}
	small, big := size(100), size(600)
	if big > small+small/10 {
		t.Errorf("a page has %d bytes among 100 notes and %d among 600", small, big)
	}
}
