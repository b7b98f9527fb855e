package markdown

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/note"
)

// hostile are generators of texts of n bytes or a little more that make Markdown programs slow
// or greedy.
var hostile = []struct {
	name string
	make func(n int) string
}{
	{"nested bullets and blank lines", func(n int) string { return strings.Repeat("- ", n/4) + "x" + strings.Repeat("\n", n/2) }},
	{"quoted bullets and empty quotes", func(n int) string { return "> " + strings.Repeat("- ", n/4) + "x\n" + strings.Repeat(">\n", n/4) }},
	{"32 bullets and blank lines", func(n int) string { return strings.Repeat("- ", 31) + "x" + strings.Repeat("\n", n) }},
	{"32 quoted bullets and empty quotes", func(n int) string { return "> " + strings.Repeat("- ", 30) + "x\n" + strings.Repeat(">\n", n/2) }},
	{"bullets opened again and again", func(n int) string {
		return strings.Repeat("> "+strings.Repeat("- ", 30)+"x\n>\n>\n>\n>\n", n/80)
	}},
	{"tabs into lists", func(n int) string {
		s := ""
		for i := range 30 {
			s += strings.Repeat("  ", i) + "- x\n"
		}
		return s + strings.Repeat(strings.Repeat("\t", 15)+"x\n\n", n/18)
	}},
	{"bullets in one line", func(n int) string { return strings.Repeat("- ", n/2) + "x" }},
	{"numbers in one line", func(n int) string { return strings.Repeat("1. ", n/3) + "x" }},
	{"quotes in one line", func(n int) string { return strings.Repeat(">", n) + "a" }},
	{"lazy quotes", func(n int) string { return strings.Repeat("> ", n/4) + "a\n" + strings.Repeat("b\n", n/4) }},
	{"lazy lines", func(n int) string { return strings.Repeat("> a\nb\n", n/6) }},
	{"stairs of quotes", func(n int) string {
		var sb strings.Builder
		for i := 0; sb.Len() < n; i++ {
			sb.WriteString(strings.Repeat(">", i%200) + "a\n")
		}
		return sb.String()
	}},
	{"empty table", func(n int) string {
		return strings.Repeat("|a", n/8) + "|\n" + strings.Repeat("|-", n/8) + "|\n" + strings.Repeat("|\n", n/4)
	}},
	{"full table", func(n int) string { return "|a|b|\n|-|-|\n" + strings.Repeat("|가|b|\n", n/8) }},
	{"many tables", func(n int) string { return strings.Repeat("a|b\n-|-\n\n", n/9) }},
	{"rows of dashes", func(n int) string { return strings.Repeat("-|-|-\n", n/6) }},
	{"long reference", func(n int) string { return "[a]: /" + strings.Repeat("u", n/2) + "\n\n" + strings.Repeat("[a] ", n/8) }},
	{"reference definitions", func(n int) string { return strings.Repeat("[k]: /u\n", n/8) }},
	{"different definitions", func(n int) string {
		var sb strings.Builder
		for i := 0; sb.Len() < n; i++ {
			fmt.Fprintf(&sb, "[k%d]: /u\n", i)
		}
		return sb.String()
	}},
	{"unclosed definitions", func(n int) string { return strings.Repeat("[k]: /u 't\n", n/11) }},
	{"footnotes", func(n int) string {
		var sb strings.Builder
		for i := 0; sb.Len() < n; i++ {
			fmt.Fprintf(&sb, "[^%d]: x\n\n[^%d]\n\n", i, i)
		}
		return sb.String()
	}},
	{"one footnote again", func(n int) string { return "[^1]: x\n\n" + strings.Repeat("[^1]", n/4) }},
	{"footnotes in footnotes", func(n int) string { return strings.Repeat("[^1]: ", n/6) + "x" }},
	{"link beginnings", func(n int) string { return strings.Repeat("[a](", n/4) }},
	{"link destinations", func(n int) string { return strings.Repeat("[a](b", n/5) }},
	{"pointed destinations", func(n int) string { return strings.Repeat("[a](<b", n/6) }},
	{"link titles", func(n int) string { return strings.Repeat("[a](b \"c", n/8) }},
	{"link titles of all kinds", func(n int) string { return strings.Repeat("[a](b '[a](b \"[a](b (", n/21) }},
	{"images", func(n int) string { return strings.Repeat("![a](b)", n/7) }},
	{"images in images", func(n int) string { return strings.Repeat("![", n/2) + "a" + strings.Repeat("](u)", n/8) }},
	{"links in links", func(n int) string { return strings.Repeat("[", n/8) + "a" + strings.Repeat("](u)", n/8) }},
	{"brackets", func(n int) string { return strings.Repeat("[", n) }},
	{"balanced brackets", func(n int) string { return strings.Repeat("[", n/2) + "a" + strings.Repeat("]", n/2) }},
	{"balanced brackets with references", func(n int) string {
		return "[x]: /u\n\n" + strings.Repeat("[", n/2) + "a" + strings.Repeat("]", n/2)
	}},
	{"labels over lines", func(n int) string { return "[x]: /u\n\n" + strings.Repeat("[a\n]", n/4) }},
	{"empty labels", func(n int) string { return "[x]: /u\n\n" + strings.Repeat("[x][", n/4) }},
	{"wikilink beginnings", func(n int) string { return strings.Repeat("[[", n/2) }},
	{"wikilink beginnings with text", func(n int) string { return strings.Repeat("[[a ", n/4) }},
	{"embeds", func(n int) string { return strings.Repeat("![[a|b|100]]", n/12) }},
	{"inline notes", func(n int) string { return strings.Repeat("^[", n/2) + "a" + strings.Repeat("]", n/2) }},
	{"emphasis both ways", func(n int) string { return strings.Repeat("*a_ ", n/4) }},
	{"emphasis that closes", func(n int) string { return strings.Repeat("a**b", n/8) + strings.Repeat("c* ", n/6) }},
	{"cmark 389", func(n int) string { return strings.Repeat("*a ", n/6) + strings.Repeat("_a*_ ", n/10) }},
	{"emphasis openers", func(n int) string { return strings.Repeat("*a", n/2) }},
	{"emphasis in emphasis", func(n int) string { return strings.Repeat("*a **a ", n/14) + strings.Repeat("a** a*", n/12) }},
	{"one long run", func(n int) string { return strings.Repeat("*", n/2) + "a" + strings.Repeat("*", n/2) }},
	{"tildes", func(n int) string { return "a" + strings.Repeat("~", n) }},
	{"tilde pairs", func(n int) string { return strings.Repeat("~~a ~a ", n/7) }},
	{"equal signs", func(n int) string { return strings.Repeat("==a ", n/4) }},
	{"quoted emphasis", func(n int) string { return strings.Repeat(">", n/5) + strings.Repeat("a*", 2*n/5) }},
	{"dollars", func(n int) string { return strings.Repeat("$a ", n/3) }},
	{"double dollars", func(n int) string { return strings.Repeat("$$a ", n/4) }},
	{"lines of double dollars", func(n int) string { return strings.Repeat("$$\n", n/3) + "x" }},
	{"one dollar line in a quote", func(n int) string { return strings.Repeat("> $$\n\na\n", n/8) + "$$" }},
	{"percent signs", func(n int) string { return strings.Repeat("a %", n/3) + "%" }},
	{"comments", func(n int) string { return strings.Repeat("a %% b %%\n", n/10) }},
	{"hash signs", func(n int) string { return strings.Repeat("#", n) }},
	{"tags", func(n int) string { return strings.Repeat("#가/나 ", n/9) }},
	{"heading with emphasis", func(n int) string { return "# " + strings.Repeat("*a_ ", n/4) }},
	{"carets", func(n int) string { return strings.Repeat("a ^b\n", n/5) }},
	{"backtick ladder", func(n int) string {
		var sb strings.Builder
		for i := 1; sb.Len() < n; i++ {
			sb.WriteString("e" + strings.Repeat("`", i))
		}
		return sb.String()
	}},
	{"colons", func(n int) string { return strings.Repeat(":a", n/2) }},
	{"definition lists", func(n int) string { return strings.Repeat("a\n: ", n/4) + "x" }},
	{"addresses", func(n int) string { return strings.Repeat("http://a.b ", n/11) }},
	{"one long address", func(n int) string { return "http://a.b/" + strings.Repeat("(", n) }},
	{"addresses in a row", func(n int) string { return strings.Repeat("http://", n/7) }},
	{"www in a row", func(n int) string { return strings.Repeat("www.", n/4) }},
	{"at signs", func(n int) string { return strings.Repeat("a@", n/2) }},
	{"mail addresses", func(n int) string { return strings.Repeat("a.b@c.d ", n/8) }},
	{"one long mail address", func(n int) string { return strings.Repeat("a.", n/2) + "@" }},
	{"long local parts", func(n int) string { return strings.Repeat("@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", n/31) }},
	{"pointed brackets", func(n int) string { return strings.Repeat("<", n) }},
	{"tags with attributes", func(n int) string { return "<a" + strings.Repeat(" b", n/2) }},
	{"tag beginnings", func(n int) string { return strings.Repeat("<a b=\"", n/6) }},
	{"comments of HTML", func(n int) string { return strings.Repeat("a <!-- ", n/7) }},
	{"elements", func(n int) string { return strings.Repeat("<div>", n/5) }},
	{"processing instructions", func(n int) string { return strings.Repeat("a <? ", n/5) }},
	{"declarations", func(n int) string { return strings.Repeat("a <!A ", n/6) }},
	{"CDATA", func(n int) string { return strings.Repeat("a <![CDATA[ ", n/12) }},
	{"entities", func(n int) string { return strings.Repeat("&amp;", n/5) }},
	{"long entities", func(n int) string { return strings.Repeat("&aaaaaaaa", n/9) }},
	{"backslashes", func(n int) string { return strings.Repeat("\\*", n/2) }},
	{"quotes and apostrophes", func(n int) string { return strings.Repeat("\"'", n/2) }},
	{"NUL", func(n int) string { return strings.Repeat("\x00", n) }},
	{"invalid UTF-8", func(n int) string { return strings.Repeat("\xff\xfe", n/2) }},
	{"callouts", func(n int) string { return strings.Repeat("> [!note] a\n\n", n/13) }},
	{"callouts in callouts", func(n int) string { return strings.Repeat("> [!a]\n> ", n/9) }},
	{"tasks", func(n int) string { return strings.Repeat("- [x] a\n", n/8) }},
	{"one long paragraph", func(n int) string { return strings.Repeat("가나다 **라** [마](바)\n", n/33) }},
	{"prose", prose},
}

