package search

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/text/unicode/norm"
	"modernc.org/quickjs"
)

type vectors struct {
	Tokens                         [][2]any
	Initials, Hangul, Roman, Split [][2]string
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// tokensOf returns the tokens of a text with their positions, as the vectors write them.
func tokensOf(text string) []string {
	out := []string{}
	tokens(appendFold(nil, []byte(text)), 0, func(t token, at int) { out = append(out, fmt.Sprint(t, " ", at)) })
	return out
}

// browser loads the tokenizer as browsers have it.
func browser(t testing.TB) *quickjs.VM {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	res := api.Build(api.BuildOptions{Stdin: &api.StdinOptions{Contents: `export * from "./token.js"; export * from "./hangul.js";`, ResolveDir: dir + "/../../themes/paper/assets/src/search"}, Bundle: true, GlobalName: "tokenizer", Format: api.FormatIIFE, Charset: api.CharsetUTF8})
	if len(res.Errors) > 0 {
		t.Fatal(res.Errors[0].Text)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := vm.Close(); err != nil {
			t.Error(err)
		}
	})
	// What browsers have beside the language.
	encoder := `class TextEncoder { encode(s) { return {length: [...s].reduce((n, c) => n + (c < "\x80" ? 1 : c < "\u0800" ? 2 : c.length > 1 ? 4 : 3), 0)} } }`
	for _, src := range []string{encoder, string(res.OutputFiles[0].Contents), `function call(name, text) { return JSON.stringify(tokenizer[name](text)) }`} {
		if _, err := vm.Eval(src, quickjs.EvalGlobal); err != nil {
			t.Fatal(err)
		}
	}
	return vm
}

func inBrowser[T any](t testing.TB, vm *quickjs.VM, name, text string) T {
	t.Helper()
	v, err := vm.Call("call", name, text)
	if err != nil {
		t.Fatal(err)
	}
	var out T
	if err := json.Unmarshal([]byte(v.(string)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Both tokenizers cut every text alike, composed or not.
func TestVectors(t *testing.T) {
	v, vm := readVectors(t), browser(t)
	for _, c := range v.Tokens {
		text := c[0].(string)
		var want []string
		for _, w := range c[1].([]any) {
			want = append(want, w.(string))
		}
		for _, text := range []string{text, norm.NFC.String(text), norm.NFD.String(text)} {
			if got := tokensOf(text); !slices.Equal(got, want) {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
			if got := tokensInBrowser(t, vm, text); !slices.Equal(got, want) {
				t.Errorf("%q: the browser has %q, want %q", text, got, want)
			}
		}
	}
	for _, c := range v.Initials {
		want := strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && r != ' ' {
				return ' '
			}
			return r
		}, c[1])
		if got := string(appendInitials(nil, appendFold(nil, []byte(c[0])))); got != want {
			t.Errorf("initials of %q: %q, want %q", c[0], got, want)
		}
	}
	for name, cases := range map[string][][2]string{"hangul": v.Hangul, "roman": v.Roman, "split": v.Split} {
		for _, c := range cases {
			if got := inBrowser[string](t, vm, name, c[0]); got != c[1] {
				t.Errorf("%s of %q: %q, want %q", name, c[0], got, c[1])
			}
		}
	}
}

func tokensInBrowser(t testing.TB, vm *quickjs.VM, text string) []string {
	t.Helper()
	out := []string{}
	for _, token := range inBrowser[[][2]any](t, vm, "tokens", text) {
		out = append(out, fmt.Sprint(token[0], " ", token[1]))
	}
	return out
}

// FuzzTokens cuts any text with both tokenizers.
func FuzzTokens(f *testing.F) {
	for _, c := range readVectors(f).Tokens {
		f.Add(c[0].(string))
	}
	vm := browser(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || len(text) > 500 {
			t.Skip("no text of a note")
		}
		got, want := tokensInBrowser(t, vm, text), tokensOf(text)
		if !slices.Equal(got, want) {
			t.Errorf("%q: the browser has %q, Go %q", text, got, want)
		}
	})
}
