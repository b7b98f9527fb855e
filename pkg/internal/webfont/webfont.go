// Package webfont makes font files ready for a website: compressed as WOFF2, and with no more
// glyphs than the site's text needs where that is worth it.
package webfont

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/tdewolff/font"
)

// small is the size of a file from which on glyphs are left out: those of an alphabet are smaller
// and keep their kerning and ligatures, which a subset has not.
const small = 150_000

// Check returns an error that says why data is no font that browsers and this package can read:
// TrueType, OpenType, WOFF or WOFF2.
func Check(data []byte) error {
	_, err := parse(data)
	return err
}

// Variable reports whether data is a font of many weights in one file.
func Variable(data []byte) bool {
	f, err := parse(data)
	return err == nil && f.Tables["fvar"] != nil
}

// Make returns the font as WOFF2, with the glyphs of text alone where it is large, and why it is
// whole all the same, or "". Whole are variable fonts, and those that write letters in shapes
// that depend on their neighbours. Text has no order; the same letters make the same bytes.
func Make(data []byte, text []rune) (woff2 []byte, whole string, err error) {
	return pack(data, text, small)
}

// pack leaves glyphs out of files that are larger than a size.
func pack(data []byte, text []rune, size int) (woff2 []byte, whole string, err error) {
	defer func() {
		// The library trusts offsets in the file more than it should.
		if r := recover(); r != nil {
			err = fmt.Errorf("broken font file: %v", r)
		}
	}()
	f, err := parse(data)
	if err != nil {
		return nil, "", err
	}
	switch {
	case len(data) < size:
	case f.Tables["fvar"] != nil:
		whole = "it is a variable font"
	case f.Tables["CFF2"] != nil:
		whole = "its outlines are CFF2"
	case slices.ContainsFunc(text, func(r rune) bool { return shaped(r) && f.GlyphIndex(r) != 0 }):
		whole = "its letters change with their neighbours"
	default:
		part, err := subset(data, text)
		if err == nil {
			return part, "", nil
		}
		whole = err.Error()
	}
	if bytes.HasPrefix(data, []byte("wOF2")) {
		return data, whole, nil
	}
	woff2, err = f.WriteWOFF2()
	return woff2, whole, err
}

func parse(data []byte) (f *font.SFNT, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("broken font file: %v", r)
		}
	}()
	if len(data) == 0 {
		return nil, errors.New("empty font file")
	}
	// The library writes into what it is given.
	if data, err = font.ToSFNT(bytes.Clone(data)); err == nil {
		f, err = font.ParseSFNT(data, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("not a font that can be read: %w", err)
	}
	return f, nil
}

// subset returns the font with the glyphs of text alone. It looks at the result once more: an
// error says which letter it would lack.
func subset(data []byte, text []rune) ([]byte, error) {
	f, err := parse(data)
	if err != nil {
		return nil, err
	}
	// Of the tables of letters the one that knows most of them is taken: others, of times before
	// Unicode, would be read as if they were of it.
	best, most := 0, -1
	for i, table := range f.Cmap.Subtables {
		known := 0
		for _, r := range text {
			if _, ok := table.Get(r); ok {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	f.Cmap.Subtables = f.Cmap.Subtables[best : best+1]
	glyphs := []uint16{0} // what is shown for letters that are not there
	for _, r := range text {
		if g := f.GlyphIndex(r); g != 0 {
			glyphs = append(glyphs, g)
		}
	}
	slices.Sort(glyphs)
	part, err := f.Subset(slices.Compact(glyphs), font.SubsetOptions{Tables: font.KeepMinTables})
	if err != nil {
		return nil, fmt.Errorf("it cannot be cut down (%w)", err)
	}
	out, err := part.WriteWOFF2()
	if err != nil {
		return nil, fmt.Errorf("it cannot be cut down (%w)", err)
	}
	if part, err = parse(out); err != nil {
		return nil, fmt.Errorf("it cannot be cut down (%w)", err)
	}
	for _, r := range text {
		if old, kept := f.GlyphIndex(r), part.GlyphIndex(r); (old == 0) != (kept == 0) || old != 0 && f.GlyphAdvance(old) != part.GlyphAdvance(kept) {
			return nil, fmt.Errorf("%q would be lost from it", r)
		}
	}
	return out, nil
}

// shaped reports whether a letter is of a script whose letters take other shapes beside others:
// those from Hebrew's neighbours to Mongolian, but for the alphabets between them.
func shaped(r rune) bool {
	switch {
	case r >= 0x10A0 && r <= 0x10FF, r >= 0x1100 && r <= 0x139F: // Georgian; Jamo, Ethiopic
		return false
	}
	return r >= 0x0600 && r <= 0x18AF || r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC
}
