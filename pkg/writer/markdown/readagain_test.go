package markdown

import (
	"testing"

	"memopress/pkg/note"
	reader "memopress/pkg/reader/markdown"
)

// What was read is written and read again without losing text.
func TestReadAgain(t *testing.T) {
	for _, src := range []string{
		"\\\n\\\n*",
		"# 제목 ^id\n\n- [x] 할 일 **굵게**\n  1. 둘\n", "| a | b |\n|:-:|--|\n| `x\\|y` | [[노트\\|글]] |\n", "> [!tip]- 제목\n> 글\n\n[^1]: 각주\n\n글[^1] ^[안]",
		"<details><summary>요약</summary>\n\n- a\n\n</details>\n", "$$\nx\n$$\n\n글 $y$ 5", "말\n: 풀이\n\n```go title=x\na\n```\n", "***가**나*다 ~~a~~ ==b== #태그 https://e.com/a",
		"<div\n한 줄", "a  \n\\\nb\\\nc", "[a]: b\n[a] ![c|300](d) <https://x>", "* * *\n- - -\n+ a\n\n+ b", "%%숨김%% 글 <!-- x --> &amp; \\*",
	} {
		first := reader.Parse([]byte(src), reader.Options{Dialect: reader.Obsidian})
		written := Write(&note.Note{Body: first})
		_, second := read(written)
		if a, b := letters(first), letters(second); a != b {
			t.Fatalf("%q\nbecame %q\nwritten\n%s", a, b, written)
		}
	}
}
