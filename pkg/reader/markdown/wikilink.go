package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// wikilinkParser reads [[links]] and ![[embeds]]. Both end on their line and hold no other "[[".
type wikilinkParser struct{}

func (wikilinkParser) Trigger() []byte { return []byte("[!") }

func (wikilinkParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	embed := line[0] == '!'
	open := 0
	if embed {
		open = 1
	}
	inner, n := wikilink(line[open:])
	if n == 0 {
		return nil
	}
	stop := open + n
	block.Advance(stop)
	s := stateOf(pc)
	target, display, shown := cutBar(string(inner))
	ref := nameRef(target)
	s.locate(&ref, segment.Start, segment.Start+stop)
	if embed {
		return &leaf{inline: wikiEmbed(ref, display)}
	}
	s.deactivate()
	link := &note.Link{Ref: ref, Bare: !shown}
	if shown {
		link.Inlines = []note.Inline{&note.Text{Value: display}}
	} else {
		link.Inlines = []note.Inline{&note.Text{Value: ref.Shown()}}
	}
	return &leaf{inline: link}
}

// maxWikilink is longer in bytes than any path with a heading and a text.
const maxWikilink = 8 << 10

// wikilink returns what stands between the "[[" that line begins with and its "]]". n is the
// length with both, 0 when there is none.
func wikilink(line []byte) (inner []byte, n int) {
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil, 0
	}
	end := bytes.Index(line[:min(len(line), maxWikilink)], []byte("]]"))
	if end < 0 {
		return nil, 0
	}
	inner = line[2:end]
	if len(bytes.TrimSpace(inner)) == 0 || bytes.Contains(inner, []byte("[[")) || bytes.IndexByte(inner, '\n') >= 0 {
		return nil, 0
	}
	return inner, end + 2
}

// cutBar splits at the first "|", which a table writes as "\|". shown is false when the author
// wrote no text.
func cutBar(s string) (target, display string, shown bool) {
	target, display, _ = strings.Cut(s, "|")
	target = strings.TrimSuffix(target, `\`)
	display = strings.TrimSpace(strings.ReplaceAll(display, `\|`, "|"))
	return target, display, display != ""
}

// wikiEmbed makes an embed of ref. What stands after "|" is a size, a text, or both.
func wikiEmbed(ref note.Ref, display string) *note.Embed {
	e := &note.Embed{}
	e.Alt, e.Width, e.Height = imageSize(display)
	ref.Fragment, e.Height = frameHeight(ref.Fragment, e.Height)
	e.Ref = ref
	return e
}

// frameHeight takes "height=400" off the parameters of an embedded file.
func frameHeight(fragment string, height int) (rest string, h int) {
	if !strings.Contains(fragment, "height=") {
		return fragment, height
	}
	var kept []string
	for part := range strings.FieldsFuncSeq(fragment, func(r rune) bool { return r == '&' || r == '#' }) {
		if v, ok := strings.CutPrefix(part, "height="); ok {
			if n, ok := pixels(v); ok {
				height = n
				continue
			}
		}
		kept = append(kept, part)
	}
	return strings.Join(kept, "&"), height
}
