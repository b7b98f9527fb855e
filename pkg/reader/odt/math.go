package odt

import (
	"strings"

	"memopress/pkg/internal/office"
)

// latex turns MathML, in which formulas are kept, into LaTeX. What it has no form for keeps its
// text.
func latex(n *office.Node) string {
	var args []string
	for i := range n.Children {
		c := &n.Children[i]
		if c.Name != "" && c.Name != "annotation" {
			args = append(args, latex(c))
		}
	}
	at := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	group := func(i int) string { return "{" + at(i) + "}" }
	switch n.Name {
	case "mi", "mn":
		return escape(strings.TrimSpace(n.Plain()))
	case "mo":
		return operator(strings.TrimSpace(n.Plain()))
	case "mtext", "ms":
		return `\text{` + escape(n.Plain()) + "}"
	case "mspace":
		return " "
	case "mfrac":
		return `\frac` + group(0) + group(1)
	case "msqrt":
		return `\sqrt{` + strings.Join(args, " ") + "}"
	case "mroot":
		return `\sqrt[` + at(1) + "]" + group(0)
	case "msup", "mover":
		return group(0) + "^" + group(1)
	case "msub", "munder":
		return group(0) + "_" + group(1)
	case "msubsup", "munderover":
		return group(0) + "_" + group(1) + "^" + group(2)
	case "mtable":
		return `\begin{matrix}` + strings.Join(args, ` \\ `) + `\end{matrix}`
	case "mtr":
		return strings.Join(args, " & ")
	case "mfenced":
		return `\left(` + strings.Join(args, ", ") + `\right)`
	}
	return strings.Join(args, " ")
}

func operator(s string) string {
	if o, ok := map[string]string{"∑": `\sum`, "∏": `\prod`, "∫": `\int`, "×": `\times`, "÷": `\div`, "±": `\pm`, "≤": `\le`, "≥": `\ge`, "≠": `\ne`, "∞": `\infty`, "→": `\to`, "⋅": `\cdot`, "−": "-"}[s]; ok {
		return o
	}
	return escape(s)
}

var escape = strings.NewReplacer(`\`, `\backslash `, "{", `\{`, "}", `\}`, "#", `\#`, "$", `\$`, "%", `\%`, "&", `\&`, "_", `\_`).Replace
