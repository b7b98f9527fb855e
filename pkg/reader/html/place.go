package html

import (
	"strings"
	"unicode/utf8"
)

// place walks along a source and knows the line and column of where it is.
type place struct {
	line   int // 0: positions mean nothing
	column int
}

func newPlace(o Options) place {
	if o.Line <= 0 {
		return place{}
	}
	return place{line: o.Line, column: max(o.Column, 1)}
}

// pass moves the place behind s.
func (p *place) pass(s string) {
	if p.line == 0 {
		return
	}
	if n := strings.Count(s, "\n"); n > 0 {
		p.line += n
		p.column = 1
		s = s[strings.LastIndexByte(s, '\n')+1:]
	}
	p.column += utf8.RuneCountInString(s)
}
