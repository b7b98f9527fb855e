package onenote

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Marks in the text of a formula: an object begins, its arguments are divided, and it ends. What
// object it is stands in the data of the run that begins it.
const (
	mathBegin  = 0xfdd0
	mathDivide = 0xfdee
	mathEnd    = 0xfdef
)

// The kinds of objects in formulas, as the text object model of Windows numbers them.
const (
	mathAccent      = 10
	mathBoxed       = 12
	mathBrackets    = 13
	mathSeparated   = 14
	mathEquations   = 15
	mathFraction    = 16
	mathFunction    = 17
	mathLeftSubSup  = 18
	mathLowerLimit  = 19
	mathMatrix      = 20
	mathNary        = 21
	mathOverbar     = 23
	mathRadical     = 25
	mathSlashed     = 26
	mathStack       = 27
	mathSubscript   = 29
	mathSubSup      = 30
	mathSuperscript = 31
	mathUnderbar    = 32
	mathUpperLimit  = 33
)

// A mathObject is what a run's data say of the object that begins there.
type mathObject struct {
	kind              uint64
	char, left, right rune
	columns           int
}

// A mathReader reads the text of a formula.
type mathReader struct {
	text    []rune
	objects []mathObject // at the runes that begin one
	at      int
	depth   int
}

// latex turns the runs of a formula into LaTeX.
func latex(runs []run) string {
	m := &mathReader{}
	for _, r := range runs {
		o := mathObject{kind: r.data.Uint(propMathType) & 0xff, char: rune(r.data.Uint(propMathChar)), left: rune(r.data.Uint(propMathChar1)),
			right: rune(r.data.Uint(propMathChar2)), columns: int(r.data.Uint(propMathCols))}
		for _, c := range utf16.Decode(r.text) {
			m.text = append(m.text, c)
			m.objects = append(m.objects, o)
		}
	}
	return m.formula()
}

// formula reads the whole text.
func (m *mathReader) formula() string {
	out := m.sequence()
	for m.at < len(m.text) { // marks that end nothing
		m.at++
		out += m.sequence()
	}
	return strings.TrimSpace(strings.Join(strings.Fields(out), " "))
}

// sequence reads up to a mark that divides or ends, or to the end of the text.
func (m *mathReader) sequence() string {
	var sb strings.Builder
	for m.at < len(m.text) {
		c := m.text[m.at]
		switch c {
		case mathDivide, mathEnd:
			return sb.String()
		case mathBegin:
			sb.WriteString(m.object())
			continue
		}
		m.at++
		sb.WriteString(mathLetter(c))
	}
	return sb.String()
}

// object reads an object with its arguments.
func (m *mathReader) object() string {
	o := m.objects[m.at]
	m.at++
	if m.depth++; m.depth > maxDepth {
		m.at = len(m.text)
		return ""
	}
	defer func() { m.depth-- }()
	args := []string{m.sequence()}
	for m.at < len(m.text) && m.text[m.at] == mathDivide {
		m.at++
		args = append(args, m.sequence())
	}
	if m.at < len(m.text) {
		m.at++ // the mark that ends it
	}
	return o.latex(args)
}

// arg returns an argument, or nothing where the formula lacks it.
func arg(args []string, i int) string {
	if i < len(args) {
		return strings.TrimSpace(args[i])
	}
	return ""
}

func (o mathObject) latex(args []string) string {
	a, b, c := arg(args, 0), arg(args, 1), arg(args, 2)
	switch o.kind {
	case mathFraction:
		return `\frac{` + a + `}{` + b + `}`
	case mathSlashed:
		return `{` + a + `}/{` + b + `}`
	case mathSuperscript:
		return `{` + a + `}^{` + b + `}`
	case mathSubscript:
		return `{` + a + `}_{` + b + `}`
	case mathSubSup:
		return `{` + a + `}_{` + b + `}^{` + c + `}`
	case mathLeftSubSup:
		return `{}_{` + a + `}^{` + b + `}{` + c + `}`
	case mathRadical:
		if a != "" && len(args) > 1 {
			return `\sqrt[` + a + `]{` + b + `}`
		}
		return `\sqrt{` + a + b + `}`
	case mathBrackets, mathSeparated:
		return `\left` + bracket(o.left, o.char, '(') + " " + strings.Join(args, separator(o)) + ` \right` + bracket(o.right, o.left, ')')
	case mathFunction:
		return functionName(a) + " " + b
	case mathNary:
		return o.nary(a, b, c)
	case mathOverbar:
		return `\overline{` + a + `}`
	case mathUnderbar:
		return `\underline{` + a + `}`
	case mathAccent:
		return accent(o.char) + `{` + a + `}`
	case mathBoxed:
		return `\boxed{` + a + `}`
	case mathLowerLimit:
		return `\underset{` + b + `}{` + functionName(a) + `}`
	case mathUpperLimit:
		return `\overset{` + b + `}{` + functionName(a) + `}`
	case mathStack:
		return `\genfrac{}{}{0pt}{}{` + a + `}{` + b + `}`
	case mathMatrix:
		return `\begin{matrix}` + rows(args, max(o.columns, 1)) + `\end{matrix}`
	case mathEquations:
		return `\begin{aligned}` + rows(args, 1) + `\end{aligned}`
	}
	return strings.Join(args, " ")
}

