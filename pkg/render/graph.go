package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"memopress/pkg/layout"
	"memopress/pkg/site"
)

const (
	graphTitles  = 500 // notes whose titles stand in one file
	graphRows    = 500 // notes in the list below the picture
	graphGroups  = 9   // folders with a colour of their own
	graphTags    = 300 // tags to choose from
	graphFolders = 300 // folders to choose from
)

// digits write numbers for scripts, as package search does: five bits a character, the lowest
// first, with 32 added to all but the last. Places are two characters of six bits each.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func appendNumber(b []byte, n int) []byte {
	for n >= 32 {
		b = append(b, digits[32|n&31])
		n >>= 5
	}
	return append(b, digits[n])
}

// graphPage shows all notes with their links. The picture is drawn by a script from places that
// were found here; the list below it says the same in words.
func graphPage(r *renderer) []job {
	if !r.chrome.Graph {
		return nil
	}
	return []job{func() (File, error) {
		p, at := r.begin(GraphPage, "graph.html")
		p.Title = r.say("graph")
		p.Heading = escape(p.Title)
		p.Count = r.count("graph.links", len(r.net.links))
		p.Nav = r.nav(at, r.site.Root, nil)
		p.Crumbs = r.crumbs(at, nil)
		rows := sheets(r.net.notes, ruler{most: graphRows}, r.titleBytes)[0]
		list := List{ID: "mp-list", Kind: "table", Title: r.say("graph.list"), Items: r.graphTable(at, rows)}
		if len(rows) < len(r.net.notes) {
			list.More = &Link{Href: href(at.to("all.html")), Title: r.count("notes.all", len(r.net.notes))}
		}
		p.Lists = []List{list}
		p.Head = r.head(at, about{title: p.Title, description: p.Count, kind: "CollectionPage"})
		return File{Path: p.Address, Page: p}, nil
	}}
}

// graphTable lists notes with how many they link to and are linked from.
func (r *renderer) graphTable(at place, notes []*site.Note) HTML {
	out := make(map[int32]int, len(notes))
	for _, e := range r.net.links {
		out[e.A]++
	}
	in := make(map[int32]int, len(notes))
	for _, e := range r.net.links {
		in[e.B]++
	}
	var m markup
	m.raw(`<div class="table" tabindex="0" role="group" aria-labelledby="mp-list"><table><thead><tr><th scope="col">`).text(r.say("graph.note")).raw(`</th><th scope="col">`).text(r.say("graph.to")).
		raw(`</th><th scope="col">`).text(r.say("graph.from")).raw(`</th><th scope="col">`).text(r.say("folder")).raw("</th></tr></thead><tbody>\n")
	for i, n := range notes {
		m.raw(`<tr><th scope="row">`).link(at.to(r.encoded(n)), "", n.Title).raw(`</th><td>`).text(r.number(out[int32(i)])).raw(`</td><td>`)
		m.text(r.number(in[int32(i)]))
		m.raw(`</td><td>`)
		if n.Folder != nil && n.Folder.Parent != nil {
			m.link(at.to(r.below[n.Folder]), "", n.Folder.Title)
		}
		m.raw("</td></tr>\n")
	}
	m.raw(`</tbody></table></div>`)
	return m.done()
}

// graphData are the files that the picture is made of:
//
//	data/graph/g.js    {n: notes, p: places, e: for each note how many of the notes behind it are
//	                   its neighbours, and their distances; g: its group; groups: names;
//	                   t: [[title, address]…] of the first 500 notes}
//	data/graph/tK.js   the same of the next 500 notes, and so on
//	data/graph/f.js    [[name, distances of numbers]…] of folders ("/…") and tags ("#…")
func graphData(r *renderer) []job {
	if !r.chrome.Graph {
		return nil
	}
	jobs := []job{
		func() (File, error) { return dataFile("graph/g", r.graphPicture()) },
		func() (File, error) { return dataFile("graph/f", r.graphFilters()) },
	}
	for k := 1; k*graphTitles < len(r.net.notes); k++ {
		jobs = append(jobs, func() (File, error) { return dataFile("graph/t"+itoa(k), r.graphTitles(k)) })
	}
	return jobs
}

// graphTitles are the titles and addresses of the k-th 500 notes.
func (r *renderer) graphTitles(k int) [][2]string {
	some := part(r.net.notes, k, graphTitles)
	out := make([][2]string, len(some))
	for i, n := range some {
		out[i] = [2]string{n.Title, n.Address}
	}
	return out
}

