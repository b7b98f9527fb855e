package render

import (
	"bytes"
	"encoding/json"
	"strconv"

	"memopress/pkg/diag"
	"memopress/pkg/note"
	"memopress/pkg/site"
)

const (
	charactersOfPreview = 600
	notesPerShard       = 32 // at most, on the average: 10 to 20 kB compressed
)

// A preview is what the reader sees of a note, or of a place in it, before following a link. It
// stands in a shard that all pages share, as the browser needs it (themes/paper/assets/preview.js).
// Addresses in its HTML start at the root of the site.
type preview struct {
	Title     string            `json:"title"`
	Language  string            `json:"lang,omitempty"` // where it differs from the site's
	Direction string            `json:"dir,omitempty"`
	Meta      string            `json:"meta,omitempty"`
	HTML      string            `json:"html"`
	Places    map[string]string `json:"places,omitempty"` // by anchor
}

// previews are the shards data/preview/N.js: the beginning of every note that another page leads
// to, and of every section and block that a link names.
func previews(r *renderer) []job {
	n := r.chrome.Previews
	if n == 0 {
		return nil
	}
	r.seen.wanted = r.wanted()
	r.seen.shards = make([][]*site.Note, n)
	for _, to := range r.site.Notes {
		if _, ok := r.seen.wanted[to]; ok {
			k := shard(to.Address, n)
			r.seen.shards[k] = append(r.seen.shards[k], to)
		}
	}
	jobs := make([]job, n)
	for k := range jobs {
		jobs[k] = r.previewJob(k)
	}
	return jobs
}

func (r *renderer) previewJob(k int) job {
	some, wanted := r.seen.shards[k], r.seen.wanted
	return r.once("data/preview/"+itoa(k)+".js", func() key { return r.keys.previews(some, wanted) },
		func(r *renderer) (File, error) { return r.shardOf(k, some, wanted) })
}

// shardCount returns into how many files the previews of a site go: a power of two, so that a
// page that names it changes rarely.
func shardCount(notes int) int {
	n := 1
	for n*notesPerShard < notes {
		n *= 2
	}
	return n
}

// shard returns in which of n files the preview of an address is: its FNV-1a hash of 32 bits
// modulo n, a power of two. The browser reckons the same (themes/paper/assets/src/shard.js).
func shard(address string, n int) int {
	h := uint32(2166136261)
	for i := range len(address) {
		h = (h ^ uint32(address[i])) * 16777619
	}
	return int(h & uint32(n-1))
}

// wanted returns the notes that pages lead to from text or from what stands below it, and the
// places in them that links name.
func (r *renderer) wanted() map[*site.Note][]string {
	out := map[*site.Note][]string{}
	add := func(to *site.Note) {
		if _, ok := out[to]; !ok && to != nil {
			out[to] = nil
		}
	}
	type place struct {
		to     *site.Note
		anchor string
	}
	seen := map[place]bool{}
	for _, n := range r.site.Notes {
		for _, ref := range r.linksOf(n) {
			to := r.notes[ref.Target]
			if to == nil || to == n {
				continue // what is on the page itself needs no preview from elsewhere
			}
			add(to)
			if p := (place{to, ref.Anchor}); ref.Anchor != "" && !seen[p] {
				seen[p] = true
				out[to] = append(out[to], ref.Anchor)
			}
		}
		for _, b := range n.Backlinks {
			add(n)
			add(b.From)
		}
		for _, b := range n.Mentions {
			add(b.From)
		}
		for _, rel := range n.Related {
			add(rel.Note)
		}
	}
	return out
}

// linksOf returns the links of a note's text to pages.
func (r *renderer) linksOf(n *site.Note) []note.Ref {
	if r.reads != nil {
		return r.reads[n].links
	}
	var out []note.Ref
	note.Walk(n.Body, func(node any) bool {
		if l, ok := node.(*note.Link); ok && l.Ref.Kind == note.RefPage {
			out = append(out, l.Ref)
		}
		return true
	})
	return out
}

func (r *renderer) shardOf(k int, notes []*site.Note, wanted map[*site.Note][]string) (File, error) {
	all := make(map[string]preview, len(notes))
	for _, n := range notes {
		all[n.Address] = r.preview(n, wanted[n])
	}
	name := "preview/" + strconv.Itoa(k)
	var out bytes.Buffer
	out.WriteString(`memopress.put("` + name + `",`)
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(all); err != nil {
		return File{}, err
	}
	out.WriteString(");\n")
	return File{Path: "data/" + name + ".js", Data: out.Bytes()}, nil
}

func (r *renderer) preview(n *site.Note, anchors []string) preview {
	p := preview{Title: n.Title}
	if n.Language != r.chrome.Language {
		p.Language = n.Language
	}
	if n.Direction != r.chrome.Direction {
		p.Direction = n.Direction
	}
	for f := n.Folder; f != nil && f.Parent != nil; f = f.Parent {
		if p.Meta != "" {
			p.Meta = " / " + p.Meta
		}
		p.Meta = f.Title + p.Meta
	}
	if t := order(n.Created, n.Updated); !t.IsZero() {
		if p.Meta != "" {
			p.Meta += " · "
		}
		p.Meta += r.date(t)
	}
	body, title := withoutTitle(n)
	p.HTML = r.previewOf(n, body)
	for _, a := range anchors {
		if a == title {
			continue
		}
		if html := r.previewOf(n, note.Section(n.Body, a)); html != "" && html != p.HTML {
			if p.Places == nil {
				p.Places = map[string]string{}
			}
			p.Places[a] = html
		}
	}
	return p
}

func (r *renderer) previewOf(n *site.Note, blocks []note.Block) string {
	page := r.textOf(n, "")
	page.IDs, page.Transclude, page.Report = false, nil, diag.Discard
	return r.writer.Write(page, excerpt(blocks, charactersOfPreview)).HTML
}
