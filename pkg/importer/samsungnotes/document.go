package samsungnotes

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// A document is one .sdocx file.
type document struct {
	*reader
	file   importer.File
	in     *importer.Source
	note   *note.Note // nil when there is none
	locked bool
	typed  bool // the note shows typed text

	data   *noteFile
	media  map[int]*attached // by number
	order  []*attached
	simple string // why the note is less than the app shows, empty when it is not
}

// An attached is a file of the folder media.
type attached struct {
	file  importer.File
	name  string // for people
	bind  int    // -1 for one that mediaInfo.dat does not list
	uses  int
	shown bool
}

// mainItem is the member that an account of the note names.
const mainItem = "note.note"

// maxTail is how much of a file's end is looked at for the end tag, in bytes.
const maxTail = 64 << 10

// read reads the file and sends its attachments; the note is sent later.
func (d *document) read() {
	in, err := d.src.OpenNested(d.file, d.sink)
	if err != nil {
		if isLocked, tagErr := locked(tailTag(d.tail())); tagErr == nil && isLocked {
			d.leaveLocked(func() { importer.LeaveOut(d.sink, d.src, d.file, ledger.Note, "locked") })
			return
		}
		importer.Fail(d.sink, d.src, d.file, ledger.Note, err)
		return
	}
	d.in = in
	for _, e := range in.Skipped() {
		d.sink.Account(e)
	}
	isLocked, tagErr := d.isLocked()
	if tagErr == nil && isLocked {
		d.leaveLocked(func() { importer.LeaveOutItem(d.sink, d.src, d.file, mainItem, ledger.Note, "locked") })
		return
	}
	data, err := in.ReadFile(mainItem, importer.MaxNoteFile)
	if err != nil {
		importer.FailItem(d.sink, d.src, d.file, mainItem, ledger.Note, err, nil)
		d.others()
		return
	}
	d.data, err = readNote(data)
	if err != nil && tagErr != nil {
		importer.FailItem(d.sink, d.src, d.file, mainItem, ledger.Note, errors.Join(err, tagErr), data)
		d.others()
		return
	}
	d.listMedia()
	d.build(err)
	d.others()
}

// tail returns the end of the file.
func (d *document) tail() []byte {
	r, size, err := d.src.ReaderAt(d.file)
	if err != nil {
		return nil
	}
	tail := make([]byte, min(size, maxTail))
	n, _ := r.ReadAt(tail, size-int64(len(tail)))
	return tail[:n]
}

// isLocked asks the end tag, which is a member, and the one behind the archive: either may be
// missing, and a note is locked as soon as one of them says so.
func (d *document) isLocked() (bool, error) {
	tag, err := d.in.ReadFile("end_tag.bin", maxTail)
	var member bool
	if err == nil {
		member, err = locked(tag)
	}
	behind, tailErr := locked(tailTag(d.tail()))
	if err != nil {
		err = tailErr
	}
	return member || behind, err
}

func (d *document) leaveLocked(account func()) {
	d.locked = true
	d.sink.Report(diag.Diagnostic{Severity: diag.Warning, Code: "I006", Pos: diag.Pos{File: d.file.Place}, Message: "the note is locked; it is left out",
		Hint: "unlock it in Samsung Notes and save it as a file again"})
	account()
}

// machinery reports whether a member is part of the note itself.
func machinery(p string) bool {
	switch {
	case p == mainItem, p == "end_tag.bin", p == "pageIdInfo.dat", p == "media/mediaInfo.dat", extension(p) == ".page":
		return true
	}
	return false
}

// others accounts for the members that are neither the note nor its media.
func (d *document) others() {
	for _, f := range d.in.Files() {
		switch {
		case machinery(f.Path):
		case extension(f.Path) == ".spi":
			importer.LeaveOutItem(d.sink, d.src, d.file, f.Path, ledger.Other, "picture of a page that the app keeps for speed")
		case d.media == nil || !strings.HasPrefix(f.Path, "media/"):
			importer.LeaveOutItem(d.sink, d.src, d.file, f.Path, ledger.Other, "not known to Samsung Notes")
		}
	}
}

