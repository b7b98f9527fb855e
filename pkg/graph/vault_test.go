package graph_test

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/unicode/norm"

	"memopress/pkg/graph"
	"memopress/pkg/note"
	"memopress/pkg/reader/frontmatter"
	"memopress/pkg/reader/markdown"
)

// read makes a note of a Markdown file.
func read(file string, src []byte) *note.Note {
	p := norm.NFC.String(file)
	name := strings.TrimSuffix(path.Base(p), path.Ext(p))
	n := &note.Note{ID: note.ID(p), Title: name, Name: name, Path: p}
	matter, body, line := frontmatter.Parse(src, frontmatter.Options{})
	matter.Apply(n)
	n.Body = markdown.Parse(body, markdown.Options{Dialect: markdown.Obsidian, HardBreaks: true, FirstLine: line})
	return n
}

func attachment(file string) note.Attachment {
	p := norm.NFC.String(file)
	return note.Attachment{Key: p, Name: path.Base(p), Path: p}
}

// readArchive makes a graph of the files of a txtar archive, changed by form.
func readArchive(t *testing.T, file string, form func(string) string) *graph.Graph {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var notes []*note.Note
	var atts []note.Attachment
	for _, f := range a.Files {
		if path.Ext(f.Name) == ".md" {
			notes = append(notes, read(form(f.Name), []byte(form(string(f.Data)))))
		} else {
			atts = append(atts, attachment(form(f.Name)))
		}
	}
	return graph.New(notes, atts)
}

// says writes a target as the vault's lines do.
func says(g *graph.Graph, from *note.Note, ref note.Ref) string {
	t := g.Resolve(from, ref)
	var s string
	switch {
	case t.State == graph.External:
		return "external"
	case t.State == graph.Missing:
		s = "?"
		if hints := g.Hints(from, ref); len(hints) > 0 {
			s += " ! " + hints[0].String()
		}
		return s
	case t.Note != nil:
		s = t.Note.Path
	default:
		s = t.Attachment.Path
	}
	if t.State == graph.Ambiguous {
		s = "~" + s
	}
	switch n := t.Node.(type) {
	case *note.Heading:
		s += "#" + note.PlainText(n.Inlines)
	case *note.Paragraph:
		s += "#^" + n.ID
	case *note.ListItem:
		s += "#^" + n.ID
	case *note.Footnote:
		s += "#[^" + n.Label + "]"
	case nil:
	default:
		s += fmt.Sprintf("#%T", n)
	}
	if t.FragmentMissing {
		s += " #?"
	}
	return s
}

func TestVault(t *testing.T) {
	for form, change := range map[string]func(string) string{"NFC": norm.NFC.String, "NFD": norm.NFD.String} {
		t.Run(form, func(t *testing.T) {
			g := readArchive(t, filepath.Join("testdata", "나.txtar"), change)
			checked := 0
			for _, n := range g.Notes() {
				for _, r := range g.References(n) {
					_, want, ok := strings.Cut(norm.NFC.String(note.PlainText(r.Context)), "→ ")
					if !ok {
						t.Errorf("%s: no arrow behind %q", n.Path, r.Ref.Target)
						continue
					}
					checked++
					got := norm.NFC.String(says(g, n, r.Ref))
					if got != want {
						t.Errorf("%s: %q means %q, want %q", n.Path, r.Ref.Target, got, want)
					}
				}
			}
			if checked < 50 {
				t.Errorf("only %d links checked", checked)
			}
		})
	}
}
