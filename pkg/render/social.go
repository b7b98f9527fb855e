package render

import (
	"path"
	"strings"

	"memopress/pkg/internal/card"
	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

// A shared picture stands for a page where its address is shared.
type shared struct {
	url           string
	width, height int // 0 when not known
}

// The smallest pictures that stand for a note: those that it names, and those that it only shows.
const (
	leastNamed = 200
	leastShown = 600
)

// share returns the picture for a page: the note's own, a card with its title, or the site's. It
// has no url where there is none. Whoever shows it needs a full address.
func (r *renderer) share(a about) shared {
	if a.note != nil {
		if p := r.ownPicture(a.note); p.url != "" {
			return p
		}
	}
	if r.opts.Card == nil || r.site.Settings.BaseURL == "" {
		return shared{}
	}
	var c card.Card
	if a.note != nil && r.opts.NoteCards && a.kind != "WebSite" {
		c = r.noteCard(a.note, a.title)
	} else {
		if a.note != nil && !r.opts.NoteCards {
			for _, p := range picturesOf(a.note) {
				if s := r.local(p.address, leastShown); s.url != "" {
					return s
				}
			}
		}
		c = r.siteCard()
	}
	address := r.opts.Card(c)
	if address == "" {
		return shared{}
	}
	return shared{r.absolute(html.EscapePath(address)), card.Width, card.Height}
}

// ownPicture is the one that the note names.
func (r *renderer) ownPicture(n *site.Note) shared {
	if n.Image == nil {
		return shared{}
	}
	switch n.Image.Kind {
	case note.RefFile:
		return r.local(n.Image.Target, leastNamed)
	case note.RefURL:
		if u, ok := html.SafeURL(n.Image.Target); ok && strings.HasPrefix(u, "https://") {
			return shared{url: u}
		}
	}
	return shared{}
}

// local returns a picture of the site, if it is of a kind that is shown elsewhere, and not smaller
// than so many pixels on both sides.
func (r *renderer) local(address string, least int) shared {
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp":
	default:
		return shared{}
	}
	w, h := r.opts.Media(address)
	if w < least && w > 0 || h < least/2 && h > 0 || w == 0 && least == leastShown {
		return shared{}
	}
	return shared{r.absolute(html.EscapePath(address)), w, h}
}

func (r *renderer) siteCard() card.Card {
	s := r.site.Settings
	return card.Card{Title: s.Title, About: s.Description, Language: s.Language, RTL: r.chrome.Direction == "rtl"}
}

func (r *renderer) noteCard(n *site.Note, title string) card.Card {
	c := card.Card{Title: title, Site: r.site.Settings.Title, Language: n.Language, RTL: n.Direction == "rtl"}
	var way []string
	f := n.Folder
	if n.Index && f != nil {
		f = f.Parent
	}
	for ; f != nil && f.Parent != nil; f = f.Parent {
		way = append([]string{f.Title}, way...)
	}
	c.Place = strings.Join(way, " › ")
	if t := order(n.Created, n.Updated); !t.IsZero() {
		c.Date = r.date(t)
	}
	return c
}
