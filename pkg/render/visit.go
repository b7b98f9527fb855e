package render

import (
	"encoding/json"

	"memopress/pkg/site"
)

// What pages fetch when a reader wants it: addresses to choose one from by chance, what is new,
// and the folders of the navigation.

const (
	addressesPerFile = 256
	latestNotes      = 50
	branchLines      = 200 // folders, and notes, of a folder that opens in the navigation
)

// addressData are the addresses of all notes, data/notes/K.js, in their order.
func addressData(r *renderer) []job {
	jobs := []job{func() (File, error) { return dataFile("notes", len(r.site.Notes)) }}
	for from := 0; from < len(r.site.Notes); from += addressesPerFile {
		jobs = append(jobs, func() (File, error) {
			some := r.site.Notes[from:min(from+addressesPerFile, len(r.site.Notes))]
			out := make([]string, len(some))
			for i, n := range some {
				out[i] = n.Address
			}
			return dataFile("notes/"+itoa(from/addressesPerFile), out)
		})
	}
	return jobs
}

// latestData is data/latest.js: the notes that changed last as "address day". A browser that was
// here before knows by it which of them are new.
func latestData(r *renderer) []job {
	if !r.chrome.Recent {
		return nil
	}
	return []job{func() (File, error) { return dataFile("latest", r.latest()) }}
}

func (r *renderer) latest() []string {
	out := []string{}
	for _, n := range r.dated[:min(len(r.dated), latestNotes)] {
		out = append(out, n.Address+" "+order(n.Created, n.Updated).Format("2006-01-02"))
	}
	return out
}

// A branch is what is in a folder: its folders as [title, address, whether there is more in
// it], its notes as [title, address], and how many of both are left out.
type branch struct {
	Folders [][3]any    `json:"f,omitempty"`
	Notes   [][2]string `json:"n,omitempty"`
	More    int         `json:"more,omitempty"`
}

const linesPerBranches = 400 // on the average at most, in one file of branches

// branchFiles returns into how many files the branches go: a power of two, 0 where there is none.
func (r *renderer) branchFiles() int {
	lines := 0
	for f := range folders(r.site.Root) {
		lines += 1 + min(len(f.Folders), branchLines) + min(len(f.Notes), branchLines)
	}
	n := 1
	for n*linesPerBranches < lines {
		n *= 2
	}
	if lines == 0 {
		return 0
	}
	return n
}

// branchData are the folders that can be opened in the navigation, data/tree/K.js: branches by
// the folder's address, in the file that its hash says.
func branchData(r *renderer) []job {
	n := r.chrome.Branches
	if n == 0 {
		return nil
	}
	shards := make([]map[string]branch, n)
	for f := range folders(r.site.Root) {
		var b branch
		for _, c := range f.Folders[:min(len(f.Folders), branchLines)] {
			b.Folders = append(b.Folders, [3]any{c.Title, c.Address, len(c.Folders)+len(c.Notes) > 0})
		}
		for _, n := range f.Notes[:min(len(f.Notes), branchLines)] {
			b.Notes = append(b.Notes, [2]string{n.Title, n.Address})
		}
		b.More = len(f.Folders) - len(b.Folders) + len(f.Notes) - len(b.Notes)
		k := shard(f.Address, n)
		if shards[k] == nil {
			shards[k] = map[string]branch{}
		}
		shards[k][f.Address] = b
	}
	jobs := make([]job, n)
	for k := range jobs {
		jobs[k] = func() (File, error) { return dataFile("tree/"+itoa(k), shards[k]) }
	}
	if r.chrome.Tags {
		jobs = append(jobs, func() (File, error) { return dataFile("tree/tags", r.tagBranches()) })
	}
	return jobs
}

const (
	treeTags      = 300  // tags of the top level that the navigation shows
	treeTagsBelow = 1000 // tags in all
)

// A tagBranch is a tag as [label, address, how many notes, the tags below].
type tagBranch struct {
	tag   *site.Tag
	below []tagBranch
}

func (b tagBranch) MarshalJSON() ([]byte, error) {
	line := []any{b.tag.Label, b.tag.Address, b.tag.Count}
	if len(b.below) > 0 {
		line = append(line, b.below)
	}
	return json.Marshal(line)
}

// tagBranches are the tags that the navigation shows in place of the folders, data/tree/tags.js:
// those that most notes carry, in the order of their names, and how many of the top level are left
// out.
func (r *renderer) tagBranches() any {
	top := mostUsed(r.site.Tags, treeTags)
	room := treeTagsBelow - len(top)
	var branches func(all []*site.Tag) []tagBranch
	branches = func(all []*site.Tag) []tagBranch {
		out := make([]tagBranch, len(all))
		for i, t := range all {
			some := t.Tags[:min(len(t.Tags), room)]
			room -= len(some)
			out[i] = tagBranch{t, branches(some)}
		}
		return out
	}
	return struct {
		Tags []tagBranch `json:"t"`
		More int         `json:"more,omitempty"`
	}{branches(top), len(r.site.Tags) - len(top)}
}
