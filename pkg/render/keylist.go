package render

import "memopress/pkg/site"

// folder is the key of a page of a folder.
func (k *keys) folder(f *site.Folder, addresses []string, i int, some folderSheet) key {
	out := k.base.text(addresses...).int(i).text(f.Title, f.Address).int(k.r.sizes[f])
	if f.Note != nil && i == 0 {
		out = out.with(uint64(k.note(f.Address, f.Note)))
	}
	out = k.around(out, f, nil)
	for _, c := range some.folders {
		out = out.text(c.Title, c.Address).int(k.r.sizes[c])
		if c.Note != nil {
			out = out.with(uint64(k.face[c.Note]))
		}
		out = out.text(firstTitles(c, 3))
	}
	return k.feedOf(k.lines(out, some.notes), f.Address)
}

// folderTwin is the key of a folder's Markdown.
func (k *keys) folderTwin(f *site.Folder) key {
	out := k.folder(f, nil, 0, folderSheet{folders: f.Folders})
	return out.with(uint64(k.called(f.Notes)))
}

// called is the key of a list of titles.
func (k *keys) called(notes []*site.Note) key {
	out := k.base.int(len(notes))
	for _, n := range notes {
		out = out.with(uint64(k.name[n]))
	}
	return out
}

// tag is the key of a page of a tag.
func (k *keys) tag(t *site.Tag, addresses []string, i int, notes []*site.Note) key {
	out := k.base.text(addresses...).int(i).int(t.Count)
	for up := t; up != nil; up = up.Parent {
		out = out.with(uint64(k.tags[up]))
	}
	out = k.around(out, k.r.site.Root, nil)
	if i == 0 {
		for below := range tags(t.Tags) {
			out = out.with(uint64(k.tags[below])).int(below.Count).with(uint64(k.tags[below.Parent]))
		}
	}
	return k.feedOf(k.lines(out, notes), t.Address)
}

// feedOf adds the feed that a page names.
func (k *keys) feedOf(f key, address string) key {
	if c := k.r.channels[address]; c != nil {
		return f.text(c.atom, c.title)
	}
	return f
}

// channel is the key of a feed.
func (k *keys) channel(c *channel) key {
	out := k.lines(k.base.text(c.page, c.atom, c.title), c.notes)
	if c.whole {
		for _, n := range c.notes {
			out = k.body(out, n)
		}
	}
	return out
}

// searched is the key of what the index of the search holds of a note.
func (k *keys) searched(n *site.Note) uint64 {
	out := k.face[n].with(n.Serial.Text)
	for f := n.Folder; f != nil; f = f.Parent {
		out = out.text(f.Title)
	}
	for _, t := range n.Tags {
		for up := t.Parent; up != nil; up = up.Parent {
			out = out.with(uint64(k.tags[up]))
		}
	}
	return uint64(out)
}

// previews is the key of a file of previews.
func (k *keys) previews(notes []*site.Note, wanted map[*site.Note][]string) key {
	out := k.base.int(len(notes))
	for _, n := range notes {
		out = k.body(out.with(uint64(k.face[n])), n).text(wanted[n]...)
		for f := n.Folder; f != nil; f = f.Parent {
			out = out.text(f.Title)
		}
	}
	return out
}
