package markdown_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/writer/html"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// example is one example of a specification.
type example struct {
	Number   int    `json:"example"`
	Markdown string `json:"markdown"`
	HTML     string `json:"html"`
	Section  string `json:"section"`
}

// TestCommonMark runs every example of CommonMark 0.31.2 through this reader and the HTML
// writer. testdata/commonmark.txt lists those that come out otherwise, each with the reason;
// any other difference, and any that is listed but gone, is a failure.
func TestCommonMark(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skip("the module cache has no goldmark with the specification in it")
	}
	src, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "_test", "spec.json"))
	if err != nil {
		t.Skip("this goldmark comes without the specification")
	}
	var examples []example
	if err := json.Unmarshal(src, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 652 {
		t.Errorf("%d examples, want 652", len(examples))
	}
	runSpec(t, examples, markdown.CommonMark, "testdata/commonmark.txt")
}

// TestGFM runs the examples of GitHub's specification that are about its extensions, and those
// that cmark-gfm tests its extensions with.
func TestGFM(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	var examples []example
	for _, name := range []string{"spec.txt", "extensions.txt"} {
		src, err := os.ReadFile(filepath.Join(corpus, "_standards", "gfm-cmark-gfm", name))
		if err != nil {
			t.Fatal(err)
		}
		examples = append(examples, extensionExamples(string(src), len(examples), name == "extensions.txt")...)
	}
	runSpec(t, examples, markdown.GFM, "testdata/gfm.txt")
}

// extensionExamples reads a specification in cmark's form.
func extensionExamples(src string, from int, all bool) []example {
	const fence = "````````````````````````````````"
	var out []example
	section := ""
	for part := range strings.SplitSeq(src, "\n"+fence+" example") {
		if head, body, ok := strings.Cut(part, "\n"); ok && len(out) >= 0 && part != src {
			if example, rest, ok := strings.Cut(body, "\n"+fence); ok && (all || strings.TrimSpace(head) != "") && !strings.Contains(head, "disabled") {
				md, html, _ := strings.Cut(example+"\n", "\n.\n")
				if strings.HasPrefix(example, ".\n") {
					md, html = "", example[2:]
				}
				out = append(out, newExample(from+len(out)+1, section, md, html))
				body = rest
			}
			part = body
		}
		for line := range strings.SplitSeq(part, "\n") {
			if strings.HasPrefix(line, "## ") {
				section = line[3:]
			}
		}
	}
	return out
}

func newExample(n int, section, md, html string) example {
	tabs := strings.NewReplacer("→", "\t")
	return example{Number: n, Section: section, Markdown: tabs.Replace(md) + "\n", HTML: tabs.Replace(html)}
}

