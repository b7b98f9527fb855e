package keep

import (
	"strconv"
	"strings"
	"time"
)

// usec is a time in microseconds since 1970, 0 for none.
type usec int64

// UnmarshalJSON takes 1690000000000000 and "1690000000000000". What is no number is no time: a
// note is not lost for it.
func (u *usec) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		*u = usec(n)
	} else if f, err := strconv.ParseFloat(s, 64); err == nil && f > 0 && f < 1e18 {
		*u = usec(f)
	}
	return nil
}

// time returns the time. Values that no memo can have, such as the 0 of notes that were never
// edited, are tried as seconds, milliseconds and nanoseconds, and are zero if that does not help.
func (u usec) time() time.Time {
	for _, t := range []time.Time{time.UnixMicro(int64(u)), time.UnixMilli(int64(u)), time.Unix(int64(u), 0), time.Unix(0, int64(u))} {
		if t = t.UTC(); u > 0 && t.Year() >= 1980 && t.Year() <= 2100 {
			return t
		}
	}
	return time.Time{}
}