// prose is an ordinary note.
func prose(n int) string {
	const part = "## 제목 heading\n\n오늘은 **중요한(것)**을 [[다른 노트|링크]]로 적었다. It is #tag/sub and `code`, see [here](https://example.com/a_b).\n\n- first item with *some* emphasis\n- 둘째 항목 ^id\n  - [ ] nested task\n\n> [!note] Title\n> A callout with $x^2$ and ==mark==.\n\n| a | b |\n|---|---|\n| 가 | [[x\\|y]] |\n\n```go\nfmt.Println(\"hi\")\n```\n\n"
	return strings.Repeat(part, n/len(part)+1)
}

// TestGuards reads every hostile text at 10 KB and 100 KB. The cap on CPU time is generous (a
// hundred times what is measured) and that on memory too: what they catch is growth out of
// proportion. With -v it prints the cost of each; MEMOPRESS_HOSTILE=1 adds 1 MB and 2 MB.
func TestGuards(t *testing.T) {
	sizes := []int{10 << 10, 100 << 10}
	if os.Getenv("MEMOPRESS_HOSTILE") != "" {
		sizes = append(sizes, 1<<20, 2<<20-200)
	}
	for _, h := range hostile {
		line := fmt.Sprintf("%-36s", h.name)
		for _, size := range sizes {
			src := h.make(size)
			for _, d := range []Dialect{CommonMark, Obsidian} {
				cost, allocated := measure(src, d)
				line += fmt.Sprintf(" %7.1fms %6.1fMB", float64(cost.Microseconds())/1000, float64(allocated)/(1<<20))
				if limit := time.Second/2 + time.Duration(len(src))*40*time.Microsecond; cost > limit {
					t.Errorf("%s, %d bytes: %v, want under %v", h.name, len(src), cost, limit)
				}
				if limit := uint64(len(src))*2000 + 100<<20; allocated > limit {
					t.Errorf("%s, %d bytes: %d bytes allocated, want under %d", h.name, len(src), allocated, limit)
				}
			}
		}
		t.Log(line)
	}
}

