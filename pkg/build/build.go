// Package build runs the stages in their only order: notes are read, linked, published,
// rendered, wrapped and written. It owns nothing else.
//
// There is one Build. The first run, a rebuild, the preview and CI call it; a full build is an
// incremental one that remembers nothing. After a change of nothing but what a note says, the
// preview calls Revise, which goes through the same stages with that note alone, and gives up where
// anything else could change.
package build

import (
	"context"
	"errors"
	"io"
	"runtime"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/render"
	"memopress/pkg/site"
	"memopress/pkg/theme"
)

// Options are everything that a build depends on.
type Options struct {
	Inputs []string // folders, archives and files
	Skip   []string // folders inside the inputs that are not read, such as the output folder
	Format string   // name of an importer; empty: found out for each input
	Import importer.Options
	Limits importer.Limits

	Settings site.Settings // Roots is set by Build
	Roots    Roots
	Policy   site.Policy
	Render   render.Options // Message, Media, Icons, Paper and the cards are set by Build
	Theme    *theme.Theme
	Images   bool     // pictures get smaller copies
	Cache    string   // folder in which costly results are kept between builds; empty: none
	Session  *Session // what the builds before this one remember; nil for none
	Icon     *Icon    // nil for the theme's, with the first letter of the title
	Social   Social

	Report string // folder for the account of every item and the source of those that failed; empty: none

	Progress func(Progress) // called from several goroutines; nil for nobody
}

// A Stage is a part of a build, named for people.
type Stage string

// The stages in their order.
const (
	Reading    Stage = "reading notes"
	Linking    Stage = "linking notes"
	Publishing Stage = "publishing"
	Copying    Stage = "copying files"
	Indexing   Stage = "making indexes"
	Rendering  Stage = "writing pages"
	Drawing    Stage = "drawing social images"
	Finishing  Stage = "finishing"
)

// Progress says how far a build is. Total is 0 while nobody knows.
type Progress struct {
	Stage       Stage
	Done, Total int
}

// A Writer takes the files of a site, from several goroutines. output.Build is one. Data may be
// kept only if the build is one of a Session; otherwise something else will stand there.
type Writer interface {
	Write(path string, data []byte) error
	Copy(path string, r io.Reader) error
}

// A Result is what a build did.
type Result struct {
	Notes   *Notes // without their graph
	Site    *site.Site
	Outcome *site.Outcome
	Ledger  *ledger.Ledger // every item with its final state
	Pages   int            // HTML pages written
	Took    time.Duration

	withdrawn bool // files that cannot be published
}

// Build makes the site and hands its files to w. The caller commits or discards them. An error
// means that there is no site: no input, no notes, a broken theme, or ctx ended; everything else
// is a diagnostic.
func Build(ctx context.Context, o Options, w Writer, r diag.Reporter) (*Result, error) {
	start := time.Now()
	said := o.Session.begin(&r)
	notes, err := Read(ctx, o, r)
	if err != nil {
		return nil, err
	}
	defer notes.Close()
	res, err := publish(ctx, o, notes, w, r)
	if err != nil {
		return nil, err
	}
	res.Took = time.Since(start)
	o.Session.remember(o, notes, res, said)
	return res, nil
}

func publish(ctx context.Context, o Options, notes *Notes, w Writer, r diag.Reporter) (res *Result, err error) {
	o.step(Publishing, 0, 0)
	o.Settings.Roots = rootsOf(notes.Sources, o.Roots)
	s, outcome := o.Session.texts().Publish(notes.Graph, o.Settings, o.Policy, r)
	notes.Ledger.Settle(outcome.Settle)
	notes.Graph = nil // the site holds all that is needed from here on, and this is as large
	if o.Session == nil {
		runtime.GC()
	}
	res = &Result{Notes: notes, Site: s, Outcome: outcome, Ledger: notes.Ledger}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	kept := newStock(w)
	if o.Render.Offline {
		w = kept
	}
	o.step(Copying, 0, 0)
	files := newFiles(s, o, r)
	defer func() { err = errors.Join(err, files.close()) }()
	if err := files.measure(ctx); err != nil {
		return nil, err
	}
	defer files.shrinker.tidy()
	if err := files.write(ctx, w); err != nil { // before the pages, which show only what can be published
		return nil, err
	}
	res.withdrawn = len(files.gone) > 0
	if err := pages(ctx, o, s, files, w, r, res); err != nil {
		return nil, err
	}
	kept.dropCopies(files.copies)
	if err := kept.finish(o.Render.Offline); err != nil {
		return nil, err
	}
	if err := writeReport(ctx, o.Report, notes.Sources, notes.Ledger); err != nil {
		return nil, err
	}
	return res, nil
}

func (o Options) step(s Stage, done, total int) {
	if o.Progress != nil {
		o.Progress(Progress{s, done, total})
	}
}
