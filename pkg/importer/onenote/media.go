package onenote

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
	"memopress/pkg/importer/onenote/store"
	"memopress/pkg/ledger"
	"memopress/pkg/note"
)

// extensions by media type, of what OneNote keeps without a name.
var extensions = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp", "image/x-icon": ".ico",
	"application/pdf": ".pdf", "image/svg+xml": ".svg", "image/tiff": ".tif", "image/emf": ".emf", "audio/mpeg": ".mp3", "video/mp4": ".mp4",
}

// image shows a picture. Its alternative text stays when its author wrote it.
func (b *body) image(o *store.Object) []note.Block {
	ids := append(o.IDs(propPicture), o.IDs(propWebPicture)...)
	name := importer.OneLine(o.Text(propImageName))
	key, mediaType, err := b.attach(o.ID, ids, name, "image")
	if err != nil {
		b.lose(o.ID, name, err)
		return nil
	}
	embed := &note.Embed{Ref: note.Ref{Kind: note.RefAttachment, Target: key}, Alt: alternative(o.Text(propImageAlt))}
	if strings.HasPrefix(mediaType, "image/") && o.Bool(propUserSized) {
		embed.Width = pixels(o.Float(propWidth))
	}
	inlines := []note.Inline{embed}
	if address := o.Text(propURL); address != "" {
		inlines = b.link(address, inlines)
	}
	return []note.Block{&note.Paragraph{Inlines: inlines}}
}

// pixels turns half inches into pixels of a page.
func pixels(halfInches float64) int {
	if halfInches <= 0 || halfInches > 200 {
		return 0
	}
	return int(halfInches*48 + 0.5)
}

// machineMade are what OneNote writes before text that it recognised in a picture.
var machineMade = []string{"machine generated alternative text", "컴퓨터에서 생성한 대체 텍스트", "컴퓨터가 생성한 대체 텍스트", "machinaal gegenereerde alternatieve tekst",
	"maschinell generierter alternativtext", "texte de remplacement généré par une machine", "texto alternativo generado por el equipo", "コンピューターによって生成された代替テキスト", "计算机生成了可选文字"}

// alternative returns an alternative text that its author wrote, in one line.
func alternative(s string) string {
	s = strings.TrimSpace(norm.NFC.String(s))
	for _, m := range machineMade {
		if strings.HasPrefix(strings.ToLower(s), norm.NFC.String(m)) {
			return ""
		}
	}
	if strings.Count(s, "\n") > 2 {
		return "" // words of a scanned page
	}
	return importer.OneLine(s)
}

// played are the extensions of what a page plays in its place.
var played = map[string]bool{".mp3": true, ".m4a": true, ".wav": true, ".wma": true, ".ogg": true, ".amr": true, ".mp4": true, ".mov": true, ".wmv": true, ".webm": true, ".mkv": true, ".avi": true}

// file links a file that was put on the page, and plays recordings.
func (b *body) file(o *store.Object) []note.Block {
	return b.embedded(o, o.IDs(propFileContent), o.Text(propFileName))
}

func (b *body) embedded(o *store.Object, containers []store.ID, name string) []note.Block {
	name = importer.OneLine(name)
	key, mediaType, err := b.attach(o.ID, containers, name, "file")
	if err != nil {
		b.lose(o.ID, name, err)
		if name == "" {
			return nil
		}
		return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Text{Value: name}}}}
	}
	ref := note.Ref{Kind: note.RefAttachment, Target: key}
	if played[strings.ToLower(path.Ext(name))] || strings.HasPrefix(mediaType, "image/") && o.Type != typeFile {
		return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Embed{Ref: ref}}}}
	}
	if name == "" {
		name = b.attachments[len(b.attachments)-1].Name
	}
	return []note.Block{&note.Paragraph{Inlines: []note.Inline{&note.Link{Ref: ref, Inlines: []note.Inline{&note.Text{Value: name}}}}}}
}

// attach makes an attachment of the first container that has content, and returns its key and
// its media type by what it begins with.
func (b *body) attach(id store.ID, containers []store.ID, name, what string) (key, mediaType string, err error) {
	err = fmt.Errorf("the %s has no content", what)
	for _, c := range containers {
		o, failure := b.space.Object(c)
		if failure != nil {
			err = failure
			continue
		}
		open, size, failure := b.space.FileData(o)
		if failure != nil {
			err = failure
			continue
		}
		head := make([]byte, 512)
		if r, failure := open(); failure == nil {
			n, _ := io.ReadFull(r, head) // a short file is no failure, and others show when it is read
			head = head[:n]
			_ = r.Close() // a section of a file has nothing to close
		}
		mediaType, _, _ = strings.Cut(http.DetectContentType(head), ";")
		return b.add(id, fileName(name, mediaType, what, len(b.attachments)+1), mediaType, size, open), mediaType, nil
	}
	return "", "", err
}

// fileName returns the name of an attachment. Pictures lose a wrong extension: what they begin
// with is what they are.
func fileName(name, mediaType, what string, number int) string {
	ext := path.Ext(name)
	if len(ext) > 10 || strings.ContainsAny(ext, " ") {
		ext = ""
	}
	stem := strings.TrimSuffix(name, ext)
	if known := extensions[mediaType]; ext == "" || known != "" && what == "image" && !strings.EqualFold(known, ext) && !(known == ".jpg" && strings.EqualFold(ext, ".jpeg")) {
		ext = known
	}
	if strings.Trim(stem, " .") == "" {
		stem = fmt.Sprintf("%s %d", what, number)
	}
	return stem + ext
}

// lose accounts for a file of the page whose content cannot be read.
func (b *body) lose(id store.ID, name string, err error) {
	b.fail(b.section.member, fmt.Sprintf("%s of %s, %s-%d", name, b.page.item(), id.GUID, id.N), ledger.Attachment, err)
}

// add enters an attachment of the page.
func (b *body) add(id store.ID, name, mediaType string, size int64, open func() (io.ReadCloser, error)) string {
	key := fmt.Sprintf("%s/%s-%d", b.note.ID, id.GUID, id.N)
	switch mediaType {
	case "application/octet-stream", "application/zip", "text/plain":
		mediaType = "" // the name says more
	}
	b.attachments = append(b.attachments, note.Attachment{
		Key: key, Name: norm.NFC.String(name), Space: b.opts.Space, MediaType: mediaType, Size: size, Open: open,
		Source: note.Source{Input: b.src.Name, File: b.section.Path, Item: b.section.item(fmt.Sprintf("%s of %s, %s-%d", name, b.page.item(), id.GUID, id.N))},
	})
	return key
}
