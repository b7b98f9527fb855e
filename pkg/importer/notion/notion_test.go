package notion_test

import (
	"testing"

	"memopress/pkg/importer/importertest"
	"memopress/pkg/importer/notion"
)

func TestGolden(t *testing.T) { importertest.Golden(t, notion.Importer{}) }
