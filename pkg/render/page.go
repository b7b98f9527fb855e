// Package render turns the public site into pages and data files: one file of this package per
// page kind. It receives a site.Site and nothing else, so it has nothing private to show.
//
// A Page is a value whose parts are finished, trusted HTML: whatever came from a note was
// escaped or written by writer/html before it got here, so that a theme only arranges parts.
// The same site gives the same pages, byte for byte, whatever the clock, the number of
// processors or the order in which they are made.
package render

import (
	"html/template"

	"memopress/pkg/diag"
)

// HTML is finished markup. Only this package and writer/html make it.
type HTML = template.HTML

// Kind says what a page is. Themes have a template for each, under its name.
type Kind string

// The page kinds.
const (
	NotePage      Kind = "note"
	FolderPage    Kind = "folder"
	TagPage       Kind = "tag"
	TagsPage      Kind = "tags"
	HomePage      Kind = "home"
	AllPage       Kind = "all"
	RecentPage    Kind = "recent"
	CalendarPage  Kind = "calendar"
	GalleryPage   Kind = "gallery"
	GraphPage     Kind = "graph"
	SearchPage    Kind = "search"
	NotFoundPage  Kind = "404"
	OfflinePage   Kind = "offline"
	BacklinksPage Kind = "backlinks"
)

// Kinds returns every page kind.
func Kinds() []Kind {
	return []Kind{NotePage, FolderPage, TagPage, TagsPage, HomePage, AllPage, RecentPage, CalendarPage, GalleryPage, GraphPage, SearchPage, NotFoundPage, OfflinePage, BacklinksPage}
}

// A Page is what a theme wraps. Every HTML field is a whole fragment, or empty when there is
// nothing to show; plain strings are plain text.
type Page struct {
	Kind    Kind
	Address string       // site path: "folder/note.html"
	Root    template.URL // what leads from the page to the root of the site: "", "../", "/repo/"

	Language  string // of the page's own text, BCP 47
	Direction string // "ltr" or "rtl"
	Foreign   bool   // Language or Direction differ from those of the words around the text
	Site      *Chrome
	Head      HTML // title, description, policy, canonical address and the like, for <head>
	Nav       HTML // the folder tree with the branch of this page open: <ul>
	Menu      HTML // the links that the author chose for the header: <li> elements
	Home      template.URL
	Markdown  template.URL // the page as Markdown; may be empty

	Title    string
	Heading  HTML   // what stands in the h1
	TitleID  string // id of the h1: of the note's own first heading, when that says the same; may be empty
	Lead     string
	Eyebrow  string // a word above the title that says what the page is, such as "Tag"
	Crumbs   HTML   // the way from the root: <li> elements
	Dates    HTML   // <time> elements with their words
	Minutes  string // reading time in words
	Count    string // how many notes it lists, in words
	Tags     HTML   // <li> elements
	Facts    HTML   // properties: <dt> and <dd> elements
	Contents HTML   // table of contents: <ol>
	Classes  string // of the article, beside the theme's own
	Body     HTML
	Lists    []List
	Jump     HTML // links to the groups of a long list
	Pager    HTML // links to the other pages of a long list
	Years    HTML // of the calendar: <li> elements with links

	Backlinks     HTML // <li> elements; at most a dozen
	MoreBacklinks HTML // the rest
	BacklinkCount int
	Mentions      HTML
	MentionCount  int
	Related       HTML
	OnThisDay     HTML // notes of the same day in other years: <li> elements
	Nearby        HTML // a picture of the note among its neighbours: <svg>

	Previous *Link
	Next     *Link

	Blocks  bool // the page holds code, a callout or a table
	Diagram bool // the page holds a diagram that a script can draw
	Math    bool // the page holds a formula
}

// A List is a part of a page that lists notes, folders or tags.
type List struct {
	ID    string // id of its heading; empty for none
	Kind  string // entries, folders, tags, tree
	Title string // empty: the page's own title says it
	Count string // in words; may be empty
	Items HTML   // a whole list element
	More  *Link  // where there is more of it
}

// A Link leads from the page to another.
type Link struct {
	Href  template.URL
	Title string
}

// Chrome is what all pages of a site have in common. Pages share one.
type Chrome struct {
	Title       string
	Description string
	Language    string // of the words around the text, BCP 47
	Direction   string
	Author      string
	Feed        bool   // there is a feed.xml
	Tags        bool   // there is a tags page
	Calendar    string // address of the calendar, encoded; empty for none
	Gallery     string // of the gallery
	Branches    int    // files that the folders of the navigation are in; 0 for none
	Graph       bool   // there is a page of the graph
	Search      bool   // there is a search page, and an index
	Recent      bool   // there is a page of recent changes
	Offline     bool   // browsers keep what was read
	Stacked     bool   // links open beside the page, where there is room
	Previews    int    // files of previews: data/preview/0.js and on; 0 for none
}

// A File is one file of the site: bytes, or a page for the theme to wrap.
type File struct {
	Path string // site path, unescaped
	Data []byte
	Page *Page

	Key   uint64            // what Options.Known is asked for; 0 for none
	Known bool              // neither Data nor Page is here, because Known said so
	Gone  bool              // Revise: there is no such file any more
	Found []diag.Diagnostic // what was reported while it was made, with a memory
}
