package obsidian_test

import (
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/obsidian"
)

// Whatever a canvas holds, it becomes one note or one failure.
func FuzzCanvas(f *testing.F) {
	f.Add([]byte(`{"nodes":[{"id":"g","type":"group","width":9,"height":9,"label":"묶음"},{"id":"a","type":"text","text":"**가**"}],"edges":[{"fromNode":"a","toNode":"g"}]}`))
	f.Add([]byte(`{"nodes":[null,{"id":"f","type":"file","file":"a.png","subpath":"#^b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { importertest.One(t, obsidian.Importer{}, "판.canvas", data) })
}
