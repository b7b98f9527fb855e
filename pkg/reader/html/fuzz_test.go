package html

import (
	"strings"
	"testing"

	"memopress/pkg/note"
)

var seeds = []string{
	"", "한글 <b>굵<i>게</b>", "<ul><li>a<ul><li><input type=checkbox>b</ul>", "<table><tr><td colspan=9999>x<table>",
	"<p>a<br><br><a href='#x'>b<div id=x>c</a>", "<pre><code class=language-go>x</pre>", "<svg><math><p>x</svg>",
	"<details><summary>a</details><dl><dd>b<dt>c", "<!--x--><![CDATA[y]]><?z?><template><p>w", "<img srcset=',' src=data:image/gif;>",
	"<span style='color:rgb(1,2);background:#12;font-weight:bold'>x", "&#0;&#xD800;&notit;\x00\xff\r", "<en-todo/>a<br/><en-todo checked='true'/>b",
	"<noscript><noscript>a", "<iframe src=//x>", "<plaintext>a</plaintext><xmp>b", "<ruby>漢<rt>한", "<select><option>a<li>b",
}

// plain checks what holds for every inline tree that the package returns.
func check(t *testing.T, blocks []note.Block) {
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Text:
			if strings.Contains(n.Value, "\x00") || strings.ToValidUTF8(n.Value, "") != n.Value {
				t.Fatalf("text %q", n.Value)
			}
		case *note.Heading:
			if n.Level < 1 || n.Level > 6 || len(n.Inlines) == 0 {
				t.Fatalf("heading %+v", n)
			}
		case *note.Table:
			for _, r := range n.Rows {
				for _, c := range r.Cells {
					if c.ColSpan > 1000 || c.RowSpan > 1000 {
						t.Fatalf("span %+v", c)
					}
				}
			}
		case *note.Code:
			if !strings.HasSuffix(n.Text, "\n") {
				t.Fatalf("code %q", n.Text)
			}
		}
		return true
	})
}

func FuzzFragment(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		check(t, Fragment(src, Options{}))
		check(t, Parse([]byte(src), Options{}).Blocks)
	})
}

// FuzzTokens: no text outside of tags is lost, however the tags stand.
func FuzzTokens(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, "한글")
	}
	f.Fuzz(func(t *testing.T, src, text string) {
		check(t, []note.Block{&note.HTML{Inlines: Tokens(src, Options{Line: 1})}})
		if strings.ContainsAny(text, "<&\x00\r") || strings.ToValidUTF8(text, "") != text {
			return
		}
		got := note.PlainText(Tokens("<b>"+text+"</b>"+text+"<unknown-tag>"+text, Options{}))
		if got != text+text+text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
