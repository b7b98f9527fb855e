package importer

import (
	"archive/tar"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"

	"memopress/pkg/reader/charset"
)

const tarBlock = 512

// tar indexes a tar archive by the offsets of its members. An archive that ends without the two
// blocks of zeros that close every tar was cut short: archive/tar takes a cut between two
// members for the end, which would lose notes without a word.
func (a *archive) tar(f io.ReaderAt, size int64) error {
	in := io.NewSectionReader(f, 0, size)
	t := tar.NewReader(in)
	type member struct {
		name         string
		offset, size int64
		header       *tar.Header
	}
	var members []member
	var end int64
	var refused []func()
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			a.damaged("", "the tar archive is damaged or cut short: "+err.Error())
			break
		}
		offset, err := in.Seek(0, io.SeekCurrent)
		if err != nil {
			return fmt.Errorf("read %s: %w", a.part, err)
		}
		padded := (h.Size + tarBlock - 1) / tarBlock * tarBlock
		switch {
		case h.Typeflag == tar.TypeDir:
			end = offset
			continue
		case h.Typeflag != tar.TypeReg:
			end = offset
			refused = append(refused, func() { a.damaged(h.Name, "it is a link or a device, not a file") })
			continue
		}
		end = offset + padded
		switch {
		case offset+h.Size > size:
			refused = append(refused, func() { a.damaged(h.Name, "the tar archive is cut short in this file") })
		case h.Size > a.opts.Limits.Member:
			refused = append(refused, func() { a.damaged(h.Name, "it is larger than the largest file that is read") })
		case len(members) >= a.opts.Limits.Members:
			a.damaged("", fmt.Sprintf("it holds more than the %d files that are read", a.opts.Limits.Members))
			return nil
		default:
			members = append(members, member{h.Name, offset, h.Size, h})
		}
	}
	for _, report := range refused {
		report()
	}
	if !endsInZeros(f, end, size) {
		a.damaged("", "the tar archive is cut short: its end mark is missing")
	}
	raw := make([]string, len(members))
	for i, m := range members {
		raw[i] = m.name
	}
	names, _, _, err := charset.Names(raw, a.opts.Encoding)
	if err != nil {
		return err
	}
	for i, m := range members {
		a.member(names[i], m.name, m.size, File{ModTime: m.header.ModTime, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(f, m.offset, m.size)), nil
		}})
	}
	return nil
}

// endsInZeros reports whether the two closing blocks stand at end.
func endsInZeros(f io.ReaderAt, end, size int64) bool {
	if end+2*tarBlock > size {
		return false
	}
	closing := make([]byte, 2*tarBlock)
	if _, err := f.ReadAt(closing, end); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return bytes.Equal(closing, make([]byte, 2*tarBlock))
}

// isCorrupt reports whether err says that compressed data makes no sense.
func isCorrupt(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}
