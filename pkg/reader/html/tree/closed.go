package tree

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// voids are the elements that HTML knows to be empty.
var voids = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "param": true, "source": true, "track": true, "wbr": true}

// Closed makes HTML of XHTML: it gives an end tag to every element that is its own end, which in
// HTML would swallow what follows.
func Closed(content string) string {
	var sb strings.Builder
	sb.Grow(len(content) + len(content)/16)
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			return sb.String()
		}
		raw := z.Raw()
		if tt != html.SelfClosingTagToken {
			sb.Write(raw)
			continue
		}
		sb.Write(bytes.TrimSuffix(raw, []byte("/>")))
		sb.WriteString(" >")
		if name, _ := z.TagName(); !voids[string(name)] {
			sb.WriteString("</" + string(name) + ">")
		}
	}
}
