// Package themes holds the themes that come with memopress: each folder is one, and nothing in
// them is Go. See package theme for what a theme is made of.
package themes

import "embed"

// FS holds a folder for each theme.
//
//go:embed all:paper all:garden all:ledger
var FS embed.FS
