package evernote

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"memopress/pkg/diag"
	"memopress/pkg/importer"
)

// The environment variables of TestStream: how large a file it makes, in MiB, and, for the
// process that it starts, which file to read.
const (
	sizeVariable = "MEMOPRESS_ENEX_MIB"
	fileVariable = "MEMOPRESS_ENEX_FILE"
)

// maxPeak is how much memory reading a file may take at most, whatever its size, in bytes.
const maxPeak = 128 << 20

// TestStream reads a large file in a process of its own, whose memory stays small. The file has
// 32 MiB; with MEMOPRESS_ENEX_MIB=2048 it has 2 GiB.
func TestStream(t *testing.T) {
	if path := os.Getenv(fileVariable); path != "" {
		readLarge(t, path)
		return
	}
	size := 32
	if v := os.Getenv(sizeVariable); v != "" {
		var err error
		if size, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "큰 노트북.enex")
	writeLarge(t, path, int64(size)<<20)
	child := exec.Command(os.Args[0], "-test.run=^TestStream$", "-test.v")
	child.Env = append(os.Environ(), fileVariable+"="+path)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	peak := regexp.MustCompile(`peak (\d+)`).FindSubmatch(out)
	if peak == nil {
		t.Fatalf("%s", out)
	}
	if n, err := strconv.Atoi(string(peak[1])); err != nil || n > maxPeak {
		t.Errorf("reading %d MiB took %d MiB of memory: %v", size, n>>20, err)
	}
	t.Logf("%d MiB: %s", size, regexp.MustCompile(`(?m)^.*peak.*$`).Find(out))
}

// Each fourth note of a large file has an attachment of this size, in bytes.
const largeAttachment = 9 << 20

// writeLarge makes a file of notes and attachments of at least so many bytes.
func writeLarge(t *testing.T, path string, size int64) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := &counting{w: bufio.NewWriterSize(f, 1<<20)}
	if _, err := io.WriteString(w, begin); err != nil {
		t.Fatal(err)
	}
	text := "<div>" + strings.Repeat("긴 노트의 한 문장이다. A sentence of a long note. ", 40) + "</div>"
	for i := 0; w.n < size; i++ {
		attachment := ""
		body := text
		if i%4 == 0 {
			data := largeData(i)
			sum := md5.Sum(data)
			body += `<en-media type="image/png" hash="` + hex.EncodeToString(sum[:]) + `"/>`
			attachment = `<resource><data encoding="base64">` + wrapped(data) + `</data><mime>image/png</mime></resource>`
		}
		if _, err := io.WriteString(w, noteXML(fmt.Sprintf("노트 %d", i), body, attachment)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(w, end); err != nil {
		t.Fatal(err)
	}
	if err := w.w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func largeData(i int) []byte {
	return append([]byte(fmt.Sprintf("\x89PNG\r\n\x1a\n%d", i)), bytes.Repeat([]byte{1, 2, 3, byte(i), 250}, largeAttachment/5)...)
}

// wrapped is base64 in lines, as Evernote writes it.
func wrapped(data []byte) string {
	text := base64.StdEncoding.EncodeToString(data)
	var sb strings.Builder
	sb.Grow(len(text) + len(text)/76 + 1)
	for len(text) > 76 {
		sb.WriteString(text[:76])
		sb.WriteByte('\n')
		text = text[76:]
	}
	sb.WriteString(text)
	return sb.String()
}

type counting struct {
	w *bufio.Writer
	n int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// readLarge reads the file, and one attachment in ten to its end.
func readLarge(t *testing.T, path string) {
	start := time.Now()
	sources, err := importer.Open([]string{path}, importer.OpenOptions{}, diag.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer sources[0].Close()
	c := importer.NewCollector(diag.Discard)
	if err := (Importer{}).Import(t.Context(), sources[0], importer.Options{Space: "x", Location: time.UTC}, c); err != nil {
		t.Fatal(err)
	}
	notes, attachments := c.Finish()
	took := time.Since(start)
	if len(attachments) != (len(notes)+3)/4 || len(notes) < 4 {
		t.Fatalf("%d notes, %d attachments", len(notes), len(attachments))
	}
	for i := 0; i < len(attachments); i += 10 {
		a := attachments[i]
		r, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		sum := md5.New()
		n, err := io.Copy(sum, r)
		if err != nil || n != a.Size || !strings.HasSuffix(a.Key, hex.EncodeToString(sum.Sum(nil))) {
			t.Errorf("%s: %d bytes of %d, %v", a.Key, n, a.Size, err)
		}
	}
	t.Logf("%d notes, %d attachments in %v, peak %d bytes", len(notes), len(attachments), took.Round(time.Millisecond), peakMemory(t))
}

// peakMemory is the most memory that this process ever had: as the kernel counts it where it does,
// else as Go does.
func peakMemory(t *testing.T) int64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status); m != nil {
			kB, err := strconv.ParseInt(string(m[1]), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kB << 10
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
