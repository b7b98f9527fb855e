package media

import "encoding/binary"

// orientation reads the Orientation tag (TIFF 6.0 tag 274) from the TIFF structure of an Exif
// block: 2 to 8 when the picture has to be turned or mirrored, else 1.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[e:]) != 0x112 {
			continue
		}
		if v := order.Uint16(tiff[e+8:]); order.Uint16(tiff[e+2:]) == 3 && v >= 2 && v <= 8 {
			return v
		}
		return 1
	}
	return 1
}

// orientationOnly is a TIFF structure with the Orientation tag and nothing else. Browsers turn
// the picture by it, which loses nothing, where turning the pixels of a JPEG would.
func orientationOnly(v uint16) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	b = binary.LittleEndian.AppendUint16(b, v)
	return append(b, 0, 0, 0, 0, 0, 0)
}
