package math

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// formulas that mathematicians, chemists and notes write.
var formulas = strings.Split(strings.TrimSpace(`
x^2
\frac{a}{b} + \sqrt[3]{x}
\begin{pmatrix} a & b \\ c & d \end{pmatrix}
\begin{align} a &= b \\[1em] c &= d \end{align}
\begin{cases} 1 & x>0 \\ 0 & \text{그 외} \end{cases}
\begin{array}{c|c||r} a & b & c \\ \hline c & d & e \\ \hdashline 1&2&3 \end{array}
\boxed{x} \color{red} x + \textcolor{#ff0000}{y}
\colorbox{yellow}{x} \fcolorbox{red}{blue}{x}
\cancel{x} \bcancel{x} \xcancel{x} \sout{abc} \cancelto{0}{x}
\overline{x} \widehat{xyz} \vec{x} \overbrace{abc}^{n} \underbrace{abc}_n
\mathscr{L} \mathcal{L} \mathbb{R} \mathfrak{g} \mathbf{x} \boldsymbol{\alpha}
\ce{H2O + CO2 -> H2CO3} \ce{A <=>[x][y] B} \pu{1.2e3 kg}
\xrightarrow[b]{a} \stackrel{a}{b} \overset{a}{b} \binom{n}{k} \operatorname{foo}
\tag{1} x = 1
\sum_{i=0}^n i^2 = \int_0^\infty e^{-x^2}\,dx
\rule{2em}{1em} \raisebox{2pt}{x} \phantom{x} \smash{y}
\begin{CD} A @>a>> B \\ @VbVV @VVcV \\ C @>d>> D \end{CD}
\newcommand{\foo}[1]{#1^2} \foo{x}
\left( \frac{a}{b} \middle| x \right\} \Bigg( x \Big|
\begin{smallmatrix}a&b\end{smallmatrix} \not= \not\in f''
J_2^{\frac{12}{12}}
\textbf{굵게} \text{"a" \& <b>}
`), "\n")

var attribute = regexp.MustCompile(`^[a-zA-Z0-9 .#%+_-]*$`)

// repeated matches the one attribute that Temml is known to repeat.
var repeated = regexp.MustCompile(`scriptlevel="2"[^>]*scriptlevel=`)

func inspect(t *testing.T, tex, markup string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil || len(nodes) != 1 {
		t.Fatalf("%s: %d nodes, %v", tex, len(nodes), err)
	}
	if again := repeated.FindString(markup); again != "" {
		t.Errorf("%s: an attribute twice: %s", tex, again)
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Namespace != "math" || !slices.Contains(Elements(), n.Data)) {
			t.Errorf("%s: <%s>", tex, n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(Attributes(), a.Key) || !attribute.MatchString(a.Val) {
				t.Errorf("%s: %s=%q", tex, a.Key, a.Val)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(nodes[0])
}

func TestRender(t *testing.T) {
	r := New()
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, tex := range formulas {
		for _, display := range []bool{false, true} {
			markup, err := r.Render(tex, display)
			if strings.Contains(tex, `\tag`) && !display {
				continue // LaTeX has it on lines of its own only
			}
			if err != nil {
				t.Errorf("%s (%v): %v", tex, display, err)
				continue
			}
			inspect(t, tex, markup)
		}
	}
}

func TestRefused(t *testing.T) {
	r := New()
	for _, tex := range []string{
		`\href{javascript:alert(1)}{x}`, `\href{https://example.org}{x}`, `\url{https://example.org}`,
		`\includegraphics{https://example.org/x.png}`, `\class{callout}{x}`, `\id{body}{x}`, `\data{a=b}{x}`, `\style{color:red}{x}`,
		`\frac{a`, `\unknown`, `{`, `x^`, `\begin{align} x`, `\def\a{\a\a}\a`, `\def\a{\b\b}\def\b{\a\a}\a`,
		strings.Repeat(`\sqrt{`, 3000) + "x" + strings.Repeat("}", 3000), strings.Repeat("x", maxFormula+1),
	} {
		markup, err := r.Render(tex, false)
		if err == nil {
			t.Errorf("%.40s: %s", tex, markup)
		} else if m := err.Error(); strings.ContainsAny(m, "\n̲") || m == "" {
			t.Errorf("%.40s: message %q", tex, m)
		}
	}
	// The engine still works, and no macro of one formula reaches another.
	if _, err := r.Render(`\gdef\mine{x} \mine`, false); err != nil {
		t.Error(err)
	}
	for i := range 4 { // engines take turns
		if markup, err := r.Render(fmt.Sprintf(`\mine %d`, i), false); err == nil {
			t.Errorf("a macro of another formula is known: %s", markup)
		}
	}
}

// TestSanitize: even if Temml wrote it, it would not reach a page.
func TestSanitize(t *testing.T) {
	for in, want := range map[string]string{
		`<math href="javascript:x" onclick="x" class="a b"><mi style="background:url(x);color:#f00">x</mi></math>`:                       `<math class="a b"><mi mathcolor="#f00">x</mi></math>`,
		`<math><maction actiontype="x"><mtext>a<script>x</script></mtext></maction><a href="x"><mi>y</mi></a></math>`:                    `<math><mtext>ax</mtext><mi>y</mi></math>`,
		`<math><mspace width="url(javascript:x)" height="1em"/><annotation-xml encoding="text/html"><img src=x></annotation-xml></math>`: `<math><mspace height="1em"></mspace></math>`,
		`<math><mtd style="padding-left:5.9776pt;border-right:0.15em double;padding:0 3em"></mtd></math>`:                                `<math><mtd class="ml-r-double ml-pt-0 ml-pr-300 ml-pb-0 ml-pl-300"></mtd></math>`,
		`<math class="&quot;&gt;"><mi>&lt;</mi></math>`:                                                                                  `<math><mi>&lt;</mi></math>`,
		`<p>x</p>`: "", `<math></math><p>`: "", ``: "",
	} {
		got, err := sanitize(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s\ngot  %s (%v)\nwant %s", in, got, err, want)
		}
	}
}

func TestDisplayEnvironments(t *testing.T) {
	r := New()
	for tex, want := range map[string]bool{`\begin{align}a\end{align}`: true, `\begin{gather*}a\end{gather*}`: true, `\begin{aligned}a\end{aligned}`: false, `a`: false} {
		markup, err := r.Render(tex, false)
		if err != nil || strings.Contains(markup, `display="block"`) != want {
			t.Errorf("%s: %s %v", tex, markup, err)
		}
	}
}

// TestSame: many at a time, in any order, from any engine give the same bytes.
func TestSame(t *testing.T) {
	a, b := New(), New()
	var wg sync.WaitGroup
	for i := range formulas {
		for range 2 {
			wg.Go(func() {
				if _, err := a.Render(formulas[len(formulas)-1-i], true); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	for _, tex := range formulas {
		x, _ := a.Render(tex, true)
		y, _ := b.Render(tex, true)
		if x != y {
			t.Errorf("%s:\n%s\n%s", tex, x, y)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	r := New()
	if _, err := r.Render("x", false); err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		// A number makes each a formula that is not known yet.
		if _, err := r.Render(fmt.Sprintf("%s + %d", formulas[i%len(formulas)], i), true); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		e, err := start()
		if err != nil {
			b.Fatal(err)
		}
		if err := e.vm.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
