package folder

import (
	"strings"
	"unicode/utf8"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/note"
)

// maxTitle is how many characters the first line of a text may have to be taken for its title.
const maxTitle = 80

// text reads plain text. A short first line is the title, as most editors of plain text show it.
func (r *reader) text(n *note.Note, f importer.File, report diag.Reporter) error {
	text, err := f.Text(r.opts.Encoding, report)
	if err != nil {
		return err
	}
	body := strings.TrimLeft(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(text)), "\n")
	first, rest, _ := strings.Cut(body, "\n")
	first = oneLine(first)
	if first != "" && utf8.RuneCountInString(first) <= maxTitle && strings.TrimSpace(rest) != "" {
		n.Title, body = first, rest
	}
	n.Body = importer.PlainText(body)
	return nil
}
