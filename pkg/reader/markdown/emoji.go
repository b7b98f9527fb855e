package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"memopress/pkg/note"
)

// emojiNames is GitHub's table of short names.
var emojiNames = sync.OnceValue(func() definition.Emojis { return definition.Github() })

// maxEmoji is longer than the longest short name.
const maxEmoji = 50

// emojiParser reads :short_names:, for which an option asks.
type emojiParser struct{}

func (emojiParser) Trigger() []byte { return []byte(":") }

func (emojiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line[1:min(len(line), maxEmoji)], ':')
	if end < 1 {
		return nil
	}
	e, ok := emojiNames().Get(string(line[1 : 1+end]))
	if !ok || !e.IsUnicode() {
		return nil
	}
	block.Advance(end + 2)
	return &leaf{inline: &note.Text{Value: string(e.Unicode)}}
}
