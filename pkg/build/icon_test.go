package build

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"path"
	"strings"
	"testing"

	"memopress/pkg/diag"
)

func withIcon(t *testing.T, icon *Icon) map[string]string {
	t.Helper()
	o := options(t, "../../examples/wiki-ko")
	o.Icon = icon
	o.Settings.Title, o.Settings.Language = "골목 <작업실>", "ko"
	m := &memory{files: map[string]string{}}
	if _, err := Build(context.Background(), o, m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	return m.files
}

// The manifest names icons that are there and holds below any path.
func TestManifest(t *testing.T) {
	wide := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range wide.Pix {
		wide.Pix[i] = 0xff
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, wide); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data string
		want string // sizes
	}{
		"":         {"", "any"},
		"그림.svg":   {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><path d="M0 0h9"/></svg>`, "any"},
		"icon.png": {picture.String(), "32x32 180x180 512x512"},
	} {
		var icon *Icon
		if name != "" {
			var err error
			if icon, err = NewIcon(name, []byte(c.data)); err != nil {
				t.Fatal(err)
			}
		}
		files := withIcon(t, icon)
		var m struct {
			Name      string `json:"name"`
			Language  string `json:"lang"`
			Direction string `json:"dir"`
			Start     string `json:"start_url"`
			Scope     string `json:"scope"`
			Theme     string `json:"theme_color"`
			Icons     []struct {
				Source string `json:"src"`
				Sizes  string `json:"sizes"`
			} `json:"icons"`
		}
		if err := json.Unmarshal([]byte(files["manifest.webmanifest"]), &m); err != nil {
			t.Fatal(err)
		}
		if m.Name != "골목 <작업실>" || m.Language != "ko" || m.Direction != "ltr" || m.Start != "./" || m.Scope != "./" || m.Theme != "#fcfaf5" {
			t.Errorf("%s: %+v", name, m)
		}
		var sizes []string
		for _, i := range m.Icons {
			sizes = append(sizes, i.Sizes)
			data, ok := files[i.Source]
			if !ok {
				t.Errorf("%s: %s is not there", name, i.Source)
			}
			if strings.Contains(data, "alert") || i.Sizes == "any" && !strings.HasPrefix(data, "<svg ") {
				t.Errorf("%s: %s", name, data)
			}
			if path.Ext(i.Source) == ".png" {
				checkIcon(t, data, i.Sizes)
			}
		}
		if got := strings.Join(sizes, " "); got != c.want {
			t.Errorf("%s: icons of %s, want %s", name, got, c.want)
		}
		note := ""
		for p, text := range files {
			if strings.Count(p, "/") == 1 && strings.Contains(text, `data-page="note"`) {
				note = text
			}
		}
		if !strings.Contains(note, `<link rel="icon" href="../`+m.Icons[0].Source+`"`) {
			t.Errorf("%s: a note does not name its icon", name)
		}
	}
}

// checkIcon looks at the picture of 40 × 20 in a square: nothing above it, its white in the middle.
func checkIcon(t *testing.T, data, size string) {
	t.Helper()
	p, err := png.Decode(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	w := p.Bounds().Dx()
	at := func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(p.At(x, y)).(color.NRGBA) }
	if p.Bounds().Dy() != w || !strings.HasPrefix(size, strings.Split(size, "x")[0]) || at(w/2, 1).A != 0 || at(w/2, w/2) != (color.NRGBA{0xff, 0xff, 0xff, 0xff}) {
		t.Errorf("%s: %v, %v above, %v in the middle", size, p.Bounds(), at(w/2, 1), at(w/2, w/2))
	}
}

// A photograph stands in an icon as it is shown, not as it is stored.
func TestTurnedIcon(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 60, 60)) // red above
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	for i := 0; i < len(m.Pix)/2; i += 4 {
		m.Pix[i+1], m.Pix[i+2] = 0, 0
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, m, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00" // upside down
	data := photo.String()[:2] + "\xff\xe1\x00" + string(rune(len(exif)+2)) + exif + photo.String()[2:]
	icon, err := NewIcon("사진.jpg", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	small, err := icon.at(32)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if _, above, _, _ := p.At(16, 4).RGBA(); above < 0xe000 {
		t.Errorf("above it is %v", p.At(16, 4))
	}
	if _, below, _, _ := p.At(16, 28).RGBA(); below > 0x2000 {
		t.Errorf("below it is %v", p.At(16, 28))
	}
}

func TestBadIcon(t *testing.T) {
	for name, data := range map[string]string{"a.png": "no picture", "b.svg": "<html></html>", "c.txt": "글", "d.png": "\x89PNG\r\n\x1a\n"} {
		if _, err := NewIcon(name, []byte(data)); err == nil {
			t.Errorf("%s is taken for a picture", name)
		}
	}
}
