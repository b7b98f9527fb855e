package obsidian_test

import (
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/obsidian"
)

func TestGolden(t *testing.T) { importertest.Golden(t, obsidian.Importer{}) }
