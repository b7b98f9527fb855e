package evernote

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"math/bits"
	"testing"
)

// The examples of RFC 2268, section 5.
func TestRC2(t *testing.T) {
	for _, tt := range []struct {
		key       string
		bits      int
		plain, ct string
	}{
		{"0000000000000000", 63, "0000000000000000", "ebb773f993278eff"},
		{"ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"},
		{"3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"},
		{"88", 64, "0000000000000000", "61a8a244adacccf0"},
		{"88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"},
		{"88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"},
		{"88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"},
		{"88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e", 129, "0000000000000000", "5b78d3a43dfff1f1"},
	} {
		c := newRC2(unhex(t, tt.key), tt.bits)
		block := unhex(t, tt.ct)
		c.decrypt(block)
		if got := hex.EncodeToString(block); got != tt.plain {
			t.Errorf("%s, %d bits: %s, want %s", tt.key, tt.bits, got, tt.plain)
		}
		c.encrypt(block)
		if got := hex.EncodeToString(block); got != tt.ct {
			t.Errorf("%s, %d bits, back: %s, want %s", tt.key, tt.bits, got, tt.ct)
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// encrypt is what tests need to make locked text.
func (c *rc2) encrypt(block []byte) {
	var r [4]uint16
	for i := range r {
		r[i] = binary.LittleEndian.Uint16(block[2*i:])
	}
	j := 0
	for round := range 16 {
		for i := range 4 {
			r[i] += c[j] + r[(i+3)%4]&r[(i+2)%4] + ^r[(i+3)%4]&r[(i+1)%4]
			r[i] = bits.RotateLeft16(r[i], rotations[i])
			j++
		}
		if round == 4 || round == 10 {
			for i := range 4 {
				r[i] += c[r[(i+3)%4]&63]
			}
		}
	}
	for i, v := range r {
		binary.LittleEndian.PutUint16(block[2*i:], v)
	}
}

// Text locked before 2014 opens with its password, whatever fills its last block and however its
// sum was made, and with no other.
func TestDecryptRC2(t *testing.T) {
	const plain = "<div>오래된 비밀</div>"
	key := md5.Sum([]byte("나비"))
	for name, tt := range map[string]struct {
		fill func(n int) []byte
		flip uint32
	}{
		"zeros":      {func(n int) []byte { return make([]byte, n) }, 0},
		"numbers":    {func(n int) []byte { return bytes.Repeat([]byte{byte(n)}, n) }, 0},
		"other sums": {func(n int) []byte { return make([]byte, n) }, 0xffffffff},
	} {
		text := fmt.Sprintf("%04X%s", uint16((crc32.ChecksumIEEE([]byte(plain))^tt.flip)>>16), plain)
		data := append([]byte(text), tt.fill(8-len(text)%8)...)
		c := newRC2(key[:], 64)
		for i := 0; i < len(data); i += 8 {
			c.encrypt(data[i : i+8])
		}
		locked := base64.StdEncoding.EncodeToString(data)
		if got, err := decrypt(locked, "나비"); got != plain || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		for _, password := range []string{"", "나바", "password"} {
			if got, err := decrypt(locked, password); err == nil {
				t.Errorf("%s: %q opens it: %q", name, password, got)
			}
		}
	}
}
