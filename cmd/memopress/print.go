package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"memopress/pkg/diag"
)

// maxShown is how many diagnostics of one run are printed in full for people; the counts at the
// end are complete, and --json prints all.
const maxShown = 50

// A style paints words for a terminal, or leaves them plain.
type style bool

func (s style) paint(code, text string) string {
	if !s || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string { return s.paint("1", text) }
func (s style) dim(text string) string  { return s.paint("2", text) }

func (s style) severity(v diag.Severity, text string) string {
	return s.paint(map[diag.Severity]string{diag.Error: "1;31", diag.Warning: "1;33", diag.Info: "1;36"}[v], text)
}

// printHuman writes diagnostics for people: place, severity, code and message on one line, the
// line of the source with the spot underlined, the hint.
func printHuman(w io.Writer, all []diag.Diagnostic, s style) {
	shown := mostSevere(all, maxShown)
	codes := map[string]bool{}
	for _, d := range shown {
		place := placeOf(d.Pos)
		if place != "" {
			place = s.bold(place+":") + " "
		}
		fmt.Fprintf(w, "%s%s %s\n", place, s.severity(d.Severity, fmt.Sprintf("%s[%s]:", d.Severity, d.Code)), s.bold(d.Message))
		if d.Source != "" && d.Pos.Line > 0 {
			printFrame(w, d, s)
		}
		if d.Hint != "" {
			fmt.Fprintf(w, "   %s %s\n", s.dim("help:"), strings.ReplaceAll(d.Hint, "\n", "\n         "))
		}
		codes[d.Code] = true
	}
	if n := len(all) - len(shown); n > 0 {
		fmt.Fprintf(w, "… and %d more; --json prints all\n", n)
	}
	if len(codes) == 1 && len(shown) > 0 {
		fmt.Fprintln(w, s.dim("more: memopress explain "+shown[0].Code))
	} else if len(codes) > 1 {
		fmt.Fprintln(w, s.dim("more: memopress explain CODE"))
	}
}

// mostSevere returns the n worst diagnostics, in their order.
func mostSevere(all []diag.Diagnostic, n int) []diag.Diagnostic {
	if len(all) <= n {
		return all
	}
	var out []diag.Diagnostic
	for least := diag.Error; ; least-- {
		at := slices.DeleteFunc(slices.Clone(all), func(d diag.Diagnostic) bool { return d.Severity < least })
		if least == diag.Info || len(at) >= n {
			// Of the least severe that have room, the first are shown.
			room := n - len(out)
			return slices.DeleteFunc(at, func(d diag.Diagnostic) bool {
				if d.Severity == least {
					room--
				}
				return d.Severity == least && room < 0
			})
		}
		out = at
	}
}

// printFrame writes the source line with the spot underlined. Wide letters such as Hangul take
// two columns, tabs one.
func printFrame(w io.Writer, d diag.Diagnostic, s style) {
	line, column, width := clip([]rune(strings.ReplaceAll(d.Source, "\t", " ")), d.Pos.Column, max(1, d.Width))
	number := strconv.Itoa(d.Pos.Line)
	gutter := strings.Repeat(" ", len(number))
	fmt.Fprintf(w, "   %s %s %s\n", s.dim(number), s.dim("|"), string(line))
	if column < 1 || column > len(line)+1 {
		return
	}
	end := min(len(line), column-1+width)
	indent := runewidth.StringWidth(string(line[:column-1]))
	marks := max(1, runewidth.StringWidth(string(line[column-1:end])))
	fmt.Fprintf(w, "   %s %s %s%s\n", gutter, s.dim("|"), strings.Repeat(" ", indent), s.severity(d.Severity, strings.Repeat("^", marks)))
}

// clip shortens a long line to what is around the spot.
func clip(line []rune, column, width int) ([]rune, int, int) {
	const most = 100
	if len(line) <= most {
		return line, column, width
	}
	from := min(max(0, column-1-most/3), len(line)-1)
	to := min(len(line), from+most)
	out := line[from:to:to]
	if from > 0 {
		out = append([]rune("…"), out...)
		column++
	}
	if to < len(line) {
		out = append(out, '…')
	}
	return out, column - from, min(width, most)
}

// placeOf returns "file:line:column" with the parts that are known, and the item in brackets.
func placeOf(p diag.Pos) string {
	out := p.File
	if p.Item != "" && p.Item != p.File {
		if out == "" {
			out = p.Item
		} else {
			out += " (" + p.Item + ")"
		}
	}
	if out == "" || p.Line <= 0 {
		return out
	}
	out += ":" + strconv.Itoa(p.Line)
	if p.Column > 0 {
		out += ":" + strconv.Itoa(p.Column)
	}
	return out
}
