package build

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"memopress/pkg/diag"
	"memopress/pkg/internal/crawl"
	"memopress/pkg/ledger"
)

// mixed are exports of many apps, as globs below the corpus.
var mixed = []string{
	"obsidian/kepano-vault", "logseq/logseq-docs", "roam/obsidian-importer/*.json", "notion/obsidian-importer/zip/*.zip", "evernote/obsidian-importer/*.enex",
	"evernote/obsidian-importer/yarle/*.enex", "apple-notes/plaso-notesv7", "google-keep/obsidian-importer/notes", "bear/obsidian-importer/*.bear2bk",
	"textbundle/obsidian-importer", "dayone/dayone-to-obsidian", "dendron/dendron-site", "foam/foam-docs", "html/obsidian-importer", "csv/obsidian-importer/*.csv",
	"org/go-org-testdata", "onenote/obsidian-importer/one",
}

// TestMixedCorpus makes one wiki of exports of many apps: a crawl finds nothing, and for each
// source and kind what was found is what was published, left out, merged or failed.
func TestMixedCorpus(t *testing.T) {
	corpus := os.Getenv("MEMOPRESS_CORPUS")
	if corpus == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	if testing.Short() {
		t.Skip("reads 5,000 notes")
	}
	var inputs []string
	for _, glob := range mixed {
		found, err := filepath.Glob(filepath.Join(corpus, glob))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d inputs, %v", glob, len(found), err)
		}
		inputs = append(inputs, found...)
	}
	m := &memory{files: map[string]string{}}
	res, err := Build(context.Background(), options(t, inputs...), m, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, data := range m.files {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	findings, err := crawl.Check(files, crawl.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Kind != crawl.Syntax { // what authors wrote in code, or about the syntax
			t.Errorf("%+v", f)
		}
	}
	var sum ledger.Row
	for _, r := range ledger.Table(res.Ledger.Entries()) {
		if r.Found != r.Published+r.LeftOut+r.Duplicates+r.Failed || r.Open != 0 {
			t.Errorf("%+v", r)
		}
		sum.Found += r.Found
		sum.Published += r.Published
		sum.LeftOut += r.LeftOut
		sum.Duplicates += r.Duplicates
		sum.Failed += r.Failed
	}
	t.Logf("%d inputs, %d notes published; %+v", len(inputs), res.Outcome.Published, sum)
}
