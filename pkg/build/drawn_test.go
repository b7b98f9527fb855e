package build

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"memopress/pkg/diag"
)

// What a cache holds of earlier versions is used as long as the numbers in its keys are the same, so
// they are raised when the same input is drawn or encoded in another way.
func TestDrawnAsBefore(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors may round in another way")
	}
	files, _ := carded(t, nil)
	sum := func(data string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(data)))[:16] }
	if got := sum(files[imageOf(t, files, "Garden.html")]); got != "6d408a1a24d7ab16" || drawing != "1" {
		t.Errorf("a card is drawn as %s: raise drawing in cards.go, and write that here", got)
	}
	dir := t.TempDir()
	put(t, dir+"/노트.md", "![[a.png]]")
	put(t, dir+"/a.png", stripes(t, 600, 40))
	o := options(t, dir)
	o.Images = true
	m := &memory{files: map[string]string{}}
	if _, err := Build(t.Context(), o, m, diag.Discard); err != nil {
		t.Fatal(err)
	}
	for name, data := range m.files {
		if !strings.HasSuffix(name, ".480.webp") {
			continue
		}
		if got := sum(data); got != "51e3aa9d2eca3e63" {
			t.Errorf("a copy is encoded as %s: raise the number in the key of shrinker.copies, and write that here", got)
		}
		return
	}
	t.Error("there is no copy")
}
