package theme

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// iconFile is the drawing that a browser shows for the site. {letter} in it is the first letter
// of the site's title, and var(--mp-…) the value of a token in light: a picture in a browser's
// own furniture knows neither the page's style nor its fonts.
const iconFile = "icon.svg"

// Icon returns the theme's icon for a site of that title.
func (t *Theme) Icon(title string) (Asset, error) {
	data, err := t.icon(title)
	if err != nil {
		return Asset{}, err
	}
	return NewAsset(iconFile, data), nil
}

// NewAsset names a file of the site's own by its content, as those of themes are.
func NewAsset(name string, data []byte) Asset {
	return Asset{Path: publishedName(name, data), Data: data}
}

var tokenUse = regexp.MustCompile(`var\(--mp-([a-z0-9-]+)\)`)

func (t *Theme) icon(title string) ([]byte, error) {
	data, err := t.files.read("assets/" + iconFile)
	if err != nil {
		return nil, err
	}
	var letter bytes.Buffer
	if err := xml.EscapeText(&letter, []byte(FirstLetter(title))); err != nil {
		return nil, err
	}
	data = bytes.ReplaceAll(data, []byte("{letter}"), letter.Bytes())
	return tokenUse.ReplaceAllFunc(data, func(use []byte) []byte {
		light, _ := t.Color(string(tokenUse.FindSubmatch(use)[1]))
		var value bytes.Buffer
		if err := xml.EscapeText(&value, []byte(light)); err != nil {
			return nil // a bytes.Buffer takes everything
		}
		return value.Bytes()
	}), nil
}

// FirstLetter returns the first letter, digit or sign of a title as readers see it: an emoji or a
// syllable of several characters is one. Brackets, quotes and the like are passed over.
func FirstLetter(title string) string {
	first := ""
	rest, state := norm.NFC.String(strings.TrimSpace(title)), -1
	for rest != "" {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if strings.ContainsFunc(cluster, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r) }) {
			return strings.ToUpper(cluster)
		}
		if first == "" {
			first = cluster
		}
	}
	return first
}

// Color returns what a token of a colour is in light and in dark; empty for a token that the
// theme does not have.
func (t *Theme) Color(token string) (light, dark string) { return t.color(token, 0) }

// mostAliases is how many tokens may stand for one another. More are a circle.
const mostAliases = 8

func (t *Theme) color(token string, depth int) (light, dark string) {
	value, ok := t.values[token]
	if !ok {
		data, err := t.files.read(tokenFile)
		if err != nil {
			return "", "" // Load has read it
		}
		m := regexp.MustCompile(`--mp-` + regexp.QuoteMeta(token) + `\s*:\s*([^;}]+)`).FindSubmatch(data)
		if m == nil {
			return "", ""
		}
		value = string(m[1])
	}
	value = strings.TrimSpace(value)
	if m := tokenUse.FindStringSubmatch(value); m != nil && m[0] == value && depth < mostAliases {
		return t.color(m[1], depth+1)
	}
	if inside, ok := strings.CutPrefix(value, "light-dark("); ok && strings.HasSuffix(inside, ")") {
		inside = strings.TrimSuffix(inside, ")")
		open := 0
		for i, c := range inside {
			switch c {
			case '(':
				open++
			case ')':
				open--
			case ',':
				if open == 0 {
					return strings.TrimSpace(inside[:i]), strings.TrimSpace(inside[i+1:])
				}
			}
		}
	}
	return value, value
}
