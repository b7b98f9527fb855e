package applenotes

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"memopress/pkg/importer"
)

// A mediaIndex finds the files that lie around a store by the identifiers in their paths:
//
//	Accounts/<account>/Media/<media>/[<generation>/]<file name>
//	Accounts/<account>/FallbackImages/<attachment>/<generation>/FallbackImage.png, or <attachment>.jpg
//	Accounts/<account>/FallbackPDFs/<attachment>/<generation>/FallbackPDF.pdf
//	Accounts/<account>/Previews/<attachment>-1-<width>x<height>-0.jpeg
//
// In a backup of an iPhone a file's name is the SHA-1 of such a path.
type mediaIndex struct {
	byID   map[string][]importer.File // identifier in upper case → files with it in their path
	hashed map[string]importer.File   // 40 hexadecimal digits → file
}

var (
	identifier = regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	hashName   = regexp.MustCompile(`^[0-9a-f]{40}$`)
	previewDim = regexp.MustCompile(`-(\d{1,5})x(\d{1,5})-`)
)

func indexMedia(src *importer.Source) mediaIndex {
	x := mediaIndex{byID: map[string][]importer.File{}, hashed: map[string]importer.File{}}
	for _, f := range src.Files() {
		seen := map[string]bool{}
		for part := range strings.SplitSeq(f.Path, "/") {
			if id := strings.ToUpper(identifier.FindString(part)); id != "" && !seen[id] {
				seen[id] = true
				x.byID[id] = append(x.byID[id], f)
			}
		}
		if base := path.Base(f.Path); hashName.MatchString(base) {
			x.hashed[base] = f
		}
	}
	return x
}

// within returns the files of one kind for an identifier.
func (x mediaIndex) within(id, kind string) []importer.File {
	var out []importer.File
	for _, f := range x.byID[id] {
		if strings.Contains("/"+f.Path, "/"+kind+"/") {
			out = append(out, f)
		}
	}
	return out
}

// backup returns the file that a backup of an iPhone has for a path below the store.
func (x mediaIndex) backup(parts ...string) (importer.File, bool) {
	if len(x.hashed) == 0 {
		return importer.File{}, false
	}
	sum := sha1.Sum([]byte("AppDomainGroup-group.com.apple.notes-" + path.Join(parts...)))
	f, ok := x.hashed[hex.EncodeToString(sum[:])]
	return f, ok
}

// best returns the file whose path has the wanted generation and name, else the newest
// generation; of equal ones the largest.
func best(files []importer.File, generation, name string) (importer.File, bool) {
	if len(files) == 0 {
		return importer.File{}, false
	}
	name = norm.NFC.String(name)
	score := func(f importer.File) (n int) {
		if generation != "" && strings.Contains(f.Path, "/"+norm.NFC.String(generation)+"/") {
			n += 4
		}
		if name != "" && path.Base(f.Path) == name {
			n += 2
		}
		return n
	}
	return slices.MinFunc(files, func(a, b importer.File) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(area(b), area(a)), cmp.Compare(b.Size, a.Size), strings.Compare(a.Path, b.Path))
	}), true
}

// area returns the size of a preview in pixels, as its name states it.
func area(f importer.File) int {
	m := previewDim.FindStringSubmatch(f.Path)
	if m == nil {
		return 0
	}
	w, errW := strconv.Atoi(m[1])
	h, errH := strconv.Atoi(m[2])
	if errW != nil || errH != nil {
		return 0
	}
	return w * h
}

// fileOf returns the file that an attachment is shown by.
func (s *store) fileOf(o *object) (importer.File, bool) {
	account := s.accountOf(o)
	switch {
	case o.uti == "com.apple.paper.doc.scan" || o.uti == "com.apple.paper.doc.pdf":
		if f, ok := best(s.files.within(o.identifier, "FallbackPDFs"), o.pdfGeneration, ""); ok {
			return f, true
		}
		if f, ok := s.files.backup("Accounts", account, "FallbackPDFs", o.identifier, o.pdfGeneration, "FallbackPDF.pdf"); ok {
			return f, true
		}
	case isDrawing(o.uti):
		if f, ok := best(s.files.within(o.identifier, "FallbackImages"), o.imageGeneration, ""); ok {
			return f, true
		}
		for _, name := range []string{"FallbackImage.png", "FallbackImage.jpeg", "FallbackImage.jpg"} {
			if f, ok := s.files.backup("Accounts", account, "FallbackImages", o.identifier, o.imageGeneration, name); ok {
				return f, true
			}
		}
		if f, ok := s.files.backup("Accounts", account, "FallbackImages", o.identifier+".jpg"); ok {
			return f, true
		}
	case s.inGallery(o):
		// What a scan shows, straightened and cleaned, is its preview; its medium is the photograph.
		if f, ok := best(s.files.within(o.identifier, "Previews"), "", ""); ok {
			return f, true
		}
	}
	if m := s.objects[o.media]; m != nil {
		if f, ok := best(s.files.within(m.identifier, "Media"), m.generation, m.filename); ok {
			return f, true
		}
		if f, ok := s.files.backup("Accounts", account, "Media", m.identifier, m.generation, m.filename); ok {
			return f, true
		}
	}
	return best(s.files.within(o.identifier, "Previews"), "", "")
}

func isDrawing(uti string) bool {
	return uti == "com.apple.paper" || uti == "com.apple.drawing" || uti == "com.apple.drawing.2"
}

// inGallery reports whether an attachment is a page of a scanned document.
func (s *store) inGallery(o *object) bool {
	parent := s.objects[o.parentAttachment]
	return parent != nil && parent.uti == "com.apple.notes.gallery"
}
