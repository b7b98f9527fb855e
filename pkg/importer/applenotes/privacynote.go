package applenotes

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// deletedFolders are the names of the folder with deleted notes.
var deletedFolders = []string{"recently deleted", "deleted", "deleted notes", "최근 삭제된 항목"}

// place returns the path of a folder below the folder of the index, and the folders that the note
// lies in: without "Notes", in which Apple puts all, and without the folder of the note itself.
func place(dir string, indexes []index) (inside string, notebook []string, deleted bool) {
	inside = dir
	for _, x := range indexes {
		root := path.Dir(x.file.Path)
		if rest, ok := strings.CutPrefix(dir, root+"/"); ok && len(rest) < len(inside) {
			inside = rest
		}
	}
	parts := strings.Split(inside, "/")
	for i, p := range parts[:len(parts)-1] {
		switch {
		case slices.Contains(deletedFolders, strings.ToLower(p)):
			deleted = true
		case i == 0 && p == "Notes":
			continue
		}
		notebook = append(notebook, p)
	}
	return inside, notebook, deleted
}

// readFolder reads the notes of one folder. used counts the rows of the indexes that are taken.
func (c *collection) readFolder(dir noteFolder, indexes []index, used map[string]int) {
	inside, notebook, deleted := place(dir.path, indexes)
	for i, f := range dir.texts {
		c.claims[f.Path] = "item"
		text, err := f.Text(c.opts.Encoding, c.sink)
		if err != nil {
			importer.Fail(c.sink, c.src, f, ledger.Note, err)
			continue
		}
		n := importer.FileNote(c.src, f, c.opts.Space, path.Join(inside, path.Base(f.Path)))
		n.Notebook = notebook
		var files []importer.File
		if i == 0 {
			files = dir.files
		}
		c.writePlain(n, string(text), inside, files)
		n.Title = cmp.Or(n.Title, oneLine(path.Base(dir.path)), "Apple Notes")
		row, ambiguous := find(indexes, []string{n.Title, path.Base(dir.path)}, deleted, used)
		n.Created, n.Updated, n.Pinned = row.created, row.modified, row.pinned
		if ambiguous {
			c.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: f.Place}, Note: string(n.ID),
				Message: "several notes have the title " + n.Title + "; the index does not say which dates are whose"})
		}
		if deleted || row.deleted {
			n.Visibility = note.Visibility{State: note.MarkedPrivate, Rule: "trash"}
		}
		c.notes = append(c.notes, n)
	}
}

// find returns the row of a note: the next one of its title that is in the trash or not as the
// note is. ambiguous is set when notes share the title and their rows differ.
func find(indexes []index, titles []string, deleted bool, used map[string]int) (row indexRow, ambiguous bool) {
	for _, title := range titles {
		key := letters(title)
		var rows []indexRow
		for _, x := range indexes {
			for _, r := range x.rows[key] {
				if r.deleted == deleted {
					rows = append(rows, r)
				}
			}
		}
		if len(rows) == 0 {
			for _, x := range indexes {
				rows = append(rows, x.rows[key]...)
			}
		}
		if len(rows) == 0 {
			continue
		}
		count := key
		if deleted {
			count += "\x00"
		}
		i := min(used[count], len(rows)-1)
		used[count]++
		return rows[i], slices.ContainsFunc(rows, func(r indexRow) bool { return r != rows[0] })
	}
	return indexRow{}, false
}

// listMark is how lists stand in the plain text: a tab, a mark, a tab, after more tabs for deeper
// items. The circle is an open item of a checklist, the check mark a done one.
var listMark = regexp.MustCompile(`^(\t+)([◦✓•⁃–*-]|\d{1,6}[.)])\t(.*)$`)

var marks = map[string]paragraphStyle{"◦": {kind: kindChecklist}, "✓": {kind: kindChecklist, done: true}}

// writePlain sets title and body from plain text. Files stand where the text has a mark for them,
// if it can be told which stands where, else below the text.
func (c *collection) writePlain(n *note.Note, text, inside string, files []importer.File) {
	text = norm.NFC.String(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	slices.SortStableFunc(files, func(a, b importer.File) int {
		return cmp.Or(strings.Compare(stemOf(a), stemOf(b)), cmp.Compare(numberOf(a), numberOf(b)))
	})
	ordered := strings.Count(text, placeholder) == len(files) && !slices.ContainsFunc(files, func(f importer.File) bool { return stemOf(f) != stemOf(files[0]) })
	b := &body{store: &store{collection: c}, note: n, held: map[string]*note.Embed{}}
	var ps []paragraph
	for _, line := range strings.Split(text, "\n") {
		p := paragraph{style: paragraphStyle{kind: kindBody}}
		if m := listMark.FindStringSubmatch(line); m != nil {
			style, ok := marks[m[2]]
			switch {
			case ok:
				p.style = style
			case m[2][0] >= '0' && m[2][0] <= '9':
				p.style.kind = kindNumbered
			default:
				p.style.kind = kindDotted
			}
			p.style.indent, line = min(len(m[1])-1, maxIndent), m[3]
		} else if rest, ok := strings.CutPrefix(line, "- "); ok {
			p.style.kind, line = kindDashed, rest
		} else if rest, ok := strings.CutPrefix(line, "* "); ok {
			p.style.kind, line = kindDotted, rest
		}
		for i, part := range strings.Split(line, placeholder) {
			if i > 0 && ordered {
				p.add(placeholder, inlineStyle{attachment: b.hold(files[0], inside)})
				files = files[1:]
			}
			if part != "" {
				p.add(part, inlineStyle{})
			}
		}
		ps = append(ps, p)
	}
	b.note.Body = b.blocks(b.takeTitle(ps))
	for _, f := range files {
		key := b.hold(f, inside)
		b.note.Body = append(b.note.Body, &note.Paragraph{Inlines: []note.Inline{b.held[key]}})
	}
}

// hold sends a file that lies beside a note's text, and returns what stands for it in the text.
func (b *body) hold(f importer.File, inside string) string {
	key := strings.ToUpper(f.Path)
	a := importer.FileAttachment(b.src, f, b.opts.Space, path.Join(inside, path.Base(f.Path)))
	b.held[key] = &note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: a.Key}}
	b.claims[f.Path] = "attachment"
	b.sink.Attachment(a)
	return key
}

func stemOf(f importer.File) string {
	stem := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
	return copyNumber.ReplaceAllString(stem, "")
}
