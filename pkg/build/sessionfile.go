package build

import (
	"context"
	"io"

	"memopress/pkg/diag"
	"memopress/pkg/site"
)

// A sentFile is what became of an attachment.
type sentFile struct {
	serial uint64 // see site.File
	shrunk bool   // it could have copies, as far as addresses go
	size   [2]int // in pixels
	copies []int  // widths of its copies
	gone   bool   // it cannot be published
	out    []writtenFile
	found  []diag.Diagnostic
}

// A writtenFile is a file with its bytes.
type writtenFile struct {
	path string
	data []byte
}

// file returns what is known of an attachment, nil for nothing.
func (s *Session) file(f site.File) *sentFile {
	if s == nil || f.Serial == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.sent[f.Address]; known != nil && known.serial == f.Serial {
		return known
	}
	return nil
}

// write is files.writeOne, or what that did before. Whether a picture has copies depends on what
// other files are called as well.
func (s *Session) write(ctx context.Context, f *files, file site.File, w Writer) error {
	if s == nil {
		return f.writeOne(ctx, file, w, f.report)
	}
	shrunk := f.shrinks(file.Address, "image/png")
	if known := s.file(file); known != nil && known.shrunk == shrunk {
		return f.resend(file, known, w)
	}
	list, copied := &diag.List{}, &copying{to: w}
	if err := f.writeOne(ctx, file, copied, list); err != nil {
		return err
	}
	sent := &sentFile{serial: file.Serial, shrunk: shrunk, out: copied.out, found: list.Sorted()}
	for _, d := range sent.found {
		f.report.Report(d)
	}
	f.mu.Lock()
	sent.size, sent.copies, sent.gone = f.sizes[file.Address], f.copies[file.Address], f.gone[file.Address]
	f.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sent == nil {
		s.sent = map[string]*sentFile{}
	}
	s.sent[file.Address] = sent
	return nil
}

// resend does what writeOne did.
func (f *files) resend(file site.File, known *sentFile, w Writer) error {
	for _, o := range known.out {
		if err := w.Write(o.path, o.data); err != nil {
			return err
		}
	}
	for _, d := range known.found {
		f.report.Report(d)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if known.gone {
		f.gone[file.Address] = true
	}
	if known.copies != nil {
		f.copies[file.Address] = known.copies
	}
	return nil
}

// dropFiles forgets attachments that a site does not have.
func (s *Session) dropFiles(all []site.File) {
	if s == nil {
		return
	}
	there := make(map[string]bool, len(all))
	for _, f := range all {
		there[f.Address] = true
	}
	for address := range s.sent {
		if !there[address] {
			delete(s.sent, address)
		}
	}
}

// copying is a Writer that keeps what it passes on.
type copying struct {
	to  Writer
	out []writtenFile
}

func (c *copying) Write(path string, data []byte) error {
	c.out = append(c.out, writtenFile{path, data})
	return c.to.Write(path, data)
}

func (c *copying) Copy(path string, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return c.Write(path, data)
}
