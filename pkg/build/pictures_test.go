package build

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	xwebp "golang.org/x/image/webp"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/internal/browser"
)

// stripes is a picture that its copies are smaller than.
func stripes(t *testing.T, w, h int) string {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	s := uint32(w)
	for y := range h {
		for x := range w {
			s = s*1664525 + 1013904223
			m.SetNRGBA(x, y, color.NRGBA{uint8(s >> 24), uint8(x), uint8(y), 255})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// Wide pictures get copies, the same ones with and without a cache, and pages name them; what is
// narrow, broken, or has a file of that name beside it, and pictures of private notes, get none.
func TestCopies(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.md":                  "# 사진\n\n![[바다 1.png]] ![[바다 1.png|300]] ![[작은.png]]\n\n![[둘.png]] ![[둘.png.480.webp]]\n\n<img src=\"바다 1.png\" alt=\"x\">\n",
		"private.md":                "---\npublish: false\n---\n![[비밀.png]]\n",
		norm.NFD.String("바다 1.png"): stripes(t, 1200, 300),
		"작은.png":                    stripes(t, 200, 100),
		"둘.png":                     stripes(t, 600, 300),
		"둘.png.480.webp":            "RIFF\x04\x00\x00\x00WEBP",
		"비밀.png":                    stripes(t, 900, 300),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := t.TempDir()
	make := func(images bool, folder string) map[string]string {
		o := options(t, dir)
		o.Images, o.Cache = images, folder
		out := &memory{files: map[string]string{}}
		if _, err := Build(context.Background(), o, out, diag.Discard); err != nil {
			t.Fatal(err)
		}
		return out.files
	}
	first := make(true, store)
	var copies []string
	for p, data := range first {
		if strings.HasSuffix(p, ".webp") && !strings.HasPrefix(data, "RIFF\x04") {
			copies = append(copies, p)
			m, err := xwebp.DecodeConfig(strings.NewReader(data))
			if err != nil || !strings.HasSuffix(p, "."+map[int]string{480: "480", 960: "960"}[m.Width]+".webp") {
				t.Errorf("%s is %d wide: %v", p, m.Width, err)
			}
		}
	}
	slices.Sort(copies)
	if len(copies) != 2 || !strings.Contains(copies[0], "바다") || !norm.NFC.IsNormalString(copies[0]) {
		t.Fatalf("copies: %q", copies)
	}
	page := first["index.html"]
	for _, want := range []string{
		`.png.480.webp 480w, `, `.png.960.webp 960w, `, `.png 1200w"`, `sizes="300px"`, `width="1200" height="300"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s: %s", want, page)
		}
	}
	if n := strings.Count(page, "srcset="); n != 3 || strings.Contains(page, "둘.png.480.webp 480w") || strings.Contains(page, "%EB%91%98.png.480.webp 480w") {
		t.Errorf("%d images have copies", n)
	}
	if !maps.Equal(make(true, store), first) || !maps.Equal(make(true, ""), first) {
		t.Error("a cache changes what is made")
	}
	// A damaged entry is made again.
	damaged := 0
	for _, p := range mustGlob(t, filepath.Join(store, "*", "pictures", "*")) {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 1
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
		damaged++
	}
	if damaged != 1 || !maps.Equal(make(true, store), first) {
		t.Errorf("%d entries were damaged, and that shows", damaged)
	}
	for p, text := range make(false, store) {
		if strings.Contains(p, "480.webp") && !strings.HasPrefix(text, "RIFF\x04") || strings.Contains(text, "srcset=") {
			t.Errorf("%s: copies that nobody wants", p)
		}
	}
}

func mustGlob(t *testing.T, pattern string) []string {
	t.Helper()
	all, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// On a phone the browser fetches the narrow copy, and the lightbox shows the picture itself.
func TestCopiesInBrowser(t *testing.T) {
	dir := t.TempDir()
	put(t, dir+"/바다.md", "# 바다\n\n![[파도.png]]\n")
	put(t, dir+"/파도.png", stripes(t, 2200, 400))
	pages := themed(t, "paper", "ko", dir)
	b := browser.Open(t)
	b.Size(390, 800)
	for _, base := range []string{browser.Serve(t, pages).URL, browser.Disk(t, pages)} {
		b.Visit(base + "/%EB%B0%94%EB%8B%A4.html")
		b.Until(`document.querySelector(".prose img").complete`)
		if src := browser.Eval[string](b, `document.querySelector(".prose img").currentSrc`); !strings.HasSuffix(src, ".png.480.webp") {
			t.Errorf("%s: a phone fetches %s", base, src)
		}
		browser.Eval[bool](b, `(document.querySelector(".prose img").click(), true)`)
		b.Until(`document.querySelector("dialog.lightbox[open] img")?.currentSrc.endsWith(".png")`)
	}
}
