package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"golang.org/x/image/webp"
)

// secret is planted wherever a format has room for what nobody should see.
const secret = "SECRET-위치-37.5665"

func picture(w, h int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x * 5), uint8(y * 7), uint8(x * y), 255})
		}
	}
	return m
}

func encode(t testing.TB, f func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opener(b []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
}

func clean(t testing.TB, name string, src []byte) ([]byte, Report) {
	t.Helper()
	rc, report, err := Open(name, opener(src))
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	out, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return out, report
}

// exif is an Exif structure with an orientation and a secret.
func exif(turn uint16) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x02\x01\x0e\x00\x02\x00\x00\x00\x20\x00\x00\x00\x26\x01\x12\x00\x03\x00\x00\x00\x01")
	b = binary.BigEndian.AppendUint16(b, turn)
	return append(b, "\x00\x00\x00\x00\x00\x00"+secret...)
}

func plantJPEG(t testing.TB, src []byte, turn uint16) []byte {
	t.Helper()
	out := append([]byte{}, src[:2]...)
	out = appendSegment(out, jpegAPP0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x03\x02"+secret)) // "thumbnail"
	out = appendSegment(out, jpegAPP0, []byte("JFXX\x00"+secret))
	out = appendSegment(out, jpegAPP1, append(bytes.Clone(exifHead), exif(turn)...))
	out = appendSegment(out, jpegAPP1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secret))
	out = appendSegment(out, jpegAPP2, []byte("ICC_PROFILE\x00\x01\x01profile"))
	out = appendSegment(out, jpegAPP2, []byte("MPF\x00"+secret))
	for m := byte(0xe3); m <= 0xef; m++ {
		out = appendSegment(out, m, []byte(secret))
	}
	out = append(out, secret...) // between segments
	out = appendSegment(out, jpegCOM, []byte(secret))
	out = append(out, 0xff, 0xff) // fill bytes
	out = append(out, src[2:len(src)-2]...)
	out = appendSegment(out, jpegCOM, []byte(secret)) // after the scan
	out = append(out, 0xff, jpegEOI)
	return append(out, append(bytes.Clone(src), secret...)...) // a second picture and a tail
}

func TestJPEG(t *testing.T) {
	src := encode(t, func(w io.Writer) error { return jpeg.Encode(w, picture(40, 24), nil) })
	for turn := uint16(1); turn <= 8; turn++ {
		planted := plantJPEG(t, src, turn)
		out, report := clean(t, "사진.png", planted)
		samePixels(t, planted, out, jpeg.Decode)
		noSecret(t, out)
		if report != (Report{Type: "image/jpeg"}) {
			t.Errorf("%+v", report)
		}
		if !bytes.Contains(out, []byte("ICC_PROFILE")) {
			t.Error("the colour profile is gone")
		}
		if got := jpegOrientation(out); got != turn {
			t.Errorf("orientation %d became %d", turn, got)
		}
		w, h, err := Size("x.jpg", bytes.NewReader(out))
		want := [2]int{40, 24}
		if turn >= 5 {
			want = [2]int{24, 40}
		}
		if err != nil || w != want[0] || h != want[1] {
			t.Errorf("orientation %d: %d×%d %v", turn, w, h, err)
		}
		again, _ := clean(t, "사진.jpg", out)
		if !bytes.Equal(again, out) {
			t.Error("cleaning twice differs from once")
		}
	}
	if out, _ := clean(t, "x.jpg", src); !bytes.Equal(out, src) {
		t.Error("a JPEG without metadata was changed")
	}
}

func samePixels(t *testing.T, a, b []byte, decode func(io.Reader) (image.Image, error)) {
	t.Helper()
	x, err := decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal("before: ", err)
	}
	y, err := decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal("after: ", err)
	}
	if x.Bounds() != y.Bounds() {
		t.Fatalf("%v became %v", x.Bounds(), y.Bounds())
	}
	for j := x.Bounds().Min.Y; j < x.Bounds().Max.Y; j++ {
		for i := x.Bounds().Min.X; i < x.Bounds().Max.X; i++ {
			if x.At(i, j) != y.At(i, j) {
				t.Fatalf("pixel %d,%d: %v became %v", i, j, x.At(i, j), y.At(i, j))
			}
		}
	}
}

