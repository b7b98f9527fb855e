package csv

import (
	"fmt"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for in, want := range map[string]string{
		"제목,값\n가,1\n나,2\n":    `, [제목 값] [[가 1] [나 2]]`,
		"제목;값\n\"가;나\";1,5\n": `; [제목 값] [[가;나 1,5]]`,
		"a\tb\n1\t2":          "\t [a b] [[1 2]]",
		"sep=|\na|b\n1|2":     `| [a b] [[1 2]]`,
		"1,2\n3,4":            `, [] [[1 2] [3 4]]`,
		"a,b\n1\n2,3,4":       `, [] [[a b ] [1  ] [2 3 4]]`,
		"a,b\n\"여러\n줄\",\"그는 \"\"응\"\" 했다\"": ", [a b] [[여러\n줄 그는 \"응\" 했다]]",
		"a,b\nx \"y\" z,2":    `, [a b] [[x "y" z 2]]`,
		"a,b\r1,2\r3,4":       `, [a b] [[1 2] [3 4]]`,
		"\ufeffa,b\n1,2\n,\n": `, [a b] [[1 2]]`,
		"a,b\n\"열린,2\n3,4":    ", [a b] [[열린,2\n3,4 ]]",
		"":                    `, [] []`,
		"a,a\n1,2":            `, [] [[a a] [1 2]]`,
		"하나":                  `, [] [[하나]]`,
	} {
		got, err := Read([]byte(in))
		if s := fmt.Sprintf("%c %v %v", got.Delimiter, got.Header, got.Rows); err != nil || s != want {
			t.Errorf("%q: %s, want %s, %v", in, s, want, err)
		}
	}
}

func TestNotes(t *testing.T) {
	tab, err := Read([]byte("번호,제목,내용,태그,날짜,끝\n007,회의,\"첫 줄\n\nhttps://example.org\",\"일, 회의\",2024-03-01,true\n"))
	if err != nil || tab.TitleColumn() != 1 || tab.BodyColumn() != 2 {
		t.Fatalf("%+v, %v", tab, err)
	}
	if got := fmt.Sprint(tab.Properties(0), tab.Tags(0)); !strings.Contains(got, "{번호 0 [{007") || !strings.Contains(got, "{날짜 4 ") || !strings.Contains(got, "{끝 3 ") || !strings.Contains(got, "[일 회의]") {
		t.Error(got)
	}
	if b := tab.Block(); len(b.Rows) != 2 || !b.Rows[0].Header || len(b.Rows[1].Cells[2].Blocks) != 2 {
		t.Errorf("%+v", b)
	}
	if _, err := Read([]byte(strings.Repeat(",", 2000) + strings.Repeat("\n1", 5000))); err == nil {
		t.Error("a table of ten million cells")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("제목,값\n\"가\"\"\n\",1\n"))
	f.Add([]byte("a;b\n;;\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := Read(data)
		if err != nil {
			return
		}
		for i, row := range tab.Rows {
			if len(row) != len(tab.Rows[0]) {
				t.Fatalf("row %d has %d cells of %d", i, len(row), len(tab.Rows[0]))
			}
			tab.Properties(i)
			tab.Tags(i)
		}
		tab.Block()
	})
}
