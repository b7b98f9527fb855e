package site

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
	"memopress/pkg/note"
)

// corpusGraph reads a vault of the corpus.
func corpusGraph(t *testing.T, name string) *graph.Graph {
	t.Helper()
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set: no real vaults to publish")
	}
	sources, err := importer.Open([]string{filepath.Join(root, name)}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	c := importer.NewCollector(diag.Discard)
	for _, src := range sources {
		t.Cleanup(func() { src.Close() })
		imp, _, err := importer.Detect(src, builtin.Importers(), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := imp.Import(context.Background(), src, importer.Options{Space: "v", Location: time.UTC}, c); err != nil {
			t.Fatal(err)
		}
	}
	return graph.New(c.Finish())
}

// Real vaults: every reference of the site leads to something that is there, and no two things
// have one address or one id.
func TestCorpus(t *testing.T) {
	for _, name := range []string{"obsidian/quartz-docs", "obsidian/kepano-vault", "obsidian/elky84-obsidian-template-ko", "obsidian/oldwinter-knowledge-garden", "foam/foam-docs", "google-keep/obsidian-importer"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			g := corpusGraph(t, name)
			for style := range QuartzAddresses + 1 {
				var list diag.List
				start := time.Now()
				s, o := Publish(g, Settings{Title: name, Addresses: style}, Policy{Rule: All(), Properties: []string{"*"}}, &list)
				took := time.Since(start)
				checkUnique(t, s)
				links, none := checkReferences(t, s)
				if style == 0 {
					codes := map[string]int{}
					for _, d := range list.Sorted() {
						codes[d.Code]++
					}
					t.Logf("%d notes, %d files, %d redirects, %d references (%d lead nowhere), language %s, %v; left out %v; %v",
						len(s.Notes), len(s.Files), len(s.Redirects), links, none, s.Settings.Language, took.Round(time.Millisecond), o.LeftOut, codes)
				}
			}
		})
	}
}

// checkReferences fails for references of the site that lead nowhere, and for ids that repeat.
func checkReferences(t *testing.T, s *Site) (links, none int) {
	t.Helper()
	ids := map[string]map[string]bool{}
	for _, f := range s.Files {
		ids[f.Address] = map[string]bool{"": true}
	}
	for _, n := range s.Notes {
		on := map[string]bool{"": true}
		note.Walk(n.Body, func(node any) bool {
			id := ""
			switch node := node.(type) {
			case *note.ListItem:
				id = node.Anchor
			case *note.Anchor:
				id = node.Anchor
			case note.Block:
				id = note.AnchorOf(node)
			}
			if id != "" && on[id] || ReservedID(id) {
				t.Errorf("%s: id %q twice or reserved", n.Address, id)
			}
			on[id] = true
			return true
		})
		ids[n.Address] = on
	}
	for _, n := range s.Notes {
		ref := func(r note.Ref) {
			links++
			switch r.Kind {
			case note.RefURL:
			case note.RefNone:
				none++
			case note.RefPage, note.RefFile:
				if !ids[r.Target][r.Anchor] {
					t.Errorf("%s: a reference to %s#%s leads nowhere", n.Address, r.Target, r.Anchor)
				}
			default:
				t.Errorf("%s: unresolved %+v", n.Address, r)
			}
		}
		note.Walk(n.Body, func(node any) bool {
			switch node := node.(type) {
			case *note.Link:
				ref(node.Ref)
			case *note.Embed:
				ref(node.Ref)
			case *note.Tag:
				for _, a := range node.Attrs() {
					if a.Ref != nil {
						ref(*a.Ref)
					}
				}
			}
			return true
		})
		for _, p := range n.Properties {
			for _, v := range p.Value {
				if v.Ref != nil {
					ref(*v.Ref)
				}
			}
		}
		for _, b := range append(n.Backlinks[:len(n.Backlinks):len(n.Backlinks)], n.Mentions...) {
			if !ids[b.From.Address][b.Anchor] {
				t.Errorf("%s: a backlink from %s#%s leads nowhere", n.Address, b.From.Address, b.Anchor)
			}
		}
		if n.Language == "" || n.Direction == "" || n.Minutes < 1 || n.Folder == nil || n.Title == "" {
			t.Errorf("%s: incomplete", n.Address)
		}
	}
	return links, none
}
