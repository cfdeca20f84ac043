package change

import (
	"regexp"
	"strconv"
	"time"
)

// holdsFor is how long an entry that is proposed will hold: long enough to be
// reviewed, short enough not to lie around.
const holdsFor = 14 * 24 * time.Hour

// blank stands in a proposed entry for what only the user knows.
const blank = "…"

// Entries are the lines to write under lifecycle.acknowledge for stopped
// effects, each in the place of its effect: "" for what needs none of its own,
// because it goes with a pool or was named already. Everything that proposes an
// entry has it from here.
func Entries(stopped []Effect, today string) []string {
	lines := make([]string, len(stopped))
	var proposed []Acknowledgement
	for i, e := range stopped {
		if a := e.acknowledgement(today); e.Stopped() && !Acknowledged(e, proposed, today) {
			proposed = append(proposed, a)
			lines[i] = a.line()
		}
	}
	return lines
}

// acknowledgement is the entry that lets an effect through. For a part of a lost
// pool that is the pool's own.
func (e Effect) acknowledgement(today string) Acknowledgement {
	a := Acknowledgement{Change: e.Change, Resource: e.Resource, Reason: blank, Until: today}
	if isPool(e.Resource) && e.Change != NewIdentities {
		a.ID = e.ID
		if a.ID == "" { // two revisions of a spec do not tell ids
			a.ID = blank
		}
	}
	if e.Within != "" {
		a.Change, a.Resource, a.ID = Deletes, e.Within, e.ID
	}
	if day, err := time.Parse(time.DateOnly, today); err == nil {
		a.Until = day.Add(holdsFor).Format(time.DateOnly)
	}
	return a
}

// plain is a path that YAML takes without quotes.
var plain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

// line is the entry as an item of a list, as YAML takes it.
func (a Acknowledgement) line() string {
	resource := a.Resource
	if !plain.MatchString(resource) {
		resource = strconv.Quote(resource)
	}
	text := "- {change: " + a.Change + ", resource: " + resource
	if a.ID != "" {
		text += ", id: " + strconv.Quote(a.ID)
	}
	return text + ", until: " + strconv.Quote(a.Until) + ", reason: " + strconv.Quote(a.Reason) + "}"
}
