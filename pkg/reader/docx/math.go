package docx

import (
	"strings"
	"unicode"

	"memopress/pkg/internal/office"
)

// latex turns Office Math (ECMA-376 part 1, 22.1) into LaTeX. What it has no form for keeps its
// text.
func latex(n *office.Node) string {
	var sb strings.Builder
	for i := range n.Children {
		sb.WriteString(mathNode(&n.Children[i]))
	}
	return strings.TrimSpace(sb.String())
}

// arg returns the LaTeX of a child of a construct.
func arg(n *office.Node, name string) string {
	c := n.Child(name)
	if c == nil {
		return ""
	}
	return latex(c)
}

func mathNode(n *office.Node) string {
	switch n.Name {
	case "m:r":
		return mathRun(n)
	case "m:f":
		if n.Child("m:fPr").Child("m:type").Attr("m:val") == "noBar" {
			return `\genfrac{}{}{0pt}{}{` + arg(n, "m:num") + "}{" + arg(n, "m:den") + "}"
		}
		return `\frac{` + arg(n, "m:num") + "}{" + arg(n, "m:den") + "}"
	case "m:sSup":
		return base(n) + "^{" + arg(n, "m:sup") + "}"
	case "m:sSub":
		return base(n) + "_{" + arg(n, "m:sub") + "}"
	case "m:sSubSup":
		return base(n) + "_{" + arg(n, "m:sub") + "}^{" + arg(n, "m:sup") + "}"
	case "m:sPre":
		return "{}_{" + arg(n, "m:sub") + "}^{" + arg(n, "m:sup") + "}" + base(n)
	case "m:rad":
		if deg := arg(n, "m:deg"); deg != "" {
			return `\sqrt[` + deg + "]{" + arg(n, "m:e") + "}"
		}
		return `\sqrt{` + arg(n, "m:e") + "}"
	case "m:nary":
		return nary(n)
	case "m:d":
		return delimited(n)
	case "m:func":
		return function(arg(n, "m:fName")) + "{" + arg(n, "m:e") + "}"
	case "m:limLow":
		return `\underset{` + arg(n, "m:lim") + "}{" + function(arg(n, "m:e")) + "}"
	case "m:limUpp":
		return `\overset{` + arg(n, "m:lim") + "}{" + function(arg(n, "m:e")) + "}"
	case "m:acc":
		return accent(n.Child("m:accPr").Child("m:chr").Attr("m:val")) + "{" + arg(n, "m:e") + "}"
	case "m:bar":
		if n.Child("m:barPr").Child("m:pos").Attr("m:val") == "bot" {
			return `\underline{` + arg(n, "m:e") + "}"
		}
		return `\overline{` + arg(n, "m:e") + "}"
	case "m:groupChr":
		if chr := n.Child("m:groupChrPr").Child("m:chr").Attr("m:val"); chr == "⏞" {
			return `\overbrace{` + arg(n, "m:e") + "}"
		}
		return `\underbrace{` + arg(n, "m:e") + "}"
	case "m:m":
		return matrix(n, "m:mr", `\begin{matrix}`, `\end{matrix}`)
	case "m:eqArr":
		return matrix(n, "", `\begin{aligned}`, `\end{aligned}`)
	case "m:borderBox":
		return `\boxed{` + arg(n, "m:e") + "}"
	case "m:phant":
		return `\phantom{` + arg(n, "m:e") + "}"
	case "w:del", "w:moveFrom", "m:ctrlPr":
		return ""
	}
	if strings.HasSuffix(n.Name, "Pr") {
		return ""
	}
	return latex(n)
}

// base returns what carries an index, in braces unless it is one letter.
func base(n *office.Node) string {
	e := arg(n, "m:e")
	if len([]rune(e)) == 1 {
		return e
	}
	return "{" + e + "}"
}

// nary reads a sum, an integral and their like.
func nary(n *office.Node) string {
	op := map[string]string{"": `\int`, "∫": `\int`, "∬": `\iint`, "∭": `\iiint`, "∮": `\oint`, "∑": `\sum`, "∏": `\prod`, "∐": `\coprod`, "⋃": `\bigcup`, "⋂": `\bigcap`,
		"⋁": `\bigvee`, "⋀": `\bigwedge`}[n.Child("m:naryPr").Child("m:chr").Attr("m:val")]
	if op == "" {
		op = `\sum`
	}
	if sub := arg(n, "m:sub"); sub != "" {
		op += "_{" + sub + "}"
	}
	if sup := arg(n, "m:sup"); sup != "" {
		op += "^{" + sup + "}"
	}
	return op + "{" + arg(n, "m:e") + "}"
}

