package build

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/site"
)

// memory is a Writer that keeps what it is given.
type memory struct {
	mu    sync.Mutex
	files map[string]string
}

func (m *memory) Write(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[path] = string(data)
	return nil
}

func (m *memory) Copy(path string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return m.Write(path, data)
}

// A picture that cannot be cleaned stays at home, and no page loads it or links to it.
func TestFileThatCannotBeCleaned(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.md": "---\ncover: \"[[깨진.png]]\"\nimage: \"[[깨진.png]]\"\n---\n# Home\n\n![[깨진.png|말로 하면]] [own words](깨진.png) <img src=\"깨진.png\" alt=\"as HTML\">\n\n![[good.svg]] [[other]]\n",
		"other.md": "back to [[index]] with ![[깨진.png]]\n",
		"깨진.png":   "\x89PNG\r\n\x1a\n and then nothing that is a picture",
		"good.svg": `<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	policy, err := site.ParsePolicy(site.PolicyConfig{Publish: &site.RuleConfig{Use: "all"}})
	if err != nil {
		t.Fatal(err)
	}
	out := &memory{files: map[string]string{}}
	var list diag.List
	res, err := Build(context.Background(), Options{Inputs: []string{dir}, Import: importer.Options{Location: time.UTC}, Policy: policy, Theme: loadTheme(t, "")}, out, &list)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Site.Files) != 1 || list.Count(diag.Error) != 1 {
		t.Errorf("%d files, %+v", len(res.Site.Files), list.Sorted())
	}
	for p, text := range out.files {
		if strings.Contains(p, "깨진") || strings.Contains(text, "깨진") || strings.Contains(text, "%EA%B9%A8") {
			t.Errorf("%s names the file: %s", p, text)
		}
	}
	for _, words := range []string{"말로 하면", "own words", "as HTML", "good.svg"} {
		if !strings.Contains(out.files["index.html"], words) {
			t.Errorf("the page has lost %q", words)
		}
	}
}
