package logseq

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/importer/importertest"
)

func id(n int) string { return fmt.Sprintf("%08x-aaaa-4bbb-8ccc-000000000001", n) }

// Graphs that would take hours if any step looked at everything for everything. On a slow machine
// one takes two seconds.
func TestHostileGraphsEnd(t *testing.T) {
	var refs, org, areas strings.Builder
	images := map[string]string{}
	for i := range 10_000 {
		fmt.Fprintf(&org, "* h\n:PROPERTIES:\n:id: %s\n:END:\n", id(i))
		fmt.Fprintf(&areas, "- 그림\n  hl-type:: area\n  id:: %s\n", id(i))
		if i < 2_000 {
			fmt.Fprintf(&refs, "- ((%s))\n", id(1))
			images[fmt.Sprintf("assets/책/%d_%s_1.png", i, id(i))] = ""
		}
	}
	images["pages/책.md"] = areas.String()
	for name, files := range map[string]map[string]string{
		"lines of a block":  {"pages/a.md": "- ```\n" + strings.Repeat("  x = 가나다라마바사아자차카타파하\n", 100_000) + "  ```\n"},
		"blocks in org":     {"pages/a.org": org.String()},
		"references to one": {"pages/a.md": "- " + strings.Repeat("낱말 *x* ", 40_000) + "\n  id:: " + id(1) + "\n" + refs.String()},
		"areas of a PDF":    images,
		"a large macro":     {"logseq/config.edn": `{:macros {"m" "` + strings.Repeat("$1", 100_000) + `"}}`, "pages/a.md": "- {{m " + strings.Repeat("x", 20_000) + "}}\n"},
		"many macros":       {"logseq/config.edn": `{:macros {"m" "` + strings.Repeat("길다", 5_000) + `"}}`, "pages/a.md": strings.Repeat("- {{m}}\n", 50_000)},
		"marks in org":      {"pages/a.org": strings.Repeat("^^a^^ ((b)) {{c}} ", 20_000)},
		"open fences":       {"pages/a.md": strings.Repeat("- ```go\n", 50_000)},
	} {
		if files["logseq/config.edn"] == "" {
			files["logseq/config.edn"] = "{}"
		}
		dir := importertest.Folder(t, files)
		begin := time.Now()
		got := importertest.Read(t, Importer{}, dir)
		took := time.Since(begin)
		t.Logf("%s: %v", name, took)
		if took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		importertest.AddsUp(t, dir, got)
	}
}

// The properties of a page without bullets are the page's.
func TestDocument(t *testing.T) {
	n := read(t, "title:: 다른 이름\ntags:: 하나\n\n첫 문단\n\n둘째")
	if n.Title != "다른 이름" || len(n.Tags) != 1 || len(n.Body) != 2 {
		t.Errorf("%+v", n)
	}
}

// What Logseq writes beyond Org.
func TestOrg(t *testing.T) {
	got := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"logseq/config.edn": "{}", "pages/다른 쪽.md": "- x\n  id:: " + id(7), "pages/조.org": `#+TITLE: 조
* 질의
{{query (todo now)}}
#+BEGIN_QUERY
{:query [:find ?x]}
#+END_QUERY
* ^^강조^^ #[[두 낱말]] {{cloze 답}} {{youtube dQw4}} {{unknown x}}
SCHEDULED: <2024-01-05 Fri>
:LOGBOOK:
CLOCK: [2024-03-01 Fri 09:00:00]
:END:
* {{embed [[다른 쪽]]}} [[((` + id(7) + `))][이름]]
#+BEGIN_SRC md
{{query 코드}} ((` + id(7) + `))
#+END_SRC
`}))
	dump := importertest.Dump(got)
	for _, want := range []string{"```logseq\n(todo now)\n```", "```logseq\n{:query [:find ?x]}\n```", "==강조== #두 낱말 답", "https://www.youtube.com/watch?v=dQw4", "`{{unknown x}}`",
		"⏳ 2024-01-05", "![](export/pages/다른%20쪽.md) [이름]", "[이름](export/pages/다른%20쪽.md#^" + id(7) + ")", "```md\n{{query 코드}} ((" + id(7) + "))\n```"} {
		if !strings.Contains(dump, want) {
			t.Errorf("no %q in\n%s", want, dump)
		}
	}
	if strings.Contains(dump, "CLOCK") || strings.Contains(dump, "{{embed") {
		t.Error(dump)
	}
}

// The database of a graph is known, and what to do about it is said.
func TestDatabase(t *testing.T) {
	const schema = "SQLite format 3\x00\x10\x00 ... CREATE TABLE kvs (addr INTEGER primary key, content TEXT, addresses JSON)"
	for name, want := range map[string]bool{schema: true, strings.Replace(schema, "kvs", "notes", 1): false, strings.TrimPrefix(schema, "SQLite"): false} {
		dir := importertest.Folder(t, map[string]string{"db.sqlite": name, "db.sqlite-wal": "", "assets/그림.png": "x"})
		sources, err := importer.Open([]string{dir}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if m := (Importer{}).Detect(sources[0]); m.Score > 0 != want {
			t.Errorf("%.30q: %+v", name, m)
		}
		if !want {
			continue
		}
		got := importertest.Read(t, Importer{}, dir)
		importertest.AddsUp(t, dir, got)
		if dump := importertest.Dump(got); got.Failed() != 1 || len(got.Attachments) != 1 || !strings.Contains(dump, "Export graph › EDN") {
			t.Error(dump)
		}
	}
}

// In a database's export pages and blocks refer to each other by identifiers, and a page is the same
// page whatever the export's file is called.
func TestExportReferences(t *testing.T) {
	export := `{:pages-and-blocks [
		{:page {:block/title "가" :block/uuid #uuid "` + id(1) + `"} :blocks [{:block/title "첫째" :block/uuid #uuid "` + id(2) + `"}]}
		{:page {:block/title "나"} :blocks [{:block/title "[[` + id(1) + `]] [[` + id(2) + `]] [[` + id(3) + `]]"}]}]}`
	first := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"a.edn": export}))
	second := importertest.Read(t, Importer{}, importertest.Folder(t, map[string]string{"b.edn": export}))
	dump := importertest.Dump(first)
	if first.Notes[0].ID != "logseq:가" || first.Notes[0].ID != second.Notes[0].ID || !strings.Contains(dump, "[가](logseq%3A가) [첫째](logseq%3A가#^"+id(2)+")") {
		t.Error(dump)
	}
}