func (o mathObject) nary(lower, upper, body string) string {
	sign := `\int`
	if o.char != 0 {
		sign = mathLetter(o.char)
	}
	sign = strings.TrimSpace(sign)
	if lower != "" {
		sign += `_{` + lower + `}`
	}
	if upper != "" {
		sign += `^{` + upper + `}`
	}
	return sign + " " + body
}

func rows(args []string, columns int) string {
	var sb strings.Builder
	for i, a := range args {
		switch {
		case i == 0:
		case i%columns == 0:
			sb.WriteString(` \\ `)
		default:
			sb.WriteString(" & ")
		}
		sb.WriteString(strings.TrimSpace(a))
	}
	return sb.String()
}

func separator(o mathObject) string {
	if o.kind == mathSeparated {
		return " | "
	}
	return " "
}

// bracket returns the first of the runes that is one, as LaTeX writes it.
func bracket(candidates ...rune) string {
	for _, c := range candidates {
		switch c {
		case 0:
			continue
		case '{', '}':
			return `\` + string(c)
		case '⟨':
			return `\langle`
		case '⟩':
			return `\rangle`
		case '‖':
			return `\|`
		}
		return string(c)
	}
	return "."
}

// functionName writes the names of functions upright.
func functionName(s string) string {
	switch s {
	case "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "log", "ln", "exp", "lim", "max", "min", "sup", "inf", "det", "dim", "gcd", "ker":
		return `\` + s
	}
	return s
}

func accent(c rune) string {
	switch c {
	case 0x0302, '^':
		return `\hat`
	case 0x0303, '~':
		return `\tilde`
	case 0x0304, 0x0305:
		return `\bar`
	case 0x0307:
		return `\dot`
	case 0x0308:
		return `\ddot`
	case 0x030c:
		return `\check`
	case 0x0306:
		return `\breve`
	case 0x20d7:
		return `\vec`
	}
	return `\hat`
}

// mathCommands are signs that LaTeX knows by name, with a space behind.
var mathCommands = map[rune]string{
	'∑': `\sum `, '∏': `\prod `, '∫': `\int `, '∬': `\iint `, '∮': `\oint `, '⋃': `\bigcup `, '⋂': `\bigcap `, '∞': `\infty `, '√': `\surd `,
	'≤': `\le `, '≥': `\ge `, '≠': `\ne `, '≈': `\approx `, '≡': `\equiv `, '±': `\pm `, '∓': `\mp `, '×': `\times `, '÷': `\div `, '⋅': `\cdot `, '∗': `*`, '−': `-`,
	'∈': `\in `, '∉': `\notin `, '⊂': `\subset `, '⊆': `\subseteq `, '∪': `\cup `, '∩': `\cap `, '∅': `\emptyset `, '∀': `\forall `, '∃': `\exists `, '∂': `\partial `, '∇': `\nabla `,
	'→': `\to `, '⇒': `\Rightarrow `, '⇔': `\Leftrightarrow `, '↔': `\leftrightarrow `, '…': `\dots `, '⋯': `\cdots `, '′': `'`,
	'%': `\%`, '#': `\#`, '$': `\$`, '&': ``, '\\': `\backslash `, '{': `\{`, '}': `\}`, '_': `\_`, '^': `\hat{}`, '~': `\sim `,
	0x2061: ` `, 0x2062: ``, 0x2063: ``, 0x2064: ``, '\u00a0': ` `, '\v': ` `, '\ufffc': ``, 0: ``,
}

// mathLetter writes one sign of a formula. Letters of the mathematical alphabets are ordinary
// ones, which LaTeX sets in italics by itself.
func mathLetter(c rune) string {
	if s, ok := mathCommands[c]; ok {
		return s
	}
	if c == 0x210e {
		return "h"
	}
	if 0x1d400 <= c && c <= 0x1d7ff {
		return norm.NFKC.String(string(c))
	}
	if 0xfdd0 <= c && c <= 0xfdef {
		return ""
	}
	return string(c)
}
