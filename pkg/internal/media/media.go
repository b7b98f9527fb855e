// Package media makes an attachment fit to be published: what it is, how large its picture is,
// and its content without what the author did not mean to show (place, camera, names, hidden
// thumbnails, what follows the end of the file) and without anything that runs.
//
// Pixels and sound stay exactly as they are: nothing is decoded and encoded again, so nothing
// is lost and a picture of any size costs no more than its bytes. What should be cleaned and cannot
// be is an error or is named in Report.Kept, never copied in silence. Sound and films that are not
// of the MP4 family, archives and texts are copied as they are, with the tags that they carry.
package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxImage is the largest image file that is cleaned, in bytes. Films may be of any size.
const MaxImage = 200 << 20

// maxHeader is how much of a film's or HEIF picture's structure is held in memory.
const maxHeader = 64 << 20

// ErrDamaged is wrapped by the errors of files whose structure cannot be followed, so that
// nobody can tell what else they carry.
var ErrDamaged = errors.New("the file is damaged")

// A Report says what became of a file.
type Report struct {
	Type string // media type, by content; "application/octet-stream" when unknown
	Kept string // metadata that is still in it, for a diagnostic; empty for none
}

// Open opens a file for publishing. name is used where the content alone does not say what a
// file is; open may be called more than once. The reader yields the cleaned content; an error
// of it may wrap ErrDamaged, and then what it yielded before must not be published.
func Open(name string, open func() (io.ReadCloser, error)) (io.ReadCloser, Report, error) {
	rc, report, err := openClean(name, open)
	if err != nil {
		return nil, report, fmt.Errorf("clean %s: %w", name, err)
	}
	return rc, report, nil
}

func openClean(name string, open func() (io.ReadCloser, error)) (io.ReadCloser, Report, error) {
	in, err := open()
	if err != nil {
		return nil, Report{}, err
	}
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, Report{}, errors.Join(err, in.Close())
	}
	report := Report{Type: Type(name, head[:n])}
	all := io.MultiReader(bytes.NewReader(head[:n]), in)
	if clean := imageCleaner(report.Type); clean != nil {
		data, err := readImage(all)
		if err = errors.Join(err, in.Close()); err != nil {
			return nil, report, err
		}
		if data, err = clean(data); err != nil {
			return nil, report, err
		}
		return io.NopCloser(bytes.NewReader(data)), report, nil
	}
	if films[report.Type] {
		if report.Kept, err = keptInFilm(open); err != nil {
			return nil, report, errors.Join(err, in.Close())
		}
		pr, pw := io.Pipe()
		go func() { pw.CloseWithError(errors.Join(cleanFilm(pw, all), in.Close())) }()
		return pr, report, nil
	}
	report.Kept, err = keptIn(report.Type, name, open)
	if err != nil {
		return nil, report, errors.Join(err, in.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{all, in}, report, nil
}

// imageCleaner returns how images of a type are cleaned, in memory; nil for what is no image.
func imageCleaner(mediaType string) func([]byte) ([]byte, error) {
	if mediaType == "image/svg+xml" {
		return cleanSVG
	}
	return rasters[mediaType]
}

// rasters are images of pixels.
var rasters = map[string]func([]byte) ([]byte, error){
	"image/jpeg": cleanJPEG,
	"image/png":  cleanPNG,
	"image/gif":  cleanGIF,
	"image/webp": cleanWebP,
	"image/avif": cleanHEIF,
	"image/heic": cleanHEIF,
	"image/heif": cleanHEIF,
}

var films = map[string]bool{"video/mp4": true, "video/quicktime": true, "audio/mp4": true, "video/3gpp": true}

func readImage(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxImage+1))
	if err == nil && len(data) > MaxImage {
		err = fmt.Errorf("an image of more than %d MB", MaxImage>>20)
	}
	return data, err
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}
