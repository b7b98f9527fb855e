package org_test

import (
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/org"
	"memopress/pkg/writer/markdown"
)

// Texts made to cost more than they are long. Each takes seconds to hours where a mark that is
// not closed is sought again and again.
func TestHostile(t *testing.T) {
	deep := func(line string) string {
		var sb strings.Builder
		for i := range 1500 {
			sb.WriteString(strings.Repeat(" ", i) + line + "\n")
		}
		return sb.String()
	}
	for name, src := range map[string]string{
		"brackets":     strings.Repeat("[[", 60_000),
		"links":        strings.Repeat("[[a][", 30_000),
		"stars":        strings.Repeat("*a ", 100_000),
		"styles":       strings.Repeat("*a /b ", 5_000) + strings.Repeat("c/ d* ", 5_000),
		"nested":       strings.Repeat("*/_+", 8_000) + "x" + strings.Repeat("+_/*", 8_000),
		"code":         strings.Repeat("=a ", 20_000) + "b=",
		"footnotes":    strings.Repeat("[fn:1:", 10_000),
		"anonymous":    strings.Repeat("[fn::a ", 9_000) + strings.Repeat("]", 9_000),
		"formulas":     strings.Repeat(`\begin{a} `, 6_000),
		"environments": strings.Repeat("\\begin{a}\n", 30_000),
		"dollars":      strings.Repeat("$a ", 20_000),
		"macros":       "#+MACRO: m {{{m}}}{{{m}}}\n" + strings.Repeat("{{{m}}}", 8_000),
		"macro starts": strings.Repeat("{{{m(", 12_000) + "}}}",
		"snippets":     strings.Repeat("@@html:", 9_000),
		"source spans": strings.Repeat("src_a{", 10_000) + "}",
		"blocks":       strings.Repeat("#+begin_quote\n", 50_000),
		"nested ends":  strings.Repeat("#+begin_a\n", 5_000) + strings.Repeat("#+end_a\n", 5_000),
		"drawers":      strings.Repeat(":a:\n", 100_000),
		"drawers in":   strings.Repeat(":a:\n:end:\n", 50_000),
		"lists":        deep("- a"),
		"tabs":         strings.Repeat("\t", 50_000) + "- a",
		"boxes":        strings.Repeat("- [ ] - ", 10_000),
		"table":        strings.Repeat("|", 200_000),
		"wide table":   strings.Repeat("|a\n", 20_000) + strings.Repeat("|b", 20_000),
		"captions":     strings.Repeat("#+caption: a\n", 20_000) + "[[a.png]]",
		"headings":     strings.Repeat("* a\n", 50_000),
		"self links":   strings.Repeat("* a\n[[*a]] [[zz]]\n", 20_000),
		"tags":         "* a " + strings.Repeat(":a", 30_000) + ":",
		"clean":        "a\x00b\xff\r\nc\rd",
		"addresses":    strings.Repeat("http://", 9_000),
		"angles":       strings.Repeat("<<", 30_000),
		"entities":     strings.Repeat(`\alpha`, 10_000),
		"targets":      strings.Repeat("<<a>> <<b>> ", 5_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := org.Parse([]byte(src), org.Options{Report: diag.Discard})
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%v for %d bytes", took, len(src))
			}
			deepest(t, d.Blocks, 0)
		})
	}
}

func deepest(t *testing.T, blocks []note.Block, depth int) {
	if depth > 100 {
		t.Fatal("deeper than 100")
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *note.List:
			for _, it := range b.Items {
				deepest(t, it.Blocks, depth+1)
			}
		case *note.Quote:
			deepest(t, b.Blocks, depth+1)
		case *note.Details:
			deepest(t, b.Blocks, depth+1)
		case *note.Div:
			deepest(t, b.Blocks, depth+1)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"* TODO a :b:\n:PROPERTIES:\n:ID: x\n:END:\n[[id:x]] *b* =c=\n- [ ] d :: e\n| a |\n#+begin_src x\n,*\n#+end_src\n",
		"[fn:1] a\n\n[fn:1:b] {{{x(1)}}} \\alpha $x$ <<t>> [[t]]\n#+MACRO: x $1\n\\begin{a}\n\\end{a}\n: x\n-----\n", "#+CAPTION: 가\n[[a.png]]\n#+RESULTS:\n:d:\nx\n:end:\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		d := org.Parse([]byte(src), org.Options{})
		deepest(t, d.Blocks, 0)
		_ = markdown.Write(&note.Note{Title: "t", Body: d.Blocks})
	})
}
