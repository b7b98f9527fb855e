package samsungnotes

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// signature ends end_tag.bin, which also stands behind the zip archive.
const signature = "Document for S-Pen SDK"

var errNoTag = errors.New("it has no end tag that says whether it is locked")

// locked reports what an end tag says: whether the note was locked with a password.
func locked(tag []byte) (bool, error) {
	if !bytes.HasSuffix(tag, []byte(signature)) {
		return false, errNoTag
	}
	c := &cursor{data: tag[:len(tag)-len(signature)]}
	c.u16() // size
	c.u32() // version
	c.text()
	c.bytes(12) // time and flags
	c.text()    // cover
	c.bytes(8)  // width and height
	c.text()    // app
	c.bytes(8)
	c.text()    // its version
	c.bytes(20) // version, time, page, kind of pages and of document
	c.text()    // owner
	c.bytes(c.u32())
	size := c.u32()
	if c.err != nil {
		return false, errNoTag
	}
	return size != 0, nil
}

// tailTag returns the end tag that a file ends with: it begins with its own size.
func tailTag(tail []byte) []byte {
	if !bytes.HasSuffix(tail, []byte(signature)) {
		return nil
	}
	for at := len(tail) - len(signature) - 2; at >= 0; at-- {
		if int(binary.LittleEndian.Uint16(tail[at:])) == len(tail)-at-2 {
			return tail[at:]
		}
	}
	return nil
}
