package markdown

import (
	"bytes"
	"reflect"
	"strings"
	"sync"
	"testing"

	"memopress/pkg/note"
)

// TestConcurrent reads in several goroutines at once and gets what one alone gets.
func TestConcurrent(t *testing.T) {
	opts := Options{Dialect: Obsidian, Emoji: true}
	want := Parse([]byte(prose(5000)), opts)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				if got := Parse([]byte(prose(5000)), opts); !reflect.DeepEqual(got, want) {
					t.Error("another tree")
				}
			}
		})
	}
	wg.Wait()
}

// TestSourceKept: the reader leaves the text that it is given alone, and its line ends, byte
// order mark and bad characters do not change the tree or the places.
func TestSourceKept(t *testing.T) {
	plain := "# 제목\n\n글 [[노트]]\n\n- a\n- b ^id\n"
	want := Parse([]byte(plain), Options{Dialect: Obsidian})
	for _, src := range []string{
		strings.ReplaceAll(plain, "\n", "\r\n"),
		strings.ReplaceAll(plain, "\n", "\r"),
		"\ufeff" + plain,
	} {
		given := []byte(src)
		if got := Parse(given, Options{Dialect: Obsidian}); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %s", src, dump(got))
		}
		if !bytes.Equal(given, []byte(src)) {
			t.Errorf("%q was changed", src)
		}
	}
	behind := []byte("```\n코드와 다음 노트")
	Parse(behind[:len("```\n코드")], Options{})
	if string(behind) != "```\n코드와 다음 노트" {
		t.Errorf("what stands behind the source was changed: %q", behind)
	}
	got := Parse([]byte("a\x00b\xffc"), Options{})
	if s := note.PlainText(got[0].(*note.Paragraph).Inlines); s != "a\ufffdb\ufffdc" {
		t.Errorf("%q", s)
	}
}

// TestEmpty: nothing in, nothing out.
func TestEmpty(t *testing.T) {
	for _, src := range []string{"", "\n\n", " \t\n", "%% a %%\n", "<!-- a -->", "[a]: /b"} {
		if got := Parse([]byte(src), Options{Dialect: Obsidian}); len(got) != 0 {
			t.Errorf("%q: %s", src, dump(got))
		}
	}
}

// TestFirstLine: places count from the line where the body begins in its file.
func TestFirstLine(t *testing.T) {
	blocks := Parse([]byte("\n한글 [[노트]]"), Options{Dialect: Obsidian, FirstLine: 7})
	link := blocks[0].(*note.Paragraph).Inlines[1].(*note.Link)
	if r := link.Ref; r.Line != 8 || r.Column != 4 || r.Width != 6 {
		t.Errorf("%d:%d+%d, want 8:4+6", r.Line, r.Column, r.Width)
	}
}

// TestSilentTags: what scripts and styles hold is no text, in the middle of a paragraph too.
func TestSilentTags(t *testing.T) {
	for src, want := range map[string]string{
		"글 <script>alert(1)</script> 뒤":                   "글  뒤",
		"글 <STYLE type='x'>*a* b</Style>뒤 <script>c":      "글 뒤 c",
		"글 <script>a <b>b</b></script>뒤<style></script>끝": "글 뒤끝",
		"글 <scripty>a</scripty>":                          "글 a",
		"<kbd>가</kbd> <textarea>a\nb</textarea>뒤":         "가 뒤",
	} {
		if got := shownText(Parse([]byte(src), Options{Dialect: Obsidian})); got != want {
			t.Errorf("%q shows %q, want %q", src, got, want)
		}
	}
}

// TestLinkInImage: the text of an image does not name the note of a link in it.
func TestLinkInImage(t *testing.T) {
	for src, want := range map[string]string{
		"![앞 [[비밀]] 뒤](a.png)":        "앞 … 뒤",
		"![앞 [[비밀|말]] 뒤](a.png)":      "앞 말 뒤",
		"![앞 <https://b.c> 뒤](a.png)": "앞 https://b.c 뒤",
	} {
		p := Parse([]byte(src), Options{Dialect: Obsidian})[0].(*note.Paragraph)
		if got := p.Inlines[0].(*note.Embed).Alt; got != want {
			t.Errorf("%s has the text %q, want %q", src, got, want)
		}
	}
}

// TestEntityBesideMark: an entity is one also where a mark in it, or near it, could have begun
// something else.
func TestEntityBesideMark(t *testing.T) {
	for src, want := range map[string]string{
		"가&#x26;나":              "가&나",
		"a &#x26;amp; b":        "a &amp; b",
		"끝...":                  "끝…",
		"www.: &lt;_ *&#65;":    "www.: <_ *A",
		"a&am*p; &am_p; &a[mp;": "a&am*p; &am_p; &a[mp;",
		"a&#x26\n;":             "a&#x26;",
	} {
		if got := shownText(Parse([]byte(src), Options{Dialect: Obsidian, SmartPunct: true})); got != want {
			t.Errorf("%q shows %q, want %q", src, got, want)
		}
	}
}
