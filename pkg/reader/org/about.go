package org

import (
	"regexp"
	"strconv"
	"strings"

	"memopress/pkg/note"
)

var attribute = regexp.MustCompile(`:(width|height|alt|title)[ \t]+("[^"]*"|[^:\s][^:]*)`)

// finishAbout puts what was said about an element into it: the caption below it, the size and the
// text of its pictures, its name.
func (r *reading) finishAbout(blocks []note.Block) []note.Block {
	a := r.about
	if len(blocks) == 0 || a == (about{}) || a == (about{results: true}) {
		return blocks
	}
	if a.name != "" {
		key := fold(a.name)
		if _, taken := r.doc.named[key]; !taken {
			r.doc.named[key] = blocks[0]
		}
	}
	caption := []note.Inline(nil)
	if a.caption != "" {
		caption = r.running(a.caption, a.no)
	}
	a.pictures(blocks, note.PlainText(caption))
	if code, ok := blocks[0].(*note.Code); ok && len(caption) > 0 && code.Lang != "" && note.OnlyWords(caption) && !strings.Contains(note.PlainText(caption), `"`) {
		code.Info = strings.TrimSpace(`title="` + oneLine(note.PlainText(caption)) + `" ` + code.Info)
		return blocks
	}
	if len(caption) > 0 {
		blocks = append(blocks, &note.Paragraph{Inlines: []note.Inline{&note.Styled{Style: note.Emphasis, Inlines: caption}}})
	}
	return blocks
}

// pictures sets size and text of the pictures in a paragraph.
func (a about) pictures(blocks []note.Block, caption string) {
	attrs := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(a.attrs, -1) {
		attrs[m[1]] = strings.Trim(strings.TrimSpace(m[2]), `"`)
	}
	paragraph, ok := blocks[0].(*note.Paragraph)
	if !ok {
		return
	}
	note.WalkInlines(paragraph.Inlines, func(node any) bool {
		if e, ok := node.(*note.Embed); ok {
			if alt := attrs["alt"]; alt != "" {
				e.Alt = alt
			} else if e.Alt == "" {
				e.Alt = oneLine(caption)
			}
			e.Title = attrs["title"]
			e.Width, e.Height = pixels(attrs["width"]), pixels(attrs["height"])
		}
		return true
	})
}

// pixels reads "300" and "300px"; other units mean nothing on a page.
func pixels(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "px"))
	if err != nil || n < 0 || n > 10_000 {
		return 0
	}
	return n
}
