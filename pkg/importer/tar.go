package importer

import (
	"archive/tar"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
)

const tarBlock = 512

// A tarMember is one member of a tar archive; refused says why it is not read.
type tarMember struct {
	header  *tar.Header
	offset  int64
	refused string
}

// tar indexes a tar archive by the offsets of its members. An archive that ends without the two
// blocks of zeros that close every tar was cut short: archive/tar takes a cut between two
// members for the end, which would lose notes without a word.
func (a *archive) tar(f io.ReaderAt, size int64) error {
	members, whole, err := a.tarMembers(f, size)
	if err != nil {
		return err
	}
	if whole != "" {
		a.damaged("", whole)
	}
	raw := make([]string, len(members))
	for i, m := range members {
		raw[i] = m.header.Name
	}
	names, err := a.names(raw)
	if err != nil {
		return err
	}
	for i, m := range members {
		if m.refused != "" {
			a.damaged(names[i], m.refused)
			continue
		}
		a.member(names[i], m.header.Name, m.header.Size, File{ModTime: m.header.ModTime, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(f, m.offset, m.header.Size)), nil
		}})
	}
	return nil
}

// tarMembers lists the members that are files or should be. damage says what is wrong with the
// archive as a whole, "" for nothing.
func (a *archive) tarMembers(f io.ReaderAt, size int64) (members []tarMember, damage string, err error) {
	in := io.NewSectionReader(f, 0, size)
	t := tar.NewReader(in)
	var end int64 // where the last member ends at the earliest
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return members, "the tar archive is damaged or cut short: " + err.Error(), nil
		}
		offset, err := in.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, "", fmt.Errorf("read %s: %w", a.part, err)
		}
		end = offset
		if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		if len(members) >= a.opts.Limits.Members {
			return nil, fmt.Sprintf("it holds more than the %d files that are read", a.opts.Limits.Members), nil
		}
		m := tarMember{header: h, offset: offset}
		switch {
		case isSparse(h):
			m.refused = "it is stored as a sparse file"
		case h.Typeflag != tar.TypeReg:
			m.refused = "it is a link or a device, not a file"
		case offset+h.Size > size:
			m.refused = "the tar archive is cut short in this file"
		case h.Size > a.opts.Limits.Member:
			m.refused = "it is larger than the largest file that is read"
		}
		if h.Typeflag == tar.TypeReg && !isSparse(h) {
			end += (h.Size + tarBlock - 1) / tarBlock * tarBlock
		}
		members = append(members, m)
	}
	pos, err := in.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", a.part, err)
	}
	if mark := pos - 2*tarBlock; mark < end || !zeros(f, mark) {
		damage = "the tar archive is cut short: its end mark is missing"
	}
	return members, damage, nil
}

// isSparse reports whether the member's blocks are not its content as it is.
func isSparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// zeros reports whether the two blocks at offset are zeros.
func zeros(f io.ReaderAt, offset int64) bool {
	blocks := make([]byte, 2*tarBlock)
	if _, err := f.ReadAt(blocks, offset); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return bytes.Equal(blocks, make([]byte, 2*tarBlock))
}

// isCorrupt reports whether err says that compressed data makes no sense.
func isCorrupt(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}
