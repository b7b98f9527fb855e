package lex

import (
	"maps"
	"strings"
)

// words gives each word of a list a class.
func words(lists ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(lists); i += 2 {
		for _, w := range strings.Fields(lists[i+1]) {
			out[w] = lists[i]
		}
	}
	return out
}

func with(m map[string]string, lists ...string) map[string]string {
	out := maps.Clone(m)
	maps.Copy(out, words(lists...))
	return out
}

var (
	slashes = []string{"//"}
	stars   = [][2]string{{"/*", "*/"}}

	single = text{open: "'", shut: "'", class: "s1"}
	double = text{open: `"`, shut: `"`, class: "s2"}
	plain  = text{open: `"`, shut: `"`, class: "s"}
	letter = text{open: "'", shut: "'", class: "sc"}
)

var golang = &family{
	line: slashes, block: stars,
	texts:  []text{plain, {open: "`", shut: "`", class: "s", raw: true, lines: true}, letter},
	naming: map[string]string{"func": "nf"}, call: "nf",
	words: words(
		"kn", "package import", "kd", "var func struct map chan type interface const",
		"k", "break case continue default defer else fallthrough for go goto if range return select switch",
		"kc", "true false nil iota",
		"kt", "bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr any comparable",
		"nb", "append cap clear close complex copy delete imag len make max min new panic print println real recover"),
}

var javascriptWords = words(
	"kd", "var let function", "kr", "const async await import export extends class default static super as from of get set enum implements interface",
	"k", "break case catch continue debugger delete do else finally for if in instanceof new return switch this throw try typeof void while with yield",
	"kc", "true false null undefined NaN Infinity",
	"nb", "Array Boolean Date Error Function Math Number Object Promise Proxy RegExp String Symbol Map Set JSON decodeURI decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat parseInt document window globalThis")

// Words that are names wherever they are no keywords.
func without(m map[string]string, list string) map[string]string {
	out := maps.Clone(m)
	for _, w := range strings.Fields(list) {
		delete(out, w)
	}
	return out
}

var javascript = &family{
	line: slashes, block: stars, sign: "$#", at: "nd", regexp: true, colon: true,
	texts: []text{double, single, {open: "`", shut: "`", class: "sb", lines: true, inner: "${"}},
	words: without(javascriptWords, "as from of get set implements interface"),
}

var typescript = &family{
	line: slashes, block: stars, sign: "$#", at: "nd", regexp: true, typed: true,
	texts: javascript.texts,
	words: with(without(javascriptWords, "of get set"),
		"kr", "abstract declare readonly namespace module type keyof infer is satisfies private protected public override",
		"kt", "any boolean never number object string unknown bigint symbol"),
}

var python = &family{
	line: []string{"#"}, at: "nd", prefixes: "rbfu",
	texts: []text{
		{open: `"""`, shut: `"""`, class: "s2", lines: true, escape: true, inner: "{", braces: true},
		{open: "'''", shut: "'''", class: "s1", lines: true, escape: true, inner: "{", braces: true},
		{open: `"`, shut: `"`, class: "s2", escape: true, inner: "{", braces: true},
		{open: "'", shut: "'", class: "s1", escape: true, inner: "{", braces: true},
	},
	naming: map[string]string{"def": "nf", "class": "nc", "import": "nn", "from": "nn"},
	words: words(
		"k", "as assert async await break class continue def del elif else except finally for global if lambda match nonlocal pass raise return try while with yield case",
		"kn", "import from", "ow", "and in is not or", "kc", "True False None", "bp", "self cls",
		"nb", "abs all any ascii bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip",
		"ne", "BaseException Exception ArithmeticError AssertionError AttributeError EOFError ImportError IndexError IOError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotImplementedError OSError OverflowError RecursionError RuntimeError StopIteration SyntaxError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError FileNotFoundError PermissionError"),
}

