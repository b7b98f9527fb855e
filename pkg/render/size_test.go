package render_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"memopress/pkg/render"
)

// largeVault is 3,000 notes in the shapes that make lists long: titles in Hangul, whose addresses
// take nine bytes a syllable; a note that most others link to; a folder with a third of all notes
// and one with many folders; more folders on top than a page holds; a tag that all notes carry, and
// thousands that one carries; a year with most of the days.
func largeVault(n int) map[string]string {
	rnd := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		var w strings.Builder
		for range 2 + rnd.IntN(3) {
			w.WriteRune(rune(0xAC00 + rnd.IntN(11172)))
		}
		return w.String()
	}
	words := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = word()
		}
		return strings.Join(all, " ")
	}
	titles := make([]string, n)
	for i := range titles {
		titles[i] = fmt.Sprintf("%s %d", words(5), i)
	}
	files := map[string]string{}
	for i, title := range titles {
		folder := "큰 폴더"
		switch {
		case i%3 == 1:
			folder = fmt.Sprintf("여러 폴더/%s %d", word(), i%900)
		case i%3 == 2:
			folder = fmt.Sprintf("%s %d", word(), i%600)
		}
		created := fmt.Sprintf("2025-%02d-%02d", i%12+1, i%28+1)
		switch {
		case i%10 == 0:
			created = fmt.Sprintf("20%02d-05-05", i/10%26)
		case i%2 == 0:
			created = "2025-05-05"
		}
		text := fmt.Sprintf("---\ntags: [모두, %s/%s, 갈래/%s/%d]\ncreated: %s\n---\n", word(), word(), word(), i, created)
		if i%5 == 0 {
			picture := words(6) + ".png"
			files["그림/"+picture] = "x"
			text += "![[" + picture + "|" + words(12) + "]]\n\n"
		}
		text += words(30) + fmt.Sprintf(" [[%s]] ", titles[0]) + words(20) + fmt.Sprintf(" [[%s]]\n", titles[(i*7+1)%n])
		files[folder+"/"+title+".md"] = text
	}
	return files
}

// limit is how many bytes a file may have.
func limit(name string) int {
	if strings.HasSuffix(name, ".html") {
		return 40_000
	}
	return 100_000
}

// No page of a large site is over the budget, nor is a file that a page loads.
func TestLargeSite(t *testing.T) {
	if testing.Short() {
		t.Skip("builds 3,000 notes")
	}
	s := publish(t, largeVault(3000), settings)
	b := build(t, s, render.Options{NoSearch: true, NoMarkdown: true}) // the budget of search is that of queries
	type file struct {
		name string
		size int
	}
	var mu sync.Mutex
	var found []file
	var wg sync.WaitGroup
	names := make(chan string)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for name := range names {
				n := len(b.files[name].Data)
				if n > limit(name) { // what is small as it is has no need of the work
					n = compressed(b.files[name].Data)
				}
				mu.Lock()
				found = append(found, file{name, n})
				mu.Unlock()
			}
		})
	}
	kinds := map[render.Kind]int{}
	for name := range b.files {
		if p := b.pages[name]; p != nil {
			kinds[p.Kind]++
			names <- name
		} else if strings.HasPrefix(name, "data/") || path.Base(name) == "feed.xml" {
			names <- name
		}
	}
	close(names)
	wg.Wait()
	slices.SortFunc(found, func(a, b file) int { return b.size - a.size })
	for i, f := range found {
		if f.size > limit(f.name) {
			t.Errorf("%s has %d bytes compressed, want at most %d", f.name, f.size, limit(f.name))
		}
		if i < 8 {
			t.Logf("%6d %s", f.size, f.name)
		}
	}
	// A site that makes no pages of a kind proves nothing about it.
	for _, kind := range render.Kinds() {
		without := []render.Kind{render.SearchPage, render.OfflinePage} // options
		if kinds[kind] == 0 && !slices.Contains(without, kind) {
			t.Errorf("there is no page of kind %s", kind)
		}
	}
	// What does not fit on a page is on the next one: nothing is left out.
	for _, list := range []render.Kind{render.AllPage, render.CalendarPage} {
		if got := linked(b, list); got != len(s.Notes) {
			t.Errorf("pages of kind %s lead to %d notes, want %d", list, got, len(s.Notes))
		}
	}
	if got := linked(b, render.BacklinksPage); got < len(s.Notes)*9/10 { // to all but the first
		t.Errorf("pages of backlinks lead to %d notes of %d", got, len(s.Notes))
	}
	if got, want := linked(b, render.FolderPage), len(s.Notes); got != want {
		t.Errorf("folders lead to %d notes, want %d", got, want)
	}
	if got, want := linked(b, render.TagPage), len(s.Notes); got != want {
		t.Errorf("tags lead to %d notes, want %d", got, want)
	}
}

// linked returns how many notes the lists of the pages of a kind lead to.
func linked(b built, kind render.Kind) int {
	seen := map[string]bool{}
	for _, p := range b.pages {
		if p == nil || p.Kind != kind {
			continue
		}
		for _, l := range p.Lists {
			rest := string(l.Items)
			for {
				_, after, ok := strings.Cut(rest, `href="`)
				if !ok {
					break
				}
				to, after, _ := strings.Cut(after, `"`)
				if to = leads(p.Address, to); b.pages[to] != nil && b.pages[to].Kind == render.NotePage {
					seen[to] = true
				}
				rest = after
			}
		}
	}
	return len(seen)
}

// leads returns the address to which a link of a page leads.
func leads(page, href string) string {
	href, _, _ = strings.Cut(href, "#")
	to, err := url.PathUnescape(html.UnescapeString(href))
	if err != nil {
		return ""
	}
	return path.Join(path.Dir(page), to)
}

func compressed(data []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(data) //nolint:errcheck // a buffer takes everything
	w.Close()
	return out.Len()
}
