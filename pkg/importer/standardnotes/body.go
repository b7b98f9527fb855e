package standardnotes

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
	"memopress/pkg/reader/html"
	"memopress/pkg/reader/markdown"
)

// kindOf says which editor wrote a note: its type, or for older notes its editor's identifier.
func kindOf(c content) string {
	if c.NoteType != "" {
		return c.NoteType
	}
	for _, pair := range [][2]string{{"markdown", "markdown"}, {"super", "super"}, {"code", "code"}, {"task", "task"}, {"spreadsheet", "spreadsheet"},
		{"token", "authentication"}, {"bold", "rich-text"}, {"plus", "rich-text"}} {
		if strings.Contains(strings.ToLower(c.Editor), pair[0]) {
			return pair[1]
		}
	}
	return "plain-text"
}

// holdsSecrets reports whether a note is the authenticator's: by its type, by the editor that
// wrote it, or by its text. Any one is enough, because what it holds must never be published.
func holdsSecrets(c content) bool {
	editor := strings.ToLower(c.Editor)
	if kindOf(c) == "authentication" || strings.Contains(editor, "token") || strings.Contains(editor, "authenticat") {
		return true
	}
	var entries []struct {
		Secret string `json:"secret"`
	}
	if json.Unmarshal([]byte(c.Text), &entries) != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e struct {
		Secret string `json:"secret"`
	}) bool {
		return e.Secret != ""
	})
}

// body reads a note's text as its editor wrote it. What cannot be read so is kept as it is.
func (b *backup) body(n *note.Note, c content) []note.Block {
	asCode := func(lang string) []note.Block {
		text := c.Text
		if !strings.HasSuffix(text, "\n") && text != "" {
			text += "\n"
		}
		return []note.Block{&note.Code{Lang: lang, Text: text}}
	}
	if strings.TrimSpace(c.Text) == "" {
		return nil
	}
	if holdsSecrets(c) {
		b.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: b.file.Place, Item: n.Source.Item}, Note: string(n.ID),
			Message: "the note holds secrets of the authenticator; it is never published", Hint: "keep the backup itself away from other people, too"})
		return asCode("json")
	}
	switch kindOf(c) {
	case "super":
		l := lexer{names: b.names, missing: map[string]bool{}}
		if blocks, ok := l.super(c.Text); ok {
			for _, what := range slices.Sorted(maps.Keys(l.missing)) {
				b.simpler(n, what)
			}
			return blocks
		}
	case "markdown":
		return b.markdown(n, c.Text)
	case "rich-text":
		return html.Fragment(c.Text, html.Options{File: b.file.Place, Item: n.Source.Item, Note: string(n.ID), Report: b.sink, Location: b.opts.Location})
	case "code":
		return asCode("")
	case "task":
		if blocks, ok := checklist(c.Text); ok {
			return blocks
		}
		return b.markdown(n, c.Text)
	case "spreadsheet":
		if blocks, ok := spreadsheet(c.Text); ok {
			return blocks
		}
		b.simpler(n, "the spreadsheet is kept as its source")
		return asCode("json")
	default:
		return importer.PlainText(c.Text)
	}
	b.simpler(n, "the note cannot be read as its editor wrote it and is kept as its source")
	return asCode("json")
}

func (b *backup) markdown(n *note.Note, text string) []note.Block {
	return markdown.Parse([]byte(text), markdown.Options{Dialect: markdown.Obsidian, HardBreaks: b.opts.HardBreaks != nil && *b.opts.HardBreaks,
		Emoji: b.opts.Emoji, SmartPunct: b.opts.SmartPunct, File: b.file.Place, Note: string(n.ID), Report: b.sink})
}

func (b *backup) simpler(n *note.Note, message string) {
	b.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I007", Pos: diag.Pos{File: b.file.Place, Item: n.Source.Item}, Message: message, Note: string(n.ID)})
}

// checklist reads the Advanced Checklist's JSON: groups of tasks.
func checklist(text string) ([]note.Block, bool) {
	var list struct {
		Groups []struct {
			Name  string `json:"name"`
			Tasks []struct {
				Description string `json:"description"`
				Completed   bool   `json:"completed"`
			} `json:"tasks"`
		} `json:"groups"`
	}
	if json.Unmarshal([]byte(text), &list) != nil || list.Groups == nil {
		return nil, false
	}
	var out []note.Block
	for _, g := range list.Groups {
		if name := importer.OneLine(g.Name); name != "" {
			out = append(out, &note.Heading{Level: 2, Inlines: []note.Inline{&note.Text{Value: name}}})
		}
		l := &note.List{Tight: true}
		for _, t := range g.Tasks {
			state := ' '
			if t.Completed {
				state = 'x'
			}
			l.Items = append(l.Items, note.ListItem{Task: state, Blocks: importer.PlainText(t.Description)})
		}
		if len(l.Items) > 0 {
			out = append(out, l)
		}
	}
	return out, true
}

// spreadsheet reads the values of a spreadsheet's cells as a table for each sheet.
func spreadsheet(text string) ([]note.Block, bool) {
	var book struct {
		Sheets []struct {
			Name string `json:"name"`
			Rows []struct {
				Index int `json:"index"`
				Cells []struct {
					Index int `json:"index"`
					Value any `json:"value"`
				} `json:"cells"`
			} `json:"rows"`
		} `json:"sheets"`
	}
	if json.Unmarshal([]byte(text), &book) != nil || book.Sheets == nil {
		return nil, false
	}
	var out []note.Block
	for _, s := range book.Sheets {
		t := &note.Table{}
		for _, r := range s.Rows {
			row := note.Row{Header: len(t.Rows) == 0}
			for _, c := range r.Cells {
				if c.Index > 1000 || c.Index < 0 {
					return nil, false
				}
				for len(row.Cells) < c.Index {
					row.Cells = append(row.Cells, note.Cell{})
				}
				row.Cells = append(row.Cells, note.Cell{Blocks: importer.PlainText(textOf(c.Value))})
			}
			if len(row.Cells) > 0 {
				t.Rows = append(t.Rows, row)
			}
		}
		if len(t.Rows) == 0 {
			continue
		}
		if len(book.Sheets) > 1 {
			out = append(out, &note.Heading{Level: 2, Inlines: []note.Inline{&note.Text{Value: importer.OneLine(s.Name)}}})
		}
		out = append(out, t)
	}
	return out, true
}

func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
