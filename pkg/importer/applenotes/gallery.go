package applenotes

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// decodeGallery returns the identifiers of a gallery's children in their order: each is the
// first string of a custom object.
func decodeGallery(blob []byte) ([]string, error) {
	g, err := decodeGraph(blob)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range g.entries {
		object, err := inside(e, 13)
		if err != nil {
			return out, err
		}
		_, members, err := g.custom(object)
		if err != nil {
			return out, err
		}
		for _, m := range members {
			text, err := inside(m.value, 4)
			if err != nil {
				return out, err
			}
			if id := identifier.FindString(string(text)); id != "" {
				out = append(out, strings.ToUpper(norm.NFC.String(id)))
				break
			}
		}
	}
	return out, nil
}
