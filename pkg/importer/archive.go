package importer

import (
	"archive/zip"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"memopress/pkg/diag"
	"memopress/pkg/ledger"
	"memopress/pkg/reader/charset"
)

// An archive is an archive being opened into a source. Nothing is ever unpacked: members are
// read where they are, within the limits, and every member that is refused is accounted for.
type archive struct {
	source *Source
	part   string // the archive as the user named it
	size   int64  // in bytes, as it lies on disk
	opts   OpenOptions
	report diag.Reporter
	failed bool // the archive as a whole is accounted for as failed
}

// damaged reports that the archive, or one member of it, cannot be read, and accounts for it.
func (a *archive) damaged(member, what string) {
	a.report.Report(diag.Diagnostic{Severity: diag.Error, Code: "I002", Pos: diag.Pos{File: a.part, Item: member}, Message: what,
		Hint: "export or download it again; what could be read was read"})
	switch {
	case member != "":
		a.source.fail(a.part+"/"+member, what)
	case !a.failed:
		a.failed = true
		a.source.fail(a.part, what)
	}
}

// zip opens a zip archive. Sizes that its directory declares can be trusted as bounds: reading
// more than was declared is an error of archive/zip.
func (a *archive) zip(f io.ReaderAt) error {
	z, err := zip.NewReader(f, a.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		a.damaged("", "the zip archive is damaged or cut short, so that nothing in it can be found: "+err.Error())
		return nil
	}
	if len(z.File) > a.opts.Limits.Members {
		a.damaged("", fmt.Sprintf("it holds %d files, more than the %d that are read", len(z.File), a.opts.Limits.Members))
		return nil
	}
	names, err := a.zipNames(z.File)
	if err != nil {
		return err
	}
	z.RegisterDecompressor(zip.Deflate, inflate)
	var total int64
	offsets := map[int64]bool{}
	for i, m := range z.File {
		name := names[i]
		if m.FileInfo().IsDir() && m.UncompressedSize64 == 0 {
			continue
		}
		offset, refused := a.refuseZip(m, &total, offsets)
		if refused != "" {
			a.damaged(name, refused)
			continue
		}
		a.member(name, m.Name, int64(m.UncompressedSize64), File{ModTime: m.Modified, Open: m.Open, whole: func() []byte { return whole(f, m, offset) }})
	}
	return nil
}

// zipNames decodes the names of the members. Those that do not say their encoding are decoded
// together, because one program wrote them.
func (a *archive) zipNames(members []*zip.File) ([]string, error) {
	names := make([]string, len(members))
	var unsaid []int
	var raw []string
	for i, m := range members {
		names[i] = m.Name
		if !m.NonUTF8 {
			continue
		}
		if name, ok := unicodePath(m); ok {
			names[i] = name
			continue
		}
		unsaid, raw = append(unsaid, i), append(raw, m.Name)
	}
	decoded, err := a.names(raw)
	if err != nil {
		return nil, err
	}
	for i, name := range decoded {
		names[unsaid[i]] = name
	}
	return names, nil
}

// unicodePath returns the name in the Info-ZIP Unicode Path field, which counts only while the
// checksum in it fits the name that it was made for (APPNOTE.TXT 4.6.9).
func unicodePath(m *zip.File) (string, bool) {
	const id, head = 0x7075, 5
	for extra := m.Extra; len(extra) >= 4; {
		tag, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			return "", false
		}
		field := extra[:size]
		extra = extra[size:]
		if tag != id || len(field) < head || field[0] != 1 {
			continue
		}
		name := string(field[head:])
		if binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(m.Name)) && utf8.ValidString(name) {
			return name, true
		}
	}
	return "", false
}

// names decodes names of members that do not say their encoding, and tells of a guess.
func (a *archive) names(raw []string) ([]string, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	names, encoding, guessed, err := charset.Names(raw, a.opts.Encoding)
	if err != nil {
		return nil, err
	}
	if guessed {
		a.report.Report(diag.Diagnostic{Severity: diag.Info, Code: "I004", Pos: diag.Pos{File: a.part},
			Message: "the names in the archive were taken for " + encoding, Hint: "choose another with --encoding if letters look wrong"})
	}
	return names, nil
}

// refuseZip returns where the data of a member lies, or why it is not read. total adds up what was
// accepted; offsets remembers where data lies, because members that share theirs are a bomb.
func (a *archive) refuseZip(m *zip.File, total *int64, offsets map[int64]bool) (offset int64, refused string) {
	const encrypted = 0x1
	size := int64(m.UncompressedSize64)
	switch {
	case m.Flags&encrypted != 0:
		return 0, "it is encrypted"
	case strings.HasSuffix(m.Name, "/"):
		return 0, "it has the name of a folder but content like a file"
	case !m.Mode().IsRegular():
		return 0, "it is a link or a device, not a file"
	case size < 0 || size > a.opts.Limits.Member:
		return 0, "it is larger than the largest file that is read"
	case *total+size > a.opts.Limits.Total, *total+size > 1<<30 && (*total+size)/max(a.size, 1) > a.opts.Limits.Ratio:
		return 0, "the archive unpacks to more than is read"
	}
	offset, err := m.DataOffset()
	if err != nil {
		return 0, "the zip archive is damaged: " + err.Error()
	}
	if size > 0 {
		if offsets[offset] {
			return 0, "it shares its data with another file of the archive"
		}
		offsets[offset] = true
	}
	*total += size
	return offset, ""
}

// member enters a file of the archive into the source.
func (a *archive) member(name, raw string, size int64, f File) {
	p, err := cleanMember(name)
	if err != nil {
		a.damaged(name, err.Error())
		return
	}
	if rule := junk(p); rule != "" {
		a.source.skip(a.part+"/"+p, ledger.Other, rule)
		return
	}
	f.Path, f.RawPath, f.Size, f.Part, f.Place = p, raw, size, a.part, a.part+"/"+p
	a.source.files = append(a.source.files, f)
}

// gzip unpacks a tgz once into a temporary file, and opens the tar in it. A gzip
// stream that ends early still gives the members before the end.
func (a *archive) gzip(f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read %s: %w", a.part, err)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		a.damaged("", "the gzip stream is damaged: "+err.Error())
		return nil
	}
	tmp, err := os.CreateTemp("", "memopress-*.tar")
	if err != nil {
		return fmt.Errorf("unpack %s: %w", a.part, err)
	}
	a.source.closers = append(a.source.closers, &temporary{tmp, os.Remove(tmp.Name()) == nil})
	limit := min(a.opts.Limits.Total, max(1<<30, a.size*a.opts.Limits.Ratio))
	n, err := io.Copy(tmp, io.LimitReader(z, limit+1))
	switch {
	case n > limit:
		a.damaged("", "the archive unpacks to more than is read")
		return nil
	case err != nil && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || isCorrupt(err)):
		a.damaged("", "the gzip stream is damaged: "+err.Error())
	case err != nil:
		return fmt.Errorf("unpack %s: %w", a.part, err)
	}
	return a.tar(tmp, n)
}

// temporary is a file that no name leads to any more, so that nothing of the notes stays behind
// even when the program is killed. Where a system does not allow that (gone is false), it is
// deleted when it is closed.
type temporary struct {
	*os.File
	gone bool
}

func (t *temporary) Close() error {
	err := t.File.Close()
	if !t.gone {
		err = errors.Join(err, os.Remove(t.Name()))
	}
	return err
}
