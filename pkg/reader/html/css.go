package html

import (
	"strings"

	xhtml "golang.org/x/net/html"
)

// styleOf reads a style attribute: property names in lower case to values in lower case without
// "!important". Later declarations win, as in CSS.
func styleOf(attrs []xhtml.Attribute) map[string]string {
	text := attr(attrs, "style")
	if text == "" {
		return nil
	}
	styles := map[string]string{}
	for d := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		value = strings.ToLower(strings.TrimSpace(value))
		value = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
		styles[strings.ToLower(strings.TrimSpace(name))] = value
	}
	return styles
}