// delimited reads something in brackets; a matrix in them is one of LaTeX's.
func delimited(n *office.Node) string {
	pr := n.Child("m:dPr")
	left, right, between := "(", ")", "|"
	if c := pr.Child("m:begChr"); c != nil {
		left = c.Attr("m:val")
	}
	if c := pr.Child("m:endChr"); c != nil {
		right = c.Attr("m:val")
	}
	if c := pr.Child("m:sepChr"); c != nil {
		between = c.Attr("m:val")
	}
	var parts []string
	for i := range n.Children {
		if n.Children[i].Name == "m:e" {
			parts = append(parts, latex(&n.Children[i]))
		}
	}
	if left == "{" && right == "" && len(parts) == 1 && strings.HasPrefix(parts[0], `\begin{aligned}`) {
		return `\begin{cases}` + strings.TrimSuffix(strings.TrimPrefix(parts[0], `\begin{aligned}`), `\end{aligned}`) + `\end{cases}`
	}
	return `\left` + bracket(left) + strings.Join(parts, escapeMath(between)) + `\right` + bracket(right)
}

func bracket(s string) string {
	switch s {
	case "":
		return "."
	case "{", "}":
		return `\` + s
	case "⟨", "〈":
		return `\langle `
	case "⟩", "〉":
		return `\rangle `
	case "‖", "∥":
		return `\Vert `
	case "⌊":
		return `\lfloor `
	case "⌋":
		return `\rfloor `
	case "⌈":
		return `\lceil `
	case "⌉":
		return `\rceil `
	case "(", ")", "[", "]", "|", "/":
		return s
	}
	return "."
}

// matrix reads rows: those named row, whose children are the cells, or the cells themselves.
func matrix(n *office.Node, row, begin, end string) string {
	var rows []string
	for i := range n.Children {
		c := &n.Children[i]
		switch {
		case row != "" && c.Name == row:
			var cells []string
			for j := range c.Children {
				if c.Children[j].Name == "m:e" {
					cells = append(cells, latex(&c.Children[j]))
				}
			}
			rows = append(rows, strings.Join(cells, " & "))
		case row == "" && c.Name == "m:e":
			rows = append(rows, latex(c))
		}
	}
	return begin + strings.Join(rows, ` \\ `) + end
}

func accent(chr string) string {
	if a, ok := map[string]string{"": `\hat`, "̂": `\hat`, "̃": `\tilde`, "̄": `\bar`, "̅": `\overline`, "⃗": `\vec`, "̇": `\dot`, "̈": `\ddot`, "̆": `\breve`, "̌": `\check`, "́": `\acute`, "̀": `\grave`}[chr]; ok {
		return a
	}
	return `\hat`
}

// function returns the name of a function as LaTeX has it.
func function(name string) string {
	plain := strings.TrimSuffix(strings.TrimPrefix(name, `\mathrm{`), "}")
	switch plain {
	case "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "log", "ln", "lim", "max", "min", "exp", "det", "dim", "gcd", "inf", "sup", "ker", "deg", "arg":
		return `\` + plain + " "
	}
	return name
}

// mathRun reads letters.
func mathRun(n *office.Node) string {
	text := n.Child("m:t").Plain()
	if text == "" {
		text = n.Child("w:t").Plain()
	}
	pr := n.Child("m:rPr")
	words := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Hangul, r) || unicode.Is(unicode.Han, r) })
	switch {
	case text == "":
		return ""
	case words, pr.Child("m:nor") != nil:
		return `\text{` + escapeMath(text) + "}"
	case pr.Child("m:sty").Attr("m:val") == "b":
		return `\mathbf{` + escapeMath(text) + "}"
	case pr.Child("m:sty").Attr("m:val") == "p" && len(text) > 1 && isLetters(text):
		return `\mathrm{` + text + "}"
	case pr.Child("m:scr").Attr("m:val") == "double-struck":
		return `\mathbb{` + escapeMath(text) + "}"
	}
	return escapeMath(text)
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
}

var escapeMath = strings.NewReplacer(`\`, `\backslash `, "{", `\{`, "}", `\}`, "#", `\#`, "$", `\$`, "%", `\%`, "&", `\&`, "_", `\_`, "~", `\sim `, "^", `\^{}`,
	"×", `\times `, "÷", `\div `, "±", `\pm `, "∓", `\mp `, "≤", `\le `, "≥", `\ge `, "≠", `\ne `, "≈", `\approx `, "≡", `\equiv `, "∞", `\infty `, "→", `\to `, "⋅", `\cdot `,
	"∂", `\partial `, "∇", `\nabla `, "∈", `\in `, "∀", `\forall `, "∃", `\exists `, "∑", `\sum `, "∫", `\int `, "√", `\surd `, "…", `\dots `, "−", "-",
	"α", `\alpha `, "β", `\beta `, "γ", `\gamma `, "δ", `\delta `, "ε", `\varepsilon `, "θ", `\theta `, "λ", `\lambda `, "μ", `\mu `, "π", `\pi `, "ρ", `\rho `, "σ", `\sigma `,
	"τ", `\tau `, "φ", `\varphi `, "ω", `\omega `, "Δ", `\Delta `, "Σ", `\Sigma `, "Ω", `\Omega `, "Φ", `\Phi `, "Γ", `\Gamma `, "Π", `\Pi `).Replace
