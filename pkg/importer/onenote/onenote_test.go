package onenote

import (
	"testing"

	"memopress/pkg/importer/importertest"
)

func TestSample(t *testing.T) {
	files := map[string]string{}
	for name, data := range exampleFiles() {
		files[name] = string(data)
	}
	t.Log(importertest.Dump(importertest.Read(t, Importer{}, importertest.Folder(t, files))))
}
