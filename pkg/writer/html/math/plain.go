package math

import (
	"bytes"
	"slices"
	"strings"
)

// A plainReader writes formulas of letters, numbers, signs, fractions, and scripts, which most are,
// in microseconds where Temml needs a millisecond. It writes what Temml writes, or gives up.
type plainReader struct {
	tex     string
	at      int
	out     []byte
	display bool
	level   int // of scripts and fractions around
}

// maxPlain is how long such a formula may be, in bytes: what brackets hold is moved when they close.
const maxPlain = 1000

// What commands and signs are. Relations and operators of two sides are written alike.
var (
	plainLetters = map[string]string{
		"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "zeta": "ζ", "eta": "η", "theta": "θ",
		"iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
		"tau": "τ", "upsilon": "υ", "phi": "ϕ", "chi": "χ", "psi": "ψ", "omega": "ω", "infty": "∞", "partial": "∂",
	}
	plainSigns = map[string]string{
		"+": "+", "-": "−", "*": "∗", "=": "=", "<": "&lt;", ">": "&gt;",
		"cdot": "⋅", "times": "×", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
		"approx": "≈", "equiv": "≡", "in": "∈", "to": "→", "sim": "∼",
	}
	plainSums = map[string]string{"sum": "∑", "prod": "∏", "int": "∫"}
)

// Letters beside which Temml leaves room for what stands above on their right.
const (
	littleRoom = "DHKLUcegorsuvxyz"
	someRoom   = "BCEFGIMNOPQRSTXZlpqtw"
	muchRoom   = "AJdf"
)

// plainly returns the <math> element of a formula, and whether it could be made.
func plainly(tex string, display bool) (string, bool) {
	if len(tex) > maxPlain {
		return "", false
	}
	p := plainReader{tex: tex, display: display, out: make([]byte, 0, 64+16*len(tex))}
	if display {
		p.write(`<math display="block" class="tml-display">`)
	} else {
		p.write("<math>")
	}
	if tex == "" || !p.row("") || p.at < len(tex) {
		return "", false
	}
	p.write("</math>")
	return string(p.out), true
}

func (p *plainReader) write(s ...string) {
	for _, s := range s {
		p.out = append(p.out, s...)
	}
}

// wrap puts what was written since a place between two tags.
func (p *plainReader) wrap(from int, open, end string) {
	p.out = append(slices.Insert(p.out, from, []byte(open)...), end...)
}

// next returns the next letter, digit, sign, or name of a command, and moves behind it; "" at the
// end. Before it may be spaces.
func (p *plainReader) next() (token string, command bool) {
	for p.at < len(p.tex) && p.tex[p.at] == ' ' {
		p.at++
	}
	from := p.at
	if from == len(p.tex) {
		return "", false
	}
	p.at++
	if p.tex[from] != '\\' {
		return p.tex[from:p.at], false
	}
	for p.at < len(p.tex) && isLetter(p.tex[p.at]) {
		p.at++
	}
	return p.tex[from+1 : p.at], true
}

// peek is next without moving.
func (p *plainReader) peek() (string, bool) {
	at := p.at
	defer func() { p.at = at }()
	return p.next()
}

// row writes items up to a closing bracket, which it leaves, or to the end. Several become one
// element.
func (p *plainReader) row(class string) bool {
	from, items := len(p.out), 0
	if !p.items(&items) {
		return false
	}
	switch {
	case items > 1:
		p.wrap(from, "<mrow"+class+">", "</mrow>")
	case class != "":
		end := from + bytes.IndexByte(p.out[from:], '>')
		p.out = slices.Insert(p.out, end, []byte(class)...)
	}
	return true
}

// items writes items, and counts them. What joins two of them needs both.
func (p *plainReader) items(count *int) bool {
	operand, number := false, false // the last item is one
	for {
		token, command := p.peek()
		sign, isSign := plainSigns[token]
		isSign = isSign && command == (len(token) > 1)
		switch {
		case token == "" && !command, token == "}", token == ")":
			return operand
		case isSign:
			if !operand {
				return false
			}
			p.next()
			p.write("<mo>", sign, "</mo>")
			operand, number = false, false
		case !command && isDigit(token[0]):
			if number || !p.number() {
				return false
			}
			operand, number = true, true
		default:
			if !p.item() {
				return false
			}
			_, sum := plainSums[token]
			operand, number = !command || !sum, false
		}
		*count++
	}
}

