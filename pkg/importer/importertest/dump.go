package importertest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// Dump writes a result as text, for goldens and for comparing: the notes as Markdown, each with
// what Markdown has no place for, then the attachments, the ledger and the diagnostics.
func Dump(r Result) string {
	var sb strings.Builder
	for _, n := range r.Notes {
		fmt.Fprintf(&sb, "==== %s\n", n.ID)
		dumpHead(&sb, n)
		sb.Write(markdown.Write(n))
		sb.WriteByte('\n')
	}
	for _, a := range r.Attachments {
		fmt.Fprintf(&sb, "attachment %s: %s, %d bytes\n", a.Key, cmp.Or(a.MediaType, "type unknown"), a.Size)
	}
	for _, e := range r.Ledger {
		fmt.Fprintf(&sb, "%s %s: %s\n", e.Kind, e.Item, strings.TrimSpace(fmt.Sprint(e.State, " ", e.Rule, e.Reason)))
	}
	for _, d := range r.Diagnostics {
		place := d.Pos.Item
		if d.Pos.Line > 0 {
			place = fmt.Sprintf("%s line %d", place, d.Pos.Line)
		}
		fmt.Fprintln(&sb, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.Severity, d.Code, place, d.Message)))
	}
	if r.Err != nil {
		fmt.Fprintln(&sb, "error:", r.Err)
	}
	return sb.String()
}

func dumpHead(sb *strings.Builder, n *note.Note) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(sb, "%s: %s\n", name, value)
		}
	}
	line("title", n.Title)
	if n.Name != n.Title {
		line("name", n.Name)
	}
	line("path", n.Path)
	if n.Space != Space {
		line("space", n.Space)
	}
	line("created", timeOf(n.Created))
	line("updated", timeOf(n.Updated))
	if n.Visibility.State != note.Unmarked {
		line("visibility", strings.TrimSpace(fmt.Sprint([]string{"", "public", "private"}[n.Visibility.State], ": ", n.Visibility.Rule, " ", n.Visibility.Detail)))
	}
	if n.Pinned {
		line("pinned", "yes")
	}
	if n.Source.Line > 1 {
		line("first line", fmt.Sprint(n.Source.Line))
	}
}

func timeOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
