package importer_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// Whichever byte of an archive is damaged: Read returns what reading the member as a stream returns,
// or what was packed where only the copy of a size or checksum behind it is wrong.
func TestZipDamage(t *testing.T) {
	text := strings.Repeat("정원의 나무 "+norm.NFD.String("한글")+" and words of a note\n", 12)
	good := zipOf(t, member{name: "노트.md", text: text}, member{name: "빈.md"}, member{name: "b.md", text: "둘"})
	directory := int(binary.LittleEndian.Uint32(good[len(good)-6:]))
	damaged := 0
	for at := -1; at < directory; at++ {
		data := bytes.Clone(good)
		if at >= 0 {
			data[at] ^= 0x55
		}
		p := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
		sources, err := importer.Open([]string{p}, importer.OpenOptions{}, diag.Discard)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range sources[0].Files() {
			got, err := f.Read(1 << 20)
			want, wantErr := stream(f)
			if wantErr != nil {
				damaged++
			}
			if err == nil && wantErr == nil && !bytes.Equal(got, want) {
				t.Errorf("byte %d: %s: %q, want %q", at, f.Path, got, want)
			}
			if err != nil && wantErr == nil || err == nil && wantErr != nil && string(got) != text && string(got) != "둘" {
				t.Errorf("byte %d: %s: %v, want %v", at, f.Path, err, wantErr)
			}
		}
		if err := sources[0].Close(); err != nil {
			t.Fatal(err)
		}
	}
	if damaged < 100 {
		t.Errorf("%d members were damaged", damaged)
	}
}

func stream(f importer.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
