package lex

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// samples are what each language's lexer has to tell apart; what is broken at the end on purpose.
var samples = map[string]string{
	"go":     "package main\n\n// 주석: 한글\nfunc (s *T) Run(ctx context.Context, n int) error {\n\tfor i := 0; i < 10; i++ {\n\t\tfmt.Println(\"가\\n\", 'x', `날\n것`, nil, 1.5, 0x1F)\n\t}\n\treturn make([]string, len(s.x))\n}\n/* 열린",
	"js":     "import x from 'y';\nconst 값 = async (b) => { await fetch(`/${b}/3`); return null; };\n// c\n/* d\ne */\nclass A { constructor() { this.x = /re[/]\\//g; } }\nlet o = {key: 1 / 2 / 3, \"k\": `${`",
	"ts":     "interface A { name: string; n?: number }\nexport type B = 'x' | 'y';\nexport const f = (x: any): Promise<void> => x as never;\n",
	"bash":   "#!/bin/bash\n# 주석\nfor x in $(ls \"$(pwd)\" a); do echo \"${x} $y\" | grep -c 3; done\nexport A=1\ncat <<EOF > f\n본문 $x\nEOF\nfoo() { local x='a'; }\necho \"열린 $(",
	"python": "import os\nfrom a.b import c as d\n@dec\ndef f(x: int, *a) -> str:\n    \"\"\"doc\n    글\"\"\"\n    return rf\"a {x} {{y}}\\n\" if y and not z else None  # 주석\nclass A(B):\n    '''열린",
	"json":   "{\n  \"이름\": 1, \"b\": [true, null, \"x\\\"\\n\", -1.5e3] // c\n}\n\"",
	"yaml":   "# 주석\n키: 1\n\"b\": \"x: y\"\nlist:\n  - item one\n  - k: true # c\n    v: 'it''s'\n---\nx: |\n  text\n  # more\nanchor: &a {a: 1, b: [x, 2]}\nurl: http://x#y\n",
	"html":   "<!DOCTYPE html>\n<!-- 주석 -->\n<a href=\"x>\" class='y' data-z=1>글 &amp; a<b</a>\n<script>var x = \"</b>\";</script><style>a { color: red }</style><x y=\"",
	"css":    "a.b > #c:hover { color: #fff; margin: 0 -1.5px; --가: 1 } /* c */\n@media (max-width: 3px) { x { y: url(a) } }\n.a { &:hover { x: y }",
	"rust":   "fn main<'a>(s: &'a str) -> Result<(), E> { let mut x: Vec<u8> = vec![1u8]; println!(\"{}\", '\\n'); /* a /* b */ c */ }\n'",
	"c":      "#include <stdio.h>\n#define A \\\n  1\nint main(void) { char *s = \"a\"; return 0; } /* 주석 */\n",
	"sql":    "SELECT 이름, count(*) FROM t WHERE x = 'it''s' AND n > 3; -- 주석\n",
	"java":   "@Override public static void main(String[] a) { int x = 3; class A {} }\n",
	"diff":   "diff --git a/x b/x\n@@ -1 +1 @@\n-옛것\n+새것\n 그대로",
	"toml":   "# 주석\n[절]\nname = \"값\" # c\nn = 1.5\nok = true\n",
	"ruby":   "class A\n  def b(x)\n    puts \"#{x} 가\" if x == nil # c\n  end\nend\n",
	"kotlin": "fun main() { val s = \"${'a'}\"; /* /* */ */ }\n",
	"swift":  "func f() -> Int { let s = \"가\"; return nil }\n",
	"csharp": "class A { string s = $\"{x} {{y}}\"; }\n",
	"cpp":    "class A : public B { std::string s = \"x\"; };\n",
}

// tokens returns the pieces of code as "class:text", those without class left out.
func tokens(t *testing.T, lang, code string) []string {
	t.Helper()
	l := Get(lang)
	if l == nil {
		t.Fatalf("no lexer for %s", lang)
	}
	var all strings.Builder
	var out []string
	l.Tokens(code, func(class, text string) {
		if text == "" {
			t.Errorf("%s: an empty piece", lang)
		}
		all.WriteString(text)
		if class != "" {
			out = append(out, class+":"+text)
		}
	})
	if all.String() != code {
		t.Fatalf("%s: %q became %q", lang, code, all.String())
	}
	return out
}