func noSecret(t testing.TB, out []byte) {
	t.Helper()
	if n := bytes.Count(out, []byte("SECRET")); n > 0 {
		t.Errorf("%d secrets left in %q", n, out)
	}
}

func TestPNG(t *testing.T) {
	src := encode(t, func(w io.Writer) error { return png.Encode(w, picture(30, 20)) })
	for _, turn := range []uint16{1, 6} {
		planted := append([]byte{}, src[:33]...) // up to IHDR
		for _, name := range []string{"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "caBX", "iDOT", "prVt"} {
			body := []byte(secret)
			if name == "eXIf" {
				body = exif(turn)
			}
			planted = appendPNG(planted, name, body)
		}
		planted = appendPNG(planted, "gAMA", []byte{0, 0, 0xb1, 0x8f})
		planted = append(planted, src[33:]...)
		planted = append(planted, secret...)
		out, report := clean(t, "x", planted)
		samePixels(t, planted, out, png.Decode)
		noSecret(t, out)
		if report.Type != "image/png" || !bytes.Contains(out, []byte("gAMA")) {
			t.Error(report, "or gAMA is gone")
		}
		w, h, err := Size("x", bytes.NewReader(out))
		if err != nil || turn == 1 && (w != 30 || h != 20) || turn == 6 && (w != 20 || h != 30) {
			t.Error(w, h, err)
		}
	}
}

func TestGIF(t *testing.T) {
	g := &gif.GIF{LoopCount: 3, Delay: []int{5, 7}}
	for i := range 2 {
		m := image.NewPaletted(image.Rect(0, 0, 8, 6), color.Palette{color.Black, color.White})
		m.Pix[i] = 1
		g.Image = append(g.Image, m)
	}
	src := encode(t, func(w io.Writer) error { return gif.EncodeAll(w, g) })
	at := 13 // no global colour table
	if src[10]&0x80 != 0 {
		at += 3 << (src[10]&7 + 1)
	}
	var extra []byte
	extra = append(extra, 0x21, 0xfe, byte(len(secret)))
	extra = append(append(extra, secret...), 0)
	extra = append(extra, "\x21\xff\x0bXMP DataXMP"...)
	extra = append(append(append(extra, byte(len(secret))), secret...), 0)
	extra = append(extra, "\x21\xff\x0bNETSCAPE2.0"...) // in the right application's name
	extra = append(append(append(extra, byte(len(secret))), secret...), 0)
	planted := append(append(append([]byte{}, src[:at]...), extra...), src[at:]...)
	planted = append(planted, secret...)
	out, _ := clean(t, "x.jpg", planted)
	noSecret(t, out)
	got, err := gif.DecodeAll(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if got.LoopCount != 3 || len(got.Image) != 2 || fmt.Sprint(got.Delay) != "[5 7]" || !bytes.Equal(got.Image[1].Pix, g.Image[1].Pix) {
		t.Errorf("the animation changed: %+v", got)
	}
	if w, h, err := Size("x", bytes.NewReader(out)); w != 8 || h != 6 || err != nil {
		t.Error(w, h, err)
	}
}

// lossless is a WebP picture of one pixel.
func lossless(t testing.TB) []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWebP(t *testing.T) {
	src := lossless(t)
	out, _ := clean(t, "x.png", append(bytes.Clone(src), secret...))
	if !bytes.Equal(out, src) {
		t.Errorf("a simple file became %q", out)
	}
	for _, turn := range []uint16{1, 3} {
		planted := []byte("RIFF\x00\x00\x00\x00WEBP")
		planted = appendRIFF(planted, riffChunk{"VP8X", []byte{0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0}})
		planted = appendRIFF(planted, riffChunk{"ICCP", []byte("odd")})
		planted = append(planted, src[12:]...)
		planted = appendRIFF(planted, riffChunk{"EXIF", exif(turn)})
		planted = appendRIFF(planted, riffChunk{"XMP ", []byte(secret)})
		planted = appendRIFF(planted, riffChunk{"mine", []byte(secret)})
		binary.LittleEndian.PutUint32(planted[4:], uint32(len(planted)-8))
		planted = append(planted, secret...)
		out, _ := clean(t, "x.webp", planted)
		noSecret(t, out)
		samePixels(t, planted, out, webp.Decode)
		want := byte(0x20)
		if turn != 1 {
			want |= webpEXIF
		}
		if out[20] != want {
			t.Errorf("flags %#x, want %#x", out[20], want)
		}
		if int(binary.LittleEndian.Uint32(out[4:])) != len(out)-8 {
			t.Error("wrong RIFF size")
		}
		if w, h, err := Size("x", bytes.NewReader(out)); w != 1 || h != 1 || err != nil {
			t.Error(w, h, err)
		}
	}
	frame := append(make([]byte, 16), src[12:]...)
	frame = appendRIFF(frame, riffChunk{"mine", []byte(secret)})
	planted := appendRIFF(appendRIFF([]byte("RIFF\x00\x00\x00\x00WEBP"), riffChunk{"ANIM", make([]byte, 6)}), riffChunk{"ANMF", frame})
	binary.LittleEndian.PutUint32(planted[4:], uint32(len(planted)-8))
	out, _ = clean(t, "x.webp", planted)
	noSecret(t, out)
}

func abox(name string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), name...), body...)
}

