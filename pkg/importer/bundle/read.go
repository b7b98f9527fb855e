package bundle

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// Send gives the assets of a bundle to the sink, as files in the folder dir of the note's space,
// and accounts for its other files. Keys begin with prefix and end in the asset's path inside
// the bundle.
func (b *Bundle) Send(src *importer.Source, sink importer.Sink, space, dir, prefix string) {
	for _, f := range b.Assets {
		inside := b.Inside(f)
		sink.Attachment(note.Attachment{Key: prefix + inside, Name: path.Base(f.Path), Path: dir + "/" + strings.TrimPrefix(inside, inside[:len("assets/")]),
			Space: space, Size: f.Size, Open: f.Open, Source: b.source(src, f)})
	}
	for _, f := range b.Others { // no version of the format has them here, but they are the author's
		sink.Attachment(note.Attachment{Key: prefix + b.Inside(f), Name: path.Base(f.Path), Path: dir + "/" + b.Inside(f), Space: space, Size: f.Size, Open: f.Open, Source: b.source(src, f)})
	}
	if b.Info != nil {
		sink.Account(ledger.Entry{Source: src.Name, Item: b.Item + b.Info.Path, Kind: ledger.Other, State: ledger.LeftOut, Rule: "description of a note"})
	}
}

// source is the place of a file of the bundle.
func (b *Bundle) source(src *importer.Source, f importer.File) note.Source {
	if b.Packed != nil {
		return note.Source{Input: src.Name, File: b.Packed.Path, Item: f.Path}
	}
	return note.Source{Input: src.Name, File: f.Path}
}

// TextSource is the place of the bundle's text.
func (b *Bundle) TextSource(src *importer.Source) note.Source { return b.source(src, b.Text) }

// Follow makes the paths by which a body names assets references to the attachments that Send
// gave out under prefix. It returns those that the bundle does not hold.
func (b *Bundle) Follow(blocks []note.Block, prefix string) (missing []string) {
	have := map[string]string{}
	for _, f := range slices.Concat(b.Assets, b.Others) {
		have[strings.ToLower(b.Inside(f))] = b.Inside(f)
	}
	follow := func(r *note.Ref) {
		target := strings.TrimPrefix(r.Target, "./")
		if r.Kind != note.RefPath {
			return
		}
		for _, try := range []string{target, unescaped(target)} {
			if inside := have[strings.ToLower(norm.NFC.String(try))]; inside != "" {
				r.Kind, r.Target = note.RefAttachment, prefix+inside
				return
			}
		}
		if !strings.HasPrefix(strings.ToLower(target), "assets/") {
			return
		}
		missing = append(missing, target)
		r.Kind, r.Target = note.RefAttachment, prefix+target
	}
	note.Walk(blocks, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			follow(&node.Ref)
		case *note.Embed:
			follow(&node.Ref)
		case *note.Tag:
			for _, a := range node.Attrs() {
				if a.Ref != nil {
					follow(a.Ref)
				}
			}
		}
		return true
	})
	return missing
}

// unescaped undoes percent-encoding that was done twice.
func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}
