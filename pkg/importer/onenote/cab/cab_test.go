package cab

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// unpack returns the files of a cabinet.
func unpack(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	c, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for i := range c.Folders {
		r, err := c.Folders[i].Open()
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Files {
			if f.Folder == i {
				out[f.Name] = all[f.Offset : f.Offset+f.Size]
			}
		}
	}
	return out
}

// TestCorpus unpacks cabinets that Windows packed, in windows of all sizes.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("MEMOPRESS_CORPUS")
	if dir == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir = filepath.Join(dir, "onenote/obsidian-importer/one")
	for _, name := range []string{"testOneNote2016", "testOneNoteFromOffice365-2"} {
		packed, err := os.ReadFile(filepath.Join(dir, "makecab-lzx-"+name+".cab"))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(dir, name+".one"))
		if err != nil {
			t.Fatal(err)
		}
		for got, content := range unpack(t, packed) {
			if !bytes.Equal(content, want) {
				t.Errorf("%s: %d bytes, want the %d of %s", got, len(content), len(want), name)
			}
		}
	}
	var first []byte
	for _, window := range []string{"", "15", "16", "17", "18", "19", "20"} {
		packed, err := os.ReadFile(filepath.Join(dir, "makecab-lzx"+window+"-e8.cab"))
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range unpack(t, packed) {
			if first == nil {
				first = content
			}
			if len(content) != 4096 || !bytes.Equal(first, content) {
				t.Errorf("window %s: %s has %d bytes, or others than the first", window, name, len(content))
			}
			t.Logf("%s %s % x", window, name, content[:64])
			for i, c := range content {
				if c == 0xe8 {
					t.Logf("e8 at %d % x", i, content[i:i+6])
				}
			}
		}
	}
}