// listMedia finds the files of the folder media and what mediaInfo.dat says of them.
func (d *document) listMedia() {
	d.media = map[int]*attached{}
	data, err := d.in.ReadFile("media/mediaInfo.dat", importer.MaxNoteFile)
	var list []medium
	if err == nil {
		list = readMedia(data)
	}
	byName := map[string]medium{}
	for _, m := range list {
		byName[strings.ToLower(importer.OneLine(m.name))] = m
	}
	names := map[int]string{}
	for _, n := range append(slices.Clone(d.data.files), d.data.voices...) {
		names[n.bind] = n.name
	}
	for _, f := range d.in.Files() {
		if !strings.HasPrefix(f.Path, "media/") || machinery(f.Path) || extension(f.Path) == ".spi" {
			continue
		}
		a := &attached{file: f, bind: -1, uses: 1, name: path.Base(f.Path)}
		number, rest, ok := strings.Cut(a.name, "@")
		if m, listed := byName[strings.ToLower(a.name)]; listed {
			a.bind, a.uses = m.bind, m.uses
		} else if n, err := strconv.Atoi(number); ok && err == nil {
			a.bind = n
		}
		if ok && rest != "" {
			a.name = rest
		}
		if shown := importer.Segment(names[a.bind]); names[a.bind] != "" {
			a.name = shown
			if ext := extension(f.Path); extension(shown) != ext {
				a.name += ext
			}
		}
		d.order = append(d.order, a)
		if a.bind >= 0 && d.media[a.bind] == nil {
			d.media[a.bind] = a
		}
	}
}

func (d *document) key(item string) string { return d.opts.Space + "/" + d.file.Path + "/" + item }

// build makes the note. unread is why its text cannot be read, nil when it can.
func (d *document) build(unread error) {
	n := &note.Note{ID: note.ID(d.opts.Space + "/" + d.file.Path), Space: d.opts.Space, Notebook: notebookOf(d.file.Path),
		Created: d.data.created, Updated: d.data.modified, Source: note.Source{Input: d.src.Name, File: d.file.Path, Item: mainItem}}
	if id := importer.OneLine(d.data.id); id != "" {
		n.ID = note.ID("samsung-notes:" + id)
	}
	d.note = n
	n.Title = importer.Shorten(importer.OneLine(clean(d.data.title.String())), 200)
	if unread != nil {
		d.simple = unread.Error()
	} else {
		n.Body = d.data.body.blocks(d.show)
	}
	d.typed = importer.TitleOf(n.Body) != "" && unread == nil
	if n.Title == "" {
		n.Title = cmp.Or(importer.TitleOf(n.Body), nameOf(d.file.Path))
	}
	n.Properties = d.properties()
	if unread == nil {
		d.pages()
	}
	for _, f := range slices.Concat(d.data.files, d.data.voices) {
		if e, ok := d.byBind(f.bind).(*note.Embed); ok {
			e.Alt = d.media[f.bind].name
			d.append(e)
		}
	}
	for _, a := range d.order {
		if a.uses > 0 {
			d.append(d.byFile(a))
		}
		d.sendMedium(a)
	}
	if len(n.Body) == 0 && d.simple == "" {
		d.simple = "nothing of it can be read"
	}
	if d.simple != "" {
		d.keepOriginal()
	}
}

func (d *document) properties() []note.Property {
	var out []note.Property
	if p := d.data.place; len(p) == 2 && p[0] >= -90 && p[0] <= 90 && p[1] >= -180 && p[1] <= 180 && (p[0] != 0 || p[1] != 0) {
		out = append(out, importer.TypedProperty("latitude", note.NumberProperty, strconv.FormatFloat(p[0], 'f', -1, 64)),
			importer.TypedProperty("longitude", note.NumberProperty, strconv.FormatFloat(p[1], 'f', -1, 64)))
	}
	if s := importer.OneLine(clean(d.data.author)); s != "" {
		out = append(out, importer.TextProperty("note-author", s))
	}
	if s := importer.OneLine(clean(d.data.app)); s != "" {
		out = append(out, importer.TextProperty("source-application", s))
	}
	return out
}

// append adds a paragraph that shows something.
func (d *document) append(in note.Inline) {
	if in != nil {
		d.note.Body = append(d.note.Body, &note.Paragraph{Inlines: []note.Inline{in}})
	}
}

