package org

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/note"
)

// The marks of links that are resolved once every file was read.
const (
	denoteMark     = "denote:"
	attachmentMark = "attachment:"
)

// appLink gives links of Org and its kin a reference that resolve completes.
func appLink(kind, target string) (note.Ref, bool) {
	target = norm.NFC.String(target)
	switch kind {
	case "id":
		id, search, _ := strings.Cut(target, "::")
		ref := note.Ref{Kind: note.RefNote, Target: string(idOf(id))}
		if strings.HasPrefix(search, "*") {
			ref.Headings = []string{search[1:]}
		} else {
			ref.Block = strings.TrimPrefix(search, "#")
		}
		return ref, id != ""
	case "roam":
		return note.Ref{Kind: note.RefName, Target: target}, target != ""
	case "denote":
		id, search, _ := strings.Cut(target, "::")
		ref := note.Ref{Kind: note.RefNote, Target: denoteMark + id, Block: strings.TrimPrefix(search, "#")}
		if strings.HasPrefix(search, "*") {
			ref.Block, ref.Headings = "", []string{search[1:]}
		}
		return ref, id != ""
	case "attachment":
		return note.Ref{Kind: note.RefPath, Target: attachmentMark + target}, target != ""
	}
	return note.Ref{Kind: note.RefURL, Target: kind + ":" + target}, strings.HasPrefix(target, "//")
}

// index makes files and headings known by their ids, paths and names. Of two files with one :ID:
// the first keeps it.
func (g *graph) index() {
	g.byID, g.byPath, g.denote, g.byBase = map[string]place{}, map[string]*page{}, map[string]*page{}, map[string][]string{}
	for _, f := range g.src.Files() {
		p := g.inside(f.Path)
		g.byBase[strings.ToLower(path.Base(p))] = append(g.byBase[strings.ToLower(path.Base(p))], p)
	}
	for _, p := range g.pages {
		if p == nil {
			continue
		}
		g.byPath[p.path] = p
		if p.doc == nil {
			continue
		}
		if _, denote, _ := nameOf(p.note.Name, g.opts.Location); denote != "" && g.denote[denote] == nil {
			g.denote[denote] = p
		}
		if id, ok := strings.CutPrefix(string(p.note.ID), scheme); ok {
			if _, taken := g.byID[id]; taken {
				p.note.ID = note.ID(g.opts.Space + "/" + p.path)
			} else {
				g.byID[id] = place{page: p}
			}
		}
	}
	for _, p := range g.pages {
		if p == nil || p.doc == nil {
			continue
		}
		for _, h := range p.doc.Headings {
			id := strings.ToLower(h.ID())
			if _, taken := g.byID[id]; id != "" && !taken {
				g.byID[id] = place{p, h}
			}
		}
	}
}

// resolve completes the references of a page.
func (g *graph) resolve(p *page) {
	if p.doc == nil {
		return
	}
	note.Walk(p.note.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			node.Ref = g.ref(p, node.Ref, note.PlainText(node.Inlines), node.Bare)
			if node.Bare && node.Ref.Kind == note.RefNote && node.Ref.Title != "" {
				node.Inlines = []note.Inline{&note.Text{Value: node.Ref.Title}}
			}
		case *note.Embed:
			node.Ref = g.ref(p, node.Ref, "", true)
		}
		return true
	})
}

// ref completes one reference.
func (g *graph) ref(p *page, ref note.Ref, text string, bare bool) note.Ref {
	switch ref.Kind {
	case note.RefNote:
		if id, ok := strings.CutPrefix(ref.Target, denoteMark); ok {
			if to := g.denote[id]; to != nil {
				return inPage(ref, to)
			}
			ref.Target = string(idOf("denote-" + id))
		}
		to, ok := g.byID[strings.TrimPrefix(ref.Target, scheme)]
		if !ok {
			if !bare {
				ref.Title = text
			}
			return ref
		}
		if to.heading != nil && ref.Block == "" && len(ref.Headings) == 0 {
			return note.Ref{Kind: note.RefNote, Target: string(to.page.note.ID), Block: to.heading.BlockID(), Title: to.heading.Title, Line: ref.Line}
		}
		return inPage(ref, to.page)
	case note.RefPath:
		if name, ok := strings.CutPrefix(ref.Target, attachmentMark); ok {
			ref.Target = g.attachment(p, name, ref.Line)
			return ref
		}
		return g.file(p, ref)
	}
	return ref
}

// inPage returns the reference of a page, or of the heading in it that ref names.
func inPage(ref note.Ref, to *page) note.Ref {
	out := note.Ref{Kind: note.RefNote, Target: string(to.note.ID), Title: to.note.Title, Line: ref.Line}
	search := ""
	switch {
	case len(ref.Headings) > 0:
		search = "*" + ref.Headings[0]
	case ref.Block != "":
		search = "#" + ref.Block
	}
	if search == "" || to.doc == nil {
		return out
	}
	if h := to.doc.Heading(search); h != nil {
		out.Block, out.Title = h.BlockID(), h.Title
	} else {
		out.Headings, out.Block = ref.Headings, ref.Block
	}
	return out
}

// file completes a link to a file. Paths of the author's own disk ("~/org/a.org", "/home/…") mean
// the file that lies here under the longest part of them.
func (g *graph) file(p *page, ref note.Ref) note.Ref {
	target := strings.TrimPrefix(ref.Target, "file://")
	candidates := []string{path.Join(path.Dir(p.path), target)}
	if strings.HasPrefix(target, "/") || strings.HasPrefix(target, "~") || strings.HasPrefix(target, "..") {
		parts := strings.Split(strings.Trim(target, "/"), "/")
		for i := range parts {
			if i < 64 {
				candidates = append(candidates, path.Join(parts[i:]...))
			}
		}
	}
	for _, c := range candidates {
		if to := g.byPath[c]; to != nil {
			return inPage(ref, to)
		}
		if _, ok := g.src.Lookup(path.Join(g.root, c)); ok {
			ref.Target = "/" + c
			return ref
		}
	}
	return ref
}

// attachment returns the path of a file that is attached to the heading around a line, or to the
// file: org-attach keeps it in data/ab/cdef…, made from the id, or in the folder that :DIR: names.
func (g *graph) attachment(p *page, name string, line int) string {
	var dirs []string
	add := func(id, dir string) {
		if dir != "" {
			dirs = append(dirs, path.Join(path.Dir(p.path), dir))
		}
		for _, at := range []int{2, 6} {
			if len(id) > at {
				for _, base := range []string{path.Dir(p.path), "."} {
					dirs = append(dirs, path.Join(base, "data", id[:at], id[at:]))
				}
			}
		}
	}
	for i := len(p.doc.Headings) - 1; i >= 0; i-- {
		if h := p.doc.Headings[i]; h.Line <= line {
			add(h.ID(), valueOf(h, "dir"))
			if len(dirs) > 200 {
				break
			}
		}
	}
	for _, prop := range p.doc.Properties {
		switch strings.ToLower(prop.Name) {
		case "id":
			add(prop.Value, "")
		case "dir":
			add("", prop.Value)
		}
	}
	for _, dir := range dirs {
		if _, ok := g.src.Lookup(path.Join(g.root, dir, name)); ok {
			return "/" + path.Join(dir, name)
		}
	}
	if all := g.byBase[strings.ToLower(path.Base(name))]; len(all) == 1 {
		return "/" + all[0]
	}
	return name
}

func valueOf(h *heading, name string) string {
	for _, p := range h.Properties {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}