func measure(src string, d Dialect) (cost time.Duration, allocated uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuTime()
	Parse([]byte(src), Options{Dialect: d, Emoji: true, SmartPunct: true})
	cost = cpuTime() - start
	runtime.ReadMemStats(&after)
	return cost, after.TotalAlloc - before.TotalAlloc
}

// TestGuardReports goes over each limit: the reader says so with the line, and the words
// behind the limit are still there.
func TestGuardReports(t *testing.T) {
	footnotes := func(n int) string {
		var sb strings.Builder
		for i := range n {
			fmt.Fprintf(&sb, "[^%d]: 각주\n\n", i)
		}
		return sb.String()
	}
	tests := []struct {
		name, src, message string
		line               int
	}{
		{"depth", "첫 줄\n\n" + strings.Repeat("> ", 33) + "끝말", "more than 32 deep", 13},
		{"list depth", strings.Repeat("- ", 33) + "끝말", "more than 32 deep", 11},
		{"paragraph", "a\n\n" + strings.Repeat("*나* ", 4000) + "끝말", "longer than 16 KB", 13},
		{"heading", "# " + strings.Repeat("*나* ", 4000) + "끝말", "longer than 16 KB", 11},
		{"references", "[a]: /" + strings.Repeat("u", 9000) + "\n\n" + strings.Repeat("[a] ", 20) + "\n[a] 끝말", "expand to more than 100 KB", 13},
		{"cells", strings.Repeat("|a", 50) + "|\n" + strings.Repeat("|-", 50) + "|\n" + strings.Repeat("|x|\n", 2100) + "|끝말|", "more than 100,000 cells", 2012},
		{"row", "|a|b|\n|-|-|\n|" + strings.Repeat("가 ", 5000) + "|끝말|", "table row is longer", 13},
		{"footnotes", footnotes(10001) + "[^10000] 끝말", "more than 10,000 footnotes", 20011},
		{"lines", strings.Repeat("- ", 30) + "x" + strings.Repeat("\n", 20000) + "끝말", "go on over too many lines", 16678},
		{"styles", strings.Repeat("*가 **나 ", 60) + "끝말" + strings.Repeat(" 나** 가*", 60), "nest more than 100 deep", 11},
		{"note", strings.Repeat("# 가나다 **라**\n\n", 120000) + "끝말", "larger than 2 MB", 11},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var reports diag.List
			blocks := Parse([]byte(test.src), Options{Dialect: Obsidian, FirstLine: 11, File: "노트.md", Report: &reports})
			found := reports.Sorted()
			if len(found) == 0 {
				t.Fatal("nothing is reported")
			}
			if d := found[0]; d.Code != "M002" || !strings.Contains(d.Message, test.message) || d.Pos.Line != test.line || d.Pos.File != "노트.md" {
				t.Errorf("%s %s:%d %s", d.Code, d.Pos.File, d.Pos.Line, d.Message)
			}
			if len(found) > maxReports {
				t.Errorf("%d reports", len(found))
			}
			var sb strings.Builder
			collect(&sb, reflect.ValueOf(blocks))
			if !strings.Contains(sb.String(), "끝말") {
				t.Error("words behind the limit are lost")
			}
		})
	}
}

