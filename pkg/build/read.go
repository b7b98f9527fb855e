package build

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/graph"
	"memopress/pkg/importer"
	"memopress/pkg/importer/builtin"
	"memopress/pkg/ledger"
)

// Notes are everything that the inputs hold, private notes included.
type Notes struct {
	Graph   *graph.Graph
	Ledger  *ledger.Ledger
	Sources []Source
	open    []*importer.Source
}

// A Source says what an input was taken for.
type Source struct {
	Name       string
	Space      string // of its notes; those of vaults inside it lie below
	Format     importer.Format
	Reason     string
	Candidates []importer.Candidate // all that would have taken it, the likeliest first
}

// ErrNoNotes is wrapped by Read's error when an input is missing or holds nothing to publish.
var ErrNoNotes = errors.New("no notes")

// Close closes the inputs. Attachments cannot be opened after it.
func (n *Notes) Close() error {
	var err error
	for _, s := range n.open {
		err = errors.Join(err, s.Close())
	}
	return err
}

// Read imports all inputs and links their notes. The caller closes the result.
func Read(ctx context.Context, o Options, r diag.Reporter) (*Notes, error) {
	o.step(Reading, 0, 0)
	if o.Session != nil {
		o.Session.files.Begin()
		o.Import.Memory = &o.Session.files
	}
	sources, err := importer.Open(o.Inputs, importer.OpenOptions{Encoding: o.Import.Encoding, Skip: o.Skip, Limits: o.Limits, Stamps: o.Session != nil}, r)
	if errors.Is(err, importer.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", ErrNoNotes, err)
	}
	if err != nil {
		return nil, err
	}
	n := &Notes{open: sources}
	c := importer.NewCollector(r)
	spaces := map[string]int{}
	for i, src := range sources {
		opts := o.Import
		opts.Space = spaceName(src.Name, spaces)
		taken, err := read(ctx, src, o.Format, opts, c)
		if err != nil {
			return nil, errors.Join(err, n.Close())
		}
		n.Sources = append(n.Sources, taken)
		o.step(Reading, i+1, len(sources))
	}
	notes, attachments := c.Finish()
	n.Ledger = c.Ledger
	if len(notes) == 0 {
		return nil, errors.Join(fmt.Errorf("%w in %s", ErrNoNotes, strings.Join(o.Inputs, ", ")), n.Close())
	}
	o.step(Linking, 0, 0)
	n.Graph = o.Session.links().New(notes, attachments)
	return n, ctx.Err()
}

// read imports one source.
func read(ctx context.Context, src *importer.Source, format string, opts importer.Options, c *importer.Collector) (Source, error) {
	for _, e := range src.Skipped() {
		c.Account(e)
	}
	imp, candidates, err := importer.Detect(src, builtin.Importers(), format)
	if err != nil {
		if format == "" {
			err = fmt.Errorf("%w: %w", ErrNoNotes, err)
		}
		return Source{}, err
	}
	taken := Source{Name: src.Name, Space: opts.Space, Format: imp.Format(), Candidates: candidates}
	for _, cand := range candidates {
		if cand.Importer.Format().Name == taken.Format.Name {
			taken.Reason = cand.Match.Reason
		}
	}
	if taken.Reason == "" {
		c.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I005", Pos: diag.Pos{File: src.Name},
			Message: fmt.Sprintf("this does not look like %s", taken.Format.Title), Hint: looksLike(candidates)})
	}
	if err := imp.Import(ctx, src, opts, c); err != nil {
		return taken, fmt.Errorf("import %s: %w", src.Name, err)
	}
	return taken, nil
}

func looksLike(candidates []importer.Candidate) string {
	if len(candidates) == 0 {
		return "leave --format out to let memopress look for itself"
	}
	best := candidates[0]
	return fmt.Sprintf("it looks like %s (%s): --format %s", best.Importer.Format().Title, best.Match.Reason, best.Importer.Format().Name)
}

// spaceName names the space of an input: the folder's or archive's own name, which stays the
// same wherever it lies, with a number when several inputs have the same.
func spaceName(input string, used map[string]int) string {
	abs, err := filepath.Abs(input)
	if err != nil {
		abs = input
	}
	name := norm.NFC.String(filepath.Base(abs))
	used[name]++
	if n := used[name]; n > 1 {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
}
