package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/url"
	"strings"

	"memopress/pkg/note"
)

// dataImage returns the image that a "data:" URL holds as an attachment, nil when the reference
// is anything else: pages have no content inline, so the image becomes a file of the site.
func dataImage(ref note.Ref) *note.Attachment {
	if ref.Kind != note.RefURL || len(ref.Target) < 5 || !strings.EqualFold(ref.Target[:5], "data:") {
		return nil
	}
	head, body, ok := strings.Cut(ref.Target[5:], ",")
	if !ok {
		return nil
	}
	media, encoding, _ := strings.Cut(strings.ToLower(head), ";")
	ending := endingOf(media)
	if !strings.HasPrefix(media, "image/") || ending == "" {
		return nil
	}
	plain, err := url.PathUnescape(body)
	if err != nil {
		return nil
	}
	data := []byte(plain)
	if strings.HasSuffix(encoding, "base64") {
		plain = strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "").Replace(plain)
		if data, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(plain, "=")); err != nil {
			return nil
		}
	}
	sum := sha256.Sum256(data)
	name := "image-" + hex.EncodeToString(sum[:4]) + ending
	return &note.Attachment{
		Key: "data:" + hex.EncodeToString(sum[:]) + ending, Name: name, Path: name, MediaType: media, Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}