// TestSpared: what is long for a good reason is read as ever.
func TestSpared(t *testing.T) {
	var reports diag.List
	opts := Options{Dialect: Obsidian, Report: &reports}
	table := Parse([]byte("| 가 | 나 |\n|---|---|\n"+strings.Repeat("| *하나* | [[둘]] |\n", 3000)), opts)
	if rows := table[0].(*note.Table).Rows; len(rows) != 3001 {
		t.Errorf("%d rows, want 3001", len(rows))
	}
	var definitions strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&definitions, "[판 %d]: https://example.com/compare/%d\n", i, i)
	}
	links := Parse([]byte("[판 0] [판 999]\n\n"+definitions.String()), opts)
	if got := dump(links); strings.Count(got, "link(") != 2 {
		t.Errorf("references behind many definitions: %s", got)
	}
	if found := reports.Sorted(); len(found) > 0 {
		t.Errorf("reported: %v", found)
	}
}

// TestHiddenStaysHidden: what a guard degrades must not show what the author hid.
func TestHiddenStaysHidden(t *testing.T) {
	long := strings.Repeat("가나다 라마바 ", 1200)
	for _, src := range []string{
		long + "%%비밀%% " + long,
		long + "\n%% 비밀\n더 %%\n" + long,
		long + "<!-- 비밀 --> " + long,
		long + "\n%% 비밀",
		strings.Repeat(long+"\n\n", 80) + "%%\n\n비밀\n\n%%\n\n" + long,
		strings.Repeat(long+"\n\n", 80) + "<!--\n\n비밀\n\n-->\n\n" + long,
		strings.Repeat("> ", 40) + "%%비밀%%",
	} {
		var reports diag.List
		blocks := Parse([]byte(src), Options{Dialect: Obsidian, Report: &reports})
		if len(reports.Sorted()) == 0 {
			t.Fatalf("no guard was met by %.60q", src)
		}
		var sb strings.Builder
		collect(&sb, reflect.ValueOf(blocks))
		if strings.Contains(sb.String(), "비밀") {
			t.Errorf("a comment shows: %.60q, %d bytes", src, len(src))
		}
	}
}

