package markdown

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// FuzzParse checks on any text, in every dialect: no panic, the same tree twice, places inside
// the text, and no word lost.
func FuzzParse(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.make(200), byte(2))
	}
	f.Add(ordinary, byte(2))
	for _, s := range []string{
		"[[a|b]] ![[c|300]] [^1] ^[x] ==y== %%z%% $a$ #t ^id\n\n[^1]: n\n",
		"> [!note]- 제목\n> - [/] 할 일 ^id\n>\n> | a | b |\n> |---|:-:|\n> | [[x\\|y]] | `a\\|b` |\n",
		"%%\nhidden\n%% text\n\n$$\nx\n$$\n\n용어\n: 설명\n\n<details>\n\n**a**\n\n</details>\n",
		"- a\n\n\tb\n\n  c\n1. d\n   > e\n\n[r]: <u> 'T'\n\n[x][r] ![y](z \"t\") <b>q</b> <https://a.b>",
		"- [ ]\n- [x]\n\n> [!a]\n> ---\n\n**굵게(괄호)**입니다 ~~취소(선)~~입니다",
	} {
		for d := range byte(3) {
			f.Add(s, d)
		}
	}
	f.Fuzz(func(t *testing.T, src string, dialect byte) {
		var reports diag.List
		opts := Options{Dialect: Dialect(dialect % 3), HardBreaks: dialect&4 != 0, Emoji: dialect&8 != 0, SmartPunct: dialect&16 != 0, Report: &reports, File: "f.md"}
		blocks := Parse([]byte(src), opts)
		if again := Parse([]byte(src), opts); !reflect.DeepEqual(blocks, again) {
			t.Fatal("the second reading gives another tree")
		}
		checkTree(t, src, blocks)
		checkWords(t, src, blocks, opts)
	})
}

// checkTree checks what every tree must hold to.
func checkTree(t *testing.T, src string, blocks []note.Block) {
	t.Helper()
	lines := strings.Count(src, "\n") + strings.Count(src, "\r") + 1
	place := func(r *note.Ref) {
		if r.Line < 0 || r.Line > lines || r.Column < 0 || r.Width < 0 {
			t.Fatalf("a link is at %d:%d+%d of %d lines", r.Line, r.Column, r.Width, lines)
		}
		if r.Kind != note.RefURL && r.Kind != note.RefName && r.Kind != note.RefPath {
			t.Fatalf("a reader made a reference of kind %d", r.Kind)
		}
	}
	if d := depth(reflect.ValueOf(blocks)); d > 3*maxDepth+2*maxStyles {
		t.Fatalf("the tree is %d deep", d)
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			place(&n.Ref)
		case *note.Embed:
			place(&n.Ref)
		case *note.Code:
			if n.Text != "" && !strings.HasSuffix(n.Text, "\n") {
				t.Fatalf("code without an end of line: %q", n.Text)
			}
		case *note.Text:
			if !utf8.ValidString(n.Value) {
				t.Fatalf("text that is not UTF-8: %q", n.Value)
			}
		}
		return true
	})
}

// checkWords checks that each word of the text stands in the tree. It looks only at texts
// without what leaves words out or changes them: comments, HTML, reference definitions,
// entities, escapes of addresses, names of emoji, and table rows with too many cells.
func checkWords(t *testing.T, src string, blocks []note.Block, opts Options) {
	t.Helper()
	if strings.ContainsAny(src, "%<>&?|:\x00\\") || !utf8.ValidString(src) {
		return
	}
	var sb strings.Builder
	collect(&sb, reflect.ValueOf(blocks))
	have := strings.ToLower(norm.NFC.String(sb.String()))
	for _, word := range wordsOf(src) {
		if !strings.Contains(have, strings.ToLower(norm.NFC.String(word))) {
			t.Fatalf("%q is lost from %q:\n%s", word, src, dump(blocks))
		}
	}
}

// wordsOf returns the runs of letters, cut where a script ends: an address may end there.
func wordsOf(s string) []string {
	var out []string
	start, ascii := -1, false
	for i, r := range s + " " {
		if start >= 0 && (!unicode.IsLetter(r) || r < utf8.RuneSelf != ascii) {
			out = append(out, s[start:i])
			start = -1
		}
		if start < 0 && unicode.IsLetter(r) {
			start, ascii = i, r < utf8.RuneSelf
		}
	}
	return out
}

// depth returns how many pointers follow on each other in a tree.
func depth(v reflect.Value) int {
	d := 0
	switch v.Kind() {
	case reflect.Interface:
		return depth(v.Elem())
	case reflect.Pointer:
		if !v.IsNil() {
			return 1 + depth(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			d = max(d, depth(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			d = max(d, depth(v.Field(i)))
		}
	}
	return d
}

// collect writes every string of a tree.
func collect(sb *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			collect(sb, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(sb, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			collect(sb, v.Field(i))
		}
	case reflect.String:
		sb.WriteString(v.String() + " ")
	case reflect.Int32:
		sb.WriteString(string(rune(v.Int())) + " ") // the state of a task
	}
}