func TestFilm(t *testing.T) {
	mdat := abox("mdat", []byte(strings.Repeat("frames", 1000)))
	head := make([]byte, 100)
	copy(head[4:], "date")
	trak := func(kind string, extra ...[]byte) []byte {
		return abox("trak", append([][]byte{abox("tkhd", head), abox("mdia", abox("mdhd", head), abox("hdlr", make([]byte, 8), []byte(kind), make([]byte, 13)),
			abox("minf", abox("stbl", abox("stco", []byte("\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x20\x00")))))}, extra...)...)
	}
	moov := func(tracks ...[]byte) []byte {
		return abox("moov", abox("mvhd", head), bytes.Join(tracks, nil),
			abox("udta", abox("\xa9xyz", []byte(secret)), abox("loci", []byte(secret)), abox("meta", []byte(secret)), make([]byte, 4)),
			abox("meta", []byte(secret)), abox("free", []byte(secret)))
	}
	whole := func(moov []byte) []byte {
		return bytes.Join([][]byte{abox("ftyp", []byte("isom\x00\x00\x00\x00")), abox("uuid", []byte(secret)), abox("free", []byte(secret)), abox("prft", []byte(secret)),
			mdat, moov, abox("meta", []byte(secret)), abox("sefd", []byte(secret)), []byte("\x00\x00\x00\x00tail" + secret)}, nil)
	}
	src := whole(moov(trak("vide", abox("udta", []byte(secret)), abox("meta", []byte(secret)))))
	out, report := clean(t, "v.mp4", src)
	noSecret(t, out)
	if report != (Report{Type: "video/mp4"}) {
		t.Errorf("%+v", report)
	}
	if bytes.Contains(out, []byte("date")) {
		t.Error("a time of making is left")
	}
	for _, part := range []string{"frames", "stco", "vide"} {
		if a, b := bytes.Index(src, []byte(part)), bytes.Index(out, []byte(part)); a != b {
			t.Errorf("%s moved from %d to %d", part, a, b)
		}
	}
	if _, report = clean(t, "v.mov", whole(moov(trak("vide"), trak("meta")))); report.Kept == "" {
		t.Error("a track of timed metadata is kept in silence")
	}
	out, _ = clean(t, "v.mp4", src[:bytes.Index(src, mdat)+100]) // cut short within the frames
	noSecret(t, out)
	for _, bad := range [][]byte{whole([]byte("\x00\x00\x00\x10moov\x00\x00\x00\x03udta")), whole(abox("moov", []byte("\xff\xff\xff\xffudta")))} {
		if _, _, err := Open("v.mp4", opener(bad)); !errors.Is(err, ErrDamaged) {
			t.Errorf("damaged: %v", err)
		}
	}
}

