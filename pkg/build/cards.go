package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"memopress/pkg/diag"
	"memopress/pkg/internal/cache"
	"memopress/pkg/internal/card"
	"memopress/pkg/site"
	"memopress/pkg/theme"
)

// Social says which pages get a picture that stands for them where their address is shared. There
// are none without Settings.BaseURL: such pictures need a full address.
type Social struct {
	Off   bool
	Site  bool   // one for the site, none for each note
	Notes bool   // one for each note, however many there are
	Font  []byte // the file of the font to write them with; nil for the program's own
}

// CheckFont returns an error that says why data is no font file that pictures can be written with.
func CheckFont(data []byte) error {
	_, err := card.NewFonts(nil, "", data, nil)
	return err
}

// SystemFonts changes when this machine gets or loses a font that cards may be written with.
func SystemFonts() string { return card.SystemID() }

// manyNotes is from where on a card for each note is made only when it is asked for: it takes two
// milliseconds of a processor and 15 KB of the site.
const manyNotes = 1000

// cardsBegin is what the addresses of all cards begin with.
const cardsBegin = "assets/social-"

// drawing changes when the same texts are drawn in another way.
const drawing = "1"

// cards are the pictures that pages ask for while they are made, and that are drawn afterwards.
type cards struct {
	opts   Options
	fonts  *card.Fonts
	colors card.Colors
	kind   string // what all names begin with that depend on more than texts
	symbol string
	about  string // the site's description
	report diag.Reporter

	mu      sync.Mutex
	wanted  map[string]card.Card // by address
	lacking map[rune]bool        // letters of titles that no font has
}

// newCards returns nil when the site gets no cards.
func newCards(o Options, s *site.Site, r diag.Reporter) (*cards, error) {
	if o.Social.Off || s.Settings.BaseURL == "" {
		return nil, nil
	}
	c := &cards{opts: o, report: r, symbol: theme.FirstLetter(s.Settings.Title), about: s.Settings.Description, wanted: map[string]card.Card{}, lacking: map[rune]bool{}}
	var err error
	if c.fonts, err = card.NewFonts(c.letters(s), s.Settings.Language, o.Social.Font, card.SystemFolders()); err != nil {
		return nil, err
	}
	c.colors = card.Palette(func(token string) string { light, _ := o.Theme.Color(token); return light })
	c.kind = fmt.Sprint(drawing, c.fonts.ID(), c.colors)
	if names := c.fonts.System(); len(names) > 0 {
		r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "T003", Message: "social images are written with fonts of this machine: " + strings.Join(names, ", "),
			Hint: "name a font file as social.font, and they are the same on every machine"})
	}
	return c, nil
}

// forNotes reports whether each note has a card of its own.
func (c *cards) forNotes(s *site.Site) bool {
	return c.opts.Social.Notes || !c.opts.Social.Site && len(s.Notes) <= manyNotes
}

// letters returns those that cards may have, sorted, each once.
func (c *cards) letters(s *site.Site) []rune {
	seen := map[rune]bool{}
	add := func(texts ...string) {
		for _, t := range texts {
			for _, r := range t {
				if r >= 0x80 {
					seen[r] = true
				}
			}
		}
	}
	add(s.Settings.Title, s.Settings.Description)
	for _, key := range []string{"date", "date.months"} {
		add(c.opts.Theme.Message(s.Settings.Language, key))
	}
	if c.forNotes(s) {
		for _, n := range s.Notes {
			add(n.Title)
			for f := n.Folder; f != nil; f = f.Parent {
				add(f.Title)
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// want is render.Options.Card. A text with letters that no font has is left out: without its
// title a card says no more than the site's own.
func (c *cards) want(d card.Card) string {
	d.Symbol = c.symbol
	for _, text := range []*string{&d.Site, &d.Symbol, &d.About, &d.Place, &d.Date} {
		if len(c.fonts.Lacks(*text, d.Language)) > 0 {
			*text = ""
		}
	}
	if lacking := c.fonts.Lacks(d.Title, d.Language); len(lacking) > 0 {
		c.mu.Lock()
		for _, r := range lacking {
			c.lacking[r] = true
		}
		c.mu.Unlock()
		d = card.Card{Title: d.Site, Symbol: d.Symbol, About: c.about, Language: d.Language, RTL: d.RTL}
		if len(c.fonts.Lacks(d.About, d.Language)) > 0 {
			d.About = ""
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %#v", c.kind, d))
	address := cardsBegin + hex.EncodeToString(sum[:8]) + ".png"
	c.mu.Lock()
	c.wanted[address] = d
	c.mu.Unlock()
	return address
}

// write draws what pages asked for, or takes what an earlier build has drawn.
func (c *cards) write(ctx context.Context, w Writer) error {
	if len(c.lacking) > 0 {
		letters := slices.Sorted(maps.Keys(c.lacking))
		c.report.Report(diag.Diagnostic{Severity: diag.Warning, Code: "T004",
			Message: fmt.Sprintf("social images of some notes do without their titles: no font has %s", some(letters)),
			Hint:    "name a font file that has them as social.font"})
	}
	drawn := cache.Open(c.opts.Cache)
	addresses := slices.Sorted(maps.Keys(c.wanted))
	var next, done atomic.Int64
	c.opts.step(Drawing, 0, len(addresses))
	g, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(addresses)) {
		g.Go(func() error {
			p := card.NewPainter(c.fonts, c.colors)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(addresses) || ctx.Err() != nil {
					return ctx.Err()
				}
				address := addresses[i]
				data := drawn.Get("card", address)
				if data == nil {
					var err error
					if data, err = p.PNG(c.wanted[address]); err != nil {
						return err
					}
					// A folder that cannot be written spares nothing, and that is all: Memory tells.
					_ = drawn.Put("card", address, data)
				}
				if err := w.Write(address, data); err != nil {
					return fmt.Errorf("write %s: %w", address, err)
				}
				c.opts.step(Drawing, int(done.Add(1)), len(addresses))
			}
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	// That old entries stay costs room until a build can remove them.
	_ = drawn.Tidy(cacheSize)
	return nil
}

// some names the first of the letters.
func some(letters []rune) string {
	var b strings.Builder
	for i, r := range letters {
		if i == 8 {
			fmt.Fprintf(&b, " and %d more", len(letters)-i)
			break
		}
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%c (U+%04X)", r, r)
	}
	return b.String()
}
