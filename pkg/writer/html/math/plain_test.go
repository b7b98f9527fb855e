package math

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// A formulist writes formulas at random, plain ones and some that are not.
type formulist struct{ rand *rand.Rand }

func (f formulist) pick(words string) string {
	all := strings.Fields(words)
	return all[f.rand.IntN(len(all))]
}

func (f formulist) row(depth int) string {
	var b strings.Builder
	for i := range 1 + f.rand.IntN(4) {
		if i > 0 {
			b.WriteString(f.pick(`+ - * = < > , / . ! ' | : \cdot{} \times{} \pm{} \le{} \leq{} \ge{} \geq{} \ne{} \neq{} \approx{} \equiv{} \in{} \to{} \rightarrow{} \sim{} + - = = _ _ _`))
		}
		b.WriteString(f.item(depth))
	}
	return strings.NewReplacer("_", " ", "{}", " ", "‗", "_").Replace(b.String())
}

func (f formulist) item(depth int) string {
	if depth == 0 {
		return f.pick("a b x y n f d T A 1 2 12 305 0")
	}
	inner := func() string { return f.row(depth - 1) }
	switch f.rand.IntN(12) {
	case 0:
		return `\frac{` + inner() + "}{" + inner() + "}"
	case 1:
		return f.pick(`\sum \prod \int`) + f.scripts(inner) + " " + f.item(depth-1)
	case 2:
		return "(" + inner() + ")" + f.scripts(inner)
	case 3:
		return f.pick(`\alpha \pi \mu \infty \Gamma`) + f.scripts(inner)
	case 4:
		return f.pick(`\sqrt{x} \frac12 \mathbb{R} {a} \, \ldots [a] 3.14 1,000 -x \sin{} \frac1x`)
	case 5:
		return f.pick("1 2 12 305 0 07") + f.scripts(inner)
	}
	return f.pick("a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z") + f.scripts(inner)
}

func (f formulist) scripts(inner func() string) string {
	script := func() string {
		if f.rand.IntN(2) == 0 {
			return f.pick(`1 2 n k \alpha \infty - ' T`)
		}
		return "{" + inner() + "}"
	}
	switch f.rand.IntN(7) {
	case 0:
		return "^" + script()
	case 1:
		return "‗" + script()
	case 2:
		return "‗" + script() + "^" + script()
	case 3:
		return " ^" + script() + " ‗ " + script()
	}
	return ""
}

// What is written without Temml is what Temml writes, and most of what people write is.
func TestPlain(t *testing.T) {
	r := New()
	var all []string
	for _, names := range []map[string]string{plainLetters, plainSums} {
		for name := range names {
			all = append(all, `\`+name+" x", `a \`+name, `\`+name+`^2`, `\`+name+`_1^{x+1} y`)
		}
	}
	for name := range plainSigns {
		if len(name) > 1 {
			name = `\` + name
		}
		all = append(all, "a "+name+" b", "x_{1 "+name+" 2}", "x^{1 "+name+" 2}", `\frac{a `+name+` b}{c}`, "a "+name, name+" a", "(a "+name+" b)")
	}
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		all = append(all, string(c), string(c)+"^2", string(c)+"_i^{n+1}", "a"+string(c)+"^{"+string(c)+"}")
	}
	n := 400
	if !testing.Short() {
		n = 1500
	}
	f := formulist{rand.New(rand.NewPCG(7, 11))}
	for range n {
		all = append(all, f.row(2))
	}
	all = append(all, "", " ", "a b", "1 2", "1.", ".5", "1,2", "f(1,2)", "x^", "x^^2", "x_1_2", "{", "}", "a}", "(a", "a)", "(a]", "()", `\`, `\\`, `\frac`, `\frac1`, `\frac{a}`, `x^\frac12`, "x^12", "x^{}", "가", "x가", "a\nb", "12^2", "1 2^2", `\in x`, `\sum`, `\sum + x`, `a\sum_i`)
	for _, n := range []int{40, 160, 480} {
		all = append(all, strings.Repeat("(", n)+"a"+strings.Repeat(")", n), strings.Repeat("x_{", n)+"a"+strings.Repeat("}", n), strings.Repeat("a+", n)+"b")
	}
	count := 0
	for _, tex := range all {
		for _, display := range []bool{false, true} {
			got, ok := plainly(tex, display)
			if !ok {
				continue
			}
			count++
			if want, err := r.byTemml(tex, display); err != nil || got != want {
				t.Errorf("%q, display %v: %v\ngot  %s\nwant %s", tex, display, err, got, want)
			}
		}
	}
	t.Logf("%d of %d formulas are plain", count, 2*len(all))
	if count < len(all)/2 {
		t.Errorf("only %d of %d formulas are plain", count, 2*len(all))
	}
	if _, ok := plainly(`x_{3}^{2} + \frac{14}{n} \le \sum_{i=1}^{n} a_i`, false); !ok {
		t.Error("a usual formula is not plain")
	}
}
