package media

import (
	"errors"
	"io"
	"math"
)

// filmKept are boxes of a film's top level that playing needs and that are copied as they are.
var filmKept = map[string]bool{"ftyp": true, "styp": true, "mdat": true, "sidx": true, "ssix": true, "mfra": true, "pdin": true}

// cleanFilm copies an MP4 or QuickTime file. Every box that is not needed for playing becomes
// free space of the same length.
func cleanFilm(w io.Writer, r io.Reader) error {
	in := walker{r}
	for {
		name, head, size, err := in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case name == "moov" || name == "moof":
			b, err := in.whole(name, head, size)
			if err != nil {
				return err
			}
			if _, err := cleanMovie(b, 0); err != nil {
				return err
			}
			if _, err := w.Write(b.all); err != nil {
				return err
			}
		case filmKept[name]:
			if _, err := w.Write(head); err != nil {
				return err
			}
			if err := copyBody(w, r, size); err != nil {
				return err
			}
		case size == math.MaxInt64:
			return nil // unknown up to the end: nothing after it can be lost
		default:
			copy(head[4:], "free")
			if _, err := w.Write(head); err != nil {
				return err
			}
			if err := copyBody(zeros{w}, r, size); err != nil {
				return err
			}
		}
	}
}

// copyBody tolerates a film whose last box is cut short: what there is of it plays.
func copyBody(w io.Writer, r io.Reader, size int64) error {
	_, err := io.CopyN(w, r, size)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func skip(r io.Reader, size int64) error {
	if s, ok := r.(io.Seeker); ok && size < math.MaxInt64 {
		_, err := s.Seek(size, io.SeekCurrent)
		return err
	}
	return copyBody(io.Discard, r, size)
}

// zeros writes nothing but zeros, as many as it is given: a box may claim any length.
type zeros struct{ w io.Writer }

func (z zeros) Write(p []byte) (int, error) {
	return z.w.Write(make([]byte, len(p)))
}

// keptInFilm names what cleanFilm leaves: the samples of timed metadata stand among those of
// sound and picture.
func keptInFilm(open func() (io.ReadCloser, error)) (kept string, err error) {
	rc, err := open()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	in := walker{rc}
	for {
		name, head, size, err := in.next()
		if err == io.EOF {
			return kept, nil
		}
		if err != nil {
			return "", err
		}
		if name != "moov" {
			if err := skip(rc, size); err != nil {
				return "", err
			}
			continue
		}
		b, err := in.whole(name, head, size)
		if err != nil {
			return "", err
		}
		timed, err := cleanMovie(b, 0)
		if err != nil {
			return "", err
		}
		if timed {
			kept = "a track of timed metadata, in which cameras write where they are"
		}
	}
}
