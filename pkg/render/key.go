package render

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"memopress/pkg/diag"
	"memopress/pkg/site"
)

// A key stands for everything that a file is made from: two files of one path with one key have
// the same bytes. What a page reads has to be in its key; more than that only makes it be written
// once too often. All keys of a session begin with what every page reads.
type key uint64

// with adds a number to a key.
func (k key) with(v uint64) key {
	hi, lo := bits.Mul64(uint64(k)^0x9E3779B97F4A7C15, v^0xD1B54A32D192ED03)
	return key(hi ^ lo ^ v)
}

func (k key) int(n int) key { return k.with(uint64(n)) }

func (k key) text(texts ...string) key {
	for _, t := range texts {
		k = k.with(xxhash.Sum64String(t))
	}
	return k.int(len(texts))
}

func (k key) time(t time.Time) key {
	zone, offset := t.Zone()
	return k.int(int(t.Unix())).int(t.Nanosecond()).int(offset).text(zone)
}

// keys are what the keys of files are made of.
type keys struct {
	r    *renderer
	base key
	name map[*site.Note]key // how a note is called, and where it is
	face map[*site.Note]key // everything about it but its text and what others say about it
	tags map[*site.Tag]key  // how a tag is called, and where it is
	nav  map[*site.Folder]key
	days map[[2]int]key // notes by month and day

	calendar key // of all pages of it
}

// makeKeys is called when everything else in r is there.
func (r *renderer) makeKeys() *keys {
	s := r.site
	k := &keys{r: r, name: make(map[*site.Note]key, len(s.Notes)), face: make(map[*site.Note]key, len(s.Notes)), tags: map[*site.Tag]key{},
		nav: map[*site.Folder]key{}, days: map[[2]int]key{}}
	k.base = key(0).text(r.opts.Look, fmt.Sprintf("%+v\n%+v\n%+v\n%q %v", s.Settings, *r.chrome, r.menu, r.allFolders, slices.Sorted(maps.Keys(r.dotted))))
	if len(r.dotted) > 0 {
		k.base = k.base.text(slices.Sorted(maps.Keys(r.taken))...)
	}
	if c := r.channels["index.html"]; c != nil {
		k.base = k.base.text(c.title, c.atom)
	}
	for t := range tags(s.Tags) {
		k.tags[t] = key(0).text(t.Name, t.Label, t.Address)
	}
	for _, n := range s.Notes {
		k.name[n] = key(0).text(n.Title, n.Address, n.Language, n.Direction)
		k.face[n] = k.faceOf(n)
	}
	if r.net != nil {
		r.opts.Memory.net.take(r.net)
	}
	if s.Root != nil {
		k.folders(s.Root, nil)
	}
	if r.days != nil {
		for _, n := range r.days.notes {
			d := r.days.day[n]
			at := [2]int{int(d.Month()), d.Day()}
			k.days[at] = k.days[at].int(d.Year()).with(uint64(k.name[n]))
		}
		k.calendar = k.calendarOf(r.days)
	}
	return k
}

// calendarOf is what all pages of the calendar go by: its pages, and on which days there is what.
func (k *keys) calendarOf(d *days) key {
	f := k.base
	for _, y := range d.years {
		f = f.int(y).text(d.pages[y]...)
		for _, some := range d.lines[y] {
			f = f.int(len(some))
		}
	}
	return f
}

// calendarPage is the key of a page of the calendar: the first one of a year shows all its days.
func (k *keys) calendarPage(year, i int) key {
	d := k.r.days
	f := k.around(k.calendar, k.r.site.Root, nil).int(year).int(i).int(d.begins(year+1) - d.begins(year))
	if i == 0 {
		for _, n := range d.notes[d.begins(year):d.begins(year+1)] {
			f = f.time(d.day[n]).with(uint64(k.name[n]))
		}
	}
	for _, n := range d.lines[year][i] {
		f = f.time(d.day[n]).with(uint64(k.face[n]))
	}
	return f
}

func (k *keys) faceOf(n *site.Note) key {
	f := k.name[n].text(n.Aliases...).text(n.Description).text(n.Classes...).time(n.Created).time(n.Updated).int(n.Minutes)
	for _, t := range n.Tags {
		f = f.with(uint64(k.tags[t]))
	}
	for _, p := range n.Properties {
		f = f.text(p.Name).int(int(p.Type)).int(len(p.Value))
		for _, v := range p.Value {
			f = f.text(v.Text)
			if v.Ref != nil {
				f = f.text(v.Ref.Target, v.Ref.Anchor, v.Ref.Fragment).int(int(v.Ref.Kind))
			}
		}
	}
	if n.Image != nil {
		f = k.file(f.int(int(n.Image.Kind)), n.Image.Target)
	}
	if n.Index {
		f = f.int(1)
	}
	if n.Pinned {
		f = f.int(2)
	}
	return f
}

// file adds a file of the site as pages show it.
func (k *keys) file(f key, address string) key {
	w, h := k.r.opts.Media(address)
	f = f.text(address).int(w).int(h)
	for _, c := range k.r.opts.Copies(address) {
		f = f.int(c)
	}
	return f
}

// body adds the text of a note with all that is shown in it.
func (k *keys) body(f key, n *site.Note) key {
	f = f.with(n.Serial.Text)
	for _, address := range k.r.reads[n].files {
		f = k.file(f, address)
	}
	if len(k.r.reads[n].embeds) > 0 {
		f = k.embeds(f, n, map[*site.Note]bool{n: true})
	}
	return f
}

