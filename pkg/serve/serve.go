// Package serve shows the site while its notes are being written.
//
// The server answers only its own pages, with only what the last successful build produced: a
// request is looked up in a list of files held in memory, and nothing of it ever becomes a path
// on a disk. By default it listens on the loopback interface alone, and there it refuses
// requests that other web pages make, whatever name they found for it.
package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// DefaultPort is tried first when no port was asked for.
const DefaultPort = 8080

// ErrPortTaken is returned when another program listens at the port that was asked for.
var ErrPortTaken = errors.New("another program listens there")

// Options of a server.
type Options struct {
	Host string // address to listen at; empty for 127.0.0.1. Others than loopback require a token, see URL
	Port int    // 0 for DefaultPort or, when that is taken, the next free one
}

// A Server serves one site at a time. New makes one; its methods may be called concurrently.
type Server struct {
	opts   Options
	secret string // names the places of the live script; new for each server
	token  string // asked of every visitor when not empty
	hosts  map[string]bool
	url    string
	listen net.Listener
	hub    hub

	mu  sync.RWMutex
	gen *generation
}

// New returns a server that has nothing to show yet.
func New(opts Options) *Server {
	if opts.Host == "" {
		opts.Host = "127.0.0.1"
	}
	s := &Server{opts: opts, secret: rand.Text(), gen: &generation{}}
	s.hub.init()
	return s
}

// Listen opens the port and returns the address for the browser. When the host is not a
// loopback address it carries the token that every visitor needs.
func (s *Server) Listen() (url string, err error) {
	if s.listen, err = listen(s.opts); err != nil {
		return "", fmt.Errorf("listen at %s: %w", s.opts.Host, err)
	}
	port := strconv.Itoa(s.listen.Addr().(*net.TCPAddr).Port)
	ip := s.listen.Addr().(*net.TCPAddr).IP
	shown := s.opts.Host
	s.hosts = map[string]bool{}
	for _, name := range []string{"localhost", "127.0.0.1", "::1", s.opts.Host} {
		s.allow(name, port)
	}
	if ip.IsUnspecified() {
		for _, address := range ownAddresses() {
			s.allow(address, port)
			shown = address
		}
		if shown == s.opts.Host {
			shown = "127.0.0.1"
		}
	}
	s.url = "http://" + net.JoinHostPort(shown, port) + "/"
	if !ip.IsLoopback() {
		s.token = rand.Text()
		s.url += "?" + tokenName + "=" + s.token
	}
	return s.url, nil
}

func (s *Server) allow(name, port string) {
	host := net.JoinHostPort(name, port)
	s.hosts[host] = true
	if port == "80" {
		s.hosts[host[:len(host)-len(":80")]] = true
	}
}

func listen(opts Options) (net.Listener, error) {
	if opts.Port != 0 {
		l, err := net.Listen("tcp", net.JoinHostPort(opts.Host, strconv.Itoa(opts.Port)))
		if isTaken(err) {
			err = fmt.Errorf("port %d: %w", opts.Port, ErrPortTaken)
		}
		return l, err
	}
	for port := DefaultPort; port < DefaultPort+20; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort(opts.Host, strconv.Itoa(port)))
		if !isTaken(err) {
			return l, err
		}
	}
	return net.Listen("tcp", net.JoinHostPort(opts.Host, "0"))
}

// ownAddresses are the numeric addresses of this machine that others may reach. Names are not
// among them: a name can be made to point here by anybody.
func ownAddresses() []string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil // loopback stays allowed
	}
	var out []string
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			out = append(out, n.IP.String())
		}
	}
	return out
}

// ListenAndServe calls Listen unless that was done, and serves until ctx ends.
func (s *Server) ListenAndServe(ctx context.Context) error {
	if s.listen == nil {
		if _, err := s.Listen(); err != nil {
			return err
		}
	}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	stop := context.AfterFunc(ctx, func() {
		s.hub.close()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if server.Shutdown(soon) != nil {
			server.Close() // a transfer that takes longer is cut
		}
	})
	defer stop()
	err := server.Serve(s.listen)
	if errors.Is(err, http.ErrServerClosed) && ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("serve %s: %w", s.opts.Host, err)
}
