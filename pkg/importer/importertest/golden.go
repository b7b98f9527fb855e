package importertest

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"memopress/pkg/importer"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// wanted is the file of a golden archive that holds what the importer is to make of the others.
const wanted = "want"

// Golden reads each of testdata/*.txtar as a folder, compares what imp makes of it with the file
// "want" of the archive, and then runs all checks of Run over it.
func Golden(t *testing.T, imp importer.Importer) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := Fixture{Name: strings.TrimSuffix(filepath.Base(path), ".txtar"), Files: map[string]string{}}
		want := &txtar.File{Name: wanted}
		for i, file := range archive.Files {
			if file.Name == wanted {
				want = &archive.Files[i]
			} else {
				f.Files[file.Name] = string(file.Data)
			}
		}
		settings(t, &f, string(archive.Comment))
		t.Run(f.Name+"/golden", func(t *testing.T) {
			got := Dump(Read(t, imp, Folder(t, f.Files)))
			if *update {
				rewrite(t, path, archive, got)
				return
			}
			if d := cmp.Diff(string(want.Data), got); d != "" {
				t.Error(d)
			}
		})
		Run(t, imp, f)
	}
}

// settings reads the lines "failures: N" and "log: yes" of a golden's comment.
func settings(t *testing.T, f *Fixture, comment string) {
	t.Helper()
	for line := range strings.Lines(comment) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if key == "log" {
			f.Log = value == "yes"
		}
		if key != "failures" {
			continue
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			t.Fatal(err)
		}
		f.Failures = n
	}
}

func rewrite(t *testing.T, path string, archive *txtar.Archive, got string) {
	t.Helper()
	files := archive.Files[:0:0]
	for _, f := range archive.Files {
		if f.Name != wanted {
			files = append(files, f)
		}
	}
	archive.Files = append(files, txtar.File{Name: wanted, Data: []byte(got)})
	if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
		t.Fatal(err)
	}
}
