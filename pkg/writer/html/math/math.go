// Package math turns LaTeX into MathML at build time.
//
// The work is done by Temml (math typesetting for the web, with its mhchem extension), which
// runs in a JavaScript engine without any access to the machine. Its output is parsed and
// written anew: only elements and attributes of MathML that show something are kept, style
// attributes become classes or MathML's own attributes, links go. The same formula gives the
// same bytes. Formulas of few things, which most are, are written without Temml, as it would.
package math

import (
	_ "embed"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"modernc.org/quickjs"
)

//go:embed temml.min.js
var temmlJS string

//go:embed mhchem.min.js
var mhchemJS string

// Limits of one formula.
const (
	maxFormula = 20_000          // bytes of LaTeX
	maxTime    = 2 * time.Second // of the engine
	maxMemory  = 64 << 20        // bytes of one engine
	maxMarkup  = 1 << 20         // bytes of MathML
	maxCache   = 32 << 20        // bytes remembered
)

// A Renderer renders formulas and remembers them. It is safe for concurrent use. Engines start
// when the first formula comes, at most one for each processor.
type Renderer struct {
	mu    sync.Mutex
	known map[key]result
	bytes int

	engines chan *engine // engines that wait for work, and nil for each that is not started
}

type key struct {
	tex     string
	display bool
}

type result struct {
	markup string
	err    error
}

// New returns a Renderer.
func New() *Renderer {
	r := &Renderer{known: map[key]result{}, engines: make(chan *engine, runtime.GOMAXPROCS(0))}
	for range cap(r.engines) {
		r.engines <- nil
	}
	return r
}

// Render returns the <math> element of a formula. An environment that LaTeX allows only on
// lines of its own, such as align, is displayed whatever display says.
func (r *Renderer) Render(tex string, display bool) (string, error) {
	tex = strings.TrimSpace(tex)
	display = display || hasDisplayEnvironment(tex)
	k := key{tex, display}
	r.mu.Lock()
	known, ok := r.known[k]
	r.mu.Unlock()
	if ok {
		return known.markup, known.err
	}
	known.markup, known.err = r.render(tex, display)
	r.mu.Lock()
	if size := len(tex) + len(known.markup) + 64; r.bytes+size <= maxCache {
		r.known[k] = known
		r.bytes += size
	}
	r.mu.Unlock()
	return known.markup, known.err
}

func (r *Renderer) render(tex string, display bool) (string, error) {
	if len(tex) > maxFormula {
		return "", fmt.Errorf("it is longer than %d bytes", maxFormula)
	}
	if markup, ok := plainly(tex, display); ok {
		return markup, nil
	}
	return r.byTemml(tex, display)
}

func (r *Renderer) byTemml(tex string, display bool) (string, error) {
	e := <-r.engines
	defer func() { r.engines <- e }()
	if e == nil {
		var err error
		if e, err = start(); err != nil {
			return "", err
		}
	}
	markup, err := e.render(tex, display)
	if e.broken {
		if cerr := e.vm.Close(); cerr != nil {
			err = errors.Join(err, cerr)
		}
		e = nil
	}
	if err != nil {
		return "", err
	}
	if len(markup) > maxMarkup {
		return "", errors.New("it becomes too large")
	}
	return sanitize(markup)
}

// Close ends the engines. A Renderer may be used after it; the engines then start again.
func (r *Renderer) Close() error {
	var errs []error
	for range cap(r.engines) {
		if e := <-r.engines; e != nil {
			errs = append(errs, e.vm.Close())
		}
	}
	for range cap(r.engines) {
		r.engines <- nil
	}
	return errors.Join(errs...)
}

// engine is one JavaScript machine with Temml in it. It serves one goroutine at a time.
type engine struct {
	vm     *quickjs.VM
	broken bool // it was stopped in the middle of something
}

// glue calls Temml. Macros that a formula defines globally live in an object of that formula
// alone, so that no formula depends on which came before.
const glue = `
function memopressRender(tex, display) {
	try {
		return "=" + temml.renderToString(tex, {
			displayMode: display, throwOnError: true, trust: false, strict: false,
			annotate: false, maxSize: [25, 500], maxExpand: 1000, macros: {}
		});
	} catch (e) {
		if (e instanceof temml.ParseError) { return "!" + e.message; }
		throw e;
	}
}`

func start() (*engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start the formula engine: %w", err)
	}
	for _, js := range []string{temmlJS, mhchemJS, glue} {
		if _, err := vm.Eval(js, quickjs.EvalGlobal); err != nil {
			return nil, errors.Join(fmt.Errorf("load the formula engine: %w", err), vm.Close())
		}
	}
	vm.SetMemoryLimit(maxMemory)
	vm.SetEvalTimeout(maxTime)
	return &engine{vm: vm}, nil
}

func (e *engine) render(tex string, display bool) (string, error) {
	v, err := e.vm.Call("memopressRender", tex, display)
	if err != nil {
		e.broken = true
		return "", fmt.Errorf("the formula engine stopped: %s", firstLine(err.Error()))
	}
	out, ok := v.(string)
	if !ok || out == "" {
		e.broken = true
		return "", errors.New("the formula engine gave no text")
	}
	if out[0] == '!' {
		return "", errors.New(message(out[1:]))
	}
	return out[1:], nil
}

// message makes Temml's message fit for a diagnostic: one line, without the excerpt of the
// formula, which uses combining characters to underline.
func message(m string) string {
	m = strings.TrimPrefix(m, "ParseError:")
	if i := strings.Index(m, " at position "); i >= 0 {
		if j := strings.Index(m[i:], ":"); j >= 0 {
			m = m[:i+j]
		}
	}
	if i := strings.Index(m, " at end of input"); i >= 0 {
		m = m[:i] + " at the end"
	}
	m = strings.TrimSpace(firstLine(strings.TrimSpace(m)))
	if m == "" {
		return "not valid LaTeX"
	}
	return m
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// hasDisplayEnvironment reports whether the formula has an environment that stands only in
// displayed formulas.
func hasDisplayEnvironment(tex string) bool {
	for rest := tex; ; {
		_, after, ok := strings.Cut(rest, `\begin{`)
		if !ok {
			return false
		}
		name, _, ok := strings.Cut(after, "}")
		if !ok {
			return false
		}
		switch strings.TrimSuffix(name, "*") {
		case "align", "alignat", "equation", "gather", "multline", "CD", "flalign", "eqnarray":
			return true
		}
		rest = after
	}
}
