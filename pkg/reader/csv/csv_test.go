package csv_test

import (
	"strings"
	"testing"
	"time"

	"memopress/pkg/reader/csv"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		separator  rune
		header     string
		rows       string // cells by "|", rows by "/"
	}{
		{"commas", "제목,값\n\"가,나\",1\n다,2\n", ',', "제목|값", "가,나|1/다|2"},
		{"excel", "sep=;\n제목;값\n가;1\n", ';', "제목|값", "가|1"},
		{"semicolons", "이름;나이;도시\n김;1,5;서울\n이;2,5;부산\n", ';', "이름|나이|도시", "김|1,5|서울/이|2,5|부산"},
		{"tabs", "a\tb\n1,2\t3\n", '\t', "a|b", "1,2|3"},
		{"mark and line ends", "\ufeffa,b\r\n1,2\r\n\r\n3,4", ',', "a|b", "1|2/3|4"},
		{"old mac", "a,b\r1,2\r", ',', "a|b", "1|2"},
		{"lines and quotes", "title,text\nx,\"one\n\"\"two\"\"\"\n", ',', "title|text", "x|one\n\"two\""},
		{"no header", "2024-01-01,5\n2024-01-02,6\n", ',', "", "2024-01-01|5/2024-01-02|6"},
		{"ragged", "a,b\n1\n1,2,3\n", ',', "a|b", "1/1|2|3"},
		{"same names", "a,a,\n1,2,3\n", ',', "a|a 2|Column 3", "1|2|3"},
		{"one column", "이름\n김\n이\n", ',', "이름", "김/이"},
		{"open quote", "a,b\n\"1,2\n3,4\n", ',', "a|b", "1,2\n3,4\n"},
	} {
		got, err := csv.Read(tt.text, 0)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var rows []string
		for _, r := range got.Rows {
			rows = append(rows, strings.Join(r, "|"))
		}
		if got.Separator != tt.separator || strings.Join(got.Header, "|") != tt.header || strings.Join(rows, "/") != tt.rows {
			t.Errorf("%s: %q %q %q", tt.name, got.Separator, got.Header, rows)
		}
	}
	if _, err := csv.Read(" \n\n", 0); err == nil {
		t.Error("an empty table")
	}
}

func TestColumns(t *testing.T) {
	table, err := csv.Read("번호,분류,제목,내용\n1,일,회의,\"긴 글이\n여기\"\n2,일,산책,짧음\n", 0)
	if err != nil || table.TitleColumn() != 2 || table.BodyColumn() != 3 {
		t.Error(table.TitleColumn(), table.BodyColumn(), err)
	}
	table, err = csv.Read("no,kind,what\n1,a,first\n2,a,second\n", 0)
	if err != nil || table.TitleColumn() != 2 || table.BodyColumn() != -1 {
		t.Error(table.TitleColumn(), table.BodyColumn(), err)
	}
	b, ok := table.Block()
	if !ok || len(b.Rows) != 3 || !b.Rows[0].Header || len(b.Rows[1].Cells) != 3 {
		t.Errorf("%+v", b)
	}
}

func TestHostile(t *testing.T) {
	for name, text := range map[string]string{
		"quotes":  strings.Repeat(`"a`, 500_000),
		"commas":  strings.Repeat(",", 2_000_000) + "a",
		"rows":    "a,b\n" + strings.Repeat("1,2\n", 300_000),
		"columns": strings.Repeat("a,", 100_000) + "\n" + strings.Repeat("1\n", 10_000),
	} {
		start := time.Now()
		table, err := csv.Read(text, 0)
		if err == nil {
			_, _ = table.Block()
			table.TitleColumn()
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("제목,값\n\"가,나\",1\n")
	f.Add("sep=;\na;b\n\"1\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := csv.Read(text, 0)
		if err != nil {
			return
		}
		_, _ = table.Block()
		table.TitleColumn()
		table.BodyColumn()
	})
}
