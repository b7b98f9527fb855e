package frontmatter

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// alike fails where decodePlain reads something else than the library. It reports whether it read
// anything.
func alike(t testing.TB, raw string) bool {
	t.Helper()
	got, ok := decodePlain(raw, 2)
	if !ok {
		return false
	}
	want, fault := decodeAny(raw, 2)
	if fault != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q is\n%+v, want\n%+v, %+v", raw, got, want, fault)
	}
	return true
}

func TestPlainIsWhatTheLibraryReads(t *testing.T) {
	for _, raw := range []string{
		"title: \"A b: c # d\"\ndate: 2022-02-28\ntags:\n  - idea\n  - 일상 글\n",
		"title: 회의록 10:30\npublish: true\nprivate: false\nn: 010\nm: 1e3\nx: null\ny: ~a\n",
		"tags: [a, '나 다', \"b\"]\naliases: []\nempty:\nurl: https://example.org/a?b=c\n",
		"date: 2022-02-28 10:20:30\ncreated: 2022-02-28T10:20:30Z\nyes: yes\nkey with space: it's \"quoted\"\n",
		"publish:   true  \nPublish: True\ndraft: FALSE\n제목: 글\nlist:\n- a\n- 1\n- true",
		"a: .inf\n", "a: 0x1F\nb: 0o7\nc: 1_000\nd: 12:30:45\ne: 2001-1-1\n",
	} {
		if read := alike(t, raw); !read && !strings.ContainsAny(raw, "~.") {
			t.Errorf("%q was left to the library", raw)
		}
	}
}

// What looks like plain lines and is not is left to the library, or read as it does.
func TestAnyLinesAreWhatTheLibraryReads(t *testing.T) {
	pieces := []string{
		"title", "publish", "a b", "키", "true", "false", "null", "1", "2024-01-02", "값", "- ", "  - ", "-", ": ", ":", "\n", "\n", "\n", " ", "  ", "\"", "'",
		"[", "]", ",", "#", " #", "{", "}", "&a", "*a", "!!str", "|", ">", "?", "%", "@", "`", "\\", "\t", "é", "\u0085", "---", "...", "<<", "=", "~", "y", "x: 1\n", "tags:\n", "tags: [", "a: ", "b: \"",
	}
	lines := []string{"title: x y\n", "k: 'a: #b'\n", "tags:\n", "- a\n", "- a\n", "  - 1\n", "  - \"b\"\n", "l: [a, 1, 'c']\n", "publish: true\n", "n:\n", "d: 2024-01-02\n", "z: 010", "-  x \n"}
	rnd := rand.New(rand.NewPCG(7, 8))
	read := 0
	for i := range 60000 {
		var sb strings.Builder
		for range 1 + rnd.IntN(9) {
			if i%2 == 0 && rnd.IntN(6) > 0 {
				sb.WriteString(lines[rnd.IntN(len(lines))])
			} else {
				sb.WriteString(pieces[rnd.IntN(len(pieces))])
			}
		}
		if alike(t, sb.String()) {
			read++
		}
	}
	if read < 1000 {
		t.Errorf("only %d texts were read, so this tests little", read)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("title: \"A\"\npublish: true\ntags:\n  - a\n  - b\nx: [a, 'b']\n")
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) < 2000 && !strings.Contains(raw, "\r") {
			alike(t, raw)
		}
	})
}
