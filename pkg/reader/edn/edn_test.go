package edn

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for src, want := range map[string]any{
		`{:a/b "글\n\"x\"" :c [1 -2.5 3N nil true] ; comment
		 #_ :gone :d #{:x} :e (f \a \newline \u0041)}`: Map{{Keyword("a/b"), "글\n\"x\""}, {Keyword("c"), Vector{int64(1), -2.5, int64(3), nil, true}},
			{Keyword("d"), Set{Keyword("x")}}, {Keyword("e"), List{Symbol("f"), 'a', '\n', 'A'}}},
		`#uuid "x"`:                   Tagged{"uuid", "x"},
		`#inst "2024-03-01"`:          Tagged{"inst", "2024-03-01"},
		`#datascript/DB {:schema {}}`: Tagged{"datascript/DB", Map{{Keyword("schema"), Map{}}}},
		`한글`:                          Symbol("한글"),
		"\ufeff[]":                    Vector(nil),
	} {
		got, err := Parse([]byte(src))
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v %s", src, err, d)
		}
	}
	for _, src := range []string{"", "[", "{:a}", `"x`, "]", "#", strings.Repeat("[", 1000), "(1 2]"} {
		if v, err := Parse([]byte(src)); err == nil {
			t.Errorf("%.20s: %v", src, v)
		}
	}
	if m := (Map{{Keyword("a"), "x"}, {Keyword("a"), "y"}}); m.Text("a") != "y" || m.Text("b") != "" {
		t.Error(m)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{:a [1 #{2} (3 \a)] #_ 4 :b #inst "x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if v, err := Parse(data); err == nil && v != nil && strings.TrimSpace(string(data)) == "" {
			t.Error(v)
		}
	})
}
