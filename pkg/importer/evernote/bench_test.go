package evernote

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkNotes reads notes of 2 KB, each with a link to another.
func BenchmarkNotes(b *testing.B) {
	const n = 2000
	var sb strings.Builder
	sb.WriteString(begin)
	for i := range n {
		guid := fmt.Sprintf("00000000-0000-4000-8000-%012d", (i*7+3)%n)
		sb.WriteString(noteXML(fmt.Sprintf("노트 %d", i), strings.Repeat("<div>긴 노트의 <b>한</b> 문장이다. A sentence.</div>", 30)+
			fmt.Sprintf(`<div><a href="evernote:///view/1/s1/%s/%s/">노트 %d</a></div>`, guid, guid, (i*7+3)%n), ""))
	}
	sb.WriteString(end)
	path := filepath.Join(b.TempDir(), "책.enex")
	if err := os.WriteFile(path, []byte(sb.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(sb.Len()))
	for b.Loop() {
		if notes := readWith(b, path, ""); len(notes) != n {
			b.Fatal(len(notes))
		}
	}
	b.ReportMetric(n, "notes")
}