// TestPlainLinks: text whose markup is not read shows no name of a note that only the target of
// a link has, for the note may be private; the texts of links stay.
func TestPlainLinks(t *testing.T) {
	long := strings.Repeat("가나다 라마바 ", 1200)
	note2MB := strings.Repeat(long+"\n\n", 80)
	for _, link := range []string{
		"[[비밀]]", "![[비밀.png]]", "[[비밀|끝말]]", "![[비밀|300]]", "[[폴더/비밀#제목|끝말]]", "[a [[비밀]] b]",
		"[끝말](비밀.md)", "![끝말](<비밀 1.png>)", `[끝말](비밀.md "끝말")`, "[끝말]( ../비밀#h )", "[[[끝말](비밀)]",
	} {
		for _, src := range []string{long + link + " 끝말", note2MB + link + " 끝말"} {
			shown := shownText(Parse([]byte(src), Options{Dialect: Obsidian}))
			if strings.Contains(shown, "비밀") || !strings.Contains(shown, "끝말") {
				t.Errorf("%s in %d bytes shows …%s", link, len(src), shown[len(shown)-40:])
			}
		}
	}
	if shown := shownText(Parse([]byte(note2MB+"[끝말]: 비밀.md\n[^1]: 끝말"), Options{Dialect: Obsidian})); strings.Contains(shown, "비밀") || !strings.Contains(shown, "끝말") {
		t.Error("the definition of a reference shows, or a footnote does not")
	}
	if shown := shownText(Parse([]byte(long+"[글](https://example.com/가)"), Options{Dialect: Obsidian})); !strings.Contains(shown, "(https://example.com/가)") {
		t.Error("the address of a website is lost")
	}
	many := shownText(Parse([]byte(note2MB+strings.Repeat("[[비밀]] ", maxPlainLinks+1)), Options{Dialect: Obsidian}))
	if strings.Contains(many, "비밀") {
		t.Error("the links behind the limit show their targets")
	}
}

// shownText returns the text that a page shows where no link leads anywhere.
func shownText(blocks []note.Block) string {
	var sb strings.Builder
	note.Walk(blocks, func(n any) bool {
		switch n := n.(type) {
		case *note.Text:
			sb.WriteString(n.Value)
		case *note.Link:
			return !n.Bare
		}
		return true
	})
	return sb.String()
}