// dataFile is a script that hands a value to whoever asks for it by name.
func dataFile(name string, value any) (File, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return File{}, fmt.Errorf("data/%s.js: %w", name, err)
	}
	return File{Path: "data/" + name + ".js", Data: slices.Concat([]byte(`memopress.put("`+name+`",`), data, []byte(")\n"))}, nil
}

type graphPicture struct {
	Notes  int         `json:"n"`
	Places string      `json:"p"`
	Edges  string      `json:"e"`
	Groups string      `json:"g"`
	Names  []string    `json:"groups"`
	Titles [][2]string `json:"t"`
}

func (r *renderer) graphPicture() graphPicture {
	g := r.net
	places := r.places()
	edge := 1.0
	for _, p := range places {
		edge = max(edge, math.Abs(p.X), math.Abs(p.Y))
	}
	out := graphPicture{Notes: len(g.notes), Titles: r.graphTitles(0)}
	var where, edges, groups []byte
	grid := func(v float64) int { return int(math.Round((v/edge + 1) / 2 * 4095)) }
	group, names := r.graphGroups()
	for i, p := range places {
		for _, v := range [2]int{grid(p.X), grid(p.Y)} {
			where = append(where, digits[v&63], digits[v>>6])
		}
		near := g.near[i]
		from, _ := slices.BinarySearch(near, int32(i))
		edges = appendNumber(edges, len(near)-from)
		last := i
		for _, to := range near[from:] {
			edges = appendNumber(edges, int(to)-last)
			last = int(to)
		}
		groups = append(groups, digits[group[topFolder(g.notes[i])]])
	}
	out.Places, out.Edges, out.Groups, out.Names = string(where), string(edges), string(groups), names
	return out
}

// places are where the notes of the graph stand.
func (r *renderer) places() []layout.Point {
	find := func() []layout.Point { return layout.Places(len(r.net.notes), r.net.links, r.opts.Workers) }
	if r.keys == nil {
		return find()
	}
	known := &r.opts.Memory.net
	if known.places == nil {
		known.places = find()
	}
	return known.places
}

// topFolder is the folder of the first level that a note lies in, nil for none.
func topFolder(n *site.Note) *site.Folder {
	f := n.Folder
	for f != nil && f.Parent != nil && f.Parent.Parent != nil {
		f = f.Parent
	}
	if f == nil || f.Parent == nil {
		return nil
	}
	return f
}

// graphGroups gives the largest folders a number from 1; 0 is everything else.
func (r *renderer) graphGroups() (map[*site.Folder]int, []string) {
	var all []*site.Folder
	if r.site.Root != nil {
		all = slices.Clone(r.site.Root.Folders)
	}
	slices.SortStableFunc(all, func(a, b *site.Folder) int { return cmp.Compare(r.sizes[b], r.sizes[a]) })
	groups, names := map[*site.Folder]int{}, []string{}
	for i, f := range all[:min(len(all), graphGroups)] {
		groups[f] = i + 1
		names = append(names, f.Title)
	}
	return groups, names
}

// graphFilters are the largest folders and the most frequent tags, with their notes and those below.
func (r *renderer) graphFilters() [][2]string {
	out := [][2]string{}
	add := func(name string, numbers []int32) {
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
		var b []byte
		last := int32(0)
		for _, n := range numbers {
			b = appendNumber(b, int(n-last))
			last = n
		}
		out = append(out, [2]string{name, string(b)})
	}
	inFolder := map[*site.Folder][]int32{}
	for i, n := range r.net.notes {
		for f := n.Folder; f != nil && f.Parent != nil; f = f.Parent {
			inFolder[f] = append(inFolder[f], int32(i))
		}
	}
	largest := slices.Collect(folders(r.site.Root))
	slices.SortStableFunc(largest, func(a, b *site.Folder) int { return cmp.Compare(r.sizes[b], r.sizes[a]) })
	chosen := map[*site.Folder]bool{}
	for _, f := range largest[:min(len(largest), graphFolders)] {
		chosen[f] = true
	}
	for f := range folders(r.site.Root) {
		if chosen[f] {
			add("/"+folderPath(f), inFolder[f])
		}
	}
	all := slices.Collect(tags(r.site.Tags))
	slices.SortStableFunc(all, func(a, b *site.Tag) int { return cmp.Compare(b.Count, a.Count) })
	all = all[:min(len(all), graphTags)]
	slices.SortFunc(all, func(a, b *site.Tag) int { return strings.Compare(a.Name, b.Name) })
	for _, t := range all {
		var numbers []int32
		for below := range tags([]*site.Tag{t}) {
			for _, n := range below.Notes {
				numbers = append(numbers, r.net.number[n])
			}
		}
		add("#"+t.Name, numbers)
	}
	return out
}
