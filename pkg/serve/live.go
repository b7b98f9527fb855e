package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

//go:embed live.js
var liveScript []byte

//go:embed live.css
var liveStyle []byte

// live answers what the script in every page asks for.
func (s *Server) live(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "live.js":
		s.asset(w, "text/javascript; charset=utf-8", liveScript)
	case "live.css":
		s.asset(w, "text/css; charset=utf-8", liveStyle)
	case "events":
		s.events(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) asset(w http.ResponseWriter, kind string, data []byte) {
	w.Header().Set("Content-Type", kind)
	if _, err := w.Write(data); err != nil {
		return // the browser has gone
	}
}

// maxStreams bounds how many pages are told of changes at a time.
const maxStreams = 256

// events tells a page the state of the site, now and at each change, as server-sent events.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream")
		return
	}
	changed, ok := s.hub.join()
	if !ok {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer s.hub.leave()
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	send := func(message string) bool {
		if control.SetWriteDeadline(time.Now().Add(10*time.Second)) != nil {
			return false
		}
		_, err := fmt.Fprint(w, message)
		return err == nil && control.Flush() == nil
	}
	if !send(s.state()) {
		return
	}
	for {
		select {
		case <-changed:
			var open bool
			if changed, open = s.hub.next(); !open || !send(s.state()) {
				return
			}
		case <-alive.C:
			if !send(": alive\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// state is the event that says what there is to see.
func (s *Server) state() string {
	g := s.current()
	state := map[string]any{"assets": g.assets, "fault": g.fault, "ready": g.ready}
	if !g.ready && g.of > 0 {
		state["done"], state["of"] = g.done, g.of
	}
	data, err := json.Marshal(state)
	if err != nil {
		return ": " + err.Error() + "\n\n" // strings, numbers and a bool always encode
	}
	return "data: " + string(data) + "\n\n"
}

// hub wakes all streams at once.
type hub struct {
	mu      sync.Mutex
	changed chan struct{} // closed at a change
	streams int
	closed  bool
}

func (h *hub) init() { h.changed = make(chan struct{}) }

func (h *hub) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		close(h.changed)
		h.changed = make(chan struct{})
	}
}

// close ends all streams.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.changed)
	}
}

func (h *hub) join() (<-chan struct{}, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.streams >= maxStreams {
		return nil, false
	}
	h.streams++
	return h.changed, true
}

func (h *hub) leave() {
	h.mu.Lock()
	h.streams--
	h.mu.Unlock()
}

// next returns the channel of the next change, and whether there can be one.
func (h *hub) next() (<-chan struct{}, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changed, !h.closed
}
