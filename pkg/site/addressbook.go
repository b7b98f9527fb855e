package site

import (
	"strconv"
	"strings"
)

// An addressBook gives out site paths so that no two are the same on any file system: compared
// in NFC without case, no file where another has a folder. The zero value is not ready; use
// newAddressBook.
type addressBook struct {
	files   map[string]string // folded path → who has it, for messages
	folders map[string]bool
	last    map[string]int // folded address → the number that was last put behind its stem
}

// Owners that are no note.
const ownPage = "" // a page that memopress makes

// reservedNames are the first segments, without ending, that belong to pages and files made by
// memopress. They stay reserved even where a site has no such page, so that turning one on
// moves no note.
var reservedNames = map[string]bool{
	"-": true, "404": true, "all": true, "assets": true, "data": true, "files": true, "graph": true,
	"recent": true, "search": true, "tags": true,
}

// reservedFiles are the files that memopress puts at the root. No folder is called like one.
var reservedFiles = map[string]bool{
	"404.html": true, "_headers": true, "_redirects": true, "favicon.ico": true, "feed.json": true, "feed.xml": true,
	"llms-full.txt": true, "llms.txt": true, "manifest.webmanifest": true, "robots.txt": true, "sitemap.xml": true, "sw.js": true,
}

// newAddressBook returns a book in which only the home page is taken.
func newAddressBook() *addressBook {
	return &addressBook{files: map[string]string{"index.html": ownPage}, folders: map[string]bool{}, last: map[string]int{}}
}

// free reports whether a file may stand at address; holder says who is in the way.
func (b *addressBook) free(address string) (holder string, ok bool) {
	key := fold(address)
	if first := firstName(key); reservedNames[first] {
		return ownPage, false
	}
	if first, _, nested := strings.Cut(key, "/"); nested && reservedFiles[first] {
		return ownPage, false
	}
	return b.vacant(key)
}

// vacant is free without the reserved names, for what memopress itself puts there.
func (b *addressBook) vacant(key string) (holder string, ok bool) {
	if holder, taken := b.files[key]; taken || b.folders[key] {
		return holder, false
	}
	for up := parentOf(key); up != ""; up = parentOf(up) {
		if holder, taken := b.files[up]; taken {
			return holder, false
		}
	}
	return "", true
}

// take enters an address that is free.
func (b *addressBook) take(address, owner string) {
	key := fold(address)
	b.files[key] = owner
	for up := parentOf(key); up != "" && !b.folders[up]; up = parentOf(up) {
		b.folders[up] = true
	}
}

// number returns stem, else stem-2, stem-3 and so on, the first whose address is ok. The search
// goes on where it ended the last time: thousands of pictures may be called "Untitled.png".
func (b *addressBook) number(stem string, address func(stem string) string, ok func(stem, address string) bool) string {
	want := address(stem)
	if ok(stem, want) {
		return stem
	}
	key := fold(want)
	for i := max(2, b.last[key]+1); ; i++ {
		if s := stem + "-" + strconv.Itoa(i); ok(s, address(s)) {
			b.last[key] = i
			return s
		}
	}
}

// firstName returns the first segment of a path, without ending.
func firstName(p string) string {
	first, _, nested := strings.Cut(p, "/")
	if nested {
		return first
	}
	return strings.TrimSuffix(first, extension(first))
}
