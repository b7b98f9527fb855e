package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/sync/errgroup"

	"memopress/pkg/build"
	"memopress/pkg/diag"
	"memopress/pkg/serve"
)

func serveCommand(t terminal) *cli.Command {
	return &cli.Command{
		Name:      "serve",
		Usage:     "preview notes in the browser, with live reload",
		ArgsUsage: "NOTES...",
		Description: `Builds the same site into memory, shows it at a local address, and builds again whenever a
file changes. Only this machine can see it unless --host says otherwise.

   Example:   memopress serve ~/notes --port 3000`,
		Flags: slices.Concat(inputFlags(), siteFlags(), printFlags(t), cacheFlags(), []cli.Flag{
			&cli.IntFlag{Name: "port", Aliases: []string{"p"}, Usage: "listen at this `PORT`", DefaultText: "8080, or the next free one"},
			&cli.StringFlag{Name: "host", Usage: "listen at this `ADDRESS`; others than this machine's own need the token that is printed"},
		}),
		Action: func(c *cli.Context) error {
			s, err := open(c, t)
			if err != nil {
				return err
			}
			return s.serve(c.Context, 15*time.Second)
		},
	}
}

// errPreviewEnded says that the preview was ended as it always is, by a signal.
var errPreviewEnded = fmt.Errorf("the preview has ended: %w", context.Canceled)

// serve serves, builds, and builds again at each change until ctx ends. When there was none for a
// while, it keeps the site for the next preview.
func (s *session) serve(ctx context.Context, rest time.Duration) error {
	if err := outside(s.outputFolder(), "cache", s.cacheFolder()); err != nil {
		return err
	}
	server := serve.New(serve.Options{Host: s.cli.String("host"), Port: s.cli.Int("port")})
	url, err := server.Listen()
	if errors.Is(err, serve.ErrPortTaken) {
		return usageError{err.Error(), "choose another with --port, or leave it out"}
	}
	if err != nil {
		return err
	}
	p := &preview{server: server, rest: rest}
	printLine(s.Stdout, "preview at %s", s.color.bold(url))
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return server.ListenAndServe(ctx) })
	begun, built := make(chan struct{}), make(chan struct{})
	changes := make(chan struct{}, 1)
	g.Go(func() error {
		o := serve.WatchOptions{Paths: s.watched(), Ignore: s.ownFolder(), Begun: func() { close(begun) },
			Say: func(text string) { printLine(s.Stderr, "%s", text) }}
		err := serve.Watch(ctx, o, func(paths []string) {
			select {
			case <-built: // what changed before then may have been read or not
			case <-ctx.Done():
				return
			}
			s.again(ctx, p, paths)
			select {
			case changes <- struct{}{}:
			default:
			}
		})
		if err != nil { // what cannot be watched cannot be read either, which is for the build to say
			select {
			case <-begun:
			default:
				close(begun)
			}
			select {
			case <-built:
			case <-ctx.Done():
			}
		}
		return err
	})
	g.Go(func() error {
		select {
		case <-begun:
		case <-ctx.Done():
			return ctx.Err()
		}
		keep, err := s.first(ctx, p)
		if err != nil {
			return err
		}
		close(built)
		keep()
		return s.rest(ctx, p, changes)
	})
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return errPreviewEnded
}

// watched are the files and folders that the site is made of.
func (s *session) watched() []string {
	out := slices.Clone(s.inputs)
	for _, f := range []string{s.config.Icon, s.config.Theme.Folder} {
		if f != "" {
			out = append(out, s.beside(f))
		}
	}
	if s.file != "" {
		out = append(out, s.file)
	}
	return out
}

// again builds after a change.
func (s *session) again(ctx context.Context, p *preview, paths []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed(paths)
	fresh, err := open(s.cli, s.terminal)
	if err == nil {
		*s = *fresh
		err = s.rebuild(ctx, p)
	}
	if p.failed = err != nil; p.failed && ctx.Err() == nil {
		printError(s.terminal, err)
		p.server.Fail(inFull(err))
	}
}

// options are those of a preview.
func (s *session) previewOptions(p *preview) (build.Options, error) {
	o, err := p.options(s)
	o.Skip = s.ownOutput()
	o.Render.Offline = false // a browser would show stored pages of one preview in the next
	o.Social.Off = true      // nobody shares the address of a preview
	return o, err
}

// rebuild makes the site in memory and shows it. When it fails, the last good site stays.
func (s *session) rebuild(ctx context.Context, p *preview) error {
	o, err := s.previewOptions(p)
	if err != nil {
		return err
	}
	if p.files == nil {
		o.Progress = func(at build.Progress) {
			if at.Stage == build.Rendering && at.Total > 0 { // which takes the longest
				p.server.Progress(at.Done, at.Total)
			}
		}
	}
	s.list = &diag.List{}
	res, show, err := p.build(ctx, o, s)
	if err != nil {
		return wrong(err)
	}
	show() // before it is told: what failed to be told is there all the same
	p.tidy()
	all := s.settle(res.Outcome)
	if err := s.print(all); err != nil {
		return err
	}
	errs, warnings := counts(all)
	printLine(s.Stderr, "built %s in %s (%s, %s)", countOf(res.Outcome.Published, "note"), seconds(res.Took), countOf(errs, "error"), countOf(warnings, "warning"))
	return nil
}

// edits are changes of a generation.
type edits struct {
	files serve.Generation
	paths []string
}

func (e *edits) Write(path string, data []byte) error {
	e.files[path] = serve.File{Data: data}
	e.paths = append(e.paths, path)
	return nil
}

func (e *edits) Remove(path string) {
	delete(e.files, path)
	e.paths = append(e.paths, path)
}

// memory keeps the files of a site for the preview.
type memory struct {
	mu    sync.Mutex
	files serve.Generation
}

func (m *memory) Write(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.files[path]; taken {
		return fmt.Errorf("two files want the path %s", path)
	}
	m.files[path] = serve.File{Data: data}
	return nil
}

func (m *memory) Copy(path string, r io.Reader) error {
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(r); err != nil {
		return err
	}
	return m.Write(path, buf.Bytes())
}
