package build

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/internal/output"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
	"memopress/pkg/writer/markdown"
)

// A Conversion is what Convert did.
type Conversion struct {
	Notes       int // notes written, private ones included: a vault stays with its owner
	Attachments int
	LeftOut     int // notes in the trash, and templates of the app
	Written     Written
	Sources     []Source
	Ledger      *ledger.Ledger
}

// Convert writes the notes of all inputs as a vault of Markdown files into the folder dir, with
// their attachments as they are. Each input keeps its own paths; several inputs get a folder
// each. Of two files that would have one name the second gets a number, and what refers to it
// follows. Visibility is kept in front matter. Whatever cannot be written is reported.
func Convert(ctx context.Context, o Options, dir string, force bool, r diag.Reporter) (*Conversion, error) {
	notes, err := Read(ctx, o, r)
	if err != nil {
		return nil, err
	}
	defer notes.Close()
	out, err := output.Begin(dir, output.Options{Force: force})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWrite, err)
	}
	c := &converter{graph: notes.Graph, out: out, report: r, paths: vaultPaths(notes, o.Roots), lost: map[string]string{},
		res: &Conversion{Sources: notes.Sources, Ledger: notes.Ledger}}
	if err := c.run(ctx); err != nil {
		return nil, errors.Join(err, out.Abort())
	}
	if err := writeReport(ctx, o.Report, notes.Sources, notes.Ledger); err != nil {
		return nil, errors.Join(err, out.Abort())
	}
	if c.res.Written, err = out.Commit(ctx); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWrite, err)
	}
	return c.res, nil
}

// A converter writes one vault.
type converter struct {
	graph  *graph.Graph
	out    *output.Build
	report diag.Reporter
	paths  map[string]string // in the vault, by the ID of the note or the key of the attachment
	lost   map[string]string // why what could not be written was not, likewise
	res    *Conversion
}

// gone are the rules of notes that their owner threw away or that are no notes.
var gone = []string{"trash", "template"}

func isGone(n *note.Note) bool { return slices.Contains(gone, n.Visibility.Rule) }

func (c *converter) run(ctx context.Context) error {
	for _, n := range c.graph.Notes() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if isGone(n) {
			c.res.LeftOut++
			continue
		}
		c.resolve(n)
		if err := c.out.Write(c.paths[string(n.ID)], markdown.Write(n)); err != nil {
			c.failed(n.Source, string(n.ID), err)
			continue
		}
		c.res.Notes++
	}
	for _, a := range c.graph.Attachments() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.copy(a); err != nil {
			c.failed(a.Source, a.Key, err)
			continue
		}
		c.res.Attachments++
	}
	c.res.Ledger.Settle(func(e ledger.Entry) ledger.Entry {
		if why, ok := c.lost[e.ID]; ok {
			e.State, e.Reason = ledger.Failed, why
		}
		return e
	})
	return nil
}

func (c *converter) copy(a note.Attachment) error {
	in, err := a.Open()
	if err != nil {
		return err
	}
	return errors.Join(c.out.Copy(c.paths[a.Key], in), in.Close())
}

func (c *converter) failed(src note.Source, id string, err error) {
	c.report.Report(diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: path.Join(src.Input, src.File), Item: src.Item}, Note: id,
		Message: "not written: " + err.Error()})
	c.lost[id] = "not written: " + err.Error()
}

// markdownPath gives notes that were no Markdown the ending .md.
func markdownPath(p string) string {
	switch strings.ToLower(path.Ext(p)) {
	case ".md":
		return p
	case ".markdown", ".mdown", ".mkd", ".txt", ".text", ".html", ".htm", ".xhtml":
		return strings.TrimSuffix(p, path.Ext(p)) + ".md"
	}
	return p + ".md"
}

// resolve turns references that only the export understands into paths from the vault's root.
func (c *converter) resolve(n *note.Note) {
	note.Walk(n.Body, func(node any) bool {
		switch node := node.(type) {
		case *note.Link:
			c.ref(n, &node.Ref)
		case *note.Embed:
			c.ref(n, &node.Ref)
		}
		return true
	})
	if n.Image != nil {
		c.ref(n, n.Image)
	}
	for i := range n.Properties {
		for j := range n.Properties[i].Value {
			if r := n.Properties[i].Value[j].Ref; r != nil {
				c.ref(n, r)
			}
		}
	}
}

// endsAlike reports whether a link's target is the end of a path, so that Obsidian finds the file
// by it.
func endsAlike(p, target string) bool {
	stem := func(s string) string { return foldPath(strings.TrimSuffix(path.Clean("/"+s), path.Ext(p))) }
	target = strings.TrimLeft(target, "./")
	return strings.HasSuffix(stem(p), stem(target))
}

// ref follows what a reference means to where that is in the vault. One that leads there as it is
// written stays so.
func (c *converter) ref(n *note.Note, r *note.Ref) {
	if r.Kind == note.RefURL || r.Target == "" {
		return
	}
	inner := r.Kind == note.RefNote || r.Kind == note.RefAttachment
	t := c.graph.Resolve(n, *r)
	switch {
	case t.Note != nil:
		if to := c.paths[string(t.Note.ID)]; to != "" && (inner || path.Base(to) != path.Base(t.Note.Path) || !endsAlike(to, r.Target)) {
			r.Kind, r.Target = note.RefName, strings.TrimSuffix(to, ".md")
		}
	case t.Attachment != nil:
		if to := c.paths[t.Attachment.Key]; inner || path.Base(to) != path.Base(t.Attachment.Path) {
			r.Kind, r.Target = note.RefName, to
		}
	case r.Kind == note.RefAttachment:
		r.Kind, r.Target = note.RefName, path.Base(r.Target)
	}
}
