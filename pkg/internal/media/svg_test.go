package media

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"image/jpeg"
	"io"
	"strings"
	"testing"
)

func TestSVG(t *testing.T) {
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`
	for _, test := range []struct{ name, src, want string }{
		{"plain", `<?xml version="1.0"?><!-- SECRET --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><title>제목 &amp; 그림</title><path d="M0 0" fill="url(#g)"/></svg>`,
			head + ` viewBox="0 0 2 1"><title>제목 &amp; 그림</title><path d="M0 0" fill="url(#g)"></path></svg>`},
		{"script", `<svg onload="alert(1)"><script>alert(1)</script><g onclick="x()"><rect width="1"/></g></svg>`,
			head + `><g><rect width="1"></rect></g></svg>`},
		{"foreign", `<svg><switch><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject><text>낱말</text></switch></svg>`,
			head + `><switch><text>낱말</text></switch></svg>`},
		{"html", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script><h:g>x</h:g></svg>`, head + `></svg>`},
		{"links", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><a href="javascript:alert(1)"><text>x</text></a><use xlink:href="#a"/><use href="http://h/x.svg#a"/><image href="data:image/svg+xml;base64,AAAA"/><image href=" data:image/PNG;base64,AAAA"/><image href=" data:image/PNG;base64,R0lGODlhAQABAIAAAAAA&#10;AP///ywAAAAAAQABAAACAUwAOw"/><image xlink:href="//h/x.png"/></svg>`,
			head + `><text>x</text><use xlink:href="#a"></use><use></use><image></image><image></image><image href="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="></image><image></image></svg>`},
		{"urls", `<svg><rect fill="url( 'http://h/x' )"/><rect filter="URL(#f)" mask="u\72l(http://h)"/></svg>`,
			head + `><rect></rect><rect filter="URL(#f)"></rect></svg>`},
		{"style", `<svg><style>@import url(http://h/a.css); .a{fill:red;background:url(http://h/x)} @font-face{src:url(http://h)} .b{fill:url("#g")}</style><rect style="fill:blue;background:url(//h)"/></svg>`,
			head + `><style>  .a{fill:red;}   .b{fill:url(&#34;#g&#34;)}</style><rect style="fill:blue;"></rect></svg>`},
		{"style in pieces", `<svg><style>@im<!-- -->port "http://h/a.css";<a>@im</a>port 'h';@im@font-face{}port "x";</style></svg>`,
			head + `><style>  @im port &#34;x&#34;;</style></svg>`},
		{"style escapes", `<svg><style>.a{background:u\72l(http://h)}</style></svg>`, head + `><style></style></svg>`},
		{"animation", `<svg><set attributeName="href" to="javascript:alert(1)"/><animate attributeName="onclick" values="x"/><animate attributeName="cx" values="1;2"/></svg>`,
			head + `><set to="javascript:alert(1)"></set><animate values="x"></animate><animate attributeName="cx" values="1;2"></animate></svg>`},
		{"editors", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="i" inkscape:export-filename="/home/SECRET"><metadata>SECRET</metadata><inkscape:view>SECRET</inkscape:view><g inkscape:label="SECRET" data-x="SECRET" xml:lang="ko"/></svg>`,
			head + `><g xml:lang="ko"></g></svg>`},
		{"entities", `<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY a "&b;&b;"><!ENTITY b "x">]><svg xmlns="&ns_svg;"><text>&b;&eacute;&#x41;</text></svg>`,
			head + `><text>xéA</text></svg>`},
		{"twice", `<svg><rect x="1" x="2"/></svg>`, head + `><rect x="1"></rect></svg>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, report := clean(t, "x.svg", []byte(test.src))
			if string(out) != test.want {
				t.Errorf("got  %s\nwant %s", out, test.want)
			}
			noSecret(t, out)
			if report.Type != "image/svg+xml" {
				t.Error(report)
			}
			again, _ := clean(t, "x.svg", out)
			if !bytes.Equal(again, out) {
				t.Errorf("again %s", again)
			}
		})
	}
	for _, bad := range []string{"", "text", "<html/>", "<svg>", "<svg/><svg/>", "<svg></g>", "<svg>" + strings.Repeat("<g>", 1000)} {
		if _, _, err := Open("x.svg", opener([]byte(bad))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A photo inside a drawing is cleaned as one beside it would be.
func TestSVGWithPhoto(t *testing.T) {
	photo := plantJPEG(t, encode(t, func(w io.Writer) error { return jpeg.Encode(w, picture(8, 8), nil) }), 6)
	src := `<svg><image href="data:image/jpeg;base64,` + base64.StdEncoding.EncodeToString(photo) + `"/></svg>`
	out, _ := clean(t, "x.svg", []byte(src))
	_, rest, _ := strings.Cut(string(out), "base64,")
	text, _, _ := strings.Cut(rest, `"`)
	inside, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	noSecret(t, inside)
	if _, err := jpeg.Decode(bytes.NewReader(inside)); err != nil {
		t.Error(err)
	}
}

