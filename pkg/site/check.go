package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/note"
)

// A checker tells authors which of the links in published notes do not do what they meant.
type checker struct {
	all, pub *graph.Graph
	b        *builder
	report   diag.Reporter
	same     bool            // everything is published
	known    map[string]bool // paths that messages may name: of published notes and of files in use
	last     uint64          // see world
	called   uint64          // see titles
}

// check compares what the references of published notes mean among everything with what they
// mean among what is published. It makes nothing that is shown: its only output are
// diagnostics. It returns the checker.
func check(all, pub *graph.Graph, b *builder, r diag.Reporter) *checker {
	c := &checker{all: all, pub: pub, b: b, report: r, known: map[string]bool{}}
	c.same = len(all.Notes()) == len(pub.Notes()) && len(all.Attachments()) == len(pub.Attachments())
	for _, p := range b.list {
		c.known[p.src.Path] = true
	}
	for _, a := range pub.Attachments() {
		if b.files[a.Key] {
			c.known[a.Path] = true
		}
	}
	c.last, c.called = c.world(), c.titles()
	parallel(b.list, func(p *page) {
		if p.known == nil {
			c.page(p)
			return
		}
		if p.known.world != c.last || p.known.called != c.called && (len(p.known.found) > 0 || p.known.byTitle()) {
			list := &diag.List{}
			own := *c
			own.report = list
			own.page(p)
			p.known.found, p.known.world = list.Sorted(), c.last
		}
		p.known.called = c.called
		for _, d := range p.known.found {
			c.report.Report(d)
		}
	})
	return c
}

func (c *checker) page(p *page) {
	for _, ref := range c.pub.References(p.src) {
		c.reference(p, &ref)
	}
}

// world is a number for what is looked at besides what is known of a page: what all names mean, and
// what hints may name. It is 0 without a memory.
func (c *checker) world() uint64 {
	if c.b.memory == nil {
		return 0
	}
	h := xxhash.New()
	fmt.Fprint(h, c.all.Names(), c.pub.Names(), len(c.known))
	var sum uint64 // of what has no order
	for path := range c.known {
		sum += xxhash.Sum64String(path)
	}
	fmt.Fprint(h, sum)
	return h.Sum64() | 1
}

// titles is a number for what the notes are called, which decides on what hints say and on links
// that name a title.
func (c *checker) titles() uint64 {
	if c.b.memory == nil {
		return 0
	}
	h := xxhash.New()
	for _, p := range c.b.list {
		h.WriteString(p.src.Title)
		for _, a := range p.src.Aliases {
			h.WriteString("\n")
			h.WriteString(a)
		}
		h.WriteString("\x00")
	}
	return h.Sum64() | 1
}

func (c *checker) reference(p *page, ref *graph.Reference) {
	if ref.Ref.Kind == note.RefURL {
		return
	}
	if ref.Kind == graph.InProperty && !c.b.policy.propertyShown(ref.Property) {
		return
	}
	pub := c.pub.Resolve(p.src, ref.Ref)
	all := pub
	if !c.same {
		all = c.all.Resolve(p.src, ref.Ref)
	}
	hidden := all.Note != nil && c.b.pages[all.Note] == nil ||
		all.Attachment != nil && (pub.Attachment == nil || pub.Attachment.Key != all.Attachment.Key)
	found := pub.Note != nil || pub.Attachment != nil
	name := written(ref.Ref)
	d := diag.Diagnostic{
		Pos: position(p.src, ref.Ref), Width: ref.Ref.Width, Note: string(p.src.ID), Severity: diag.Warning,
	}
	switch {
	case hidden && found:
		d.Code = "L005"
		d.Message = fmt.Sprintf("“%s” is also the name of something that is not published; the link leads to %s", name, targetPath(pub))
		d.Hint = "write the whole path if another was meant"
	case hidden:
		d.Code, d.Severity = "L005", diag.Info
		d.Message = "the link leads to something that is not published"
		if all.Attachment != nil && carriesNotes(all.Attachment.Name) {
			d.Message = "files of this kind hold or name notes of their own and are not published"
		}
	case !found && isFile(ref):
		d.Code, d.Message, d.Hint = "L003", fmt.Sprintf("no file “%s”", name), c.hint(p, ref)
	case !found:
		d.Code, d.Message, d.Hint = "L001", fmt.Sprintf("no note “%s”", name), c.hint(p, ref)
	case pub.FragmentMissing && c.b.pages[pub.Note].named[htmlFragment(ref.Ref)] == "":
		d.Code, d.Message = "L002", fmt.Sprintf("%s has no heading or block “%s”", targetPath(pub), fragment(ref.Ref))
		d.Hint = "the link leads to the beginning of the note"
	case pub.State == graph.Ambiguous:
		candidates := slices.DeleteFunc(slices.Clone(pub.Candidates), func(path string) bool { return !c.known[path] })
		if len(candidates) < 2 {
			return
		}
		d.Code = "L004"
		d.Message = fmt.Sprintf("“%s” may mean %s; taken is %s: %s", name, strings.Join(candidates, ", "), targetPath(pub), pub.Why)
		d.Hint = "write more of the path"
	default:
		return
	}
	c.report.Report(d)
}

// hint says what a missing reference may have meant, of what readers may know.
func (c *checker) hint(p *page, ref *graph.Reference) string {
	for _, h := range c.pub.Hints(p.src, ref.Ref) {
		if c.known[h.Path] {
			return h.String()
		}
	}
	return ""
}

// isFile reports whether a reference must have meant a file: an image, or a name with an
// ending that notes do not have.
func isFile(ref *graph.Reference) bool {
	if ref.Ref.Kind == note.RefAttachment || ref.Kind == graph.InImage {
		return true
	}
	if ref.Ref.Kind == note.RefNote {
		return false
	}
	ending := fold(extension(ref.Ref.Target))
	for _, t := range mediaTypes {
		if t.ending == ending {
			return true
		}
	}
	return false
}

// written returns the reference as its author wrote it, as far as it was kept.
func written(r note.Ref) string {
	switch r.Kind {
	case note.RefNote:
		return orElse(r.Title, "in this place")
	case note.RefAttachment:
		return "in this place" // identifiers say nothing to readers
	}
	return r.Target
}

func fragment(r note.Ref) string {
	switch {
	case r.Block != "":
		return "^" + r.Block
	case len(r.Headings) > 0:
		return strings.Join(r.Headings, "#")
	}
	return r.Fragment
}

// targetPath is how messages call what a reference leads to.
func targetPath(t graph.Target) string {
	if t.Note != nil {
		return orElse(t.Note.Path, t.Note.Title)
	}
	return t.Attachment.Path
}