var cWords = words(
	"k", "asm auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while _Atomic _Generic _Static_assert",
	"kt", "bool char double float int long short signed unsigned void size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t wchar_t FILE",
	"nb", "NULL true false")

var c = &family{line: slashes, block: stars, hash: true, texts: []text{plain, letter}, words: cWords}

var cpp = &family{
	line: slashes, block: stars, hash: true, texts: []text{plain, letter},
	naming: map[string]string{"class": "nc"},
	words: with(cWords,
		"k", "alignas alignof and and_eq bitand bitor catch class co_await co_return co_yield compl concept const_cast consteval constexpr constinit decltype delete dynamic_cast explicit export final friend mutable namespace new noexcept not not_eq operator or or_eq override private protected public reinterpret_cast requires static_assert static_cast template this thread_local throw try typeid typename using virtual xor xor_eq",
		"kt", "auto char8_t char16_t char32_t", "kc", "true false nullptr"),
}

var java = &family{
	line: slashes, block: stars, at: "nd",
	texts:  []text{{open: `"""`, shut: `"""`, class: "s", lines: true}, plain, letter},
	naming: map[string]string{"class": "nc", "interface": "nc", "enum": "nc", "package": "nn", "import": "nn"},
	words: words(
		"k", "assert break case catch continue default do else finally for if goto instanceof new return switch this throw try while yield when",
		"kd", "abstract class const enum extends final implements interface native private protected public record sealed permits static strictfp super synchronized throws transient volatile var",
		"kn", "package import", "kc", "true false null",
		"kt", "boolean byte char double float int long short void"),
}

var kotlin = &family{
	line: slashes, block: stars, nested: true, at: "nd",
	texts:  []text{{open: `"""`, shut: `"""`, class: "s", raw: true, lines: true, inner: "${"}, {open: `"`, shut: `"`, class: "s", inner: "${"}, letter},
	naming: map[string]string{"fun": "nf", "class": "nc", "interface": "nc", "object": "nc", "package": "nn", "import": "nn"},
	words: words(
		"k", "abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external final finally for fun get if import in infix init inline inner interface internal is it lateinit noinline object open operator out override package private protected public reified return sealed set super suspend tailrec this throw try typealias val var vararg when where while",
		"kc", "true false null"),
}

var csharp = &family{
	line: slashes, block: stars, hash: true, prefixes: "$@",
	texts:  []text{{open: `"""`, shut: `"""`, class: "s", raw: true, lines: true}, {open: `"`, shut: `"`, class: "s", inner: "{", braces: true}, letter},
	naming: map[string]string{"class": "nc", "struct": "nc", "interface": "nc", "enum": "nc", "record": "nc", "namespace": "nn", "using": "nn"},
	words: words(
		"k", "abstract as async await base break case catch checked const continue default delegate do else event explicit extern finally fixed for foreach get goto if implicit in init interface internal is lock new operator out override params private protected public readonly ref return sealed set sizeof stackalloc static switch this throw try typeof unchecked unsafe virtual void volatile when where while with yield class struct enum record namespace using global partial required",
		"kc", "true false null",
		"kt", "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong ushort var"),
}

var rust = &family{
	line: slashes, block: stars, nested: true, life: true, prefixes: "rb", bang: "fm",
	texts:  []text{plain, letter},
	naming: map[string]string{"fn": "nf", "struct": "nc", "enum": "nc", "union": "nc", "trait": "nc"},
	words: words(
		"k", "as async await box break const continue crate dyn else enum extern fn for if impl in loop macro match mod move mut pub ref return self Self static struct super trait type union unsafe use where while",
		"kd", "let", "kc", "true false",
		"kt", "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize",
		"nb", "Box Clone Copy Debug Default Drop Eq Err Fn FnMut FnOnce From Into Iterator None Ok Option Ord PartialEq PartialOrd Result Send Some String Sync ToString Vec"),
}

