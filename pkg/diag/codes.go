package diag

import (
	"cmp"
	"slices"
	"strings"
)

// A Code documents one kind of diagnostic for people who meet it.
type Code struct {
	Name  string // "L001"
	Title string // one line, lower case
	Text  string // what it means, why it matters and what to do; paragraphs separated by blank lines
}

// Explain returns the documentation of a code, matched without regard to case.
func Explain(name string) (Code, bool) {
	for _, c := range codes {
		if strings.EqualFold(c.Name, name) {
			return c, true
		}
	}
	return Code{}, false
}

// Codes returns all codes by name. The slice belongs to the caller.
func Codes() []Code {
	out := slices.Clone(codes)
	slices.SortFunc(out, func(a, b Code) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

var codes = []Code{
	{"L001", "link to a note that does not exist", `
A link names a note that none of the inputs has. On the site its text stays, without an address.

Names are compared without regard to case and to how Hangul or accents are composed. A link is looked up next to its own note first, then everywhere. An alias does not answer to a link: write [[Real name|alias]].

If the note is not written yet and that is fine, set in memopress.yaml
    links: {missing: allow}`},
	{"L002", "link to a heading or block that does not exist", `
The note exists, but the part after "#" does not. The link goes to the top of the note.

Headings are compared without punctuation and case. "#A#B" means heading B somewhere below heading A. A block is named by "^id" at its end.`},
	{"L003", "file or image that does not exist", `
A note shows or links a file that none of the inputs has. Check the spelling, and whether the file was part of the export: several apps put attachments into another archive of the same export. Give all parts at once.`},
	{"L004", "ambiguous name", `
Several notes or files answer to this name. The message lists them in order and says which was taken and why: first those in or below the folder of the linking note, then the shortest path, then the alphabet.

Write more of the path to say which is meant: [[folder/name]].`},
	{"L005", "link to a note that is not published", `
The note exists but the publish rule or its own front matter keeps it private. The site shows just what it shows for a note that does not exist.

A warning with this code means more: the link was meant for an unpublished note, and another, published note has the same name. The site links to the published one. Write more of the path if that is wrong.`},
	{"L006", "note that stands alone", `
No other published note links to it, and it links to none, so that readers come across it only in lists and by search.`},
	{"L007", "name that several notes have", `
A link by this name alone is ambiguous: which note it means depends on where the link stands. Write the path, [[folder/name]], or rename one of them.`},
	{"T001", "file of your theme folder that is behind the theme", `
The file was taken out of a theme by "memopress theme eject", and that theme has another version of it now. Yours is used; it may lack what is new, or name what is gone.

"memopress theme diff" shows how they differ. Take over what you want, then write the first line anew with "memopress theme eject --force FILE" (which replaces the file), or remove that line to be asked no more.`},
	{"T002", "font that is published whole", `
A large font of your own is cut down to the letters that the site writes. That is not possible for this one: a variable font, a font whose letters change with their neighbours (as in Arabic), or one with CFF2 outlines. A static TrueType or OpenType file of the same face makes lighter pages.`},
	{"T003", "social images in fonts of this machine", `
The pictures that stand for pages where their addresses are shared are written with fonts of memopress itself: Latin, Greek, Cyrillic, Hangul, kana, common ideographs, Arabic, Hebrew, Thai, Devanagari and emoji. Other letters are taken from the fonts of the machine that builds the site, so that another machine draws them differently, or not at all.

Name a font file in the settings, and they are the same everywhere:  social: {font: fonts/mine.otf}`},
	{"T004", "social images without titles", `
Titles have letters that neither the fonts of memopress nor those of this machine have. Instead of boxes the pictures of these notes show the site's name alone.

Name a font file that has the letters in the settings:  social: {font: fonts/mine.otf}`},
	{"F001", "front matter that cannot be read", `
The block between the first two "---" lines is not valid YAML (or TOML, or JSON). The note keeps its whole text. Because a "private: true" might hide in what cannot be read, the note is not published until this is mended.

Often a value needs quotes:  title: "안녕: 세계"`},
	{"F002", "date that cannot be read", `
Write dates as 2024-03-01 or 2024-03-01 09:30, with a zone if you like (2024-03-01T09:30+09:00). The value is kept as text.`},
	{"F003", "visibility that cannot be read with certainty", `
The note has a property that decides whether it is published (publish, private, draft …), but its value is not plainly true or false, or two of them contradict each other, or the name is written in an unusual way. Such a note is kept private.

Write  publish: true  or  private: true  without quotes.`},
	{"F004", "property of another type", `
The property's value is not of the type that .obsidian/types.json gives it. It is kept as text.`},
	{"U001", "two pages want one address", `
Two published notes or files would get the same address once characters that addresses cannot hold are replaced and upper and lower case are put aside. The second got a suffix. Rename one of them, or give it a permalink, to choose yourself.`},
	{"U002", "names that differ only by case or composition", `
Two files have names that some file systems and hosts take for one: they differ only in upper and lower case, or in how Hangul or accents are composed (NFC, NFD). Both are published.`},
	{"U003", "name in decomposed form", `
A file's name is stored in decomposed form (NFD), as macOS does. It is treated as its composed form everywhere; nothing needs to be done.`},
	{"A001", "image without alternative text", `
Readers who cannot see the image get nothing. Write ![what it shows](image.png), or ![[image.png|what it shows]].`},
	{"A003", "link without text", `
A link has no text that could be read or clicked.`},
	{"M001", "notes that embed each other", `
A note shows itself through a chain of embeds. The message gives the chain. The innermost embed is shown as a link.`},
	{"M002", "note shown in a simpler form", `
Part of the note goes beyond what a page can sensibly hold (nesting, a paragraph, a table, footnotes, the size of the note). That part is shown as plain text. All words are kept.`},
	{"M003", "formula that cannot be rendered", `
The formula is not valid LaTeX, or uses a command that is not supported. It is shown as its source.`},
	{"H001", "HTML that was left out", `
The note holds an HTML element or attribute that pages do not take from notes: scripts, styles, forms, frames and the like. Its text is kept.`},
	{"I001", "item that cannot be read", `
One item of the input is damaged or not what its name says. It is accounted for as failed; the rest goes on.`},
	{"I002", "archive that is damaged or unsafe", `
The archive is cut short, encrypted, repeats its data, or names files outside itself. What could be read safely was read; the rest is accounted for as failed.`},
	{"I003", "attachment under another name", `
The note names a file that is not there, but one with the same name and another extension is; it was taken. Several apps export a wrong extension.`},
	{"I004", "text encoding guessed", `
A text or the names in an archive are not UTF-8. The message says which encoding was taken. If letters look wrong, choose one with --encoding, for example --encoding cp949.`},
	{"I005", "format guessed", `
The format of the input was found by its look, or the one asked for does not look right. Choose with --format NAME; memopress inspect shows what was seen.`},
	{"I006", "locked or encrypted item", `
The app encrypted the item, so that nothing of it can be read here. It is not lost: unlock it in the app, or give its password with --password where the message says so, and export again.`},
	{"I007", "item kept in a simpler form", `
The export does not hold all of the item, or holds it in a way that a page has no form for. The message says what is missing and what was kept instead. All words that the export has are kept.`},
	{"I008", "link to an item that the export does not hold", `
A note links to another item of its app by an identifier that none of the inputs has. The link keeps its text. Export that item too, or give both exports at once.`},
	{"I009", "time that makes no sense", `
The export states a time that cannot be: before 1980, far in the future, or not a time at all. The note has no such date.`},
	{"I010", "chat with several people", `
The chat was not one with yourself: other people wrote in it, too. Its notes are private whatever the publish rule says, and names of people stand in no text. Leave the chat out, or give the export of the chat with yourself.`},
	{"C001", "unknown setting", `
memopress.yaml has a key that does not exist. Nothing is guessed: correct or remove it. The message names the nearest valid one.`},
	{"C002", "value that a setting does not take", `
The message names the setting, its place and the values that it takes.`},
	{"P003", "picture without smaller copies", `
Pages show large pictures as smaller copies, so that they load fast. This picture is shown as it is, at its full size in bytes, because it cannot be decoded here, has very many pixels, or has the colours of print (CMYK). Save it as an ordinary JPEG or PNG if it is slow.`},
	{"P002", "file whose metadata stays", `
The file may tell more than it shows (an author, a place, a time), and its kind of metadata cannot be removed here. Check it before you publish.`},
}
