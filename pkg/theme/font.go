package theme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"memopress/pkg/internal/webfont"
)

// A Font is a font file of the user's own: TrueType, OpenType, WOFF or WOFF2.
type Font struct {
	Name string // of the file, for messages
	Data []byte
}

// fontRoles are what a font may be for, and the token that it goes before. What it has no glyphs
// for is set in the theme's faces for the same.
var fontRoles = map[string]struct{ family, weight, token string }{
	"body":    {"mp-body", "400", "--mp-font-body:mp-body,var(--mp-font-ui);"},
	"bold":    {"mp-body", "700", ""},
	"heading": {"mp-head", "", "--mp-font-head:mp-head,var(--mp-font-ui);"},
	"mono":    {"mp-mono", "", "--mp-font-mono:mp-mono,ui-monospace,Menlo,Consolas,var(--mp-cjk),monospace;"},
}

// FontRoles returns what fonts may be for, sorted.
func FontRoles() []string { return slices.Sorted(maps.Keys(fontRoles)) }

// checkFonts returns an error that names the first font that is none.
func checkFonts(fonts map[string]Font) error {
	for _, role := range slices.Sorted(maps.Keys(fonts)) {
		if _, ok := fontRoles[role]; !ok {
			return fmt.Errorf("theme: no font is for %q, but for %s", role, strings.Join(FontRoles(), ", "))
		}
		if err := webfont.Check(fonts[role].Data); err != nil {
			return fmt.Errorf("theme: %s: %w", fonts[role].Name, err)
		}
	}
	if _, ok := fonts["bold"]; ok && fonts["body"].Data == nil {
		return fmt.Errorf("theme: %s is a bold face without a body to go with", fonts["bold"].Name)
	}
	return nil
}

// fontStyle is the style sheet of the user's fonts. A page never waits for one and never moves
// when it comes: where it is not there in time, the theme's own faces stay until the next page.
func fontStyle(fonts map[string]Font) string {
	var faces, tokens strings.Builder
	for _, role := range slices.Sorted(maps.Keys(fonts)) {
		r := fontRoles[role]
		weight := r.weight
		if weight == "" || webfont.Variable(fonts[role].Data) {
			weight = "100 900" // such a face is what it is: nothing makes it bolder by machine
		}
		fmt.Fprintf(&faces, "@font-face{font-family:%s;font-weight:%s;font-display:optional;src:url(%q) format(\"woff2\")}\n", r.family, weight, fontAsset(role))
		tokens.WriteString(r.token)
	}
	if tokens.Len() == 0 {
		return ""
	}
	return faces.String() + "[lang]{" + tokens.String() + "}\n"
}

func fontAsset(role string) string { return "font-" + role + ".woff2" }

// WithText returns the theme with its fonts made ready for a site in a language that writes these
// letters, and which of them are published whole although they are large: name → why.
func (t *Theme) WithText(language string, text []rune) (*Theme, map[string]string, error) {
	if len(t.fonts) == 0 {
		return t, nil, nil
	}
	text = slices.Clone(text)
	for r := rune(' '); r < 0x100; r++ {
		text = append(text, r)
	}
	for key := range t.words["en"] { // what the pages themselves say
		text = append(text, []rune(t.words.find(language, key))...)
	}
	text = append(text, []rune("–—‘’“”†‡•…‹›※⁎←↑→↓↗−∗∙≡✓")...)
	out := &Theme{files: t.files, words: t.words, tokens: t.tokens, values: t.values, fonts: map[string]Font{}}
	whole := map[string]string{}
	for role, f := range t.fonts {
		data, why, err := webfont.Make(f.Data, text)
		if err != nil {
			return nil, nil, fmt.Errorf("theme: %s: %w", f.Name, err)
		}
		if why != "" {
			whole[f.Name] = why
		}
		out.fonts[role] = Font{f.Name, data}
	}
	return out, whole, nil
}

// HasFonts reports whether the user has fonts of his own.
func (t *Theme) HasFonts() bool { return len(t.fonts) > 0 }

// addFonts adds the user's fonts to what is published.
func (e *edition) addFonts() {
	for _, role := range slices.Sorted(maps.Keys(e.theme.fonts)) {
		name, data := fontAsset(role), e.theme.fonts[role].Data
		at := publishedName(name, data)
		e.names[name] = at
		e.assets = append(e.assets, Asset{Path: at, Data: data})
	}
}
