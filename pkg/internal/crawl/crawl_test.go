package crawl

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

const head = `<!doctype html><html lang="ko"><head><meta http-equiv="Content-Security-Policy" content="default-src 'self'"><title>[[제목]]</title></head><body><h1>제목</h1>`

func site(pages map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"index.html":       {Data: []byte(head)},
		"노트/첫 글.html":      {Data: []byte(head + `<h2 id="둘째 제목">x</h2><a name="old"></a>`)},
		"노트/index.html":    {Data: []byte(head)},
		"files/a b.png":    {},
		"files/b.png":      {},
		"files/paper.pdf":  {},
		"-/style.css":      {Data: []byte(`@font-face{src:url(font.woff2)} /* url(gone) */ a{}`)},
		"-/font.woff2":     {},
		"-/app.js":         {},
		"feed.xml":         {},
		"노트/그림 (1)/x.html": {Data: []byte(head)},
	}
	for p, body := range pages {
		if strings.HasSuffix(p, ".html") && !strings.HasPrefix(body, "<!") {
			body = head + body
		}
		fsys[p] = &fstest.MapFile{Data: []byte(body)}
	}
	return fsys
}

func check(t *testing.T, fsys fstest.MapFS, opts Options) string {
	t.Helper()
	found, err := Check(fsys, opts)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprint(f.Kind, ": ", f.Text))
		if f.Page != "x/p.html" && f.Page != "-/x.css" {
			t.Errorf("%s", f)
		}
	}
	return strings.Join(out, "; ")
}