// number writes a number, which has a power only if it is one digit.
func (p *plainReader) number() bool {
	p.next()
	from := p.at - 1
	for p.at < len(p.tex) && isDigit(p.tex[p.at]) {
		p.at++
	}
	digits := p.tex[from:p.at]
	start := len(p.out)
	p.write("<mn>", digits, "</mn>")
	switch token, _ := p.peek(); token {
	case ".", ",":
		return false
	case "^", "_":
		return len(digits) == 1 && p.scripts(start, "")
	}
	return true
}

// item writes anything but signs and numbers, with its scripts.
func (p *plainReader) item() bool {
	from := len(p.out)
	token, command := p.next()
	letter, isLetterCommand := plainLetters[token]
	sum, isSum := plainSums[token]
	switch {
	case command && isLetterCommand:
		p.write("<mi>", letter, "</mi>")
		return p.scripts(from, "")
	case command && isSum && p.level == 0:
		p.write(`<mo movablelimits="false">`, sum, "</mo>")
		return p.scripts(from, token)
	case command && token == "frac" && p.level == 0:
		for range 2 {
			if !p.argument("") {
				return false
			}
		}
		p.wrap(from, "<mfrac>", "</mfrac>")
		return p.scripts(from, "")
	case command:
		return false
	case isLetter(token[0]):
		p.write("<mi>", token, "</mi>")
		return p.scripts(from, token)
	case token == "(":
		count := 0
		p.write(`<mo fence="true" form="prefix" stretchy="false">(</mo>`)
		if !p.items(&count) {
			return false
		}
		if end, _ := p.next(); end != ")" {
			return false
		}
		p.write(`<mo fence="true" form="postfix" stretchy="false">)</mo>`)
		p.wrap(from, "<mrow>", "</mrow>")
		return p.scripts(from, "")
	}
	return false
}

// scripts writes what stands below and above an item that was written since a place. base is its
// letter, or the name of its command.
func (p *plainReader) scripts(from int, base string) bool {
	var below, above []byte
	for {
		token, _ := p.peek()
		if token != "_" && token != "^" {
			break
		}
		p.next()
		start, class := len(p.out), ""
		if token == "^" {
			class = roomBeside(base)
		}
		if token == "_" && below != nil || token == "^" && above != nil || p.level > 0 || !p.argument(class) {
			return false
		}
		script := slices.Clone(p.out[start:])
		p.out = p.out[:start]
		if token == "_" {
			below = script
		} else {
			above = script
		}
	}
	limits := p.display && p.level == 0 && (base == "sum" || base == "prod")
	element := ""
	switch {
	case below != nil && above != nil:
		element = "msubsup"
		if limits {
			element = "munderover"
		}
	case below != nil:
		element = "msub"
		if limits {
			element = "munder"
		}
	case above != nil:
		element = "msup"
		if limits {
			element = "mover"
		}
	default:
		return true
	}
	p.out = append(append(p.out, below...), above...)
	p.wrap(from, "<"+element+">", "</"+element+">")
	if limits {
		p.wrap(from, "<mrow>", "</mrow>")
	}
	return true
}

// argument writes a group, or one letter or digit.
func (p *plainReader) argument(class string) bool {
	p.level++
	defer func() { p.level-- }()
	token, command := p.next()
	switch {
	case token == "":
		return false
	case command:
		letter, ok := plainLetters[token]
		p.write("<mi", class, ">", letter, "</mi>")
		return ok
	case isLetter(token[0]):
		p.write("<mi", class, ">", token, "</mi>")
		return true
	case isDigit(token[0]):
		p.write("<mn", class, ">", token, "</mn>")
		return true
	case token == "{":
		if !p.row(class) {
			return false
		}
		end, _ := p.next()
		return end == "}"
	}
	return false
}

// roomBeside returns the class of what stands above a letter on its right.
func roomBeside(letter string) string {
	switch {
	case len(letter) != 1:
		return ""
	case strings.Contains(littleRoom, letter):
		return ` class="tml-sml-pad"`
	case strings.Contains(someRoom, letter):
		return ` class="tml-med-pad"`
	case strings.Contains(muchRoom, letter):
		return ` class="tml-lrg-pad"`
	}
	return ""
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
