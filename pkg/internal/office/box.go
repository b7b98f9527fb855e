package office

import (
	"strings"

	"memopress/pkg/note"
)

// boxes are the signs that stand for an open and a done task.
var boxes = map[rune]rune{'☐': ' ', '□': ' ', '❏': ' ', '❑': ' ', '☑': 'x', '☒': 'x', '✅': 'x',
	'\uf0a8': ' ', '\uf06f': ' ', '\uf0fe': 'x', '\uf052': 'x'} // the last four are of the font Wingdings

// BoxMark returns the state that the mark of a list shows, 0 for an ordinary mark.
func BoxMark(mark string) rune {
	r := []rune(mark)
	if len(r) != 1 {
		return 0
	}
	return boxes[r[0]]
}

// TakeBox takes a box off the beginning of spans and returns its state, 0 when there is none.
func TakeBox(spans *[]Span) rune {
	if len(*spans) == 0 {
		return 0
	}
	first := &(*spans)[0]
	t, ok := first.Inline.(*note.Text)
	if !ok {
		return 0
	}
	text := []rune(strings.TrimLeft(t.Value, " "))
	if len(text) == 0 {
		return 0
	}
	state, ok := boxes[text[0]]
	if !ok || len(text) > 1 && text[1] != ' ' && text[1] != '\t' && text[1] != '\u00a0' {
		return 0
	}
	first.Inline = &note.Text{Value: strings.TrimLeft(string(text[1:]), " \t\u00a0")}
	return state
}
