package cab_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memopress/pkg/importer/onenote/cab"
	"memopress/pkg/importer/onenote/storetest"
)

// unpack returns the files of a cabinet.
func unpack(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	c, err := cab.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for i := range c.Folders {
		r, err := c.Folders[i].Open()
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Files {
			if f.Folder == i {
				out[f.Name] = all[f.Offset : f.Offset+f.Size]
			}
		}
	}
	return out
}

func TestOpen(t *testing.T) {
	long := []byte(strings.Repeat("가나다라마바사아 0123456789 ", 4000)) // several frames
	members := []storetest.Member{{Name: `묶음\하나.one`, Data: []byte("one")}, {Name: "long.one", Data: long}, {Name: "empty", Data: nil}}
	for _, packed := range []bool{false, true} {
		got := unpack(t, storetest.Cabinet(packed, members...))
		if string(got["묶음/하나.one"]) != "one" || !bytes.Equal(got["long.one"], long) || len(got) != 3 {
			t.Errorf("packed %v: %d files", packed, len(got))
		}
	}
}

// TestCut reads cabinets that are cut short: an error, and what is before it.
func TestCut(t *testing.T) {
	whole := storetest.Cabinet(true, storetest.Member{Name: "a.one", Data: bytes.Repeat([]byte("abc"), 30000)})
	for cut := 0; cut < len(whole); cut += 7 {
		if _, err := cab.Open(bytes.NewReader(whole[:cut]), int64(cut)); err == nil {
			t.Fatalf("cut at %d of %d: no error", cut, len(whole))
		}
	}
}

func TestChecksum(t *testing.T) {
	data := storetest.Cabinet(false, storetest.Member{Name: "a", Data: []byte("text")})
	at := bytes.LastIndex(data, []byte("text"))
	binary.LittleEndian.PutUint32(data[at-8:], 12345)
	c, err := cab.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Folders[0].Open()
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Error(err)
	}
}

// TestLZX unpacks what packLZX writes.
func TestLZX(t *testing.T) {
	want := "한글 LZX " + strings.Repeat("ab", 40) + "e\xe8"
	got := unpack(t, withLZX(want))
	if string(got["a.one"]) != want {
		t.Errorf("%q", got["a.one"])
	}
}

// withLZX returns a cabinet of one file that is packed with LZX.
func withLZX(s string) []byte {
	data := storetest.Cabinet(false, storetest.Member{Name: "a.one", Data: []byte(s)})
	at := bytes.LastIndex(data, []byte(s))
	packed := packLZX(s)
	data = append(data[:at:at], packed...)
	binary.LittleEndian.PutUint16(data[at-4:], uint16(len(packed)))
	binary.LittleEndian.PutUint16(data[42:], 3|15<<8)
	binary.LittleEndian.PutUint32(data[8:], uint32(len(data)))
	return data
}

// packLZX packs a text: its first eight bytes in a stored block, the rest in a verbatim one whose
// literals have codes of nine bits, and which writes "ab" again as a match of the last distance.
func packLZX(s string) []byte {
	var w bitWriter
	w.put(0, 1) // calls are not translated
	w.put(3, 3)
	w.put(8, 24)
	w.pad()
	for range 3 {
		w.b = binary.LittleEndian.AppendUint32(w.b, 2)
	}
	w.b = append(w.b, s[:8]...)
	rest := s[8:]
	w.put(1, 3)
	w.put(uint32(len(rest)), 24)
	pretree := func(short, long int) { // two codes of one bit, or one of one and one of two
		for i := range 20 {
			switch i {
			case short:
				w.put(1, 4)
			case long:
				w.put(2, 4)
			case 18:
				w.put(2, 4)
			default:
				w.put(0, 4)
			}
		}
	}
	zeros := func(n int, code uint32) { // runs of 20 to 51
		for n > 0 {
			run := min(n, 51)
			if n-run > 0 && n-run < 20 {
				run = n - 20
			}
			w.put(code, 2)
			w.put(uint32(run-20), 5)
			n -= run
		}
	}
	pretree(8, -1) // a length of 9 is written as 8: (0 - 8 + 17) mod 17
	for range 256 {
		w.put(0, 1)
	}
	pretree(15, -1) // a length of 2, for matches of two bytes at the last distance
	w.put(0, 1)
	zeros(8*30-1, 2)
	pretree(-1, -1)
	zeros(249, 0)
	for i := 0; i < len(rest); {
		// Codes of length 2 come first: 00 is the match; literals begin after it, at 01 0000000.
		if i >= 2 && i+2 <= len(rest) && rest[i:i+2] == rest[i-2:i] {
			w.put(0, 2)
			i += 2
			continue
		}
		w.put(1<<7+uint32(rest[i]), 9)
		i++
	}
	w.pad()
	return w.b
}

// A bitWriter writes words of 16 bits, the low byte first, each filled from its highest bit.
type bitWriter struct {
	b     []byte
	word  uint32
	count int
}

func (w *bitWriter) put(v uint32, n int) {
	for n--; n >= 0; n-- {
		w.word = w.word<<1 | v>>n&1
		if w.count++; w.count == 16 {
			w.b = binary.LittleEndian.AppendUint16(w.b, uint16(w.word))
			w.word, w.count = 0, 0
		}
	}
}

func (w *bitWriter) pad() {
	for w.count > 0 {
		w.put(0, 1)
	}
}

// TestCorpus unpacks cabinets that Windows packed, in windows of all sizes.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("MEMOPRESS_CORPUS")
	if dir == "" {
		t.Skip("MEMOPRESS_CORPUS is not set")
	}
	dir = filepath.Join(dir, "onenote/obsidian-importer/one")
	open := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, name := range []string{"testOneNote2016", "testOneNoteFromOffice365-2"} {
		for got, content := range unpack(t, open("makecab-lzx-"+name+".cab")) {
			if !bytes.Equal(content, open(name+".one")) {
				t.Errorf("%s: %d bytes, others than those of %s", got, len(content), name)
			}
		}
	}
	for _, window := range []string{"", "15", "16", "17", "18", "19", "20"} {
		for name, content := range unpack(t, open("makecab-lzx"+window+"-e8.cab")) {
			// The file has calls with the targets 500, -50 and 1,000,000.
			for at, target := range map[int]int32{64: 500, 1024: -50, 2048: 1_000_000} {
				if len(content) != 4096 || content[at] != 0xe8 || int32(binary.LittleEndian.Uint32(content[at+1:])) != target {
					t.Fatalf("window %s: %s has %d bytes, and at %d % x", window, name, len(content), at, content[at:at+5])
				}
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	long := []byte(strings.Repeat("가나다라 ", 9000))
	f.Add(storetest.Cabinet(false, storetest.Member{Name: "a.one", Data: []byte("one")}))
	f.Add(storetest.Cabinet(true, storetest.Member{Name: `b\c.one`, Data: long}))
	f.Add(withLZX("fuzzing ababababababab"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := cab.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for i := range c.Folders {
			if r, err := c.Folders[i].Open(); err == nil && i < 4 {
				n, _ := io.Copy(io.Discard, r)
				if n > int64(len(data))*64<<10 {
					t.Errorf("%d bytes of %d", n, len(data))
				}
			}
		}
	})
}
