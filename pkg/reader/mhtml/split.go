package mhtml

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// split returns where the parts between boundaries begin and end. The line end before a boundary
// belongs to it (RFC 2046 5.1.1). An archive that is cut short has a last part without its end, and
// is not whole.
func split(r io.ReaderAt, at, end int64, boundary string) (out [][2]int64, whole bool, err error) {
	const window = 64 << 10
	mark := []byte("--" + boundary)
	lines := bufio.NewReaderSize(io.NewSectionReader(r, at, end-at), window)
	start, newline := int64(-1), int64(0)
	begins := true // whether what is read next begins a line
	for {
		line, err := lines.ReadSlice('\n')
		if begins && bytes.HasPrefix(line, mark) {
			if rest := bytes.TrimRight(line[len(mark):], " \t\r\n"); len(rest) == 0 || string(rest) == "--" {
				if start >= 0 {
					out = append(out, [2]int64{start, max(start, at-newline)})
				}
				start = at + int64(len(line))
				if len(rest) > 0 {
					return out, true, nil
				}
				if len(out) >= maxParts {
					return nil, false, errors.New("the archive has too many parts")
				}
			}
		}
		at += int64(len(line))
		begins = err == nil
		newline = 0
		if bytes.HasSuffix(line, []byte("\r\n")) {
			newline = 2
		} else if begins {
			newline = 1
		}
		switch {
		case err == nil, errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			if start >= 0 && start < end {
				out = append(out, [2]int64{start, end})
			}
			if len(out) == 0 {
				return nil, false, errors.New("the archive has no parts")
			}
			return out, false, nil
		default:
			return nil, false, err
		}
	}
}
