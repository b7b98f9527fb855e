package media

import (
	"bytes"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/webp"
)

// TestCorpus cleans every attachment of real vaults: nothing fails, pictures keep their
// pixels, and Size says what the decoder says.
func TestCorpus(t *testing.T) {
	root := os.Getenv("MEMOPRESS_CORPUS")
	if root == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	decoders := map[string]func(io.Reader) (image.Image, error){"image/jpeg": jpeg.Decode, "image/png": png.Decode, "image/gif": gif.Decode, "image/webp": webp.Decode}
	seen := map[string]int{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rc, report, err := Open(p, opener(data))
		if err != nil {
			if _, _, e := image.Decode(bytes.NewReader(data)); e != nil && errors.Is(err, ErrDamaged) {
				t.Logf("no decoder reads it either: %v", err)
				return nil
			}
			t.Errorf("%s: %v", p, err)
			return nil
		}
		seen[report.Type]++
		out, err := io.ReadAll(rc)
		if err != nil {
			t.Errorf("%s: %v", p, err)
		}
		decode := decoders[report.Type]
		if decode == nil || rc.Close() != nil {
			return nil
		}
		m, err := decode(bytes.NewReader(data))
		if err != nil {
			t.Logf("%s does not decode: %v", p, err)
			return nil
		}
		samePixels(t, data, out, decode)
		w, h, err := Size(p, bytes.NewReader(data))
		if b := m.Bounds(); err != nil || (w != b.Dx() || h != b.Dy()) && (w != b.Dy() || h != b.Dx()) {
			t.Errorf("%s: %d×%d %v, decoded %v", p, w, h, err, b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(seen)
}