func TestFindings(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"links", `<a href="../노트/첫%20글.html">x</a><a href="../%EB%85%B8%ED%8A%B8/첫 글.html#%EB%91%98%EC%A7%B8%20%EC%A0%9C%EB%AA%A9">x</a><a href="../노트/">x</a><a href="#">x</a><a href="#top">x</a><a href="../노트/첫 글.html?q=1#old">x</a><a href="/">x</a><a href="..">x</a><a href="https://example.org/x">x</a><a href="mailto:a@b">x</a><a href="obsidian://open">x</a><a href="../files/paper.pdf#page=3">x</a><a href="#:~:text=x">x</a><a href="../노트/그림%20(1)/x.html">x</a>`, ""},
		{"dead link", `<a href="gone.html">x</a><a href="../노트">x</a><a href="../../index.html">x</a><a href="../NOTE/">x</a><a href="/repo/">x</a><a href="%zz">x</a>`, "dead link: %zz; dead link: ../../index.html; dead link: ../NOTE/; dead link: ../노트; dead link: /repo/; dead link: gone.html"},
		{"dead anchor", `<a href="#x">x</a><a href="../노트/첫%20글.html#셋째">x</a>`, "dead anchor: #x; dead anchor: ../노트/첫%20글.html#셋째"},
		{"loads", `<img src="../files/a%20b.png" srcset="../files/a%20b.png 1x, ../files/b.png 2x"><script src="../-/app.js"></script><link rel="stylesheet" href="../-/style.css"><link rel="canonical" href="https://example.org/"><link rel="alternate" href="../feed.xml"><iframe src="../files/paper.pdf#page=2"></iframe><script type="application/ld+json">{"[[": 1}</script>`, ""},
		{"dead load", `<img src="gone.png" srcset="a.png 1x, b.png 2x"><video src="v.mp4" poster="p.png"></video><object data="o"></object><img src=""><svg><use xlink:href="#none"/></svg>`, "dead anchor: #none; dead load: a.png; dead load: b.png; dead load: empty src on <img>; dead load: gone.png; dead load: o; dead load: p.png; dead load: v.mp4"},
		{"dead meta", `<link rel="icon" href="i.png"><link rel="next" href="n.html"><meta http-equiv="refresh" content="0; url=m.html">`, "dead link: m.html; dead link: n.html; dead load: i.png"},
		{"remote", `<img src="https://e.org/a.png"><img srcset="//e.org/b.png 1x"><script src="http://e.org/x.js"></script><iframe src="//e.org/v"></iframe><link rel="preload" href="https://e.org/f"><video><source src="https://e.org/v.mp4"></video>`, "remote: //e.org/b.png; remote: //e.org/v; remote: http://e.org/x.js; remote: https://e.org/a.png; remote: https://e.org/f; remote: https://e.org/v.mp4"},
		{"blocked", `<img src="data:image/png;base64,AAAA">`, "blocked: data:image/png;base64,AAAA"},
		{"unsafe", `<a href=" javascript:alert(1)">x</a><a href="data:text/html,x">x</a><p onclick="x()"></p><iframe srcdoc="x"></iframe><a href="file:///etc">x</a>`, "unsafe: data:text/html,x; unsafe: file:///etc; unsafe: javascript:alert(1); unsafe: onclick on <p>; unsafe: srcdoc on <iframe>"},
		{"inline", `<p style="color:red">x</p><style>a{}</style><script>x()</script><svg style="x"></svg>`, `inline: <script>; inline: <style>; inline: style="color:red" on <p>; inline: style="x" on <svg>`},
		{"ids", `<p id="a"></p><p id="a"></p><a id="b" name="b"></a><p id="c"></p><p id="C"></p>`, "duplicate id: a"},
		{"headings", `<h1>x</h1>`, "heading: 2 h1 elements"},
		{"syntax", "<p>see [[a]] and ![[b.png]]</p><p>a %% b</p><p>x ==y <b>z</b>== .</p><p>a line ^block1</p><ul><li>item ^1a2b3c</li></ul><blockquote><p>[!note] title</p></blockquote><p>a\nb ^second\nc</p>",
			`syntax: %% in "a %% b"; syntax: ==y z== in "x ==y z== ."; syntax: [!note] in "[!note] title"; syntax: [[a]] in "see [[a]] and ![[b.png]]"; syntax: ^1a2b3c in "item ^1a2b3c"; syntax: ^block1 in "a line ^block1"; syntax: ^second in "b ^second"`},
		{"no syntax", "<p>100% a == b == c, x^2, a[[1]: =====, <code>[[a]] %% ==x==</code></p><pre>> [!note]\n[[a]]</pre><p>[]</p><math><mi>[[a]]</mi></math><p>x <sup>2</sup>==</p>", ""},
		{"bare", "<!doctype html><html><body>x", "heading: 0 h1 elements; language: no lang; policy: no Content-Security-Policy"},
		{"late policy", `<!doctype html><html lang=en><head><script src="../-/app.js"></script><meta http-equiv="Content-Security-Policy" content="x"></head><h1>x</h1>`, "policy: <script> stands before the Content-Security-Policy"},
		{"too deep", strings.Repeat("<div>", 600), "unreadable: html: open stack of elements exceeds 512 nodes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := check(t, site(map[string]string{"x/p.html": test.body}), Options{}); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	images := `<img src="https://e.org/a.png"><img src="http://e.org/b.png"><script src="https://e.org/x.js"></script>`
	if got := check(t, site(map[string]string{"x/p.html": images}), Options{RemoteImages: true}); got != "remote: http://e.org/b.png; remote: https://e.org/x.js" {
		t.Error(got)
	}
	base := `<a href="/repo/index.html">x</a><a href="/repo/gone.html">x</a><a href="/">x</a><img src="/repo/files/b.png">`
	if got := check(t, site(map[string]string{"x/p.html": base}), Options{Base: "/repo/"}); got != "dead link: /; dead link: /repo/gone.html" {
		t.Error(got)
	}
}

func TestStyles(t *testing.T) {
	css := `@import "gone.css"; @import url('https://e.org/a.css'); a{b:url( "font.woff2" ) url(../files/a%20b.png) url(no.png) url(#x) url(//e.org/b) url(data:x)}`
	want := "blocked: data:x; dead load: gone.css; dead load: no.png; remote: //e.org/b; remote: https://e.org/a.css"
	if got := check(t, site(map[string]string{"-/x.css": css}), Options{}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
