package html_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/note"
	readhtml "memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/html/htmltest"
)

// published stands in for publishing: half of the paths lead somewhere, the others nowhere.
func published(blocks []note.Block) {
	at := func(r *note.Ref) {
		switch r.Kind {
		case note.RefPath, note.RefName:
			switch {
			case len(r.Target)%3 == 0:
				r.Kind = note.RefNone
			case strings.Contains(r.Target, "."):
				r.Kind = note.RefFile
			default:
				r.Kind = note.RefPage
			}
		}
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			at(&n.Ref)
		case *note.Embed:
			at(&n.Ref)
		case *note.Tag:
			for _, a := range n.Attrs() {
				if a.Ref != nil {
					at(a.Ref)
				}
			}
		}
		return true
	})
}

// payloads returns texts that run a script where HTML passes unchecked.
func payloads(t *testing.T) []string {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	src, err := os.ReadFile(filepath.Join(corpus, "_standards", "xss-dompurify", "expect.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Payload string }
	if err := json.Unmarshal(src, &cases); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range cases {
		out = append(out, c.Payload)
	}
	list, err := os.ReadFile(filepath.Join(corpus, "_standards", "xss-payloadbox", "xss-payload-list.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		out = append(out, strings.TrimSuffix(line, "\n"))
	}
	return out
}

// TestScripts reads each payload as Markdown, inside Markdown, as an HTML body and as the
// parts of nodes, and checks everything that is written.
func TestScripts(t *testing.T) {
	w := html.New(html.Options{HeadingOffset: 1})
	pages := 0
	check := func(how, payload string, blocks []note.Block) {
		published(blocks)
		for _, p := range []html.Page{{Address: "a/b.html", IDs: true, Sidenotes: true, Remarks: remarks}, {Base: "https://example.org/x", Plain: true, ShowUnpublished: true}} {
			out := w.Write(p, blocks).HTML
			pages++
			for _, f := range htmltest.CheckUnder([]byte(out), p.Base) {
				t.Errorf("%s: %s\npayload: %q\noutput: %.2000s", how, f, payload, out)
			}
		}
	}
	md := markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true}
	for i, p := range payloads(t) {
		formula := "x"
		if i%25 == 0 { // each takes milliseconds
			formula = p
		}
		check("as Markdown", p, markdown.Parse([]byte(p), md))
		check("in Markdown", p, markdown.Parse([]byte("# 제목 "+p+"\n\n- 글 "+p+"\n\n> [!note] "+p+"\n> "+p+"\n\n| a | "+strings.ReplaceAll(p, "\n", " ")+" |\n|---|---|\n| "+strings.ReplaceAll(p, "\n", " ")+" | b |\n"), md))
		check("as a link", p, markdown.Parse([]byte("[x](<"+p+">) ![y](<"+p+"> \""+p+"\") [["+p+"|z]] ![["+p+"]] `"+p+"` $"+formula+"$"), md))
		check("as tokens", p, []note.Block{&note.HTML{Inlines: readhtml.Tokens(p, readhtml.Options{})}})
		text := []note.Inline{&note.Text{Value: p}}
		check("as HTML", p, readhtml.Fragment(p, readhtml.Options{}))
		check("as values", p, []note.Block{
			&note.Heading{Level: 1, Inlines: text, Anchor: "x"},
			&note.Code{Lang: p, Info: `title="` + p + `"`, Text: p},
			&note.Diagram{Lang: p, Text: p}, &note.Query{Lang: p, Text: p},
			&note.Callout{Type: p, Metadata: p}, &note.Div{Classes: []string{p}},
			&note.Paragraph{Inlines: []note.Inline{
				&note.Link{Ref: note.Ref{Kind: note.RefURL, Target: p}, Title: p, Inlines: text},
				&note.Link{Ref: note.Ref{Kind: note.RefPage, Target: p, Anchor: p}, Inlines: text},
				&note.Link{Ref: note.Ref{Kind: note.RefFile, Target: p, Fragment: p}, Inlines: text},
				&note.Embed{Ref: note.Ref{Kind: note.RefURL, Target: p}, Alt: p, Title: p},
				&note.Embed{Ref: note.Ref{Kind: note.RefFile, Target: p}, Alt: p, Title: p},
				&note.Hashtag{Name: p}, &note.FootnoteRef{Label: p}, &note.MathSpan{Text: formula},
				&note.Styled{Style: note.Colored, Color: p, Inlines: text},
			}},
		})
	}
	t.Logf("%d fragments checked", pages)
}
