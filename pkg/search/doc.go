// Package search makes the search index of a site: files that a reader's browser fetches as far
// as a query needs them, so that finding something among a hundred thousand notes moves less than
// a picture would. It sees a site.Site, and so nothing private.
//
// # The index
//
// Notes are numbered, those that many others link to first. The index is three kinds of files,
// each a classic script that calls memopress.put with its name and value, because these load from
// a disk, too:
//
//	data/search/m.js     the manifest: {n: notes, t: first term of each p file, joined by "\n",
//	                     h: two characters of hash for each, d: how many notes each d file has}
//	data/search/pK.js    postings: lines "term TAB postings", sorted by term
//	data/search/dK.js    what results show of some notes in order: an array of
//	                     [address, title, aliases, tags, [[anchor, heading, text]…]]
//
// Numbers in postings and in d are written in digits of five bits, the lowest first, each as a
// character of the alphabet of base64; 32 is added to all digits but the last. A posting list is
// the number of notes, then for each: the distance to the number before, the weight (0 to 31, plus
// 32 when the term stands elsewhere than in the text), then if so the places as a sum (1 title,
// 2 heading, 4 tag, 8 alias), the number of positions, and the distances between those.
// A number of positions of 0 means that there are too many to say. A list that is too long for
// one file goes on in the next, where its term is followed by U+0001 and the number of the note
// before, in decimal; only the first part has the number of notes.
//
// Besides the tokens of its words (see token.go) a note has terms for what it is asked for:
// "#tag" and the tags above it, "/folder" for each folder around it, "[name" and "[name:value"
// for shown properties, "*" and the initial consonants of titles, aliases, headings and tags.
package search
