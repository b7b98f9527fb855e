package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"

	"memopress/pkg/diag"
)

// pieces are bits of syntax that a random note is put together from.
var pieces = strings.Split("가나|ab|word|1|12| |  |    |\t|\n|\n\n|\n|\n> |\n- |\n1. |\n* |\n  - |\n# |\n## |\n---\n|\n===\n|***|**|*|_|__|~~|~|==|=|`|``|\n```\n|\n~~~go\n|[|]|(|)|[[|]]|![[|![|](u)|](|][|[ref]|\n[ref]: /u 't'\n|[^1]|\n[^1]: |^[|^id|\n^id\n|%%|\n%%\n|$|$$|\n$$\n|#tag|#|<b>|</b>|<!-- |-->|<div>\n|\n<details>\n|</details>\n|<https://a.b>|https://a.b/가|www.a.b|me@a.b|&amp;|&|\\|\"|'|--|...|:smile:|:|\n: |\n| a | b |\n|---|:-:|\n|[!note]- |[x] |[ ] |!|.|,|？|。|「|」|\r\n|\u00a0|🎉|한", "|")

// TestRandom reads notes put together at random, always the same ones.
func TestRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	n := 20000
	if testing.Short() {
		n = 2000
	}
	for range n {
		var sb strings.Builder
		for range 1 + random.IntN(40) {
			sb.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(8) == 0 {
				sb.WriteByte('|')
			}
		}
		src := sb.String()
		var reports diag.List
		opts := Options{Dialect: Dialect(random.IntN(3)), SmartPunct: random.IntN(2) == 0, Emoji: true, Report: &reports}
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("%q, dialect %d: %v", src, opts.Dialect, p)
				}
			}()
			blocks := Parse([]byte(src), opts)
			checkTree(t, src, blocks)
			checkWords(t, src, blocks, opts)
		}()
	}
}
