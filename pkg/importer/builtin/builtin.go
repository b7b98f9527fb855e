// Package builtin lists the importers that memopress has.
package builtin

import (
	"memopress/pkg/importer"
	"memopress/pkg/importer/applenotes"
	"memopress/pkg/importer/bear"
	"memopress/pkg/importer/dayone"
	"memopress/pkg/importer/evernote"
	"memopress/pkg/importer/folder"
	"memopress/pkg/importer/joplin"
	"memopress/pkg/importer/kakaotalk"
	"memopress/pkg/importer/keep"
	"memopress/pkg/importer/logseq"
	"memopress/pkg/importer/notion"
	"memopress/pkg/importer/obsidian"
	"memopress/pkg/importer/office"
	"memopress/pkg/importer/onenote"
	"memopress/pkg/importer/org"
	"memopress/pkg/importer/roam"
	"memopress/pkg/importer/samsungnotes"
	"memopress/pkg/importer/simplenote"
	"memopress/pkg/importer/standardnotes"
	"memopress/pkg/importer/telegram"
	"memopress/pkg/importer/textbundle"
	"memopress/pkg/importer/upnote"
)

// Importers returns all importers in the order in which they are asked; of those equally sure
// of a source the first wins. The slice belongs to the caller.
func Importers() []importer.Importer {
	return []importer.Importer{
		obsidian.Importer{},
		keep.Importer{},
		notion.Importer{},
		evernote.Importer{},
		applenotes.Importer{},
		dayone.Importer{},
		telegram.Importer{},
		logseq.Importer{},
		roam.Importer{},
		upnote.Importer{},
		joplin.Importer{},
		bear.Importer{},
		textbundle.Importer{},
		samsungnotes.Importer{},
		simplenote.Importer{},
		standardnotes.Importer{},
		kakaotalk.Importer{},
		org.Importer{},
		office.Importer{},
		onenote.Importer{},
		folder.Importer{},
	}
}
