package html_test

import (
	"bytes"
	"strings"
	"testing"

	"memopress/pkg/writer/html"
)

func TestStyleSheets(t *testing.T) {
	css, err := html.CodeStyleSheet(html.CodeColors{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{".code .k { color: light-dark(#", ".code .c1 {"} {
		if !bytes.Contains(css, []byte(want)) {
			t.Errorf("the code style sheet has no %q:\n%s", want, css)
		}
	}
	again, err := html.CodeStyleSheet(html.CodeColors{})
	if err != nil || !bytes.Equal(css, again) {
		t.Errorf("the second code style sheet differs (%v)", err)
	}
	if _, err := html.CodeStyleSheet(html.CodeColors{Dark: "no-such"}); err == nil || !strings.Contains(err.Error(), "no-such") {
		t.Errorf("an unknown style gives %v", err)
	}
	maths := html.MathStyleSheet()
	if !bytes.Contains(maths, []byte("url('"+html.MathFontName+"')")) || len(html.MathFont()) < 5000 {
		t.Error("the formulas' style sheet does not ask for its font")
	}
	for _, css := range [][]byte{css, maths} {
		code := css
		if i := bytes.Index(code, []byte("*/")); i >= 0 {
			code = code[i:]
		}
		for _, bad := range []string{"data:", "http:", "https:", "@import", "expression"} {
			if bytes.Contains(code, []byte(bad)) {
				t.Errorf("a style sheet holds %q", bad)
			}
		}
	}
}
