package build

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"memopress/pkg/diag"
	"memopress/pkg/render"
	"memopress/pkg/site"
	"memopress/pkg/theme"
)

// pages renders the site, wraps its pages in the theme and hands them out, with the theme's own
// assets.
func pages(ctx context.Context, o Options, s *site.Site, f *files, w Writer, r diag.Reporter, res *Result) error {
	opts := o.Render
	if o.Theme.HasFonts() {
		letters := lettersOf(s, o.Render.Menu)
		opts.Look = fmt.Sprint(letters)
		own, whole, err := o.Theme.WithText(s.Settings.Language, letters)
		if err != nil {
			return err
		}
		o.Theme = own
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			r.Report(diag.Diagnostic{Severity: diag.Info, Code: "T002", Pos: diag.Pos{File: name}, Message: "the font is published whole: " + whole[name]})
		}
	}
	opts.Message, opts.Media, opts.Copies = o.Theme.Message, f.size, f.copiesOf
	opts.ShowUnpublished = o.Policy.ShowUnpublished
	icons, links, err := iconsOf(o, s.Settings.Title)
	if err != nil {
		return err
	}
	opts.Icons = links
	opts.Paper[0], opts.Paper[1] = o.Theme.Color("bg")
	social, err := newCards(o, s, r)
	if err != nil {
		return fmt.Errorf("social images: %w", err)
	}
	if social != nil {
		opts.Card, opts.NoteCards = social.want, social.forNotes(s)
	}
	if social == nil { // a card is drawn because a page asks for it
		opts.Memory, opts.Known = o.Session.rendering()
	}
	total := len(s.Notes)
	var done atomic.Int64
	var used sync.Map // features that some page has, and kinds of pages that there are
	o.step(Indexing, 0, 0)
	err = render.Render(ctx, s, opts, func(file render.File) error {
		made, known := o.Session.take(file)
		if known {
			for _, d := range made.found {
				r.Report(d)
			}
		} else {
			room := rooms.Get().(*[]byte)
			defer rooms.Put(room)
			var err error
			if made, err = finished(o.Theme, file, room); err != nil {
				return err
			}
			if o.Session != nil && file.Page != nil {
				made.data = slices.Clone(made.data)
			}
			made = o.Session.keep(file.Path, made)
		}
		for _, feature := range made.uses {
			used.Store(feature, true)
		}
		if err := w.Write(file.Path, made.data); err != nil {
			return fmt.Errorf("write %s: %w", file.Path, err)
		}
		if path.Ext(file.Path) == ".html" {
			o.step(Rendering, min(int(done.Add(1)), total), total)
		}
		return nil
	}, r)
	if err != nil {
		return err
	}
	o.Session.finish()
	res.Pages = int(done.Load())
	if social != nil {
		if err := social.write(ctx, w); err != nil {
			return err
		}
	}
	assets, err := o.Theme.Assets(s.Settings.Language)
	if err != nil {
		return err
	}
	for _, a := range append(icons, assets...) {
		if _, needed := used.Load(a.Feature); !needed {
			continue
		}
		if err := w.Write(a.Path, a.Data); err != nil {
			return fmt.Errorf("write %s: %w", a.Path, err)
		}
	}
	return nil
}

// rooms are for whole pages.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// finished wraps a page in the theme, in a room that grows as needed.
func finished(t *theme.Theme, file render.File, room *[]byte) (madeFile, error) {
	made := madeFile{data: file.Data, key: file.Key, found: file.Found}
	if file.Page != nil {
		var err error
		if made.data, err = t.Wrap((*room)[:0], file.Page); err != nil {
			return made, err
		}
		*room = made.data
		made.uses = usesOf(file.Page)
	}
	return made, nil
}

// usesOf returns the features that a page has, its kind, and "" for what all pages have.
func usesOf(p *render.Page) []string {
	out := []string{"", string(p.Kind)}
	for feature, has := range map[string]bool{"offline": p.Site.Offline, "blocks": p.Blocks, "diagram": p.Diagram, "math": p.Math} {
		if has {
			out = append(out, feature)
		}
	}
	return out
}
