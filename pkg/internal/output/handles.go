package output

import (
	"errors"
	"os"
	"sync"
)

// maxHandles is how many folders are kept open.
const maxHandles = 64

// handles keeps folders open, so that a file in one of them is made without walking there from the
// root again, a system call for each part of the path.
type handles struct {
	mu    sync.Mutex
	open  map[string]*handle
	clock int
}

type handle struct {
	root *os.Root
	busy int // how many are using it
	last int // when it was asked for last
}

// take returns the folder p of root, open. The caller gives it back.
func (h *handles) take(root *os.Root, p string) (*handle, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	if f := h.open[p]; f != nil {
		f.busy++
		f.last = h.clock
		return f, nil
	}
	if len(h.open) >= maxHandles {
		if err := h.closeOldest(); err != nil {
			return nil, err
		}
	}
	r, err := root.OpenRoot(p)
	if err != nil {
		return nil, err
	}
	f := &handle{root: r, busy: 1, last: h.clock}
	if h.open == nil {
		h.open = map[string]*handle{}
	}
	h.open[p] = f
	return f, nil
}

func (h *handles) giveBack(f *handle) {
	h.mu.Lock()
	f.busy--
	h.mu.Unlock()
}

// closeOldest closes the folder that nobody has asked for for the longest time.
func (h *handles) closeOldest() error {
	oldest := ""
	for p, f := range h.open {
		if f.busy == 0 && (oldest == "" || f.last < h.open[oldest].last) {
			oldest = p
		}
	}
	if oldest == "" {
		return nil // all are in use: for a moment there is one more
	}
	f := h.open[oldest]
	delete(h.open, oldest)
	return f.root.Close()
}

// close closes all folders. Nobody uses one any more.
func (h *handles) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var errs []error
	for _, f := range h.open {
		errs = append(errs, f.root.Close())
	}
	h.open = nil
	return errors.Join(errs...)
}
