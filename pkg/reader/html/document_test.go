package html

import (
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

func TestDocument(t *testing.T) {
	src := `<!doctype html><html lang=ko><head><title> 노트
	하나 </title><meta name="Keywords" content="가, 나"><meta name=keywords content=x>
	<meta property="article:modified_time" content="2024-03-02T10:00:00+09:00"><style>p{}</style><script>x</script></head>
	<body><h1 id=절>제목</h1><time datetime="2024-03-01">삼월</time><p>글</p></body></html>`
	var list diag.List
	d := Parse([]byte(src), Options{Report: &list})
	if d.Title != "노트 하나" || d.Lang != "ko" || d.Meta["keywords"] != "가, 나" {
		t.Errorf("%+v", d)
	}
	if d.Created.Format(time.DateOnly) != "2024-03-01" || d.Updated.Hour() != 10 {
		t.Errorf("created %v, updated %v", d.Created, d.Updated)
	}
	want := "h1 ^절 \"제목\"\np <time datetime=\"2024-03-01\"> \"삼월\" </time>\np \"글\"\n"
	if got := dumpBlocks(d.Blocks); got != want {
		t.Error(got)
	}
	if all := list.Sorted(); len(all) > 0 {
		t.Errorf("a page's own style and script are reported: %v", all)
	}
	if d := Parse([]byte("<h2>첫 <b>제목</b></h2>"), Options{}); d.Title != "첫 제목" {
		t.Errorf("%q", d.Title)
	}
}

func TestParseEncoding(t *testing.T) {
	src := `<html><head><title>똠방각하</title></head><body><p>펲시콜라</p></body></html>`
	korea, err := korean.EUCKR.NewEncoder().String(src)
	if err != nil {
		t.Fatal(err)
	}
	declared, err := korean.EUCKR.NewEncoder().String(strings.Replace(src, "<head>", `<head><meta charset="euc-kr">`, 1))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(src)
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{"cp949": korea, "declared": declared, "utf-16": wide, "utf-8": "\uFEFF" + src} {
		var list diag.List
		d := Parse([]byte(in), Options{Report: &list})
		if d.Title != "똠방각하" || dumpBlocks(d.Blocks) != "p \"펲시콜라\"\n" {
			t.Errorf("%s: %q %s", name, d.Title, dumpBlocks(d.Blocks))
		}
		if guessed := len(list.Sorted()) == 1; guessed != (name == "cp949") {
			t.Errorf("%s: %v", name, list.Sorted())
		}
	}
}

// TestDeep: what the tree builder refuses keeps its words, links and images.
func TestDeep(t *testing.T) {
	for _, tag := range []string{"div", "b", "blockquote", "ul><li", "table><tr><td", "span", "x-y", "svg"} {
		open := strings.Repeat("<"+tag+">", 2000)
		src := "<p>처음</p>" + open + `가운데 <a href="노트.html">링크</a> <img src="a.png">`
		var list diag.List
		blocks := Fragment(src, Options{Report: &list})
		text, links, images := "", 0, 0
		note.Walk(blocks, func(n any) bool {
			switch n := n.(type) {
			case *note.Text:
				text += n.Value
			case *note.Link:
				links++
			case *note.Embed:
				images++
			}
			return true
		})
		if !strings.Contains(text, "처음") || !strings.Contains(text, "가운데 ") || links != 1 || images != 1 {
			t.Errorf("<%s>: text %q, %d links, %d images", tag, text, links, images)
		}
		found := false
		for _, d := range list.Sorted() {
			found = found || d.Code == "M002"
		}
		if !found {
			t.Errorf("<%s>: no M002", tag)
		}
	}
	d := Parse([]byte("<title>제목</title>"+strings.Repeat("<div>", 1000)+"글"), Options{})
	if d.Title != "제목" || dumpBlocks(d.Blocks) != "p \"제목\"\np \"글\"\n" && dumpBlocks(d.Blocks) != "p \"글\"\n" {
		t.Errorf("%q %s", d.Title, dumpBlocks(d.Blocks))
	}
}

// TestPrepare changes the tree before it is read, as importers do for an app's own attributes.
func TestPrepare(t *testing.T) {
	d := Parse([]byte("<title>제목</title><p data-tag=to-do>우유"), Options{Prepare: func(root *xhtml.Node) {
		for n := range root.Descendants() {
			if n.Data == "p" {
				n.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: "와 빵"})
			}
		}
	}})
	if got := note.PlainText(d.Blocks[0].(*note.Paragraph).Inlines); got != "우유와 빵" {
		t.Errorf("%q", got)
	}
}
