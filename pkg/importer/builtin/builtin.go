// Package builtin lists the importers that memopress has.
package builtin

import (
	"memopress/pkg/importer"
	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/folder"
	"memopress/pkg/importer/keep"
	"memopress/pkg/importer/obsidian"
)

// Importers returns all importers in the order in which they are asked; of those equally sure
// of a source the first wins. The slice belongs to the caller.
func Importers() []importer.Importer {
	return []importer.Importer{
		obsidian.Importer{},
		keep.Importer{},
		applenotes.Importer{},
		folder.Importer{},
	}
}
