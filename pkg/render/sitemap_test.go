package render_test

import (
	"fmt"
	"strings"
	"testing"

	"memopress/pkg/render"
)

// A site with more addresses than one sitemap may hold has several, and none is left out.
func TestSitemaps(t *testing.T) {
	based := settings
	based.BaseURL = "https://example.org/wiki"
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("노트 %d.md", i)] = "Text."
	}
	s := publish(t, files, based)
	one, err := render.Sitemaps(s, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(one) != 1 || !strings.Contains(one["sitemap.xml"], "<urlset") {
		t.Errorf("a small site has the sitemaps %v", one)
	}
	several, err := render.Sitemaps(s, 8)
	if err != nil {
		t.Fatal(err)
	}
	addresses, parts := 0, 0
	for name, text := range several {
		n := strings.Count(text, "<url>")
		if n > 8 {
			t.Errorf("%s has %d addresses", name, n)
		}
		addresses += n
		if name != "sitemap.xml" {
			parts++
			if !strings.Contains(several["sitemap.xml"], "<loc>https://example.org/wiki/"+name+"</loc>") {
				t.Errorf("sitemap.xml does not name %s", name)
			}
		}
	}
	if want := strings.Count(one["sitemap.xml"], "<url>"); addresses != want || parts != (want+7)/8 {
		t.Errorf("%d sitemaps have %d addresses, want %d", parts, addresses, want)
	}
}