// Every language says at least this of its sample.
func TestSamples(t *testing.T) {
	for lang, want := range map[string][]string{
		"go":     {"kn:package", "c1:// 주석: 한글", "kd:func", "nf:Run", "kt:int", "k:for", "o::=", "mi:0", "nf:Println", `s:"가\n"`, "sc:'x'", "s:`날\n것`", "kc:nil", "mf:1.5", "mh:0x1F", "nb:make", "cm:/* 열린"},
		"js":     {"kr:import", "s1:'y'", "kr:async", "sb:`/", "si:${", "si:}", "sb:/3`", "kc:null", "c1:// c", "cm:/* d\ne */", `sr:/re[/]\//g`, "mi:1", "o:/", `s2:"k"`},
		"ts":     {"kr:interface", "kt:string", "kr:type", "k:void", "kr:as", "kt:never"},
		"bash":   {"cp:#!/bin/bash", "c1:# 주석", "k:for", "k:in", "k:$(", "si:${", "nv:x", "nv:$y", "nb:export", "nv:A", "m:1", "s:본문 $x\nEOF", "s1:'a'"},
		"python": {"kn:import", "nn:os", "nn:a.b", "nd:@dec", "nf:f", "nb:int", "s2:\"\"\"doc\n    글\"\"\"", "sa:rf", "si:{", "ow:and", "kc:None", "c1:# 주석", "nc:A", "s1:'''열린"},
		"json":   {`nt:"이름"`, "mi:1", "kc:true", "kc:null", `s2:"x\"\n"`, "mf:-1.5e3", "c1:// c"},
		"yaml":   {"c:# 주석", "nt:키", "m:1", `nt:"b"`, `s2:"x: y"`, "l:item one", "kc:true", "c:# c", "s1:'it''s'", "nn:---", "sd:\n  text\n  # more\n", "cp:&a", "nt:a", "l:x", "l:http://x#y"},
		"html":   {"cp:<!DOCTYPE html>", "c:<!-- 주석 -->", "nt:a", "na:href", `s:"x>"`, "s:'y'", "s:1", "ni:&amp;", "kd:var", `s2:"</b>"`, "k:color"},
		"css":    {"nt:a", "nc:b", "nn:c", "nd:hover", "k:color", "mh:#fff", "kt:px", "nv:--가", "c:/* c */", "k:@media", "nb:url"},
		"rust":   {"k:fn", "nf:main", "kd:let", "nb:Vec", "kt:u8", "fm:vec!", "mi:1u8", "fm:println!", "sc:'\\n'", "cm:/* a /* b */ c */"},
		"c":      {"cp:#include <stdio.h>", "cp:#define A \\\n  1", "kt:int", `s:"a"`, "k:return", "cm:/* 주석 */"},
		"sql":    {"k:SELECT", "k:count", "s1:'it''s'", "c1:-- 주석"},
		"java":   {"nd:@Override", "kd:static", "kt:void", "nc:A"},
		"diff":   {"gd:-옛것\n", "gi:+새것\n"},
		"toml":   {"c1:# 주석", "k:[절]", "na:name", "o:=", `s2:"값"`, "mf:1.5", "kc:true"},
		"ruby":   {"nc:A", "nf:b", "nb:puts", "si:#{", "kc:nil", "c1:# c"},
		"kotlin": {"nf:main", "si:${", "cm:/* /* */ */"},
		"swift":  {"kd:func", "nf:f", "kc:nil"},
		"csharp": {"nc:A", "sa:$", "si:{"},
		"cpp":    {"k:class", "nc:A"},
	} {
		got := tokens(t, lang, samples[lang])
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %q in %q", lang, w, got)
			}
		}
	}
}

// Code that opens and never closes costs no more than its length.
func TestLinear(t *testing.T) {
	for lang := range samples {
		for _, piece := range []string{"/*", "\"${", "`${", "{", "((", "$(", "\"$(", "'", "/[", "<a ", "<script>", "<<A\n", "- ", "a: ", "[", "r#\"", "f\"{", "=\n", "\\", "가:", "\r", "|: ", "#", ", "} {
			for _, first := range []string{"", "[", "{ "} {
				start := time.Now()
				tokens(t, lang, first+strings.Repeat(piece, 100_000/len(piece)))
				if took := time.Since(start); took > 2*time.Second {
					t.Errorf("%s: %q and %q repeated took %v", lang, first, piece, took)
				}
			}
		}
	}
}

func FuzzTokens(f *testing.F) {
	for lang, code := range samples {
		f.Add(lang, code)
		f.Add(lang, strings.ReplaceAll(code, "\n", "\r\n"))
	}
	f.Fuzz(func(t *testing.T, lang, code string) {
		if Get(lang) == nil {
			names := Names()
			slices.Sort(names)
			lang = names[len(code)%len(names)]
		}
		tokens(t, lang, code)
	})
}

func BenchmarkTokens(b *testing.B) {
	for _, lang := range []string{"go", "js", "bash", "python", "yaml", "html"} {
		b.Run(lang, func(b *testing.B) {
			code := strings.Repeat(samples[lang], 10)
			b.SetBytes(int64(len(code)))
			b.ReportAllocs()
			for b.Loop() {
				Get(lang).Tokens(code, func(string, string) {})
			}
		})
	}
}
