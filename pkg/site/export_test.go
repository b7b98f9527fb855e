package site

import (
	"math/rand/v2"

	"memopress/pkg/diag"
)

// A Twin is a vault before and after a change to its private side, published.
type Twin struct {
	Seed          uint64
	Mutation      string
	Before, After *Site
}

// Twins publishes the generated vault of a seed and each mutation of it.
func Twins(seed uint64) []Twin {
	v := newVault(seed)
	publish := func(v vault) *Site {
		s, _ := Publish(v.graph(), v.settings, v.policy(), diag.Discard)
		return s
	}
	var out []Twin
	for _, m := range mutations {
		out = append(out, Twin{seed, m.name, publish(v), publish(m.apply(rand.New(rand.NewPCG(seed, 11)), v))})
	}
	return out
}

// CheckUnique is checkUnique for tests outside the package.
var CheckUnique = checkUnique
