package card

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"
)

// SystemFolders are where this machine has its fonts.
func SystemFolders() []string {
	folders, err := fontscan.DefaultFontDirectories(log.New(io.Discard, "", 0))
	if err != nil {
		return nil // it has none
	}
	return folders
}

// SystemID changes when this machine gets or loses a font that Fonts might use.
func SystemID() string {
	h := sha256.New()
	each(SystemFolders(), func(path, name string, size int64) {
		fmt.Fprintf(h, "%q %d\n", path, size)
	})
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// each calls do for every file in the folders, and those below them, that may be a font.
func each(folders []string, do func(path, name string, size int64)) {
	for _, folder := range folders {
		// A folder that cannot be read has no fonts for us.
		_ = filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !isFont(d.Name()) {
				return nil
			}
			if info, err := os.Stat(p); err == nil {
				do(p, d.Name(), info.Size())
			}
			return nil
		})
	}
}

func isFont(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ttf", ".otf", ".ttc", ".otc":
		return true
	}
	return false
}

// found is a font of this machine.
type found struct {
	name string // of its file
	size int64
	font *font.Font
}

// mostOpened is how many files are looked into: a letter that the best of them lack is one of
// the rarest.
const mostOpened = 80

// search returns fonts that have the letters, the best first, as far as there are any. What it
// finds depends on the files alone, not on the order in which folders list them.
func search(folders []string, letters []rune, language string) []found {
	if len(letters) == 0 {
		return nil
	}
	type file struct {
		path, name string
		rank       int
		size       int64
	}
	var files []file
	each(folders, func(path, name string, size int64) {
		if rank, ok := rankOf(name, language); ok {
			files = append(files, file{path, name, rank, size})
		}
	})
	slices.SortFunc(files, func(a, b file) int {
		return cmp.Or(a.rank-b.rank, strings.Compare(a.name, b.name), strings.Compare(a.path, b.path))
	})
	files = slices.CompactFunc(files, func(a, b file) bool { return a.name == b.name && a.size == b.size })
	var out []found
	for _, file := range files[:min(len(files), mostOpened)] {
		rest, f := open(file.path, letters, language)
		if f == nil {
			continue
		}
		out = append(out, found{file.name, file.size, f})
		if letters = rest; len(letters) == 0 {
			break
		}
	}
	return out
}

// open returns the font in a file, and the letters that it lacks; nil when it has none of them.
func open(path string, letters []rune, language string) (rest []rune, f *font.Font) {
	defer func() {
		// The library trusts offsets in the file more than it should. A broken font is none.
		if r := recover(); r != nil {
			rest, f = letters, nil
		}
	}()
	in, err := os.Open(path)
	if err != nil {
		return letters, nil
	}
	defer in.Close()
	loaders, err := opentype.NewLoaders(in)
	if err != nil {
		return letters, nil
	}
	loader := forLanguage(loaders, language)
	raw, err := loader.RawTable(opentype.MustNewTag("cmap"))
	if err != nil || !drawn(loader) {
		return letters, nil
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return letters, nil
	}
	cmap, _, err := font.ProcessCmap(table, tables.FPNone)
	if err != nil {
		return letters, nil
	}
	for _, r := range letters {
		if g, ok := cmap.Lookup(r); !ok || g == 0 {
			rest = append(rest, r)
		}
	}
	if len(rest) == len(letters) {
		return letters, nil
	}
	if f, err = font.NewFont(loader); err != nil {
		return letters, nil
	}
	return rest, f
}

// forLanguage chooses among the fonts of a collection the one named after the language's
// region, such as Noto Sans CJK TC, else the first.
func forLanguage(fonts []*opentype.Loader, language string) *opentype.Loader {
	region := regionOf(language)
	for _, l := range fonts {
		d, _ := font.Describe(l, nil)
		if words := strings.Fields(strings.ToUpper(d.Family)); slices.Contains(words, region) && !slices.Contains(words, "MONO") {
			return l
		}
	}
	return fonts[0]
}

// regionOf is how the names of fonts call the hand in which a language writes ideographs.
func regionOf(language string) string {
	switch l := strings.ToLower(language); {
	case strings.HasPrefix(l, "ja"):
		return "JP"
	case strings.HasPrefix(l, "zh-hk"), strings.HasPrefix(l, "zh-mo"):
		return "HK"
	case strings.HasPrefix(l, "zh-hant"), strings.HasPrefix(l, "zh-tw"):
		return "TC"
	case strings.HasPrefix(l, "zh"):
		return "SC"
	}
	return "KR"
}

// known are the fonts that systems and their users have, by how their files' names begin, for
// languages written with ideographs: those before for the language itself, then the others.
var known = map[string][]string{
	"JP": {"ヒラギノ角ゴシック w6", "hiragino sans w6", "yugothb", "meiryob", "notosansjp", "notosanscjkjp"},
	"KR": {"applesdgothicneo", "malgunbd", "notosanskr", "notosanscjkkr", "nanumgothicbold"},
	"SC": {"pingfang", "hiragino sans gb", "msyhbd", "notosanssc", "notosanscjksc"},
	"TC": {"pingfang", "msjhbd", "notosanstc", "notosanscjktc"},
	"HK": {"pingfang", "msjhbd", "notosanshk", "notosanscjkhk", "notosanstc"},
}

var others = []string{"notosanscjk-bold", "notosanscjk", "sourcehansans", "noto sans", "notosans", "pingfang", "msyhbd", "yugothb", "applesdgothicneo", "malgunbd", "wqy-", "droidsansfallback", "arial unicode", "arialuni"}

// rankOf says how good a font is by its file's name: less is better. One of slanted or narrow
// letters is not ok.
func rankOf(name, language string) (rank int, ok bool) {
	name = strings.ToLower(name)
	for _, bad := range []string{"italic", "oblique", "mono", "condensed", "narrow", "emoji", "math"} {
		if strings.Contains(name, bad) {
			return 0, false
		}
	}
	begins := func(list []string) int {
		return slices.IndexFunc(list, func(s string) bool { return strings.HasPrefix(name, s) })
	}
	if i := begins(known[regionOf(language)]); i >= 0 {
		rank = i
	} else if i := begins(others); i >= 0 {
		rank = 100 + i
	} else {
		rank = 200
	}
	rank *= 10
	if !strings.Contains(name, "bold") && !strings.Contains(name, "bd") {
		rank += 2
	}
	for _, thin := range []string{"thin", "light", "serif", "extra", "black"} {
		if strings.Contains(name, thin) {
			rank += 3
		}
	}
	return rank, true
}
