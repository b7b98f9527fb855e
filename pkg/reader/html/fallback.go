package html

import (
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// fallback reads HTML that the tree builder refuses, which it does when more than 512 elements
// are open at once. Every word is kept, in paragraphs where block elements begin and end; links
// and images too; all other markup goes.
func fallback(src string, err error, opts Options) []note.Block {
	at := newPlace(opts)
	opts.report(diag.Warning, "M002", "HTML is nested too deeply: "+strings.TrimPrefix(err.Error(), "html: "), "it is shown as plain paragraphs; all words are kept", at.line, at.column)
	w := walker{b: &builder{opts: opts}}
	var link []*wrap
	for _, in := range Tokens(src, opts) {
		switch in := in.(type) {
		case *note.Text:
			w.run.text(in.Value, link)
		case *note.Break:
			w.run.lines = 1
		case *note.Tag:
			switch {
			case in.Name() == "a" && in.Closing():
				link = nil
			case in.Name() == "a":
				for _, a := range in.Attrs() {
					if a.Name == "href" && a.Ref != nil {
						link = []*wrap{{link: &note.Link{Ref: *a.Ref}}}
					}
				}
			case !phrasing[in.Name()]:
				w.flush()
			}
		default:
			w.run.leaf(in, link)
		}
	}
	w.flush()
	return w.out
}

// phrasing are the allowed elements that stand in running text.
var phrasing = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true, "data": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "ins": true, "kbd": true, "label": true, "mark": true,
	"q": true, "ruby": true, "rp": true, "rt": true, "s": true, "samp": true, "small": true, "span": true, "strike": true,
	"strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true, "input": true,
}
