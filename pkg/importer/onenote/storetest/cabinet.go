package storetest

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
)

// A Member is a file of a cabinet.
type Member struct {
	Name string // with backslashes or slashes
	Data []byte
}

// frameSize is how many bytes one block of a cabinet holds, unpacked.
const frameSize = 32 << 10

// Cabinet writes a cabinet of one folder, stored or packed with MSZIP.
func Cabinet(packed bool, members ...Member) []byte {
	var all []byte
	for _, m := range members {
		all = append(all, m.Data...)
	}
	blocks, count := blocksOf(all, packed)
	var list []byte
	offset := 0
	for _, m := range members {
		list = binary.LittleEndian.AppendUint32(list, uint32(len(m.Data)))
		list = binary.LittleEndian.AppendUint32(list, uint32(offset))
		list = append(list, 0, 0, 0x61, 0x58, 0xc0, 0x4b, 0xa0, 0x00) // folder 0, 2024-03-01 09:30, a name in UTF-8
		list = append(append(list, m.Name...), 0)
		offset += len(m.Data)
	}
	const head = 36 + 8
	b := append([]byte("MSCF"), make([]byte, head-4)...)
	binary.LittleEndian.PutUint32(b[8:], uint32(head+len(list)+len(blocks)))
	binary.LittleEndian.PutUint32(b[16:], head)
	b[24], b[25] = 3, 1
	binary.LittleEndian.PutUint16(b[26:], 1)
	binary.LittleEndian.PutUint16(b[28:], uint16(len(members)))
	binary.LittleEndian.PutUint32(b[36:], uint32(head+len(list)))
	binary.LittleEndian.PutUint16(b[40:], uint16(count))
	if packed {
		b[42] = 1
	}
	return append(append(b, list...), blocks...)
}

// blocksOf cuts data into blocks without checksums.
func blocksOf(data []byte, packed bool) (out []byte, count int) {
	var last []byte
	for len(data) > 0 {
		frame := data[:min(len(data), frameSize)]
		data = data[len(frame):]
		block := frame
		if packed {
			var buf bytes.Buffer
			buf.WriteString("CK")
			w, err := flate.NewWriterDict(&buf, flate.BestCompression, last)
			if err == nil {
				_, err = w.Write(frame)
			}
			if err == nil {
				err = w.Close()
			}
			if err != nil {
				panic(err) // writing to memory does not fail
			}
			block, last = buf.Bytes(), frame
		}
		out = binary.LittleEndian.AppendUint32(out, 0)
		out = binary.LittleEndian.AppendUint16(out, uint16(len(block)))
		out = binary.LittleEndian.AppendUint16(out, uint16(len(frame)))
		out = append(out, block...)
		count++
	}
	return out, count
}
