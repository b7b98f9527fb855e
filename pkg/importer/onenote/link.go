package onenote

import (
	"net/url"
	"regexp"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

var (
	// pageInLink finds the page in a link of the desktop app.
	pageInLink = regexp.MustCompile(`(?i)[&#?]page-id=\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?`)
	// pageInTarget finds the page in a link of OneDrive:
	// wd=target(Section.one|<guid>/Page title|<guid>/).
	pageInTarget = regexp.MustCompile(`(?i)\bwd=target\([^|)]*\|[0-9a-f-]{36}/((?:[^|\\]|\\.)*)\|([0-9a-f-]{36})/`)
)

// link makes a link of inlines. Links to pages become references to their notes; what leads to a
// section or into another notebook by name alone keeps its text.
func (b *body) link(address string, inlines []note.Inline) []note.Inline {
	address = strings.TrimSpace(address)
	ref := html.Address(address)
	if isApp(address) {
		guid, title := pageOf(address)
		if guid == "" {
			return inlines
		}
		ref = note.Ref{Kind: note.RefNote, Target: string(noteID(guid)), Title: title}
	} else if m := pageInTarget.FindStringSubmatch(unescape(address)); m != nil && b.pages[strings.ToLower(m[2])] {
		ref = note.Ref{Kind: note.RefNote, Target: string(noteID(strings.ToLower(m[2]))), Title: m[1]}
	}
	if ref.Target == "" {
		return inlines
	}
	text := note.PlainText(inlines)
	return []note.Inline{&note.Link{Ref: ref, Bare: strings.TrimSpace(text) == address, Inlines: inlines}}
}

// isApp reports whether an address is of OneNote's own scheme, which browsers cannot open.
func isApp(address string) bool {
	scheme, _, ok := strings.Cut(address, ":")
	return ok && strings.EqualFold(scheme, "onenote")
}

// pageOf returns the GUID of the page that a link of the app means, and its title: what stands
// after "#", up to the identifiers.
func pageOf(address string) (guid, title string) {
	if m := pageInLink.FindStringSubmatch(unescape(address)); m != nil {
		guid = strings.ToLower(m[1])
	}
	if _, fragment, ok := strings.Cut(address, "#"); ok {
		title, _, _ = strings.Cut(fragment, "&")
		if strings.Contains(title, "=") && !strings.Contains(fragment, "&") {
			title = ""
		}
		title = strings.TrimSpace(unescape(title))
	}
	return guid, title
}

// unescape decodes percent sequences; what is none stays.
func unescape(s string) string {
	if out, err := url.PathUnescape(s); err == nil {
		return out
	}
	return s
}
