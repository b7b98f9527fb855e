package media

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// keptIn names the metadata that a file keeps when it is published as it is.
func keptIn(mediaType, name string, open func() (io.ReadCloser, error)) (string, error) {
	switch {
	case mediaType == "application/pdf":
		return keptInPDF(open)
	case mediaType == "image/tiff":
		return "the metadata of a TIFF or camera raw picture, possibly with its place", nil
	case strings.HasPrefix(mediaType, "application/vnd.openxmlformats-"), strings.HasPrefix(mediaType, "application/vnd.oasis."):
		return "document properties, such as its author and times", nil
	case mediaType == "application/zip" && strings.EqualFold(path.Ext(name), ".sdocx"):
		return "what Samsung Notes keeps with a note, such as its times and pictures that were taken out of it", nil
	}
	return "", nil
}

// keptInPDF looks for a document information dictionary and for XMP (ISO 32000-1 §14.3).
func keptInPDF(open func() (io.ReadCloser, error)) (kept string, err error) {
	rc, err := open()
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	words := [][]byte{[]byte("/Info"), []byte("/Metadata"), []byte("/Author"), []byte("/Producer"), []byte("<x:xmpmeta")}
	const overlap = 16
	r := bufio.NewReaderSize(rc, 64<<10)
	buf := make([]byte, 0, 64<<10)
	for {
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		for _, w := range words {
			if bytes.Contains(buf, w) {
				return "document properties, such as its author, program and times", nil
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		buf = buf[:copy(buf[:overlap], buf[len(buf)-overlap:])]
	}
}
