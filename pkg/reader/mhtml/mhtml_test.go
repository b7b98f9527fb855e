package mhtml_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/mhtml"
	"memopress/pkg/writer/markdown"
)

// sample is an archive with one part of each way to name and encode it. Lines end as in mail.
var sample = strings.ReplaceAll(`MIME-Version: 1.0
Subject: =?utf-8?B?7ZqM7J2Y66Gd?=
Content-Type: multipart/related; boundary="----=_Next"; type="text/html"

This is a preamble.
------=_Next
Content-Location: file:///C:/Temp/Page.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="utf-8"

<html><head><title>=ED=9A=8C=EC=9D=98</title></head><body><p>=ED=95=9C=EA=
=B8=80 <b>bold</b></p><img src=3D"Page_files/image001.png"><img src=3D"cid:two@x">
<a href=3D"file:///C:/Temp/Page_files/a%20b.pdf">file</a> <a href=3D"https://example.org/">web</a></body></html>
------=_Next
Content-Location: file:///C:/Temp/Page_files/image001.png
Content-Transfer-Encoding: base64
Content-Type: image/png

aW1h
Z2U=
------=_Next
Content-ID: <two@x>
Content-Type: image/gif; name="=?utf-8?Q?=ED=95=9C.gif?="

raw bytes
--not a boundary
------=_Next
Content-Location: file:///C:/Temp/Page_files/a%20b.pdf
Content-Type: application/pdf

pdf
------=_Next--
epilogue
`, "\n", "\r\n")

func read(t testing.TB, text string) *mhtml.Archive {
	t.Helper()
	a, err := mhtml.Read(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRead(t *testing.T) {
	a := read(t, sample)
	if a.Title != "회의록" || len(a.Parts) != 4 {
		t.Fatalf("%+v", a)
	}
	for i, want := range []struct{ mediaType, name, content string }{
		{"text/html", "Page.htm", ""}, {"image/png", "image001.png", "image"}, {"image/gif", "한.gif", "raw bytes\r\n--not a boundary"}, {"application/pdf", "a b.pdf", "pdf"},
	} {
		got, err := io.ReadAll(a.Parts[i].Open())
		if err != nil || a.Parts[i].MediaType != want.mediaType || a.Parts[i].Name != want.name || i > 0 && string(got) != want.content {
			t.Errorf("%d: %+v %q %v", i, a.Parts[i], got, err)
		}
	}
	doc, shown, err := a.Document(html.Options{}, func(i int) note.Ref { return note.Ref{Kind: note.RefAttachment, Target: a.Parts[i].Name} })
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "회의" || len(shown) != 3 {
		t.Errorf("%q %v", doc.Title, shown)
	}
	text := string(markdown.Write(&note.Note{Title: "x", Body: doc.Blocks}))
	for _, want := range []string{"한글 **bold**", "image001.png", "한.gif", "[file](a%20b.pdf)", "https://example.org/"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
}

// TestCut reads archives that are cut short: what is there stays.
func TestCut(t *testing.T) {
	for cut := range len(sample) {
		a, err := mhtml.Read(strings.NewReader(sample[:cut]), int64(cut))
		if err != nil {
			continue
		}
		for _, p := range a.Parts {
			if _, err := io.ReadAll(p.Open()); err != nil && p.MediaType == "text/plain" {
				t.Error(err)
			}
		}
	}
}

func TestSingle(t *testing.T) {
	a := read(t, "MIME-Version: 1.0\nContent-Type: text/html; charset=euc-kr\nContent-Transfer-Encoding: base64\n\nsMyxzA==\n")
	doc, _, err := a.Document(html.Options{}, nil)
	if err != nil || note.PlainText(doc.Blocks[0].(*note.Paragraph).Inlines) == "" {
		t.Error(doc, err)
	}
}

func TestIs(t *testing.T) {
	for _, tt := range []struct {
		head string
		want bool
	}{
		{sample, true}, {"\ufeff" + sample, true}, {"From: x\nContent-Type: text/plain\n\n", false},
		{"# Title\n\ntext", false}, {"<html>", false}, {"", false}, {sample[:130], true},
	} {
		if got := mhtml.Is([]byte(tt.head)); got != tt.want {
			t.Errorf("%.40q: %v", tt.head, got)
		}
	}
}

func TestNested(t *testing.T) {
	nest := func(depth int) string {
		var sb strings.Builder
		for i := range depth {
			sb.WriteString("Content-Type: multipart/mixed; boundary=b" + strings.Repeat("x", i) + "\n\n--b" + strings.Repeat("x", i) + "\n")
		}
		return sb.String() + "Content-Type: text/html\n\n<p>deep"
	}
	read(t, nest(3))
	if _, err := mhtml.Read(strings.NewReader(nest(40)), int64(len(nest(40)))); err == nil {
		t.Error("any depth is read")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("Content-Type: text/html\n\n<img src=cid:a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		mhtml.Is(data)
		a, err := mhtml.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		_, shown, err := a.Document(html.Options{}, func(i int) note.Ref { return note.Ref{Kind: note.RefAttachment, Target: a.Parts[i].Name} })
		if err != nil {
			return
		}
		for _, i := range shown {
			_, _ = io.Copy(io.Discard, a.Parts[i].Open())
		}
	})
}