var swift = &family{
	line: slashes, block: stars, nested: true, at: "nd", hash: true,
	texts:  []text{{open: `"""`, shut: `"""`, class: "s", lines: true}, plain},
	naming: map[string]string{"func": "nf", "class": "nc", "struct": "nc", "enum": "nc", "protocol": "nc", "extension": "nc", "import": "nn"},
	words: words(
		"k", "as break case catch continue default defer do else fallthrough for guard if in is repeat return some any switch throw throws rethrows try where while await async",
		"kd", "actor associatedtype class deinit enum extension fileprivate final func import indirect infix init inout internal lazy let mutating nonmutating open operator optional override postfix precedencegroup prefix private protocol public required static struct subscript typealias unowned var weak",
		"kc", "true false nil", "k", "self Self super",
		"kt", "Any AnyObject Array Bool Character Dictionary Double Float Int Int8 Int16 Int32 Int64 Optional Set String UInt UInt8 UInt16 UInt32 UInt64 Void"),
}

var ruby = &family{
	line: []string{"#"}, sign: "@$?!",
	texts: []text{
		{open: `"`, shut: `"`, class: "s2", lines: true, escape: true, inner: "#{"},
		{open: "'", shut: "'", class: "s1", lines: true},
		{open: "`", shut: "`", class: "sb", lines: true},
	},
	naming: map[string]string{"def": "nf", "class": "nc", "module": "nn"},
	words: words(
		"k", "alias begin BEGIN break case class def defined? do else elsif end END ensure for if in module next redo rescue raise retry return super then undef unless until when while yield private protected public",
		"ow", "and not or", "kc", "true false nil self",
		"nb", "attr_accessor attr_reader attr_writer extend include lambda loop p print proc puts require require_relative"),
}

var sql = &family{
	line: []string{"--"}, block: stars, fold: true,
	texts: []text{{open: "'", shut: "'", class: "s1", raw: true, lines: true}, {open: `"`, shut: `"`, class: "s1", raw: true, lines: true}},
	words: words(
		"k", "add after all alter analyze and any as asc autoincrement before begin between by cascade case cast check coalesce collate column commit conflict constraint copy create cross current_date current_time current_timestamp cursor database default deferrable delete desc describe distinct drop each else end escape except exclude exec execute exists explain fetch first for foreign from full function grant group having if ignore in index inner insert intersect interval into is join key language last lateral left like limit lock match materialized max merge min natural not nothing null nulls of offset on or order outer over partition plpgsql prepare primary procedure read recursive references replace restrict return returning returns revoke right rollback row rows savepoint schema select sequence set share show start table temp temporary then to transaction trigger truncate union unique update use using values view when where window with work count sum avg false true",
		"kt", "array bigint binary bit blob bool boolean bytea char character date datetime decimal double enum float int integer json jsonb money number numeric real serial smallint text time timestamp timestamptz tinyint uuid varbinary varchar varying"),
}

// lexers are the languages by all of their names.
var lexers = named(map[string]func(*emitter, string){
	"go golang": golang.run, "js javascript jsx mjs cjs node": javascript.run, "ts typescript tsx mts cts": typescript.run,
	"py python python3 py3": python.run, "c h": c.run, "cpp c++ cc hpp cxx": cpp.run, "java": java.run, "kotlin kt kts": kotlin.run,
	"cs csharp c#": csharp.run, "rust rs": rust.run, "swift": swift.run, "rb ruby": ruby.run,
	"sql mysql postgresql postgres sqlite": sql.run,
	"json jsonc json5":                     json, "yaml yml": yaml, "html htm xhtml xml svg": html, "css scss": css,
	"bash sh shell zsh ksh": bash, "diff patch udiff": diff, "ini toml cfg conf dosini": ini,
})

func named(all map[string]func(*emitter, string)) map[string]*Lexer {
	out := map[string]*Lexer{}
	for names, run := range all {
		for name := range strings.FieldsSeq(names) {
			out[name] = &Lexer{run}
		}
	}
	return out
}
