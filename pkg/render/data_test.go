package render_test

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memopress/pkg/render"
	"memopress/pkg/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestDataFiles(t *testing.T) {
	based := settings
	based.BaseURL = "https://example.org/repo"
	b := build(t, publish(t, sampleFiles(t), based), render.Options{})
	for _, name := range []string{"feed.xml", "feed.json", "kitchen/feed.xml", "tags/텃밭.xml", "sitemap.xml", "robots.txt", "_headers", "_redirects", "old/start.html"} {
		golden(t, name, b.text(t, name))
	}
	bare := build(t, publish(t, sampleFiles(t), settings), render.Options{FeedItems: 1})
	golden(t, "feed-without-base.xml", bare.text(t, "feed.xml"))
}

// The note page's parts, as a theme gets them.
func TestNotePage(t *testing.T) {
	b := build(t, publish(t, sampleFiles(t), settings), render.Options{})
	p := b.pages["kitchen/Tea.html"]
	show := func(name string, h render.HTML) string {
		return name + ":\n" + strings.ReplaceAll(string(h), "><li", ">\n<li") + "\n\n"
	}
	golden(t, "tea.txt", show("nav", p.Nav)+show("crumbs", p.Crumbs)+show("dates", p.Dates)+show("tags", p.Tags)+
		show("facts", p.Facts)+show("contents", p.Contents)+show("backlinks", p.Backlinks)+show("mentions", p.Mentions)+
		show("related", p.Related)+show("head", p.Head))
}

// Folders and tags name their feeds, which hold what lies below them and lead back to the pages.
func TestFeedsOfFoldersAndTags(t *testing.T) {
	b := build(t, publish(t, sampleFiles(t), settings), render.Options{})
	for page, feed := range map[string]string{"kitchen/index.html": "feed.xml", "tags/텃밭.html": "%ED%85%83%EB%B0%AD.xml"} {
		if !strings.Contains(b.text(t, page), `type="application/atom+xml" href="`+feed+`"`) {
			t.Errorf("%s does not name its feed", page)
		}
	}
	if text := b.text(t, "tags/텃밭.xml"); !strings.Contains(text, "<title>우리 집 텃밭</title>") || !strings.Contains(text, `href="../%EA%B8%B0`) {
		t.Errorf("the feed of a tag does not hold what carries a tag below it: %s", text)
	}
	for name := range b.files {
		if strings.HasSuffix(name, ".xml") {
			d := xml.NewDecoder(strings.NewReader(b.text(t, name)))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	}
	none := build(t, publish(t, sampleFiles(t), settings), render.Options{NoFolderFeeds: true, NoTagFeeds: true, FeedSummaries: true})
	for name := range none.files {
		if strings.HasSuffix(name, ".xml") && name != "feed.xml" {
			t.Errorf("there is a feed %s", name)
		}
	}
	if strings.Contains(none.text(t, "feed.xml"), "<content") {
		t.Error("a feed of summaries holds texts")
	}
}

func TestFeedIsXML(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		s := settings
		s.Language = lang
		b := build(t, publish(t, sampleFiles(t), s), render.Options{})
		d := xml.NewDecoder(strings.NewReader(b.text(t, "feed.xml")))
		ids := map[string]bool{}
		entries := 0
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				switch e.Name.Local {
				case "entry":
					entries++
				case "id":
					var id string
					if err := d.DecodeElement(&id, &e); err != nil {
						t.Fatal(err)
					}
					if ids[id] {
						t.Errorf("id %s stands twice", id)
					}
					if !strings.HasPrefix(id, "urn:uuid:") {
						t.Errorf("id %s is no full address", id)
					}
					ids[id] = true
				}
			}
		}
		if entries < 5 || len(ids) != entries+1 {
			t.Errorf("%d entries and %d ids", entries, len(ids))
		}
	}
}

var linkedData = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

func TestLinkedDataIsJSON(t *testing.T) {
	variants(t, func(t *testing.T, b built, _ string) {
		for _, name := range slices.Sorted(maps.Keys(b.pages)) {
			if b.pages[name] == nil || name == "404.html" {
				continue
			}
			m := linkedData.FindStringSubmatch(b.text(t, name))
			if m == nil {
				t.Fatalf("%s: no linked data", name)
			}
			var v map[string]any
			if err := json.Unmarshal([]byte(m[1]), &v); err != nil || v["@type"] == "" {
				t.Errorf("%s: %v %v", name, err, v)
			}
		}
	})
}

// An empty site and a site of one note have all the pages that they need.
func TestSmallSites(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"none": {},
		"one":  {"메모.md": "한 줄."},
		"home": {"index.md": "Only this."},
	} {
		t.Run(name, func(t *testing.T) {
			b := build(t, publish(t, files, site.Settings{Title: "작은 곳", Language: "ko"}), render.Options{})
			for _, want := range []string{"index.html", "all.html", "404.html"} {
				if b.pages[want] == nil {
					t.Errorf("no %s", want)
				}
			}
			for _, not := range []string{"feed.xml", "recent.html", "tags/index.html"} {
				if b.files[not] != nil {
					t.Errorf("%s is made of nothing", not)
				}
			}
		})
	}
}
