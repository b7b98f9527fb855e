// Package cab reads Microsoft cabinets (MS-CAB): stored, MSZIP and LZX.
//
// Every offset and length is checked before it is believed, what is unpacked is bounded by what
// the cabinet states for each folder, and a folder that is damaged costs no other.
package cab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"memopress/pkg/reader/charset"
)

// Mark is what a cabinet begins with.
const Mark = "MSCF"

// Limits: what a cabinet may hold. A cabinet counts its folders and files in 16 bits.
const (
	maxName  = 1024
	headSize = 36
)

// Flags of the header and of files.
const (
	hasPrevious = 1
	hasNext     = 2
	hasReserve  = 4
	nameIsUTF8  = 0x80
)

// A Cabinet is an open cabinet. It is safe for concurrent use.
type Cabinet struct {
	Files   []File
	Folders []Folder
}

// A File is a member: a part of a folder once that is unpacked.
type File struct {
	Name     string // slash path as the cabinet has it, not checked for ".."
	Folder   int    // index in Folders; -1 when it lies in another cabinet
	Offset   int64  // in the unpacked folder, in bytes
	Size     int64
	Modified time.Time // as its clock showed it, without a zone
}

// A Folder is a compressed stream that files lie in.
type Folder struct {
	r           io.ReaderAt
	at          int64 // of its first block
	end         int64 // of the cabinet
	blocks      int
	compression uint16
	reserve     int // bytes between a block's head and its data
}

// Open reads the header and the list of files.
func Open(r io.ReaderAt, size int64) (*Cabinet, error) {
	s := io.NewSectionReader(r, 0, size)
	head := make([]byte, headSize)
	if _, err := io.ReadFull(s, head); err != nil || string(head[:4]) != Mark {
		return nil, errors.New("it is not a cabinet")
	}
	if stated := int64(binary.LittleEndian.Uint32(head[8:])); stated > size {
		return nil, fmt.Errorf("the cabinet is cut short: it has %d of %d bytes", size, stated)
	}
	flags := binary.LittleEndian.Uint16(head[30:])
	var perFolder, perBlock int
	if flags&hasReserve != 0 {
		var reserve [4]byte
		if _, err := io.ReadFull(s, reserve[:]); err != nil {
			return nil, fmt.Errorf("read header: %w", err)
		}
		perFolder, perBlock = int(reserve[2]), int(reserve[3])
		if _, err := s.Seek(int64(binary.LittleEndian.Uint16(reserve[:])), io.SeekCurrent); err != nil {
			return nil, fmt.Errorf("read header: %w", err)
		}
	}
	names := 0
	if flags&hasPrevious != 0 {
		names += 2
	}
	if flags&hasNext != 0 {
		names += 2
	}
	for range names {
		if _, err := readName(s); err != nil {
			return nil, fmt.Errorf("read header: %w", err)
		}
	}
	c := &Cabinet{}
	for range binary.LittleEndian.Uint16(head[26:]) {
		b := make([]byte, 8+perFolder)
		if _, err := io.ReadFull(s, b); err != nil {
			return nil, fmt.Errorf("read folders: %w", err)
		}
		c.Folders = append(c.Folders, Folder{r: r, at: int64(binary.LittleEndian.Uint32(b)), end: size,
			blocks: int(binary.LittleEndian.Uint16(b[4:])), compression: binary.LittleEndian.Uint16(b[6:]), reserve: perBlock})
	}
	return c, c.readFiles(r, size, int64(binary.LittleEndian.Uint32(head[16:])), int(binary.LittleEndian.Uint16(head[28:])))
}

func (c *Cabinet) readFiles(r io.ReaderAt, size, at int64, count int) error {
	if at > size {
		return errors.New("the list of files lies outside the cabinet")
	}
	s := io.NewSectionReader(r, at, size-at)
	var raw []string
	for range count {
		var b [16]byte
		if _, err := io.ReadFull(s, b[:]); err != nil {
			return fmt.Errorf("read list of files: %w", err)
		}
		name, err := readName(s)
		if err != nil {
			return fmt.Errorf("read list of files: %w", err)
		}
		f := File{Name: name, Size: int64(binary.LittleEndian.Uint32(b[:])), Offset: int64(binary.LittleEndian.Uint32(b[4:])),
			Folder: int(binary.LittleEndian.Uint16(b[8:])), Modified: dosTime(binary.LittleEndian.Uint16(b[10:]), binary.LittleEndian.Uint16(b[12:]))}
		if f.Folder >= len(c.Folders) {
			f.Folder = -1 // it goes on in the next cabinet, or came from the one before
		}
		if binary.LittleEndian.Uint16(b[14:])&nameIsUTF8 == 0 || !utf8.ValidString(name) {
			raw = append(raw, name)
		}
		c.Files = append(c.Files, f)
	}
	c.decodeNames(raw)
	for i := range c.Files {
		c.Files[i].Name = strings.ReplaceAll(c.Files[i].Name, `\`, "/")
	}
	return nil
}

// decodeNames turns names that are not marked as UTF-8 into UTF-8, all in one encoding.
func (c *Cabinet) decodeNames(raw []string) {
	names, _, _, err := charset.Names(raw, "")
	if err != nil || len(names) != len(raw) {
		return // they stay as they are, and are made valid by whoever shows them
	}
	decoded := make(map[string]string, len(raw))
	for i, r := range raw {
		decoded[r] = names[i]
	}
	for i, f := range c.Files {
		if name, ok := decoded[f.Name]; ok {
			c.Files[i].Name = name
		}
	}
}

// readName reads up to a NUL.
func readName(s *io.SectionReader) (string, error) {
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return "", err
	}
	b := make([]byte, max(0, min(maxName, s.Size()-at))) // the reserved part may lead behind the end
	n, err := s.ReadAt(b, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	name, _, ok := strings.Cut(string(b[:n]), "\x00")
	if !ok {
		return "", errors.New("a name has no end")
	}
	_, err = s.Seek(at+int64(len(name))+1, io.SeekStart)
	return name, err
}

// dosTime reads a date and a time as MS-DOS writes them.
func dosTime(date, clock uint16) time.Time {
	if date == 0 {
		return time.Time{}
	}
	return time.Date(1980+int(date>>9), time.Month(date>>5&15), int(date&31), int(clock>>11), int(clock>>5&63), int(clock&31)*2, 0, time.UTC)
}

// Size returns how many bytes the files of a folder need, unpacked.
func (c *Cabinet) Size(folder int) int64 {
	size := int64(0)
	for _, f := range c.Files {
		if f.Folder == folder {
			size = max(size, f.Offset+f.Size)
		}
	}
	return size
}