func TestHEIF(t *testing.T) {
	build := func(version byte, at uint32) []byte {
		infe := func(id byte, kind string) []byte {
			return abox("infe", []byte{2, 0, 0, 0, 0, id, 0, 0}, []byte(kind+"name\x00"))
		}
		place := func(id byte, offset uint32) []byte {
			b := []byte{0, id}
			if version > 0 {
				b = append(b, 0, 0)
			}
			b = append(b, 0, 0, 0, 1)
			return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, offset), uint32(len(secret)))
		}
		meta := abox("meta", []byte{0, 0, 0, 0},
			abox("iinf", []byte{0, 0, 0, 0, 0, 3}, infe(1, "av01"), infe(2, "Exif"), infe(3, "mime")),
			abox("iloc", []byte{version, 0, 0, 0, 0x44, 0x00, 0, 3}, place(1, at-4), place(2, at), place(3, at+uint32(len(secret)))),
			abox("iprp", abox("ipco", abox("ispe", []byte{0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0}), abox("irot", []byte{1}))))
		return bytes.Join([][]byte{abox("ftyp", []byte("avif\x00\x00\x00\x00")), meta, abox("uuid", []byte(secret)), abox("mdat", []byte("PIXL"+secret+secret))}, nil)
	}
	for version := range byte(2) {
		src := build(version, uint32(bytes.Index(build(version, 0), []byte("PIXL"))+4))
		out, report := clean(t, "x.jpg", src)
		noSecret(t, out)
		if report.Type != "image/avif" || len(out) != len(src) || !bytes.Contains(out, []byte("PIXL")) {
			t.Errorf("%+v %q", report, out)
		}
		if w, h, err := Size("x", bytes.NewReader(out)); w != 256 || h != 512 || err != nil {
			t.Error(w, h, err)
		}
		if _, _, err := Open("x.avif", opener(build(version, 1<<30))); !errors.Is(err, ErrDamaged) {
			t.Errorf("an item outside the file: %v", err)
		}
	}
}

func TestKept(t *testing.T) {
	for _, test := range []struct {
		name, src string
		kept      bool
	}{
		{"a.pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>", false},
		{"a.pdf", "%PDF-1.4\n" + strings.Repeat("x", 65536-12) + "/Info 2 0 R", true},
		{"a.pdf", "%PDF-1.4\n" + strings.Repeat("x", 65536-12) + "/Info", true},
		{"보고서.docx", "PK\x03\x04docProps/core.xml", true},
		{"필기.sdocx", "PK\x03\x04note.note", true},
		{"a.zip", "PK\x03\x04x", false},
		{"a.tif", "II*\x00", true},
		{"a.txt", "text", false},
	} {
		out, report := clean(t, test.name, []byte(test.src))
		if (report.Kept != "") != test.kept || string(out) != test.src {
			t.Errorf("%s: %+v", test.name, report)
		}
	}
}

func TestType(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"x.jpg", "\x89PNG\r\n\x1a\n....", "image/png"},
		{"x.png", "\xff\xd8\xff\xe0", "image/jpeg"},
		{"note.html", "<!DOCTYPE html><script>", "text/plain"},
		{"noname", "<html>", "text/plain"},
		{"x.json", `{"a":1}`, "application/json"},
		{"x.md", "# 제목", "text/markdown"},
		{"x", "\x00\x01\x02\x03", "application/octet-stream"},
		{"x.png", "\ufeff<?xml version='1.0'?>\n<!-- c --><!DOCTYPE svg PUBLIC 'a' 'b' [<!ENTITY x 'y'>]><svg xmlns='x'>", "image/svg+xml"},
		{"x", "<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>", "image/svg+xml"},
		{"x.svg", "nothing", "image/svg+xml"},
		{"x", "<svgs>", "text/plain"},
		{"x.mov", "\x00\x00\x00\x14ftypqt  ", "video/quicktime"},
		{"x.m4a", "\x00\x00\x00\x14ftypM4A ", "audio/mp4"},
		{"x.mp3", "ID3\x04", "audio/mpeg"},
		{"x.docx", "PK\x03\x04", textual[".docx"]},
		{"x.docx", "%PDF-1.7", "application/pdf"},
	} {
		if got := Type(test.name, []byte(test.head)); got != test.want {
			t.Errorf("%s %q: %s, want %s", test.name, test.head, got, test.want)
		}
	}
	for name, want := range map[string]string{"a.HTML": "a.HTML.txt", "사진.svgz": "사진.svgz.txt", "a.jpg": "a.jpg", "x.php": "x.php.txt", "html": "html"} {
		if got := PublishedName(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
