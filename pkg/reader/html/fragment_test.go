package html

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"memopress/pkg/diag"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

// TestFragment reads testdata/fragment.txtar: pairs of NAME.html and NAME.want, which is the
// outline of the blocks and, below a line "!", the diagnostics.
func TestFragment(t *testing.T) {
	const file = "testdata/fragment.txtar"
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := &txtar.Archive{Comment: a.Comment}
	for i, f := range a.Files {
		name, ok := strings.CutSuffix(f.Name, ".html")
		if !ok {
			continue
		}
		want := ""
		if i+1 < len(a.Files) && a.Files[i+1].Name == name+".want" {
			want = string(a.Files[i+1].Data)
		}
		t.Run(name, func(t *testing.T) {
			var list diag.List
			got := dumpBlocks(Fragment(string(f.Data), Options{Report: &list}))
			for _, d := range list.Sorted() {
				got += "! " + d.Code + " " + d.Message + "\n"
			}
			out.Files = append(out.Files, f, txtar.File{Name: name + ".want", Data: []byte(got)})
			if diff := cmp.Diff(want, got); diff != "" && !*update {
				t.Error(diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
