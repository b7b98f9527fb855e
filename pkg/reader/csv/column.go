package csv

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The names of columns that hold a row's title and its text, without spaces and signs.
var (
	titleNames = []string{"title", "name", "subject", "제목", "이름", "노트제목", "메모제목", "headline", "件名", "标题", "titel", "titre", "título"}
	bodyNames  = []string{"content", "body", "text", "notes", "note", "memo", "description", "내용", "본문", "메모", "글", "설명", "contents", "notetext", "notecontent"}
)

func columnName(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(s)))
}

func (t Table) named(names []string) int {
	for _, want := range names {
		for i, h := range t.Header {
			if columnName(h) == want {
				return i
			}
		}
	}
	return -1
}

// TitleColumn returns the column that titles rows: one of such a name, else the first one whose
// cells are short, and different from each other; -1 for none.
func (t Table) TitleColumn() int {
	if i := t.named(titleNames); i >= 0 {
		return i
	}
	width := len(t.Columns())
	for i := range width {
		seen := map[string]bool{}
		filled := 0
		for _, row := range t.Rows {
			if i >= len(row) || strings.TrimSpace(row[i]) == "" {
				continue
			}
			if utf8.RuneCountInString(row[i]) > 120 || strings.Contains(strings.TrimSpace(row[i]), "\n") || number.MatchString(row[i]) {
				filled = -1 << 30
			}
			filled++
			seen[row[i]] = true
		}
		if filled*10 >= len(t.Rows)*8 && len(seen)*10 >= filled*9 && filled > 0 {
			return i
		}
	}
	return -1
}

// BodyColumn returns the column that holds the text of rows: one of such a name whose cells are
// longer than a few words on the whole, -1 for none.
func (t Table) BodyColumn() int {
	i := t.named(bodyNames)
	if i < 0 || i == t.TitleColumn() {
		return -1
	}
	long := slices.ContainsFunc(t.Rows, func(row []string) bool {
		return i < len(row) && (strings.Contains(row[i], "\n") || utf8.RuneCountInString(row[i]) > 30)
	})
	if !long {
		return -1
	}
	return i
}
