package build

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"memopress/pkg/diag"
	"memopress/pkg/internal/card"
)

var (
	ogImage = regexp.MustCompile(`<meta property="og:image" content="https://example\.org/w/([^"]+)">`)
	ogWidth = regexp.MustCompile(`<meta property="og:image:width" content="(\d+)">`)
)

// carded builds a vault of notes in several scripts, one with a picture of its own.
func carded(t *testing.T, change func(*Options)) (files map[string]string, found []diag.Diagnostic) {
	t.Helper()
	dir := t.TempDir()
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 800, 500))); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "사진.png"), photo.String())
	photo.Reset()
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "점.png"), photo.String())
	put(t, filepath.Join(dir, "작은 표지.md"), "---\ncover: 점.png\npermalink: small\n---\n본문")
	put(t, filepath.Join(dir, "그림.svg"), `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><path d="M0 0h9"/></svg>`)
	put(t, filepath.Join(dir, "일기/\u1112\u116c\u1100\u1169.md"), "---\ncreated: 2026-11-03\n---\n본문")
	put(t, filepath.Join(dir, "Garden.md"), "text")
	put(t, filepath.Join(dir, "ملاحظات.md"), "نص عربي طويل بما يكفي")
	put(t, filepath.Join(dir, "표지.md"), "---\ncover: 사진.png\n---\n본문")
	put(t, filepath.Join(dir, "도면.md"), "---\ncover: 그림.svg\n---\n본문")
	put(t, filepath.Join(dir, "사진만.md"), "![[사진.png]]")
	put(t, filepath.Join(dir, "상자.md"), "---\ntitle: \"상자 \U000F1234\"\npermalink: box\n---\n본문")
	put(t, filepath.Join(dir, "비밀.md"), "---\nprivate: true\n---\n본문")
	o := options(t, dir)
	o.Settings.Title, o.Settings.Language, o.Settings.BaseURL = "은서의 위키", "ko", "https://example.org/w"
	if change != nil {
		change(&o)
	}
	m := &memory{files: map[string]string{}}
	list := &diag.List{}
	if _, err := Build(context.Background(), o, m, list); err != nil {
		t.Fatal(err)
	}
	return m.files, list.Sorted()
}

// imageOf returns the site path of a page's picture, "" for none.
func imageOf(t *testing.T, files map[string]string, page string) string {
	t.Helper()
	text, ok := files[page]
	if !ok {
		t.Fatalf("no page %s", page)
	}
	m := ogImage.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	address := unescape(t, m[1])
	if _, ok := files[address]; !ok {
		t.Errorf("%s names %s, which is not there", page, address)
	}
	if !strings.Contains(text, `property="og:image:alt"`) || !strings.Contains(text, `<meta name="twitter:card" content="summary_large_image">`) {
		t.Errorf("%s does not say what the picture shows, or how large it is to be shown", page)
	}
	return address
}

func drawnIn(files map[string]string) []string {
	var out []string
	for name := range files {
		if strings.HasPrefix(name, "assets/social-") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// A note has its own picture, else a card of its own; other pages have the site's.
func TestCards(t *testing.T) {
	files, found := carded(t, nil)
	home, ko, ar := imageOf(t, files, "index.html"), imageOf(t, files, "일기/회고.html"), imageOf(t, files, "ملاحظات.html")
	if home == "" || ko == "" || ar == "" || home == ko || ko == ar {
		t.Errorf("cards %q, %q, %q", home, ko, ar)
	}
	if got := imageOf(t, files, "일기/index.html"); got != home {
		t.Errorf("a folder has %q, not the site's %q", got, home)
	}
	if got := imageOf(t, files, "표지.html"); !strings.HasSuffix(got, "사진.png") {
		t.Errorf("the cover is %q", got)
	}
	if m := ogWidth.FindStringSubmatch(files["표지.html"]); m == nil || m[1] != "800" {
		t.Errorf("the width of the cover is %q", m)
	}
	if got := imageOf(t, files, "도면.html"); !strings.HasPrefix(got, "assets/social-") {
		t.Errorf("a drawing, which nobody shows, stands for its note: %q", got)
	}
	if got := imageOf(t, files, "small.html"); !strings.HasPrefix(got, "assets/social-") {
		t.Errorf("a picture that is too small to be shown stands for its note: %q", got)
	}
	if got := imageOf(t, files, "사진만.html"); !strings.HasPrefix(got, "assets/social-") {
		t.Errorf("a note with cards has %q", got)
	}
	// A title that cannot be written makes way for the site's.
	if got := imageOf(t, files, "box.html"); got != home {
		t.Errorf("a title that cannot be written has %q", got)
	}
	if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return d.Code == "T004" && strings.Contains(d.Message, "U+F1234") && !strings.Contains(d.Message, "more")
	}) {
		t.Errorf("nobody is told of the letter: %v", found)
	}
	for _, name := range drawnIn(files) {
		c, err := png.DecodeConfig(strings.NewReader(files[name]))
		if err != nil || c.Width != card.Width || c.Height != card.Height || len(files[name]) > 25_000 {
			t.Errorf("%s: %d × %d, %d bytes, %v", name, c.Width, c.Height, len(files[name]), err)
		}
	}
	// The same, from what the first build remembered.
	cache := t.TempDir()
	for range 2 {
		again, _ := carded(t, func(o *Options) { o.Cache = cache })
		for _, name := range drawnIn(files) {
			if again[name] != files[name] {
				t.Errorf("%s is another with a cache", name)
			}
		}
	}
}

// What the settings say, and that nothing is drawn that nobody could show.
func TestCardSettings(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		cards  int
		photo  bool // a note's first photo stands for it
	}{
		"off":         {func(o *Options) { o.Social.Off = true }, 0, false},
		"no base URL": {func(o *Options) { o.Settings.BaseURL = "" }, 0, false},
		"site":        {func(o *Options) { o.Social.Site = true }, 1, true},
		"notes":       {func(o *Options) { o.Social.Notes = true }, 7, false},
	} {
		files, _ := carded(t, c.change)
		if got := drawnIn(files); len(got) != c.cards {
			t.Errorf("%s: %d cards, want %d", name, len(got), c.cards)
		}
		if got := imageOf(t, files, "사진만.html"); strings.HasSuffix(got, "사진.png") != c.photo {
			t.Errorf("%s: %q stands for a note with a photo", name, got)
		}
	}
	own, _ := carded(t, nil)
	other, _ := carded(t, func(o *Options) { o.Social.Font = goregular.TTF })
	if imageOf(t, own, "Garden.html") == imageOf(t, other, "Garden.html") {
		t.Error("another font makes no other picture")
	}
	if err := CheckFont([]byte("no font")); err == nil {
		t.Error("a text is a font")
	}
	if err := CheckFont(goregular.TTF); err != nil {
		t.Error(err)
	}
}

func unescape(t *testing.T, address string) string {
	t.Helper()
	out, err := url.PathUnescape(address)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