// show is what stands for an object among the words.
func (d *document) show(o object) note.Inline {
	if bind, _, _, err := readImage(records(o.data)[shapeRecord]); err == nil && d.media[bind] != nil {
		return d.byBind(bind)
	}
	d.simple = fmt.Sprintf("an object of kind %d among the words is not read", o.kind)
	return nil
}

// byBind embeds a medium by its number, nil when it stands in the note already.
func (d *document) byBind(bind int) note.Inline {
	if a := d.media[bind]; a != nil {
		return d.byFile(a)
	}
	return nil
}

func (d *document) byFile(a *attached) note.Inline {
	if a.shown {
		return nil
	}
	a.shown = true
	return &note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: d.key(a.file.Path)}}
}

func (d *document) sendMedium(a *attached) {
	d.sink.Attachment(note.Attachment{Key: d.key(a.file.Path), Name: a.name, Path: d.file.Path + "/" + a.file.Path, Space: d.opts.Space, Size: a.file.Size, Open: a.file.Open,
		Source: note.Source{Input: d.src.Name, File: d.file.Path, Item: a.file.Path}})
}

// pages reads the pages in their order and shows what stands on them.
func (d *document) pages() {
	at := map[string]int{}
	if data, err := d.in.ReadFile("pageIdInfo.dat", importer.MaxNoteFile); err == nil {
		for i, name := range readOrder(data) {
			at[strings.ToLower(name)] = i + 1
		}
	}
	var files []importer.File
	for _, f := range d.in.Files() {
		if extension(f.Path) == ".page" {
			files = append(files, f)
		}
	}
	place := func(f importer.File) int { return at[strings.ToLower(stem(path.Base(f.Path)))] }
	slices.SortStableFunc(files, func(a, b importer.File) int { return cmp.Compare(place(a), place(b)) })
	for _, f := range files {
		d.page(f)
	}
}

func (d *document) page(f importer.File) {
	data, err := f.Read(importer.MaxNoteFile)
	p := &page{}
	if err == nil {
		p, err = readPage(data)
	}
	if err != nil {
		d.simple = "a page of it cannot be read: " + err.Error()
	} else if p.unread {
		d.simple = "a page of it holds objects that are not read"
	}
	for _, tag := range p.tags {
		if tag = importer.CleanTag(clean(tag)); tag != "" && !slices.Contains(d.note.Tags, tag) {
			d.note.Tags = append(d.note.Tags, tag)
		}
	}
	for _, bind := range p.pdfs {
		d.append(d.byBind(bind))
	}
	slices.SortStableFunc(p.things, func(a, b thing) int { return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left)) })
	for _, t := range p.things {
		if t.bind >= 0 {
			d.append(d.byBind(t.bind))
			continue
		}
		d.note.Body = append(d.note.Body, t.text.blocks(d.show)...)
	}
	if len(p.strokes) > 0 {
		d.draw(f, p)
	}
}

// draw adds the handwriting of a page as a picture.
func (d *document) draw(f importer.File, p *page) {
	picture := svg(p)
	item := f.Path + ".svg"
	d.sink.Attachment(note.Attachment{Key: d.key(item), Name: path.Base(item), Path: d.file.Path + "/" + item, Space: d.opts.Space, MediaType: "image/svg+xml", Size: int64(len(picture)),
		Open:   func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(picture)), nil },
		Source: note.Source{Input: d.src.Name, File: d.file.Path, Item: item}})
	d.append(&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: d.key(item)}, Alt: d.note.Title})
}

// keepOriginal attaches the file itself. It holds everything that the note has, so that it is
// shown only where there is nothing that stays private by default.
func (d *document) keepOriginal() {
	private := d.data.telling
	hint := "the file itself is attached to the note"
	if private {
		hint = "the file itself is kept with the note but not shown: it tells a place or an author"
	}
	d.sink.Report(diag.Diagnostic{Severity: diag.Info, Code: "I007", Pos: diag.Pos{File: d.file.Place}, Note: string(d.note.ID),
		Message: "the note is shown in part: " + d.simple, Hint: hint})
	a := importer.FileAttachment(d.src, d.file, d.opts.Space, d.file.Path)
	a.Source.Item = "original"
	d.sink.Attachment(a)
	if !private {
		d.append(&note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: a.Key}})
	}
}
