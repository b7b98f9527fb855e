package crawl

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// leftover is syntax that a reader should have understood: wikilinks and embeds, comments,
// highlights, block ids, callout heads.
var leftover = regexp.MustCompile(`!?\[\[[^\[\]\n]+\]\]|%%|(^|[^=])==[^=\s]([^=\n]*[^=\s])?==([^=]|$)|\s\^[A-Za-z0-9][A-Za-z0-9-]+\s*$|^\s*>?\s*\[![\w-]+\][+-]?`)

// verbatim are elements whose text is shown as it was written, or not at all.
var verbatim = map[string]bool{
	"code": true, "pre": true, "kbd": true, "samp": true, "var": true, "tt": true, "script": true, "style": true, "template": true,
	"textarea": true, "math": true, "svg": true, "title": true,
}

// phrasing are elements that stand within a line.
var phrasing = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "data": true, "del": true, "dfn": true, "em": true,
	"font": true, "i": true, "ins": true, "mark": true, "q": true, "rp": true, "rt": true, "ruby": true, "s": true, "small": true,
	"span": true, "strike": true, "strong": true, "sub": true, "sup": true, "time": true, "u": true, "wbr": true, "big": true,
}

// lines returns the text of a page line by line, as it is seen: what is verbatim is one
// character that no syntax has. Lines within a text end as they do in its source, because
// syntax does.
func lines(doc *html.Node) []string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type != html.ElementNode:
			case verbatim[c.Data]:
				b.WriteRune('\ufffc')
			case phrasing[c.Data]:
				walk(c)
			default:
				b.WriteByte('\n')
				walk(c)
				b.WriteByte('\n')
			}
		}
	}
	walk(doc)
	return strings.Split(b.String(), "\n")
}
