package dayone

import (
	"cmp"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/internal/media"
	"memopress/pkg/note"
)

// kinds are the folders of an export and what they hold.
var kinds = map[string]string{"photos": "photo", "audios": "recording", "videos": "film", "pdfs": "PDF"}

// A medium is a record and the folder that its file lies in.
type medium struct {
	record
	folder string
	root   string // the folder of the journal whose entry has the record
}

// all returns the records of an entry in the order in which Day One shows them.
func (f *found) all() []medium {
	var out []medium
	root := path.Dir(f.file.Path)
	for _, list := range []struct {
		folder  string
		records []record
	}{{"photos", f.Photos}, {"audios", f.Audios}, {"videos", f.Videos}, {"pdfs", f.PDFs}} {
		for _, r := range list.records {
			out = append(out, medium{r, list.folder, root})
		}
	}
	slices.SortStableFunc(out, func(a, b medium) int { return cmp.Compare(a.Order, b.Order) })
	return out
}

// collectMedia gathers the records of all entries. Of two records of one identifier the one with
// a checksum counts: the other is a copy without its file.
func (e *export) collectMedia() {
	for _, f := range e.entries {
		for _, m := range f.all() {
			id := cleanID(m.ID)
			if have, ok := e.media[id]; !ok || have.MD5 == "" && m.MD5 != "" {
				e.media[id] = m
			}
		}
	}
}

// indexFiles lists the files of the media folders by folder and name without extension: the type
// in the record is not always that of the file.
func indexFiles(src *importer.Source) map[string]importer.File {
	files := map[string]importer.File{}
	for _, f := range src.Files() {
		dir, base := path.Split(f.Path)
		dir = strings.TrimSuffix(dir, "/")
		if kinds[path.Base(dir)] == "" {
			continue
		}
		stem := strings.ToUpper(strings.TrimSuffix(base, path.Ext(base)))
		for _, key := range []string{dir + "/" + stem, path.Base(dir) + "/" + stem} {
			if _, ok := files[key]; !ok {
				files[key] = f
			}
		}
	}
	return files
}

// lookup returns the file of a medium: beside its own journal, else anywhere in the export.
func (e *export) lookup(m medium) (importer.File, bool) {
	name := norm.NFC.String(m.Filename)
	for _, stem := range []string{m.MD5, m.ID, strings.TrimSuffix(name, path.Ext(name))} {
		if stem = strings.ToUpper(stem); stem == "" {
			continue
		}
		for _, key := range []string{path.Join(m.root, m.folder) + "/" + stem, m.folder + "/" + stem} {
			if f, ok := e.files[key]; ok {
				return f, true
			}
		}
	}
	return importer.File{}, false
}

// key names the attachment of a medium in all exports.
func key(m medium) string {
	return "dayone:" + norm.NFC.String(cmp.Or(strings.ToLower(importer.OneLine(m.MD5)), cleanID(m.ID)))
}

// send sends the file of a medium, once, and returns the attachment's key.
func (b *body) send(m medium) string {
	f, ok := b.lookup(m)
	if !ok {
		b.report("I003", diag.Warning, "the "+kinds[m.folder]+" "+cmp.Or(nameOf(m), m.ID)+" is not in the export", "export with media, and give the whole zip")
		return key(m)
	}
	if key, ok := b.sent[f.Path]; ok {
		return key
	}
	k := key(m)
	b.sent[f.Path] = k
	b.claimed[f.Path] = true
	a := importer.FileAttachment(b.src, f, b.opts.Space, f.Path)
	a.Key, a.MediaType = k, sniff(f)
	if name := nameOf(m); name != "" {
		a.Name = importer.Segment(strings.TrimSuffix(name, path.Ext(name)) + path.Ext(f.Path))
	}
	b.sink.Attachment(a)
	return k
}

// nameOf returns the name that the author's file had, "" for photos taken in the app.
func nameOf(m medium) string {
	return importer.OneLine(cmp.Or(m.PDFName, m.Title, m.Filename))
}

func sniff(f importer.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil || len(head) == 0 {
		return ""
	}
	return media.Type(path.Base(f.Path), head)
}

// embed shows a medium.
func (b *body) embed(m medium) *note.Embed {
	alt := importer.OneLine(m.Caption)
	if m.folder != "photos" {
		alt = cmp.Or(alt, nameOf(m))
	}
	return &note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: b.send(m)}, Alt: alt}
}
