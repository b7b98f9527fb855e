package build

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages from the top down. A package may import those of lower lines only;
// packages on one line do not import each other. A folder stands for all below it that have no
// line of their own.
var layers = [][]string{
	{"cmd"},
	{"pkg/build", "pkg/serve"},
	{"pkg/theme"},
	{"pkg/render"},
	{"pkg/search", "pkg/layout"},
	{"pkg/site"},
	{"pkg/graph"},
	{"pkg/importer/builtin"},
	{
		"pkg/importer/obsidian", "pkg/importer/folder", "pkg/importer/keep", "pkg/importer/notion", "pkg/importer/evernote",
		"pkg/importer/applenotes", "pkg/importer/joplin", "pkg/importer/bear", "pkg/importer/textbundle", "pkg/importer/simplenote",
		"pkg/importer/standardnotes", "pkg/importer/logseq", "pkg/importer/roam", "pkg/importer/dayone", "pkg/importer/upnote",
		"pkg/importer/samsungnotes", "pkg/importer/kakaotalk", "pkg/importer/telegram", "pkg/importer/onenote", "pkg/importer/org",
		"pkg/importer/office",
	},
	{"pkg/importer/importertest"},
	{"pkg/importer/document", "pkg/importer/bundle"},
	{"pkg/importer"},
	{"pkg/reader/markdown", "pkg/writer/markdown"},
	{"pkg/reader/frontmatter"},
	{"pkg/reader/org", "pkg/reader/docx", "pkg/reader/odt", "pkg/reader/rtf", "pkg/reader/csv", "pkg/reader/mhtml"},
	{"pkg/reader/html", "pkg/writer/html"},
	{"pkg/reader/edn", "pkg/internal/office"},
	{"pkg/reader/charset", "pkg/reader/date", "pkg/writer/html/math", "pkg/writer/html/lex"},
	{"pkg/internal"},
	{"pkg/note"},
	{"pkg/ledger", "pkg/diag"},
	{"themes"},
}

// never are imports that the order alone would allow but the design forbids: after the wall
// nobody reaches behind it, and a theme knows values only.
var never = map[string][]string{
	"pkg/render": {"pkg/graph", "pkg/importer", "pkg/reader", "pkg/ledger"},
	"pkg/theme":  {"pkg/note", "pkg/graph", "pkg/site", "pkg/importer", "pkg/reader"},
}

// TestImportsGoDown reads the import clauses of every file but tests and fails on an arrow that
// goes up or sideways.
func TestImportsGoDown(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, p), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := path.Dir(p)
		for _, spec := range f.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if to, ours := strings.CutPrefix(to, "memopress/"); ours {
				seen++
				if why := forbidden(from, to); why != "" {
					t.Errorf("%s imports %s: %s", p, to, why)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Errorf("only %d imports were seen", seen)
	}
}

func forbidden(from, to string) string {
	a, b := layer(from), layer(to)
	switch {
	case a < 0:
		return "the importing package has no line in layers"
	case b < 0:
		return "the imported package has no line in layers"
	case a > b, a == b && within(from, layers[a]) != within(to, layers[b]):
		return "imports go strictly downward"
	}
	for pkg, banned := range never {
		if (from == pkg || strings.HasPrefix(from, pkg+"/")) && within(to, banned) != "" {
			return "the design forbids it"
		}
	}
	return ""
}

// layer returns the line of the longest entry that holds the package, -1 for none.
func layer(pkg string) int {
	best, at := "", -1
	for i, line := range layers {
		if w := within(pkg, line); len(w) > len(best) {
			best, at = w, i
		}
	}
	return at
}

// within returns the entry that is pkg or a folder above it, "" for none.
func within(pkg string, entries []string) string {
	i := slices.IndexFunc(entries, func(e string) bool { return pkg == e || strings.HasPrefix(pkg, e+"/") })
	if i < 0 {
		return ""
	}
	return entries[i]
}

func TestForbiddenArrows(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		bad      bool
	}{
		{"pkg/render", "pkg/graph", true},
		{"pkg/theme", "pkg/site", true},
		{"pkg/theme", "pkg/render", false},
		{"pkg/site", "pkg/render", true},
		{"pkg/importer/keep", "pkg/importer/folder", true},
		{"pkg/importer/keep", "pkg/importer", false},
		{"pkg/importer", "pkg/importer/keep", true},
		{"pkg/note", "pkg/graph", true},
		{"pkg/nowhere", "pkg/note", true},
	} {
		if got := forbidden(tt.from, tt.to) != ""; got != tt.bad {
			t.Errorf("%s → %s: forbidden %v, want %v", tt.from, tt.to, got, tt.bad)
		}
	}
}
