package graph

import "strings"

// A lookup looks up folded names and paths in one index, for links written in one folder.
type lookup struct {
	g         *Graph
	index     *index
	dir       string // folded folder of the linking note
	elsewhere bool   // the linking note lies outside the index: relative paths mean nothing
}

// name looks up a wikilink's target by Obsidian's rules. A last segment with a dot is tried as a
// file's full name first, then, like any other, with ".md". What is beyond Obsidian comes after
// that: notes of other apps by their name, and notes of other types without their extension.
func (l *lookup) name(link string) match {
	if strings.Contains(baseOf(link), ".") {
		if m := l.files(link); len(m.files) > 0 {
			return m
		}
	}
	if m := l.files(link + ".md"); len(m.files) > 0 {
		return m
	}
	if b := l.index.stem[link]; b != nil {
		m := match{named: !strings.Contains(link, "/")}
		m.files, m.near = b.ranked(l.g.files, l.dir)
		return m
	}
	return match{}
}

// files looks up a path with extension.
func (l *lookup) files(path string) match {
	if rooted, ok := strings.CutPrefix(path, "/"); ok {
		return l.exact(rooted)
	}
	m := match{named: !strings.Contains(path, "/")}
	if strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../") {
		if l.elsewhere {
			return match{}
		}
		path = join(l.dir, path)
	}
	b := l.index.suffix[path]
	if b == nil {
		return match{}
	}
	if exact := b.exact(l.g.files, path); len(exact) > 0 {
		m.files, m.exact = exact, len(exact)
		if m.named && len(b.files) > len(exact) {
			others, _ := b.ranked(l.g.files, l.dir)
			m.files = append([]int32(nil), exact...)
			for _, f := range others {
				if l.g.files[f].path != path {
					m.files = append(m.files, f)
				}
			}
		}
		return m
	}
	m.files, m.near = b.ranked(l.g.files, l.dir)
	return m
}

// exact looks up one whole path.
func (l *lookup) exact(path string) match {
	m := match{files: l.index.suffix[path].exact(l.g.files, path)}
	m.exact = len(m.files)
	return m
}

// path looks up the path of a Markdown or HTML link: from the folder of its note, then from the
// root of the space, then as Obsidian looks up names. A leading slash means the root and nothing
// else.
func (l *lookup) path(link string) match {
	if rooted, ok := strings.CutPrefix(link, "/"); ok {
		return l.page(rooted)
	}
	if !l.elsewhere {
		if m := l.page(join(l.dir, link) + slashOf(link)); len(m.files) > 0 {
			return m
		}
	}
	if m := l.page(join("", link) + slashOf(link)); len(m.files) > 0 {
		return m
	}
	return l.name(strings.TrimRight(link, "/"))
}

func slashOf(link string) string {
	if strings.HasSuffix(link, "/") {
		return "/"
	}
	return ""
}

// folderNotes are the names of the note that stands for its folder, in order.
var folderNotes = []string{"index", "readme", "_index"}

// page looks up a whole path as a web server would: the file, the note with its extension left
// out or written as ".html", the folder's own note.
func (l *lookup) page(path string) match {
	folder, isFolder := strings.CutSuffix(path, "/")
	if !isFolder {
		if m := l.note(path); len(m.files) > 0 {
			return m
		}
	}
	for _, name := range folderNotes {
		if m := l.note(strings.TrimPrefix(folder+"/"+name, "/")); len(m.files) > 0 {
			return m
		}
	}
	if folder == "" {
		return match{}
	}
	if m := l.note(folder + "/" + baseOf(folder)); len(m.files) > 0 {
		return m
	}
	if isFolder {
		return l.note(folder)
	}
	return match{}
}

// note looks up one whole path with its extension as written, left out, or that of a page.
func (l *lookup) note(path string) match {
	if m := l.exact(path); len(m.files) > 0 {
		return m
	}
	if m := l.withoutExt(path); len(m.files) > 0 {
		return m
	}
	if ext := extOf(path); ext == ".html" || ext == ".htm" || ext == ".md" {
		return l.withoutExt(strings.TrimSuffix(path, ext))
	}
	return match{}
}

func (l *lookup) withoutExt(path string) match {
	if m := l.exact(path + ".md"); len(m.files) > 0 {
		return m
	}
	m := match{}
	if b := l.index.stem[path]; b != nil {
		for _, f := range b.files {
			// The bucket also holds longer paths that end alike.
			if p := l.g.files[f].path; strings.TrimSuffix(p, extOf(p)) == path {
				m.files = append(m.files, f)
			}
		}
	}
	m.exact = len(m.files)
	return m
}

// percentDecode decodes %XX where two hexadecimal digits follow and leaves any other % alone.
func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2]); hi >= 0 && lo >= 0 {
				sb.WriteByte(byte(hi<<4 | lo))
				i += 2
				continue
			}
		}
		sb.WriteByte(s[i])
	}
	return sb.String()
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
