package importer

import (
	"time"
)

// The times between which a note can have been written: before 1980 no app kept notes, and
// nobody has written one more than two years from now. The end is fixed so that a build depends
// on no clock.
var (
	firstTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	lastTime  = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Sensible returns t in UTC, or the zero time when no note can have been written then: 0,
// 1970-01-01 and 0001-01-01 stand for no time in several exports.
func Sensible(t time.Time) time.Time {
	if t.Before(firstTime) || t.After(lastTime) {
		return time.Time{}
	}
	return t.UTC()
}

// UnixTime reads a number of seconds, milliseconds or microseconds since 1970 and tells them
// apart by their size: what a field holds differs between versions of an app. It returns the
// zero time for what makes no sense.
func UnixTime(n float64) time.Time {
	for _, unit := range []float64{1, 1e3, 1e6, 1e9} {
		if s := n / unit; s >= float64(firstTime.Unix()) && s <= float64(lastTime.Unix()) {
			whole := int64(s)
			// Fractions of a second beyond the microsecond are noise of the floating point.
			return time.Unix(whole, int64((s-float64(whole))*1e6)*1e3).UTC()
		}
	}
	return time.Time{}
}
