package browser

import (
	"testing"
	"testing/fstest"
)

// A page may be gone before the browser has answered to what left it.
func TestLeave(t *testing.T) {
	files := fstest.MapFS{"가.html": {Data: []byte("가")}, "나.html": {Data: []byte("나")}}
	b := Open(t)
	for _, base := range []string{Serve(t, files).URL, Disk(t, files)} {
		b.Visit(base + "/가.html")
		b.Visit(base + "/나.html")
		b.Leave(`history.back(), new Promise(() => {})`)
		b.Until(`decodeURI(location.pathname).endsWith("/가.html")`)
	}
}
