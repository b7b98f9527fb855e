package frontmatter

import (
	"regexp"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

var (
	wikilink     = regexp.MustCompile(`^\[\[([^\[\]|]+?)(?:\|[^\[\]]*)?\]\]$`)
	markdownLink = regexp.MustCompile(`^\[[^\[\]]*\]\(<?([^()<>]+)>?\)$`)
	webAddress   = regexp.MustCompile(`^(?:https?|ftp|mailto|obsidian)://?\S+$|^mailto:\S+$`)
)

// link reads a value that is a link as a whole: "[[Note#Heading|text]]", "[text](address)" or a
// web address. It returns nil for anything else.
func link(s string) *note.Ref {
	if m := wikilink.FindStringSubmatch(s); m != nil {
		ref := &note.Ref{Kind: note.RefName}
		target, fragment, _ := strings.Cut(m[1], "#")
		ref.Target = strings.TrimSpace(target)
		if strings.HasPrefix(fragment, "^") {
			ref.Block = strings.TrimSpace(fragment[1:])
			return ref
		}
		for h := range strings.SplitSeq(fragment, "#") {
			if h = strings.TrimSpace(h); h != "" {
				ref.Headings = append(ref.Headings, h)
			}
		}
		return ref
	}
	if m := markdownLink.FindStringSubmatch(s); m != nil {
		ref := html.Address(m[1])
		return &ref
	}
	if webAddress.MatchString(s) {
		return &note.Ref{Kind: note.RefURL, Target: s}
	}
	return nil
}
