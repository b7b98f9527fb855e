package applenotes

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"memopress/pkg/importer"
)

// checkLog reports what is wrong with the write-ahead log of a database. SQLite passes in silence
// over a log that is cut, changed or not there, and the newest notes with it. The format is that
// of sqlite.org/walformat.html: a header, and frames that each have a checksum over all before.
func checkLog(src *importer.Source, f importer.File) error {
	expected, known := indexedFrames(src, f)
	log, ok := src.Lookup(f.Path + "-wal")
	if !ok || log.Size == 0 {
		if known && expected > 0 {
			return fmt.Errorf("the log %s-wal is not here: the newest changes are missing", f.RawPath)
		}
		return nil
	}
	r, err := log.Open()
	if err != nil {
		return fmt.Errorf("read %s: %w", log.RawPath, err)
	}
	defer r.Close()
	frames, err := countFrames(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return fmt.Errorf("the log %s is damaged after %d pages: %w", log.RawPath, frames, err)
	}
	if known && frames < expected {
		return fmt.Errorf("the log %s has %d of %d pages: the newest changes are missing", log.RawPath, frames, expected)
	}
	return nil
}

// indexedFrames returns how many frames of the log are not in the database itself yet, as the
// "-shm" file states it, with all frames that count up to them.
func indexedFrames(src *importer.Source, f importer.File) (n uint32, known bool) {
	shm, ok := src.Lookup(f.Path + "-shm")
	if !ok {
		return 0, false
	}
	head, err := shm.Head(136)
	if err != nil || len(head) < 136 || string(head[:48]) != string(head[48:96]) || binary.LittleEndian.Uint32(head) != 3007000 {
		return 0, false
	}
	last, written := binary.LittleEndian.Uint32(head[16:]), binary.LittleEndian.Uint32(head[96:])
	if last <= written {
		return 0, true
	}
	return last, true
}

// countFrames returns how many frames of a log hold, up to the first of an older log: a log is
// written over from its beginning.
func countFrames(r io.Reader) (frames uint32, err error) {
	head := make([]byte, 32)
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, errors.New("it has no whole header")
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch binary.BigEndian.Uint32(head) {
	case 0x377f0682:
	case 0x377f0683:
		order = binary.BigEndian
	default:
		return 0, errors.New("it does not begin as logs do")
	}
	a, b := checksum(order, 0, 0, head[:24])
	pageSize := binary.BigEndian.Uint32(head[8:])
	if a != binary.BigEndian.Uint32(head[24:]) || b != binary.BigEndian.Uint32(head[28:]) || pageSize < 512 || pageSize > 65536 || pageSize&(pageSize-1) != 0 {
		return 0, errors.New("its header is changed")
	}
	frame := make([]byte, 24+pageSize)
	for {
		n, err := io.ReadFull(r, frame)
		if errors.Is(err, io.EOF) {
			return frames, nil
		}
		if n >= 24 && string(frame[8:16]) != string(head[16:24]) {
			return frames, nil
		}
		if err != nil {
			return frames, errors.New("it is cut")
		}
		a, b = checksum(order, a, b, frame[:8])
		a, b = checksum(order, a, b, frame[24:])
		if a != binary.BigEndian.Uint32(frame[16:]) || b != binary.BigEndian.Uint32(frame[20:]) {
			return frames, errors.New("a page is changed")
		}
		frames++
	}
}

// checksum is the log's: over pairs of 32-bit words.
func checksum(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	for ; len(data) >= 8; data = data[8:] {
		a += order.Uint32(data) + b
		b += order.Uint32(data[4:]) + a
	}
	return a, b
}

// isLoneLog reports whether a file is the log of a database that lies somewhere else.
func (c *collection) isLoneLog(f importer.File) bool {
	database, ok := strings.CutSuffix(f.Path, "-wal")
	if !ok {
		return false
	}
	if _, ok := c.src.Lookup(database); ok {
		return false
	}
	head, err := f.Head(4)
	return err == nil && (string(head) == "\x37\x7f\x06\x82" || string(head) == "\x37\x7f\x06\x83")
}