func (k *keys) embeds(f key, n *site.Note, seen map[*site.Note]bool) key {
	for _, address := range k.r.reads[n].embeds {
		to := k.r.notes[address]
		if to == nil || seen[to] {
			continue
		}
		seen[to] = true
		f = f.with(uint64(k.face[to])).with(to.Serial.Text)
		for _, address := range k.r.reads[to].files {
			f = k.file(f, address)
		}
		f = k.embeds(f, to, seen)
	}
	return f
}

// folders enters what the navigation shows while a folder is open, but for its own notes, for f
// and all below it. It is called with the way to f.
func (k *keys) folders(f *site.Folder, way []*site.Folder) {
	way = append(way, f)
	var nav key
	for i, up := range way {
		open := -1
		if i+1 < len(way) {
			open = k.r.folderRank[way[i+1]]
		}
		nav = nav.text(up.Title, up.Address).int(open).int(len(up.Folders)).int(len(up.Notes))
		from, to := window(len(up.Folders), open, navFolders)
		for _, c := range up.Folders[from:to] {
			nav = nav.text(c.Title, c.Address)
		}
	}
	if len(way) > 1 {
		from, to := window(len(way[0].Notes), -1, navOthers)
		for _, n := range way[0].Notes[from:to] {
			nav = nav.with(uint64(k.name[n]))
		}
	}
	k.nav[f] = nav
	for _, c := range f.Folders {
		k.folders(c, way[:len(way):len(way)])
	}
}

// around adds the navigation with the folder f open, and current in it or nil.
func (k *keys) around(key key, f *site.Folder, current *site.Note) key {
	if f == nil {
		return key
	}
	key = key.with(uint64(k.nav[f]))
	i := rankIn(f.Notes, current, k.r.rank)
	from, to := window(len(f.Notes), i, navNotes)
	for _, n := range f.Notes[from:to] {
		key = key.with(uint64(k.name[n]))
	}
	return key.int(i)
}

// lines adds notes as a list shows them.
func (k *keys) lines(f key, notes []*site.Note) key {
	for _, n := range notes {
		f = f.with(uint64(k.face[n]))
	}
	return f.int(len(notes))
}

// note is the key of everything that fillNote puts on a page at an address.
func (k *keys) note(address string, n *site.Note) key {
	r := k.r
	f := k.base.text(address).with(uint64(k.face[n]))
	f = k.body(f, n)
	f = f.with(n.Serial.Backlinks).with(n.Serial.Mentions)
	for _, b := range n.Backlinks {
		f = f.with(uint64(k.name[b.From]))
	}
	for _, b := range n.Mentions {
		f = f.with(uint64(k.name[b.From]))
	}
	for _, rel := range n.Related {
		f = f.with(uint64(k.name[rel.Note])).text(rel.Words...).int(len(rel.Links))
		for _, via := range rel.Links {
			f = f.with(uint64(k.name[via]))
		}
	}
	f = f.text(r.linked[n].addresses...)
	f = k.nearby(f, n)
	for _, o := range [...]*site.Note{n.Previous, n.Next} {
		f = f.with(uint64(k.name[o]))
	}
	if d := r.days; d != nil {
		if day, ok := d.day[n]; ok {
			f = f.time(day).with(uint64(k.days[[2]int{int(day.Month()), day.Day()}]))
		}
		if d.daily[n] {
			i := d.order[n]
			if i > 0 {
				f = f.int(1).with(uint64(k.name[d.diary[i-1]]))
			}
			if i+1 < len(d.diary) {
				f = f.int(2).with(uint64(k.name[d.diary[i+1]]))
			}
		}
	}
	return f
}

// nearby adds the picture of a note's neighbours.
func (k *keys) nearby(f key, n *site.Note) key {
	g := k.r.net
	if g == nil || k.r.opts.NoNearby {
		return f
	}
	at := g.number[n]
	some := g.near[at]
	some = some[:min(len(some), nearbyNotes)]
	for _, id := range some {
		f = f.with(uint64(k.name[g.notes[id]])).int(len(g.near[id]))
	}
	return f.int(len(some)).with(k.r.opts.Memory.net.beside[at])
}

// beside says which neighbours in a note's picture are neighbours of each other.
func (g *net) beside(at int32) uint64 {
	some := g.near[at]
	some = some[:min(len(some), nearbyNotes)]
	var f key
	for i, a := range some {
		for k, b := range some[:i] {
			if _, linked := slices.BinarySearch(g.near[a], b); linked {
				f = f.int(i*nearbyNotes + k)
			}
		}
	}
	return uint64(f)
}

// once is a job that is left out when the file with that key is known. make reports to whom it is
// given.
func (r *renderer) once(path string, of func() key, make func(r *renderer) (File, error)) job {
	if r.keys == nil {
		return func() (File, error) { return make(r) }
	}
	return func() (File, error) {
		var k key
		if of != nil { // without a key it is made as quickly as it is known
			if k = of(); r.opts.Known(path, uint64(k)) {
				return File{Path: path, Known: true}, nil
			}
		}
		own := *r
		list := &diag.List{}
		own.report = list
		f, err := make(&own)
		f.Key, f.Found = uint64(k), list.Sorted()
		for _, d := range f.Found {
			r.report.Report(d)
		}
		return f, err
	}
}
