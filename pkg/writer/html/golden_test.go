package html_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/reader/markdown"
	"memopress/pkg/writer/html"
	"memopress/pkg/writer/html/htmltest"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// notes is a small site that the goldens link to and embed.
type notes map[string][]note.Block

// publish gives every reference its place: names that begin with "없는" lead nowhere, files by
// their extension, the rest are pages. Anchors are the headings themselves.
func publish(blocks []note.Block) {
	at := func(r *note.Ref) {
		if r.Kind != note.RefName && r.Kind != note.RefPath {
			return
		}
		ext := strings.ToLower(path.Ext(r.Target))
		switch {
		case strings.HasPrefix(r.Target, "없는"):
			*r = note.Ref{Kind: note.RefNone, Line: r.Line, Column: r.Column}
		case ext != "" && ext != ".md":
			r.Kind, r.Target = note.RefFile, "files/"+path.Base(r.Target)
		default:
			r.Kind = note.RefPage
			if n := len(r.Headings); n > 0 {
				r.Anchor = strings.ReplaceAll(r.Headings[n-1], " ", "-")
			} else if r.Block != "" {
				r.Anchor = "^" + r.Block
			}
			if r.Target == "" {
				r.Target = "여기"
			}
			r.Target = strings.TrimSuffix(r.Target, ".md") + ".html"
		}
	}
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Link:
			at(&n.Ref)
		case *note.Embed:
			at(&n.Ref)
		case *note.Heading:
			n.Anchor = strings.ReplaceAll(note.PlainText(n.Inlines), " ", "-")
		case *note.Paragraph:
			if n.ID != "" {
				n.Anchor = "^" + n.ID
			}
		case *note.ListItem:
			if n.ID != "" {
				n.Anchor = "^" + n.ID
			}
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

// TestGoldens writes the note in.md of each archive, as a page and, where the archive has
// them, in other forms; other files of the archive are notes that it may embed.
func TestGoldens(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no goldens", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	site := notes{}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".md") {
			blocks := markdown.Parse(f.Data, markdown.Options{Dialect: markdown.Obsidian})
			publish(blocks)
			site[strings.TrimSuffix(f.Name, ".md")+".html"] = blocks
		}
	}
	var found diag.List
	korean := map[string]string{"callout.note": "노트", "callout.tip": "팁", "embed": "가져온 곳", "footnotes": "각주", "footnote": "각주"}
	page := html.Page{
		Address: "여기.html", IDs: true, Language: "ko", File: "in.md", Report: &found,
		Message: func(key string) string { return korean[key] },
		Transclude: func(ref note.Ref) (html.Transclusion, bool) {
			blocks, ok := site[ref.Target]
			t := html.Transclusion{Title: strings.TrimSuffix(ref.Target, ".html"), Address: ref.Target, Blocks: blocks, Whole: blocks}
			if ref.Anchor != "" {
				t.Blocks = note.Section(blocks, ref.Anchor)
			}
			return t, ok && t.Blocks != nil
		},
		Media:      func(string) (int, int) { return 640, 480 },
		TagAddress: func(tag string) string { return "tags/" + tag + ".html" },
	}
	w := html.New(html.Options{HeadingOffset: 1})
	for i, f := range archive.Files {
		p := page
		switch f.Name {
		case "page.html":
		case "feed.html":
			p.Base, p.IDs, p.Plain, p.Transclude = "https://example.org/wiki", false, true, nil
		case "margin.html", "margin-feed.html":
			p.Sidenotes = true
			p.Remarks = func(anchor string) []byte {
				if strings.HasPrefix(anchor, "^") || anchor == "제목" {
					return []byte(`<aside class="marginalia">` + anchor + "</aside>\n")
				}
				return nil
			}
			if f.Name == "margin-feed.html" {
				p.IDs, p.Plain = false, true
			}
		case "open.html":
			p.ShowUnpublished, p.RemoteImages, p.Prefix = true, true, "p-"
		case "diagnostics":
			var sb strings.Builder
			for _, d := range found.Sorted() {
				fmt.Fprintf(&sb, "%s:%d:%d: %s %s: %s\n", d.Pos.File, d.Pos.Line, d.Pos.Column, d.Severity, d.Code, d.Message)
			}
			archive.Files[i].Data = compare(t, f.Name, f.Data, []byte(sb.String()))
			continue
		default:
			continue
		}
		out := w.Write(p, site["in.html"])
		if again := w.Write(p, site["in.html"]); out.HTML != again.HTML {
			t.Errorf("%s: the second time it is different", f.Name)
		}
		for _, fault := range htmltest.CheckUnder([]byte(out.HTML), p.Base) {
			if f.Name != "open.html" || !strings.HasPrefix(fault, "<img") {
				t.Errorf("%s: %s", f.Name, fault)
			}
		}
		archive.Files[i].Data = compare(t, f.Name, f.Data, []byte(out.HTML))
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// compare returns what the golden should hold from now on.
func compare(t *testing.T, name string, want, got []byte) []byte {
	t.Helper()
	if n := len(got); n > 0 && got[n-1] != '\n' {
		got = append(slices.Clip(got), '\n')
	}
	if !*update && !bytes.Equal(want, got) {
		t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(string(want), string(got)))
	}
	return got
}
