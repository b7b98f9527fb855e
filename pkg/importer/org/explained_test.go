package org_test

// explained says why cases of the corpus score lower.
var explained = map[string]string{
	"east_asian_line_breaks": "joins lines of Chinese by an option that Emacs does not have; here a line end stays one",
	"footnotes":              "takes the full stop behind an address into the link",
	"headlines":              "reads the files that #+SETUPFILE and #+INCLUDE name, and shows a property drawer that is malformed",
	"inline":                 "renames links to .html and adds weekdays to timestamps",
	"misc":                   "puts in the files that #+INCLUDE names",
}