func TestSizeSVG(t *testing.T) {
	for _, test := range []struct {
		src  string
		w, h int
	}{
		{`<svg width="10" height="20.4px"/>`, 10, 20},
		{`<svg width="1in" height="72pt"/>`, 96, 96},
		{`<svg viewBox="0 0 30,40"/>`, 30, 40},
		{`<svg width="100%" viewBox="0 0 30 40"/>`, 30, 40},
		{`<svg width="60" viewBox="0 0 30 40"/>`, 60, 80},
		{`<svg/>`, 0, 0},
		{`<svg width="NaN" height="1"/>`, 0, 0},
		{`<svg width="1e9" height="1"/>`, 0, 0},
	} {
		w, h, err := Size("x.svg", strings.NewReader(test.src))
		if w != test.w || h != test.h || (err == nil) != (test.w > 0) {
			t.Errorf("%s: %d×%d %v", test.src, w, h, err)
		}
	}
}

// FuzzClean feeds every format: no panic, cleaning is stable, what comes out of an SVG has no
// element or attribute outside the lists, and no reference that leaves it.
func FuzzClean(f *testing.F) {
	jpg := encode(f, func(w io.Writer) error { _, err := w.Write([]byte("\xff\xd8\xff\xd9")); return err })
	for _, s := range [][]byte{jpg, plantJPEG(f, []byte("\xff\xd8\xff\xda\x00\x02ab\xff\x00\xff\xd9"), 6), lossless(f), []byte(pngHead), []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x3b"),
		abox("ftyp", []byte("avif")), abox("ftyp", []byte("mp42")), []byte(`<svg><style>@import "x";</style><use href="#a"/></svg>`), []byte("%PDF-/Info")} {
		f.Add("x.svg", s)
	}
	f.Fuzz(func(t *testing.T, name string, src []byte) {
		if _, _, err := Size(name, bytes.NewReader(src)); err != nil && !errors.Is(err, ErrNoSize) {
			t.Logf("size: %v", err)
		}
		rc, report, err := Open(name, opener(src))
		if err != nil {
			return
		}
		out, err := io.ReadAll(rc)
		if err := errors.Join(err, rc.Close()); err != nil {
			return
		}
		rc, again, err := Open(name, opener(out))
		if err != nil {
			t.Fatalf("not accepted again: %v\n%q", err, out)
		}
		twice, err := io.ReadAll(rc)
		if err := errors.Join(err, rc.Close()); err != nil || again.Type != report.Type || !bytes.Equal(out, twice) {
			t.Fatalf("%v, %v, %v: %q became %q", err, report, again, out, twice)
		}
		if report.Type == "image/svg+xml" {
			checkSVG(t, out)
		}
	})
}

func checkSVG(t *testing.T, out []byte) {
	d := xml.NewDecoder(bytes.NewReader(out))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != svgSpace || !svgElements[e.Name.Local] {
				t.Fatalf("element %v in %q", e.Name, out)
			}
			for _, a := range e.Attr {
				written, ok := safeReference(e.Name.Local, a.Value)
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" && (!ok || written != a.Value) {
					t.Fatalf("attribute %v in %q", a, out)
				}
			}
		case xml.ProcInst, xml.Directive, xml.Comment:
			t.Fatalf("%T in %q", token, out)
		}
	}
}
