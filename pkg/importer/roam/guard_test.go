package roam

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
	"memopress/pkg/note"
)

type object = map[string]any

// graphOf makes a folder with an export of one page.
func graphOf(t *testing.T, blocks ...object) string {
	t.Helper()
	return exportOf(t, object{"title": "쪽", "uid": "page-0001", "create-time": 1600000000000, "children": blocks})
}

func exportOf(t *testing.T, pages ...object) string {
	t.Helper()
	data, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	return importertest.Folder(t, map[string]string{"graph.json": string(data)})
}

// Exports that would take hours if any step looked at everything for everything. On a slow machine
// one takes two seconds.
func TestHostileGraphsEnd(t *testing.T) {
	var refs []object
	for range 4_000 {
		refs = append(refs, object{"string": "((long-0001))"})
	}
	var same []object
	for range 30_000 {
		same = append(same, object{"title": "T", "create-time": 1600000000000})
	}
	deep := object{"string": "바닥"}
	for range 3_000 {
		deep = object{"string": "a", "children": []object{deep}}
	}
	for name, dir := range map[string]string{
		"tags":              graphOf(t, object{"string": strings.Repeat("#[[a b]] ", 100_000)}),
		"open brackets":     graphOf(t, object{"string": strings.Repeat("[[a ", 100_000)}),
		"fences":            graphOf(t, object{"string": strings.Repeat("```a\nb```", 100_000)}),
		"references to one": graphOf(t, append(refs, object{"string": strings.Repeat("낱말 *x* ", 40_000), "uid": "long-0001"})...),
		"one title":         exportOf(t, same...),
		"depth":             graphOf(t, deep),
	} {
		begin := time.Now()
		got := importertest.Read(t, Importer{}, dir)
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		importertest.AddsUp(t, dir, got)
	}
}

// words returns all text of the notes.
func words(notes []*note.Note) string {
	var sb strings.Builder
	for _, n := range notes {
		note.Walk(n.Body, func(node any) bool {
			switch node := node.(type) {
			case *note.Text:
				sb.WriteString(node.Value + " ")
			case *note.Code:
				sb.WriteString(node.Text + " ")
			case *note.CodeSpan:
				sb.WriteString(node.Text + " ")
			}
			return true
		})
	}
	return sb.String()
}

// A table that is too large for one stays a list: no word of it is lost.
func TestLargeTableKeepsItsWords(t *testing.T) {
	var rows []object
	for i := range maxCells + 10 {
		rows = append(rows, object{"string": fmt.Sprintf("낱말%d", i), "create-time": 1600000000000})
	}
	got := words(importertest.Read(t, Importer{}, graphOf(t, object{"string": "{{[[table]]}}", "children": rows})).Notes)
	if n := strings.Count(got, "낱말"); n != len(rows) {
		t.Errorf("%d words of %d", n, len(rows))
	}
}

// The words of blocks at any depth are kept.
func TestDeepOutlineKeepsItsWords(t *testing.T) {
	b := object{"string": "바닥"}
	for range 300 {
		b = object{"string": "층", "children": []object{b}}
	}
	got := words(importertest.Read(t, Importer{}, graphOf(t, b)).Notes)
	if strings.Count(got, "층") != 300 || !strings.Contains(got, "바닥") {
		t.Error(strings.Count(got, "층"))
	}
}

// JSON of another kind is no graph, and a graph among other notes does not make attachments of them.
func TestDetectsOnlyGraphs(t *testing.T) {
	const menu, graph = `[{"title":"Home","children":[]},{"title":"메뉴","children":[{"title":"x"}]}]`, `[{"title":"가","create-time":1600000000000,"children":[{"string":"a"}]}]`
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{"menu", map[string]string{"menu.json": menu}, false},
		{"menu beside notes", map[string]string{"menu.json": menu, "노트.md": "글"}, false},
		{"graph beside notes", map[string]string{"roam.json": graph, "노트.md": "글"}, false},
		{"graph", map[string]string{"아무 이름.json": graph}, true},
		{"graph without times", map[string]string{"g.json": `[{"title":"가","children":[{"string":"나"}]}]`}, true},
		{"bookmarks", map[string]string{"b.json": `[{"title":"a","url":"https://example.org","children":[{"title":"b"}]}]`}, false},
		{"tiddlers", map[string]string{"t.json": `[{"title":"a","text":"b","created":"20200101000000000"}]`}, false},
	} {
		sources, err := importer.Open([]string{importertest.Folder(t, tt.files)}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (Importer{}).Detect(sources[0]); m.Score >= 10 != tt.want { // 10 is what plain folders score
			t.Errorf("%s: %+v", tt.name, m)
		}
	}
}
