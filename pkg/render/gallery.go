package render

import (
	"slices"
	"strings"

	"memopress/pkg/note"
	"memopress/pkg/site"
	"memopress/pkg/writer/html"
)

const galleryPictures = 60 // pictures on one page

// A picture is one that a note shows.
type picture struct {
	note    *site.Note
	address string
	alt     string
}

// picturesOf returns the site's pictures that a note shows, in order, each once.
func picturesOf(n *site.Note) []picture {
	var out []picture
	note.Walk(n.Body, func(node any) bool {
		if e, ok := node.(*note.Embed); ok {
			out = appendPicture(out, e)
		}
		return true
	})
	for i := range out {
		out[i].note = n
	}
	return out
}

// appendPicture adds what an embed shows if it is a picture that is not there yet.
func appendPicture(out []picture, e *note.Embed) []picture {
	there := func(p picture) bool { return p.address == e.Ref.Target }
	if e.Ref.Kind != note.RefFile || !isPicture(e.Ref.Target) || slices.ContainsFunc(out, there) {
		return out
	}
	return append(out, picture{nil, e.Ref.Target, e.Alt})
}

// allPictures returns what picturesOf does, for all notes, one after another.
func (r *renderer) allPictures(notes []*site.Note) []picture {
	var out []picture
	for _, n := range notes {
		if r.reads == nil {
			out = append(out, picturesOf(n)...)
			continue
		}
		for _, p := range r.reads[n].shown {
			p.note = n
			out = append(out, p)
		}
	}
	return out
}

func isPicture(address string) bool {
	dot := strings.LastIndexByte(address, '.')
	switch strings.ToLower(address[dot+1:]) {
	case "jpg", "jpeg", "png", "gif", "webp", "avif", "svg":
		return dot > 0
	}
	return false
}

// galleryPages show the pictures of all notes, those of the latest notes first.
func galleryPages(r *renderer) []job {
	if len(r.pictures) == 0 {
		return nil
	}
	parts := sheets(r.pictures, ruler{most: galleryPictures}, func(p picture) int {
		return r.titleBytes(p.note) + len(p.alt) + 3*len(html.EscapePath(p.address)) // with its copies
	})
	addresses := r.pageAddresses(r.chrome.Gallery, len(parts))
	return r.listing(listing{kind: GalleryPage, addresses: addresses, title: r.say("gallery"), count: r.count("pictures", len(r.pictures)),
		fill: func(p *Page, at place, i int) {
			var m markup
			m.raw(`<ul class="pictures">`)
			for k, pic := range parts[i] {
				m.raw(`<li`)
				r.foreign(&m, pic.note)
				src := at.to(html.EscapePath(pic.address))
				width, height := r.opts.Media(pic.address)
				m.raw(`><a href="`).text(at.to(r.encoded(pic.note))).raw(`"><img src="`).text(src).raw(`"`)
				if set := html.CopySet(src, r.opts.Copies(pic.address), width); set != "" {
					m.raw(` srcset="`).text(set).raw(`" sizes="(max-width: 40rem) 45vw, 15rem"`)
				}
				m.raw(` alt="`).text(pic.alt).raw(`" decoding="async"`)
				if k > 7 {
					m.raw(` loading="lazy"`)
				}
				if width > 0 && height > 0 {
					m.raw(` width="`).int(width).raw(`" height="`).int(height).raw(`"`)
				}
				m.raw(`><span>`).text(pic.note.Title).raw("</span></a></li>\n")
			}
			m.raw(`</ul>`)
			p.Body = m.done()
		}})
}
