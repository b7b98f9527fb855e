package tree

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dump writes a tree down with all that readers look at.
func dump(sb *strings.Builder, n *html.Node, depth int) {
	fmt.Fprintf(sb, "%*s%d %q %q %q %q\n", depth, "", n.Type, n.DataAtom, n.Data, n.Namespace, n.Attr)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if n.Type == html.DocumentNode && c.Type != html.ElementNode {
			continue // comments and the doctype
		}
		dump(sb, c, depth+1)
	}
}

func dumped(n *html.Node) string {
	var sb strings.Builder
	dump(&sb, n, 0)
	return sb.String()
}

// same fails when the short way makes another tree than x/net/html, and reports whether it went
// the short way.
func same(t *testing.T, src string) (short int) {
	t.Helper()
	p := NewParser()
	defer p.Close()
	if body, ok := p.fragment(src); ok {
		short++
		want := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
		nodes, err := html.ParseFragmentWithOptions(strings.NewReader(src), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}, html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			want.AppendChild(n)
		}
		if got, want := dumped(body), dumped(want); got != want {
			t.Fatalf("fragment %q:\n%s\nwant\n%s", src, got, want)
		}
	}
	for _, xml := range []bool{false, true} {
		doc, ok := p.document(src, xml)
		if !ok {
			continue
		}
		short++
		text := src
		if xml {
			text = Closed(src)
		}
		want, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := dumped(doc), dumped(want); got != want {
			t.Fatalf("document %q (xml %v):\n%s\nwant\n%s", src, xml, got, want)
		}
	}
	return short
}

// exports are texts as apps write them, which must go the short way.
var exports = []string{
	`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note style="word-wrap: break-word;"><div>한국어 &amp; <b>굵게</b></div><div><br/></div><en-media type="image/png" hash="00"/><ul style="--en-todo:true;"><li><div>하나</div></li></ul></en-note>` + "\n",
	"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"/><title>쪽 &lt;1&gt;</title><style>\n/* a > b { } */ </p> </style></head><body><article id=\"a\" class=\"page sans\"><header><h1 class=\"page-title\">쪽</h1></header><div class=\"page-body\"><p id=\"b\" class=\"\">글 <strong>굵게</strong> <a href=\"%EC%AA%BD.html?a=1&amp;b=2\">쪽</a></p><table class=\"simple-table\"><tbody><tr id=\"c\"><td id=\"d\" style=\"width:1px\">가</td><td>나</td></tr></tbody></table><pre id=\"e\" class=\"code\"><code class=\"language-Go\">\n}</code></pre><hr/></div></article><span class=\"sans\"></span></body></html>\n",
	`<p dir="ltr" style="line-height:1.38;"><span style="font-family:'Google Sans';">낱말 &quot;둘&quot; &#39;셋&#39; &nbsp;</span></p><p><br /></p>`,
	`<table><colgroup><col style="width: 130px;"/><col/></colgroup><tbody> <tr><td colspan="2"><div>가</div><table><tr><th>나</th></tr></table></td></tr></tbody></table>`,
}

func TestExportsGoTheShortWay(t *testing.T) {
	for _, src := range exports {
		if same(t, src) == 0 {
			t.Errorf("the long way: %s", src)
		}
		for i := range src { // cut off anywhere, and with a byte lost
			same(t, src[:i])
			same(t, src[:i]+src[i+1:])
		}
	}
}

// parts are what random texts are made of.
var parts = strings.Fields(`<p> </p> <p> </p> <div> </div> <div class="a"> <b> </b> <i> </i> <b> </b> <a> </a> <a·href="x?a=1&amp;b=2&c=3"> <span> </span>
	<span·style='x'·id="y"·id="z"·b> <ul> </ul> <li> </li> <ol> <h1> </h1> <h2> <pre> </pre> <pre>¶ <table> </table> <tbody> </tbody> <thead> <tr> </tr> <td> </td>
	<th> </th> <colgroup> </colgroup> <col> <col/> <br> <br/> <hr/> <hr> <img·src="a"·/> <input·type="hidden"> <en-note> </en-note> <en-media·hash="1"/> <style>
	</style> <style>x</style> <meta·a> <link/> <title> </title> <html> <head> </head> <body> </body> </html> <font·size="1"·color="2"·b> </font> <code> </code>
	<address> </address> <header> <dl> <dt> </dt> <dd> <form> <select> <option> <button> <svg> <math> <template> <script> <noscript> <textarea> <x·y="&copy;"> <x·y="&copy=1&amp"> <x·y="a&b"> <x·y="&#65;&#x41">
	<ruby> <rt> <caption> <frameset> <nobr> <B> <DIV·ID=a> <p/> <div/> <a·b=c/> <a·b="c"/> <x·/·> <!--·x--> <?x·?> <!DOCTYPE·html> <!doctype·x·SYSTEM·"y"> < > & &lt; &amp &nbsp; &notit; &#0;
	한국어 낱말 ¶ · ·¶· word </ </x </br> <label> </label> <details> <summary> </summary> </details> <blockquote> </blockquote> <u> </u> <strong> </strong> <section> <figure> </figure>`)

func TestRandomTextMakesTheSameTree(t *testing.T) {
	n := 60_000
	if testing.Short() {
		n = 10_000
	}
	r := rand.New(rand.NewPCG(1, 2))
	written := strings.NewReplacer("·", " ", "¶", "\n")
	short := 0
	for range n {
		var sb strings.Builder
		var open []string
		starts := []string{"", "", "<en-note>", "<html><head></head><body>", "<body>", "<table><tr><td>", "<table>", "<ul><li>"}
		sb.WriteString(starts[r.IntN(len(starts))])
		from := parts
		if r.IntN(3) > 0 { // mostly what the short way knows
			from = parts[:85]
		}
		for range 1 + r.IntN(14) {
			part := from[r.IntN(len(from))]
			if len(from) < len(parts) && strings.HasPrefix(part, "</") {
				part = "낱말"
			}
			if len(open) > 0 && r.IntN(3) == 0 {
				part = "</" + open[len(open)-1] + ">"
				open = open[:len(open)-1]
			} else if name, ok := strings.CutPrefix(part, "<"); ok && !strings.HasSuffix(part, "/>") {
				if name, _, _ = strings.Cut(strings.TrimSuffix(name, ">"), "·"); name != "" && !strings.ContainsAny(name, "/!?<") && !slices.Contains([]string{"br", "hr", "img", "col"}, name) {
					open = append(open, name)
				}
			}
			sb.WriteString(written.Replace(part))
		}
		if r.IntN(2) == 0 {
			for _, name := range slices.Backward(open) {
				sb.WriteString("</" + name + ">")
			}
		}
		short += same(t, sb.String())
	}
	if short < n/6 {
		t.Errorf("only %d of %d texts went the short way", short, 3*n)
	}
	t.Logf("%d of %d", short, 3*n)
}

func TestDeepTextIsRefused(t *testing.T) {
	p := NewParser()
	defer p.Close()
	if _, err := p.Fragment(strings.Repeat("<div>", 600) + "깊다"); err == nil {
		t.Error("600 open elements are no error")
	}
	if body, err := p.Fragment(strings.Repeat("<div>", 300) + "깊다"); err != nil || !strings.Contains(dumped(body), "깊다") {
		t.Error("300 open elements are one", err)
	}
}

func FuzzShort(f *testing.F) {
	for _, src := range exports {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { same(t, src) })
}
