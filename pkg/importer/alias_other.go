//go:build !unix

package importer

import "io/fs"

// hasOtherNames is not known of what a folder lists.
func hasOtherNames(fs.FileInfo) bool { return false }
