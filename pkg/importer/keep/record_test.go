package keep

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

// Whatever keysDiffer takes for an object with different keys is one for checkKeys as well: it
// only spares the slow look.
func TestKeysDiffer(t *testing.T) {
	for data, want := range map[string]bool{
		`{"isTrashed":true,"title":"a \" b, \"title\":","listContent":[{"title":"x"},{"title":"y"}]}`: true,
		`{"isTrashed":true,"IsTrashed":false}`:                                                        false,
		`{"isTrashed":true,"\u0069sTrashed":false}`:                                                   false,
		`{"한글":1}`:                        false, // for the slow look
		`{"a":{"a":1},"b":["a"],"c":"a"}`: true,
		`{"a":"\\","a":1}`:                false,
		`["a","a"]`:                       false,
	} {
		if got := keysDiffer([]byte(data)); got != want {
			t.Errorf("%s: %t", data, got)
		}
	}
	parts := []string{`"a"`, `"b"`, `"A"`, `"\""`, `"\\"`, `"우유"`, `:`, `:`, `:`, `,`, `,`, `{`, `}`, `[`, `]`, `1`, ` `, `"\u0061"`, `null`}
	r := rand.New(rand.NewPCG(1, 2))
	both := 0
	for range 300_000 {
		data := []byte("{")
		for range r.IntN(12) {
			data = append(data, parts[r.IntN(len(parts))]...)
		}
		data = append(data, '}')
		if !keysDiffer(data) || !json.Valid(data) {
			continue
		}
		both++
		if err := checkKeys(data); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
	}
	if both < 100 {
		t.Errorf("only %d texts were compared", both)
	}
}