func runSpec(t *testing.T, examples []example, dialect markdown.Dialect, listed string) {
	reasons := readReasons(t, listed)
	var found []string
	sections := map[string][2]int{}
	w := html.New(html.Options{})
	for _, e := range examples {
		blocks := markdown.Parse([]byte(e.Markdown), markdown.Options{Dialect: dialect})
		resolve(blocks)
		got := w.Write(html.Page{Plain: true, IDs: true, RemoteImages: true, ShowUnpublished: true}, blocks).HTML
		count := sections[e.Section]
		count[1]++
		if a, b := canonical([]byte(got)), canonical([]byte(e.HTML)); a != b {
			key := fmt.Sprintf("%d", e.Number)
			if reasons[key] == "" || testing.Verbose() {
				t.Logf("example %d (%s)\n--- markdown\n%s--- want\n%s\n--- got\n%s", e.Number, e.Section, e.Markdown, b, a)
			}
			if reasons[key] == "" && !*update {
				t.Errorf("example %d differs and is not listed", e.Number)
			}
			reason := reasons[key]
			if reason == "" {
				reason = "UNEXPLAINED"
			}
			found = append(found, key+"\t"+e.Section+"\t"+reason)
		} else {
			count[0]++
			if r := reasons[fmt.Sprint(e.Number)]; r != "" && !*update {
				t.Errorf("example %d is right now; take it off %s", e.Number, listed)
			}
		}
		sections[e.Section] = count
	}
	right := 0
	for _, name := range slices.Sorted(keys(sections)) {
		right += sections[name][0]
		t.Logf("%4d of %4d  %s", sections[name][0], sections[name][1], name)
	}
	t.Logf("%d of %d examples are the same", right, len(examples))
	if *update {
		text := "# Examples that differ from the specification: number, section, reason.\n" + strings.Join(found, "\n") + "\n"
		if err := os.WriteFile(listed, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func readReasons(t *testing.T, name string) map[string]string {
	src, err := os.ReadFile(name)
	if err != nil {
		t.Log(err)
	}
	out := map[string]string{}
	for line := range strings.SplitSeq(string(src), "\n") {
		if f := strings.Split(line, "\t"); len(f) == 3 {
			out[f[0]] = f[2]
		}
	}
	return out
}

// resolve stands in for publishing: every path is an address as it is.
func resolve(blocks []note.Block) {
	at := func(r *note.Ref) {
		if r.Kind != note.RefPath {
			return
		}
		if r.Target == "" && r.Headings == nil {
			*r = note.Ref{Kind: note.RefURL}
			return
		}
		// "./" lest a colon be taken for a scheme's.
		target := (&url.URL{Path: "./" + strings.TrimPrefix(r.Target, "./")}).EscapedPath()
		if strings.HasPrefix(r.Target, "/") {
			target = strings.TrimPrefix(target, "./")
		}
		if f := slices.Concat(r.Headings, []string{r.Block, r.Fragment}); strings.Join(f, "") != "" {
			target += "#" + strings.Join(slices.DeleteFunc(f, func(s string) bool { return s == "" }), "#")
		}
		*r = note.Ref{Kind: note.RefURL, Target: target}
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			at(&n.Ref)
		case *note.Embed:
			at(&n.Ref)
		case *note.Tag:
			for i, a := range n.Attrs() {
				if a.Ref != nil {
					at(n.Attrs()[i].Ref)
				}
			}
		}
		return true
	})
}

// canonical writes the tree that a browser makes of a fragment so that what does not show does
// not count: white space between blocks, order of attributes, how an address is escaped, and
// the attributes by which the writer tells its own elements apart.
func canonical(fragment []byte) string {
	body := &xhtml.Node{Type: xhtml.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := xhtml.ParseFragment(bytes.NewReader(fragment), body)
	if err != nil {
		return err.Error()
	}
	var sb strings.Builder
	for _, n := range nodes {
		writeNode(&sb, n, false)
	}
	s := sb.String()
	s = regexp.MustCompile(` *\n *`).ReplaceAllString(s, "\n")
	s = regexp.MustCompile(`\s*(</?(?:p|ul|ol|li|blockquote|h[1-6]|pre|hr|br|table|thead|tbody|tr|td|th|div|details|summary|section)(?: [^>]*)?>)\s*`).ReplaceAllString(s, "\n$1\n")
	s = regexp.MustCompile(` +`).ReplaceAllString(s, " ")
	return strings.TrimSpace(regexp.MustCompile(`\n+`).ReplaceAllString(s, "\n"))
}

func writeNode(sb *strings.Builder, n *xhtml.Node, pre bool) {
	switch n.Type {
	case xhtml.TextNode:
		s := n.Data
		if pre {
			s = strings.ReplaceAll(xhtml.EscapeString(s), "\n", "⏎")
		} else {
			s = regexp.MustCompile(`[ \t\n\r]+`).ReplaceAllString(xhtml.EscapeString(s), " ")
		}
		sb.WriteString(s)
	case xhtml.ElementNode:
		sb.WriteString("<" + n.Data)
		var attrs []string
		for _, a := range n.Attr {
			switch a.Key {
			case "rel", "loading", "decoding", "data-task", "disabled":
				continue
			case "alt":
				if a.Val == "" {
					continue
				}
			case "class":
				if align, ok := strings.CutPrefix(a.Val, "align-"); ok {
					a = xhtml.Attribute{Key: "align", Val: align}
				} else if !strings.HasPrefix(a.Val, "language-") {
					continue
				}
			case "href", "src":
				if u, err := url.PathUnescape(a.Val); err == nil {
					a.Val = strings.TrimPrefix(u, "./")
				}
			}
			attrs = append(attrs, fmt.Sprintf(" %s=%q", a.Key, a.Val))
		}
		sort.Strings(attrs)
		sb.WriteString(strings.Join(attrs, "") + ">")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			writeNode(sb, c, pre || n.Data == "pre")
		}
		sb.WriteString("</" + n.Data + ">")
	}
}
