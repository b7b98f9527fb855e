package site

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// goodSegment reports what is wrong with a segment of an address, "" when nothing is.
func goodSegment(s string) string {
	switch {
	case s == "" || len(s) > maxSegment+1:
		return "empty or too long"
	case !utf8.ValidString(s) || !norm.NFC.IsNormalString(s):
		return "not UTF-8 in NFC"
	case strings.ContainsAny(s, "/\\?#%*:\"<>|\x00\n\r\t "):
		return "unsafe character"
	case strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, " "):
		return "dot or space at an end"
	case reservedOnWindows(s):
		return "a device of Windows"
	}
	return ""
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{"한글 노트", "CON", "a. .", "C#", strings.Repeat("가", 100), "e\u0301", "\u1100\u1161\u11a8", "nul.\u00a0", "👩‍👩‍👧", "..", "\u202e", "COM¹"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for style := range QuartzAddresses + 1 {
			got := style.segment(name, "x/"+name)
			if wrong := goodSegment(got); wrong != "" {
				t.Errorf("%v %q: %q: %s", style, name, got, wrong)
			}
			if again := style.segment(norm.NFD.String(name), "x/"+name); again != got {
				t.Errorf("%v %q: %q in NFC, %q in NFD", style, name, got, again)
			}
		}
	})
}

func FuzzPermalink(f *testing.F) {
	for _, s := range []string{"/a/b/", "a.html", "../x", "//x", "/:title/", "/한글/글", "", "/", "a//b", "a/./b", "javascript:x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, want string) {
		for style := range QuartzAddresses + 1 {
			address, why := style.permalink(want)
			if why != "" {
				continue
			}
			if !strings.HasSuffix(address, ".html") {
				t.Errorf("%q: %q", want, address)
			}
			for part := range strings.SplitSeq(strings.TrimSuffix(address, ".html"), "/") {
				if wrong := goodSegment(part); wrong != "" {
					t.Errorf("%q: %q: %s", want, address, wrong)
				}
			}
		}
	})
}

// A line of text is rewritten without a trace of the wikilinks in it.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"a [[b]] c", "[[b|c]]", "![[b#c^d|e]]", "[a](b.md) [[", "[[[[a]]]]", "[[a\n]]", "[x](y(z))"} {
		f.Add(s)
	}
	n := newNote("n.md")
	b := newBuilder(nil, materialOf(emptyGraph), Settings{}, Policy{Rule: All()}, nil)
	w := &rewriter{from: n, resolve: emptyGraph.Resolve, pages: b.pages}
	f.Fuzz(func(t *testing.T, s string) {
		got := w.line(s)
		if m := wikilink.FindString(got); m != "" && !strings.Contains(s, "]]]") && !strings.Contains(s, "[[[") && !strings.Contains(s, "](") && !strings.Contains(s, "|") {
			t.Errorf("%q: %q is left", s, m)
		}
	})
}
