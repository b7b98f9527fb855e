package org

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
	"memopress/pkg/reader/html"
)

// A fuzzyLink is a link whose target is sought in the text once all of it was read.
type fuzzyLink struct {
	link   *note.Link
	search string
}

var (
	scheme     = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+):`)
	fileEnding = regexp.MustCompile(`\.[A-Za-z0-9]{1,5}$`)
	drive      = regexp.MustCompile(`^[A-Za-z]:[/\\]`)
)

// link makes a link, or an embed of a picture, of a target; text is nil when it has none of its own.
func (s *scan) link(target string, text *string, no int) []note.Inline {
	target = norm.NFC.String(strings.TrimSpace(unescape.Replace(strings.ReplaceAll(target, "\n", " "))))
	target = s.abbreviation(target)
	var in []note.Inline
	if text != nil {
		in = s.description(*text, no)
	}
	kind, rest := "", target
	if m := scheme.FindStringSubmatch(target); m != nil && !drive.MatchString(target) {
		kind, rest = strings.ToLower(m[1]), target[len(m[0]):]
	}
	switch {
	case kind == "" && isPath(target), kind == "file", kind == "file+sys", kind == "file+emacs", kind == "docview":
		file, search, _ := strings.Cut(rest, "::")
		return []note.Inline{s.fileLink(strings.TrimPrefix(file, "//"), search, in, no)}
	case kind == "":
		return []note.Inline{s.insideLink(target, in, no)}
	case kind == "http", kind == "https", kind == "ftp", kind == "mailto", kind == "tel":
		return []note.Inline{s.webLink(target, in, no)}
	case kind == "doi":
		return []note.Inline{s.webLink("https://doi.org/"+rest, in, no)}
	}
	ref, ok := s.appLink(kind, rest)
	if !ok {
		if in == nil {
			in = []note.Inline{&note.Text{Value: target}}
		}
		return in
	}
	ref.Line = s.lineNo(no)
	if ref.Kind == note.RefAttachment || ref.Kind == note.RefPath {
		return []note.Inline{shown(ref, path.Base(rest), in)}
	}
	bare := in == nil
	if bare {
		in = []note.Inline{&note.Text{Value: rest}}
	}
	return []note.Inline{&note.Link{Ref: ref, Bare: bare, Inlines: in}}
}

var unescape = strings.NewReplacer(`\[`, "[", `\]`, "]", `\\`, `\`)

// description reads the text of a link: links in it are none, but a picture's address is the
// picture.
func (s *scan) description(text string, no int) []note.Inline {
	text = strings.TrimSpace(text)
	if !strings.ContainsAny(text, " \t\n") {
		if a := strings.TrimPrefix(text, "file:"); IsImage(a) && (a != text || isPath(a) || strings.Contains(a, "://")) {
			ref := html.Address(a)
			if !strings.Contains(a, "://") {
				ref = note.Ref{Kind: note.RefPath, Target: a}
			}
			ref.Line = s.lineNo(no)
			return []note.Inline{&note.Embed{Ref: ref}}
		}
	}
	return withoutLinks(s.inlines(text, no, s.depth+1))
}

// withoutLinks replaces links by their text: a link cannot hold another.
func withoutLinks(in []note.Inline) []note.Inline {
	var out []note.Inline
	for _, n := range in {
		switch n := n.(type) {
		case *note.Link:
			out = append(out, n.Inlines...)
		case *note.Styled:
			n.Inlines = withoutLinks(n.Inlines)
			out = append(out, n)
		default:
			out = append(out, n)
		}
	}
	return merge(out)
}

// abbreviation replaces a prefix that a line #+LINK: defines.
func (p *parser) abbreviation(target string) string {
	key, tag, _ := strings.Cut(target, ":")
	to, ok := p.settings.links[key]
	if !ok {
		return target
	}
	switch {
	case strings.Contains(to, "%s"):
		return strings.ReplaceAll(to, "%s", tag)
	case strings.Contains(to, "%h"):
		return strings.ReplaceAll(to, "%h", url.QueryEscape(tag))
	}
	return to + tag
}

// appLink returns the reference of a link whose meaning the app decides.
func (p *parser) appLink(kind, rest string) (note.Ref, bool) {
	if p.opts.Link != nil {
		return p.opts.Link(kind, rest)
	}
	switch kind {
	case "id":
		id, search, _ := strings.Cut(rest, "::")
		ref := note.Ref{Kind: note.RefNote, Target: id}
		withSearch(&ref, search)
		return ref, true
	case "roam":
		return note.Ref{Kind: note.RefName, Target: rest}, rest != ""
	case "attachment":
		return note.Ref{Kind: note.RefPath, Target: rest}, rest != ""
	}
	return note.Ref{Kind: note.RefURL, Target: kind + ":" + rest}, strings.HasPrefix(rest, "//")
}

// isPath reports whether a target without a kind is a file's.
func isPath(target string) bool {
	file, _, _ := strings.Cut(target, "::")
	for _, begin := range []string{"/", "./", "../", "~/", `.\`, `..\`} {
		if strings.HasPrefix(file, begin) {
			return true
		}
	}
	return drive.MatchString(file) || fileEnding.MatchString(file) && !strings.HasPrefix(file, "*") && !strings.HasPrefix(file, "#")
}

// withSearch adds what follows "::" in a link to a file: a heading, an id; line numbers and
// other searches name no place that a page could have.
func withSearch(ref *note.Ref, search string) {
	switch {
	case strings.HasPrefix(search, "*"):
		ref.Headings = []string{oneLine(search[1:])}
	case strings.HasPrefix(search, "#"):
		ref.Block = search[1:]
	}
}

// fileLink makes a link to a file; in is nil when it has no text of its own. A picture or a
// recording without text is shown.
func (p *parser) fileLink(file, search string, in []note.Inline, no int) note.Inline {
	ref := note.Ref{Kind: note.RefPath, Target: norm.NFC.String(strings.ReplaceAll(file, `\`, "/")), Line: p.lineNo(no)}
	withSearch(&ref, search)
	return shown(ref, file+strings.TrimSuffix("::"+search, "::"), in)
}

// shown embeds what can be shown and links to anything else.
func shown(ref note.Ref, name string, in []note.Inline) note.Inline {
	if in == nil && isMedia(ref.Target) {
		return &note.Embed{Ref: ref}
	}
	bare := in == nil
	if bare {
		in = []note.Inline{&note.Text{Value: name}}
	}
	return &note.Link{Ref: ref, Bare: bare, Inlines: in}
}

func (p *parser) webLink(target string, in []note.Inline, no int) note.Inline {
	ref := note.Ref{Kind: note.RefURL, Target: target, Line: p.lineNo(no)}
	if u, err := url.Parse(target); in == nil && err == nil && (IsImage(u.Path) || IsImage(target)) && u.Scheme != "mailto" {
		return &note.Embed{Ref: ref}
	}
	bare := in == nil
	if bare {
		in = []note.Inline{&note.Text{Value: strings.TrimPrefix(target, "mailto:")}}
	}
	return &note.Link{Ref: ref, Bare: bare, Inlines: in}
}

// insideLink makes a link to a place that is sought in this text, or else to a note of that name.
func (p *parser) insideLink(target string, in []note.Inline, no int) note.Inline {
	bare := in == nil
	if bare {
		in = []note.Inline{&note.Text{Value: strings.TrimLeft(target, "*#")}}
	}
	ref := note.Ref{Kind: note.RefName, Target: target, Line: p.lineNo(no)}
	switch target[0] {
	case '*':
		ref.Target, ref.Headings = "", []string{oneLine(target[1:])}
	case '#':
		ref.Target, ref.Block = "", target[1:]
	}
	l := &note.Link{Ref: ref, Bare: bare, Inlines: in}
	p.fuzzy = append(p.fuzzy, fuzzyLink{l, target})
	return l
}

// inside returns the reference of a link to a place in this text; ref when there is no such
// place.
func (d *Document) inside(ref note.Ref, search string) note.Ref {
	here := note.Ref{Kind: note.RefName, Line: ref.Line}
	if !strings.HasPrefix(search, "*") && !strings.HasPrefix(search, "#") {
		if id, ok := d.targets[fold(search)]; ok {
			here.Block = id
			return here
		}
		if b, ok := d.named[fold(search)]; ok {
			if id := d.nameBlock(b, search); id != "" {
				here.Block = id
				return here
			}
		}
	}
	if h := d.Heading(search); h != nil {
		here.Block = h.BlockID()
		return here
	}
	return ref
}

// nameBlock gives a block an id, "" when it cannot have one.
func (d *Document) nameBlock(b note.Block, name string) string {
	var id *string
	switch b := b.(type) {
	case *note.Paragraph:
		id = &b.ID
	case *note.List:
		id = &b.ID
	case *note.Quote:
		id = &b.ID
	case *note.Callout:
		id = &b.ID
	case *note.Code:
		id = &b.ID
	case *note.Math:
		id = &b.ID
	case *note.Table:
		id = &b.ID
	case *note.Diagram:
		id = &b.ID
	case *note.Details:
		id = &b.ID
	case *note.Definitions:
		id = &b.ID
	default:
		return ""
	}
	if *id == "" {
		*id = d.free(name)
	}
	return *id
}

// IsImage reports whether a path has the ending of a picture.
func IsImage(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".heic", ".tif", ".tiff":
		return true
	}
	return false
}

func isMedia(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".mp4", ".webm", ".mov", ".m4v", ".ogv", ".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac":
		return true
	}
	return IsImage(p)
}
