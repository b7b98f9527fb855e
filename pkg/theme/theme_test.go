package theme

import (
	"testing"

	"memopress/themes"
)

func TestLoad(t *testing.T) {
	th, err := Load(Options{Themes: themes.FS})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range th.Assets() {
		t.Log(a.Path, len(a.Data))
	}
	out, err := th.Wrap(samples()[0])
	t.Log(string(out), err)
}
