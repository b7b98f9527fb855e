package serve

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"
)

const tokenName = "token"

// guard answers every request that is not for this server's own pages by a browser that shows
// them, and reports whether it did. The order of the checks is that of what they reveal.
func (s *Server) guard(w http.ResponseWriter, r *http.Request) (done bool) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case !s.hosts[strings.ToLower(r.Host)]:
		// Another name for this address: a page elsewhere that had its name point here.
		http.Error(w, "this server answers to "+s.shownHost()+" only", http.StatusForbidden)
	case !sameSite(r):
		http.Error(w, "not for other sites", http.StatusForbidden)
	case !ownOrigin(r):
		http.Error(w, "not for other origins", http.StatusForbidden)
	case s.token != "":
		return s.askToken(w, r)
	default:
		return false
	}
	return true
}

// sameSite goes by what browsers say of who asks. Following a link from elsewhere is fine: the
// page that had the link cannot read what comes.
func sameSite(r *http.Request) bool {
	values := r.Header.Values("Sec-Fetch-Site")
	if len(values) == 0 {
		return true
	}
	if len(values) > 1 {
		return false
	}
	return values[0] == "same-origin" || values[0] == "none" ||
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

func ownOrigin(r *http.Request) bool {
	values := r.Header.Values("Origin")
	return len(values) == 0 || len(values) == 1 && strings.EqualFold(values[0], "http://"+r.Host)
}

func (s *Server) shownHost() string {
	_, port, err := net.SplitHostPort(s.listen.Addr().String())
	if err != nil {
		return "its own address"
	}
	return "127.0.0.1:" + port
}

// askToken lets in who has the cookie, and gives it to who comes with the token in the address.
func (s *Server) askToken(w http.ResponseWriter, r *http.Request) (done bool) {
	name := "memopress-preview" // cookies of one host are shared by its ports
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		name += "-" + port
	}
	if c, err := r.Cookie(name); err == nil && s.isToken(c.Value) {
		return false
	}
	if !s.isToken(r.URL.Query().Get(tokenName)) {
		http.Error(w, "this preview needs the address that memopress printed, with its token", http.StatusForbidden)
		return true
	}
	http.SetCookie(w, &http.Cookie{Name: name, Value: s.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	// Without the token, lest it stands in the history; never "//", which would be a host.
	to := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, `/\`)}
	w.Header().Set("Location", to.EscapedPath())
	w.WriteHeader(http.StatusSeeOther)
	return true
}

func (s *Server) isToken(v string) bool {
	return subtle.ConstantTimeCompare([]byte(v), []byte(s.token)) == 1
}
