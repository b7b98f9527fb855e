// Package render turns the public site into pages and data files: one file of this package per
// page kind, and blocks into HTML. It receives a site.Site and nothing else, so it has nothing
// private to show.
package render
