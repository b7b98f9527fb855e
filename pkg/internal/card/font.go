package card

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	sfnt "github.com/tdewolff/font"
	"golang.org/x/text/unicode/norm"
)

// files are the fonts of the program itself. Pretendard writes Latin, Greek, Cyrillic, Hangul and
// kana. Of ideographs there are the seven thousand or so that a region uses, as it writes them.
//
//go:embed fonts/*.woff2 fonts/OFL.txt
var files embed.FS

// A script is what one of the own fonts writes.
type script struct {
	file string
	has  func(r rune) bool
	load func() *font.Font // nil only for a broken file
}

// scripts returns the own fonts in the order in which they are asked for a letter.
func scripts() []*script {
	return []*script{
		newScript("Pretendard-SemiBold.woff2", func(r rune) bool { return r < 0x10000 && !unicode.Is(unicode.Han, r) }),
		newScript("NotoSansArabic-SemiBold.woff2", in(unicode.Arabic, unicode.Inherited, unicode.Common)),
		newScript("NotoSansHebrew-SemiBold.woff2", in(unicode.Hebrew)),
		newScript("NotoSansThai-SemiBold.woff2", in(unicode.Thai)),
		newScript("NotoSansDevanagari-SemiBold.woff2", in(unicode.Devanagari)),
		newScript("NotoEmoji-Bold.woff2", func(r rune) bool { return r >= 0x2000 && !unicode.IsLetter(r) }),
	}
}

func in(tables ...*unicode.RangeTable) func(rune) bool {
	return func(r rune) bool { return r >= 0x300 && unicode.In(r, tables...) }
}

// newScript unpacks the file when it is first needed: most sites write one script or two.
func newScript(file string, has func(rune) bool) *script {
	return &script{file, has, sync.OnceValue(func() *font.Font {
		data, err := files.ReadFile("fonts/" + file)
		if err == nil {
			var f *font.Font
			if f, err = parse(data, ""); err == nil {
				return f
			}
		}
		return nil // TestOwnFonts reads them all
	})}
}

// Fonts are what cards are written with: first the user's own font, then those of the program,
// then those of this machine that letters made necessary. They serve several goroutines.
type Fonts struct {
	user *font.Font // may be nil
	own  []*script
	// by region
	ideographs map[string]*script
	system     []found
	id         string
}

// NewFonts returns the fonts for texts that consist of these letters. user may be nil, else it
// is the contents of a font file: TrueType, OpenType, WOFF or WOFF2. folders are where this
// machine has its fonts; they are looked into only for letters that the other fonts lack, which
// are then drawn differently on another machine: System tells.
func NewFonts(letters []rune, language string, user []byte, folders []string) (*Fonts, error) {
	f := &Fonts{own: scripts(), ideographs: map[string]*script{}}
	for _, region := range []string{"JP", "SC", "TC"} {
		f.ideographs[region] = newScript("NotoSans"+region+"-SemiBold.woff2", nil)
	}
	h := sha256.New()
	if user != nil {
		var err error
		if f.user, err = parse(user, language); err != nil {
			return nil, err
		}
		h.Write(user)
	}
	var lacking []rune
	for _, r := range letters {
		if !silent(r) && f.pick(r, language) == nil {
			lacking = append(lacking, r)
		}
	}
	f.system = search(folders, lacking, language)
	for _, s := range f.system {
		fmt.Fprintf(h, "%s %d\n", s.name, s.size)
	}
	f.id = hex.EncodeToString(h.Sum(nil)[:8])
	return f, nil
}

// ID changes when the fonts do, but for those of the program itself.
func (f *Fonts) ID() string { return f.id }

// System are the names of files of this machine that letters made necessary.
func (f *Fonts) System() []string {
	var names []string
	for _, s := range f.system {
		names = append(names, s.name)
	}
	return names
}

// Lacks returns the letters of a text that no font has, each once.
func (f *Fonts) Lacks(text, language string) []rune {
	var out []rune
	for _, r := range clean(text) {
		if !silent(r) && f.pick(r, language) == nil && !strings.ContainsRune(string(out), r) {
			out = append(out, r)
		}
	}
	return out
}

// pick returns the font for a letter, nil for none.
func (f *Fonts) pick(r rune, language string) *font.Font {
	if has(f.user, r) {
		return f.user
	}
	region := regionOf(language)
	if unicode.Is(unicode.Han, r) || region != "KR" && beside(r) {
		for _, name := range hands[region] {
			if g := f.ideographs[name].load(); has(g, r) {
				return g
			}
		}
	}
	for _, s := range f.own {
		if s.has(r) {
			if g := s.load(); has(g, r) {
				return g
			}
		}
	}
	for _, s := range f.system {
		if has(s.font, r) {
			return s.font
		}
	}
	return nil
}

// hands are the fonts of ideographs by region: its own first, then those nearest to it.
var hands = map[string][]string{
	"JP": {"JP", "TC", "SC"},
	"KR": {"JP", "TC", "SC"},
	"SC": {"SC", "TC", "JP"},
	"TC": {"TC", "JP", "SC"},
	"HK": {"TC", "JP", "SC"},
}

func has(f *font.Font, r rune) bool {
	if f == nil {
		return false
	}
	g, ok := f.NominalGlyph(r)
	return ok && g != 0
}

// beside reports whether a letter stands among ideographs and is best by the same hand: kana, and
// full-width signs.
func beside(r rune) bool { return r >= 0x3000 && r <= 0x30FF || r >= 0xFF00 && r <= 0xFFEF }

// silent reports whether nothing is drawn for r.
func silent(r rune) bool { return unicode.IsSpace(r) || harfbuzz.IsDefaultIgnorable(r) }

// clean returns a text in one line, composed, without characters that control something else.
func clean(text string) string {
	text = strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) || r == unicode.ReplacementChar || r == 0xFE0E || r == 0xFE0F {
			return -1
		}
		return r
	}, text)
}

// parse reads a font file. Of a collection the font for the language is taken.
func parse(data []byte, language string) (f *font.Font, err error) {
	defer func() {
		// The libraries trust offsets in the file more than they should.
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("broken font file: %v", r)
		}
	}()
	if bytes.HasPrefix(data, []byte("wOF")) {
		if data, err = sfnt.ToSFNT(bytes.Clone(data)); err != nil {
			return nil, fmt.Errorf("not a font that can be read: %w", err)
		}
	}
	loaders, err := opentype.NewLoaders(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("not a font that can be read: %w", err)
	}
	loader := forLanguage(loaders, language)
	if !drawn(loader) {
		return nil, errors.New("the font has no outlines")
	}
	return font.NewFont(loader)
}

// drawn reports whether the letters of a font are outlines, which can be drawn in any size.
func drawn(l *opentype.Loader) bool {
	for _, tag := range []string{"glyf", "CFF ", "CFF2"} {
		if l.HasTable(opentype.MustNewTag(tag)) {
			return true
		}
	}
	return false
}
