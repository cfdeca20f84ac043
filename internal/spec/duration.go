package spec

import (
	"strconv"
	"time"
)

// Duration is a length of time as the spec writes it: 30s, 15m, 12h, 30d.
type Duration time.Duration

const day = 24 * time.Hour

var durationUnits = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day}

func (d *Duration) decodeNode(n *Node) {
	var text string
	decode(n, &text)
	if v, ok := parseDuration(text); ok {
		*d = v
	}
}

// parseDuration reads a number and a unit. It is false when the text has
// another form or names a time beyond what a Duration holds (292 years).
func parseDuration(text string) (Duration, bool) {
	if len(text) < 2 {
		return 0, false
	}
	unit, known := durationUnits[text[len(text)-1]]
	n, err := strconv.ParseInt(text[:len(text)-1], 10, 64)
	if !known || err != nil || n < 0 || n > int64((1<<63-1)/unit) {
		return 0, false
	}
	return Duration(time.Duration(n) * unit), true
}

// In returns the number of whole units, rounded down.
func (d Duration) In(unit time.Duration) int { return int(time.Duration(d) / unit) }

// CognitoUnits returns the duration as Cognito takes it: a number of the
// largest of days, hours, minutes, seconds that divides it, so that 60m and 1h
// are one and the same.
func (d Duration) CognitoUnits() (n int, unit string) {
	for _, u := range []struct {
		length time.Duration
		name   string
	}{{day, "days"}, {time.Hour, "hours"}, {time.Minute, "minutes"}} {
		if d > 0 && time.Duration(d)%u.length == 0 {
			return d.In(u.length), u.name
		}
	}
	return d.In(time.Second), "seconds"
}

// String writes the duration as a spec does.
func (d Duration) String() string {
	n, unit := d.CognitoUnits()
	return strconv.Itoa(n) + unit[:1]
}
