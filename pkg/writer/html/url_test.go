package html_test

import (
	"testing"

	"memopress/pkg/note"
	"memopress/pkg/writer/html"
)

func TestSafeURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{ // want "" means refused
		{"https://example.org/a b?q=가#절", "https://example.org/a%20b?q=%EA%B0%80#%EC%A0%88"},
		{"https://example.org/%EA%B0%80%zz", "https://example.org/%EA%B0%80%25zz"},
		{"HTTP://EXAMPLE.org/", "HTTP://EXAMPLE.org/"},
		{"//example.org/x", "//example.org/x"},
		{"/a/b", "/a/b"}, {"a/b:c", "a/b:c"}, {"?javascript:x", "?javascript:x"}, {"#javascript:x", "#javascript:x"}, {"", ""},
		{"mailto:a@b.c?subject=안", "mailto:a@b.c?subject=%EC%95%88"}, {"tel:+82-2", "tel:+82-2"}, {"xmpp:a@b", "xmpp:a@b"},
		{"geo:37.5,127", "geo:37.5,127"}, {"ftp://x/y", "ftp://x/y"}, {"matrix:u/a:b", "matrix:u/a:b"},
		{"https://x/?u=javascript:alert(1)", "https://x/?u=javascript:alert(1)"},
		{"https://x/?u=%2525252525252525", "https://x/?u=%2525252525252525"},
		{" https://x/ ", "https://x/"}, {"ht\ntps://x/", "https://x/"},
		{"https://x/[a]|\\\"<>`{}^", "https://x/%5Ba%5D%7C%5C%22%3C%3E%60%7B%7D%5E"},

		{"javascript:alert(1)", ""}, {"JaVaScRiPt:alert(1)", ""}, {" javascript:alert(1)", ""},
		{"\x01javascript:alert(1)", ""}, {"java\tscript:alert(1)", ""}, {"java\r\nscript:alert(1)", ""},
		{"java\x00script:alert(1)", ""}, {"javascript\t:alert(1)", ""}, {"javascript :alert(1)", ""},
		{"&#106;avascript:alert(1)", ""}, {"&#x6A;avascript&colon;alert(1)", ""}, {"javascript&#58;alert(1)", ""},
		{"java&Tab;script:alert(1)", ""}, {"javascript&NewLine;:alert(1)", ""},
		{"%6aavascript:alert(1)", ""}, {"javascript%3Aalert(1)", ""}, {"javascript%253Aalert(1)", ""},
		{"%26%23106%3Bavascript%3Aalert(1)", ""}, {"javascript%3A/%zz", ""},
		{"\u200bjavascript:alert(1)", ""}, {"java\u00adscript:alert(1)", ""}, {"\ufeffjavascript:alert(1)", ""}, {"\u2028javascript:alert(1)", ""},
		{"vbscript:x", ""}, {"data:text/html,x", ""}, {"data:image/svg+xml,x", ""}, {"blob:https://x/y", ""},
		{"file:///etc/passwd", ""}, {"about:blank", ""}, {"view-source:x", ""}, {"jar:x", ""}, {"feed:javascript:x", ""},
		{"obsidian://open?vault=x", ""}, {"ms-word:x", ""}, {"filesystem:x", ""}, {"intent://x", ""}, {"ws://x", ""}, {"한글:문서", ""},
		{"javascript://example.org/%0aalert(1)", ""},
	} {
		got, ok := html.SafeURL(c.in)
		if ok != (c.want != "" || c.in == "") || got != c.want {
			t.Errorf("SafeURL(%q) = %q, %v; want %q", c.in, got, ok, c.want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, c := range [][3]string{
		{"a.html", "b.html", "b.html"},
		{"a.html", "a.html", "a.html"},
		{"폴더/a.html", "폴더/나 다.html", "%EB%82%98%20%EB%8B%A4.html"},
		{"폴더/a.html", "index.html", "../index.html"},
		{"x/y/a.html", "x/z/b.html", "../z/b.html"},
		{"a.html", "x/y/b.html", "x/y/b.html"},
		{"a.html", "a:b.html", "a%3Ab.html"},
		{"a.html", "C#/50%?.html", "C%23/50%25%3F.html"},
		{"x/", "x/", "./"},
		{"x/", "y/", "../y/"},
		{"x/y/", "x/", "../"},
		{"a.html", "x/", "x/"},
		{"x/a.html", "", "../"},
		{"a.html", "", "./"},
	} {
		if got := html.Relative(c[0], c[1]); got != c[2] {
			t.Errorf("Relative(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// TestUnpublished: a missing note and a private one are the same to the writer, and the name
// of neither appears unless its author wrote it as text.
func TestUnpublished(t *testing.T) {
	w := html.New(html.Options{})
	name := []note.Inline{&note.Text{Value: "비밀 계획"}}
	for _, c := range []struct {
		in   note.Inline
		want string
	}{
		{&note.Link{Ref: note.Ref{Kind: note.RefNone}, Bare: true, Inlines: name}, `<span class="nolink">…</span>`},
		{&note.Link{Ref: note.Ref{Kind: note.RefNone, Target: "비밀"}, Bare: true, Inlines: name}, `<span class="nolink">…</span>`},
		{&note.Link{Ref: note.Ref{Kind: note.RefName, Target: "비밀"}, Bare: true, Inlines: name}, `<span class="nolink">…</span>`},
		{&note.Link{Ref: note.Ref{Kind: note.RefNone}, Title: "비밀", Inlines: []note.Inline{&note.Text{Value: "여기"}}}, `<span class="nolink">여기</span>`},
		{&note.Embed{Ref: note.Ref{Kind: note.RefNone, Target: "비밀"}}, `<span class="nolink">…</span>`},
		{&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: "비밀"}, Alt: "바다"}, `<span class="nolink">바다</span>`},
	} {
		got := string(w.Inlines(html.Page{}, []note.Inline{c.in}).HTML)
		if got != c.want {
			t.Errorf("%#v: %s, want %s", c.in, got, c.want)
		}
	}
}
