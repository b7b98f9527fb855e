package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"memopress/pkg/diag"
	"memopress/pkg/internal/media"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

// files are the attachments of a site on their way out.
type files struct {
	site   *site.Site
	opts   Options
	report diag.Reporter

	shrinker *shrinker              // nil when pictures get no copies
	taken    func() map[string]bool // see takenBy

	mu     sync.Mutex
	sizes  map[string][2]int // width and height of pictures, by address
	copies map[string][]int  // widths of the copies of pictures, by address
	gone   map[string]bool   // addresses of files that cannot be published
	forgot int               // references to them
}

func newFiles(s *site.Site, o Options, r diag.Reporter) *files {
	f := &files{site: s, opts: o, report: r, sizes: map[string][2]int{}, copies: map[string][]int{}, gone: map[string]bool{}, taken: takenBy(s)}
	if o.Images {
		f.shrinker = newShrinker(o.Cache)
	}
	return f
}

// measure finds the size of every picture, so that pages can reserve its room.
func (f *files) measure(ctx context.Context) error {
	return f.each(ctx, func(file site.File) error {
		if known := f.opts.Session.file(file); known != nil {
			f.mu.Lock()
			f.sizes[file.Address] = known.size
			f.mu.Unlock()
			return nil
		}
		in, err := file.Open()
		if err != nil {
			return nil // write reports it
		}
		defer in.Close()
		w, h, err := media.Size(file.Address, in)
		if err != nil {
			return nil // not a picture, or one that does not say: pages do without
		}
		f.mu.Lock()
		f.sizes[file.Address] = [2]int{w, h}
		f.mu.Unlock()
		return nil
	})
}

// size is render.Options.Media.
func (f *files) size(address string) (int, int) {
	s := f.sizes[address]
	return s[0], s[1]
}

// write cleans every attachment of metadata and hands it out. One that cannot be cleaned is
// reported, stays at home, and is nothing that a page could show any more.
func (f *files) write(ctx context.Context, w Writer) error {
	f.opts.Session.dropFiles(f.site.Files)
	err := f.each(ctx, func(file site.File) error { return f.opts.Session.write(ctx, f, file, w) })
	if err == nil && len(f.gone) > 0 {
		f.withdraw()
	}
	return err
}

// writeOne cleans one attachment and hands it out.
func (f *files) writeOne(ctx context.Context, file site.File, w Writer, r diag.Reporter) error {
	in, about, err := media.Open(file.Address, file.Open)
	if err != nil {
		f.lost(file, err, r)
		return nil
	}
	defer in.Close()
	if f.shrinks(file.Address, about.Type) {
		return f.writePicture(ctx, w, file, about.Type, in, r)
	}
	guarded := &source{in: in}
	if err := w.Copy(file.Address, guarded); err != nil {
		if guarded.err != nil {
			f.lost(file, guarded.err, r)
			return nil
		}
		return fmt.Errorf("write %s: %w", file.Address, err)
	}
	if about.Kept != "" {
		r.Report(diag.Diagnostic{Severity: diag.Warning, Code: "P002", Pos: diag.Pos{File: file.Address},
			Message: "the published file keeps " + about.Kept, Hint: "check it, or remove it with another program before you publish"})
	}
	return nil
}

func (f *files) lost(file site.File, err error, r diag.Reporter) {
	r.Report(diag.Diagnostic{Severity: diag.Error, Code: "I001", Pos: diag.Pos{File: file.Address},
		Message: "the file was not published: " + err.Error(), Hint: "pages show its description in its place, or nothing"})
	f.mu.Lock()
	f.gone[file.Address] = true
	f.mu.Unlock()
}

// withdraw makes every reference to a file that is gone one to nothing, as if it had never been
// there: whether a file can be published is only known once all of it was read.
func (f *files) withdraw() {
	f.site.Files = slices.DeleteFunc(f.site.Files, func(file site.File) bool { return f.gone[file.Address] })
	f.opts.Session.texts().Renew(f.site, func(n *site.Note) bool {
		before := f.forgot
		if n.Image != nil && f.forget(n.Image) {
			n.Image = nil
		}
		for _, p := range n.Properties {
			for _, v := range p.Value {
				f.forget(v.Ref)
			}
		}
		note.Walk(n.Body, f.visit)
		for _, b := range slices.Concat(n.Backlinks, n.Mentions) {
			note.WalkInlines(b.Context, f.visit)
		}
		return f.forgot > before
	})
}

func (f *files) visit(node any) bool {
	switch node := node.(type) {
	case *note.Embed:
		f.forget(&node.Ref)
	case *note.Link:
		f.forget(&node.Ref)
	case *note.Tag:
		for _, a := range node.Attrs() {
			f.forget(a.Ref)
		}
	}
	return true
}

// forget reports whether r, which may be nil, referred to a file that is gone.
func (f *files) forget(r *note.Ref) bool {
	if r == nil || r.Kind != note.RefFile || !f.gone[r.Target] {
		return false
	}
	*r = note.Ref{Kind: note.RefNone}
	f.forgot++
	return true
}

// source remembers whether reading failed, to tell that from a failure to write.
type source struct {
	in  io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (f *files) each(ctx context.Context, work func(site.File) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, file := range f.site.Files {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return work(file)
		})
	}
	return g.Wait()
}
